"""The forecast of rows that have a history: learned from it by unit, split among the unit's classes.

The way that a unit was forecast is marked on each of its rows. The order is fixed: the full model, temperature only,
then the case's own heat-load models; where those know nothing, the profile of other counties, and last the last
comparable day. Clause: T-022 (estimate of demand).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from nuandong.demand.books import BookedUse
from nuandong.demand.scenarios import COUNT, SEED, Scenarios, around, joint_error
from nuandong.units import BoolArray, FloatArray, Share

BY_MODEL = "temperature_only"  # as a heat-load model of the case forecasts
OWN = ("full", BY_MODEL)  # ways that stand above a case's heat-load models
REACH = 31  # days ahead that are forecast from history; further ones follow the models


@dataclass(frozen=True, slots=True, eq=False)
class LearnedUse:
    """Use by row and day, (n, T), the way each row was forecast, (n,), and the scenarios that it is the mean of."""

    use: FloatArray
    method: tuple[str, ...]
    scenarios: Scenarios
    from_history: BoolArray


def learned_use(
    *, booked: BookedUse, days: tuple[date, ...], modelled: FloatArray, sigma: FloatArray, shared: Share
) -> LearnedUse:
    """Use on `days` of all rows: `modelled` (n, T) where no unit tells better, which also splits a unit by class.

    A unit that could not be forecast from its own history keeps what the models say, unless they say nothing.
    """
    from nuandong.demand.learning import forecast_use, joint_draws

    reach = (days[-1] - booked.history.days[booked.known]).days + 1
    made = forecast_use(history=booked.history, known=booked.known, reach=reach)
    draws = joint_draws(forecast=made, history=booked.history, count=COUNT, seed=SEED)
    ahead = slice(reach - len(days), reach)
    batches = booked.batches[:, booked.known : booked.known + reach]
    mean, draws = (made.mean + batches)[:, ahead], (draws + batches)[:, :, ahead]
    silent = ~_sums(booked, modelled).any(axis=1)
    told = np.array([str(method) in OWN for method in made.method], dtype=np.bool_) | silent
    rows = (booked.unit_of >= 0) & told[booked.unit_of]
    use = modelled.copy()
    share = _shares(booked, modelled)
    use[rows] = mean[booked.unit_of[rows]] * share[rows]
    method = tuple(
        str(made.method[unit]) if chosen else BY_MODEL
        for unit, chosen in zip(booked.unit_of, rows, strict=True)
    )
    scenarios = _joined(draws, booked, rows, share, use, around_of=(sigma, shared))
    return LearnedUse(use, method, scenarios, rows)


def _sums(booked: BookedUse, modelled: FloatArray) -> FloatArray:
    """What the models say of each unit, (U, T)."""
    total = np.zeros((len(booked.county), modelled.shape[1]))
    inside = booked.unit_of >= 0
    np.add.at(total, booked.unit_of[inside], modelled[inside])
    return total


def _shares(booked: BookedUse, modelled: FloatArray) -> FloatArray:
    """Each row's part of its unit, (n, T): as the models divide it, evenly where they say nothing."""
    total = _sums(booked, modelled)
    inside = booked.unit_of >= 0
    members = np.bincount(booked.unit_of[inside], minlength=len(booked.county))
    of_unit = total[booked.unit_of]
    even = np.broadcast_to(1.0 / np.maximum(members[booked.unit_of], 1)[:, None], modelled.shape)
    share: FloatArray = np.where(of_unit > 0, modelled / np.where(of_unit > 0, of_unit, 1.0), even)
    return np.where(inside[:, None], share, 1.0)


def _joined(
    draws: FloatArray,
    booked: BookedUse,
    rows: BoolArray,
    share: FloatArray,
    use: FloatArray,
    around_of: tuple[FloatArray, Share],
) -> Scenarios:
    """Draws of the units with history, and of every other row as a unit of its own, erring together."""
    told = np.unique(booked.unit_of[rows])
    kept = draws[:, told]
    others = np.flatnonzero(~rows)
    sigma, shared = around_of
    alone = around(use=use[others], sigma=sigma, shared=shared, together=joint_error(draws=kept))
    unit_of = np.zeros(rows.size, dtype=np.int64)
    unit_of[rows] = np.searchsorted(told, booked.unit_of[rows])
    unit_of[others] = told.size + np.arange(others.size)
    return Scenarios(np.concatenate([kept, alone], axis=1), unit_of, np.where(rows[:, None], share, 1.0))
