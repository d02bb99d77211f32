"""What a rolling-origin backtest says of one forecaster: errors, bias, quantiles, by lead and kind of day.

Clauses: T-022 (estimate of demand), T-038 (extreme peaks).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.demand.backtest.intervals import CoverageInterval, coverage_interval
from nuandong.demand.scores import mape, pinball
from nuandong.units import BoolArray, FloatArray, Share


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of one unit, lead and kind of day; NaN where there is nothing to score. Unit of use unless named."""

    count: int
    mean_use: float
    mae: float
    mape: Share
    bias: float  # forecast less actual
    peak_error: float  # forecast less actual on the day of the highest use
    pinball: float  # mean over the levels; NaN without quantiles
    coverage: tuple[tuple[Share, CoverageInterval], ...]  # nominal share and what was found

    @property
    def relative(self) -> Share:
        """Mean absolute error as a share of mean use."""
        return self.mae / self.mean_use if self.mean_use else float("nan")


def score(
    *,
    forecast: FloatArray,
    actual: FloatArray,
    quantiles: FloatArray | None = None,
    levels: FloatArray | None = None,
    seed: int = 0,
) -> Scores:
    """Scores of forecasts (m,) of consecutive origins beside actual use (m,); days where either is NaN are left out.

    `quantiles` (m, Q) at `levels` (Q,); bands between levels that stand as far from 0 as from 1 are scored.
    """
    known = ~(np.isnan(forecast) | np.isnan(actual))
    told, used = forecast[known], actual[known]
    if not used.size:
        nothing = float("nan")
        return Scores(0, nothing, nothing, nothing, nothing, nothing, nothing, ())
    miss = told - used
    lost = float("nan")
    bands: tuple[tuple[Share, CoverageInterval], ...] = ()
    if quantiles is not None and levels is not None:
        lost = mean_pinball(quantiles[known], used, levels)
        bands = _bands(quantiles, actual, levels, seed)
    return Scores(
        count=int(used.size),
        mean_use=float(used.mean()),
        mae=float(np.abs(miss).mean()),
        mape=mape(forecast=told, actual=used),
        bias=float(miss.mean()),
        peak_error=float(miss[used.argmax()]),
        pinball=lost,
        coverage=bands,
    )


def mean_pinball(quantiles: FloatArray, actual: FloatArray, levels: FloatArray) -> float:
    """Pinball loss, mean over days and levels."""
    return float(
        np.mean(
            [
                pinball(forecast=quantiles[:, at], actual=actual, quantile=float(level))
                for at, level in enumerate(levels)
            ]
        )
    )


def _bands(
    quantiles: FloatArray, actual: FloatArray, levels: FloatArray, seed: int
) -> tuple[tuple[Share, CoverageInterval], ...]:
    found = []
    for low, high in mirrored(levels):
        inside = np.where(
            np.isnan(actual), np.nan, (actual >= quantiles[:, low]) & (actual <= quantiles[:, high])
        )
        nominal = round(float(levels[high] - levels[low]), 6)
        found.append((nominal, coverage_interval(inside=inside[None, :], seed=seed)))
    return tuple(found)


def mirrored(levels: FloatArray) -> tuple[tuple[int, int], ...]:
    """Pairs of places of levels that stand as far from 0 as from 1, the widest first."""
    return tuple(
        (low, high)
        for low in range(levels.size)
        for high in range(low + 1, levels.size)
        if abs(levels[low] + levels[high] - 1) < 1e-9
    )


def by_temperature(
    *, forecast: FloatArray, actual: FloatArray, felt: FloatArray, edges: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Mean absolute error, bias and count of days between neighbouring edges (degC), each (edges - 1,)."""
    known: BoolArray = ~(np.isnan(forecast) | np.isnan(actual) | np.isnan(felt))
    miss, where = (forecast - actual)[known], np.digitize(felt[known], edges) - 1
    size, bias, count = (np.full(edges.size - 1, np.nan) for _ in range(3))
    for step in range(edges.size - 1):
        chosen = miss[where == step]
        count[step] = chosen.size
        if chosen.size:
            size[step], bias[step] = np.abs(chosen).mean(), chosen.mean()
    return size, bias, count
