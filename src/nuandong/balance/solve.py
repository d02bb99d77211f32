"""The plan of a balance case: lexicographic over ranks, fair inside a rank, then least cost.

Rank 0 is the last to go short. The procedure:

1. one run with weights that fall geometrically from rank to rank, which lands near the answer (`start`);
2. for each rank in order: its missing volume alone is least. Where the duals of the last basis prove that already, no
   run is needed; otherwise it is minimised from there (primal simplex). Then the optimal face is held. A rank already
   at zero is optimal, for less is impossible;
3. inside each rank that is short, shares are made max-min fair (`fair`);
4. least cost of gas and carriage on the face that remains; the tiny cost of carriage rules out circles.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from nuandong.balance.case import BalanceCase, BalancePlan
from nuandong.balance.checks import check_case
from nuandong.balance.costs import purchase_cost, rank_cost, weighted_cost
from nuandong.balance.fair import even_shares
from nuandong.balance.program import PRIMAL_SIMPLEX, OutOfTime, Program, SolverFailure
from nuandong.balance.proof import CostProof, Proof, RankProof
from nuandong.balance.start import START_RATIO, Start, first_run
from nuandong.findings import FaultyCase
from nuandong.units import FloatArray

__all__ = [
    "START_RATIO",
    "Solve",
    "SolverFailure",
    "Start",
    "purchase_cost",
    "rank_cost",
    "settle_rank",
    "settle_zeros",
    "solve_step_by_step",
    "solve_tiers",
]

ZERO_VOLUME = 1e-7  # 10^4 m3: a thousandth of a cubic metre is nothing

Progress = Callable[[str, float], None]


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
    tell = progress or (lambda stage, part: None)
    tell("start", 0.0)
    program = first_run(case=case, ratio=start_ratio, start=start or Start(), seconds=seconds)
    settling = _Settling(program, tell)
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
        settle_zeros(self.program)
        for rank in range(ranks):
            self.tell(f"rank {rank}", (rank + 1) / (ranks + 2))
            self.proofs += settle_rank(self.program, rank)
            if is_fair:
                self.proofs += even_shares(self.program, rank)
            self.proven = rank + 1
        self.tell("cost", (ranks + 1) / (ranks + 2))
        _make_least(self.program, purchase_cost(self.program))
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


def settle_rank(program: Program, rank: int) -> tuple[RankProof, ...]:
    """Bring a rank to its least and keep it there; zero needs no proof, for less is impossible."""
    cost = rank_cost(program, rank)
    if _amount(program, cost) <= ZERO_VOLUME:
        program.fix(cost > 0, np.zeros(program.layout.columns))
        return ()
    _make_least(program, cost)
    program.hold_face()
    return (RankProof(rank, program.row_dual),)


def _amount(program: Program, cost: FloatArray) -> float:
    """Cost of the present plan; summed by numpy, for a threaded product of long vectors waits for its threads."""
    return float((cost * program.value).sum())


def _make_least(program: Program, cost: FloatArray) -> None:
    if not program.is_least(cost):
        program.minimise(cost, strategy=PRIMAL_SIMPLEX)


def settle_zeros(program: Program) -> None:
    """Hold the first ranks that miss nothing, all at once, and what moves in no plan in which they miss nothing.

    That nothing is least needs no proof. Their duals, where the last basis has them, name more columns that stand
    still; without those the last stages had to find them again.
    """
    zeros = 0
    while zeros < program.case.ranks and _amount(program, rank_cost(program, zeros)) <= ZERO_VOLUME:
        zeros += 1
    cost = weighted_cost(program, ranks=zeros, ratio=START_RATIO)
    if zeros and program.is_least(cost):
        program.hold_face()


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
