"""Steps that last: the days from which a series hovers around another level than before.

A step is judged by the series' own habit: levels of four weeks are compared with the four before, everywhere, and
a step must stand far out among these changes, hold for months (or to the end of the record), and not come again
every year at the same time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from nuandong.demand.doctor.robust import WEEK, either_side, median_along, spread_along, weekly
from nuandong.units import FloatArray

FAR_KNOWN = 1.5  # times the shorter comparison's weeks, that the longer one must know on either side
Scales: TypeAlias = tuple[
    tuple[int, int], ...
]  # weeks compared on either side; a step shows in both of a pair
USE_SCALES: Scales = ((3, 8), (6, 13), (13, 26))
WEATHER_SCALES: Scales = ((6, 13), (13, 26), (26, 52))  # places depart from each other for months on end
KNOWN_PART = 0.75  # of the shorter comparison's weeks, that must be known on either side
DATED_WITHIN = 4  # weeks on either side in which the day of the step is looked for
HOLDS = 0.65  # share of the short step that the long comparison must confirm
APART = 6  # weeks between two steps
YEAR = 52  # weeks
AGAIN, AROUND = (
    0.4,
    3,
)  # a change of this share of the size within these weeks of the anniversary is the season


@dataclass(frozen=True, slots=True)
class Step:
    """From day `day` on row `row` lies `size` higher (in the unit of the values)."""

    row: int
    day: int
    size: float


def lasting_steps(values: FloatArray, *, smallest: float, times: float, scales: Scales) -> list[Step]:
    """Steps in (n, D) of at least `smallest`, and `times` the ordinary change from four weeks to the next four."""
    weeks = weekly(values)
    daily = spread_along(values - np.repeat(weeks, WEEK, axis=1)[:, : values.shape[1]])
    steps: list[Step] = []
    for short, long in scales:
        if weeks.shape[1] >= 2 * short:
            few = int(np.ceil(KNOWN_PART * short))
            near, far = _change(weeks, short, few), _change(weeks, long, int(np.ceil(FAR_KNOWN * short)))
            strong = _strong(near, far, smallest, times, daily / 2)
            for row in np.flatnonzero((strong > 0).any(axis=1)):
                found = [step.day // WEEK for step in steps if step.row == row]
                peaks = _peaks(strong[row], short, found)
                fresh = [week for week in peaks if not _comes_again(near[row], week, max(AROUND, short // 2))]
                steps += [_dated(values[row], int(row), week) for week in fresh]
    return sorted(steps, key=lambda step: (step.row, step.day))


def _strong(
    near: FloatArray, far: FloatArray, smallest: float, times: float, least: FloatArray
) -> FloatArray:
    """Size of the change at each week where it is a step and not this series' habit, else 0, (n, B)."""
    usual = np.maximum(spread_along(near), least)[:, None]
    with np.errstate(invalid="ignore"):
        same = (np.sign(near) == np.sign(far)) & (np.abs(far) >= HOLDS * np.abs(near))
        return np.where(same & (np.abs(near) >= np.maximum(smallest, times * usual)), np.abs(near), 0.0)


def _change(weeks: FloatArray, reach: int, fewest: int) -> FloatArray:
    """Median of the `reach` weeks from each week on, less that of the weeks before it, (n, B); NaN near the ends."""
    before, after = either_side(weeks, reach)
    enough = (np.isfinite(before).sum(axis=2) >= fewest) & (np.isfinite(after).sum(axis=2) >= fewest)
    return np.where(enough, median_along(after) - median_along(before), np.nan)


def _peaks(strength: FloatArray, apart: int, found: list[int]) -> list[int]:
    """Weeks at which the change is greatest, far enough apart from each other and from those `found` before."""
    peaks: list[int] = list(found)
    for week in np.argsort(-strength):
        if strength[week] <= 0:
            break
        if all(abs(int(week) - other) >= max(APART, apart) for other in peaks):
            peaks.append(int(week))
    return sorted(peaks[len(found) :])


def _comes_again(change: FloatArray, week: int, around: int) -> bool:
    """Whether another year brings the like at the same time."""
    for years in (-3, -2, -1, 1, 2, 3):
        low, high = week + years * YEAR - around, week + years * YEAR + around + 1
        near = change[max(0, low) : max(0, high)]
        near = near[np.isfinite(near)]
        if len(near) and (near * np.sign(change[week])).max() >= AGAIN * abs(change[week]):
            return True
    return False


def _dated(values: FloatArray, row: int, week: int) -> Step:
    """The step brought to its day: the one that parts the two months around it into the most equal halves."""
    middle, reach = week * WEEK, DATED_WITHIN * WEEK
    low, high = max(0, middle - reach), min(len(values), middle + reach)
    left = np.arange(max(low + WEEK, middle - 2 * WEEK), min(high - WEEK, middle + 2 * WEEK) + 1)
    best = min(left, key=lambda day: _unrest(values[low:day]) + _unrest(values[day:high]), default=middle)
    size = float(np.nanmedian(values[best:high]) - np.nanmedian(values[low:best]))
    return Step(row, int(best), size)


def _unrest(values: FloatArray) -> float:
    """Sum of distances from the median."""
    known = values[np.isfinite(values)]
    return float(np.abs(known - np.median(known)).sum()) if len(known) else 0.0
