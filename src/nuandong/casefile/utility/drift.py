"""Drift of a backtest in a picture: the mean error of four weeks, and alarms by the one rule that the desk uses too.

The rule (`demand.backtest.drift`) adds up daily errors against what the first third of the days shows to be usual.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.backtest.drift import LEAST_REFERENCE, drift_alarms
from nuandong.units import BoolArray, FloatArray

SPAN = 28  # days
PARTS = 3  # the first of so many parts of the days says what is usual


def drift(*, error: FloatArray) -> tuple[FloatArray, BoolArray, bool]:
    """Mean error of the last 28 days, (D,), the days with an alarm, (D,), and whether it could be judged at all."""
    mean, alarm = np.full(error.size, np.nan), np.zeros(error.size, dtype=np.bool_)
    for day in range(SPAN - 1, error.size):
        recent = error[day - SPAN + 1 : day + 1]
        if np.isfinite(recent).sum() >= SPAN // 2:
            mean[day] = float(np.nanmean(recent))
    reference = error.size // PARTS
    alarm[drift_alarms(errors=error, reference=reference).alarms] = True
    return mean, alarm, int(np.isfinite(error[:reference]).sum()) > LEAST_REFERENCE


def alarms(*, beyond: BoolArray) -> list[tuple[int, int]]:
    """First and last day of each alarm; days with less than two weeks between them are one alarm."""
    found: list[tuple[int, int]] = []
    for day in np.flatnonzero(beyond).tolist():
        if found and day - found[-1][1] < SPAN // 2:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
