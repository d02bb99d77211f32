"""What a unit would ordinarily have used: a robust law of temperature, week and season, with a level that drifts.

    log use[u, t] = level[u, t] + x[area of u, t] . slope[u] + error

x holds a lagged mean temperature with bends at its own quantiles (so heating, saturation, cooling and no response
at all are one form), today's and yesterday's departure from it while it is cold, weekdays, rest days, and the
slow wave of a year. Slopes are found by reweighting, so that faulty days do not move them; the level is a running
median of weeks. Nothing is assumed of climate, unit of use or size. It judges data and forecasts nothing.

Source: common form of gas demand models (dossier §5); thresholds judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nuandong.demand.doctor.fitting import Fitting, as_drivers, robust_fit
from nuandong.demand.doctor.robust import bridged, local_spread, running_level
from nuandong.demand.doctor.seasons import season_waves
from nuandong.units import BoolArray, FloatArray, IntArray

MEMORY = (0.4, 0.3, 0.2, 0.1)  # weights of today and the three days before in the lagged mean, judged
BENDS = (0.1, 0.3, 0.5, 0.7, 0.9)  # quantiles of the lagged mean at which the law may bend
BENDS_OF_TODAY = (0.3, 0.5, 0.7)  # of the day's own mean, for users who remember nothing
FEW_DAYS = 150  # a record shorter than this carries a plainer law
WHOLE_YEAR = 400  # days from which the wave of a year can be told from the weather
HEATING_BEGINS = 16.0  # degC below which departures from the lagged mean count
LEVEL_WEEKS = 7  # width of the running level
SMALLEST_SPREAD = 0.004  # of a log: nobody meters better


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """Logs of use against their law, each (n, D): `law` without drift, `level`, and the local `spread` of errors.

    `departure` is log use less law (the level is still in it), `error` is departure less level. NaN where use is
    not known or not above 0.
    """

    law: FloatArray
    departure: FloatArray
    level: FloatArray
    error: FloatArray
    spread: FloatArray


def expected_use(
    *, use: FloatArray, temperature: FloatArray, area_of: IntArray, weekday: IntArray, rest_day: BoolArray,
    day_of_year: IntArray,
) -> Expected:  # fmt: skip
    """The law of every unit, fitted robustly. `use` (n, D), `temperature` (a, D) degC; area -1 has none."""
    logs = log_use(use)
    law = np.full(use.shape, np.nan)
    for area in np.unique(area_of):
        rows = np.flatnonzero(area_of == area)
        weather = temperature[area] if area >= 0 else np.full(use.shape[1], np.nan)
        known = ~np.isnan(logs[rows])
        drivers = _drivers(weather, weekday, rest_day, day_of_year, int(known.sum(axis=1).max(initial=0)))
        law[rows] = robust_fit(logs[rows], drivers, Fitting(LEVEL_WEEKS, SMALLEST_SPREAD))
    departure = logs - law
    level = running_level(departure, weeks=LEVEL_WEEKS)
    error = departure - level
    return Expected(law, departure, level, error, local_spread(error, SMALLEST_SPREAD))


def log_use(use: FloatArray) -> FloatArray:
    """Logs of use in its own shape, NaN where it is not known or not above 0."""
    return np.log(np.where(use > 0, use, np.nan))


def heats(logs: FloatArray, temperature: FloatArray, *, days: int, below: float) -> bool:
    """Whether the logs of a unit's use rise as it grows cold, (D,) each: correlated `below`, over so many `days`."""
    known = np.isfinite(logs) & np.isfinite(temperature)
    if known.sum() < days or np.ptp(logs[known]) == 0 or np.ptp(temperature[known]) == 0:
        return False
    return float(np.corrcoef(logs[known], temperature[known])[0, 1]) < below


def laws_under(
    *, logs: FloatArray, readings: Sequence[FloatArray], weekday: IntArray, rest_day: BoolArray,
    day_of_year: IntArray,
) -> FloatArray:  # fmt: skip
    """The law of units of one area (k, D) fitted to the first of `readings` (D,) degC, told for each: (r, k, D)."""
    times, days = len(readings), logs.shape[1]
    count = int((~np.isnan(logs)).sum(axis=1).max(initial=0))
    drivers = _drivers(
        np.concatenate(readings),
        np.tile(weekday, times),
        np.tile(rest_day, times),
        np.tile(day_of_year, times),
        count,
    )
    target = np.concatenate([logs, np.full((len(logs), days * (times - 1)), np.nan)], axis=1)
    told = robust_fit(target, drivers, Fitting(LEVEL_WEEKS, SMALLEST_SPREAD))
    return told.reshape(len(logs), times, days).transpose(1, 0, 2)


def _drivers(
    weather: FloatArray, weekday: IntArray, rest_day: BoolArray, day_of_year: IntArray, count: int
) -> FloatArray:
    """Columns of the law, (D, p), centred and brought to one width; the first is 1."""
    columns: list[FloatArray] = []
    if np.isfinite(weather).any():
        columns += _temperature_columns(bridged(weather[None, :])[0], count)
    if count >= FEW_DAYS:
        columns += [(weekday == number).astype(np.float64) for number in range(6)]
        columns.append((rest_day & (weekday < 5)).astype(np.float64))
    else:
        columns.append(rest_day.astype(np.float64))
    if count >= WHOLE_YEAR:
        columns += season_waves(day_of_year)
    return as_drivers(columns)


def _temperature_columns(weather: FloatArray, count: int) -> list[FloatArray]:
    """The lagged mean, its bends, and departures of today and yesterday from it while it is cold."""
    lagged = sum(weight * _back(weather, back) for back, weight in enumerate(MEMORY))
    assert isinstance(lagged, np.ndarray)
    cold = np.clip((HEATING_BEGINS - lagged) / 10.0, 0.0, 1.5)
    bends = BENDS if count >= FEW_DAYS else BENDS[2:3]
    columns = [lagged, (weather - lagged) * cold, weather - lagged]
    columns += [np.maximum(0.0, lagged - np.quantile(lagged, bend)) for bend in bends]
    if count >= FEW_DAYS:
        columns.append((_back(weather, 1) - lagged) * cold)
        columns += [np.maximum(0.0, weather - np.quantile(weather, bend)) for bend in BENDS_OF_TODAY]
    return columns


def _back(values: FloatArray, days: int) -> FloatArray:
    """The value `days` before, the first one held."""
    return values[np.maximum(np.arange(len(values)) - days, 0)]
