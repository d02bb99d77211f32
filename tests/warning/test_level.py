"""Warning levels: winters that happened, the edges of every threshold, and laws that hold for all numbers."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.policy import NO_LEVEL, Ladder, PolicyBook, read_policy
from nuandong.vocabulary import Evidence
from nuandong.warning import AreaGap, LevelCall, UnusableGap, warning_level

DECEMBER_2017 = date(2017, 12, 20)
SHANXI = read_policy()
PROVINCE = SHANXI.province_ladder(day=DECEMBER_2017)
ZONE = SHANXI.zone_ladder(day=DECEMBER_2017)


def call(
    demand: float, supply: float, *, livelihood: float = 0.0, zones: tuple[AreaGap, ...] = ()
) -> LevelCall:
    return warning_level(
        province=AreaGap("140000", demand, supply),
        zones=zones,
        livelihood_gap=livelihood,
        province_ladder=PROVINCE,
        zone_ladder=ZONE,
    )


def level(demand: float, supply: float, **more: object) -> str:
    return call(demand, supply, **more).level.key  # type: ignore[arg-type]


def scale(ladder: Ladder, demand: float, supply: float) -> str:
    return ladder.level(AreaGap("a", demand, supply).share).key


@pytest.mark.parametrize(
    ("demand", "supply", "percent"),
    [
        pytest.param(960, 820, 14.6, id="Lanzhou-2018-01-30"),
        pytest.param(54, 51, 5.6, id="Tengzhou-2017"),
        pytest.param(60, 49, 18.3, id="Xiangtan-2017"),
        pytest.param(1205, 830, 31.1, id="Hunan-2017"),
        pytest.param(16_000, 15_000, 6.2, id="Shuozhou-2021-22"),
    ],
)
def test_share_of_demand_missing_in_winters_that_happened(
    demand: float, supply: float, percent: float
) -> None:
    assert AreaGap("a", demand, supply).share * 100 == pytest.approx(percent, abs=0.0501)


def test_shuozhou_missed_exactly_one_sixteenth() -> None:
    assert AreaGap("140600", 16_000, 15_000).share == 0.0625


@pytest.mark.parametrize(
    ("demand", "supply", "on_the_province_scale", "on_the_zone_scale"),
    [
        pytest.param(960, 820, "orange", "blue", id="Lanzhou-2018-01-30"),
        pytest.param(54, 51, "yellow", "none", id="Tengzhou-2017"),
        pytest.param(60, 49, "orange", "blue", id="Xiangtan-2017"),
        pytest.param(1205, 830, "red", "orange", id="Hunan-2017"),
        pytest.param(16_000, 15_000, "yellow", "none", id="Shuozhou-2021-22"),
        pytest.param(1000, 1000, "none", "none", id="nothing-missing"),
        pytest.param(1000, 1100, "none", "none", id="more-than-enough"),
        pytest.param(0, 0, "none", "none", id="nothing-asked"),
        pytest.param(0, 100, "none", "none", id="supply-without-demand"),
        pytest.param(1000, 999, "blue", "none", id="0.1-percent"),
        pytest.param(1000, 950.1, "blue", "none", id="4.99-percent"),
        pytest.param(1000, 950, "yellow", "none", id="5.0-percent-is-yellow"),
        pytest.param(1000, 900.1, "yellow", "none", id="9.99-percent-is-still-yellow"),
        pytest.param(100, 90, "orange", "blue", id="10.0-percent-is-already-orange"),
        pytest.param(1000, 899, "orange", "blue", id="10.1-percent"),
        pytest.param(100, 80, "orange", "yellow", id="20.0-percent-is-still-orange"),
        pytest.param(1000, 799, "red", "yellow", id="20.1-percent-is-red"),
        pytest.param(100, 70, "red", "orange", id="30.0-percent-of-a-zone-is-orange"),
        pytest.param(100, 60, "red", "orange", id="40.0-percent-of-a-zone-is-still-orange"),
        pytest.param(1000, 599, "red", "red", id="40.1-percent-of-a-zone-is-red"),
        pytest.param(100, 0, "red", "red", id="nothing-comes"),
    ],
)
def test_what_a_share_calls_for(
    demand: float, supply: float, on_the_province_scale: str, on_the_zone_scale: str
) -> None:
    assert scale(PROVINCE, demand, supply) == on_the_province_scale
    assert scale(ZONE, demand, supply) == on_the_zone_scale


@pytest.mark.parametrize("scaled", [0.3, 0.7, 1.1, 3.3, 17.7, 123.457, 987.6543])
def test_the_edges_hold_for_demands_that_have_no_round_figures(scaled: float) -> None:
    assert level(100 * scaled, 90 * scaled) == "orange"
    assert level(100 * scaled, 80 * scaled) == "orange"
    assert level(100 * scaled, 95 * scaled) == "yellow"


def test_a_level_does_not_hang_on_solver_noise() -> None:
    assert level(1000.0, 800.0 - 1e-9) == "orange"
    assert level(1000.0, 1000.0 - 4e-5) == "none"  # 0.4 m3
    assert level(1000.0, 1000.0 - 1e-2) == "blue"  # 100 m3


def test_one_cubic_metre_is_the_least_gap() -> None:
    assert AreaGap("a", 10.0, 10.0 - 1e-4).gap == pytest.approx(1e-4)
    assert AreaGap("a", 10.0, 10.0 - 4e-5).gap == 0.0


# ---- provinces differ ---------------------------------------------------------------------------------


def ladder_of(province: str, day: date) -> Ladder:
    book: PolicyBook = read_policy(province=province)
    return book.province_ladder(day=day)


def test_hunan_called_yellow_what_shanxi_calls_red() -> None:
    gap = AreaGap("430000", 1205, 830)
    assert ladder_of("hunan_2017", DECEMBER_2017).level(gap.share).key == "yellow"
    assert PROVINCE.level(gap.share).key == "red"


def test_hunan_proposes_no_level_whose_threshold_is_unknown() -> None:
    ladder = ladder_of("hunan_2017", DECEMBER_2017)
    assert [unknown.key for unknown in ladder.unknown] == ["blue", "orange", "red"]
    assert ladder.level(0.99).key == "yellow"
    assert ladder.top.key == "red"


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        pytest.param(0.0, "none", id="no-gap"),
        pytest.param(0.049, "v", id="below-5-percent"),
        pytest.param(0.05, "iv", id="5-percent"),
        pytest.param(0.10, "iv", id="10-percent"),
        pytest.param(0.101, "iii", id="above-10-percent"),
        pytest.param(0.90, "iii", id="II-and-I-are-unknown"),
    ],
)
def test_xian_has_five_levels_of_which_two_are_unknown(share: float, expected: str) -> None:
    ladder = ladder_of("xian_2018", date(2018, 12, 1))
    assert len(ladder.levels) == 5
    assert ladder.level(share).key == expected


def test_a_plan_without_a_zone_scale_is_judged_by_its_whole_area() -> None:
    answer = warning_level(
        province=AreaGap("430000", 100, 100),
        zones=[AreaGap("z", 100, 1)],
        livelihood_gap=0.0,
        province_ladder=ladder_of("hunan_2017", DECEMBER_2017),
        zone_ladder=None,
    )
    assert answer.level is NO_LEVEL


# ---- how they combine ---------------------------------------------------------------------------------


def test_the_worst_zone_sets_the_level() -> None:
    zones = (AreaGap("south", 100, 65, "南部", "South"), AreaGap("north", 100, 85))
    answer = call(1000, 940, zones=zones)
    assert answer.level.key == "orange"
    assert [reason.area for reason in answer.reasons] == ["south", "140000", "north"]


def test_a_zone_inside_one_city_concerns_the_citys_plan_only() -> None:
    answer = call(1000, 1000, zones=(AreaGap("town", 100, 50, crosses_cities=False),))
    assert answer.level is NO_LEVEL
    (aside,) = answer.set_aside
    assert (aside.area, aside.level.key) == ("town", "red")
    assert "不触发省级" in aside.text_zh


@pytest.mark.parametrize("livelihood", [0.0001, 0.5, 300.0])
def test_any_household_without_gas_is_red_whatever_the_share(livelihood: float) -> None:
    answer = call(10_000, 10_000, livelihood=livelihood)
    assert answer.level.key == "red"
    assert answer.reasons[0].area == "livelihood"
    assert "民生缺口" in answer.reasons[0].text_zh


@pytest.mark.parametrize("noise", [0.0, 4e-5, 1e-9, -1e-7])
def test_less_than_one_cubic_metre_of_livelihood_gap_is_noise(noise: float) -> None:
    assert call(10_000, 10_000, livelihood=noise).level is NO_LEVEL


def test_households_call_for_the_highest_level_even_where_its_threshold_is_unknown() -> None:
    ladder = ladder_of("xian_2018", date(2018, 12, 1))
    answer = warning_level(
        province=AreaGap("610100", 100, 100),
        zones=(),
        livelihood_gap=1.0,
        province_ladder=ladder,
        zone_ladder=None,
    )
    assert answer.level.key == "i"


def test_a_reason_names_figures_threshold_clause_and_evidence() -> None:
    answer = warning_level(
        province=AreaGap("140000", 1000, 870, "全省", "Shanxi"),
        zones=(),
        livelihood_gap=0.0,
        province_ladder=SHANXI.province_ladder(day=date(2023, 12, 20)),
        zone_ladder=SHANXI.zone_ladder(day=date(2023, 12, 20)),
    )
    (reason,) = answer.reasons
    assert (reason.share, reason.threshold, reason.strict) == (0.13, 0.10, False)
    assert reason.evidence is Evidence.JUDGED
    assert "plan 2017" in reason.clause
    assert reason.text_zh == "全省缺口 130.0 万m³/d，占需求 13.0%；全省达到 10.0%（含本数）即为橙色"
    assert "13.0% of demand" in reason.text_en
    assert "from 10.0% on: Orange" in reason.text_en


def test_the_reason_never_shows_a_figure_on_the_wrong_side_of_its_threshold() -> None:
    (reason,) = call(10_000, 7_999).reasons
    assert reason.level.key == "red"
    assert "20.0100%" in reason.text_zh


@pytest.mark.parametrize("flow", [math.nan, math.inf, -1.0])
def test_a_flow_that_is_no_flow_gives_no_level(flow: float) -> None:
    with pytest.raises(UnusableGap, match="10\\^4 m3/day"):
        AreaGap("a", flow, 1.0)
    with pytest.raises(UnusableGap):
        AreaGap("a", 1.0, flow)


@pytest.mark.parametrize("gap", [math.nan, math.inf])
def test_a_livelihood_gap_that_is_no_number_is_refused_not_passed_as_zero(gap: float) -> None:
    with pytest.raises(UnusableGap):
        call(100, 100, livelihood=gap)


# ---- laws ---------------------------------------------------------------------------------------------

demands, supplies, mores = st.floats(1, 1e4), st.floats(0, 1e4), st.floats(0, 1e3)


@given(demand=demands, supply=supplies, more=mores)
def test_more_supply_never_raises_the_level(demand: float, supply: float, more: float) -> None:
    assert call(demand, supply + more).level <= call(demand, supply).level


@given(demand=demands, supply=supplies, more=mores)
def test_more_demand_never_lowers_the_level(demand: float, supply: float, more: float) -> None:
    assert call(demand + more, supply).level >= call(demand, supply).level


@given(demand=demands, supply=supplies, zone_demand=demands, zone_supply=supplies, livelihood=mores)
def test_the_level_is_never_milder_than_any_of_its_reasons(
    demand: float, supply: float, zone_demand: float, zone_supply: float, livelihood: float
) -> None:
    answer = call(demand, supply, livelihood=livelihood, zones=(AreaGap("z", zone_demand, zone_supply),))
    assert answer.level == max(reason.level for reason in answer.reasons)
    assert answer.level >= call(demand, supply).level


@given(share=st.floats(0, 1))
def test_a_zone_never_calls_for_more_than_the_province_at_the_same_share(share: float) -> None:
    assert ZONE.level(share) <= PROVINCE.level(share)


@given(share=st.floats(0, 1))
def test_the_step_explained_is_the_worst_one_reached(share: float) -> None:
    step = PROVINCE.explain(share)
    worse = [other for other in PROVINCE.steps if other.level > step.level]
    assert step.level is NO_LEVEL or step.is_reached(share)
    assert not any(other.is_reached(share) for other in worse)
