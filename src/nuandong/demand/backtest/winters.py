"""Which days count as winter, as coldest, as the first of a cold wave, for any climate.

Winter: the calendar months whose mean degree days (below 15 degC) are at least half of the coldest month's.
Coldest: the 5 % of asked winter days with the lowest mean of today and two days before (0.5, 0.3, 0.2).
First days of a cold wave: a winter day on which two days' fall of the mean temperature is among the largest tenth
of the winter's falls and that is colder than half of the winter days, and the day after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from nuandong.units import BoolArray, FloatArray, Share

BELOW = 15.0  # degC under which a degree day counts here
FELT_WEIGHTS = (0.5, 0.3, 0.2)  # today first
COLDEST: Share = 0.05
LARGE_FALL: Share = 0.9  # quantile of two-day falls


@dataclass(frozen=True, slots=True, eq=False)
class WinterDays:
    """Flags over the D days of a record, and the temperature that was felt on each (degC)."""

    felt: FloatArray
    winter: BoolArray
    wave: BoolArray

    def coldest(self, asked: BoolArray, *, share: Share = COLDEST) -> BoolArray:
        """The coldest `share` of the asked winter days, at least one if any is asked; (D,)."""
        candidates = np.flatnonzero(asked & self.winter & ~np.isnan(self.felt))
        count = max(1, round(share * candidates.size)) if candidates.size else 0
        chosen = np.zeros(self.felt.size, dtype=np.bool_)
        chosen[candidates[np.argsort(self.felt[candidates], kind="stable")[:count]]] = True
        return chosen


def winter_days(*, days: tuple[date, ...], temperature: FloatArray) -> WinterDays:
    """Winter days of a record of daily means (D,) in degC, NaN where unknown."""
    month = np.array([day.month for day in days])
    short = np.maximum(0.0, BELOW - temperature)
    of_month = np.full(13, 0.0)
    for number in range(1, 13):
        known = short[(month == number) & ~np.isnan(short)]
        of_month[number] = known.mean() if known.size else 0.0
    cold_months = of_month >= max(0.5 * of_month.max(), 1e-9)
    winter = cold_months[month]
    felt = felt_temperature(temperature)
    return WinterDays(felt=felt, winter=winter, wave=_first_wave_days(temperature, winter))


def felt_temperature(temperature: FloatArray) -> FloatArray:
    """Weighted mean of each day and two before it (D,); NaN where a day of the three is unknown."""
    padded = np.concatenate([np.full(len(FELT_WEIGHTS) - 1, np.nan), temperature])
    return np.convolve(padded, np.array(FELT_WEIGHTS), mode="valid")


def _first_wave_days(temperature: FloatArray, winter: BoolArray) -> BoolArray:
    fall = np.concatenate([[np.nan, np.nan], temperature[:-2] - temperature[2:]])
    known = winter & ~np.isnan(fall)
    if not known.any():
        return np.zeros(temperature.size, dtype=np.bool_)
    large = fall >= np.quantile(fall[known], LARGE_FALL)
    cold = temperature <= np.median(temperature[known])
    begin = known & large & cold
    first = begin & ~np.concatenate([[False], begin[:-1]])
    days: BoolArray = (first | np.concatenate([[False], first[:-1]])) & winter
    return days
