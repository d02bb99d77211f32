"""Automatic ARIMA with regressors (statsforecast): effective degree days and rest days explain, ARIMA carries on.

Orders and coefficients are found anew every 84 days on the last two years; between, the filter takes in every day
that becomes known. Days without a report are filled with degree days times level, as far as known then.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from nuandong.demand.peers.felt import (
    FeltModel,
    design,
    felt_record,
    fit_felt,
    levels,
    rest_columns,
)
from nuandong.demand.peers.ground import BACK, PeerMissing, Series, answer, by_unit, eve_of
from nuandong.demand.series import UseHistory
from nuandong.units import FloatArray, IntArray

FOUND_EVERY = 84  # days
LONGEST = 730  # days that are learnt from
ORDERS: dict[str, Any] = {
    "season_length": 7,
    "max_p": 3,
    "max_q": 2,
    "max_P": 1,
    "max_Q": 1,
    "max_d": 1,
    "approximation": True,
}


def automatic_arima(
    *,
    history: UseHistory,
    origins: tuple[int, ...],
    leads: tuple[int, ...],
    weather_ahead: FloatArray | None = None,
) -> FloatArray:
    """The peer: one model a unit, for all leads."""
    out = answer(history, origins, leads)
    asked = np.array(origins)
    learnt = np.maximum(asked // FOUND_EVERY * FOUND_EVERY, np.minimum(asked, FOUND_EVERY))
    for unit, series, ahead in by_unit(history, weather_ahead):
        for count in np.unique(learnt):
            places = np.flatnonzero(learnt == count)
            known = None if ahead is None else ahead[places]
            out[unit, places] = _forecasts(series, int(count), asked[places], leads, known)
    return np.maximum(out, 0.0)


def _forecasts(
    series: Series, learnt: int, origins: IntArray, leads: tuple[int, ...], ahead: FloatArray | None
) -> FloatArray:
    model, end = fit_felt(series, learnt, (1,)), int(origins.max())
    use = _without_gaps(series, model, end) / series.usual
    columns = _columns(
        model, felt_record(series.temperature[:end], model.decay), rest_columns(series, np.arange(end))
    )
    begin = max(0, learnt - LONGEST)
    arima = _found(use[begin:learnt], columns[begin:learnt])
    eve = eve_of(series, origins, max(leads), weather_ahead=ahead)
    out = np.empty((origins.size, len(leads)))
    for row, origin in enumerate(origins):
        felt = np.array(
            [model.felt(eve.temperature[row, : BACK + lead]) for lead in range(1, max(leads) + 1)]
        )
        coming = _columns(model, felt, rest_columns(series, eve.day[row, BACK:]))
        recent = slice(max(0, int(origin) - LONGEST), int(origin))
        told = arima.forward(use[recent], h=max(leads), X=columns[recent], X_future=coming)["mean"]
        out[row] = told[np.array(leads) - 1] * series.usual
    return out


def _columns(model: FeltModel, felt: FloatArray, rest: FloatArray) -> FloatArray:
    """Regressors without the constant; degree days in tens, so that no column dwarfs another."""
    columns = design(felt, rest, model.balance)[:, 1:]
    return np.ascontiguousarray(columns / np.array([10.0, 1.0, 1.0, 10.0, 10.0]))


def _without_gaps(series: Series, model: FeltModel, end: int) -> FloatArray:
    said = model.use_at(
        felt_record(series.temperature[:end], model.decay), rest_columns(series, np.arange(end))
    )
    level = levels(series.use[:end], said, model.smoothing)[:-1, 0]
    return np.where(np.isnan(series.use[:end]), said * level, series.use[:end])


def _found(use: FloatArray, columns: FloatArray) -> Any:
    try:
        from statsforecast.models import AutoARIMA
    except ImportError as absent:
        raise PeerMissing("statsforecast") from absent
    return AutoARIMA(**ORDERS).fit(use, columns)
