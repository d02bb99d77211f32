"""Desk under load: a season of reports in the records, then everybody files and everybody looks.

The demonstration is served by its own command. Each report is of another unit, by the form and the session of its own
clerk, over a connection of its own. Times are wall times as a visitor has them, from the first byte sent to the last
received: what a page waits for in line is in them, and so is whatever else ran on the machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.desk_visitors import MARK, Answer, Visitor, filled
from benchmarks.figures import Figure, FigureTable
from nuandong.desk.demo import DATABASE, sqlite_url
from tests.fixtures.served import CHECKOUT, Desk

FILINGS, VISITORS = 500, 50
MINUTE_S, BETWEEN_PAGES_S = 60.0, 5.0
FILING_P95_MS, BURST_S, PAGE_P95_MS = 100.0, 15.0, 150.0
PAGES = ("/", "/alerts/", "/orders/", "/report/board/", "/report/", "/directory/", "/briefs/")
DONE, SHOWN = 302, 200


@dataclass(frozen=True, slots=True)
class Form:
    """A unit's report, ready to be sent by its clerk."""

    path: str
    cookies: dict[str, str]
    fields: dict[str, str]


def add_load(table: FigureTable, desk: Desk, state: Path, *, quick: bool) -> None:
    """The figures of filing and of looking, with a season of reports in the records."""
    part = 10 if quick else 1
    url = sqlite_url(state / "demo" / DATABASE)
    table.add(
        Figure("reports in the records before the load", fill(state, url, days=10 if quick else 151), "")
    )
    forms = forms_to_file(desk, state, url, FILINGS // part)
    spread = filed(desk, forms, over_s=MINUTE_S / part)
    _add(table, spread, f"{len(forms)} units file within {MINUTE_S / part:g} s", DONE, FILING_P95_MS)
    begin = time.perf_counter()
    burst = filed(desk, forms, over_s=0.0)
    took = time.perf_counter() - begin
    what = f"{len(forms)} units file in one instant"
    table.add(Figure(f"{what}: refused or lost", wrong(burst, DONE), "", 0))
    table.add(Figure(f"{what}: all done", took, "s", BURST_S))
    officer = Visitor(desk)
    officer.sign_in("zhiban", desk.password)
    looked = looked_at(desk, officer, seconds=MINUTE_S / part)
    _add(table, looked, f"{VISITORS} visitors, a page each {BETWEEN_PAGES_S:g} s", SHOWN, PAGE_P95_MS)


def _add(table: FigureTable, answers: list[Answer], what: str, fine: int, goal: float) -> None:
    took = [answer.took_ms for answer in answers]
    table.add(Figure(f"{what}: refused or lost", wrong(answers, fine), "", 0))
    table.add(Figure(f"{what}: median", float(np.median(took)), "ms"))
    table.add(Figure(f"{what}: 95 %", float(np.quantile(took, 0.95)), "ms", goal, note="wall time"))


def wrong(answers: list[Answer], fine: int) -> int:
    """How many did not come to what they should."""
    return sum(answer.status != fine for answer in answers)


def fill(state: Path, url: str, *, days: int) -> int:
    """Bring so many days of reports of every unit into the desk's records; returns how many stand there."""
    return int(_told("season_of_reports.py", str(days), state=state, url=url))


def _told(script: str, *words: str, state: Path, url: str, port: int | None = None) -> str:
    """The last line that a script beside this one says about the records of the desk on this port."""
    environment = {
        **os.environ,
        "NUANDONG_STATE": str(state),
        "NUANDONG_DATABASE_URL": url,
        "NUANDONG_COOKIE_MARK": f"_{port}",
        "PYTHONPATH": os.pathsep.join([str(CHECKOUT / "src"), str(CHECKOUT)]),
    }
    asked = [sys.executable, str(Path(__file__).with_name(script)), *words]
    ended = subprocess.run(asked, env=environment, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise RuntimeError(f"{script}: {ended.stderr[-2000:]}")
    return ended.stdout.splitlines()[-1]


def forms_to_file(desk: Desk, state: Path, url: str, count: int) -> list[Form]:
    """The forms of so many units as their clerks have them before them, filled in."""
    port = urllib.parse.urlsplit(desk.address).port
    clerks = json.loads(_told("clerks_of_units.py", str(count), state=state, url=url, port=port))
    forms = []
    for clerk in clerks:
        visitor = Visitor(desk).come_as(clerk["cookies"])
        page = visitor.ask(clerk["path"])
        if page.status != SHOWN or MARK not in page.page:
            raise RuntimeError(f"{clerk['path']}: {page.status}, no form")
        forms.append(Form(clerk["path"], visitor.cookies, filled(page.page)))
        visitor.connection.close()
    return forms


def filed(desk: Desk, forms: list[Form], *, over_s: float) -> list[Answer]:
    """Send every form, spread evenly over a time or all in one instant; each over a connection of its own."""
    together = threading.Barrier(len(forms))

    def send(number: int) -> Answer:
        form = forms[number]
        visitor = Visitor(desk).come_as(form.cookies)
        together.wait()
        time.sleep(over_s * number / len(forms))
        answer = visitor.ask(form.path, {**form.fields, "note": f"load {number}"})
        visitor.connection.close()
        return answer

    with ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(send, range(len(forms))))


def looked_at(desk: Desk, officer: Visitor, *, seconds: float) -> list[Answer]:
    """So many visitors, each taking one page after another at its own pace."""

    def look(number: int) -> list[Answer]:
        visitor = Visitor(desk).come_as(officer.cookies)
        begin, answers = time.monotonic(), []
        time.sleep(BETWEEN_PAGES_S * number / VISITORS)
        while time.monotonic() - begin < seconds:
            path = PAGES[(number + len(answers)) % len(PAGES)]
            answer = visitor.ask(path)
            if path == "/":  # leads to the day; both belong to one look
                day = visitor.ask(urllib.parse.urlsplit(answer.leads_to).path)
                answer = Answer(day.status, day.page, "", answer.took_ms + day.took_ms)
            answers.append(answer)
            time.sleep(max(0.0, BETWEEN_PAGES_S - answer.took_ms / 1000))
        return answers

    with ThreadPoolExecutor(VISITORS) as pool:
        return [answer for answers in pool.map(look, range(VISITORS)) for answer in answers]
