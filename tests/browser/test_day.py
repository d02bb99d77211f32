"""The control room in a real browser, on the real sample province."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import Visit, drawn
from tests.fixtures.served import STATE, Desk

pytestmark = pytest.mark.browser
Come = Callable[[Visit], Page]
FIRST_LOAD = 500 * 1024
NARROW = 360
SERIOUS = ("serious", "critical")
AXE = STATE / "build" / "browser" / "node_modules" / "axe-core" / "axe.min.js"


def transferred(page: Page, path: str) -> tuple[int, set[str]]:
    """Bytes over the wire, heads included, and the hosts asked, of a load without anything in the cache."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - a built-in is refused
    drawn_or_not = page.goto(path)
    assert drawn_or_not is not None
    drawn(page)
    sizes = [answer.request.sizes() for answer in answers]
    total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    return total, {urlsplit(answer.url).netloc for answer in answers}


def test_the_first_load_stays_within_500_kb_and_asks_nobody_else(come: Come, desk: Desk) -> None:
    page = come(Visit())
    fresh = page.context.browser.new_context(
        base_url=desk.address, storage_state=page.context.storage_state()
    )  # type: ignore[union-attr]
    try:
        total, hosts = transferred(fresh.new_page(), urlsplit(page.url).path)
    finally:
        fresh.close()
    assert 50_000 < total <= FIRST_LOAD, f"{total / 1024:.0f} KB"
    assert hosts == {urlsplit(desk.address).netloc}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_day_draws_without_a_complaint_of_the_browser(come: Come, language: str, theme: str) -> None:
    page = drawn(come(Visit(language, theme)))
    page.emulate_media(media="print")
    page.emulate_media(media="screen")
    page.hover("#balance", position={"x": 300, "y": 300})
    page.wait_for_timeout(300)
    assert page.complaints == []  # type: ignore[attr-defined]


def test_the_policy_refuses_everything_inline(come: Come) -> None:
    page = come(Visit())
    answer = page.goto(page.url)
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    body = answer.text()
    assert not re.search(r"<[^>]+\sstyle=", body)
    assert not re.search(r"<script(?![^>]*\ssrc=)", body)


PAGES = ("", "county/140121/", "/run/1/", "/clauses/", "/clauses/T-040/", "/report/")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_serious_fault(come: Come, path: str, theme: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not fetched; `./nuandong test` fetches it with the pages' assets")
    page = come(Visit(theme=theme))
    page.goto(path if path.startswith("/") else page.url + path)
    if not path:
        drawn(page)
    assert serious_faults(page, AXE) == []


def serious_faults(page: Page, axe: Path) -> list[str]:
    """What axe-core calls serious or critical; evaluated by the driver, so the page's policy stays as it is."""
    page.evaluate(axe.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run(document)).violations")
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in found
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_phone_never_scrolls_sideways(come: Come, path: str, language: str) -> None:
    page = come(Visit(language, width=NARROW))
    page.goto(path if path.startswith("/") else page.url + path)
    if not path:
        drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW


def test_what_a_thumb_must_hit_is_large_enough(come: Come) -> None:
    page = drawn(come(Visit(width=390)))
    for control in page.locator(".banner .button, .filter input, .filter select, .switches button").all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 44


def test_the_language_switch_turns_the_page_and_stays(come: Come) -> None:
    page = come(Visit())
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.click("button[name=language]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".banner-word")).to_have_text("Orange")
    page.goto("/clauses/")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_theme_switch_turns_the_page_and_stays(come: Come) -> None:
    page = drawn(come(Visit()))

    def ground() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    light = ground()
    page.click("[data-theme-switch]")
    dark = ground()
    assert dark != light
    page.reload()
    assert ground() == dark
    page.click("[data-theme-switch]")
    assert ground() == light


def test_a_county_on_the_map_leads_to_its_page(come: Come) -> None:
    page = drawn(come(Visit()))
    assert page.locator("#map .counties a").count() == 117
    county = page.locator('#map a[href*="/county/140121/"]')
    county.focus()
    expect(page.locator("#map-line")).to_contain_text("清徐县")
    page.keyboard.press("Enter")
    page.wait_for_url("**/county/140121/")
    expect(page.locator("h1")).to_contain_text("清徐县")


def test_the_proposal_sorts_and_filters_and_the_address_says_so(come: Come) -> None:
    page = drawn(come(Visit()))
    page.click("#cuts thead a:has-text('压减量')")
    expect(page.locator("#cuts th[aria-sort=descending]")).to_contain_text("压减量")
    figures = [
        float(text.replace(",", "")) for text in page.locator("#cuts tbody td.strong").all_inner_texts()
    ]
    assert figures == sorted(figures, reverse=True)
    assert "sort=relief" in page.url
    page.fill("#cut-words", "没有这个用户")
    expect(page.locator("#cuts tbody")).to_contain_text("没有符合的行")
    page.reload()
    expect(page.locator("#cut-words")).to_have_value("没有这个用户")


def test_from_a_number_to_its_reason_in_two_clicks(come: Come) -> None:
    page = drawn(come(Visit()))
    page.click("#counties tbody a >> nth=0")
    expect(page.locator("h1")).to_contain_text("措施前缺")
    expect(page.locator(".why-line")).not_to_be_empty()


def test_a_clerk_sees_the_provinces_level_but_no_other_countys_figures(come: Come) -> None:
    page = drawn(come(Visit(account="qingxu")))
    expect(page.locator(".banner-word")).to_have_text("橙色")
    assert page.locator("#map .counties a").count() == 1
    answer = page.goto(page.url + "county/140581/")
    assert answer is not None
    assert answer.status == 404


def test_without_scripts_the_page_still_tells_the_day(desk: Desk, come: Come) -> None:
    signed_in = come(Visit())
    context = signed_in.context.browser.new_context(  # type: ignore[union-attr]
        base_url=desk.address, storage_state=signed_in.context.storage_state(), java_script_enabled=False
    )
    try:
        page = context.new_page()
        page.goto(signed_in.url)
        expect(page.locator(".banner .headline")).to_contain_text("缺口")
        expect(page.locator("#counties tbody tr")).to_have_count(117)
        page.click("#cuts thead a:has-text('压减量')")
        expect(page.locator("#cuts th[aria-sort=descending]")).to_contain_text("压减量")
    finally:
        context.close()
