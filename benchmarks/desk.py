"""Desk: what a duty officer waits for, alone and with everybody else there, on the demonstration served as usual.

`--load` leaves the browser out, `--quick` takes a tenth of the load. The table becomes a part of docs/operations.md.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.desk_load import add_load
from benchmarks.figures import Figure, FigureTable, write_section
from tests.fixtures.browser import NAMES, QUIET
from tests.fixtures.served import CHECKOUT, Desk, own_state, served_demonstration

ROUNDS = 5
LEAD = """Measured by `./nuandong bench desk --write` ([`benchmarks/desk.py`](../benchmarks/desk.py), `desk_load.py`) on
the demonstration with a season of reports in its records, SQLite, everything on one machine: pages, worker, and the
visitors themselves. Each unit files by the form, in the session of its own clerk; times run from the first byte sent to
the last received, so that waiting in line is in them."""
OPERATIONS = CHECKOUT / "docs" / "operations.md"
FIRST_PAINT_MS, DRAWN_MS, ANSWER_MS, FIRST_LOAD_KB = 1000, 3000, 300, 500


def run(arguments: list[str]) -> FigureTable:
    """Load the day's page several times with an empty cache, then put the desk under load."""
    is_quick = "--quick" in arguments
    table = FigureTable("What the desk bears", LEAD, "wall time")
    state = own_state("bench")
    clear_demonstration(state)  # a season of reports is written into it
    with served_demonstration(state) as desk:
        if "--load" not in arguments:
            _add_visits(table, desk, rounds=2 if is_quick else ROUNDS)
        add_load(table, desk, state, quick=is_quick)
    return table


def write_page(table: FigureTable) -> None:
    """Put the table into the page of operations."""
    write_section("desk", table, page=OPERATIONS)


def _add_visits(table: FigureTable, desk: Desk, *, rounds: int) -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=_chromium(), args=[*QUIET, "--no-sandbox"])
        visits = [_visit(browser, desk, _session(browser, desk)) for _ in range(rounds)]
        browser.close()

    def best(key: str) -> float:  # wall time: what else the machine does only ever adds to it
        return min(visit[key] for visit in visits)

    note = "wall time, best of the rounds"
    table.add(Figure("answer of the day's page", best("answer"), "ms", ANSWER_MS, note=note))
    table.add(Figure("first paint, empty cache", best("paint"), "ms", FIRST_PAINT_MS, note=note))
    table.add(Figure("map and chart drawn, empty cache", best("drawn"), "ms", DRAWN_MS, note=note))
    table.add(Figure("first load over the wire", best("bytes") / 1024, "KB", FIRST_LOAD_KB))


def clear_demonstration(state: Path) -> None:
    """Take away what an earlier run left."""
    shutil.rmtree(state / "demo", ignore_errors=True)


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def _session(browser: Browser, desk: Desk) -> dict[str, object]:
    context = browser.new_context(base_url=desk.address)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("#id_username", "zhiban")
    page.fill("#id_password", desk.password)
    page.click("main button[type=submit]")
    page.wait_for_url("**/day/**")
    kept: dict[str, object] = {"storage": context.storage_state(), "path": page.url}
    context.close()
    return kept


def _visit(browser: Browser, desk: Desk, session: dict[str, object]) -> dict[str, float]:
    context = browser.new_context(base_url=desk.address, storage_state=session["storage"])  # type: ignore[arg-type]
    page = context.new_page()
    answers: list[object] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - a built-in is refused
    begin = time.perf_counter()
    page.goto(str(session["path"]), wait_until="commit")
    page.wait_for_selector("#map svg.map")
    page.wait_for_selector("#balance[data-drawn]")
    drawn = 1000 * (time.perf_counter() - begin)
    told = _told(page)
    sizes = [answer.request.sizes() for answer in answers]  # type: ignore[attr-defined]
    context.close()
    return {
        "answer": told[0],
        "paint": told[1],
        "drawn": drawn,
        "bytes": sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes),
    }


def _told(page: Page) -> tuple[float, float]:
    """Milliseconds from asking to the answer's first byte, and to the first paint with content, by the browser."""
    answer, paint = page.evaluate(
        """() => {
            const [load] = performance.getEntriesByType("navigation");
            const [paint] = performance.getEntriesByName("first-contentful-paint");
            return [load.responseStart - load.requestStart, paint.startTime];
        }"""
    )
    return float(answer), float(paint)
