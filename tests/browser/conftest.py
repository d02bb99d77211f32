"""A real desk for the browser: the demonstration, served by its own command in a state folder of the tests' own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

CHECKOUT = Path(__file__).resolve().parents[2]
STATE = Path(os.environ.get("NUANDONG_STATE", CHECKOUT / ".nuandong"))
SECONDS_TO_BUILD = 240
HOW_TO_BUILD = "the pages' assets are not built; `./nuandong test` builds them"


@dataclass(frozen=True)
class Desk:
    """Where the desk answers, and the password of every demonstration account."""

    address: str
    password: str


@pytest.fixture(scope="session")
def state() -> Path:
    """A state folder beside the ordinary one, with the same built assets: the user's demonstration stays untouched."""
    if not (STATE / "assets" / "echarts.nd.js").is_file():
        pytest.skip(HOW_TO_BUILD)
    folder = STATE / "browser-tests"
    folder.mkdir(parents=True, exist_ok=True)
    link = folder / "assets"
    if not link.exists():
        with suppress(FileExistsError):  # another worker was faster
            link.symlink_to(STATE / "assets", target_is_directory=True)
    return folder


@pytest.fixture(scope="session")
def desk(state: Path) -> Iterator[Desk]:
    """`nuandong demo`, until the tests are over."""
    environment = {
        **{
            name: value for name, value in os.environ.items() if not name.startswith(("NUANDONG_", "DJANGO_"))
        },
        "NUANDONG_STATE": str(state),
        "PYTHONPATH": str(CHECKOUT / "src"),
        "PYTHONUNBUFFERED": "1",
        "NO_COLOR": "1",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "nuandong", "demo", "--language", "en"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=state,
    ) as running:  # fmt: skip
        limit = Timer(SECONDS_TO_BUILD, running.kill)
        limit.start()
        try:
            yield _desk_told_by(running)
        finally:
            limit.cancel()
            running.terminate()


def _desk_told_by(running: subprocess.Popen[str]) -> Desk:
    told, address = "", ""
    for line in running.stdout or ():
        told += line
        address = next(iter(re.findall(r"http://127\.0\.0\.1:\d+/", line)), address)
        password = re.search(r"password of all accounts\s+(\S+)", line)
        if password:
            return Desk(address, password[1])
    raise AssertionError(f"the demonstration ended:\n{told[-4000:]}")


@dataclass(frozen=True)
class Visit:
    """How somebody comes: language, theme, width, account."""

    language: str = "zh-hans"
    theme: str = "light"
    width: int = 1440
    account: str = "zhiban"


@pytest.fixture
def come(desk: Desk, browser: Browser) -> Iterator[Callable[[Visit], Page]]:
    """A page signed in as somebody; what the browser complains of stands in `page.complaints`."""
    contexts: list[BrowserContext] = []

    def arrive(visit: Visit) -> Page:
        context = browser.new_context(
            viewport={"width": visit.width, "height": 900}, color_scheme=visit.theme, has_touch=visit.width < 800,
            base_url=desk.address,
        )  # fmt: skip
        contexts.append(context)
        context.add_cookies([{"name": "nuandong_language", "value": visit.language, "url": desk.address}])
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.complaints = []  # type: ignore[attr-defined]
        page.on(
            "console",
            lambda said: page.complaints.append(said.text) if said.type in ("error", "warning") else None,
        )  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
        page.goto("/accounts/login/")
        page.fill("#id_username", visit.account)
        page.fill("#id_password", desk.password)
        page.click("main button[type=submit]")
        page.wait_for_url("**/day/**")
        return page

    yield arrive
    for context in contexts:
        context.close()


def drawn(page: Page) -> Page:
    """The page once map and chart stand."""
    page.wait_for_selector("#map svg.map", timeout=20_000)
    page.wait_for_selector("#balance[data-drawn]", timeout=20_000)
    return page
