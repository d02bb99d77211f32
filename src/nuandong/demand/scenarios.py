"""Joint scenarios of demand: what may happen to all counties together, drawn often enough to count.

Quantiles of a sum are never sums of quantiles: a city's, a zone's and the province's all come from the same draws.
Clauses: T-022 (forecast with its width), T-038 (extremes).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.units import BoolArray, FloatArray, IntArray, Share

COUNT = 240  # scenarios; at least 200 are wanted where a probability is shown
SEED = 20171216


@dataclass(frozen=True, slots=True, eq=False)
class Scenarios:
    """S draws of the use of U units over T days, (S, U, T) in 10^4 m3/day; row n is `share` (n, T) of its unit."""

    draws: FloatArray
    unit_of: IntArray
    share: FloatArray

    @property
    def count(self) -> int:
        """How many scenarios there are."""
        return int(self.draws.shape[0])

    def rows_at(self, quantile: Share) -> FloatArray:
        """A quantile of each row, (n, T)."""
        found: FloatArray = np.quantile(self.draws, quantile, axis=0)[self.unit_of] * self.share
        return found

    def sums(self, *, area_of: IntArray, areas: int) -> FloatArray:
        """The sum of each area's rows in every scenario, (S, areas, T); `area_of` (n,), -1 counts nowhere."""
        units = self.draws.shape[1]
        weight = np.zeros((areas, units, self.draws.shape[2]))
        kept = area_of >= 0
        np.add.at(weight, (area_of[kept], self.unit_of[kept]), self.share[kept])
        totals = np.matmul(self.draws.transpose(2, 0, 1), weight.transpose(2, 1, 0))
        return np.ascontiguousarray(totals.transpose(1, 2, 0))

    def totals(self, *, rows: BoolArray | None = None) -> FloatArray:
        """The sum over all (or the chosen) rows in every scenario, (S, T)."""
        chosen = np.ones(self.unit_of.size, dtype=np.bool_) if rows is None else rows
        found: FloatArray = self.sums(area_of=np.where(chosen, 0, -1).astype(np.int64), areas=1)[:, 0]
        return found


def around(*, use: FloatArray, sigma: FloatArray, shared: Share, together: FloatArray | None) -> FloatArray:
    """Draws of rows that have no history, (S, n, T): normal relative errors, a part of their variance in common.

    `sigma` (T,) is their relative standard deviation, `together` (S, T) the common error in standard deviations: that
    of the rows with a history, so that all of a province errs in the same weather; drawn where None. Never below zero.
    """
    dice = np.random.default_rng(SEED)
    if together is None:
        together = np.repeat(dice.standard_normal((COUNT, 1)), use.shape[1], axis=1)
    own = dice.standard_normal((together.shape[0], use.shape[0], 1))
    error = np.sqrt(shared) * together[:, None, :] + np.sqrt(1.0 - shared) * own
    drawn: FloatArray = np.maximum(0.0, use * (1.0 + sigma * error))
    return drawn


def joint_error(*, draws: FloatArray) -> FloatArray | None:
    """By how many standard deviations the sum over units lies off in each scenario, (S, T); None if it never does."""
    total = draws.sum(axis=1)
    width = total.std(axis=0)
    if not (width > 0).all():
        return None
    found: FloatArray = (total - total.mean(axis=0)) / width
    return found
