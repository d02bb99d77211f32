"""Drift alarm: the errors of the last four weeks lean to one side further than chance lets them.

    alarm[d]  where  |mean of errors d-27..d|  >  3 sigma sqrt(1 / n),   n = 28 (1 - r) / (1 + r)

Errors are shares of the use told; sigma (by the median of absolute errors, times 1.4826) and the day-to-day
correlation r are those of the year before these four weeks, so that an alarm on a day needs nothing later.
"""

from __future__ import annotations

import numpy as np

from nuandong.units import BoolArray, FloatArray

SPAN = 28  # days
YEAR = 365
FEWEST = 84  # known errors before the span from which a usual width can be told
LIMIT = 3.0
NORMAL = 1.4826  # standard deviation over the median absolute deviation of a normal error


def drift(*, error: FloatArray) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Mean error of the last 28 days, its limit, and whether it is beyond, (D,) each; NaN where too little is known."""
    count = error.size
    mean, limit = np.full(count, np.nan), np.full(count, np.nan)
    for day in range(SPAN, count):
        recent, before = (
            error[day - SPAN + 1 : day + 1],
            error[max(0, day - SPAN - YEAR + 1) : day - SPAN + 1],
        )
        known = before[np.isfinite(before)]
        if np.isfinite(recent).sum() >= SPAN // 2:
            mean[day] = float(np.nanmean(recent))
        if known.size >= FEWEST:
            limit[day] = _limit(before, known)
    with np.errstate(invalid="ignore"):
        beyond: BoolArray = np.abs(mean) > limit
    return mean, limit, beyond


def alarms(*, beyond: BoolArray) -> list[tuple[int, int]]:
    """First and last day of each alarm; days beyond with less than two weeks between them are one alarm."""
    found: list[tuple[int, int]] = []
    for day in np.flatnonzero(beyond).tolist():
        if found and day - found[-1][1] < SPAN // 2:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _limit(before: FloatArray, known: FloatArray) -> float:
    sigma = NORMAL * float(np.median(np.abs(known - np.median(known))))
    centred = before - np.median(known)
    pairs = centred[:-1] * centred[1:]
    spread = float(np.nanmean(centred**2))
    usual = float(np.nanmean(pairs)) / spread if spread > 0 and np.isfinite(pairs).any() else 0.0
    lag = min(0.9, max(0.0, usual))
    return LIMIT * sigma / float(np.sqrt(SPAN * (1 - lag) / (1 + lag)))
