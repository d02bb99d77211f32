"""How good a forecast was: the scores by which a back-test is judged. Clause: T-022 (day error 5 %, judged)."""

from __future__ import annotations

import numpy as np

from nuandong.units import FloatArray, Share


def mape(*, forecast: FloatArray, actual: FloatArray) -> Share:
    """Mean absolute error as a share of actual use; days without use are left out, NaN if none is left."""
    used = actual != 0
    if not used.any():
        return float("nan")
    return float(np.mean(np.abs(forecast[used] - actual[used]) / np.abs(actual[used])))


def pinball(*, forecast: FloatArray, actual: FloatArray, quantile: Share) -> float:
    """Mean pinball loss of a quantile forecast, in the unit of use; smallest for the true quantile.

    loss = quantile * (actual - forecast)        if actual >= forecast
           (1 - quantile) * (forecast - actual)  otherwise
    """
    miss = actual - forecast
    return float(np.mean(np.maximum(quantile * miss, (quantile - 1.0) * miss)))


def coverage(*, low: FloatArray, high: FloatArray, actual: FloatArray) -> Share:
    """Share of actual values that lie within the band, bounds included; 0.8 for a true 10–90 % band."""
    return float(np.mean((actual >= low) & (actual <= high)))
