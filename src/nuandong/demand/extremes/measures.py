"""What a record of days says about its own cold end beside the ends of its winters.

Winter minima alone waste a record: seven of them, where a thousand days were seen. One further measure, how
far the winters' ends stand beyond the level that about a week of days a winter pass, tells more of the tail than
the spread of a few minima can. Others (spread and skewness of days, of winters) fitted better where they were
set and worse on winters of another kind, so they are left out. Cold is counted positive: minus the
temperature, or the demand itself.

Clause: T-038.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.extremes.winters import spells
from nuandong.units import FloatArray

CORE_DAYS = (
    91  # the coldest stretch of that many days; a measure must not depend on where a winter is cut off
)
SMOOTHED_DAYS = 31
BEYOND_PER_WINTER = (
    7.5  # days a winter beyond the level that the tail is measured from; 27 for a week and more
)
GROWS, MOST_BEYOND = 2.0 / 3.0, 27.0  # means of many days move together: their tail begins farther in


def smooth_normal(*, cold: FloatArray) -> FloatArray:
    """The smoothed course of a winter (…, D): mean over the winters of (…, W, D), then over 31 days about each."""
    mean = cold.mean(axis=-2)
    half = min(SMOOTHED_DAYS, mean.shape[-1] | 1) // 2
    first, last = (
        np.repeat(mean[..., place : place + 1], half, axis=-1) for place in (0, mean.shape[-1] - 1)
    )
    return spells(series=np.concatenate([first, mean, last], axis=-1), span_days=2 * half + 1)


def tail_length(*, cold: FloatArray, span_days: int = 1) -> FloatArray:
    """How far the mean end of the winters stands beyond the level that so many days a winter pass, (n,).

        tail = mean over w of max over d of cold[n,w,d] - level[n],   beyond = min(27, 7.5 span^(2/3))

    `level` is the quantile of all days in the record's coldest stretch (91 days on end, or all where there are
    fewer) that `beyond` days a winter pass. `cold` (n, W, D) are means of `span_days` days on end and count
    cold positive; the unit is kept.
    """
    days = _coldest_stretch(cold)
    beyond = min(MOST_BEYOND, BEYOND_PER_WINTER * span_days**GROWS)
    share = 1.0 - min(beyond / days.shape[-1], 0.5)
    level = np.quantile(days.reshape(len(days), -1), share, axis=-1)
    tail: FloatArray = cold.max(axis=-1).mean(axis=-1) - level
    return tail


def day_spread(*, cold: FloatArray) -> FloatArray:
    """Standard deviation of all days from their normal, (n,): the scale by which stations are compared."""
    departure = cold - smooth_normal(cold=cold)[:, None, :]
    spread: FloatArray = np.maximum(departure.std(axis=(-2, -1)), 1e-12)
    return spread


def _coldest_stretch(cold: FloatArray) -> FloatArray:
    """The days (n, W, at most 91) of each record's coldest stretch."""
    width = min(CORE_DAYS, cold.shape[-1])
    begin = spells(series=smooth_normal(cold=cold), span_days=width).argmax(axis=-1)
    days = begin[:, None, None] + np.arange(width)[None, None, :]
    return np.take_along_axis(cold, days, axis=-1)
