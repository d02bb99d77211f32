"""The two oldest peers: tomorrow like the last known day, and use as a line over degree days."""

from __future__ import annotations

import numpy as np

from nuandong.demand.peers.ground import BACK, Series, answer, by_unit, carried, eve_of, fits_of
from nuandong.demand.series import UseHistory
from nuandong.units import BoolArray, FloatArray

BALANCE = np.arange(8.0, 21.0, 1.0)  # degC that are tried


def persistence(
    *,
    history: UseHistory,
    origins: tuple[int, ...],
    leads: tuple[int, ...],
    weather_ahead: FloatArray | None = None,
) -> FloatArray:
    """The use of the last day that is known, for every lead."""
    out = answer(history, origins, leads)
    for unit, series, _ in by_unit(history, None):
        known = carried(series.use)
        out[unit] = known[np.array(origins) - 1][:, None]
    return out


def linear_degree_days(
    *,
    history: UseHistory,
    origins: tuple[int, ...],
    leads: tuple[int, ...],
    weather_ahead: FloatArray | None = None,
) -> FloatArray:
    """use = steady + heat * max(0, balance - daily mean) + weekday: least squares, the balance tried by degrees."""
    out = answer(history, origins, leads)
    for unit, series, ahead in by_unit(history, weather_ahead):
        for learnt, places in fits_of(origins):
            balance, factors = _fitted(series, learnt)
            chosen = np.array(origins)[places]
            eve = eve_of(series, chosen, max(leads), weather_ahead=None if ahead is None else ahead[places])
            for number, lead in enumerate(leads):
                column = BACK + lead - 1
                rest = series.rest[np.minimum(eve.day[:, column], series.use.size - 1)]
                out[unit, places, number] = _row(eve.temperature[:, column], rest, balance) @ factors
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
