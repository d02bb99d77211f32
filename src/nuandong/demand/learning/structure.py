"""One expert's regression, learned anew every few days from what was known then, never from later use.

    use[d] ≈ columns[d] · coefficients,   coefficients = argmin Σ_d 2^(-age[d]/half_life) (use[d] - columns[d]·c)²
                                                       + Σ_j (shrink · power[j] + caution) c[j]²

Normal equations are carried along and decayed, so a whole record is one pass; each fit is used only for the days
after it, so every error that the next floors see is an error out of sample.

Source: ridge regression with exponential forgetting; its numbers are `rules.Expert`.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.learning.picking import picked_coefficients
from nuandong.demand.learning.rules import Expert, LearningRules
from nuandong.units import BoolArray, FloatArray, IntArray

SMALLEST = 0.02  # of mean use: a model never says less, so that ratios to it stay finite
DRIFT_PRIOR = 2.0  # days of mean use that hold the scale where it was
SETTLED = 0.05  # weight of a chunk in the running mean miss that outliers are judged by


class Regression:
    """Coefficients of one expert for n units, moved forward day by day; `columns` (a, D, p), `use` (n, D)."""

    def __init__(
        self, *, expert: Expert, columns: FloatArray, area_of: IntArray, use: FloatArray, rules: LearningRules
    ) -> None:
        units, width = use.shape[0], columns.shape[2]
        self.expert, self.columns, self.area_of, self.rules = expert, columns, area_of, rules
        self.use = use.copy()  # outliers are bent back as they come to be known
        # Units of one area that reported on the same days have the same normal matrix: it is kept once.
        masks = [(int(area_of[unit]), np.isnan(use[unit]).tobytes()) for unit in range(units)]
        known = {mask: group for group, mask in enumerate(dict.fromkeys(masks))}
        self.group_of = np.array([known[mask] for mask in masks], dtype=np.int64)
        self.first_of = np.array([masks.index(mask) for mask in known], dtype=np.int64)
        self.power = np.zeros((len(known), width, width))
        self.moment = np.zeros((units, width))
        self.squares, self.counted = np.zeros(units), np.zeros(units)
        self.coefficients = np.zeros((units, width))
        self.scale = np.ones(units)  # of an expert with drift: how large use has grown by now
        self.lately = np.zeros((2, units))  # fading sums of use and of what the unscaled fit says
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
        return np.maximum(told * self.scale[:, None], SMALLEST * self.mean_use[:, None])

    def learn(self, first: int, last: int) -> None:
        """Take in the days from row `first` to before `last`, and fit anew; outliers count as far as is usual."""
        known = ~np.isnan(self.use[:, first:last])
        self._bend_outliers(first, last, known)
        count = last - first
        fading = 0.5 ** (1.0 / self.expert.half_life)
        weight = known * fading ** np.arange(count - 1, -1, -1)
        self.power *= fading**count
        self.moment *= fading**count
        self.squares *= fading**count
        self.counted *= fading**count
        counted = np.where(known, self.use[:, first:last], 0.0)
        self._drift(first, last, known)
        usable = counted / self.scale[:, None]
        self.squares += (weight * usable**2).sum(axis=1)
        self.counted += weight.sum(axis=1)
        for area in range(self.columns.shape[0]):
            inside = np.flatnonzero(self.area_of == area)
            groups = np.flatnonzero(self.area_of[self.first_of] == area)
            rows = self.columns[area, first:last]
            for group in groups:
                self.power[group] += (rows * weight[self.first_of[group], :, None]).T @ rows
            self.moment[inside] += (weight[inside] * usable[inside]) @ rows
        self._remember(known, counted)
        if known.any():
            self._fit(self.days_known >= self.rules.fewest_days)

    def _drift(self, first: int, last: int, known: BoolArray) -> None:
        """Move the scale to use over what the unscaled fit says, on the fading days of the expert's drift."""
        judged = self.days_known >= self.rules.full_days
        if not np.isfinite(self.expert.drift) or not judged.any():
            return
        told = np.where(known, self.said(first, last) / self.scale[:, None], 0.0)
        sums = np.stack([np.where(known, self.use[:, first:last], 0.0).sum(axis=1), told.sum(axis=1)])
        self.lately = self.lately * 0.5 ** ((last - first) / self.expert.drift) + sums
        prior = DRIFT_PRIOR * self.mean_use
        ratio = (self.lately[0] + prior) / np.maximum(self.lately[1] + prior / self.scale, 1e-9)
        self.scale = np.where(judged, np.clip(ratio, 0.05, 20.0), self.scale)

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
        # A summer's misses are small: a day may always stand off by a good part of what is usual in a year.
        free = self.rules.outlier_share * np.maximum(said, self.mean_use[:, None])
        usual = np.where(np.isnan(self.miss), np.inf, self.miss)[:, None] * self.rules.outlier
        bent = np.clip(apart, -np.maximum(usual, free), np.maximum(usual, free))
        chunk = self.use[:, first:last]
        chunk[judged] = np.where(known, said + bent, np.nan)[judged]
        seen = known.any(axis=1) & judged
        latest = np.abs(bent).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
        settled = np.where(np.isnan(self.miss), latest, (1 - SETTLED) * self.miss + SETTLED * latest)
        self.miss = np.where(seen, settled, self.miss)

    def _fit(self, able: BoolArray) -> None:
        if self.expert.picks:
            chosen = np.flatnonzero(able)
            self.coefficients[chosen] = picked_coefficients(
                power=self.power[self.group_of[chosen]],
                moment=self.moment[chosen],
                squares=self.squares[chosen],
                counted=self.counted[chosen],
                first=self.expert.always,
                picks=self.expert.picks,
            )
            return
        for group in np.unique(self.group_of[able]):
            members = np.flatnonzero(self.group_of == group)
            power = self.power[group].copy()
            diagonal = power.diagonal().copy()
            penalty = self.expert.shrink * diagonal + self.expert.caution
            penalty[0] = 1e-9 + 1e-9 * diagonal[0]  # the level itself is free
            power[np.diag_indices_from(power)] += penalty
            self.coefficients[members] = np.linalg.solve(power, self.moment[members].T).T
