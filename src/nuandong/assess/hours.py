"""The peak day hour by hour: does what suffices for the day's volume also suffice at its highest hour?

The gas day's plan is asked again in 24 steps of an hour. Sources, measures and pipes carry no more than their daily
rate in any hour, and a limit that several share stays one of the day's sum. Stores may give more in one hour and less
in the next, as far as their send-out reaches, and end the day with no less than in the day's plan. Linepack is not
counted, so that what is missing here is missing at most.

Use by hour follows `hour_shapes` of the case; a class without a shape is flat, and the answer names it.

Clauses: T-017 (balance), T-022 (peak).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from nuandong.assess.case import Case
from nuandong.assess.day import Answers, Progress, Workings, day_answers
from nuandong.assess.design_day import DesignDay, NoColdestDay, design_demand
from nuandong.assess.picture import Stamp
from nuandong.assess.problem import measured_problem
from nuandong.assess.rows import stamp
from nuandong.balance import BalanceCase, Steps, solve_tiers
from nuandong.demand.tables import HourShapes
from nuandong.gasday import HOURS
from nuandong.policy import PolicyBook
from nuandong.units import FloatArray, Flow, to_cubic_metre
from nuandong.vocabulary import ConsumerClass


@dataclass(frozen=True, slots=True, eq=False)
class HourPicture:
    """One gas day by hour, flows (24,) in 10^4 m3/day: from the first hour of the gas day to its last.

    `missing` is what the hours leave unserved beyond what the day's plan cuts anyway, `protected_missing` the homes'
    part of it; `flat` names classes without a shape. `sendout` (k, 24) by store. `design` is the season's coldest day
    with the rare day beside it, None where no temperature is known, `design_demand` its use in 10^4 m3/day.
    """

    stamp: Stamp
    level: str
    demand: FloatArray
    served: FloatArray
    taken: FloatArray
    sendout: FloatArray
    relief: FloatArray
    missing: FloatArray
    protected_missing: FloatArray
    day_relief: Flow
    stores: tuple[str, ...]
    flat: tuple[ConsumerClass, ...]
    design: DesignDay | None = None
    design_demand: Flow = 0.0

    @property
    def peak_hour(self) -> int:
        """Hour of the gas day, 0 … 23, in which most is used."""
        return int(self.demand.argmax())

    @property
    def steepness(self) -> float:
        """The highest hour over the mean of the day."""
        return float(self.demand.max() / self.demand.mean()) if self.demand.any() else 1.0

    @property
    def holds(self) -> bool:
        """Whether no hour misses anything beyond orders."""
        return not (self.missing > 0).any()


def assess_hours(
    *,
    case: Case,
    as_of: datetime | None = None,
    policy: PolicyBook | None = None,
    progress: Progress | None = None,
) -> HourPicture:
    """The case's gas day by hour, inside the powers of the level that the day proposes; errors as `assess_day`."""
    answers = day_answers(case=case, as_of=as_of, policy=policy, progress=progress)
    work = answers.work
    hourly = hourly_problem(work)
    plan = solve_tiers(case=hourly)
    rows = work.plan.rows
    demand = hourly.demands.quantity
    design, most = _design(work)
    return HourPicture(
        stamp=stamp(work),
        level=work.powers.level,
        demand=to_cubic_metre(demand.sum(axis=0)),
        served=to_cubic_metre((demand - plan.unserved).sum(axis=0)),
        taken=to_cubic_metre(plan.take.sum(axis=0)),
        sendout=plan.withdrawal,
        relief=to_cubic_metre(plan.unserved[rows.is_order].sum(axis=0)),
        missing=to_cubic_metre(plan.unserved[~rows.is_order].sum(axis=0)),
        protected_missing=to_cubic_metre(plan.unserved[rows.is_protected].sum(axis=0)),
        day_relief=_day_relief(answers),
        stores=case.network.stores.store,
        flat=_without_shape(work),
        design=design,
        design_demand=most,
    )


