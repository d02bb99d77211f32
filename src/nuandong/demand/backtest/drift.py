"""An alarm when a forecaster has begun to miss to one side: sums of standardised daily errors.

    z_t    = (e_t - r e_{t-1} - m) / s            r, m, s from a reference span
    high_t = max(0, high_{t-1} + z_t - slack),   low_t = max(0, low_{t-1} - z_t - slack)
    alarm when either passes the threshold; both begin anew at 0

With errors that keep to their reference an alarm comes by chance once in

    (exp(b) - b - 1) / (4 slack^2) days,   b = 2 slack (threshold + 1.166)

on average, both sides together. Source: Siegmund's approximation of the run length of a cumulative sum (1985).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.units import FloatArray, IntArray

SLACK = 0.5  # standard deviations: half of the shift that is to be found soonest
OVERSHOOT = 1.166  # Siegmund's correction for whole days
LARGEST = 4.0  # one strange day alone raises no alarm
LEAST_REFERENCE = 30  # days


@dataclass(frozen=True, slots=True, eq=False)
class Drift:
    """Alarms of one series of daily errors: their days (rows), the sign of the miss, the sums (D,), the false rate."""

    alarms: IntArray
    signs: IntArray  # 1: forecasts too high; -1: too low
    high: FloatArray
    low: FloatArray
    threshold: float
    days_between_false_alarms: float


def false_alarm_every(*, threshold: float, slack: float = SLACK) -> float:
    """Mean days between false alarms of both sides."""
    rise = 2 * slack * (threshold + OVERSHOOT)
    return float((np.exp(rise) - rise - 1) / (4 * slack**2))


def threshold_for(*, days: float, slack: float = SLACK) -> float:
    """Threshold at which a false alarm comes once in so many days on average."""
    low, high = 0.0, 50.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if false_alarm_every(threshold=middle, slack=slack) < days else (low, middle)
        )
    return high


def drift_alarms(*, errors: FloatArray, reference: int, false_every: float = 1000.0) -> Drift:
    """Alarms over relative daily errors (D,), NaN where unknown; the first `reference` days say what is usual.

    Days before `reference` raise none. With fewer than 30 known reference days nothing can be judged: no alarms.
    """
    threshold = threshold_for(days=false_every)
    high, low = np.zeros(errors.size), np.zeros(errors.size)
    alarms: list[int] = []
    signs: list[int] = []
    score = _standardised(errors, reference)
    above = below = 0.0
    for day in range(reference, errors.size):
        if not np.isnan(score[day]):
            above = max(0.0, above + score[day] - SLACK)
            below = max(0.0, below - score[day] - SLACK)
        high[day], low[day] = above, below
        if max(above, below) > threshold:
            alarms.append(day)
            signs.append(1 if above > below else -1)
            above = below = 0.0
    return Drift(
        np.array(alarms, dtype=np.int64), np.array(signs, dtype=np.int64), high, low, threshold, false_every
    )


def _standardised(errors: FloatArray, reference: int) -> FloatArray:
    """Errors without their memory of the day before, in standard deviations of the reference; winsorised."""
    before = np.concatenate([[np.nan], errors[:-1]])
    usual, pair = errors[:reference], before[:reference]
    both = ~(np.isnan(usual) | np.isnan(pair))
    if both.sum() < LEAST_REFERENCE:
        return np.full(errors.size, np.nan)
    middle = usual[both].mean()
    spread = float(np.square(pair[both] - middle).mean())
    memory = float(((usual[both] - middle) * (pair[both] - middle)).mean()) / spread if spread else 0.0
    memory = float(np.clip(memory, 0.0, 0.95))
    fresh = errors - middle - memory * np.where(np.isnan(before), 0.0, before - middle)
    deviation = float(np.nanstd(fresh[:reference]))
    if not deviation:
        return np.full(errors.size, np.nan)
    return np.asarray(np.clip(fresh / deviation, -LARGEST, LARGEST), dtype=np.float64)
