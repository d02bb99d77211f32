"""How much of the counties' own peaks comes together on the province's peak day.

Counties are not coldest on the same day: a supply laid out for the sum of their 1-in-20 peaks is too large by
what the coincidence falls short of one.

        coincidence = level of (sum over counties of demand) / sum over counties of (level of demand)

Clauses: T-038, T-022.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.demand.extremes.calibration import INTERVAL, Z_95, Method
from nuandong.demand.extremes.readings import levels
from nuandong.units import FloatArray, Share
from nuandong.vocabulary import Evidence

REDRAWS = 200
PARTED = 1.2  # redraws spread too little by this factor on the teaching worlds (benchmarks.winters.calibrate)


@dataclass(frozen=True, slots=True)
class Coincidence:
    """Share of the counties' summed peaks that the province's own peak reaches, with its 90 % interval.

    `province` and `summed` are the two peaks in the unit of demand; `winters` stand behind all of them.
    """

    return_period: float
    span_days: int
    value: Share
    low: Share
    high: Share
    province: float
    summed: float
    winters: int
    evidence: Evidence
    interval: float = INTERVAL


def coincidence(
    *,
    demand: FloatArray,
    return_period: float = 20.0,
    span_days: int = 1,
    redraws: int = REDRAWS,
    seed: int = 0,
) -> Coincidence:
    """Coincidence of demands (counties, W winters, D days) of the same days in one unit, 0 to 1.

    Each county's level and the province's are read by the same method, so that what it errs by falls out of
    the ratio in part. The interval redraws whole winters, all counties together, moved apart for the few
    winters there are; it is never narrower than the smallest step the record can show.
    """
    share, province, summed = _share(demand, return_period, span_days)
    rng = np.random.default_rng(seed)
    count = demand.shape[1]
    drawn = np.array(
        [
            _share(demand[:, rng.integers(0, count, count)], return_period, span_days)[0]
            for _ in range(redraws)
        ]
    )
    stretch = PARTED * np.sqrt(count / (count - 1)) * _student_over_normal(count - 1)
    outside = np.quantile(drawn, [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2]) - np.median(drawn)
    low, high = np.clip(share + stretch * outside, 0.0, 1.0)
    return Coincidence(
        return_period=return_period,
        span_days=span_days,
        value=share,
        low=float(min(low, share)),
        high=float(max(high, share)),
        province=province,
        summed=summed,
        winters=count,
        evidence=Evidence.GENERATED if count < return_period else Evidence.MEASURED,
    )


def _share(demand: FloatArray, return_period: float, span_days: int) -> tuple[Share, float, float]:
    together = np.concatenate([demand.sum(axis=0, keepdims=True), demand])
    level = levels(
        cold=together, method=Method.EXTREME_VALUE, span_days=span_days, return_period=return_period
    )[:, 1]
    province, summed = float(level[0]), float(level[1:].sum())
    return min(1.0, province / summed), min(province, summed), summed


def _student_over_normal(freedom: int) -> float:
    """95 % quantile of Student's t over that of a normal number (Cornish-Fisher, two terms)."""
    z = Z_95
    inverse = 1.0 / freedom
    return 1.0 + (z**2 + 1) / 4 * inverse + (5 * z**4 + 16 * z**2 + 3) / 96 * inverse**2
