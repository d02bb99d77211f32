"""What the stages of a plan minimise, as cost vectors over the columns of a program."""

from __future__ import annotations

import numpy as np

from nuandong.balance.program import Program
from nuandong.units import FloatArray

LATER = 1e-6


def purchase_cost(program: Program) -> FloatArray:
    """Cost vector of gas taken, withdrawn and carried, times the length of the step in days.

        cost[x,t] = unit_cost[x] * days[t] * (1 - LATER * t)

    A step later is cheaper by a millionth: of two plans that cost the same, the one that keeps gas in store
    longer is taken, so that the answer does not hang on the order of rows. What a total's contract makes one pay
    in any case is credited: -credit[p] firm[p].
    """
    case, layout, days = program.case, program.layout, program.case.steps.days
    cost = np.zeros(layout.columns)
    sooner = 1.0 - LATER * np.arange(case.steps.count)
    blocks = (
        (layout.forward, case.links.cost),
        (layout.backward, case.links.cost),
        (layout.take, case.supplies.cost),
        (layout.withdrawal, case.tanks.cost),
    )
    for begin, unit_cost in blocks:
        cost[layout.block(begin, unit_cost.size)] = unit_cost[:, None] * (days * sooner)[None, :]
    cost[layout.firm : layout.extra] = -case.totals.credit
    return cost


def rank_cost(program: Program, rank: int) -> FloatArray:
    """Cost vector that counts the missing volume of one rank: of uses, and of stock below its target (10^4 m3)."""
    cost = np.zeros(program.layout.columns)
    rows = program.case.demands.rank == rank
    columns = program.layout.block(program.layout.unserved, rows.size)[rows]
    cost[columns] = program.case.steps.days[None, :]
    cost[program.layout.below + np.flatnonzero(program.case.targets.rank == rank)] = 1.0
    return cost


def weighted_cost(program: Program, *, ranks: int, ratio: float) -> FloatArray:
    """Missing volume of the first `ranks` ranks, each weighing `ratio` times the next."""
    case, layout = program.case, program.layout
    weight = np.zeros(case.ranks)
    weight[:ranks] = ratio ** np.arange(ranks - 1, -1, -1, dtype=np.float64)
    cost = np.zeros(layout.columns)
    unserved = np.outer(weight[case.demands.rank], case.steps.days)
    cost[layout.unserved : layout.firm] = unserved.ravel()
    cost[layout.below : layout.above] = weight[case.targets.rank]
    return cost


def rank_volumes(program: Program) -> FloatArray:
    """What each rank misses in the present plan, (ranks,), in 10^4 m3: of uses, and of stock below its target."""
    case, layout, value = program.case, program.layout, program.value
    unserved = value[layout.unserved : layout.firm].reshape(-1, layout.steps) * case.steps.days
    volumes: FloatArray = np.bincount(
        np.concatenate([case.demands.rank, case.targets.rank]),
        weights=np.concatenate([unserved.sum(axis=1), value[layout.below : layout.above]]),
        minlength=case.ranks,
    ).astype(np.float64)
    return volumes
