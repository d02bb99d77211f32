"""A case with its terms held where a plan has them: what totals, targets and curves allow, written as plain limits.

For whoever asks what one more unit could do: a supply whose total is spent has what it gives, a store sends out what
its stock lets it, and keeps what stands before the uses that ask.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nuandong.balance.case import BalanceCase, BalancePlan
from nuandong.balance.terms import FLOW, NO_CURVES, NO_TARGETS, NO_TOTALS, TAKE, WITHDRAWAL
from nuandong.units import BoolArray, FloatArray

SPENT = 1e-6  # 10^4 m3: less is no room


def held_case(*, case: BalanceCase, plan: BalancePlan, rank: int) -> BalanceCase:
    """The plain case in which uses of a rank find what a plan leaves them of every term; the plan is one of it.

    A flow that a total lets neither grow nor shrink has a capacity against it below zero: it must be carried on.
    """
    if case.is_plain:
        return case
    links, tanks = case.links, case.tanks
    more, less = _bound(case, plan, FLOW)
    taken, drawn = _bound(case, plan, TAKE)[0], _bound(case, plan, WITHDRAWAL)[0]
    limit = case.sendout_limit(plan.inventory)
    return replace(
        case,
        links=replace(
            links,
            capacity=np.where(more, plan.flow, links.capacity),
            capacity_back=np.where(less, -plan.flow, links.capacity_back),
        ),
        supplies=replace(case.supplies, limit=np.where(taken, plan.take, case.supplies.limit)),
        tanks=replace(
            tanks,
            sendout=np.where(drawn, plan.withdrawal, limit),
            least=_kept(case, plan, rank, limit),
        ),
        totals=NO_TOTALS,
        targets=NO_TARGETS,
        curves=NO_CURVES,
    )


def _bound(case: BalanceCase, plan: BalancePlan, kind: str) -> tuple[BoolArray, BoolArray]:
    """Which flows of a kind of member no total lets grow, and which it does not let shrink, (rows, t) each."""
    totals, volumes = case.totals, case.volumes(plan)
    shape = {TAKE: plan.take, WITHDRAWAL: plan.withdrawal, FLOW: plan.flow}[kind].shape
    more, less = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    for place in totals.of_kind(kind):
        total, member = totals.row[place], totals.member[place]
        here = slice(totals.first[total], totals.first[total] + totals.length[total])
        at_most, at_least = volumes[total] >= totals.most[total] - SPENT, volumes[total] <= SPENT
        if totals.weight[place] < 0:
            at_most, at_least = at_least, at_most
        more[member, here] |= bool(at_most)
        less[member, here] |= bool(at_least)
    return more, less


def _kept(case: BalanceCase, plan: BalancePlan, rank: int, limit: FloatArray) -> FloatArray:
    """What a store keeps from uses of a rank, (k, t): targets that stand before it, and, where it sends out all that
    its stock allows the step after, all that it holds; never more than it does hold."""
    kept: FloatArray = np.array(case.tanks.least, dtype=np.float64)
    before = case.targets.rank < rank
    place = (case.targets.tank[before], case.targets.step[before])
    np.maximum.at(kept, place, case.targets.volume[before])
    falls = np.isin(np.arange(case.tanks.node.size), case.curves.tank[case.curves.slope > 0])
    tight = falls[:, None] & (limit - plan.withdrawal <= SPENT)
    kept[:, :-1] = np.where(tight[:, 1:], np.maximum(kept[:, :-1], plan.inventory[:, :-1]), kept[:, :-1])
    return np.maximum(np.minimum(kept, plan.inventory), case.tanks.least)
