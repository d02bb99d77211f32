"""What each method measures in a record before the weights of the calibration are laid on it.

Records are (n, W, D), cold positive: minus the temperature, or a demand. Clause: T-038.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.extremes.calibration import Method, calibration_of
from nuandong.demand.extremes.gev import fit_extreme_values
from nuandong.demand.extremes.measures import day_spread, tail_length
from nuandong.demand.extremes.surrogate import surrogate_winters
from nuandong.demand.extremes.winters import spells
from nuandong.units import FloatArray

SURROGATES = 400
MEASURED_BY = {
    Method.EXTREME_VALUE: ("law", "tail"),
    Method.POOLED: ("law", "tail", "region_law", "region_tail"),
    Method.RESAMPLED: ("surrogates", "tail"),
}


def read_record(
    *, cold: FloatArray, method: Method, span_days: int, periods: tuple[float, ...], seed: int = 0
) -> tuple[FloatArray, FloatArray]:
    """Mean of the winters' ends (n,), and what the method measures (periods, n, K), of records (n, W, D) of days.

    `law` is the level of a GEV law of the winters' ends, above their mean; `tail` how far that mean stands
    beyond the level of its ordinary cold days; `surrogates` the level of surrogate winters above the same
    mean. Of a pooled record the n stations are one region: each is read also with the
    mean of all of them, each counted in spreads of its own days, so that a restless station stays restless.
    """
    series = spells(series=cold, span_days=span_days)
    ends = series.max(axis=-1)
    mean = ends.mean(axis=-1)
    fitted = fit_extreme_values(maxima=ends)
    law = np.stack([fitted.quantile(1.0 - 1.0 / period) - mean for period in periods])
    tail = np.broadcast_to(tail_length(cold=series, span_days=span_days), law.shape)
    columns = [law, tail]
    if method is Method.POOLED:
        scale = day_spread(cold=series)
        columns += [scale * (own / scale).mean(axis=-1, keepdims=True) for own in (law, tail)]
    elif method is Method.RESAMPLED:
        columns = [_surrogate_levels(cold, span_days, periods, seed) - mean, tail]
    return mean, np.stack(columns, axis=-1)


def levels(
    *, cold: FloatArray, method: Method, span_days: int, return_period: float, seed: int = 0
) -> FloatArray:
    """Low, middle and high level of records (n, W, D), (n, 3), cold positive."""
    calibration = calibration_of(method)
    mean, measured = read_record(
        cold=cold, method=method, span_days=span_days, periods=calibration.periods, seed=seed
    )
    bounds = calibration.bounds(
        measured=measured, winters=cold.shape[-2], span_days=span_days, return_period=return_period
    )
    level: FloatArray = mean[:, None] + bounds
    return level


def _surrogate_levels(cold: FloatArray, span_days: int, periods: tuple[float, ...], seed: int) -> FloatArray:
    """The levels that one in so many surrogate winters goes beyond, (periods, n)."""
    ends = np.stack(
        [
            spells(series=surrogate_winters(record=record, count=SURROGATES, seed=seed), span_days=span_days)
            .max(axis=-1)
            for record in cold
        ]
    )  # fmt: skip
    level: FloatArray = np.quantile(ends, [1.0 - 1.0 / period for period in periods], axis=-1)
    return level
