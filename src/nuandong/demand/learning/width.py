"""How wide a forecast is: quantiles of the errors that were made out of sample, on days like the one asked.

    quantile[h] = mean[h] · exp( weighted quantile of log(use / told) at lead h )
    weight      = 2^(-age / half_life) · exp( -½ (log(told then / told now) / alike)² )

Nothing is assumed of the errors' shape. A few days' worth of a plain bell stands beside them, so that a young
record is wide; and the whole is stretched or drawn in by how large the latest errors were for their kind.

Source: conformal prediction with weights for drift and likeness (locally weighted split conformal); numbers judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from nuandong.demand.learning.rules import LearningRules
from nuandong.demand.weighing import weighted_quantiles
from nuandong.units import FloatArray

BELL = np.array([NormalDist().inv_cdf((row + 0.5) / 40) for row in range(40)])
BIGGEST = 1.5  # of a logarithm: a meter that stood still is not a width
STRETCH = (0.75, 1.8)
GOLDEN = 0.6180339887498949


@dataclass(frozen=True, slots=True, eq=False)
class PastErrors:
    """Errors log(use / told) of n units on K eves at H leads, and what was told then, (n, K, H); eve rows (K,)."""

    eves: FloatArray
    error: FloatArray
    told: FloatArray


def past_errors(*, told: FloatArray, use: FloatArray, origin: int, rules: LearningRules) -> PastErrors:
    """What was known on the eve `origin` of the errors of earlier eves; NaN where the day is not over or unknown."""
    units, _, reach = told.shape
    eves = np.arange(max(0, origin - rules.error_days), origin)
    error = np.full((units, eves.size, reach), np.nan)
    for lead in range(reach):
        day = eves + lead
        over = day < origin
        actual, said = use[:, day[over]], told[:, eves[over], lead]
        good = (said > 0) & ~np.isnan(actual)
        ratio = np.maximum(np.where(good, actual, 1.0), 1e-6) / np.where(good, said, 1.0)
        error[:, over, lead] = np.where(good, np.clip(np.log(ratio), -BIGGEST, BIGGEST), np.nan)
    kept = ~np.isnan(error[:, :, 0]).all(axis=0) if eves.size else np.zeros(0, dtype=np.bool_)
    return PastErrors(eves[kept].astype(np.float64), error[:, kept], told[:, eves[kept]])


def quantiles_of(
    *, mean: FloatArray, past: PastErrors, origin: int, blur: FloatArray, rules: LearningRules
) -> FloatArray:
    """Quantiles (n, H, Q) around `mean` (n, H); `blur` (n, H) is the spread that weather still adds, a logarithm.

    `blur` is for errors made in weather that was observed, where the forecast rests on weather that is not.
    """
    units, reach = mean.shape
    found = np.empty((units, reach, len(rules.levels)))
    fading = 0.5 ** ((origin - past.eves) / rules.error_half_life)
    jitter = _bell_scores(past.eves)
    for lead in range(reach):
        error, told = past.error[:, :, lead], past.told[:, :, lead]
        known = ~np.isnan(error)
        now = np.maximum(mean[:, lead], 1e-9)[:, None]
        apart = np.log(np.maximum(np.nan_to_num(told, nan=1.0), 1e-9) / np.where(np.isnan(now), 1.0, now))
        weight = known * fading[None, :] * np.exp(-0.5 * (apart / rules.alike) ** 2)
        usual, recent = _sizes(error, weight, known)
        stretch = np.clip(np.sqrt(recent / np.maximum(usual, 1e-9)), *STRETCH)
        stretch = np.where(known.sum(axis=1) >= rules.fewest_days, stretch, 1.0)
        spread = blur[:, lead, None]
        # Use is nearly straight in temperature: weather's error leaves the mean where it is, not the median of logs.
        samples = (
            np.nan_to_num(error) * (rules.matured * stretch)[:, None]
            + jitter[None, :] * spread
            - 0.5 * spread**2
        )
        young = rules.young_width * np.sqrt(1.0 + lead / 7.0)
        bell = np.broadcast_to(BELL * young, (units, BELL.size))
        prior = np.full((units, BELL.size), rules.young_days / BELL.size)
        found[:, lead] = weighted_quantiles(
            np.concatenate([samples, bell], axis=1), np.concatenate([weight, prior], axis=1), rules.levels
        )
    return np.asarray(mean[:, :, None] * np.exp(found))


def _sizes(error: FloatArray, weight: FloatArray, known: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Mean size of the errors as weighed, and of the latest three weeks of them, (n,) each."""
    size = np.where(known, np.abs(error), 0.0)
    usual = (weight * size).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-9)
    back = known[:, ::-1].cumsum(axis=1)[:, ::-1]
    late = known * np.exp(-back / 10.0)
    recent = ((late * size).sum(axis=1) + 0.5 * usual) / (late.sum(axis=1) + 0.5)
    return usual, recent


def _bell_scores(eves: FloatArray) -> FloatArray:
    """A normal score for each eve, (K,), spread evenly however the eves are chosen: no chance enters."""
    share = np.clip((eves * GOLDEN) % 1.0, 0.01, 0.99)
    order = np.clip((share * BELL.size).astype(int), 0, BELL.size - 1)
    return np.asarray(BELL[order])
