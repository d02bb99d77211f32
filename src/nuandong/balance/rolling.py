"""A long horizon in windows, for what is too large to be solved at once: a nation's season.

The flow engine knows in seconds how much every store should hold at the end of each window; the exact engine then plans
window after window and keeps to that. Each window is exact, fair and balanced; the whole is a plan of the case, and the
flow's lower bound says how much less any plan could miss.

Source: decomposition by time with the states at the joints fixed (primal); the bound is that of `flow.screen`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from nuandong.balance.case import BalanceCase, BalancePlan, joined
from nuandong.balance.checks import check_case
from nuandong.balance.flow import screen
from nuandong.balance.flow.most import cautious_inventory
from nuandong.balance.solve import Solve, solve_tiers
from nuandong.findings import AssuranceError, FaultyCase
from nuandong.units import FloatArray

SPARE = 1e-6  # 10^4 m3: a floor is set so much lower, for the flow counts in whole units

Progress = Callable[[str, float], None]


class NotForWindows(AssuranceError):
    """A case with totals, stock targets or curves, whose windows the flow engine cannot join."""

    def __init__(self) -> None:
        super().__init__(
            "总量、库存目标或外输曲线约束跨越时段，不能分段求解；请整体求解（solve_tiers）。"
            "Totals, stock targets and curves reach across windows; solve the whole horizon with solve_tiers."
        )


class NoWindow(AssuranceError):
    """A window of no steps."""

    def __init__(self, window: int) -> None:
        self.window = window
        super().__init__(
            f"window={window}: 每段至少 1 个时段，请给出正整数。"
            f"A window of {window} steps plans nothing; give 1 or more."
        )


@dataclass(frozen=True, slots=True, eq=False)
class RollingPlan:
    """A plan found in windows; `least_missing` (ranks,) is what ranks 0 to k together miss in any plan, 10^4 m3."""

    plan: BalancePlan
    least_missing: FloatArray

    @property
    def gap(self) -> FloatArray:
        """By how much more than any plan could ranks 0 to k together miss at most, (ranks,), 10^4 m3."""
        over: FloatArray = np.cumsum(self.plan.rank_unserved) - self.least_missing
        return np.maximum(over, 0.0)


def solve_rolling(
    *,
    case: BalanceCase,
    window: int = 14,
    is_fair: bool = False,
    solve: Solve = solve_tiers,
    progress: Progress | None = None,
) -> RollingPlan:
    """The plan of a case in windows of so many steps; `progress` is told the window and the part done.

    Raises `NoWindow`, `NotForWindows`, `FaultyCase`, `SolverFailure`.
    """
    if window < 1:
        raise NoWindow(window)
    found = check_case(case)
    if found.errors:
        raise FaultyCase(found, language="en")
    if not case.is_plain:
        raise NotForWindows
    tell = progress or (lambda stage, part: None)
    tell("bounds", 0.0)
    least_missing = screen(case=case).lower
    held = cautious_inventory(case)
    opening, plans = case.tanks.opening, []
    for first in range(0, case.steps.count, window):
        tell(f"window {first // window}", first / case.steps.count)
        here = case.window(first=first, count=min(window, case.steps.count - first), opening=opening)
        last = first + here.steps.count - 1
        plans.append(solve(case=_ending_with(here, held[:, last]), is_fair=is_fair))
        opening = plans[-1].inventory[:, -1]
    tell("done", 1.0)
    return RollingPlan(joined(plans, ranks=case.ranks), least_missing)


def _ending_with(case: BalanceCase, held: FloatArray) -> BalanceCase:
    """The window whose stores end with what the flow holds, less a rounding."""
    least = np.array(case.tanks.least, dtype=np.float64)
    least[:, -1] = np.maximum(least[:, -1], np.minimum(held - SPARE, case.tanks.capacity))
    return replace(case, tanks=replace(case.tanks, least=least))
