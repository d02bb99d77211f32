"""How far use stands off an expert's word just now, and how much of that will still hold h days on.

    told[o, h] = said[o + h - 1] · exp( memory[o] · lesson[h] )

`memory` are logarithms of use over said: on the eve, and over fading stretches of days. `lesson` is a
regression of the same logarithm h days later on them, learned from days that are over. So drift, growth and a
shock enter as fast as they have proved to last, and the weather of one odd day is not believed for a week.

Source: adaptive level of degree-day practice (anchors: GasDay's adaptive blend), written as a regression.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.learning.rules import LearningRules
from nuandong.units import FloatArray

FITTED_LEADS = (1, 2, 4, 7, 14, 31)
FADING = (0.5, 0.15, 0.04)  # weight of the last day in a stretch
PRIOR = 0.05  # of mean use: what a stretch is given in advance on both sides
FURTHEST = 0.7  # of a logarithm: a level halved or doubled is a fault to be found, not to be followed
WEIGHT = 1.5  # power of use in the weight of a day: cold days teach more
CAUTION = 0.0045


class Level:
    """What the residuals of n units teach about leads up to `reach`, moved forward with the regression."""

    def __init__(self, *, units: int, days: int, reach: int, rules: LearningRules) -> None:
        self.rules = rules
        self.leads = tuple(lead for lead in FITTED_LEADS if lead <= reach) or (1,)
        self.width = 1 + len(FADING)  # the eve itself, and the stretches
        shape = (units, len(self.leads), self.width)
        self.power = np.zeros((*shape, self.width))
        self.moment = np.zeros(shape)
        self.lessons = np.zeros(shape)
        self.memory = np.zeros((units, days + 1, self.width))
        self.said = np.full((units, days + 1, len(self.leads)), np.nan)
        between = np.arange(1, reach + 1)
        self.blend = np.stack(
            [np.interp(between, self.leads, row) for row in np.eye(len(self.leads))], axis=1
        )  # (H, fitted leads)

    def recall(
        self, *, lately: tuple[FloatArray, FloatArray], first: int, last: int, mean: FloatArray
    ) -> FloatArray:
        """Memory (n, origins, q) of the origins `first` to before `last`.

        `lately` are use and said (n, up to memory + origins - 1), ending before the last origin; NaN is unknown.
        """
        use, said = (_padded(rows, self.rules.memory + last - first - 1) for rows in lately)
        known = ~np.isnan(use)
        # A slip of the pen stands in the record until somebody mends it: no day may say more than e times its due.
        held = np.clip(use, said * np.exp(-1.0), said * np.exp(1.0))
        parts = np.stack([np.where(known, held, 0.0), np.where(known, said, 0.0)])
        sums, lasts = self._stretches(parts, last - first)
        sums += PRIOR * mean[None, :, None, None]
        stretches = np.log(np.maximum(sums[0], 1e-9) / np.maximum(sums[1], 1e-9))
        given = np.maximum(PRIOR * mean, 1e-9)[:, None]
        ratio = np.log((lasts[0] + given) / (lasts[1] + given))
        eve = np.where(lasts[1] > 0, ratio, stretches[..., 0])[:, :, None]
        memory: FloatArray = np.clip(np.concatenate([eve, stretches], axis=2), -1.0, 1.0)
        self.memory[:, first:last] = memory
        return memory

    def _stretches(self, parts: FloatArray, origins: int) -> tuple[FloatArray, FloatArray]:
        """Fading sums (2, n, origins, stretches) of use and said up to each eve, and both on it (2, n, origins)."""
        kept = np.array(FADING)
        fading = np.zeros((*parts.shape[:2], kept.size))
        sums = np.empty((*parts.shape[:2], origins, kept.size))
        for day in range(self.rules.memory - 1 + origins):
            fading *= 1.0 - kept
            fading += kept * parts[:, :, day, None]
            if day >= self.rules.memory - 1:
                sums[:, :, day - self.rules.memory + 1] = fading
        return sums, parts[:, :, self.rules.memory - 1 : self.rules.memory - 1 + origins]

    def learn(self, *, use: FloatArray, first: int, last: int, mean: FloatArray) -> None:
        """Take in the targets on the days from row `first` to before `last`, and fit every lead anew."""
        self._fade(last - first)
        if np.isnan(use[:, first:last]).all():
            return
        scale, least = np.maximum(mean, 1e-9)[:, None], 1e-3 * mean[:, None]
        for row, lead in enumerate(self.leads):
            begin, end = max(first - lead + 1, 0), last - lead + 1
            if end <= begin:
                continue
            said = self.said[:, begin:end, row]
            actual = use[:, begin + lead - 1 : end + lead - 1]
            taught = ~(np.isnan(actual) | np.isnan(said))
            told = np.where(taught, np.maximum(said, 1e-9), 1.0)
            target = np.log(np.where(taught, np.maximum(actual, least), 1.0) / told).clip(-1.0, 1.0)
            weight = np.where(taught, (told / scale) ** WEIGHT, 0.0)
            memory = self.memory[:, begin:end]
            weighted = np.swapaxes(memory * weight[:, :, None], 1, 2)
            self.power[:, row] += weighted @ memory
            self.moment[:, row] += (weighted @ target[:, :, None])[..., 0]
        power = self.power.copy()
        diagonal = np.einsum("nljj->nlj", power)
        diagonal += self.rules.level_shrink * diagonal + CAUTION
        self.lessons = np.asarray(np.linalg.solve(power, self.moment[..., None])[..., 0], dtype=np.float64)

    def _fade(self, count: int) -> None:
        fading = 0.5 ** (count / self.rules.level_half_life)
        self.power *= fading
        self.moment *= fading

    def shift(self, memory: FloatArray) -> FloatArray:
        """By what use is believed to stand off at each lead, (n, origins, H), as a logarithm."""
        lessons = np.einsum("hl,nlq->nhq", self.blend, self.lessons)
        shifted = memory @ np.swapaxes(lessons, 1, 2)
        return np.asarray(np.clip(shifted, -FURTHEST, FURTHEST))

    def note(self, *, origin: int, said: FloatArray) -> None:
        """Keep what the regression said on the eve `origin` of each lead, (n, H), to learn from it later."""
        self.said[:, origin] = said[:, [lead - 1 for lead in self.leads]]


def _padded(rows: FloatArray, days: int) -> FloatArray:
    """Rows with unknown days before them, up to so many days, so that every stretch is whole."""
    return np.pad(rows, ((0, 0), (days - rows.shape[1], 0)), constant_values=np.nan)
