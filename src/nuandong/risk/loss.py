"""Every loss of a list in turn: who goes short, what stock it costs, how long homes hold out.

One exact run a loss on the days of the outage, a small one for what protected use lacks without stock, and a third
only where protected use or safe loads are short. A loss of what carries nothing without any loss, neither inside the
powers nor with everything released, is not run: that plan is still there and still the best.

Clauses: T-038 (extremes and failures), T-039; rulings, 11.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from nuandong.balance import BalanceCase, BalancePlan, solve_tiers
from nuandong.risk.survival import survival_of
from nuandong.risk.window import Loss, without
from nuandong.units import CUBIC_METRE, BoolArray, FloatArray

STILL = 1e-9  # 10^4 m3/day: flow below this is none
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, eq=False)
class LossQuestion:
    """What is asked on the days of an outage, all cases over the same steps and stores.

    `planned` is the problem inside the powers of the day's level, its protected rows and safe loads marked.
    `homes` asks for protected use and safe loads alone with everything released, safe loads in rank 0: what its
    protected rows miss is the livelihood gap.
    """

    planned: BalanceCase
    is_protected: BoolArray
    is_safe: BoolArray
    homes: BalanceCase
    homes_protected: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class LossTable:
    """One line a loss (n); volumes in 10^4 m3 over the outage, flows in 10^4 m3/day.

    unserved (n, r) by demand row of the planned case; livelihood_gap (n, nodes); drawn_stock (n,) is what stores
    hold less at the end than without the loss; protected_shortfall, usable_stock and survival_hours (n,) are of the
    first step, the hours 0 where homes are short on it with everything released, whatever lies in stock.
    `reference` (r,) is what is unserved without any loss. Lines without effect repeat it, survival not computed
    (NaN). `runs` counts the exact runs.
    """

    name: tuple[str, ...]
    has_effect: BoolArray
    unserved: FloatArray
    livelihood_gap: FloatArray
    drawn_stock: FloatArray
    protected_shortfall: FloatArray
    usable_stock: FloatArray
    survival_hours: FloatArray
    reference: FloatArray
    runs: int

    @property
    def extra(self) -> FloatArray:
        """What each loss leaves unserved beyond the reference, (n, r); a row may gain where others lose."""
        return self.unserved - self.reference


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    unserved: FloatArray
    livelihood_gap: FloatArray
    drawn_stock: float
    shortfall: float
    stock: float
    hours: float
    runs: int


def run_losses(
    *,
    question: LossQuestion,
    losses: Sequence[Loss],
    progress: Progress | None = None,
    is_fair: bool = True,
) -> LossTable:
    """Answer a question for every loss in turn.

    `progress` is told the loss and the part done (0..1); raising from it cancels.
    `is_fair` False is faster, but then the division among counties is only one of several. Raises `SolverFailure`.
    """
    tell = progress or (lambda stage, part: None)
    reference = solve_tiers(case=question.planned, is_fair=is_fair)
    released = _with_all_released(question, reference, Loss(""))
    quiet = _Line(
        unserved=_volume(question.planned, reference),
        livelihood_gap=_missing_homes(question, released).sum(axis=1),
        drawn_stock=0.0,
        shortfall=np.nan,
        stock=np.nan,
        hours=np.nan,
        runs=0,
    )
    in_use = [reference, *([released] if released else [])]
    live = np.asarray([any(_carries(plan, loss) for plan in in_use) for loss in losses], dtype=np.bool_)
    lines = []
    for row, loss in enumerate(losses):
        tell(loss.name, row / max(len(losses), 1))
        lines.append(_line(question, loss, reference, is_fair) if live[row] else quiet)
    return _table(losses, lines, live, quiet)


def _line(question: LossQuestion, loss: Loss, reference: BalancePlan, is_fair: bool) -> _Line:
    case = without(case=question.planned, loss=loss)
    plan = solve_tiers(case=case, is_fair=is_fair)
    survival = survival_of(case=case, is_protected=question.is_protected)
    is_short = _is_short(question, plan)
    homes = _missing_homes(question, _with_all_released(question, plan, loss))
    return _Line(
        unserved=_volume(case, plan),
        livelihood_gap=homes.sum(axis=1),
        drawn_stock=float((reference.inventory[:, -1] - plan.inventory[:, -1]).sum()),
        shortfall=survival.shortfall,
        stock=survival.usable_stock,
        hours=0.0 if homes[:, 0].sum() >= CUBIC_METRE else survival.hours,
        runs=3 if is_short else 2,
    )


def _with_all_released(question: LossQuestion, plan: BalancePlan, loss: Loss) -> BalancePlan | None:
    """The plan for homes with everything released; None where the plan inside the powers leaves nobody short."""
    if not _is_short(question, plan):
        return None
    return solve_tiers(case=without(case=question.homes, loss=loss))


def _missing_homes(question: LossQuestion, released: BalancePlan | None) -> FloatArray:
    """Volume that protected use misses at each node and step with everything released, (nodes, t)."""
    steps = question.planned.steps
    lacking = np.zeros((question.planned.nodes, steps.count))
    if released is not None:
        chosen = question.homes_protected
        np.add.at(lacking, question.homes.demands.node[chosen], (released.unserved * steps.days)[chosen])
    return lacking


def _is_short(question: LossQuestion, plan: BalancePlan) -> bool:
    """Whether protected use or safe loads miss anything inside the powers."""
    missing = plan.unserved[question.is_protected | question.is_safe].sum()
    return bool(missing >= CUBIC_METRE)


def _carries(plan: BalancePlan, loss: Loss) -> bool:
    parts = (
        plan.flow[list(loss.links)],
        plan.take[list(loss.supplies)],
        plan.withdrawal[list(loss.tanks)],
        plan.injection[list(loss.tanks)],
    )
    return any(bool((np.abs(part) > STILL).any()) for part in parts)


def _volume(case: BalanceCase, plan: BalancePlan) -> FloatArray:
    total: FloatArray = (plan.unserved * case.steps.days).sum(axis=1)
    return total


def _table(losses: Sequence[Loss], lines: Sequence[_Line], live: BoolArray, quiet: _Line) -> LossTable:
    def stacked(name: str, like: FloatArray) -> FloatArray:
        return np.asarray([getattr(line, name) for line in lines]).reshape(len(lines), like.size)

    def column(name: str) -> FloatArray:
        return np.asarray([getattr(line, name) for line in lines], dtype=np.float64)

    return LossTable(
        name=tuple(loss.name for loss in losses),
        has_effect=live,
        unserved=stacked("unserved", quiet.unserved),
        livelihood_gap=stacked("livelihood_gap", quiet.livelihood_gap),
        drawn_stock=column("drawn_stock"),
        protected_shortfall=column("shortfall"),
        usable_stock=column("stock"),
        survival_hours=column("hours"),
        reference=quiet.unserved,
        runs=sum(line.runs for line in lines),
    )
