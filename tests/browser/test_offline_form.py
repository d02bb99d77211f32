"""The form without a network, opened from a folder in a browser that reaches nothing, and handed in afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Visit


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_county_files_from_a_stick(
    come: Callable[[Visit], Page], browser: Browser, tmp_path: Path, language: str
) -> None:
    clerk = come(Visit(language=language, account="qingxu"))
    clerk.goto("/report/books/")
    with clerk.expect_download() as got:
        clerk.click("a[href$='offline.html']")
    form = tmp_path / "form.html"
    got.value.save_as(form)

    apart = browser.new_context(offline=True, viewport={"width": 390, "height": 844}, accept_downloads=True)
    page = apart.new_page()
    complaints: list[str] = []
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda wrong: complaints.append(str(wrong)))
    page.goto(form.as_uri())
    page.click("button[type=submit]")
    assert page.locator("[data-faults] p").count() == 1  # nothing is filled in

    package = tmp_path / "package.json"
    filled_and_saved(page, package)
    apart.close()

    clerk.set_input_files("#workbook", package)
    clerk.click("form.drop button[type=submit]")
    clerk.wait_for_url("**/report/books/*/")
    shown = clerk.locator("main").inner_text()
    assert clerk.locator("form[action$='/confirm/'] button").count() == 1, shown
    assert complaints == []
    assert clerk.complaints == []  # type: ignore[attr-defined]


def filled_and_saved(page: Page, package: Path) -> None:
    """A figure a little above the last one in every field; what is missing or no number is told before it is saved."""
    use = page.locator("[data-group=use] .field-row:has(.beside)")
    count = use.count()
    assert count > 2
    for number in range(count):
        last = use.nth(number).locator(".beside").inner_text().split()[-1]
        use.nth(number).locator("input").fill(f"{float(last) * 1.01:.4f}")
    page.click("button[type=submit]")
    assert page.locator("[data-faults] p").count() == 1  # the supply is missing
    total = sum(float(use.nth(number).locator("input").input_value()) for number in range(count))
    page.fill("#f-actual_supply", f"{total:.4f}")
    use.first.locator("input").fill("x")
    page.click("button[type=submit]")
    assert page.locator("[data-faults] p").count() >= 1
    last = use.first.locator(".beside").inner_text().split()[-1]
    use.first.locator("input").fill(f"{float(last) * 1.01:.4f}")
    assert page.locator("[data-sum-line]").inner_text()
    with page.expect_download() as saved:
        page.click("button[type=submit]")
    saved.value.save_as(package)
    assert json.loads(package.read_text(encoding="utf-8"))["sha256"]
    page.reload()  # the browser has kept what was typed
    assert use.first.locator("input").input_value() != ""
