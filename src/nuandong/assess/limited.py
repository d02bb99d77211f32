"""A solver that ends when its time is up: what it had by then is used, and the picture says how far it is proven.

The clock stands with whoever sets the limit; here only what is left of it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from nuandong.balance import BalanceCase, BalancePlan, solve_tiers
from nuandong.findings import Finding, Findings, Place, Severity


class TimedSolve(Protocol):
    """`solve_tiers` as far as time is concerned."""

    def __call__(self, *, case: BalanceCase, is_fair: bool = True, seconds: float) -> BalancePlan: ...


@dataclass(slots=True, eq=False)
class Limited:
    """Solves while time is left; `left` tells the seconds. Remembers every plan that was cut short."""

    left: Callable[[], float]
    within: TimedSolve = solve_tiers
    cut_short: list[BalancePlan] = field(default_factory=list)

    def __call__(self, *, case: BalanceCase, is_fair: bool = True) -> BalancePlan:
        """The plan of `solve_tiers`, or the best one found in time.

        Raises `OutOfTime` when there was none by then.
        """
        plan = self.within(case=case, is_fair=is_fair, seconds=max(self.left(), 0.0))
        if not plan.is_proven:
            self.cut_short.append(plan)
        return plan

    @property
    def findings(self) -> Findings:
        """One warning where any plan was cut short: how many ranks are proven, and by how much the rest may be off."""
        if not self.cut_short:
            return Findings()
        proven = min(plan.proven_ranks or 0 for plan in self.cut_short)
        ranks = max(plan.rank_unserved.size for plan in self.cut_short)
        gap = max(float(plan.rank_gap.sum()) for plan in self.cut_short)
        finding = Finding(
            code="plan-cut-short",
            place=Place(file="plan"),
            value=f"{proven}/{ranks}",
            wanted_zh=(
                f"限时已到，方案未证最优：共 {ranks} 级，只证到前 {proven} 级，其余合计最多可少缺 {gap:,.2f} 万m³；"
                "请放宽时限后重算"
            ),
            wanted_en=(
                f"time ran out before the plan was proven best: {proven} of {ranks} ranks are, the others together "
                f"might miss up to {gap:,.2f} ×10⁴ m³ less; give more seconds"
            ),
            severity=Severity.WARNING,
        )
        return Findings((finding,))
