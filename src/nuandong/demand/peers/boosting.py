"""Boosted trees with lags: on use itself, and on what degree days with an adaptive level leave over.

One tree model a lead, so that it knows only what is known that far ahead: weather of the day and the days before
it, calendar, use and weather of the last known days. The second has the stronger target: use over model times
level, with the last such ratios among what it sees; trees need not learn what physics knows, nor the level.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np

from nuandong.demand.peers.felt import FeltModel, Followed, fit_felt
from nuandong.demand.peers.ground import (
    BACK,
    REFIT_EVERY,
    Asked,
    Eve,
    PeerMissing,
    Series,
    eve_of,
    fitted_every,
)
from nuandong.units import FloatArray, IntArray

WARM_UP = 21  # first days of a record, which have no lags
TREES: dict[str, Any] = {
    "n_estimators": 300,
    "learning_rate": 0.04,
    "num_leaves": 12,
    "min_child_samples": 12,
    "subsample": 0.8,
    "subsample_freq": 1,
    "colsample_bytree": 0.7,
    "reg_lambda": 1.0,
    "objective": "regression_l1",
    "n_jobs": 1,
    "verbose": -1,
    "deterministic": True,
    "force_row_wise": True,
}
SMALL_TREES = TREES | {"n_estimators": 400, "learning_rate": 0.03, "num_leaves": 8, "min_child_samples": 20}


@fitted_every(REFIT_EVERY)
def boosted_trees(asked: Asked) -> FloatArray:
    """Trees on use itself."""
    series, eve = asked.series, asked.eve()
    out = np.empty((asked.origins.size, len(asked.leads)))
    for number, lead in enumerate(asked.leads):
        taught = _taught(series, asked.learnt, lead)
        target = series.use[taught + lead - 1]
        shown = seen(series, eve_of(series, taught, lead), lead)
        trees = _grown(shown, target, np.ones(target.size), TREES)
        out[:, number] = trees.predict(seen(series, eve, lead))
    return np.maximum(out, 0.0)


@fitted_every(REFIT_EVERY)
def boosted_residual(asked: Asked) -> FloatArray:
    """Trees on the ratio of use to degree days times level."""
    series, eve = asked.series, asked.eve()
    ratios = _Ratios(fit_felt(series, asked.learnt, asked.leads), series, int(asked.origins.max()))
    out = np.empty((asked.origins.size, len(asked.leads)))
    for number, lead in enumerate(asked.leads):
        taught = _taught(series, asked.learnt, lead)
        rows, said = ratios.seen(taught, eve_of(series, taught, lead), number, lead)
        target = np.clip(series.use[taught + lead - 1] / said, 0.3, 3.0)
        trees = _grown(rows, target, said, SMALL_TREES)
        asks, expected = ratios.seen(asked.origins, eve, number, lead)
        out[:, number] = expected * trees.predict(asks)
    return np.maximum(out, 0.0)


def _taught(series: Series, learnt: int, lead: int) -> IntArray:
    """Origins whose day at a lead is known and lies among the first `learnt`."""
    taught = np.arange(WARM_UP, learnt - lead + 1)
    return taught[~np.isnan(series.use[taught + lead - 1])]


class _Ratios(Followed):
    """A followed model, and the ratios of use to what it said."""

    def __init__(self, model: FeltModel, series: Series, end: int) -> None:
        super().__init__(model, series, end)
        self.ratio = np.concatenate([np.full(BACK, np.nan), series.use[:end] / self.said])

    def seen(self, origins: IntArray, eve: Eve, number: int, lead: int) -> tuple[FloatArray, FloatArray]:
        """What the trees see of one lead, and model times level (m,), which they correct."""
        expected = self.expected(origins, eve, number, lead)
        outside = seen(self.series, eve, lead)[:, :WEATHER_AND_CALENDAR]
        return np.column_stack(
            [outside, expected / self.series.usual, self.recent(origins, number)]
        ), expected

    def recent(self, origins: IntArray, number: int) -> FloatArray:
        """The last ratios over the level: 1, 2, 3 and 7 days ago, means of 3 and 7 days, and the level's move."""
        back = self.ratio[origins[:, None] + BACK + np.arange(-7, 0)[None, :]]
        level = self.level[origins, number]
        back = back / level[:, None]
        week_ago = self.level[np.maximum(origins - 7, 0), number]
        return np.column_stack(
            [back[:, -1], back[:, -2], back[:, -3], back[:, 0], _mean(back[:, -3:]), _mean(back),
             level / week_ago]
        )  # fmt: skip


WEATHER_AND_CALENDAR = 19  # columns of `seen` before those of use


def seen(series: Series, eve: Eve, lead: int) -> FloatArray:
    """What the trees see of one lead: weather and calendar of the target, then use and weather of the last days."""
    at = BACK + lead - 1
    warm = eve.temperature[:, : at + 1]
    day = np.minimum(eve.day[:, at], series.use.size - 1)
    before, after = np.maximum(day - 1, 0), np.minimum(day + 1, series.use.size - 1)
    angle = 2 * np.pi * series.turn[day]
    weather = [warm[:, -1 - lag] for lag in range(5)]
    weather += [warm[:, -1] - warm[:, -2], warm[:, -3:].mean(axis=1), warm[:, -7:].mean(axis=1),
                warm[:, -21:].mean(axis=1), eve.wind[:, at], eve.wind[:, at] * (18 - warm[:, -1])]  # fmt: skip
    calendar = [np.sin(angle), np.cos(angle), series.weekday[day], series.rest[day], series.rest[before],
                series.rest[after], series.rest_run[day], series.rest_run[before]]  # fmt: skip
    use, known = eve.use, eve.temperature[:, :BACK]
    week_ago = use[:, BACK + (lead - 1) % 7 - 7]
    lags = [*use[:, [-1, -2, -3, -7]].T, week_ago, _mean(use[:, -7:]), _mean(use[:, -28:])]
    lags += [known[:, -span:].mean(axis=1) for span in (1, 3, 7, 28)]
    return np.column_stack([*weather, *calendar, *lags]).astype(np.float64)


def _mean(values: FloatArray) -> FloatArray:
    """Means along rows of what is known, NaN where nothing is."""
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan))


def _grown(shown: FloatArray, target: FloatArray, weight: FloatArray, settings: dict[str, Any]) -> Any:
    try:
        from lightgbm import LGBMRegressor
    except ImportError as absent:
        raise PeerMissing("lightgbm") from absent
    if find_spec("sklearn") is None:  # LightGBM's regressor stands on it
        raise PeerMissing("scikit-learn")
    return LGBMRegressor(random_state=1, **settings).fit(shown, target, sample_weight=weight)
