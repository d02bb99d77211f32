"""What each expert would have told on every eve of a record, and what all of them tell together.

One pass over the days: learn from the days that are over, tell the next ones, go on. What is told on an eve
never depends on the use of that day or later, so errors along the way are errors out of sample, and the last
eve's forecast is made just as all the earlier ones were.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from nuandong.demand.learning.features import Features
from nuandong.demand.learning.level import Level
from nuandong.demand.learning.rules import Expert, LearningRules
from nuandong.demand.learning.structure import Regression
from nuandong.units import BoolArray, FloatArray, IntArray

Outlook = dict[
    int, dict[str, FloatArray]
]  # by origin: blocks (a, H, p) under the weather forecast on that eve
Words: TypeAlias = NDArray[np.float32]  # (origins, H, n): single precision, or a province does not fit


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
    asked: tuple[int, ...] = (),
) -> Words:
    """What one expert tells on every eve up to row `known`, (known + 1, H, n); NaN before its first fit.

    Stretches without any known use (summers of a heating record) are passed over, but for the eves `asked`; of many
    units only the last years are told, earlier ones only teach.
    """
    columns = features.columns(expert.blocks)
    days = use.shape[1]
    regression = Regression(expert=expert, columns=columns, area_of=area_of, use=use, rules=rules)
    level = Level(units=use.shape[0], days=days, reach=reach, rules=rules)
    told: Words = np.full((known + 1, reach, use.shape[0]), np.nan, dtype=np.float32)
    wanted = rules.fewest_days if expert is rules.experts[0] else rules.full_days
    step = rules.step_for(use.shape[0])
    begins = rules.tells_from(use.shape[0], min((*asked, known)))
    wanted_days = _wanted_days(use, (*asked, known))
    for first in range(0, known + 1, step):
        if first:
            regression.learn(first - step, first)
        if first + step <= begins:
            continue
        if first:
            level.learn(use=use, first=first - step, last=first, mean=regression.mean_use)
        ready = regression.days_known >= wanted
        if not (ready.any() and wanted_days[first : first + step + reach].any()):
            continue
        last = min(first + step, known + 1)
        begin = max(0, first - rules.memory)
        end = min(last + reach - 1, days)
        said = regression.said(begin, end)
        lately = use[:, begin : last - 1], said[:, : last - 1 - begin]
        memory = level.recall(lately=lately, first=first, last=last, mean=regression.mean_use)
        shifts = np.exp(level.shift(memory))
        for origin in range(first, last):
            ahead = said[:, origin - begin : origin - begin + reach]
            if origin in outlook:
                ahead = regression.said_of(_columns(outlook[origin], expert))
            whole = _whole(ahead, ready, reach)
            level.note(origin=origin, said=whole)
            told[origin] = (whole * shifts[:, origin - first]).T
    return told


def _wanted_days(use: FloatArray, asked: tuple[int, ...]) -> BoolArray:
    """Days (D + 1,) worth telling of: some unit's use is known there, or its eve is asked for."""
    wanted = np.append(~np.isnan(use).all(axis=0), False)
    wanted[list(asked)] = True
    return np.asarray(wanted)


def _columns(blocks: dict[str, FloatArray], expert: Expert) -> FloatArray:
    """An expert's columns (a, H, p) of days under forecast weather."""
    return np.concatenate([blocks[name] for name in expert.blocks], axis=2)


def _whole(ahead: FloatArray, ready: BoolArray, reach: int) -> FloatArray:
    """What is said of the leads that the grid holds, (n, H); NaN beyond it and for units that are not ready."""
    whole = np.full((ahead.shape[0], reach), np.nan)
    whole[:, : ahead.shape[1]] = np.where(ready[:, None], ahead, np.nan)
    return whole


def together(*, told: list[Words], use: FloatArray, rules: LearningRules) -> FloatArray:
    """What the experts tell together, (n, origins, H): each by how well it told the days that are over.

    weight = exp( -sharpness (miss / least miss - 1) ),   miss: fading mean of |told - use| at that lead
    """
    origins, reach, units = told[0].shape
    fading = 0.5 ** (1.0 / rules.weight_half_life)
    total, count = np.zeros((len(told), reach, units)), np.zeros((len(told), reach, units))
    joined = np.full((origins, reach, units), np.nan, dtype=np.float32)
    leads = np.arange(reach)
    for origin in range(origins):
        came = origin - 1 - leads  # the eves on which yesterday was told, one a lead
        seen = leads[came >= 0]
        if seen.size and not np.isnan(use[:, origin - 1]).all():
            apart = np.stack([np.abs(words[came[seen], seen] - use[:, origin - 1]) for words in told])
            fresh = ~np.isnan(apart)
            total[:, seen] = np.where(fresh, total[:, seen] * fading + np.nan_to_num(apart), total[:, seen])
            count[:, seen] = np.where(fresh, count[:, seen] * fading + 1.0, count[:, seen])
        word = np.stack([words[origin] for words in told])
        if np.isnan(word[:, 0]).all():
            continue
        miss = np.where(count > 0, total / np.maximum(count, 1e-12), np.nan)
        joined[origin] = _weighed(word, miss, rules.weight_sharpness)
    return np.asarray(joined.transpose(2, 0, 1))


def _weighed(told: FloatArray, miss: FloatArray, sharpness: float) -> FloatArray:
    """Experts' words (e, H, n) weighed by their misses; one that was never seen counts as the least good."""
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
