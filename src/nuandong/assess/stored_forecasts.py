"""The forecast's error in the weather that had been forecast, beside its error in the weather that came.

Scored on the same eves: those on which a forecast of the weather was stored for every day ahead. The difference is what
forecasts of the weather cost. Only what was issued before an eve's decision counts.

Clauses: T-022 (estimate of demand), T-070 (look-ahead).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.assess.past_areas import PastAreas
from nuandong.assess.quality_of_area import Told
from nuandong.demand.backtest import DayKind, backtest, score
from nuandong.demand.learning import LearningRules, rolling_forecasts
from nuandong.demand.series import UseHistory
from nuandong.demand.weather_in import weather_ahead
from nuandong.units import FloatArray

FEWEST = 28  # eves with stored forecasts below which nothing is said


@dataclass(frozen=True, slots=True, eq=False)
class StoredScores:
    """Mean absolute error over mean use of winter days by area and lead, (n, L): weather `observed` and `forecast`.

    `eves` (n, L) are the days behind both.
    """

    observed: FloatArray
    forecast: FloatArray
    eves: FloatArray

    def of(self, row: int) -> FloatArray:
        """Of one area: observed, forecast and eves by lead, (L, 3)."""
        return np.stack([self.observed[row], self.forecast[row], self.eves[row]], axis=1)


def ahead_of_areas(*, past: PastAreas, rows: list[int], origins: tuple[int, ...], reach: int) -> FloatArray:
    """What had been forecast for the areas in `rows` on each eve, (n, O, reach) in degC; NaN where none was stored."""
    if past.weather is None:
        return np.full((len(rows), len(origins), reach), np.nan)
    days = past.history.days
    stored = weather_ahead(
        weather=past.weather,
        areas=past.weather_areas,
        origins=tuple(days[eve] for eve in origins),
        reach=reach,
    )
    weight = past.shares[rows]
    known = np.isfinite(stored)
    heavy = np.einsum("na,aoh->noh", weight, known.astype(np.float64))
    total = np.einsum("na,aoh->noh", weight, np.where(known, stored, 0.0))
    whole = heavy >= weight.sum(axis=1)[:, None, None] * (1 - 1e-9)
    return np.where(whole & (heavy > 0), total / np.maximum(heavy, 1e-12), np.nan)


def stored_scores(
    *,
    past: PastAreas,
    some: UseHistory,
    rows: list[int],
    told: Told,
    leads: tuple[int, ...],
    rules: LearningRules,
) -> StoredScores | None:
    """Scores of the areas in `rows`, whose history is `some`, beside what was `told` of them in observed weather.

    None where fewer than 28 eves have a stored forecast for every day up to the furthest of `leads`.
    """
    reach = max(leads)
    ahead = ahead_of_areas(past=past, rows=rows, origins=told.origins, reach=reach)
    stored = np.flatnonzero(np.isfinite(ahead).all(axis=(0, 2)))
    if stored.size < FEWEST:
        return None
    eves = tuple(told.origins[at] for at in stored)
    made = rolling_forecasts(
        history=some, origins=eves, reach=reach, weather_ahead=ahead[:, stored], rules=rules
    )
    columns = [lead - 1 for lead in leads]
    observed, count = _scored(some, eves, leads, told.mean[:, stored][:, :, columns])
    forecast, _ = _scored(some, eves, leads, made.mean[:, :, columns])
    return StoredScores(observed, forecast, count)


def _scored(
    history: UseHistory, eves: tuple[int, ...], leads: tuple[int, ...], mean: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Error over mean use of winter days, and how many they are, (n, L) each."""
    test = backtest(history=history, origins=eves, leads=leads, mean=mean)
    error, count = np.full(mean.shape[::2], np.nan), np.zeros(mean.shape[::2])
    for unit in range(mean.shape[0]):
        for at, lead in enumerate(leads):
            chosen = test.chosen(unit=unit, lead=lead, kind=DayKind.WINTER)
            found = score(forecast=test.mean[unit, chosen, at], actual=test.actual[unit, chosen, at])
            count[unit, at] = found.count
            error[unit, at] = found.mae / found.mean_use if found.count and found.mean_use else np.nan
    return error, count
