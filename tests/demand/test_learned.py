"""Rows with a history are forecast from it: marked, split by class, never peeking, no cut learned as low demand."""

from dataclasses import fields, replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from nuandong.demand import UseReports, Weather
from nuandong.demand.tables import HeldBack
from nuandong.gasday import CHINA, gas_days
from nuandong.vocabulary import ConsumerClass, WeatherKind
from tests.demand.provinces import AS_OF, DAYS, QINGXU, XIAODIAN, batch, models, report, weather
from tests.demand.remembering import (
    COAL,
    HEAT,
    PAST,
    THREE_CLASSES,
    WORKS,
    appended,
    books,
    mean_on,
    remembered,
    swinging,
    true_heat,
)

TRUTH = np.array([true_heat(day) for day in DAYS])


def test_a_county_is_forecast_from_what_it_used_and_not_from_its_models() -> None:
    made = remembered(of=books())
    assert made.is_learned
    assert made.method == ("full", "full", "full")
    households = made.use[0] + made.use[1]
    assert np.abs(households / TRUTH - 1).mean() < 0.06
    assert made.use[2] == pytest.approx([16.0 if day.weekday() >= 5 else 20.0 for day in DAYS], rel=0.05)


def test_a_unit_is_split_among_its_classes_as_their_models_divide_it() -> None:
    made, plain = remembered(of=books()), remembered(of=type(books())())
    assert made.use[0] / made.use[1] == pytest.approx(plain.use[0] / plain.use[1])


def test_without_books_nothing_is_learned_and_every_row_says_so() -> None:
    made = remembered(of=type(books())())
    assert made.method == ("temperature_only",) * 3
    assert not made.is_learned
    assert made.scenarios is not None


def test_a_row_that_the_books_do_not_know_keeps_its_model_and_says_so() -> None:
    further = models(
        *[(XIAODIAN, HEAT, 1.0, 0.5, 1.0), (QINGXU, WORKS, 10.0, 0.0, 0.8), (QINGXU, HEAT, 2.0, 0.1, 1.0)]
    )
    made = remembered(of=books(), models_of=further)
    assert made.method == ("full", "full", "temperature_only")
    alone = remembered(of=type(books())(), models_of=further)
    assert made.use[2] == pytest.approx(alone.use[2])


def test_books_of_a_few_days_do_not_stand_above_a_model() -> None:
    made = remembered(of=books(days=PAST[-4:]))
    assert made.method == ("temperature_only",) * 3
    assert made.use == pytest.approx(remembered(of=type(books())()).use)


def test_the_band_comes_from_the_scenarios_and_holds_the_forecast() -> None:
    made = remembered(of=books())
    assert made.scenarios is not None
    low, high = made.total_quantiles()
    assert np.quantile(made.scenarios.totals(), 0.9, axis=0) == pytest.approx(high)
    assert np.all((low <= made.use.sum(axis=0)) & (made.use.sum(axis=0) <= high))
    assert np.all(made.use_low <= made.use_high)


def told_as(kind: WeatherKind) -> Weather:
    """The weather with the days of the forecast told as a kind, the evening before the first of them."""
    table, told = swinging(), AS_OF - timedelta(hours=1)
    ahead = [day in DAYS for day in table.gas_day]
    return replace(
        table,
        kind=tuple(kind if later else was for later, was in zip(ahead, table.kind, strict=True)),
        issue_at=tuple(told if later else was for later, was in zip(ahead, table.issue_at, strict=True)),
    )


def test_weather_that_is_only_forecast_widens_the_band_and_that_of_a_season_more() -> None:
    made = [remembered(of=books(), under=told_as(kind)) for kind in
            (WeatherKind.OBSERVED, WeatherKind.FORECAST, WeatherKind.NORMAL)]  # fmt: skip
    sure, forecast, normal = (high - low for low, high in (one.total_quantiles() for one in made))
    assert all(one.use == pytest.approx(made[0].use) for one in made)
    assert np.all(forecast > 1.1 * sure)
    assert np.all(
        normal[:3] > 1.5 * forecast[:3]
    )  # three days ahead a forecast knows much more than the season


def with_later(table: Weather) -> Weather:
    """The weather with rows that become known after the instant of asking: forecasts, and past days told again."""
    later = AS_OF + timedelta(minutes=1)
    further = weather(
        *(("taiyuan", day, 25.0, WeatherKind.FORECAST, later) for day in DAYS),
        *(("taiyuan", day, 25.0, WeatherKind.OBSERVED, later) for day in PAST[-20:]),
    )
    return Weather(**{
        field.name: np.concatenate([one, other]) if isinstance(one, np.ndarray) else one + other
        for field in fields(Weather)
        for one, other in [(getattr(table, field.name), getattr(further, field.name))]
    })  # fmt: skip


