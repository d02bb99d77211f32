"""How wide a forecast is: 10 % and 90 % quantiles of use.

A stated, judged default until a province has its own winters of residuals: the standard deviation of a
row's error is 6 % of its use on the day of asking and grows to 9 % fourteen days ahead. It was set on one
winter of another country's small consumers, temperatures known, where the errors deviated by 7.0 % one day
ahead and 8.6 % fourteen days ahead; the band then held seven of ten days one day ahead and eight of ten
fourteen days ahead (`./nuandong bench demand` measures it). Unknown weather comes on top.

Clause: T-022 (forecast and its accuracy).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.units import FloatArray, IntArray, Share

Z_90 = 1.2815515655446004  # 90 % quantile of the standard normal distribution


@dataclass(frozen=True, slots=True)
class ErrorSpread:
    """Standard deviation of the relative error: `first` on the day of asking, `last` after `reach_days`.

    `shared` is the part of its variance that all rows have in common (the weather is wrong for all of them
    together), so errors do not cancel out in a province's total. Judged.
    """

    first: Share = 0.06
    last: Share = 0.09
    reach_days: int = 14
    shared: Share = 0.6


DEFAULT_ERROR_SPREAD = ErrorSpread()


def relative_spread(*, lead_days: IntArray, spread: ErrorSpread = DEFAULT_ERROR_SPREAD) -> FloatArray:
    """Standard deviation of the relative error by days ahead, (T,); past days count as the day of asking."""
    ahead = np.clip(lead_days, 0, spread.reach_days) / spread.reach_days
    sigma: FloatArray = spread.first + (spread.last - spread.first) * ahead
    return sigma


def row_quantiles(*, use: FloatArray, sigma: FloatArray) -> tuple[FloatArray, FloatArray]:
    """10 % and 90 % quantiles of each row's use, (n, T) in 10^4 m3/day, normal errors, never below zero."""
    reach = Z_90 * sigma[None, :] * use
    return np.maximum(0.0, use - reach), use + reach


def total_quantiles(*, use: FloatArray, sigma: FloatArray, shared: Share) -> tuple[FloatArray, FloatArray]:
    """10 % and 90 % quantiles of the rows' sum, (T,) in 10^4 m3/day.

        deviation[t] = sigma[t] * sqrt(shared * (sum of use)^2 + (1 - shared) * sum of use^2)

    Between rows that err alone (`shared` 0) and rows that err all together (1).
    """
    total = use.sum(axis=0)
    deviation = sigma * np.sqrt(shared * total**2 + (1.0 - shared) * (use**2).sum(axis=0))
    return np.maximum(0.0, total - Z_90 * deviation), total + Z_90 * deviation
