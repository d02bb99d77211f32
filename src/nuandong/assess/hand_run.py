"""A plan's lines as they stand, solved again: what the network then does, beside the best plan there is.

Load that may be ordered and that the lines do not cut must be served, before anything that orders could free on later
days. So three answers fall out of one run: what stays short today because too little is cut or at the wrong place, what
later days pay for it, and, tier by tier over the outlook, whether more is given up than need be.

    kept[j,c]  = reducible[j,c] - given[j,c]       on the gas day: served before later orders
    total[j]   = sum_c given[j,c] + later relief of tier j

Clauses: T-010, T-028, T-042.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from nuandong.assess.day import Workings
from nuandong.assess.loads import RankedRows
from nuandong.assess.measures import RESERVE, drawn_beyond
from nuandong.assess.problem import measured_problem
from nuandong.balance import BalanceCase, BalancePlan, solve_tiers
from nuandong.curtailment import CutPlan, PointLoads
from nuandong.units import CUBIC_METRE, BoolArray, FloatArray, Flow, Volume


@dataclass(frozen=True, slots=True, eq=False)
class HandPlan:
    """A plan to be judged: the day's workings, its lines, what points can give in time, and measures it takes."""

    work: Workings
    cuts: CutPlan
    loads: PointLoads
    used: Mapping[str, Flow]


@dataclass(frozen=True, slots=True)
class IdleMeasure:
    """A permitted measure of which the plan takes less than the best plan does, and what taking it would spare."""

    measure: str
    idle: Flow
    spared: Volume


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A plan by hand beside the best one. By tier and county (j, c): `given` by the lines on the gas day, `best` by the
    best plan; `short` (c,) what stays short on the gas day; volumes over the outlook by tier (j,)."""

    hand: HandPlan
    given: FloatArray
    best: FloatArray
    short: FloatArray
    total: FloatArray
    best_total: FloatArray
    plan: BalancePlan
    idle: tuple[IdleMeasure, ...]

    @property
    def tolerance(self) -> Flow:
        """What rounding lines to whole m3 may add up to."""
        rows = int(((self.given > 0) | (self.best > 0)).sum())
        return CUBIC_METRE * (rows + 5)


def compared(hand: HandPlan) -> Comparison:
    """Solve the day with the plan's lines and with its measures; raises `SolverFailure`."""
    work = hand.work
    lowered = _lowered(hand)
    caps = _caps(hand, lowered)
    best, idle = _best(hand, lowered, caps)
    given = _given(hand)
    rows, kept = _rows_by_hand(work, given)
    plan = solve_tiers(case=_problem(work, rows, caps), is_fair=False)
    short = np.zeros(len(work.axes.counties))
    np.add.at(short, rows.county[kept], plan.unserved[kept, 0])
    orders = rows.is_order & ~kept
    later = _volume_by_tier(work, rows, plan, orders)
    standing = work.plan.rows
    return Comparison(
        hand=hand,
        given=given,
        best=_first_day(work, standing, best),
        short=short,
        total=given.sum(axis=1) + later,
        best_total=_volume_by_tier(work, standing, best, standing.is_order),
        plan=plan,
        idle=idle,
    )


def _given(hand: HandPlan) -> FloatArray:
    """What the lines free by tier and county on the gas day, (j, c), never more than can be given in time."""
    work, loads = hand.work, hand.loads
    at = {point: number for number, point in enumerate(loads.point)}
    total = np.zeros((len(work.loads.tiers), len(work.axes.counties)))
    for point, relief in zip(hand.cuts.point, hand.cuts.relief.tolist(), strict=True):
        number = at.get(point)
        if number is None or not loads.tier[number] or not (np.isfinite(relief) and relief > 0):
            continue
        if loads.county[number] in work.axes.county_at:
            place = (work.loads.tiers.index(loads.tier[number]), work.axes.county_at[loads.county[number]])
            total[place] += relief
    may = np.asarray([tier in work.powers.may_order for tier in work.loads.tiers], dtype=np.bool_)
    most = np.where(may[:, None], work.loads.reducible[:, :, 0], 0.0)
    given: FloatArray = np.minimum(total, most)
    return given


def _rows_by_hand(work: Workings, given: FloatArray) -> tuple[RankedRows, BoolArray]:
    """The day's demand rows once the lines are carried out, and which of them hold load that they leave uncut."""
    rows = work.plan.rows
    orders = np.flatnonzero(rows.is_order)
    left = np.zeros((orders.size, rows.quantity.shape[1]))
    taken = given[rows.tier[orders], rows.county[orders]]
    left[:, 0] = np.maximum(rows.quantity[orders, 0] - taken, 0.0)
    quantity = rows.quantity.copy()
    quantity[orders, 0] = 0.0
    first = int(rows.rank[orders].min()) if orders.size else 0
    count = orders.size
    joined = RankedRows(
        county=np.concatenate([rows.county, rows.county[orders]]),
        rank=np.concatenate([rows.rank + rows.is_order, np.full(count, first)]).astype(np.int64),
        tier=np.concatenate([rows.tier, rows.tier[orders]]),
        is_order=np.concatenate([rows.is_order, np.zeros(count, dtype=np.bool_)]),
        is_protected=np.concatenate([rows.is_protected, np.zeros(count, dtype=np.bool_)]),
        quantity=np.concatenate([quantity, left]),
    )
    kept: BoolArray = np.arange(joined.county.size) >= rows.county.size
    return joined, kept


