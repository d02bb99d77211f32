"""A winter day of the sample province in a real browser, in both languages, by everybody who has a part in it.

The served desk, its worker and its clock: tests/fixtures/winter.py. What people do: winter_morning, winter_orders.
Every record is made and read by pages alone, except the reports that a programme files with its token; of the codes
that are read out on the telephone a few are typed, the others are sent through the same form.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import winter_morning, winter_orders
from tests.browser.people import Telling
from tests.browser.winter_acts import at
from tests.fixtures.served import HOW_TO_BUILD, assets_are_built, own_state
from tests.fixtures.winter import WinterDesk, build_winter, served_winter

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BEGIN = at(8, 20)


STEPS = (
    winter_morning.counties_file_by_three_ways,
    winter_morning.one_is_late,
    winter_morning.one_is_false_and_a_person_finds_it,
    winter_morning.the_level_is_declared,
    winter_orders.orders_are_issued,
    winter_orders.steps_are_noted,
    winter_orders.all_but_one_answer,
    winter_orders.the_silent_one_is_there_at_three_in_the_morning,
    winter_orders.the_meters_show_relief,
    winter_orders.the_brief_is_signed,
    winter_orders.the_day_is_closed,
    winter_orders.the_ledger_holds,
)


@pytest.fixture(scope="module")
def built() -> Path:
    if not assets_are_built():
        pytest.skip(HOW_TO_BUILD)
    return build_winter(own_state("winter"), BEGIN)


@pytest.fixture(params=[("zh-hans", "light", 1440), ("en", "dark", 390)], ids=["zh", "en"])
def day(
    request: pytest.FixtureRequest, built: Path, browser: Browser
) -> Iterator[tuple[WinterDesk, Telling]]:
    language, theme, width = request.param
    with served_winter(built, BEGIN, language) as desk:
        telling = Telling(browser, desk.address, language, theme, width)
        yield desk, telling
        telling.leave()


def test_a_winter_day_by_pages_alone(day: tuple[WinterDesk, Telling]) -> None:
    desk, telling = day
    for step in STEPS:
        step(desk, telling)
    assert telling.faults == []
