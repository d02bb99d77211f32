"""What binds, why, what if, what fails: asked in a real browser of the real sample province, answered by the worker."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, drawn
from tests.browser.test_day import AXE, NARROW, serious_faults

pytestmark = pytest.mark.browser
Come = Callable[[Visit], Page]
ANSWER_MS = 120_000  # a slow machine answers outages in about a minute


def day_of(page: Page) -> str:
    found = re.match(r".*/day/[\d-]+/", page.url)
    assert found is not None
    return found[0]


def asked(page: Page, query: str) -> Page:
    """The answer to a what-if, asked from its form."""
    page.goto(f"{day_of(page)}what-if/?{query}")
    page.click("form.ask-form button[type=submit]")
    page.wait_for_selector(".beside-big", timeout=ANSWER_MS)
    return page


def no_serious_fault(page: Page) -> None:
    if AXE.is_file():
        assert serious_faults(page, AXE) == []


def test_a_bottleneck_is_drawn_from_the_map_and_from_its_words(come: Come) -> None:
    page = drawn(come(Visit()))
    first = page.locator(".bottleneck").first
    missing = first.locator(".account b").nth(2).inner_text()
    page.click(".map-tabs a:nth-child(2)")
    expect(page.locator("#map-line")).to_contain_text(missing)
    assert page.locator("#map .behind-hatch").count() > 10
    assert page.locator("#map .limiting").count() >= 1
    expect(page.locator(".map-tabs a:nth-child(2)")).to_have_attribute("aria-current", "true")
    page.locator(".bottleneck .on-map").nth(1).click()
    expect(page.locator(".map-tabs a:nth-child(3)")).to_have_attribute("aria-current", "true")
    no_serious_fault(page)
    assert page.complaints == []  # type: ignore[attr-defined]


def test_the_address_of_a_bottleneck_can_be_sent(come: Come) -> None:
    page = come(Visit())
    page.goto(f"{day_of(page)}?cut=2")
    page.wait_for_selector("#map .limiting")
    expect(page.locator(".map-tabs a:nth-child(3)")).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_suggested_what_if_is_answered_beside_todays_plan(come: Come, theme: str) -> None:
    page = drawn(come(Visit(theme=theme)))
    before = page.locator(".headline").first.inner_text()
    page.click("#ask .asks a >> nth=0")
    no_serious_fault(page)
    page.click("form.ask-form button[type=submit]")
    page.wait_for_selector(".beside-big", timeout=ANSWER_MS)
    expect(page.locator(".assumed-word").first).to_have_text("假设推演")
    assert page.locator(".beside-big .becomes").count() == 4
    no_serious_fault(page)
    page.click(".crumbs a >> nth=0")
    assert page.locator(".headline").first.inner_text() == before  # the day is what it was
    assert page.complaints == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_of_an_answer_scrolls_sideways_on_a_phone(come: Come, language: str) -> None:
    page = come(Visit(language, width=NARROW))
    home = day_of(page)
    for path in ("what-if/", "outages/"):
        page.goto(home + path)
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW, path
    page.goto(home)  # the page of outages leads on to their answer where there is one
    asked(page, "what1=weather:&amount1=-3")
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW
    drawn_flows = page.goto(home)
    assert drawn_flows is not None
    assert page.locator("svg.flows.narrow-only").is_visible()
    assert not page.locator("svg.flows.wide").is_visible()


def test_the_unit_follows_what_is_chosen_and_a_fault_stands_beside_its_line(come: Come) -> None:
    page = come(Visit())
    page.goto(f"{day_of(page)}what-if/")
    page.select_option("#what1", "weather:")
    expect(page.locator("#unit1")).to_contain_text("℃")
    page.fill("#amount1", "abc")
    page.click("form.ask-form button[type=submit]")
    expect(page.locator(".ask-row .wrong-words")).to_contain_text("应填")
    expect(page.locator("#what1")).to_have_value("weather:")


def test_from_a_cut_to_its_reasons_and_to_what_would_spare_it(come: Come) -> None:
    page = drawn(come(Visit()))
    page.locator("#cuts details.why summary").first.click()
    page.locator("#cuts details.why a").first.click()
    expect(page.locator(".because > li")).to_have_count(7)
    if page.locator("#spared button").count():
        page.click("#spared button")
        expect(page.locator("#spared .progress-words, #spared table").first).to_be_visible()
    page.wait_for_selector("#spared table", timeout=ANSWER_MS)
    expect(page.locator("#spared tbody .mark").first).to_have_text("已重解两次")
    no_serious_fault(page)
    assert page.complaints == []  # type: ignore[attr-defined]


def test_every_outage_stands_beside_the_standard(come: Come) -> None:
    page = come(Visit())
    page.goto(f"{day_of(page)}outages/")
    if page.locator("main form button").count():
        page.click("main form button")
    page.wait_for_selector("table.outages", timeout=ANSWER_MS)
    assert page.locator("table.outages tbody tr").count() > 20
    assert page.locator("table.standard tbody tr").count() >= 12
    no_serious_fault(page)
    page.locator("table.outages tbody a").first.click()
    expect(page.locator("#amount1")).to_have_value("0")


def test_the_season_is_drawn_on_its_own_page(come: Come) -> None:
    page = come(Visit())
    page.goto(f"{day_of(page)}season/")
    if page.locator("main form button").count():
        page.click("main form button")
    page.wait_for_selector("svg.season.wide", timeout=2 * ANSWER_MS)
    by_tens = page.locator("main table:has(tbody tr:nth-child(15))").first  # five months, three tens each
    assert by_tens.locator("tbody tr").count() == 15
    no_serious_fault(page)
    assert page.complaints == []  # type: ignore[attr-defined]


def test_the_day_assessed_anew_can_be_cancelled_from_its_page(come: Come) -> None:
    page = drawn(come(Visit()))
    page.click(".day-bar form button")
    page.click(".progress form button")
    expect(page.locator(".progress-words")).to_contain_text("已取消")
    no_serious_fault(page)


def test_a_clerk_finds_nothing_to_ask_and_nothing_that_refuses_him(come: Come) -> None:
    page = drawn(come(Visit(account="qingxu")))
    assert page.locator(".day-bar form").count() == 0
    for link in page.locator("main a[href^='/day/'], main a[href^='/run/']").all()[:12]:
        address = link.get_attribute("href") or ""
        answer = page.request.get(address.partition("#")[0])
        assert answer.status == 200, address