def test_nothing_that_became_known_later_changes_a_forecast() -> None:
    """Use of later days, past days told anew, reports, forecasts of weather: all appended, none is seen."""
    whole = books()
    later = AS_OF + timedelta(minutes=1)
    told = appended(whole, days=gas_days(first=date(2023, 12, 19), count=20), use=500.0)
    told = appended(told, days=PAST[-30:], use=1.0, known_at=later)
    held = HeldBack((XIAODIAN,), (PAST[-1],), (HEAT,), np.array([40.0]), ("",), (later,))
    reports = report(
        *[(XIAODIAN, word, PAST[-1], 400.0, later) for word in (HEAT, ConsumerClass.CENTRAL_HEAT)]
    )
    once = remembered(of=whole)
    again = remembered(of=replace(told, held_back=held), under=with_later(swinging()), reports=reports)
    assert np.array_equal(once.use, again.use)
    assert np.array_equal(once.use_low, again.use_low)
    assert np.array_equal(once.use_high, again.use_high)
    assert once.method == again.method


def test_what_became_known_in_time_does_change_it() -> None:
    doubled = [(XIAODIAN, word, day, true_heat(day) * 0.65, AS_OF) for day in PAST[-3:]
               for word in (HEAT, ConsumerClass.CENTRAL_HEAT)]  # fmt: skip
    assert remembered(of=books(), reports=report(*doubled)).use[0, 0] > remembered(of=books()).use[0, 0]


CUT_DAYS = PAST[-20:]


def cut(day: date) -> float:
    return true_heat(day) * (0.55 if day in CUT_DAYS else 1.0)


def told_cut(*, depth: float | None) -> HeldBack:
    count = len(CUT_DAYS)
    held = np.array([np.nan if depth is None else true_heat(day) * depth for day in CUT_DAYS])
    return HeldBack((XIAODIAN,) * count, CUT_DAYS, (HEAT,) * count, held, ("order",) * count, (None,) * count)


@pytest.mark.parametrize(
    "depth", [pytest.param(0.45, id="known-depth"), pytest.param(None, id="unknown-depth")]
)
def test_a_cut_that_is_told_does_not_lower_the_forecast(depth: float | None) -> None:
    free = remembered(of=books()).use[:2].sum(axis=0)
    repaired = remembered(of=books(heat=cut, held_back=told_cut(depth=depth))).use[:2].sum(axis=0)
    silent = remembered(of=books(heat=cut)).use[:2].sum(axis=0)
    assert repaired == pytest.approx(free, rel=0.03)
    assert silent.mean() < 0.95 * free.mean()  # were it not told, it would


def test_a_batch_counts_from_its_day_and_not_twice() -> None:
    """What a batch burns is the register's word on top of what the county's own history shows without it."""
    coal = models((XIAODIAN, COAL, 1.0, 0.5, 1.0))
    on = datetime(2023, 12, 5, tzinfo=CHINA).date()

    def burnt(day: date) -> float:
        felt = sum(w * mean_on(day - timedelta(days=back)) for back, w in enumerate((0.5, 0.3, 0.2)))
        return 0.1 * max(0.0, 18.0 - felt)

    def coal_books(with_batch: bool) -> object:
        told = books(heat=lambda day: true_heat(day) + (burnt(day) if with_batch and day >= on else 0.0))
        past = told.past
        return replace(told, past=replace(past, coal_to_gas=past.heating, heating=past.power))

    bare = remembered(of=coal_books(False), models_of=coal).use[0]
    ahead = remembered(of=coal_books(False), models_of=coal, conversions=batch(gas_on=DAYS[1])).use[0]
    inside = remembered(of=coal_books(True), models_of=coal, conversions=batch(gas_on=on)).use[0]
    extra = np.array([burnt(day) for day in DAYS])
    assert ahead[0] == pytest.approx(bare[0])
    assert ahead[1:] == pytest.approx(bare[1:] + extra[1:], rel=1e-6)
    assert inside == pytest.approx(bare + extra, rel=0.01)


def test_reports_far_from_a_model_are_nobodys_concern_where_history_tells_better() -> None:
    half = true_heat(PAST[-1]) / 2
    filed = report(*[(XIAODIAN, word, PAST[-1], half, AS_OF) for word in (HEAT, ConsumerClass.CENTRAL_HEAT)])
    tiny = models((XIAODIAN, HEAT, 0.1, 0.01, 1.0), (XIAODIAN, ConsumerClass.CENTRAL_HEAT, 0.0, 0.01, 1.0))
    alone = remembered(of=type(books())(), models_of=tiny, reports=filed)
    told = remembered(of=books(), models_of=tiny, reports=filed)
    codes = [{finding.code for finding in made.findings.found} for made in (alone, told)]
    assert "demand.report.far_from_model" in codes[0]
    assert "demand.report.far_from_model" not in codes[1]


def test_a_late_report_of_an_earlier_day_is_known_from_its_filing_on() -> None:
    filed = UseReports((XIAODIAN,) * 2, (PAST[-1],) * 2, (HEAT, ConsumerClass.CENTRAL_HEAT), np.full(2, 40.0),
                       (AS_OF + timedelta(hours=2),) * 2)  # fmt: skip
    assert np.array_equal(remembered(of=books(), reports=filed).use, remembered(of=books()).use)
    assert THREE_CLASSES.county[2] == QINGXU
