"""Map and chart show what the picture says, and mark only what is abnormal."""

from dataclasses import replace

import numpy as np
import pytest

from nuandong.assess.picture import DayPicture
from nuandong.desk.control_room.charts import balance_series, outlook_rows
from nuandong.desk.control_room.schematic import THICKEST, THINNEST, geometry, schematic
from nuandong.desk.control_room.screens import levels_on
from nuandong.desk.control_room.tests.pictures import CITY_NAMES, DAYS, GAS_DAY, calm_day, orange_day
from nuandong.policy import read_policy

LEVELS = levels_on(read_policy(), GAS_DAY)


def on_the_map() -> DayPicture:
    """The orange day with its pipes between nodes that the drawing knows."""
    first, second, third, *_ = geometry()["nodes"]
    whole = orange_day()
    arcs = replace(whole.arcs, from_node=(first, second, second), to_node=(second, third, "140105"))
    return replace(whole, arcs=arcs)


def test_the_drawing_holds_all_117_counties_and_11_cities() -> None:
    shapes = geometry()
    assert len({county["code"] for county in shapes["counties"]}) == 117
    assert len(shapes["cities"]) == 11


@pytest.mark.parametrize(("missing", "step"), [(0, 0), (4.9, 1), (5.1, 2), (10.1, 3), (20.1, 4), (100, 4)])
def test_a_county_is_shaded_by_the_share_that_it_misses(missing: float, step: int) -> None:
    whole = orange_day()
    short = np.zeros_like(whole.counties.shortfall)
    short[0] = missing
    drawing = schematic(
        picture=replace(whole, counties=replace(whole.counties, shortfall=short)), city_names=CITY_NAMES
    )
    assert [county.step for county in drawing.counties if county.code == "140105"] == [step]


def test_a_calm_province_is_colourless() -> None:
    drawing = schematic(picture=calm_day(), city_names=CITY_NAMES)
    assert {county.step for county in drawing.counties} == {0}
    assert drawing.full_pipes == ()


def test_counties_outside_the_readers_scope_are_outlines_without_a_figure() -> None:
    drawing = schematic(picture=orange_day(), city_names=CITY_NAMES)
    assert len(drawing.counties) == 4
    assert len(drawing.unseen) == 113


def test_a_full_pipe_is_thick_numbered_and_named_a_branch_is_not_drawn() -> None:
    drawing = schematic(picture=on_the_map(), city_names=CITY_NAMES)
    half, full = drawing.pipes
    assert full.is_full
    assert (full.width, full.number, full.name) == (f"{THICKEST:.1f}", 1, "北线一段")
    assert half.width == f"{THINNEST + (THICKEST - THINNEST) / 4:.1f}"
    assert drawing.full_pipes == (full,)


def test_the_map_says_each_county_in_words() -> None:
    drawing = schematic(picture=orange_day(), city_names=CITY_NAMES)
    lines = {county.code: county.line for county in drawing.counties}
    assert lines["140105"] == "小店区：需求 100.0，缺 20.0（20.0 %）"
    assert lines["140581"].endswith("；未报")


def test_the_chart_stacks_supply_by_kind_up_to_the_firm_supply() -> None:
    series = balance_series(orange_day(), LEVELS)
    assert [kind["key"] for kind in series["supply"]] == ["trunk", "cbm", "coke_oven_sng", "storage"]
    stacked = [sum(kind["flow"][day] for kind in series["supply"]) for day in range(DAYS)]
    assert stacked == pytest.approx(series["total"])


def test_supply_outside_the_readers_scope_is_one_kind_of_its_own() -> None:
    whole = orange_day()
    mine = np.array([True, False, False, False])
    own = replace(
        whole.sources, supply=whole.sources.supply[:1], name_zh=whole.sources.name_zh[:1],
        name_en=whole.sources.name_en[:1], kind=whole.sources.kind[:1],
        nominated=whole.sources.nominated[mine], delivered=whole.sources.delivered[mine],
    )  # fmt: skip
    series = balance_series(replace(whole, sources=own), LEVELS)
    assert [kind["key"] for kind in series["supply"]] == ["trunk", "other"]
    assert series["supply"][1]["flow"][0] == pytest.approx(90.0)


def test_the_chart_names_the_level_of_every_day_by_word_and_hue() -> None:
    levels = balance_series(orange_day(), LEVELS)["levels"]
    assert [level["word"] for level in levels[:6]] == ["橙色", "红色", "橙色", "橙色", "黄色", "蓝色"]
    assert levels[6]["hue"] == "none"


def test_the_table_behind_the_chart_has_the_same_figures() -> None:
    series, rows = balance_series(orange_day(), LEVELS), outlook_rows(orange_day(), LEVELS)
    assert [row.gap for row in rows] == series["gap"]
    assert [row.is_cold_wave for row in rows] == series["cold"]
    assert [row.reserve for row in rows] == series["reserve"]


def test_an_unknown_temperature_is_a_gap_in_the_line_not_a_zero() -> None:
    whole = orange_day()
    unknown = np.full(DAYS, np.nan)
    series = balance_series(
        replace(whole, province=replace(whole.province, normal_temperature=unknown)), LEVELS
    )
    assert series["normal"] == [None] * DAYS