def _design(work: Workings) -> tuple[DesignDay | None, Flow]:
    """The season's coldest day as far as it is known, and the whole demand of it."""
    try:
        use, design = design_demand(
            case=work.case, temperature=None, policy=work.policy, as_of=work.axes.as_of
        )
    except NoColdestDay:
        return None, 0.0
    return design, sum(use.values())


def hourly_problem(work: Workings) -> BalanceCase:
    """The first gas day of a plan in 24 steps; every demand row follows the hours of its classes."""
    day = measured_problem(grounds=work.grounds, rows=work.plan.rows, powers=work.powers)
    first = day.at_step(0, opening=day.tanks.opening)

    def hours(flow: FloatArray) -> FloatArray:
        return np.repeat(flow, HOURS, axis=1)

    evening = np.minimum(work.plan.plan.inventory[:, :1], first.tanks.capacity[:, None])
    least = np.minimum(hours(first.tanks.least), evening)
    least[:, -1:] = evening
    totals = replace(first.totals, length=np.full(first.totals.count, HOURS))
    return replace(
        first,
        steps=Steps(np.ones(HOURS)),
        links=replace(
            first.links,
            capacity=hours(first.links.capacity),
            capacity_back=hours(first.links.capacity_back),
        ),
        supplies=replace(first.supplies, limit=hours(first.supplies.limit)),
        tanks=replace(
            first.tanks,
            least=least,
            sendout=hours(first.tanks.sendout),
            injection=hours(first.tanks.injection),
        ),
        demands=replace(first.demands, quantity=first.demands.quantity * row_shapes(work)),
        totals=totals,
        targets=replace(first.targets, step=np.full(first.targets.count, HOURS - 1)),
    )


def row_shapes(work: Workings) -> FloatArray:
    """How each demand row's use of the first gas day falls on its hours, (r, 24), mean 1: the mean of the shapes of the
    classes that make it up in its county, by their use."""
    forecast, rows, tiers = work.forecast, work.plan.rows, work.loads.tiers
    shapes = shapes_by_class(work.case.hour_shapes)
    flat = np.ones(HOURS)
    day = work.axes.days[0]
    sums: dict[tuple[str, str], FloatArray] = {}
    for row, (county, word) in enumerate(zip(forecast.county, forecast.consumer_class, strict=True)):
        tier = work.policy.tier_of(
            consumer_class=ConsumerClass(word), is_dual_fuel=False, is_interruptible=False, day=day
        )
        place = (county, tier.key if tier else "")
        use = float(forecast.use[row, 0])
        sums[place] = sums.get(place, np.zeros(HOURS)) + use * shapes.get(ConsumerClass(word), flat)
    found = np.ones((rows.county.size, HOURS))
    for row, (county_row, tier_row) in enumerate(zip(rows.county, rows.tier, strict=True)):
        if tier_row < 0 and not rows.is_protected[row]:
            continue  # safe loads of all tiers together run day and night
        shape = sums.get((work.axes.counties[county_row], "" if tier_row < 0 else tiers[tier_row]))
        if shape is not None and shape.sum() > 0:
            found[row] = shape / shape.mean()
    return found


def shapes_by_class(shapes: HourShapes) -> dict[ConsumerClass, FloatArray]:
    """Factors of the 24 hours of each class that has all of them, brought to mean 1."""
    found: dict[ConsumerClass, FloatArray] = {}
    for word in set(shapes.consumer_class):
        factors = np.full(HOURS, np.nan)
        for row, named in enumerate(shapes.consumer_class):
            if named == word:
                factors[int(shapes.hour[row])] = shapes.factor[row]
        if not np.isnan(factors).any() and factors.sum() > 0:
            found[word] = factors / factors.mean()
    return found


def _without_shape(work: Workings) -> tuple[ConsumerClass, ...]:
    known = shapes_by_class(work.case.hour_shapes)
    used = {ConsumerClass(word) for word in work.forecast.consumer_class}
    return tuple(sorted(used - set(known)))


def _day_relief(answers: Answers) -> Flow:
    work = answers.work
    return float(work.plan.relief(tiers=len(work.loads.tiers))[:, :, 0].sum())
