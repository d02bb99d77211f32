"""What is told where the model cannot speak, in a fixed order, marked on every number.

    full model → temperature only (a young record) → the profile of other units → the last comparable day

Clause: T-022. Widths of the last two are judged: nobody has errors of theirs to go by.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from nuandong.demand.learning.rules import LearningRules, Method
from nuandong.demand.series import UseHistory
from nuandong.units import BoolArray, FloatArray, Share

POOLED_WIDTH, LAST_DAY_WIDTH = 0.15, 0.25  # standard deviation of the logarithm
COMPARABLE_WITHIN = 21  # days back in which a last comparable day is looked for


@dataclass(frozen=True, slots=True, eq=False)
class Resort:
    """The mean (n, H) that is told on an eve, how it was come by (n,), and whether without a model (n,)."""

    mean: FloatArray
    method: tuple[Method, ...]
    is_resort: BoolArray

    def plain_quantiles(self, levels: tuple[Share, ...]) -> FloatArray:
        """Quantiles (n, H, Q) of a plain bell of the resort's own width."""
        score = np.array([NormalDist().inv_cdf(level) for level in levels])
        width = np.where(np.array(self.method) == Method.POOLED, POOLED_WIDTH, LAST_DAY_WIDTH)
        return np.asarray(self.mean[:, :, None] * np.exp(width[:, None, None] * score))


def last_resorts(
    *, history: UseHistory, told: FloatArray, use: FloatArray, origin: int, rules: LearningRules
) -> Resort:
    """What stands for each unit on the eve `origin`: the model's word (n, H) or the best that is left."""
    days = use.shape[1]
    reach = told.shape[2]
    known = (~np.isnan(use[:, :origin])).sum(axis=1)
    mean = np.asarray(told[:, origin], dtype=np.float64).copy()
    mean[:, max(0, days - origin) :] = np.nan  # leads beyond the history's grid
    within = min(reach, days - origin)
    blind = _without_weather(history, origin, within)
    method = np.where(known >= rules.full_days, Method.FULL.value, Method.TEMPERATURE_ONLY.value)
    silent: BoolArray = np.asarray(np.isnan(mean[:, 0]) | blind)
    pooled = _pooled(told, use, origin, ~silent)
    usable = silent & ~blind & ~np.isnan(pooled[:, 0])
    last = _last_comparable(history, use, origin, within)
    mean[usable] = pooled[usable]
    mean[silent & ~usable, :within] = last[silent & ~usable]
    method = np.where(usable, Method.POOLED.value, method)
    method = np.where(silent & ~usable, Method.LAST_COMPARABLE_DAY.value, method)
    return Resort(mean, tuple(Method(word) for word in method), silent)


def _without_weather(history: UseHistory, origin: int, within: int) -> BoolArray:
    """Units in whose area nobody knows the temperature of any day asked, (n,)."""
    unknown = np.asarray(np.isnan(history.temperature[:, origin : origin + within]).all(axis=1))
    return np.asarray(unknown[history.area_of])


def _pooled(told: FloatArray, use: FloatArray, origin: int, speaking: BoolArray) -> FloatArray:
    """The speaking units' profile at each unit's own level, (n, H); NaN where a unit has no known day."""
    units, reach = told.shape[0], told.shape[2]
    if not speaking.any():
        return np.full((units, reach), np.nan)
    known = use[:, :origin]
    counted = ~np.isnan(known[speaking])
    size = np.nansum(known[speaking], axis=1) / np.maximum(counted.sum(axis=1), 1)
    scaled = known[speaking] / np.maximum(size, 1e-9)[:, None]
    days_with = counted.sum(axis=0)
    index = np.where(days_with > 0, np.nansum(scaled, axis=0) / np.maximum(days_with, 1), np.nan)
    ahead = (told[speaking, origin] / np.maximum(size, 1e-9)[:, None]).mean(axis=0)
    both = ~np.isnan(known) & ~np.isnan(index)[None, :]
    own = np.where(both, known, 0.0).sum(axis=1)
    profile = np.where(both, index, 0.0).sum(axis=1)
    level = np.where(profile > 0, own / np.where(profile > 0, profile, 1.0), np.nan)
    return np.asarray(level[:, None] * ahead[None, :])


def _last_comparable(history: UseHistory, use: FloatArray, origin: int, within: int) -> FloatArray:
    """Use of the last known day that rests or works as each day asked does, else of the last known day, (n, H)."""
    begin = max(0, origin - COMPARABLE_WITHIN)
    rest, recent = history.rest_day[begin:origin], use[:, begin:origin]
    found = np.full((use.shape[0], within), np.nan)
    for lead in range(within):
        alike = rest == history.rest_day[origin + lead]
        found[:, lead] = _last_known(np.where(alike, recent, np.nan))
    plain = _last_known(use[:, :origin])
    return np.where(np.isnan(found), plain[:, None], found)


def _last_known(rows: FloatArray) -> FloatArray:
    """The last value of each row that is not NaN, (n,)."""
    if not rows.shape[1]:
        return np.full(rows.shape[0], np.nan)
    known = ~np.isnan(rows)
    at = rows.shape[1] - 1 - known[:, ::-1].argmax(axis=1)
    return np.where(known.any(axis=1), rows[np.arange(rows.shape[0]), at], np.nan)
