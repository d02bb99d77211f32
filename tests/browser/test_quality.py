"""How good the forecast is and how likely the day: asked in a real browser, answered by the worker."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, drawn
from tests.browser.test_day import NARROW
from tests.browser.test_studies import day_of, no_serious_fault

pytestmark = pytest.mark.browser
Come = Callable[[Visit], Page]
ANSWER_MS = 240_000  # a slow machine backtests the sample province in some minutes


def quality_of(page: Page) -> Page:
    """The page with its answer, asked for where nobody has."""
    page.goto(f"{day_of(page)}forecast-quality/")
    if page.locator("main form button").count() and not page.locator("#league").count():
        page.click("main form button")
    page.wait_for_selector("#league", timeout=ANSWER_MS)
    return page


def test_the_quality_of_the_forecast_is_asked_once_and_read_area_by_area(come: Come) -> None:
    page = quality_of(come(Visit()))
    expect(page.locator(".own-row th")).to_contain_text("暖冬")
    assert page.locator("svg.drawn.wide").count() == 4
    assert not page.locator("svg.drawn.narrow-only").first.is_visible()
    no_serious_fault(page)
    name = page.locator("#areas a").first.inner_text()
    page.locator("#areas a").first.click()
    expect(page.locator(".page-title")).to_contain_text(name)
    assert page.complaints == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_on_a_phone_nothing_scrolls_sideways_and_drawings_are_the_narrow_ones(
    come: Come, language: str, theme: str
) -> None:
    page = quality_of(come(Visit(language, theme, NARROW)))
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW
    assert page.locator("svg.drawn.narrow-only").first.is_visible()
    assert not page.locator("svg.drawn.wide").first.is_visible()
    no_serious_fault(page)


def test_the_chance_of_the_gap_stands_beside_it_and_leads_to_the_scenarios(come: Come) -> None:
    page = drawn(come(Visit()))
    expect(page.locator(".step .odds")).to_contain_text("出现概率")
    page.locator(".step .odds").click()
    expect(page.locator("#likely svg.drawn.wide")).to_be_in_viewport()
    assert page.locator("#likely .at-quantile li").count() == 2
    no_serious_fault(page)
    assert page.complaints == []  # type: ignore[attr-defined]
