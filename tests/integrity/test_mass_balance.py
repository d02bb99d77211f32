"""A first mass balance on winters whose truth is known: how often it names a false report, and how often a true one."""

import numpy as np
import pytest

from nuandong.integrity import ReportedUse, Witnessed, mass_balance

COUNTIES, CITIES, DAYS = 117, 11, 7
NOISE = 0.02  # a county's day beside its weather; the sample province scatters by about as much
HEAT, STEADY = 0.045, 0.0  # movement of a class a degree colder


def winter(seed: int, *, noise: float = NOISE) -> ReportedUse:
    """A cold snap over a province: classes that heat follow their city's weather, the others stay."""
    chance = np.random.default_rng(seed)
    city = np.arange(COUNTIES) % CITIES
    size = chance.lognormal(1.5, 0.8, (COUNTIES, 4)) * np.array([1.0, 2.0, 1.5, 0.5])
    slope = np.array([STEADY, HEAT, STEADY, HEAT / 3])
    colder = np.cumsum(chance.normal(0.6, 1.8, (CITIES, DAYS)), axis=1)
    moved = np.exp(slope[None, :, None] * colder[city][:, None, :])
    use = size[:, :, None] * moved * np.exp(chance.normal(0, noise, (COUNTIES, 1, DAYS)))
    names = tuple(f"county-{number:03}" for number in range(COUNTIES))
    return ReportedUse(names, tuple(f"city-{number}" for number in city), use)


def with_false(
    true: ReportedUse, county: int, factor: float, *, days: slice = slice(-1, None)
) -> ReportedUse:
    use = true.use.copy()
    use[county, :, days] *= factor
    return ReportedUse(true.counties, true.neighbours, use)


def named(reported: ReportedUse, witnesses: tuple[Witnessed, ...] = ()) -> set[str]:
    return {one.county for one in mass_balance(reported=reported, witnesses=witnesses).suspects}


def rates(factor: float, *, winters: int = 20, each: int = 12) -> tuple[float, float]:
    """Share of false reports that are named, and of true reports that are."""
    hits = wrong = 0
    for seed in range(winters):
        true = winter(seed)
        wrong += len(named(true))
        hits += sum(
            f"county-{county:03}" in named(with_false(true, county, factor))
            for county in range(0, COUNTIES, COUNTIES // each)
        )
    tried = winters * len(range(0, COUNTIES, COUNTIES // each))
    return hits / tried, wrong / (winters * COUNTIES)


@pytest.mark.parametrize("factor", [1.10, 1 / 1.10], ids=["ten-per-cent-too-much", "ten-per-cent-too-little"])
def test_most_reports_false_by_ten_per_cent_are_named_and_hardly_a_true_one(factor: float) -> None:
    found, wrong = rates(factor)
    assert found >= 0.85
    assert wrong <= 0.015  # one or two of 117 counties a day: a list that a person can look into


def test_every_report_false_by_a_quarter_is_named() -> None:
    assert rates(1.25, winters=5)[0] == 1.0


def test_a_cold_snap_alone_makes_nobody_a_suspect() -> None:
    true = winter(3, noise=0.0)
    assert not named(true)
    total = true.use.sum(axis=1)
    assert (np.abs(total[:, -1] / total[:, -2] - 1) > 0.05).any()  # something did move


def test_both_figures_and_their_difference_are_told() -> None:
    false = with_false(winter(1, noise=0.005), 5, 1.10)
    suspect = next(one for one in mass_balance(reported=false).suspects if one.county == "county-005")
    assert suspect.share == pytest.approx(0.10, abs=0.02)
    assert suspect.reported == pytest.approx(false.use[5, :, -1].sum())
    assert suspect.deviations > 3


def test_who_is_false_every_day_is_seen_by_a_meter_alone() -> None:
    true = winter(2)
    false = with_false(true, 7, 1.10, days=slice(None))
    assert "county-007" not in named(false)
    flow = np.full(COUNTIES, np.nan)
    flow[7] = true.use[7, :, -1].sum()
    assert "county-007" in named(false, (Witnessed("meter", flow, 0.015),))


def test_a_meter_clears_whose_use_truly_jumped() -> None:
    jumped = with_false(winter(4), 9, 1.12)
    assert "county-009" in named(jumped)
    flow = np.full(COUNTIES, np.nan)
    flow[9] = jumped.use[9, :, -1].sum()
    assert "county-009" not in named(jumped, (Witnessed("meter", flow, 0.005),))


def test_counties_that_are_false_together_are_not_seen_and_the_manual_says_so() -> None:
    true = winter(5)
    use = true.use.copy()
    use[:, :, -1] *= 1.10
    assert len(named(ReportedUse(true.counties, true.neighbours, use))) <= 2


def test_a_county_without_a_report_or_without_a_past_is_not_judged() -> None:
    true = winter(6)
    use = true.use.copy()
    use[0, :, -1] = np.nan
    use[1, :, :-2] = np.nan
    found = mass_balance(reported=ReportedUse(true.counties, true.neighbours, use))
    assert (found.filed, found.judged) == (COUNTIES - 1, COUNTIES - 2)


def test_nothing_reported_where_much_was_used_is_named() -> None:
    true = winter(8)
    use = true.use.copy()
    use[3, :, -1] = 0.0
    assert "county-003" in named(ReportedUse(true.counties, true.neighbours, use))


def test_a_province_of_few_counties_or_none_gives_an_answer() -> None:
    assert mass_balance(reported=ReportedUse((), (), np.empty((0, 4, 7)))).filed == 0
    true = winter(9)
    few = ReportedUse(true.counties[:2], true.neighbours[:2], true.use[:2])
    assert mass_balance(reported=few).filed == 2


@pytest.mark.parametrize("factor", [0.1, 10.0])
def test_another_unit_of_volume_names_the_same_suspects(factor: float) -> None:
    false = with_false(winter(10), 4, 1.3)
    large = ReportedUse(false.counties, false.neighbours, false.use * 50)
    scaled = ReportedUse(false.counties, false.neighbours, false.use * 50 * factor)
    assert named(large) == named(scaled)
