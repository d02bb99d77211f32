"""How far use stands off an expert's word just now, and how much of that will still hold h days on.

    told[o, h] = said[o + h - 1] · exp( memory[o] · lesson[h] )

`memory` are logarithms of use over said: on the last days, and over fading stretches of them. `lesson` is a
regression of the same logarithm h days later on them, learned from days that are over. So drift, growth and a
shock enter as fast as they have proved to last, and the weather of one odd day is not believed for a week.

Source: adaptive level of degree-day practice (anchors: GasDay's adaptive blend), written as a regression.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.learning.rules import LearningRules
from nuandong.units import FloatArray

FITTED_LEADS = (1, 2, 3, 5, 7, 10, 14, 21, 31, 45)
FADING = (0.5, 0.15, 0.04)  # weight of the last day in a stretch
LAST_DAYS = (1,)
PRIOR = 0.05  # of mean use: what a stretch is given in advance on both sides
FURTHEST = 0.7  # of a logarithm: a level halved or doubled is a fault to be found, not to be followed
WEIGHT = 1.5  # power of use in the weight of a day: cold days teach more
CAUTION = 0.0045


class Level:
    """What the residuals of n units teach about leads up to `reach`, moved forward with the regression."""

    def __init__(self, *, units: int, days: int, reach: int, rules: LearningRules) -> None:
        self.rules = rules
        self.leads = tuple(lead for lead in FITTED_LEADS if lead <= reach) or (1,)
        self.width = len(LAST_DAYS) + len(FADING)
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
        self, *, use: FloatArray, said: FloatArray, first: int, last: int, mean: FloatArray
    ) -> FloatArray:
        """Memory (n, origins, q) of the origins `first` to before `last`.

        `use`, `said` (n, memory + origins - 1) begin `memory` days before `first`; NaN use is unknown.
        """
        reach = self.rules.memory
        known = ~np.isnan(use)
        # A slip of the pen stands in the record until somebody mends it: no day may say more than e times its due.
        held = np.clip(use, said * np.exp(-1.0), said * np.exp(1.0))
        parts = np.stack([np.where(known, held, 0.0), np.where(known, said, 0.0)])
        windows = np.lib.stride_tricks.sliding_window_view(parts, reach, axis=2)[:, :, : last - first]
        fading = np.stack([kept * (1 - kept) ** np.arange(reach - 1, -1, -1) for kept in FADING], axis=1)
        sums = windows @ fading + PRIOR * mean[None, :, None, None]
        stretches = np.log(np.maximum(sums[0], 1e-9) / np.maximum(sums[1], 1e-9))
        lasts = []
        for back in LAST_DAYS:
            day, told = windows[0][..., reach - back], windows[1][..., reach - back]
            given = np.maximum(PRIOR * mean, 1e-9)[:, None]
            ratio = np.log((day + given) / (told + given))
            lasts.append(np.where(told > 0, ratio, stretches[..., 0]))
        memory: FloatArray = np.clip(np.concatenate([np.stack(lasts, axis=2), stretches], axis=2), -1.0, 1.0)
        self.memory[:, first:last] = memory
        return memory

    def learn(self, *, use: FloatArray, first: int, last: int, mean: FloatArray) -> None:
        """Take in the targets on the days from row `first` to before `last`, and fit every lead anew."""
        self._fade(last - first)
        if np.isnan(use[:, first:last]).all():
            return
        for row, lead in enumerate(self.leads):
            origins = np.arange(max(first - lead + 1, 0), last - lead + 1)
            if not origins.size:
                continue
            said = self.said[:, origins, row]
            actual = use[:, origins + lead - 1]
            taught = ~np.isnan(actual) & ~np.isnan(said)
            share = np.where(taught, said, 0.0) / np.maximum(mean, 1e-9)[:, None]
            weight = taught * share**WEIGHT
            safe = np.where(taught, np.maximum(actual, 1e-3 * mean[:, None]), 1.0)
            target = np.clip(np.log(safe / np.where(taught, np.maximum(said, 1e-9), 1.0)), -1.0, 1.0)
            memory = self.memory[:, origins]
            weighted = memory * weight[:, :, None]
            self.power[:, row] += np.swapaxes(weighted, 1, 2) @ memory
            self.moment[:, row] += (np.swapaxes(weighted, 1, 2) @ target[:, :, None])[..., 0]
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
