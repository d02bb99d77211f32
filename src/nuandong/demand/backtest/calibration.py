"""Whether quantiles keep what they promise: reliability, and where in its forecast each day fell.

A forecast is calibrated if a share q of days stays below its quantile q, for every q.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.units import FloatArray

BINS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Points of the reliability plot: `below` (Q,) is the share of days at or below each level (Q,).

    `histogram` (10,) counts the days by the part of the forecast distribution in which they fell (flat if
    calibrated, hollow if too wide, with horns if too narrow).
    """

    levels: FloatArray
    below: FloatArray
    histogram: FloatArray
    count: int

    @property
    def apart(self) -> float:
        """Mean distance of the points from the diagonal."""
        return float(np.abs(self.below - self.levels).mean())


def calibrate(*, quantiles: FloatArray, actual: FloatArray, levels: FloatArray) -> Calibration:
    """Calibration of quantiles (m, Q) at levels (Q,) against actual use (m,); days with NaN are left out."""
    known = ~(np.isnan(actual) | np.isnan(quantiles).any(axis=1))
    told, used = quantiles[known], actual[known]
    if not used.size:
        return Calibration(levels, np.full(levels.size, np.nan), np.zeros(BINS), 0)
    below = (used[:, None] <= told).mean(axis=0)
    histogram, _ = np.histogram(places_within(told, used, levels), bins=BINS, range=(0.0, 1.0))
    return Calibration(levels, below, histogram.astype(np.float64), int(used.size))


def places_within(quantiles: FloatArray, actual: FloatArray, levels: FloatArray) -> FloatArray:
    """Level that each actual value had in its own forecast (m,); half of the outer level beyond the outer quantiles."""
    place = np.array(
        [np.interp(used, told, levels) for used, told in zip(actual, quantiles, strict=True)],
        dtype=np.float64,
    )
    place = np.where(actual < quantiles[:, 0], levels[0] / 2, place)
    return np.where(actual > quantiles[:, -1], (1 + levels[-1]) / 2, place)
