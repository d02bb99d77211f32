"""The design day and spell: an interval that widens where less is known, and laws that hold for all records."""

from itertools import pairwise

import numpy as np
import pytest

from nuandong.demand.extremes import (
    Asked,
    ClimateTrend,
    Extreme,
    ExtremeOf,
    Method,
    NotTaught,
    TooFewWinters,
    Winters,
    design_day,
    design_demand,
    design_effective_temperature,
    design_spell,
)
from nuandong.vocabulary import Evidence
from tests.demand.extremes.records import record

ALONE = (Method.EXTREME_VALUE, Method.RESAMPLED)


def winters(count: int, *, seed: int = 1, stations: int = 1) -> Winters:
    return Winters.of_record(record(count, seed=seed, stations=stations))


def widths(found: list[Extreme]) -> float:
    return float(np.mean([each.high - each.low for each in found]))


def test_seven_winters_say_that_they_cannot_carry_a_one_in_twenty_day() -> None:
    found = design_day(winters=winters(7))
    assert found.beyond_record
    assert found.evidence is Evidence.GENERATED
    assert "cannot carry" in found.note_en
    assert "7 个冬季" in found.note_zh
    assert found.low < found.value < found.high
    assert found.high - found.low > 2.0  # kelvin: no short record knows it closer


def test_forty_winters_carry_it() -> None:
    found = design_day(winters=winters(40))
    assert not found.beyond_record
    assert found.evidence is Evidence.MEASURED
    assert "cannot carry" not in found.note_en


@pytest.mark.parametrize("method", ALONE)
def test_fewer_winters_give_a_wider_interval(method: Method) -> None:
    asked = Asked(method=method)
    short, long = (
        [design_day(winters=winters(count, seed=seed), asked=asked) for seed in range(12)]
        for count in (7, 30)
    )
    assert widths(short) > 1.3 * widths(long)


@pytest.mark.parametrize("method", ALONE)
@pytest.mark.parametrize("span", [1, 3, 7, 30])
def test_a_rarer_extreme_is_colder_at_every_bound(method: Method, span: int) -> None:
    ladder = [
        design_spell(winters=winters(10), asked=Asked(period, span, method=method))
        for period in (5.0, 8.0, 10.0, 20.0, 35.0, 50.0, 100.0)
    ]
    for milder, rarer in pairwise(ladder):
        assert rarer.value < milder.value
        assert rarer.low <= milder.low
        assert rarer.high <= milder.high


def test_a_longer_spell_is_milder() -> None:
    days = [
        design_spell(winters=winters(12), asked=Asked(span_days=span)).value for span in (1, 3, 7, 14, 30)
    ]
    assert days == sorted(days)


def test_one_in_twenty_lies_near_what_thousands_of_winters_give() -> None:
    truth = float(np.quantile(record(4000, seed=99).min(axis=-1), 0.05))
    found = [design_day(winters=winters(40, seed=seed)) for seed in range(10)]
    assert np.mean([each.value for each in found]) == pytest.approx(truth, abs=0.8)
    assert sum(each.low <= truth <= each.high for each in found) >= 8


@pytest.mark.parametrize("method", ALONE)
def test_the_answer_moves_and_stretches_with_the_thermometer(method: Method) -> None:
    celsius = record(9)
    asked = Asked(method=method)
    found = design_day(winters=Winters.of_record(celsius), asked=asked)
    fahrenheit = design_day(winters=Winters.of_record(32 + 1.8 * celsius), asked=asked)
    for one, other in (
        (found.value, fahrenheit.value),
        (found.low, fahrenheit.low),
        (found.high, fahrenheit.high),
    ):
        assert other == pytest.approx(32 + 1.8 * one)


def test_stations_are_pooled_where_there_are_several_and_one_alone_can_be_asked_for() -> None:
    region = winters(8, stations=5)
    pooled, alone = (
        design_day(winters=region),
        design_day(winters=region, asked=Asked(method=Method.EXTREME_VALUE)),
    )
    assert (pooled.method, alone.method) == (Method.POOLED, Method.EXTREME_VALUE)
    assert alone == design_day(winters=region.of_station(0))
    third = design_day(winters=region, asked=Asked(station=2))
    assert third.value != pooled.value


def test_pooling_narrows_the_interval() -> None:
    pooled = [design_day(winters=winters(7, stations=6, seed=seed)) for seed in range(10)]
    alone = [design_day(winters=winters(7, stations=6, seed=seed).of_station(0)) for seed in range(10)]
    assert widths(pooled) < widths(alone)


def test_an_effective_temperature_is_milder_than_the_day_and_as_the_day_with_all_weight_on_it() -> None:
    table = winters(10)
    day = design_day(winters=table)
    felt = design_effective_temperature(winters=table, weights=(0.5, 0.3, 0.2))
    assert felt.value > day.value
    assert felt.of is ExtremeOf.EFFECTIVE_TEMPERATURE
    assert design_effective_temperature(winters=table, weights=(1.0,)).value == pytest.approx(day.value)


def test_demand_that_is_a_line_of_temperature_peaks_on_the_design_day() -> None:
    table = winters(10)
    day = design_day(winters=table)
    peak = design_demand(winters=table, response=lambda mean: 100.0 + 4.0 * (18.0 - mean))
    assert peak.value == pytest.approx(100.0 + 4.0 * (18.0 - day.value))
    assert peak.high == pytest.approx(100.0 + 4.0 * (18.0 - day.low))
    assert peak.of is ExtremeOf.DEMAND


def test_a_demand_that_saturates_peaks_below_the_straight_line() -> None:
    table = winters(10)
    straight = design_demand(winters=table, response=lambda mean: 18.0 - mean)
    bent = design_demand(winters=table, response=lambda mean: np.minimum(18.0 - mean, 24.0))
    assert bent.value < straight.value


def test_a_stated_trend_moves_the_day_and_its_uncertainty_widens_the_interval() -> None:
    table = winters(20)
    still = design_day(winters=table)
    sure = design_day(winters=table, asked=Asked(trend=ClimateTrend(per_decade=0.4)))
    unsure = design_day(winters=table, asked=Asked(trend=ClimateTrend(per_decade=0.4, unsure=0.3)))
    assert sure.value > still.value
    assert unsure.value == pytest.approx(sure.value)
    assert unsure.high - unsure.low > sure.high - sure.low
    assert "+0.40 K" in sure.note_en
    assert "no trend" in still.note_en


def test_an_unsure_trend_widens_a_peak_of_demand_too() -> None:
    table = winters(20)
    sure, unsure = (
        design_demand(
            winters=table,
            response=lambda mean: 18.0 - mean,
            asked=Asked(trend=ClimateTrend(per_decade=0.4, unsure=spread)),
        )
        for spread in (0.0, 0.3)
    )
    assert unsure.value == pytest.approx(sure.value)
    assert unsure.high - unsure.low > sure.high - sure.low


@pytest.mark.parametrize("asked", [Asked(return_period=200.0), Asked(return_period=2.0), Asked(span_days=45)])
def test_what_was_never_taught_is_refused(asked: Asked) -> None:
    with pytest.raises(NotTaught) as refused:
        design_spell(winters=winters(10), asked=asked)
    assert refused.value.asked in (200.0, 2.0, 45)


def test_two_winters_are_refused() -> None:
    with pytest.raises(TooFewWinters):
        winters(2)


def test_the_same_winters_give_the_same_answer_again() -> None:
    table = winters(10)
    assert design_day(winters=table) == design_day(winters=table)
