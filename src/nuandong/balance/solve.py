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

from nuandong.balance.case import BalanceCase, BalancePlan, joined
from nuandong.balance.checks import check_case
from nuandong.balance.costs import purchase_cost, rank_cost, rank_volumes
from nuandong.balance.fair import even_shares
from nuandong.balance.program import PRIMAL_SIMPLEX, OutOfTime, Program, SolverFailure
from nuandong.balance.proof import CostProof, Proof, RankProof
from nuandong.balance.start import START_RATIO, Start, first_run, start_cost
from nuandong.balance.zeros import ZERO_VOLUME, ZeroFace, hold_zeros, self_contained
from nuandong.findings import FaultyCase
from nuandong.units import FloatArray

__all__ = [
    "START_RATIO",
    "Solve",
    "SolverFailure",
    "Start",
    "purchase_cost",
    "rank_cost",
    "settle_ranks",
    "solve_step_by_step",
    "solve_tiers",
]

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
    zeros: ZeroFace | None = None  # what no proof has told yet of the ranks that miss nothing

    def settle(self, *, is_fair: bool) -> None:
        """Rank after rank, then cost."""
        self.settle_ranks(is_fair=is_fair)
        ranks = self.program.case.ranks
        self.tell("cost", (ranks + 1) / (ranks + 2))
        self.proofs.append(CostProof(self._least(purchase_cost(self.program))))
        self.tell("done", 1.0)

    def settle_ranks(self, *, is_fair: bool) -> None:
        """Each rank at its least and held, evenly where it is to be fair."""
        ranks, program = self.program.case.ranks, self.program
        leaning = start_cost(program, START_RATIO)
        self.zeros = hold_zeros(program)
        self.proven = self.zeros.ranks
        for rank in range(self.proven, ranks):
            self.tell(f"rank {rank}", (rank + 1) / (ranks + 2))
            self._settle_rank(rank)
            if is_fair:
                self.proofs += even_shares(program, rank, leaning=leaning)
            self.proven = rank + 1

    def _settle_rank(self, rank: int) -> None:
        """Bring a rank to its least and keep it there; zero needs no proof, for less is impossible."""
        program, cost = self.program, rank_cost(self.program, rank)
        if rank_volumes(program)[rank] <= ZERO_VOLUME:
            program.fix(cost > 0, np.zeros(program.layout.columns))
            return
        self.proofs.append(RankProof(rank, self._least(cost)))
        program.hold_face()

    def _least(self, cost: FloatArray) -> FloatArray:
        """Make a cost least, by a run only where the last duals do not prove it already; the duals that do."""
        if not self.program.is_least(cost):
            self.program.minimise(cost, strategy=PRIMAL_SIMPLEX)
        row_dual, self.zeros = self_contained(self.program, self.zeros), None
        return row_dual


def solve_step_by_step(*, case: BalanceCase, solve: Solve = solve_tiers) -> BalancePlan:
    """The exact plan of each step alone, one after the other; stock passes on, foresight does not.

    For cases whose steps only a store's stock could join: a step's plan then never spares stock for a later
    one. Faster than one program, and the shares of a step do not depend on other days.
    """
    opening, used = case.tanks.opening, np.zeros(case.totals.count)
    plans = []
    for step in range(case.steps.count):
        here = case.at_step(step, opening=opening, used=used)
        plan = solve(case=here)
        plans.append(plan)
        opening = plan.inventory[:, 0]
        used[case.totals.standing_at(step)] += here.volumes(plan)
    return joined(plans, ranks=case.ranks)


def settle_ranks(program: Program) -> None:
    """Every rank at its least and held, with no shares between."""
    settling = _Settling(program, lambda stage, part: None)
    settling.settle_ranks(is_fair=False)


def _plan(program: Program, proofs: tuple[Proof, ...], *, proven_ranks: int | None = None) -> BalancePlan:
    case, layout, value = program.case, program.layout, program.value

    def of(begin: int, count: int) -> FloatArray:
        part: FloatArray = value[layout.block(begin, count)]
        return part + 0.0

    return BalancePlan(
        flow=of(layout.forward, case.links.tail.size) - of(layout.backward, case.links.tail.size),
        take=of(layout.take, case.supplies.node.size),
        withdrawal=of(layout.withdrawal, case.tanks.node.size),
        injection=of(layout.injection, case.tanks.node.size),
        inventory=of(layout.inventory, case.tanks.node.size),
        unserved=of(layout.unserved, case.demands.node.size),
        rank_unserved=rank_volumes(program),
        proofs=proofs,
        proven_ranks=proven_ranks,
    )
