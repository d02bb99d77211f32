"""Medians and spreads that a faulty day cannot move, along the last axis, many series at once.

Nothing here knows of gas. NaN is what is not known; it never counts.
"""

from __future__ import annotations

import numpy as np

from nuandong.units import FloatArray

MAD_TO_SIGMA = 1.4826  # median absolute deviation to standard deviation of a normal error
WEEK = 7
QUARTER = 13  # weeks
QUIETEST = 0.6  # a local spread is never below this share of the record's own


def median_along(values: FloatArray) -> FloatArray:
    """Median along the last axis, (…, m) to (…), NaN where nothing is known; quicker than nanmedian."""
    ordered = np.sort(values, axis=-1)  # NaN goes last
    count = np.sum(~np.isnan(values), axis=-1)
    low = np.maximum(count - 1, 0) // 2
    high = np.minimum(count // 2, values.shape[-1] - 1)
    low_value = np.take_along_axis(ordered, low[..., None], axis=-1)[..., 0]
    high_value = np.take_along_axis(ordered, np.maximum(high, low)[..., None], axis=-1)[..., 0]
    middle: FloatArray = np.where(count > 0, (low_value + high_value) / 2, np.nan)
    return middle


def spread_along(values: FloatArray) -> FloatArray:
    """Robust standard deviation around the median along the last axis, (…, m) to (…)."""
    spread: FloatArray = MAD_TO_SIGMA * median_along(np.abs(values - median_along(values)[..., None]))
    return spread


def windows(values: FloatArray, reach: int) -> FloatArray:
    """Each day with its `reach` days before and after, (n, D) to (n, D, 2 reach + 1), NaN beyond the ends."""
    padded = np.pad(values, ((0, 0), (reach, reach)), constant_values=np.nan)
    seen: FloatArray = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=-1)
    return seen


def either_side(values: FloatArray, reach: int) -> tuple[FloatArray, FloatArray]:
    """The `reach` places before each place, and as many from it on, (n, D, reach) each, NaN beyond the ends."""
    padded = np.pad(values, ((0, 0), (reach, reach)), constant_values=np.nan)
    seen = np.lib.stride_tricks.sliding_window_view(padded, reach, axis=-1)
    return seen[:, : values.shape[1]], seen[:, reach : reach + values.shape[1]]


def weekly(values: FloatArray) -> FloatArray:
    """Medians of weeks counted from the first day, (n, D) to (n, ceil(D / 7))."""
    short = -values.shape[-1] % WEEK
    padded = np.pad(values, ((0, 0), (0, short)), constant_values=np.nan)
    return median_along(padded.reshape(*values.shape[:-1], -1, WEEK))


def between_weeks(weeks: FloatArray, days: int) -> FloatArray:
    """Weekly values (n, B) as daily ones (n, days), straight between the middles of weeks; gaps bridged."""
    filled = bridged(weeks)
    place = np.clip((np.arange(days) - WEEK // 2) / WEEK, 0, filled.shape[-1] - 1)
    left = np.floor(place).astype(np.int64)
    right = np.minimum(left + 1, filled.shape[-1] - 1)
    share = place - left
    daily: FloatArray = filled[:, left] * (1 - share) + filled[:, right] * share
    return daily


def bridged(values: FloatArray) -> FloatArray:
    """Gaps of (n, D) joined by straight lines, ends held; a row without any value stays NaN."""
    filled = values.copy()
    grid = np.arange(values.shape[-1])
    for row in np.flatnonzero(np.isnan(values).any(axis=-1)):
        known = ~np.isnan(values[row])
        if known.any():
            filled[row] = np.interp(grid, grid[known], values[row, known])
    return filled


def running_level(values: FloatArray, *, weeks: int) -> FloatArray:
    """What daily values hover around: running median of `weeks` weekly medians (odd), laid back on days (n, D)."""
    middle = median_along(windows(weekly(values), weeks // 2))
    return between_weeks(middle, values.shape[-1])


def local_spread(error: FloatArray, smallest: float) -> FloatArray:
    """How far errors ordinarily lie around each day, (n, D) to (n, D): of the quarter, held up by the record's own."""
    whole = np.maximum(spread_along(error), smallest)[:, None]
    quarter = MAD_TO_SIGMA * running_level(np.abs(error), weeks=QUARTER)
    spread: FloatArray = np.maximum(np.where(np.isnan(quarter), whole, quarter), QUIETEST * whole)
    return spread
