"""What every peer stands on: use repaired of cuts, weather as known on the eve, and a calendar for refits.

An origin o means that the use of days[:o] is known; its first day ahead is days[o], lead 1. Models are refitted
every 28 days of the record, on what was known then; states (levels, last residuals) move on every day. So an
answer for one origin depends on no other origin and on nothing later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np

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

    days: tuple[date, ...]
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
        days=history.days,
        use=history.use[unit] + history.held_back[unit],
        temperature=carried(history.temperature[area]),
        wind=carried(history.wind[area]),
        rest=history.rest_day,
        turn=turn,
        weekday=np.array([day.weekday() for day in history.days], dtype=np.int64),
        rest_run=_run_lengths(history.rest_day),
    )


def carried(values: FloatArray) -> FloatArray:
    """Gaps filled with the last known value, leading ones with the first; zeros where nothing is known."""
    known = np.flatnonzero(~np.isnan(values))
    if not known.size:
        return np.zeros(values.shape)
    place = np.searchsorted(known, np.arange(values.size), side="right") - 1
    return values[known[np.maximum(place, 0)]]


def _run_lengths(rest: BoolArray) -> IntArray:
    """Length of the run of rest days around each day, 0 on working days."""
    out = np.zeros(rest.size, dtype=np.int64)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], rest, [False]]).astype(np.int8)))
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        out[begin:end] = end - begin
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


def fits_of(origins: tuple[int, ...]) -> Iterator[tuple[int, IntArray]]:
    """For every refit: the count of days it may learn from, and the places of the origins that it serves."""
    asked = np.array(origins)
    learnt = asked // REFIT_EVERY * REFIT_EVERY
    for count in np.unique(learnt):
        yield int(count), np.flatnonzero(learnt == count)


def by_unit(
    history: UseHistory, weather_ahead: FloatArray | None
) -> Iterator[tuple[int, Series, FloatArray | None]]:
    """Each unit with its series and the forecast weather of its area (origins, most lead)."""
    for unit in range(len(history.units)):
        ahead = None if weather_ahead is None else weather_ahead[int(history.area_of[unit])]
        yield unit, series_of(history, unit), ahead


def answer(history: UseHistory, origins: tuple[int, ...], leads: tuple[int, ...]) -> FloatArray:
    """An empty answer (n, origins, leads)."""
    return np.full((len(history.units), len(origins), len(leads)), np.nan)
