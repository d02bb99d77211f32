"""What a demand forecast needs, as columns: models, temperatures, use reported and remembered, users' own plans."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np

from nuandong.units import FloatArray, IntArray
from nuandong.vocabulary import ConsumerClass, Evidence, WeatherKind


@dataclass(frozen=True, slots=True, eq=False)
class DemandModels:
    """One heat-load model per county and class, n rows.

        use = calendar * steady_use + heat_use * max(0, balance_temperature - effective_temperature)

    `steady_use` in 10^4 m3/day, `heat_use` in 10^4 m3/day per kelvin, temperatures in degC;
    `calendar` is 1 on working days and `rest_day_factor` on Saturdays, Sundays and holidays.
    """

    county: tuple[str, ...]
    consumer_class: tuple[ConsumerClass, ...]
    steady_use: FloatArray
    heat_use: FloatArray
    balance_temperature: FloatArray
    rest_day_factor: FloatArray
    evidence: tuple[Evidence, ...]
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Weather:
    """Gas-day mean temperature (08 to 08, degC) of a weather area, with when it was known.

    `mean_wind` in m/s at 10 m, NaN where not known; left out, it is known nowhere.
    """

    weather_area: tuple[str, ...]
    gas_day: tuple[date, ...]
    mean_temperature: FloatArray
    kind: tuple[WeatherKind, ...]
    issue_at: tuple[datetime, ...]
    reference: tuple[str, ...]
    mean_wind: FloatArray = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        """Wind that nobody gave is unknown on every row."""
        if len(self.mean_wind) == 0:
            object.__setattr__(self, "mean_wind", np.full(len(self.gas_day), np.nan))


@dataclass(frozen=True, slots=True, eq=False)
class UseReports:
    """What counties reported they used (10^4 m3 on the gas day), by class, with the time of filing."""

    county: tuple[str, ...]
    gas_day: tuple[date, ...]
    consumer_class: tuple[ConsumerClass, ...]
    use: FloatArray
    filed_at: tuple[datetime, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PastUse:
    """What counties used on past gas days, one row a county and day, one column a group of classes.

    Flows in 10^4 m3 on the gas day, NaN where nobody knows; `demand.groups` says which classes stand in a
    column. `known_at` None: known at ten in the morning after the gas day.
    """

    county: tuple[str, ...]
    gas_day: tuple[date, ...]
    residents: FloatArray
    heating: FloatArray
    coal_to_gas: FloatArray
    public_trade: FloatArray
    vehicles: FloatArray
    industry: FloatArray
    feedstock: FloatArray
    power: FloatArray
    known_at: tuple[datetime | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class HeldBack:
    """Use that an order or an outage prevented (10^4 m3 on the gas day); NaN: it was cut, nobody knows how deep.

    `known_at` None: known at ten in the morning after the gas day.
    """

    county: tuple[str, ...]
    gas_day: tuple[date, ...]
    consumer_class: tuple[ConsumerClass, ...]
    held_back: FloatArray
    reason: tuple[str, ...]
    known_at: tuple[datetime | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class UsePlans:
    """What a large user means to use at a delivery point on a gas day (10^4 m3), and when it said so."""

    point: tuple[str, ...]
    gas_day: tuple[date, ...]
    use: FloatArray
    filed_at: tuple[datetime, ...]


@dataclass(frozen=True, slots=True, eq=False)
class HourShapes:
    """How a class's use of a peak day falls on its hours: `factor` is use in that hour over the day's mean.

    `hour` counts from the begin of the gas day, 0 is 08:00 to 09:00.
    """

    consumer_class: tuple[ConsumerClass, ...]
    hour: IntArray
    factor: FloatArray
    evidence: tuple[Evidence, ...]
    reference: tuple[str, ...]


NO_HOUR_SHAPES = HourShapes((), np.zeros(0, dtype=np.int64), np.zeros(0), (), ())
NO_FIGURE = np.zeros(0)
NO_PAST_USE = PastUse(
    (), (), NO_FIGURE, NO_FIGURE, NO_FIGURE, NO_FIGURE, NO_FIGURE, NO_FIGURE, NO_FIGURE, NO_FIGURE, ()
)
NO_HELD_BACK = HeldBack((), (), (), np.zeros(0), (), ())
NO_USE_PLANS = UsePlans((), (), np.zeros(0), ())
