"""What every peer stands on: use repaired of cuts, weather as known on the eve, and a calendar for refits.

An origin o means that the use of days[:o] is known; its first day ahead is days[o], lead 1. Models are refitted
every 28 days of the record, on what was known then; states (levels, last residuals) move on every day. So an
answer for one origin depends on no other origin and on nothing later.

A peer says how one unit is forecast from one fit (`Asked`); `fitted_every` makes of it a forecaster of histories.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Protocol

import numpy as np

from nuandong.demand.learning.features import carried
from nuandong.demand.runs import runs_of
from nuandong.demand.series import UseHistory
from nuandong.findings import AssuranceError
from nuandong.units import BoolArray, FloatArray, IntArray

REFIT_EVERY = 28  # days
BACK = 35  # days before an origin that a peer may look at
WIND_KNOWN = 14  # days whose mean wind stands for the wind of a day that is only forecast


class PeerMissing(AssuranceError):
    """A package that a peer needs is not installed."""

    def __init__(self, package: str) -> None:
        self.package = package
        super().__init__(
            f"没有安装 {package}，请先执行 pip install 'nuandong[peers]'。"
            f"{package} is not installed: pip install 'nuandong[peers]'."
        )


class Peer(Protocol):
    """A forecaster to be compared with: mean use (n, origins, leads) in the unit of the history.

    `weather_ahead` (areas, origins, most lead) in degC is the forecast that stood on the eve; without it the
    days ahead have the weather that came.
    """

    def __call__(
        self,
        *,
        history: UseHistory,
        origins: tuple[int, ...],
        leads: tuple[int, ...],
        weather_ahead: FloatArray | None = None,
    ) -> FloatArray: ...


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One unit: repaired use (D,), NaN where unknown; temperature and wind (D,) without gaps; rest days."""

    use: FloatArray
    temperature: FloatArray
    wind: FloatArray
    rest: BoolArray
    turn: FloatArray  # part of the year, 0..1
    weekday: IntArray  # Monday 0
    rest_run: IntArray  # length of the unbroken run of rest days that a day belongs to

    @property
    def usual(self) -> float:
        """Mean of known use, 1 where nothing is known: a unit to measure in."""
        known = self.use[~np.isnan(self.use)]
        return float(known.mean()) if known.size and known.mean() > 0 else 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Eve:
    """What was known on the eve of m origins: windows whose column BACK is the first day ahead.

    `temperature`, `wind` (m, BACK + reach); `use` (m, BACK); `day` (m, BACK + reach) rows of the series, -1 or
    beyond its end where there is none.
    """

    temperature: FloatArray
    wind: FloatArray
    use: FloatArray
    day: IntArray


def series_of(history: UseHistory, unit: int) -> Series:
    """One unit of a history; use that was prevented is added again, days cut by an unknown depth are unknown."""
    area = int(history.area_of[unit])
    turn = np.array([(day.timetuple().tm_yday - 1) / 365.25 for day in history.days])
    return Series(
        use=history.use[unit] + history.held_back[unit],
        temperature=carried(history.temperature[area]),
        wind=carried(history.wind[area]),
        rest=history.rest_day,
        turn=turn,
        weekday=np.array([day.weekday() for day in history.days], dtype=np.int64),
        rest_run=_run_lengths(history.rest_day),
    )


def _run_lengths(rest: BoolArray) -> IntArray:
    """Length of the run of rest days around each day, 0 on working days."""
    out = np.zeros(rest.size, dtype=np.int64)
    for first, last in runs_of(rest):
        out[first : last + 1] = last + 1 - first
    return out


def eve_of(series: Series, origins: IntArray, reach: int, *, weather_ahead: FloatArray | None = None) -> Eve:
    """Windows around origins (m,); `weather_ahead` (m, reach) takes the place of what came, and hides the wind."""
    day = origins[:, None] + np.arange(-BACK, reach)[None, :]
    inside = np.clip(day, 0, series.use.size - 1)
    temperature, wind = series.temperature[inside], series.wind[inside]
    if weather_ahead is not None:
        temperature[:, BACK:] = weather_ahead[:, :reach]
        wind[:, BACK:] = wind[:, BACK - WIND_KNOWN : BACK].mean(axis=1, keepdims=True)
    use = np.where(day[:, :BACK] >= 0, series.use[inside[:, :BACK]], np.nan)
    return Eve(temperature, wind, use, day)


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What one fit is asked: m `origins` of a series whose first `learnt` days may teach it, each for L leads.

    `weather_ahead` (m, most lead) in degC as of `Peer`.
    """

    series: Series
    learnt: int
    origins: IntArray
    leads: tuple[int, ...]
    weather_ahead: FloatArray | None

    def eve(self) -> Eve:
        """What was known on the eves asked for."""
        return eve_of(self.series, self.origins, max(self.leads), weather_ahead=self.weather_ahead)


def fitted_every(days: int) -> Callable[[Callable[[Asked], FloatArray]], Peer]:
    """A peer from what forecasts one unit (m, L) by one fit; fits are made anew every so many days of the record.

    In the first days of a record, before the first fit is due, each origin has a fit of its own.
    """

    def peer_of(forecast: Callable[[Asked], FloatArray]) -> Peer:
        @wraps(forecast)
        def peer(
            *,
            history: UseHistory,
            origins: tuple[int, ...],
            leads: tuple[int, ...],
            weather_ahead: FloatArray | None = None,
        ) -> FloatArray:
            eves = np.array(origins, dtype=np.int64)
            learnt = np.maximum(eves // days * days, np.minimum(eves, days))
            out = np.full((len(history.units), eves.size, len(leads)), np.nan)
            for unit, area in enumerate(history.area_of):
                series = series_of(history, unit)
                for count in np.unique(learnt):
                    served = learnt == count
                    known = None if weather_ahead is None else weather_ahead[area, served]
                    out[unit, served] = forecast(Asked(series, int(count), eves[served], leads, known))
            return out

        return peer

    return peer_of
