"""The forecast as a whole: what was known, what reports change, how wide it is, what it owns up to."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.demand import (
    ColdWaveRule,
    ErrorSpread,
    ForecastRules,
    LevelRule,
    UseReports,
    coverage,
    mape,
    pinball,
)
from nuandong.demand.forecast import forecast_demand
from nuandong.findings import FaultyCase
from nuandong.gasday import CHINA, gas_days
from nuandong.vocabulary import ConsumerClass
from tests.demand.provinces import (
    AS_OF,
    DAYS,
    NO_CONVERSIONS,
    NO_REPORTS,
    QINGXU,
    TAIYUAN_DECEMBER,
    TWO_CLASSES,
    XIAODIAN,
    batch,
    forecast,
    models,
    observed,
    regions,
    report,
    steady_weather,
)

HEAT, INDUSTRY = ConsumerClass.RES_HEAT, ConsumerClass.IND_FUEL_CONT
DECEMBER = observed(first=date(2023, 12, 1), means=TAIYUAN_DECEMBER)
FILED = datetime(2023, 12, 19, 10, 0, tzinfo=CHINA)


def days_before(count: int) -> date:
    return date(2023, 12, 19) - timedelta(days=count)


def reports_of(*ratios: float, county: str = XIAODIAN) -> UseReports:
    """Reports of households for the last gas days, oldest first, as ratios to the model at -2 °C (11)."""
    count = len(ratios)
    rows = [
        (county, HEAT, days_before(count - step), 11.0 * ratio, FILED) for step, ratio in enumerate(ratios)
    ]
    return report(*rows)


def test_a_steady_winter_day_by_hand() -> None:
    made = forecast()
    assert made.use[0].tolist() == pytest.approx([11.0] * 14)
    weekend = [10.0, 10.0, 10.0, 8.0, 8.0, 10.0, 10.0] * 2  # from a Wednesday
    assert made.use[1].tolist() == pytest.approx(weekend)
    assert made.weather_kind == ("observed",) * 14
    assert made.replay
    assert made.findings.found == ()


def test_the_first_day_remembers_days_before_the_horizon() -> None:
    made = forecast(under=DECEMBER, days=DAYS[:12])
    assert made.effective_temperature[0, 0] == pytest.approx(0.5 * -13.3 + 0.3 * -10.1 + 0.2 * -8.2)
    assert made.use[0, 0] == pytest.approx(1.0 + 0.5 * (18 - made.effective_temperature[0, 0]))


def test_the_wave_under_way_is_seen_though_it_began_before_the_horizon() -> None:
    made = forecast(under=DECEMBER, days=DAYS[:12])
    assert made.cold_wave.tolist() == [True] * 6 + [False] * 6
    alone = ForecastRules(level=LevelRule(within_days=1))  # so that nothing else makes the grid reach back
    assert forecast(under=DECEMBER, days=DAYS[:12], rules=alone).cold_wave[:6].all()
    mild = replace(ForecastRules(), cold_wave=ColdWaveRule(drop=30.0))
    calm = forecast(under=DECEMBER, rules=mild)
    assert not calm.cold_wave.any()


def test_days_beyond_the_weather_carry_the_last_temperature_and_are_marked() -> None:
    made = forecast(under=observed(first=date(2023, 11, 1), means=(-2.0,) * 61))  # to 31 December
    assert made.weather_kind[-2:] == ("carried", "carried")
    assert [finding.code for finding in made.findings] == ["demand.weather.missing"]
    assert made.findings.errors == ()


def test_a_batch_comes_on_top_of_its_countys_model_from_its_gas_on_day() -> None:
    made = forecast(conversions=batch())
    assert made.county[-1] == XIAODIAN
    assert made.consumer_class[-1] is ConsumerClass.C2G
    assert made.use[-1, :2].tolist() == pytest.approx([0.0, 2.0])
    with_row = models((XIAODIAN, ConsumerClass.C2G, 1.0, 0.0, 1.0))
    assert forecast(of=with_row, conversions=batch()).use[0, :2].tolist() == pytest.approx([1.0, 3.0])


@pytest.mark.parametrize(
    ("ratios", "expected"),
    [
        pytest.param((1.1, 1.1, 1.1), 1.07, id="three-days-agree-and-seven-tenths-of-it-are-believed"),
        pytest.param((2.0, 1.0, 1.1, 1.2), 1.07, id="only-the-last-three-count"),
        pytest.param((1.2,), 1.14, id="one-report-is-better-than-none"),
        pytest.param((1.5, 1.5, 1.5), 1.21, id="not-above-the-bound"),
        pytest.param((0.1, 0.1, 0.1), 0.79, id="not-below-the-bound"),
    ],
)
def test_reports_move_the_level_of_their_own_county_and_class(
    ratios: tuple[float, ...], expected: float
) -> None:
    made = forecast(reports=reports_of(*ratios))
    assert made.correction.tolist() == pytest.approx([expected, 1.0])
    assert made.use[0].tolist() == pytest.approx([11.0 * expected] * 14)


def test_a_rule_that_believes_all_takes_the_level_over_in_full() -> None:
    rules = ForecastRules(level=LevelRule(trust=1.0))
    assert forecast(reports=reports_of(1.2, 1.1, 1.3), rules=rules).correction[0] == pytest.approx(1.2)


def test_a_county_a_thousand_times_its_size_is_bounded_and_named() -> None:
    made = forecast(reports=reports_of(1000.0))
    (finding,) = made.findings
    assert finding.code == "demand.report.far_from_model"
    assert XIAODIAN in finding.value
    assert "×1e+03" in finding.value


def test_a_report_filed_after_the_time_of_asking_does_not_count() -> None:
    late = report((XIAODIAN, HEAT, days_before(1), 13.0, AS_OF + timedelta(minutes=1)))
    made = forecast(reports=late)
    assert made.correction.tolist() == [1.0, 1.0]
    assert made.reported_counties == frozenset()


def test_of_two_filings_for_a_day_the_later_one_counts_whatever_their_order() -> None:
    rows = (
        (XIAODIAN, HEAT, days_before(1), 12.1, FILED),
        (XIAODIAN, HEAT, days_before(1), 99.0, FILED - timedelta(hours=1)),
    )
    for order in (rows, rows[::-1]):
        assert forecast(reports=report(*order)).correction[0] == pytest.approx(1.07)


def test_counties_that_filed_for_the_last_full_gas_day_are_the_reporting_ones() -> None:
    both = report(
        (XIAODIAN, HEAT, days_before(1), 11.0, FILED), (QINGXU, INDUSTRY, days_before(2), 10.0, FILED)
    )
    assert forecast(reports=both).reported_counties == frozenset({XIAODIAN})


def test_a_report_of_the_day_still_running_does_not_move_the_level() -> None:
    running = report((XIAODIAN, HEAT, date(2023, 12, 19), 14.0, FILED))
    assert forecast(reports=running).correction.tolist() == [1.0, 1.0]


def test_a_report_from_weeks_ago_does_not_move_the_level() -> None:
    assert forecast(reports=report((XIAODIAN, HEAT, days_before(11), 14.0, FILED))).correction[0] == 1.0


def test_a_county_without_weather_area_is_named_with_all_the_others() -> None:
    with pytest.raises(FaultyCase) as refused:
        forecast_demand(
            models=TWO_CLASSES,
            weather=steady_weather(-2.0),
            regions=regions(areas=("", "", "")),
            reports=NO_REPORTS,
            conversions=NO_CONVERSIONS,
            days=DAYS,
            as_of=AS_OF,
            effective_weights=(1.0,),
        )
    assert [finding.value for finding in refused.value.findings] == [XIAODIAN, QINGXU]


def test_the_width_grows_with_the_days_ahead_and_then_stays() -> None:
    long = gas_days(first=date(2023, 12, 19), count=20)
    made = forecast(days=long)
    assert made.sigma[[0, 7, 14, 19]].tolist() == pytest.approx([0.06, 0.075, 0.09, 0.09])
    reach = (made.use_high - made.use)[0] / made.use[0]
    assert reach[0] == pytest.approx(1.28155 * 0.06, rel=1e-4)
    assert np.allclose(made.use - made.use_low, made.use_high - made.use)


@given(shared=st.floats(0, 1))
def test_a_provinces_band_is_no_wider_than_the_rows_bands_added_up(shared: float) -> None:
    made = forecast(rules=ForecastRules(spread=ErrorSpread(shared=shared)))
    low, high = made.total_quantiles()
    total = made.use.sum(axis=0)
    assert (low >= made.use_low.sum(axis=0) - 1e-9).all()
    assert (high <= made.use_high.sum(axis=0) + 1e-9).all()
    assert (low < total).all()
    assert (high > total).all()


def test_errors_shared_by_all_do_not_cancel_out() -> None:
    together = forecast(rules=ForecastRules(spread=ErrorSpread(shared=1.0)))
    assert together.total_quantiles()[1].tolist() == pytest.approx(together.use_high.sum(axis=0).tolist())
    alone = forecast(rules=ForecastRules(spread=ErrorSpread(shared=0.0)))
    assert (alone.total_quantiles()[1] < together.total_quantiles()[1]).all()


def test_a_band_of_some_rows_only() -> None:
    made = forecast()
    low, high = made.total_quantiles(rows=np.array([True, False]))
    assert low.tolist() == pytest.approx(made.use_low[0].tolist())
    assert high.tolist() == pytest.approx(made.use_high[0].tolist())


def test_the_order_of_rows_does_not_change_a_countys_forecast() -> None:
    turned = models(
        (QINGXU, ConsumerClass.IND_FUEL_CONT, 10.0, 0.0, 0.8),
        (XIAODIAN, ConsumerClass.RES_HEAT, 1.0, 0.5, 1.0),
    )
    here, there = forecast(reports=reports_of(1.1)), forecast(of=turned, reports=reports_of(1.1))
    assert np.array_equal(here.use, there.use[::-1])


def test_scores_by_hand() -> None:
    actual, guess = np.array([100.0, 200.0, 0.0]), np.array([110.0, 180.0, 5.0])
    assert mape(forecast=guess, actual=actual) == pytest.approx(0.1)
    assert np.isnan(mape(forecast=guess[2:], actual=actual[2:]))
    assert pinball(forecast=guess[:2], actual=actual[:2], quantile=0.9) == pytest.approx((1.0 + 18.0) / 2)
    assert coverage(low=guess - 10, high=guess + 10, actual=actual) == pytest.approx(2 / 3)


@given(values=st.lists(st.integers(0, 1000), min_size=1, max_size=60))
def test_the_true_quantile_has_the_least_pinball_loss(values: list[int]) -> None:
    actual = np.array(sorted(values), dtype=np.float64)
    best = actual[int(np.ceil(0.9 * len(values))) - 1]
    loss = pinball(forecast=np.full(actual.shape, best), actual=actual, quantile=0.9)
    for other in (best - 7.0, best + 7.0):
        assert loss <= pinball(forecast=np.full(actual.shape, other), actual=actual, quantile=0.9) + 1e-9
