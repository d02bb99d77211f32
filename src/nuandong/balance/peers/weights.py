"""What a rank is worth where everything must stand in one objective.

    sum over ranks of weight[rank] * missing volume  +  cost of gas taken, withdrawn and carried
        -  credit for what is paid in any case

Weights fall geometrically from rank to rank. One such program is not exact: boil-off makes a unit served today
worth less than one kept, and no finite ratio keeps every order (docs/decisions/0007). It is what other tools can
solve, and what both sides are compared on.
"""

from __future__ import annotations

import numpy as np

from nuandong.balance.case import BalanceCase, BalancePlan
from nuandong.balance.constraints import Layout
from nuandong.units import FloatArray

LEAST_WEIGHT = 100.0  # CNY per m3: dearer than any gas of a case and its carriage
RATIO = 3.0


def rank_weights(*, ranks: int, ratio: float = RATIO, least: float = LEAST_WEIGHT) -> FloatArray:
    """Weight of each rank, (ranks,), in CNY per m3: `least` for the first to go short, `ratio` times more a rank."""
    weights: FloatArray = least * ratio ** np.arange(ranks - 1, -1, -1, dtype=np.float64)
    return weights


def weighted_objective(*, case: BalanceCase, plan: BalancePlan, weights: FloatArray) -> float:
    """The weighted objective of a plan, in 10^4 CNY: what PyPSA's `network.objective` is to be compared with."""
    days = case.steps.days
    cost = (
        case.links.cost @ (np.abs(plan.flow) @ days)
        + case.supplies.cost @ (plan.take @ days)
        + case.tanks.cost @ (plan.withdrawal @ days)
    )
    totals, targets = case.totals, case.targets
    credit = totals.credit @ np.clip(case.volumes(plan), 0.0, totals.least)
    below = np.maximum(targets.volume - plan.inventory[targets.tank, targets.step], 0.0)
    missing = weights[case.demands.rank] @ (plan.unserved @ days) + weights[targets.rank] @ below
    return float(missing + cost - credit)


def weighted_cost(*, case: BalanceCase, weights: FloatArray) -> FloatArray:
    """The same objective as a cost of each column of the linear program, in 10^4 CNY (see `constraints.Layout`)."""
    layout, days = Layout.of(case), case.steps.days
    cost = np.zeros(layout.columns)
    blocks = (
        (layout.forward, case.links.cost),
        (layout.backward, case.links.cost),
        (layout.take, case.supplies.cost),
        (layout.withdrawal, case.tanks.cost),
        (layout.unserved, weights[case.demands.rank]),
    )
    for begin, unit_cost in blocks:
        cost[layout.block(begin, unit_cost.size)] = unit_cost[:, None] * days[None, :]
    cost[layout.firm : layout.extra] = -case.totals.credit
    cost[layout.below : layout.above] = weights[case.targets.rank]
    return cost
