"""The demand forecast of a horizon of gas days: weather, history or model, conversions, plans, level, width.

Rows with a history are forecast from it; the others by their heat-load model, corrected by reports. The way is
marked on every row. Only what was known at `as_of` enters, except observed weather of later days, which replays
the past and is marked. Clauses: T-022 (estimate of demand), T-038 (extremes), T-070 (look-ahead).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np

from nuandong.demand.books import NO_BOOKS, BookedUse, Books, booked_use
from nuandong.demand.calendar import rest_flags
from nuandong.demand.coldwave import cold_wave_days, province_cold_wave
from nuandong.demand.ground import (
    DEFAULT_RULES,
    ForecastRules,
    Ground,
    calendar_of,
    grid_days,
    lay_ground,
    weather_areas,
    with_conversions,
)
from nuandong.demand.learned import BY_MODEL, REACH, learned_use
from nuandong.demand.learning import usual_weather_error
from nuandong.demand.level import (
    correction_of,
    far_from_model,
    known_reports,
    level_ratio,
    reporting_counties,
)
from nuandong.demand.models import with_conversion_rows
from nuandong.demand.planned import NO_PLANNED_USE, PlannedUse, plan_ratio
from nuandong.demand.scenarios import Scenarios, around
from nuandong.demand.spread import relative_spread, row_quantiles, total_quantiles
from nuandong.demand.tables import DemandModels, UseReports, Weather
from nuandong.demand.temperature import CARRIED, CERTAINTY, choose_weather, missing_weather
from nuandong.findings import Findings
from nuandong.gasday import gas_day_of, gas_days
from nuandong.network.tables import Conversions, Regions
from nuandong.units import BoolArray, FloatArray, Share
from nuandong.vocabulary import ConsumerClass, WeatherKind

FARTHEST = 14  # days ahead, from which a temperature is no better than its season's


@dataclass(frozen=True, slots=True, eq=False)
class DemandForecast:
    """Unconstrained use by county and class over T gas days, before any measure.

    `use`, `use_low`, `use_high` (n, T) in 10^4 m3/day (10 % and 90 % quantiles); temperatures (areas, T) in
    degC; `correction` (n,) is what reports made of the model's level; `reported_counties` filed for the last
    gas day that was over at `as_of`; `weather_kind` (T,) is the least certain kind among areas, `carried`
    where no row was at hand; `replay` says that observations unknown at `as_of` stand in for a forecast,
    `replayed` (T,) on which days. Rows of the models come first, added coal-to-gas rows last. `method` (n,) is
    the way each row was forecast; `scenarios` are joint draws of all rows, None beyond a month's horizon.
    """

    county: tuple[str, ...]
    consumer_class: tuple[ConsumerClass, ...]
    days: tuple[date, ...]
    use: FloatArray
    use_low: FloatArray
    use_high: FloatArray
    areas: tuple[str, ...]
    mean_temperature: FloatArray
    effective_temperature: FloatArray
    weather_kind: tuple[str, ...]
    replay: bool
    replayed: BoolArray
    rest_day: BoolArray
    cold_wave: BoolArray
    correction: FloatArray
    reported_counties: frozenset[str]
    sigma: FloatArray
    shared_error: Share
    findings: Findings
    method: tuple[str, ...] = ()
    scenarios: Scenarios | None = None
    is_learned: bool = False

    def total_quantiles(self, *, rows: BoolArray | None = None) -> tuple[FloatArray, FloatArray]:
        """10 % and 90 % quantiles of the sum over all (or the chosen) rows, (T,) each, errors correlated.

        From the joint scenarios where rows were learned from a history, else by the stated spread.
        """
        if self.is_learned and self.scenarios is not None:
            low, high = np.quantile(self.scenarios.totals(rows=rows), (0.1, 0.9), axis=0)
            return low, high
        use = self.use if rows is None else self.use[rows]
        return total_quantiles(use=use, sigma=self.sigma, shared=self.shared_error)


def forecast_demand(  # noqa: PLR0913 - five tables and what is asked of them; a bundle would only hide them
    *,
    models: DemandModels,
    weather: Weather,
    regions: Regions,
    reports: UseReports,
    conversions: Conversions,
    days: tuple[date, ...],
    as_of: datetime,
    effective_weights: tuple[float, ...],
    rest_days: frozenset[date] | None = None,
    rules: ForecastRules = DEFAULT_RULES,
    books: Books = NO_BOOKS,
    planned: PlannedUse = NO_PLANNED_USE,
) -> DemandForecast:
    """Forecast use of every county and class on `days` (gas days in order), as known at `as_of`.

        use[n,t] = correction[n] * (model[n,t] + conversions[n,t])      for a row without history

    Rows that `books` remember are forecast from their history, see `learned`; `planned` is what large users
    said they will use, in place of their part of a row.

    `effective_weights` weigh today's and earlier days' temperature, today first, sum 1. `rest_days` must
    also cover the ten days before `as_of`; without it Saturdays and Sundays rest.
    Raises FaultyCase for a county without weather area, NoWeather, WrongWeights.
    """
    rows = with_conversion_rows(models=models, conversions=conversions)
    areas, area_of = weather_areas(models=rows, regions=regions)
    grid = grid_days(days=days, as_of=as_of, remembered=len(effective_weights) - 1, rules=rules)
    ground = lay_ground(
        models=rows,
        area_of=area_of,
        weather=choose_weather(weather=weather, areas=areas, days=grid, as_of=as_of),
        effective_weights=effective_weights,
        calendar=calendar_of(models=rows, days=grid, rest_days=rest_days),
    )
    ground = with_conversions(ground=ground, conversions=conversions, rule=rules.conversion)
    ratio = _level_ratio(ground, reports, as_of, rules)
    modelled = _forecast_on(
        ground=ground,
        days=days,
        as_of=as_of,
        correction=correction_of(ratio=ratio, rule=rules.level),
        rest_day=rest_flags(days=days, rest_days=rest_days),
        reported=reporting_counties(reports=reports, day=gas_day_of(as_of) - timedelta(days=1), as_of=as_of),
        rules=rules,
        findings=missing_weather(
            chosen=ground.weather, first=days[0] - timedelta(days=len(effective_weights) - 1), last=days[-1]
        ),
    )
    booked = None
    if len(days) <= REACH and books is not NO_BOOKS:
        booked = booked_use(
            books=books, ground=ground, weather=weather, reports=reports, conversions=conversions, days=days,
            as_of=as_of, effective_weights=effective_weights, rest_days=rest_days, rule=rules.conversion,
        )  # fmt: skip
    return _as_planned(_told(modelled, booked, ratio, rows, rules), planned)


def _told(
    modelled: DemandForecast,
    booked: BookedUse | None,
    ratio: FloatArray,
    rows: DemandModels,
    rules: ForecastRules,
) -> DemandForecast:
    """The forecast by models, and in its place what a history tells, with joint scenarios of all rows."""
    if booked is None:
        findings = modelled.findings + far_from_model(ratio=ratio, models=rows, rule=rules.level)
        return replace(modelled, findings=findings, scenarios=_around(modelled))
    learned = learned_use(
        booked=booked,
        days=modelled.days,
        modelled=modelled.use,
        sigma=modelled.sigma,
        shared=modelled.shared_error,
        weather_error=_weather_error(modelled),
    )
    doubted = np.where(learned.from_history, 1.0, ratio)  # a level that is not used is nobody's concern
    return replace(
        modelled,
        use=learned.use,
        use_low=learned.scenarios.rows_at(0.1),
        use_high=learned.scenarios.rows_at(0.9),
        method=learned.method,
        scenarios=learned.scenarios,
        is_learned=bool(learned.from_history.any()),
        findings=modelled.findings
        + far_from_model(ratio=doubted, models=rows, rule=rules.level)
        + learned.findings,
    )


def _weather_error(modelled: DemandForecast) -> FloatArray:
    """The usual error of each day's temperature in kelvin, (T,): none of what was observed, that of a forecast by its
    lead, and of what is generated, normal or carried over that of a forecast two weeks ahead."""
    leads = np.arange(1, len(modelled.days) + 1)
    usual = usual_weather_error(max(len(modelled.days), FARTHEST))
    kinds = np.array([CERTAINTY.index(kind) for kind in modelled.weather_kind])
    unknown = np.where(
        kinds == CERTAINTY.index(WeatherKind.FORECAST.value), usual[leads - 1], usual[FARTHEST - 1]
    )
    return np.where(kinds == CERTAINTY.index(WeatherKind.OBSERVED.value), 0.0, unknown)


def _around(modelled: DemandForecast) -> Scenarios | None:
    """Scenarios of rows without history, each a unit of its own; none for a whole season."""
    if len(modelled.days) > REACH:
        return None
    drawn = around(use=modelled.use, sigma=modelled.sigma, shared=modelled.shared_error, together=None)
    count = modelled.use.shape[0]
    return Scenarios(drawn, np.arange(count, dtype=np.int64), np.ones(modelled.use.shape))


def _as_planned(forecast: DemandForecast, planned: PlannedUse) -> DemandForecast:
    """The forecast with large users' own plans in place of their part of each row; its width goes with it."""
    if not planned.share.size:
        return forecast
    rows = zip(forecast.county, forecast.consumer_class, strict=True)
    ratio = plan_ratio(planned=planned, rows=tuple(rows), use=forecast.use)
    drawn = forecast.scenarios
    return replace(
        forecast,
        use=forecast.use * ratio,
        use_low=forecast.use_low * ratio,
        use_high=forecast.use_high * ratio,
        scenarios=None if drawn is None else replace(drawn, share=drawn.share * ratio),
    )


