"""Pictures of the desk: both languages, both themes, wide and phone; a person looks at them afterwards.

`tools/make_screenshots.py` runs this with a folder to keep them in; otherwise they are thrown away.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.conftest import Visit, drawn
from tests.browser.test_quality import quality_of
from tests.browser.test_studies import ANSWER_MS, asked, day_of

pytestmark = pytest.mark.browser
KEEP = os.environ.get("NUANDONG_SCREENSHOTS", "")
WIDE, PHONE = (1440, 1360), (390, 844)
LANGUAGES = {"zh": "zh-hans", "en": "en"}
COLOURS = 256
FEWEST_SHADES = 24  # an empty page has fewer


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_day_can_be_shown(
    come: Callable[[Visit], Page], tmp_path: Path, language: str, theme: str, size: tuple[int, int]
) -> None:
    page = come(Visit(LANGUAGES[language], theme, size[0]))
    page.set_viewport_size({"width": size[0], "height": size[1]})
    taken = take(drawn(page), f"day-{language}-{theme}-{'wide' if size == WIDE else 'phone'}", tmp_path)
    assert taken.size == size
    assert len(taken.convert("L").getcolors() or ()) >= FEWEST_SHADES


@pytest.mark.parametrize(
    ("name", "path"), [("county", "county/140581/"), ("run", "/run/1/"), ("clauses", "/clauses/")]
)
def test_the_pages_behind_it_can_be_shown(
    come: Callable[[Visit], Page], tmp_path: Path, name: str, path: str
) -> None:
    page = come(Visit())
    page.goto(path if path.startswith("/") else page.url + path)
    assert take(page, name, tmp_path).size == (1440, 900)


def test_the_bottleneck_on_the_map_can_be_shown(come: Callable[[Visit], Page], tmp_path: Path) -> None:
    page = come(Visit())
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    page.goto(page.url + "?cut=2")
    page.wait_for_selector("#map .limiting")
    page.locator(".map-sheet").evaluate("sheet => sheet.scrollIntoView()")
    assert take(drawn(page), "bottleneck", tmp_path).size == WIDE


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_drawing_from_source_to_user_can_be_shown(
    come: Callable[[Visit], Page], tmp_path: Path, size: tuple[int, int]
) -> None:
    page = drawn(come(Visit(width=size[0])))
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.locator("#flows").evaluate("sheet => sheet.scrollIntoView()")
    taken = take(page, f"flows-{'wide' if size == WIDE else 'phone'}", tmp_path)
    assert len(taken.convert("L").getcolors() or ()) >= FEWEST_SHADES


def test_the_quality_of_the_forecast_can_be_shown(come: Callable[[Visit], Page], tmp_path: Path) -> None:
    page = come(Visit())
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    assert take(quality_of(page), "forecast-quality", tmp_path).size == WIDE


def test_answers_of_the_worker_can_be_shown(come: Callable[[Visit], Page], tmp_path: Path) -> None:
    page = drawn(come(Visit()))
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    home = day_of(page)
    assert take(asked(page, "what1=source:trunk-sj1&amount1=50"), "what-if", tmp_path).size == WIDE
    page.goto(home)
    page.locator("#cuts details.why summary").first.click()
    page.locator("#cuts details.why a").first.click()
    if page.locator("#spared button").count():
        page.click("#spared button")
    page.wait_for_selector("#spared table", timeout=ANSWER_MS)
    assert take(page, "why", tmp_path).size == WIDE
    page.goto(f"{home}outages/")
    if page.locator("main form button").count():
        page.click("main form button")
    page.wait_for_selector("table.outages", timeout=ANSWER_MS)
    assert take(page, "outages", tmp_path).size == WIDE


def take(page: Page, name: str, folder: Path) -> Image.Image:
    """What the window shows, in few colours, kept where the environment says."""
    page.wait_for_timeout(300)
    taken = Image.open(io.BytesIO(page.screenshot()))
    kept = Path(KEEP) if KEEP else folder
    kept.mkdir(parents=True, exist_ok=True)
    taken.convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        kept / f"{name}.png", optimize=True
    )
    return taken
