"""Least squares that faulty days cannot bend: many series on the same drivers at once, by reweighting.

First every day counts by its absolute error, then days far out do not count at all (bisquare). Where a drift is
allowed, a running level is taken out between rounds, so that growth is not mistaken for weather.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nuandong.demand.doctor.robust import running_level, spread_along
from nuandong.units import FloatArray

RIDGE = 0.5  # draw of every slope to 0, in days' worth of evidence
ROUNDS_OF_ABSOLUTE, ROUNDS_OF_BISQUARE = 3, 3
BISQUARE = 4.7  # standard deviations beyond which a day has no say
ENOUGH_FOR_A_SPREAD = 700  # days; of longer records every other one or third tells the spread
DRIFT_TAKEN_AFTER = (1, 3)  # rounds; each time costs more than the regression itself


@dataclass(frozen=True, slots=True)
class Fitting:
    """How to fit: width of the running level in weeks (0: no drift), and the smallest spread errors can have."""

    level_weeks: int
    smallest_spread: float


def as_drivers(columns: Sequence[FloatArray]) -> FloatArray:
    """Columns (D,) centred and brought to one width, behind a column of ones: (D, p)."""
    stacked = np.stack(columns, axis=1)
    width = stacked.std(axis=0)
    drivers = (stacked - stacked.mean(axis=0)) / np.where(width > 0, width, 1.0)
    return np.column_stack([np.ones(len(drivers)), drivers])


def robust_fit(target: FloatArray, drivers: FloatArray, fitting: Fitting) -> FloatArray:
    """What drivers (D, p) say of each row of `target` (n, D; NaN not known): (n, D), known everywhere."""
    width = drivers.shape[1]
    upper, lower = np.triu_indices(width)
    products = drivers[:, upper] * drivers[:, lower]
    known = ~np.isnan(target)
    filled = np.where(known, target, 0.0)
    drift = np.zeros_like(filled)
    weight = known.astype(np.float64)
    draw = RIDGE * np.eye(width)
    draw[0, 0] = 1e-9  # the level itself is not drawn to 0
    law = np.zeros_like(filled)
    for turn in range(ROUNDS_OF_ABSOLUTE + ROUNDS_OF_BISQUARE):
        sums = weight @ products
        left = np.empty((len(target), width, width))
        left[:, upper, lower] = left[:, lower, upper] = sums
        left += draw
        right = (weight * (filled - drift)) @ drivers
        law = np.linalg.solve(left, right[..., None])[..., 0] @ drivers.T
        error = np.where(known, target - law, np.nan)
        if fitting.level_weeks and turn in DRIFT_TAKEN_AFTER:
            drift = np.nan_to_num(running_level(error, weeks=fitting.level_weeks))
        weight = _weight(error - drift, turn, fitting.smallest_spread)
    return law


def _weight(error: FloatArray, turn: int, smallest: float) -> FloatArray:
    """Say of each day in the next round."""
    every = max(1, error.shape[1] // ENOUGH_FOR_A_SPREAD)
    scale = np.maximum(np.nan_to_num(spread_along(error[:, ::every])), smallest)[:, None]
    far = np.abs(np.where(np.isnan(error), np.inf, error)) / scale
    if turn < ROUNDS_OF_ABSOLUTE - 1:
        weight: FloatArray = 1.0 / np.maximum(far, 1.0)
        return weight
    return np.where(far < BISQUARE, (1 - np.minimum(far / BISQUARE, 1.0) ** 2) ** 2, 0.0)
