"""Visitors of a real desk: who comes, in which language and theme, how wide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.fixtures.served import HOW_TO_BUILD, Desk, assets_are_built, own_state, served_demonstration


@pytest.fixture(scope="session")
def desk() -> Iterator[Desk]:
    """The demonstration, until the tests are over."""
    if not assets_are_built():
        pytest.skip(HOW_TO_BUILD)
    with served_demonstration(own_state()) as served:
        yield served


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
