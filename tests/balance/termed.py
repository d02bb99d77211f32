"""Small cases with terms that reach beyond a node and a step, by hand and at random."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nuandong.balance import BalanceCase, SendoutCurves, StockTargets, Totals
from tests.balance.small import random_case, whole

Member = tuple[str, int, float]  # kind, row, weight


def total(
    members: list[Member],
    *,
    most: float,
    least: float = 0.0,
    credit: float = 0.0,
    first: int = 0,
    length: int = 1,
) -> Totals:
    """One volume over a window."""
    return Totals(
        first=whole([first]),
        length=whole([length]),
        least=np.array([least]),
        most=np.array([most]),
        credit=np.array([credit]),
        row=whole([0] * len(members)),
        kind=tuple(kind for kind, _, _ in members),
        member=whole([row for _, row, _ in members]),
        weight=np.array([weight for _, _, weight in members]),
    )


def together(*totals: Totals) -> Totals:
    """Several totals as one table."""
    names = ("first", "length", "least", "most", "credit", "member", "weight")
    joined = {name: np.concatenate([getattr(each, name) for each in totals]) for name in names}
    begins = np.cumsum([0, *(each.count for each in totals[:-1])])
    row = np.concatenate([each.row + begin for each, begin in zip(totals, begins, strict=True)])
    return Totals(row=row, kind=tuple(word for each in totals for word in each.kind), **joined)


def termed_case(seed: int, *, lossy: bool = True, steps: int = 4) -> BalanceCase:
    """A random network with a season's limit and take or pay, a fleet, a swap, livelihood gas, a reserve that only
    rank 0 may touch, a target behind all uses, and send-out that falls with the stock."""
    return with_terms(random_case(seed, steps=steps, lossy=lossy, nodes=9, ranks=3), seed)


def with_terms(case: BalanceCase, seed: int) -> BalanceCase:
    """A case with one term of every kind on its first supplies and links and on all its stores."""
    steps = case.steps.count
    rng = np.random.default_rng([seed, 7])
    season = float(case.supplies.limit[0] @ case.steps.days)
    contract = total(
        [("take", 0, 1.0)],
        most=season * 0.7,
        least=season * 0.4,
        credit=0.9 * float(case.supplies.cost[0]),
        length=steps,
    )
    fleet = [
        total([("take", 1, 1.0), ("take", 2, 1.0)], most=float(rng.uniform(2, 9)), first=step)
        for step in range(steps)
    ]
    swap = total([("flow", 0, 1.0), ("flow", 1, -1.0)], most=0.0, length=steps)
    homes = np.flatnonzero(case.demands.rank == 0)
    livelihood = total(
        [("take", 3, 1.0), *(("unserved", int(row), 1.0) for row in homes)],
        most=float((case.demands.quantity[homes] @ case.steps.days).sum()),
        length=steps,
    )
    tanks = case.tanks.node.size
    ends = np.repeat(np.arange(tanks), steps)
    reserve = np.repeat(case.tanks.capacity * 0.3, steps)
    shifted = np.where(case.demands.rank == 0, 0, case.demands.rank + 1)
    return replace(
        case,
        demands=replace(case.demands, rank=shifted),
        totals=together(contract, *fleet, swap, livelihood),
        targets=StockTargets(
            tank=np.concatenate([ends, np.arange(tanks)]),
            step=np.concatenate([np.tile(np.arange(steps), tanks), np.full(tanks, steps - 1)]),
            volume=np.concatenate([reserve, case.tanks.capacity * 0.8]),
            rank=np.concatenate([np.full(ends.size, 1), np.full(tanks, int(shifted.max()) + 1)]),
        ),
        curves=SendoutCurves(
            tank=np.repeat(np.arange(tanks), 2),
            empty_flow=np.tile([0.0, 1.0], tanks),
            slope=np.tile([0.3, 0.1], tanks),
        ),
    )
