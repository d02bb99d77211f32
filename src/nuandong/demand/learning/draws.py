"""Joint scenarios: what may happen to all units together on all days of a forecast.

Each scenario takes one past eve and the errors that were made from it, by every unit at every lead: what erred
together then errs together now. Ranks of those errors are read off each unit's own quantiles, so a scenario's
margins are the forecast's, and a city's or the province's quantiles are those of summed scenarios.

Source: empirical copula ("Schaake shuffle") over out-of-sample errors.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.learning.ahead import UseForecast
from nuandong.demand.learning.rules import DEFAULT_LEARNING_RULES, LearningRules
from nuandong.demand.series import UseHistory
from nuandong.units import FloatArray, IntArray

FEWEST_EVES = 40


def joint_draws(
    *,
    forecast: UseForecast,
    history: UseHistory,
    count: int = 200,
    seed: int,
    rules: LearningRules = DEFAULT_LEARNING_RULES,
) -> FloatArray:
    """`count` joint scenarios (S, n, H) of a forecast, in the unit of use; NaN for units without forecast.

    Where fewer than 40 eves have errors, ranks are drawn half in common and half alone.
    """
    dice = np.random.default_rng(seed)
    rank = _ranks(forecast, history, count, dice, rules)
    return _read_off(forecast, rank)


def _ranks(
    forecast: UseForecast, history: UseHistory, count: int, dice: np.random.Generator, rules: LearningRules
) -> FloatArray:
    """Ranks in 0 … 1, (S, n, H): those of errors on drawn eves, drawn anew where an error is not known."""
    units, reach = forecast.mean.shape
    shared = dice.random((count, 1, 1))
    alone = np.clip(0.5 * (shared + dice.random((count, units, 1))), 0.001, 0.999)
    loose = np.broadcast_to(_uniform(alone), (count, units, reach))
    past = forecast.past
    whole = ~np.isnan(past.error).all(axis=(0, 2)) & ~np.isnan(past.error[:, :, -1]).all(axis=0)
    eves: IntArray = np.flatnonzero(whole)
    if eves.size < FEWEST_EVES:
        return loose
    chosen = dice.choice(eves, size=count, p=_likeness(forecast, eves, rules))
    error = past.error[:, chosen].transpose(1, 0, 2)
    # Equal errors (the same eve drawn twice) must not have the same rank, or the margins would have steps.
    noise = 1e-3 * dice.standard_normal(error.shape)
    order = np.argsort(np.argsort(np.where(np.isnan(error), np.inf, error + noise), axis=0), axis=0)
    known = (~np.isnan(error)).sum(axis=0)
    rank = (order + dice.random(error.shape)) / np.maximum(known, 1)
    return np.asarray(np.where(np.isnan(error), loose, np.clip(rank, 1e-4, 1 - 1e-4)))


def _uniform(halves: FloatArray) -> FloatArray:
    """The mean of two uniform numbers back to a uniform number."""
    return np.asarray(np.where(halves < 0.5, 2.0 * halves**2, 1.0 - 2.0 * (1.0 - halves) ** 2))


def _likeness(forecast: UseForecast, eves: IntArray, rules: LearningRules) -> FloatArray:
    """How likely each eve is drawn, (K,), sum 1: late ones and ones of like use first."""
    age = forecast.origin - forecast.past.eves[eves]
    told = np.nansum(forecast.past.told[:, eves, 0], axis=0)
    now = np.nansum(forecast.mean[:, 0])
    apart = np.log(np.maximum(told, 1e-9) / max(now, 1e-9))
    weight = 0.5 ** (age / rules.error_half_life) * np.exp(-0.5 * (apart / rules.alike) ** 2) + 1e-12
    return np.asarray(weight / weight.sum())


def _read_off(forecast: UseForecast, rank: FloatArray) -> FloatArray:
    """The value of each rank on each unit's and day's quantiles, (S, n, H), tails carried on in the logarithm."""
    levels = np.array(forecast.levels)
    logs = np.log(np.maximum(forecast.quantiles, 1e-12))
    units, reach = forecast.mean.shape
    drawn = np.empty_like(rank)
    for unit in range(units):
        for day in range(reach):
            row = logs[unit, day]
            at = rank[:, unit, day]
            inside = np.interp(at, levels, row)
            low = row[0] + (row[1] - row[0]) / (levels[1] - levels[0]) * (at - levels[0])
            high = row[-1] + (row[-1] - row[-2]) / (levels[-1] - levels[-2]) * (at - levels[-1])
            drawn[:, unit, day] = np.where(at < levels[0], low, np.where(at > levels[-1], high, inside))
    return np.asarray(np.exp(drawn))
