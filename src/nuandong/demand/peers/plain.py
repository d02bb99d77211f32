"""The two oldest peers: tomorrow like the last known day, and use as a line over degree days."""

from __future__ import annotations

import numpy as np

from nuandong.demand.learning.features import carried
from nuandong.demand.peers.ground import BACK, REFIT_EVERY, Asked, Series, fitted_every
from nuandong.units import BoolArray, FloatArray

BALANCE = np.arange(8.0, 21.0, 1.0)  # degC that are tried


@fitted_every(REFIT_EVERY)
def persistence(asked: Asked) -> FloatArray:
    """The use of the last day that is known, for every lead."""
    last = carried(asked.series.use)[asked.origins - 1]
    return np.repeat(last[:, None], len(asked.leads), axis=1)


@fitted_every(REFIT_EVERY)
def linear_degree_days(asked: Asked) -> FloatArray:
    """use = steady + heat * max(0, balance - daily mean) + weekday: least squares, the balance tried by degrees."""
    series, eve = asked.series, asked.eve()
    balance, factors = _fitted(series, asked.learnt)
    out = np.empty((asked.origins.size, len(asked.leads)))
    for number, lead in enumerate(asked.leads):
        column = BACK + lead - 1
        rest = series.rest[np.minimum(eve.day[:, column], series.use.size - 1)]
        out[:, number] = _row(eve.temperature[:, column], rest, balance) @ factors
    return out


def _row(temperature: FloatArray, rest: BoolArray, balance: float) -> FloatArray:
    short = np.maximum(0.0, balance - temperature)
    return np.stack([np.ones_like(short), short, rest.astype(np.float64)], axis=1)


def _fitted(series: Series, learnt: int) -> tuple[float, FloatArray]:
    known = np.flatnonzero(~np.isnan(series.use[:learnt]))
    use, felt, rest = series.use[known], series.temperature[known], series.rest[known]
    best: tuple[float, float, FloatArray] = (np.inf, 15.0, np.zeros(3))
    for balance in BALANCE:
        row = _row(felt, rest, float(balance))
        factors, *_ = np.linalg.lstsq(row, use, rcond=None)
        error = float(np.square(row @ factors - use).sum())
        if error < best[0]:
            best = (error, float(balance), np.asarray(factors, dtype=np.float64))
    return best[1], best[2]
