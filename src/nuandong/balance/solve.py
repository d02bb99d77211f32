"""The plan of a balance case: lexicographic over ranks, fair inside a rank, then least cost.

Rank 0 is the last to go short. The procedure:

1. one run with weights that fall geometrically from rank to rank, which lands near the answer;
2. for each rank in order that is not zero: minimise its missing volume alone from the last basis (primal
   simplex), then hold the optimal face. A rank already at zero is optimal, for less is impossible;
3. inside each rank that is short, shares are made max-min fair (`fair`);
4. least cost of gas and carriage on the face that remains; the tiny cost of carriage rules out circles.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import highspy
import numpy as np

from nuandong.balance.case import BalanceCase, BalancePlan
from nuandong.balance.checks import check_case
from nuandong.balance.fair import even_shares
from nuandong.balance.program import DUAL_SIMPLEX, PRIMAL_SIMPLEX, OutOfTime, Program, SolverFailure
from nuandong.balance.proof import CostProof, Proof, RankProof
from nuandong.findings import FaultyCase
from nuandong.units import FloatArray

__all__ = ["Solve", "SolverFailure", "Start", "solve_step_by_step", "solve_tiers"]

ZERO_VOLUME = 1e-7  # 10^4 m3: a thousandth of a cubic metre is nothing
LATER = 1e-6
START_RATIO = 3.0
START_COST = 1e-3  # the first run already leans towards cheap gas, which shortens the last one

Progress = Callable[[str, float], None]


@dataclass(slots=True, eq=False)
class Start:
    """Where the first run of a solve begins, and afterwards where it ended: the next case of the same shape is
    then solved from there. It moves the time, not the answer."""

    basis: highspy.HighsBasis | None = None


class Solve(Protocol):
    """What finds the plan of a case: `solve_tiers`, or something that remembers what it found."""

    def __call__(self, *, case: BalanceCase, is_fair: bool = True) -> BalancePlan: ...


def solve_tiers(
    *,
    case: BalanceCase,
    is_fair: bool = True,
    start_ratio: float = START_RATIO,
    progress: Progress | None = None,
    start: Start | None = None,
    seconds: float = math.inf,
) -> BalancePlan:
    """The exact plan of a case; `progress` is told the stage and the part done (0..1).

    After `seconds` of wall time the best feasible plan so far is returned, with as many ranks proven as were
    settled (`proven_ranks`, `rank_gap`). Raises `FaultyCase` for a case that `check_case` refuses,
    `SolverFailure` when no plan could be found at all.
    """
    found = check_case(case)
    if found.errors:
        raise FaultyCase(found, language="en")
    program = Program(case)
    program.give(seconds)
    settling = _Settling(program, progress or (lambda stage, part: None))
    settling.tell("start", 0.0)
    if start and start.basis is not None:
        program.begin_at(start.basis)
    program.minimise(_start_cost(program, start_ratio), strategy=DUAL_SIMPLEX)
    if start:
        start.basis = program.basis
    try:
        settling.settle(is_fair=is_fair)
    except OutOfTime:
        return _plan(program, tuple(settling.proofs), proven_ranks=settling.proven)
    return _plan(program, tuple(settling.proofs))


@dataclass(slots=True, eq=False)
class _Settling:
    """The stages after the first run, and how far they have come."""

    program: Program
    tell: Progress
    proofs: list[Proof] = field(default_factory=list)
    proven: int = 0

    def settle(self, *, is_fair: bool) -> None:
        """Rank after rank, then cost."""
        ranks = self.program.case.ranks
        for rank in range(ranks):
            self.tell(f"rank {rank}", (rank + 1) / (ranks + 2))
            self.proofs += _settle_rank(self.program, rank)
            if is_fair:
                self.proofs += even_shares(self.program, rank)
            self.proven = rank + 1
        self.tell("cost", (ranks + 1) / (ranks + 2))
        self.program.minimise(purchase_cost(self.program), strategy=PRIMAL_SIMPLEX)
        self.proofs.append(CostProof(self.program.row_dual))
        self.tell("done", 1.0)


def solve_step_by_step(*, case: BalanceCase, solve: Solve = solve_tiers) -> BalancePlan:
    """The exact plan of each step alone, one after the other; stock passes on, foresight does not.

    For cases whose steps only a store's stock could join: a step's plan then never spares stock for a later
    one. Faster than one program, and the shares of a step do not depend on other days.
    """
    opening, used = case.tanks.opening, np.zeros(case.totals.count)
    missing = np.zeros(case.ranks)
    plans = []
    for step in range(case.steps.count):
        here = case.at_step(step, opening=opening, used=used)
        plan = solve(case=here)
        plans.append(plan)
        opening = plan.inventory[:, 0]
        used[case.totals.standing_at(step)] += here.volumes(plan)
        missing[: plan.rank_unserved.size] += plan.rank_unserved

    def joined(name: str) -> FloatArray:
        return np.concatenate([getattr(plan, name) for plan in plans], axis=1)

    return BalancePlan(
        flow=joined("flow"),
        take=joined("take"),
        withdrawal=joined("withdrawal"),
        injection=joined("injection"),
        inventory=joined("inventory"),
        unserved=joined("unserved"),
        rank_unserved=missing,
    )


def rank_cost(program: Program, rank: int) -> FloatArray:
    """Cost vector that counts the missing volume of one rank: of uses, and of stock below its target (10^4 m3)."""
    cost = np.zeros(program.layout.columns)
    rows = program.case.demands.rank == rank
    columns = program.layout.block(program.layout.unserved, rows.size)[rows]
    cost[columns] = program.case.steps.days[None, :]
    cost[program.layout.below + np.flatnonzero(program.case.targets.rank == rank)] = 1.0
    return cost


def _start_cost(program: Program, ratio: float) -> FloatArray:
    cost = np.zeros(program.layout.columns)
    for rank in range(program.case.ranks):
        cost += rank_cost(program, rank) * ratio ** (program.case.ranks - 1 - rank)
    return cost + START_COST * purchase_cost(program)


def _settle_rank(program: Program, rank: int) -> tuple[RankProof, ...]:
    """Bring a rank to its least and keep it there; zero needs no proof, for less is impossible."""
    cost = rank_cost(program, rank)
    counted = cost > 0
    if float(cost @ program.value) <= ZERO_VOLUME:
        program.fix(counted, np.zeros(program.layout.columns))
        return ()
    program.minimise(cost, strategy=PRIMAL_SIMPLEX)
    program.hold_face()
    return (RankProof(rank, program.row_dual),)


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


def _plan(program: Program, proofs: tuple[Proof, ...], *, proven_ranks: int | None = None) -> BalancePlan:
    case, layout, value = program.case, program.layout, program.value

    def of(begin: int, count: int) -> FloatArray:
        part: FloatArray = value[layout.block(begin, count)]
        return part + 0.0

    unserved = of(layout.unserved, case.demands.node.size)
    volume = (unserved * case.steps.days).sum(axis=1)
    below = value[layout.below : layout.above]
    missing = np.bincount(
        np.concatenate([case.demands.rank, case.targets.rank]),
        weights=np.concatenate([volume, below]),
        minlength=case.ranks,
    )
    return BalancePlan(
        flow=of(layout.forward, case.links.tail.size) - of(layout.backward, case.links.tail.size),
        take=of(layout.take, case.supplies.node.size),
        withdrawal=of(layout.withdrawal, case.tanks.node.size),
        injection=of(layout.injection, case.tanks.node.size),
        inventory=of(layout.inventory, case.tanks.node.size),
        unserved=unserved,
        rank_unserved=missing.astype(np.float64),
        proofs=proofs,
        proven_ranks=proven_ranks,
    )