def _problem(work: Workings, rows: RankedRows, caps: Mapping[str, Flow]) -> BalanceCase:
    """The day's problem with measures taken no further on the gas day than `caps` say."""
    problem = measured_problem(grounds=work.grounds, rows=rows, powers=work.powers)
    limit, sendout = problem.supplies.limit.copy(), problem.tanks.sendout.copy()
    first = len(work.case.network.sources.supply)
    for row, measure in enumerate(work.case.network.measures.measure):
        if measure in caps:
            limit[first + row, 0] = min(float(limit[first + row, 0]), max(0.0, caps[measure]))
    if RESERVE in caps:
        nominated, beyond = work.grounds.firm.by_store[:, 0], drawn_beyond(work=work)
        share = max(0.0, caps[RESERVE]) / max(float(beyond.sum()), CUBIC_METRE)
        sendout[:, 0] = np.minimum(sendout[:, 0], nominated + beyond * share)
    return replace(
        problem,
        supplies=replace(problem.supplies, limit=limit),
        tanks=replace(problem.tanks, sendout=sendout),
    )


def _lowered(hand: HandPlan) -> dict[str, Flow]:
    """Measures that the plan takes less of than the machine's plan does, beyond rounding."""
    taken = machine_use(hand.work)
    return {name: flow for name, flow in hand.used.items() if flow < taken.get(name, 0.0) - CUBIC_METRE}


def _caps(hand: HandPlan, lowered: Mapping[str, Flow]) -> dict[str, Flow]:
    """How far each measure may go on the gas day: as far as the plan by hand takes it, where that is less for any of
    them; empty where it takes all that the machine's plan does. What neither takes stays idle."""
    if not lowered:
        return {}
    return {name: lowered.get(name, max(flow, hand.used.get(name, 0.0)))
            for name, flow in machine_use(hand.work).items()}  # fmt: skip


def machine_use(work: Workings) -> dict[str, Flow]:
    """What the machine's plan takes of each measure on the gas day, and of stores beyond nominations."""
    measures, plan = work.case.network.measures, work.plan.plan
    first = len(work.case.network.sources.supply)
    taken = dict(zip(measures.measure, plan.take[first:, 0].tolist(), strict=True))
    return {**taken, RESERVE: float(drawn_beyond(work=work).sum())}


def _best(
    hand: HandPlan, lowered: Mapping[str, Flow], caps: Mapping[str, Flow]
) -> tuple[BalancePlan, tuple[IdleMeasure, ...]]:
    """The best plan with no more of each measure than the plan by hand takes, and which idle measures would help.

    Each idle measure is let go alone and the day is solved again: only what then falls short less is blamed on it.
    """
    work, rows = hand.work, hand.work.plan.rows
    if not lowered:
        return work.plan.plan, ()
    best = solve_tiers(case=_problem(work, rows, caps), is_fair=False)
    found = []
    for name, flow in sorted(lowered.items()):
        others = {other: limit for other, limit in caps.items() if other != name}
        freed = solve_tiers(case=_problem(work, rows, others), is_fair=False)
        spared = _missing(best) - _missing(freed)
        if spared > CUBIC_METRE * 10:
            found.append(IdleMeasure(name, machine_use(work)[name] - flow, spared))
    return best, tuple(found)


def _missing(plan: BalancePlan) -> Volume:
    """All that a plan does not serve over the outlook, 10^4 m3: its steps are gas days."""
    return float(plan.unserved.sum())


def _volume_by_tier(work: Workings, rows: RankedRows, plan: BalancePlan, chosen: BoolArray) -> FloatArray:
    """Volume that chosen rows miss over the outlook, by tier (j,)."""
    total = np.zeros(len(work.loads.tiers))
    np.add.at(total, rows.tier[chosen], plan.unserved[chosen].sum(axis=1))
    return total


def _first_day(work: Workings, rows: RankedRows, plan: BalancePlan) -> FloatArray:
    """Relief of the gas day by tier and county, (j, c)."""
    total = np.zeros((len(work.loads.tiers), len(work.axes.counties)))
    chosen = rows.is_order
    np.add.at(total, (rows.tier[chosen], rows.county[chosen]), plan.unserved[chosen, 0])
    return total
