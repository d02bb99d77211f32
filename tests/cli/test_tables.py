"""What a duty officer reads in a terminal."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from nuandong.cli.tables import print_day, print_findings, print_season
from nuandong.findings import Finding, Findings, Place, Severity
from tests.results.three_counties import three_county_day


def shown(*, language: str = "zh", width: int = 120, colour: bool = False) -> str:
    held = io.StringIO()
    console = Console(
        file=held,
        width=width,
        force_terminal=colour,
        color_system="truecolor" if colour else None,
        highlight=False,
    )
    print_day(three_county_day(), console, language)
    return held.getvalue()


def test_the_first_line_says_how_bad_in_words_and_places_without_any_colour() -> None:
    first = next(line for line in shown().splitlines() if line.strip())
    assert "■■■□ 橙色 · 全省缺口 14.0 %" in first
    assert "\x1b" not in shown()


def test_colour_is_there_where_the_terminal_has_it() -> None:
    assert "48;2;196;80;10" in shown(colour=True)  # the ground of orange


def test_the_day_says_gaps_coverage_sources_tiers_cuts_measures_and_findings() -> None:
    text = shown()
    for wanted in (
        "缺口（措施前）", "55.8", "可输送缺口", "民生缺口", "上报 2/3 县区", "数据截至 2023-12-19 17:00", "国家干线",
        "工业双燃料", "示例陶瓷一厂", "阳泉现货 LNG", "数据问题 1 项", "待核实", "红色可再压减",
    ):  # fmt: skip
        assert wanted in text, wanted


def test_the_english_day_is_english_throughout() -> None:
    text = shown(language="en")
    for wanted in (
        "Gap before measures",
        "Livelihood gap",
        "Trunk pipeline",
        "Sample Ceramics 1",
        "Findings: 1",
        "report is missing",
    ):
        assert wanted in text, wanted
    assert not [letter for letter in text if "\u4e00" <= letter <= "\u9fff"]


@pytest.mark.parametrize("width", [80, 100, 160])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(width: int, language: str) -> None:
    assert max(cell_len(line) for line in shown(language=language, width=width).splitlines()) <= width


def test_figures_of_one_column_end_in_the_same_place_though_chinese_is_twice_as_wide() -> None:
    lines = [line.rstrip() for line in shown().splitlines()]
    wanted = [line for line in lines if line.lstrip().startswith(("需求 ", "供应（合同与日指定） "))]
    assert len(wanted) == 2
    assert len({cell_len(line) for line in wanted}) == 1


def test_a_day_without_cuts_says_that_nobody_is_cut() -> None:
    day = three_county_day()
    none = {name: getattr(day.cuts, name)[:0] for name in type(day.cuts).__dataclass_fields__}
    held = io.StringIO()
    print_day(replace(day, cuts=type(day.cuts)(**none)), Console(file=held, width=100), "zh")
    assert "今日无须压减任何用户" in held.getvalue()


def test_findings_show_errors_first_with_place_value_and_cure() -> None:
    warning = Finding("w", Place("weather.csv", 9, "kind"), "x", "提醒", "a warning", Severity.WARNING)
    error = Finding("e", Place("nodes.csv", 3, "kind"), "[bold]管", "应为 junction", "junction is wanted")
    held = io.StringIO()
    print_findings(Findings((warning, error)), Console(file=held, width=100), "zh")
    text = held.getvalue()
    assert text.index("nodes.csv") < text.index("weather.csv")
    assert "[bold]管" in text  # a value is shown as it was met, never read as markup
    assert "错误 1 处，提醒 1 处" in text


def test_a_season_is_summed_by_month() -> None:
    from nuandong.assess.picture import SeasonPicture

    day = three_county_day()
    picture = SeasonPicture(
        **{name: getattr(day, name) for name in SeasonPicture.__dataclass_fields__ if name != "band"}
    )
    held = io.StringIO()
    print_season(picture, Console(file=held, width=120), "zh")
    text = held.getvalue()
    assert f"{day.province.demand[:12].sum():,.0f}" in text
    assert "最紧的气日 2023-12-21：缺 89.8" in text
