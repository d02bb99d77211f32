"""Raw rows are laid on the grid of days; what does not fit there is kept, so that the doctor can speak of it.

A day written twice with equal values stands once; with different values it is not known until somebody chooses.
Hours are summed (use) or averaged (temperature).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from nuandong.demand.calendar import rest_flags
from nuandong.demand.doctor.raw import HOURS, CrookedSeries, Measure, RawSeries
from nuandong.demand.doctor.sheet import Columns, Sheet
from nuandong.units import BoolArray, FloatArray, IntArray

FEWEST_HOURS_OF_A_MEAN = 12  # known hours from which a day's mean temperature is worth having
NIGHT = 5  # hours of the night in which clocks are turned
EQUAL = 1e-9  # relative difference below which two values are one


@dataclass(frozen=True, slots=True)
class Doubled:
    """A day of one series that was written more than once, with what was written."""

    measure: Measure
    series: str
    day: date
    values: tuple[float, ...]

    @property
    def agree(self) -> bool:
        """Whether all rows say the same."""
        return max(self.values) - min(self.values) <= EQUAL * max(1e-12, *map(abs, self.values))


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """The sheet, and the days that were doubled on the way onto it."""

    sheet: Sheet
    doubled: tuple[Doubled, ...]


def lay(
    *, use: Sequence[RawSeries], temperature: Sequence[RawSeries], rest_days: frozenset[date] | None
) -> Laid:
    """Every series on one grid from the first day written to the last. CrookedSeries where none is given."""
    every = [*use, *temperature]
    written = [(int(raw.day.min()), int(raw.day.max())) for raw in every if len(raw.day)]
    if not written:
        raise CrookedSeries("(all)", "no rows", "at least one row is needed")
    first, last = min(low for low, _ in written), max(high for _, high in written)
    days = tuple(date.fromordinal(number) for number in range(first, last + 1))
    doubled: list[Doubled] = []
    used, weather = _columns(use, days, doubled), _columns(temperature, days, doubled)
    at = {raw.name: row for row, raw in enumerate(temperature)}
    only = 0 if len(temperature) == 1 else -1
    area_of = np.array([at.get(raw.area, only) for raw in use], dtype=np.int64)
    member_of = np.array([at.get(raw.member_of, -1) for raw in temperature], dtype=np.int64)
    rest = rest_flags(days=days, rest_days=rest_days)
    return Laid(Sheet(days, used, weather, area_of, member_of, rest), tuple(doubled))


def _columns(series: Sequence[RawSeries], days: tuple[date, ...], doubled: list[Doubled]) -> Columns:
    """Series of one measure, row by row."""
    values = np.full((len(series), len(days)), np.nan)
    written = np.zeros(values.shape, dtype=np.bool_)
    hours: dict[int, FloatArray] = {}
    counts: dict[int, IntArray] = {}
    first = days[0].toordinal()
    for row, raw in enumerate(series):
        place = raw.day - first
        written[row, place] = True
        if raw.hour is None:
            values[row] = _days(raw, place, days, doubled)
        else:
            hours[row], counts[row] = _hours(raw, place, raw.hour, len(days))
            values[row] = day_values(hours[row], counts[row], raw.measure)
    return Columns(tuple(raw.name for raw in series), values, written, hours, counts)


def _days(raw: RawSeries, place: IntArray, days: tuple[date, ...], doubled: list[Doubled]) -> FloatArray:
    """One value a day; days doubled with different values are left unknown."""
    laid = np.full(len(days), np.nan)
    known = ~np.isnan(raw.value)
    laid[place[known]] = raw.value[known]
    count = np.bincount(place[known], minlength=len(days))
    for day in np.flatnonzero(count > 1):
        values = tuple(float(value) for value in raw.value[known & (place == day)])
        twice = Doubled(raw.measure, raw.name, days[day], values)
        doubled.append(twice)
        if not twice.agree:
            laid[day] = np.nan
    return laid


def _hours(raw: RawSeries, place: IntArray, hour: IntArray, days: int) -> tuple[FloatArray, IntArray]:
    """Mean value and number of rows of each hour, both (D, 24); NaN and 0 where there is none."""
    known = ~np.isnan(raw.value)
    cell = place[known] * HOURS + hour[known]
    count = np.bincount(cell, minlength=days * HOURS)
    total = np.bincount(cell, weights=raw.value[known], minlength=days * HOURS)
    mean = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return mean.reshape(days, HOURS), count.reshape(days, HOURS).astype(np.int64)


def turned_clock(hours: FloatArray, count: IntArray) -> tuple[BoolArray, BoolArray]:
    """Days that lack one hour of the night and days that hold one twice, with all other hours once, (D,) each."""
    night = np.zeros(HOURS, dtype=np.bool_)
    night[:NIGHT] = True
    short = (count.sum(axis=1) == HOURS - 1) & ((count == 0) & night).any(axis=1) & (count <= 1).all(axis=1)
    long = (count.sum(axis=1) == HOURS + 1) & ((count == 2) & night).any(axis=1) & (count >= 1).all(axis=1)
    return short, long


def day_values(hours: FloatArray, count: IntArray, measure: Measure) -> FloatArray:
    """Days out of hours: the sum of use where no hour is missing, the mean of temperature where enough are known.

    A day that the clock made an hour shorter or longer sums the hours it had.
    """
    known = (~np.isnan(hours)).sum(axis=1)
    if measure is Measure.TEMPERATURE:
        mean = np.where(known > 0, np.nansum(hours, axis=1) / np.maximum(known, 1), np.nan)
        return np.where(known >= FEWEST_HOURS_OF_A_MEAN, mean, np.nan)
    short, long = turned_clock(hours, count)
    once = np.nansum(hours, axis=1)
    twice = np.nansum(hours * count, axis=1)
    return np.where(long, twice, np.where((known == HOURS) | short, once, np.nan))
