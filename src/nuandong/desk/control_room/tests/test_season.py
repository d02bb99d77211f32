"""The season's page: sums that hold, words that say what is short, a drawing on one time axis."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from django.utils.translation import override

from nuandong.assess.season_band import SeasonBand
from nuandong.desk.control_room.season_page import season_page
from nuandong.desk.outlook.studies.season import SeasonAnswer

FIRST = date(2023, 11, 1)
COUNT = 61  # November and December


@pytest.fixture(autouse=True)
def chinese():
    with override("zh-hans"):
        yield


def winter() -> SeasonAnswer:
    """Demand grows by one a day from 100, supply stays 140; one store is drawn from 600 to 0 by ten a day."""
    demand = 100.0 + np.arange(COUNT)
    gap = np.maximum(0.0, demand - 140.0)
    stock = np.maximum(0.0, 600.0 - 10.0 * np.arange(COUNT + 1))
    return SeasonAnswer(
        days=tuple(FIRST + timedelta(days=step) for step in range(COUNT)), demand=demand,
        supply=np.full(COUNT, 140.0), gap_before=gap, relief=gap / 2, gap_residual=gap * 0, livelihood_gap=gap * 0,
        mean_temperature=np.full(COUNT, -3.0), stock=stock, tier_zh=("液化工厂", "工业"),
        tier_en=("Plants", "Industry"),
        tier_relief=np.array([80.0, 25.0]), store_zh=("储罐",), store_en=("Tank",),
        working_capacity=np.array([800.0]), opening=np.array([600.0]), lowest=np.array([0.0]),
        lowest_day=(date(2023, 12, 31),), closing=np.array([0.0]), notes_zh=("注意",), notes_en=("note",),
    )  # fmt: skip


def test_ten_days_hold_every_day_once_and_add_up() -> None:
    page, answer = season_page(winter()), winter()
    assert [row.name for row in page.tens][:4] == ["11月上旬", "11月中旬", "11月下旬", "12月上旬"]
    assert sum(row.days for row in page.tens) == COUNT
    assert page.tens[-1].days == 11  # the 31st belongs to the last ten
    assert sum(row.relief for row in page.tens) == pytest.approx(float(answer.relief.sum()))
    assert sum(row.short_days for row in page.tens) == int((answer.gap_before > 0).sum())
    assert page.tens[-1].stock == answer.stock[-1]


def test_the_title_names_the_worst_day_and_homes_before_all() -> None:
    assert (
        season_page(winter()).title == "全季 61 天中 20 天措施前有缺口，12月31日 周日最大（20.0）；居民不缺"
    )
    cold = replace(winter(), livelihood_gap=winter().gap_before / 10)
    assert season_page(cold).title.startswith("全季居民将缺 21 万m³")
    mild = replace(winter(), gap_before=np.zeros(COUNT))
    assert "均可满足需求" in season_page(mild).title


def test_the_drawing_hatches_the_days_that_are_short_and_stays_on_its_paper() -> None:
    for lines in (season_page(winter()).wide, season_page(winter()).phone):
        assert len(lines.gaps) == 20
        _x, top, height = (float(number) for number in lines.gaps[-1])
        assert top == pytest.approx(0.0, abs=0.1)  # the highest demand reaches the top
        assert height == pytest.approx((340 * 0.6) * 20 / 160, abs=0.1)
        assert len(lines.demand.split()) == COUNT
        assert [name for _at, name in lines.months] == ["11月", "12月"]


def test_other_winters_stand_beside_the_plan_as_a_band_and_a_table() -> None:
    assert season_page(winter()).others is None
    assert season_page(winter()).wide.band == ""
    answer = winter()
    middle = answer.demand
    told = SeasonBand(
        days=answer.days, first=answer.days[10], scenarios=240, winters=3, generated=0.25,
        levels=np.array([0.1, 0.5, 0.9]), demand=np.stack([middle - 5, middle, middle + 40.0]),
        total=np.array([7000.0, 7900.0, 9000.0]), gap=np.array([10.0, 200.0, 900.0]),
        short_days=np.array([5.0, 20.0, 40.0]),
    )  # fmt: skip
    page = season_page(replace(answer, band=told))
    assert page.others is not None
    assert page.others.heads == ("10 %", "50 %", "90 %")
    assert [row.planned for row in page.others.rows] == [answer.demand.sum(), answer.gap_before.sum(), 20.0]
    assert "3 个过往冬季" in page.others.note
    assert len(page.wide.band.split()) == 2 * COUNT
    lowest_top = min(float(point.split(",")[1]) for point in page.wide.band.split())
    assert lowest_top == pytest.approx(0.0, abs=0.1)  # the drawing makes room for the band


def test_notes_speak_the_language_of_the_page() -> None:
    assert season_page(winter()).notes == ("注意",)
    with override("en"):
        assert season_page(winter()).notes == ("note",)
