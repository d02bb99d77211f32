"""One expert's regression, learned anew every few days from what was known then, never from later use.

    use[d] ≈ columns[d] · coefficients,   coefficients = argmin Σ_d 2^(-age[d]/half_life) (use[d] - columns[d]·c)²
                                                       + Σ_j (shrink · power[j] + caution) c[j]²

Normal equations are carried along and decayed, so a whole record is one pass; each fit is used only for the days
after it, so every error that the next floors see is an error out of sample.

Source: ridge regression with exponential forgetting; its numbers are `rules.Expert`.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.learning.rules import Expert, LearningRules
from nuandong.units import BoolArray, FloatArray, IntArray

SMALLEST = 0.02  # of mean use: a model never says less, so that ratios to it stay finite
SETTLED = 0.05  # weight of a chunk in the running mean miss that outliers are judged by


class Regression:
    """Coefficients of one expert for n units, moved forward day by day; `columns` (a, D, p), `use` (n, D)."""

    def __init__(
        self, *, expert: Expert, columns: FloatArray, area_of: IntArray, use: FloatArray, rules: LearningRules
    ) -> None:
        units, width = use.shape[0], columns.shape[2]
        self.expert, self.columns, self.area_of, self.rules = expert, columns, area_of, rules
        self.use = use.copy()  # outliers are bent back as they come to be known
        self.power = np.zeros((units, width, width))
        self.moment = np.zeros((units, width))
        self.coefficients = np.zeros((units, width))
        self.days_known = np.zeros(units, dtype=np.int64)
        self.mean_use = np.zeros(units)
        self.miss = np.full(units, np.nan)

    def said(self, first: int, last: int) -> FloatArray:
        """What the last fit says of the days from row `first` to before `last`, (n, days), never near zero."""
        return self.said_of(self.columns[:, first:last])

    def said_of(self, columns: FloatArray) -> FloatArray:
        """What the last fit says of days with these columns (a, days, p), (n, days)."""
        told = np.empty((self.use.shape[0], columns.shape[1]))
        for area in range(columns.shape[0]):
            inside = self.area_of == area
            told[inside] = self.coefficients[inside] @ columns[area].T
        return np.maximum(told, SMALLEST * self.mean_use[:, None])

    def learn(self, first: int, last: int) -> None:
        """Take in the days from row `first` to before `last`, and fit anew; outliers count as far as is usual."""
        known = ~np.isnan(self.use[:, first:last])
        self._bend_outliers(first, last, known)
        count = last - first
        fading = 0.5 ** (1.0 / self.expert.half_life)
        weight = known * fading ** np.arange(count - 1, -1, -1)
        self.power *= fading**count
        self.moment *= fading**count
        usable = np.where(known, self.use[:, first:last], 0.0)
        for area in range(self.columns.shape[0]):
            inside = np.flatnonzero(self.area_of == area)
            rows = self.columns[area, first:last]
            squares = (rows[:, :, None] * rows[:, None, :]).reshape(count, -1)
            self.power[inside] += (weight[inside] @ squares).reshape(-1, *self.power.shape[1:])
            self.moment[inside] += (weight[inside] * usable[inside]) @ rows
        self._remember(known, usable)
        self._fit(self.days_known >= self.rules.fewest_days)

    def _remember(self, known: BoolArray, usable: FloatArray) -> None:
        counted = known.sum(axis=1)
        total = self.mean_use * self.days_known + usable.sum(axis=1)
        self.days_known = self.days_known + counted
        self.mean_use = total / np.maximum(self.days_known, 1)

    def _bend_outliers(self, first: int, last: int, known: BoolArray) -> None:
        """Hold use within `outlier` times the usual miss of what was said, so that one slip cannot bend the fit."""
        judged = self.days_known >= self.rules.full_days
        if not judged.any():
            return
        said = self.said(first, last)
        apart = np.where(known, self.use[:, first:last] - said, 0.0)
        usual = np.where(np.isnan(self.miss), np.inf, self.miss)[:, None] * self.rules.outlier
        bent = np.clip(apart, -usual, usual)
        chunk = self.use[:, first:last]
        chunk[judged] = np.where(known, said + bent, np.nan)[judged]
        seen = known.any(axis=1) & judged
        latest = np.abs(bent).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
        settled = np.where(np.isnan(self.miss), latest, (1 - SETTLED) * self.miss + SETTLED * latest)
        self.miss = np.where(seen, settled, self.miss)

    def _fit(self, able: BoolArray) -> None:
        chosen = np.flatnonzero(able)
        if not chosen.size:
            return
        power = self.power[chosen]
        diagonal = np.einsum("njj->nj", power)
        penalty = self.expert.shrink * diagonal + self.expert.caution
        penalty[:, 0] = 1e-9 + 1e-9 * diagonal[:, 0]  # the level itself is free
        np.einsum("njj->nj", power)[:] += penalty
        self.coefficients[chosen] = np.linalg.solve(power, self.moment[chosen][:, :, None])[:, :, 0]