def _level_ratio(ground: Ground, reports: UseReports, as_of: datetime, rules: ForecastRules) -> FloatArray:
    """Reported over modelled use on the last reported days that are over at `as_of` and had a temperature."""
    within = rules.level.within_days
    past = gas_days(first=gas_day_of(as_of) - timedelta(days=within), count=within)
    columns = ground.columns(past)
    reported = known_reports(reports=reports, models=ground.models, days=past, as_of=as_of)
    carried = ground.weather.certainty[:, columns] == CERTAINTY.index(CARRIED)
    reported[carried[ground.area_of]] = np.nan  # a guessed temperature must not move a level
    return level_ratio(reported=reported, modelled=ground.modelled[:, columns], rule=rules.level)


def _forecast_on(  # noqa: PLR0913 - one call, from the verb above
    *,
    ground: Ground,
    days: tuple[date, ...],
    as_of: datetime,
    correction: FloatArray,
    rest_day: BoolArray,
    reported: frozenset[str],
    rules: ForecastRules,
    findings: Findings,
) -> DemandForecast:
    """The days asked, cut out of the grid, corrected, with their width."""
    columns = ground.columns(days)
    weather = ground.weather
    use = correction[:, None] * ground.modelled[:, columns]
    ahead = np.array([(day - gas_day_of(as_of)).days for day in days], dtype=np.int64)
    sigma = relative_spread(lead_days=ahead, spread=rules.spread)
    low, high = row_quantiles(use=use, sigma=sigma)
    replayed: BoolArray = np.any(weather.replayed[:, columns], axis=0)
    in_wave = cold_wave_days(mean_temperature=weather.mean, rule=rules.cold_wave)
    return DemandForecast(
        county=ground.models.county,
        consumer_class=ground.models.consumer_class,
        days=days,
        use=use,
        use_low=low,
        use_high=high,
        areas=weather.areas,
        mean_temperature=weather.mean[:, columns],
        effective_temperature=ground.effective[:, columns],
        weather_kind=tuple(CERTAINTY[worst] for worst in weather.certainty[:, columns].max(axis=0)),
        replay=bool(replayed.any()),
        replayed=replayed,
        rest_day=rest_day,
        cold_wave=province_cold_wave(in_wave=in_wave, rule=rules.cold_wave)[columns],
        correction=correction,
        reported_counties=reported,
        sigma=sigma,
        shared_error=rules.spread.shared,
        findings=findings,
        method=(BY_MODEL,) * len(ground.models.county),
    )
