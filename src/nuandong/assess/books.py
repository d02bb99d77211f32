"""What a case remembers of use, and what its large users plan, as the demand forecast takes them.

A cut of earlier gas days, by plan or order, counts as use held back, unless the case says itself how much it was.
Clauses: T-022 (estimate of demand), T-029 (who is cut).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np

from nuandong.assess.case import Case
from nuandong.demand import reference_use
from nuandong.demand.books import NO_BOOKS, Books
from nuandong.demand.groups import GROUP_OF, GROUPS
from nuandong.demand.models import with_conversion_rows
from nuandong.demand.planned import NO_PLANNED_USE, PlannedUse
from nuandong.demand.tables import HeldBack
from nuandong.units import FloatArray
from nuandong.vocabulary import ConsumerClass

COLD_KELVIN = 25.0  # below the balance temperature, where classes of a group are weighed against each other


def case_books(case: Case) -> Books:
    """Past use with all that was held back: what the case states, and the cuts of its history by county and class."""
    if not case.past_use.county:
        return NO_BOOKS
    return Books(case.past_use, _with_cuts(case))


def _with_cuts(case: Case) -> HeldBack:
    held, cuts, points = case.held_back, case.users.cut_history, case.users.delivery_points
    stated = set(zip(held.county, held.gas_day, held.consumer_class, strict=True))
    at = {point: row for row, point in enumerate(points.point)}
    added = [
        (points.county[at[point]], cuts.gas_day[row], points.consumer_class[at[point]], float(cuts.relief[row]),
         cuts.known_at[row])
        for row, point in enumerate(cuts.point)
        if point in at
    ]  # fmt: skip
    added = [line for line in added if line[:3] not in stated]
    if not added:
        return held
    county, day, word, relief, known_at = zip(*added, strict=True)
    return HeldBack(
        county=held.county + county,
        gas_day=held.gas_day + day,
        consumer_class=held.consumer_class + word,
        held_back=np.append(held.held_back, relief),
        reason=held.reason + ("",) * len(added),
        known_at=held.known_at + known_at,
    )


def plans_of_points(*, case: Case, days: tuple[date, ...], as_of: datetime) -> FloatArray:
    """What each delivery point plans to use, (points, T) in 10^4 m3/day; NaN where it has not said by `as_of`."""
    points, plans = case.users.delivery_points, case.use_plans
    told = np.full((len(points.point), len(days)), np.nan)
    at = {point: row for row, point in enumerate(points.point)}
    day_at = {day: step for step, day in enumerate(days)}
    for row in sorted(range(len(plans.point)), key=lambda row: plans.filed_at[row]):
        point, step = at.get(plans.point[row]), day_at.get(plans.gas_day[row])
        if point is not None and step is not None and plans.filed_at[row] <= as_of:
            told[point, step] = plans.use[row]
    return told


def planned_use(*, case: Case, days: tuple[date, ...], as_of: datetime) -> PlannedUse:
    """Plans of large users for the forecast, each with its point's part of the reference use of county and class."""
    if not case.use_plans.point:
        return NO_PLANNED_USE
    told = plans_of_points(case=case, days=days, as_of=as_of)
    points = case.users.delivery_points
    models = with_conversion_rows(models=case.models, conversions=case.network.conversions)
    typical = reference_use(models=models, reference_temperature=case.settings.reference_temperature)
    keys = zip(models.county, models.consumer_class, strict=True)
    whole = {key: float(use) for key, use in zip(keys, typical, strict=True)}
    chosen = [
        row
        for row in np.flatnonzero(~np.isnan(told).all(axis=1))
        if whole.get((points.county[row], points.consumer_class[row]), 0.0) > 0
    ]
    place: list[tuple[str, ConsumerClass]] = [
        (points.county[row], points.consumer_class[row]) for row in chosen
    ]
    share = [min(1.0, float(points.load[row]) / whole[key]) for row, key in zip(chosen, place, strict=True)]
    return PlannedUse(
        tuple(county for county, _ in place), tuple(word for _, word in place), np.array(share), told[chosen]
    )


def grown_books(*, case: Case, rows: FloatArray, held: FloatArray, points: FloatArray) -> Case:
    """The case with its past use, cuts and plans grown.

    `rows` (n,) are factors of the demand models' rows, `held` of the rows of use held back, `points` of the delivery
    points. A group of classes grows as its classes do together, by what their models use in the cold.
    """
    past, plans, models = case.past_use, case.use_plans, case.models
    size = models.steady_use + COLD_KELVIN * models.heat_use
    grown: dict[str, Any] = {}
    for group in GROUPS:
        inside = np.array([GROUP_OF.get(word) == group for word in models.consumer_class], dtype=np.bool_)
        whole: dict[str, list[float]] = {}
        for row in np.flatnonzero(inside & (size > 0)):
            sums = whole.setdefault(models.county[row], [0.0, 0.0])
            sums[0], sums[1] = sums[0] + float(size[row]), sums[1] + float(size[row] * rows[row])
        factor = {county: after / before for county, (before, after) in whole.items()}
        grown[group] = getattr(past, group) * np.array([factor.get(county, 1.0) for county in past.county])
    at = {point: float(points[row]) for row, point in enumerate(case.users.delivery_points.point)}
    planned = plans.use * np.array([at.get(point, 1.0) for point in plans.point])
    return replace(
        case,
        past_use=replace(past, **grown),
        held_back=replace(case.held_back, held_back=case.held_back.held_back * held),
        use_plans=replace(plans, use=planned),
    )
