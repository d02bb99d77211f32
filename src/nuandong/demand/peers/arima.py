"""Automatic ARIMA with regressors (statsforecast): effective degree days and rest days explain, ARIMA carries on.

Orders and coefficients are found anew every 84 days on the last two years; between, the filter takes in every day
that becomes known. Days without a report are filled with degree days times level, as far as known then.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from nuandong.demand.peers.felt import FeltModel, Followed, design, felt_record, fit_felt, rest_columns
from nuandong.demand.peers.ground import BACK, Asked, PeerMissing, fitted_every
from nuandong.units import FloatArray

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


@fitted_every(FOUND_EVERY)
def automatic_arima(asked: Asked) -> FloatArray:
    """The peer: one model a unit, for all leads."""
    series, learnt, end = asked.series, asked.learnt, int(asked.origins.max())
    model = fit_felt(series, learnt, (1,))
    use = _without_gaps(Followed(model, series, end)) / series.usual
    columns = _columns(
        model, felt_record(series.temperature[:end], model.decay), rest_columns(series, np.arange(end))
    )
    begin = max(0, learnt - LONGEST)
    arima = _found(use[begin:learnt], columns[begin:learnt])
    eve, reach = asked.eve(), max(asked.leads)
    out = np.empty((asked.origins.size, len(asked.leads)))
    for row, origin in enumerate(asked.origins):
        felt = np.array([model.felt(eve.temperature[row, : BACK + lead]) for lead in range(1, reach + 1)])
        coming = _columns(model, felt, rest_columns(series, eve.day[row, BACK:]))
        recent = slice(max(0, int(origin) - LONGEST), int(origin))
        told = arima.forward(use[recent], h=reach, X=columns[recent], X_future=coming)["mean"]
        out[row] = told[np.array(asked.leads) - 1] * series.usual
    return np.maximum(out, 0.0)


def _columns(model: FeltModel, felt: FloatArray, rest: FloatArray) -> FloatArray:
    """Regressors without the constant; degree days in tens, so that no column dwarfs another."""
    columns = design(felt, rest, model.balance)[:, 1:]
    return np.ascontiguousarray(columns / np.array([10.0, 1.0, 1.0, 10.0, 10.0]))


def _without_gaps(followed: Followed) -> FloatArray:
    """Use (end,) with model times level on days without a report."""
    use = followed.series.use[: followed.said.size]
    return np.where(np.isnan(use), followed.said * followed.level[:-1, 0], use)


def _found(use: FloatArray, columns: FloatArray) -> Any:
    try:
        from statsforecast.models import AutoARIMA
    except ImportError as absent:
        raise PeerMissing("statsforecast") from absent
    return AutoARIMA(**ORDERS).fit(use, columns)
