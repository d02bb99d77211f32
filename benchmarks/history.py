"""A real winter to be wrong about: daily gas use of a whole country's small consumers, with its temperature.

Shanxi publishes no daily use. Germany's does exist (Ruhnau et al. 2023, doi 10.1038/s41560-023-01260-5); it is
read from the folder named by NUANDONG_REFERENCE_DATA and never shipped.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

from nuandong.demand import (
    DemandForecast,
    DemandModels,
    HeatLoad,
    UseReports,
    Weather,
    effective_temperature,
    fit_heat_load,
    forecast_demand,
)
from nuandong.gasday import begin_of, gas_days
from nuandong.network.tables import Conversions, Regions
from nuandong.vocabulary import ConsumerClass, Evidence, RegionKind, WeatherKind

SETTING = "NUANDONG_REFERENCE_DATA"
WEIGHTS = (0.606, 0.242, 0.097, 0.039, 0.016)  # each day 0.4 of the one after it: best before the winter
FIT_FROM, FIT_TO = date(2018, 1, 1), date(2019, 9, 30)  # small consumers are reported from 2018
WINTER = (date(2019, 11, 1), date(2020, 3, 31))
HEATING_MONTHS = (10, 11, 12, 1, 2, 3, 4)
PLACE = "country"


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Use (TWh/day, whatever the unit), mean temperature (degC) and rest days, day by day."""

    days: tuple[date, ...]
    use: np.ndarray
    temperature: np.ndarray
    rest_days: frozenset[date]

    def span(self, first: date, last: date) -> slice:
        """The rows from `first` to `last`, both inside."""
        return slice(self.days.index(first), self.days.index(last) + 1)


def read_history() -> History | None:
    """The series, or None where the setting names no folder."""
    folder = os.environ.get(SETTING)
    if not folder:
        return None
    with (Path(folder) / "demand" / "germany_daily_2017_2020.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    days = tuple(date.fromisoformat(row["date"]) for row in rows)
    rest = frozenset(
        day for day, row in zip(days, rows, strict=True) if row["holiday"] == "1" or day.weekday() >= 5
    )
    use = np.array([float(row["consumption_small"] or "nan") for row in rows])
    return History(days, use, np.array([float(row["tmean_c"]) for row in rows]), rest)


def fitted(history: History) -> HeatLoad:
    """The model fitted to the history before the winter."""
    felt = effective_temperature(mean_temperature=history.temperature, weights=WEIGHTS)
    felt = np.concatenate([np.full(len(WEIGHTS) - 1, np.nan), felt])
    chosen = history.span(FIT_FROM, FIT_TO)
    felt[[day.month not in HEATING_MONTHS for day in history.days]] = np.nan  # summer teaches no winter
    resting = np.array([day in history.rest_days for day in history.days])
    return fit_heat_load(
        use=history.use[chosen], effective_temperature=felt[chosen], rest_day=resting[chosen]
    )


def day_ahead(history: History, model: HeatLoad, today: date, *, reach: int) -> DemandForecast:
    """The forecast made on the evening of `today` for the `reach` days after it, temperatures known."""
    return forecast_demand(
        models=_models(model),
        weather=_weather(history),
        regions=_regions(),
        reports=_reports(history, today),
        conversions=Conversions((), (), np.zeros(0), np.zeros(0, dtype=np.bool_), (), np.zeros(0), (), ()),
        days=gas_days(first=today + timedelta(days=1), count=reach),
        as_of=begin_of(today) + timedelta(hours=9),
        effective_weights=WEIGHTS,
        rest_days=history.rest_days,
    )


def _models(model: HeatLoad) -> DemandModels:
    return DemandModels(
        county=(PLACE,),
        consumer_class=(ConsumerClass.RES_HEAT,),
        steady_use=np.array([model.steady_use]),
        heat_use=np.array([model.heat_use]),
        balance_temperature=np.array([model.balance_temperature]),
        rest_day_factor=np.array([model.rest_day_factor]),
        evidence=(Evidence.MEASURED,),
        reference=("fitted",),
    )


def _weather(history: History) -> Weather:
    count = len(history.days)
    return Weather(
        weather_area=(PLACE,) * count,
        gas_day=history.days,
        mean_temperature=history.temperature,
        kind=(WeatherKind.OBSERVED,) * count,
        issue_at=tuple(begin_of(day + timedelta(days=1)) for day in history.days),
        reference=("read",) * count,
    )


def _regions() -> Regions:
    return Regions(
        region=(PLACE,),
        name_zh=(PLACE,),
        name_en=(PLACE,),
        kind=(RegionKind.COUNTY,),
        parent=("",),
        population=np.ones(1),
        lon=np.zeros(1),
        lat=np.zeros(1),
        weather_area=(PLACE,),
        evidence=(Evidence.READ,),
        reference=("",),
    )


def _reports(history: History, today: date) -> UseReports:
    """What was used on the twelve days before `today`, each filed an hour after it ended."""
    days = gas_days(first=today - timedelta(days=12), count=12)
    rows = [(day, float(history.use[history.days.index(day)])) for day in days]
    rows = [(day, use) for day, use in rows if not np.isnan(use)]
    filed: tuple[datetime, ...] = tuple(
        begin_of(day + timedelta(days=1)) + timedelta(hours=1) for day, _ in rows
    )
    return UseReports(
        county=(PLACE,) * len(rows),
        gas_day=tuple(day for day, _ in rows),
        consumer_class=(ConsumerClass.RES_HEAT,) * len(rows),
        use=np.array([use for _, use in rows]),
        filed_at=filed,
    )
