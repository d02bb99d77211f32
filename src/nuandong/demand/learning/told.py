"""What each expert would have told on every eve of a record, and what all of them tell together.

One pass over the days: learn from the days that are over, tell the next ones, go on. What is told on an eve
never depends on the use of that day or later, so errors along the way are errors out of sample, and the last
eve's forecast is made just as all the earlier ones were.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nuandong.demand.learning.features import Features
from nuandong.demand.learning.level import Level
from nuandong.demand.learning.rules import Expert, LearningRules
from nuandong.demand.learning.structure import Regression
from nuandong.units import FloatArray, IntArray

Outlook = dict[
    int, dict[str, FloatArray]
]  # by origin: blocks (a, H, p) under the weather forecast on that eve
Progress = Callable[[float], None]


def told_by(  # noqa: PLR0913 - one pass needs all of it; a bundle would only hide it
    *,
    expert: Expert,
    features: Features,
    area_of: IntArray,
    use: FloatArray,
    known: int,
    reach: int,
    outlook: Outlook,
    rules: LearningRules,
) -> FloatArray:
    """What one expert tells on every eve up to row `known`, (n, known + 1, H); NaN before its first fit."""
    columns = features.columns(expert.blocks)
    days = use.shape[1]
    regression = Regression(expert=expert, columns=columns, area_of=area_of, use=use, rules=rules)
    level = Level(units=use.shape[0], days=days, reach=reach, rules=rules)
    told = np.full((use.shape[0], known + 1, reach), np.nan, dtype=np.float32)
    wanted = rules.fewest_days if expert is rules.experts[0] else rules.full_days
    for first in range(0, known + 1, rules.step):
        if first:
            regression.learn(first - rules.step, first)
            level.learn(use=use, first=first - rules.step, last=first, mean=regression.mean_use)
        ready = regression.days_known >= wanted
        if not ready.any():
            continue
        last = min(first + rules.step, known + 1)
        begin = max(0, first - rules.memory)
        end = min(last + reach - 1, days)
        said = regression.said(begin, end)
        past = slice(begin, last - 1)
        memory = level.recall(
            use=_padded(use[:, past], rules.memory - (first - begin)),
            said=_padded(said[:, : last - 1 - begin], rules.memory - (first - begin)),
            first=first,
            last=last,
            mean=regression.mean_use,
        )
        shifts = np.exp(level.shift(memory))
        for origin in range(first, last):
            ahead = said[:, origin - begin : origin - begin + reach]
            if origin in outlook:
                blocks = outlook[origin]
                ahead = regression.said_of(np.concatenate([blocks[name] for name in expert.blocks], axis=2))
            whole = np.full((use.shape[0], reach), np.nan)
            whole[:, : ahead.shape[1]] = ahead
            level.note(origin=origin, said=np.where(ready[:, None], whole, np.nan))
            told[:, origin] = np.where(ready[:, None], whole * shifts[:, origin - first], np.nan)
    return told


def _padded(rows: FloatArray, missing: int) -> FloatArray:
    """Rows with unknown days before them, so that every window is whole."""
    return np.pad(rows, ((0, 0), (max(missing, 0), 0)), constant_values=np.nan)


def together(*, told: list[FloatArray], use: FloatArray, rules: LearningRules) -> FloatArray:
    """What the experts tell together, (n, origins, H): each by how well it told the days that are over.

    weight = exp( -sharpness (miss / least miss - 1) ),   miss: fading mean of |told - use| at that lead
    """
    stacked = np.stack(told)  # experts, n, origins, H
    experts, units, origins, reach = stacked.shape
    fading = 0.5 ** (1.0 / rules.weight_half_life)
    total, count = np.zeros((experts, units, reach)), np.zeros((experts, units, reach))
    joined = np.full(stacked.shape[1:], np.nan)
    leads = np.arange(reach)
    for origin in range(origins):
        came = origin - 1 - leads  # the eves on which yesterday was told, one a lead
        seen = came >= 0
        if seen.any():
            apart = np.abs(stacked[:, :, came[seen], leads[seen]] - use[None, :, origin - 1, None])
            fresh = ~np.isnan(apart)
            total[:, :, seen] = np.where(
                fresh, total[:, :, seen] * fading + np.nan_to_num(apart), total[:, :, seen]
            )
            count[:, :, seen] = np.where(fresh, count[:, :, seen] * fading + 1.0, count[:, :, seen])
        miss = np.where(count > 0, total / np.maximum(count, 1e-12), np.nan)
        joined[:, origin] = _weighed(stacked[:, :, origin], miss, rules.weight_sharpness)
    return joined


def _weighed(told: FloatArray, miss: FloatArray, sharpness: float) -> FloatArray:
    """Experts' words (e, n, H) weighed by their misses; one that was never seen counts as the least good."""
    there = ~np.isnan(told)
    known = np.where(there & ~np.isnan(miss), miss, np.inf)
    least = known.min(axis=0)
    worst = np.where(np.isfinite(known), known, -np.inf).max(axis=0)
    judged = np.where(np.isfinite(known), known, np.where(np.isfinite(worst), worst, 1.0))
    floor = np.where(np.isfinite(least) & (least > 0), least, 1.0)
    relative = np.clip(np.where(np.isfinite(least), judged / floor - 1.0, 0.0), 0.0, 50.0)
    weight = np.where(there, np.exp(-sharpness * relative), 0.0)
    mass = weight.sum(axis=0)
    mean = (weight * np.nan_to_num(told)).sum(axis=0) / np.where(mass > 0, mass, 1.0)
    return np.asarray(np.where(mass > 0, mean, np.nan))
