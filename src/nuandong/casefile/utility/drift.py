"""Drift of a backtest in a picture: the mean error of four weeks, and alarms by the one rule that the desk uses too.

The rule (`demand.backtest.drift`) adds up daily errors against what is usual: here that of the first year, for errors
of a summer are others than those of a winter; of a shorter record that of all days but the last four weeks.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.backtest.drift import LEAST_REFERENCE, drift_alarms
from nuandong.units import BoolArray, FloatArray

SPAN = 28  # days
YEAR = 365  # days that say what is usual
FEWEST = 84  # days from which that can be told


def drift(*, error: FloatArray) -> tuple[FloatArray, BoolArray, bool]:
    """Mean error of the last 28 days, (D,), the days with an alarm, (D,), and whether it could be judged at all."""
    mean, alarm = np.full(error.size, np.nan), np.zeros(error.size, dtype=np.bool_)
    for day in range(SPAN - 1, error.size):
        recent = error[day - SPAN + 1 : day + 1]
        if np.isfinite(recent).sum() >= SPAN // 2:
            mean[day] = float(np.nanmean(recent))
    reference = min(YEAR, error.size - SPAN)
    if reference < FEWEST or int(np.isfinite(error[:reference]).sum()) <= LEAST_REFERENCE:
        return mean, alarm, False
    alarm[drift_alarms(errors=error, reference=reference).alarms] = True
    return mean, alarm, True


def alarms(*, beyond: BoolArray) -> list[tuple[int, int]]:
    """First and last day of each alarm; days with less than two weeks between them are one alarm."""
    found: list[tuple[int, int]] = []
    for day in np.flatnonzero(beyond).tolist():
        if found and day - found[-1][1] < SPAN // 2:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
