"""Own-first against shared: what it costs when every area serves itself before it lets gas pass on.

Clauses: T-028 (order over the whole province), T-038. The two ways of sharing are those that ENTSOG's simulations
call non-cooperative and cooperative.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nuandong.balance import BalanceCase, BalancePlan, solve_tiers
from nuandong.units import BoolArray, FloatArray, IntArray, Volume


@dataclass(frozen=True, slots=True, eq=False)
class SharingQuestion:
    """A balance case, the area of every node (n,) with -1 for none, and which demand rows are protected (r,)."""

    case: BalanceCase
    area: IntArray
    is_protected: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class SharingAnswer:
    """Unserved volume (10^4 m3) both ways by demand row, (r,), and the sums that show the cost."""

    shared: FloatArray
    own_first: FloatArray
    protected_shared: Volume
    protected_own_first: Volume

    @property
    def total_shared(self) -> Volume:
        """All that is unserved where the shortage is shared."""
        return float(self.shared.sum())

    @property
    def total_own_first(self) -> Volume:
        """All that is unserved where each area serves itself first."""
        return float(self.own_first.sum())


def cost_of_standing_alone(*, question: SharingQuestion) -> SharingAnswer:
    """Solve a case twice: shared, and with each area keeping its own gas for its own demand first.

    Own-first, first run: links between two areas are shut and every area serves all its ranks from what enters
    inside it. Second run: what each area served so stays served, what it has left over goes round in the order of
    the ranks. Gas that enters where no area is (trunk entries) belongs to all and flows in the second run only.
    Raises `SolverFailure`.
    """
    case = question.case
    shared = solve_tiers(case=case)
    alone = solve_tiers(case=_apart(case, question.area))
    rest = solve_tiers(case=_kept(case, alone))
    together: FloatArray = (shared.unserved * case.steps.days).sum(axis=1)
    twice: FloatArray = (rest.unserved * case.steps.days).sum(axis=1)
    apart: FloatArray = twice.reshape(2, -1).sum(axis=0)
    protected = question.is_protected
    return SharingAnswer(
        shared=together,
        own_first=apart,
        protected_shared=float(together[protected].sum()),
        protected_own_first=float(apart[protected].sum()),
    )


def _apart(case: BalanceCase, area: IntArray) -> BalanceCase:
    links = case.links
    inside = (area[links.tail] == area[links.head]) & (area[links.tail] >= 0)
    return replace(
        case,
        links=replace(
            links,
            capacity=np.where(inside[:, None], links.capacity, 0.0),
            capacity_back=np.where(inside[:, None], links.capacity_back, 0.0),
        ),
    )


def _kept(case: BalanceCase, alone: BalancePlan) -> BalanceCase:
    """The case in which what each area served by itself comes before everything: a rank of its own, the first."""
    demands = case.demands
    served = np.maximum(demands.quantity - alone.unserved, 0.0)
    return replace(
        case,
        demands=replace(
            demands,
            node=np.concatenate([demands.node, demands.node]),
            rank=np.concatenate([np.zeros_like(demands.rank), demands.rank + 1]),
            quantity=np.concatenate([served, np.minimum(alone.unserved, demands.quantity)]),
        ),
    )
