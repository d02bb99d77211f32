"""What would have to change for a row to be spared, by how little, and whether that is really so.

The search asks one warm linear program after another; the answer is then checked by plans made from nothing
that share no state with the search and are judged without a solver (`certificate`).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from nuandong.balance.case import BalanceCase, BalancePlan
from nuandong.balance.certificate import ROOM_TOLERANCE, augmenting_path, residuals
from nuandong.balance.program import DUAL_SIMPLEX
from nuandong.balance.reasons.changes import Change, changed_case
from nuandong.balance.reasons.warm import WarmProgram
from nuandong.balance.solve import solve_tiers
from nuandong.units import FloatArray, Flow

GRAIN: Flow = 0.01  # 10^4 m3/day: answers are whole hundreds of m3
BETTER, EQUAL = 2.0, 1.0  # weights of missing volume in the search: better ranks, the row's own rank
LAST_AMONG_EQUALS = 1.0 - 1e-5  # the row itself: gives way to an equal unless the way there loses gas
CORRECTIONS = 6  # boil-off may shift the search by a grain or two
OTHER_START = 10.0  # the checking run starts elsewhere than the plan that it checks


@dataclass(frozen=True, slots=True)
class Goal:
    """A demand row that is to miss nothing on a step."""

    row: int
    step: int

    def is_met(self, plan: BalancePlan) -> bool:
        """Whether a plan spares the row, to a hundredth of a cubic metre."""
        return float(plan.unserved[self.row, self.step]) <= ROOM_TOLERANCE


@dataclass(frozen=True, slots=True)
class Check:
    """`works`: with the change the row is spared; `less_fails`: with one grain less it is not;
    `sound`: both plans hold and leave no better-ranked row short for nothing."""

    works: bool
    less_fails: bool
    sound: bool

    @property
    def holds(self) -> bool:
        """Whether the answer may be shown as verified."""
        return self.works and self.less_fails and self.sound


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """The smallest change that spares a row. Where even the largest one asked for is not enough, `is_enough`
    is false, `change` is that largest one and `left` (10^4 m3/day) what the row would still miss."""

    goal: Goal
    change: Change
    is_enough: bool
    left: Flow
    check: Check

    @property
    def is_verified(self) -> bool:
        """Whether plans made from nothing do what is said here, be it enough or not."""
        return self.check.holds if self.is_enough else not self.check.works and self.check.sound


def smallest_change(*, case: BalanceCase, goal: Goal, change: Change, grain: Flow = GRAIN) -> Counterfactual:
    """The least multiple of `grain`, up to `change.amount`, that spares the goal's row, with its check.

    A row is spared in a plan that is fair inside its rank if and only if it misses nothing even as the last of
    its rank: otherwise its gas could go to an equal that is short, and fairness would send it there (unless
    some of it boiled off on the way, for the rank's volume comes before fairness). So the search needs one
    weighted program an amount, in which the row stands last; halving finds the least amount.
    """
    search = _Search(case, goal, change)
    most = max(ceil(change.amount / grain - 1e-9), 1)
    left = search.missing(most * grain)
    if left > ROOM_TOLERANCE:
        whole = change.of(most * grain)
        works, sound = _seen(case, goal, whole)
        return Counterfactual(goal, whole, False, left, Check(works, not works, sound))
    low, high = 0, most  # low fails, high works
    while high - low > 1:
        middle = (low + high) // 2
        if search.missing(middle * grain) > ROOM_TOLERANCE:
            low = middle
        else:
            high = middle
    return _corrected(case, goal, change, high, grain)


def _corrected(case: BalanceCase, goal: Goal, change: Change, grains: int, grain: Flow) -> Counterfactual:
    """Step from the search's answer to where full plans turn from failing to working."""
    for _ in range(CORRECTIONS):
        check = check_counterfactual(case=case, goal=goal, change=change.of(grains * grain), grain=grain)
        if check.works and check.less_fails:
            break
        if check.works and grains == 1:
            break
        grains += -1 if check.works else 1
    return Counterfactual(goal, change.of(grains * grain), check.works, 0.0, check)


def check_counterfactual(*, case: BalanceCase, goal: Goal, change: Change, grain: Flow = GRAIN) -> Check:
    """Make both plans from nothing, with the change and with one grain less, and look at them.

    Nothing of the search is used, only the case and the change. A plan counts as sound when its balances and
    bounds hold and no less protected load could still bring gas to a row that is short (rulings, 10).
    """
    works, is_whole_sound = _seen(case, goal, change)
    less_works, is_less_sound = _seen(case, goal, change.of(max(change.amount - grain, 0.0)))
    return Check(works=works, less_fails=not less_works, sound=is_whole_sound and is_less_sound)


def _seen(case: BalanceCase, goal: Goal, change: Change) -> tuple[bool, bool]:
    """Whether a plan made from nothing meets the goal, and whether it is sound."""
    changed = changed_case(case=case, change=change)
    plan = solve_tiers(case=changed, start_ratio=OTHER_START)
    return goal.is_met(plan), is_sound(case=changed, plan=plan)


def is_sound(*, case: BalanceCase, plan: BalancePlan) -> bool:
    """Whether a plan adds up and no rank is short while a later one, or nobody, holds gas that could reach it."""
    if not residuals(case=case, plan=plan).hold:
        return False
    rank = case.demands.rank
    short = np.unique(rank[(plan.unserved > ROOM_TOLERANCE).any(axis=1)])
    return not any(
        augmenting_path(case=case, plan=plan, short_rows=rank <= worst, cuttable_rows=rank > worst)
        for worst in short
    )


class _Search:
    """What the row would miss as the last of its rank, for one amount after the other, from the last basis."""

    def __init__(self, case: BalanceCase, goal: Goal, change: Change) -> None:
        self._case, self._goal, self._change = case, goal, change
        self._program = WarmProgram(changed_case(case=case, change=change))
        self._cost = self._weights()

    def missing(self, amount: Flow) -> Flow:
        """Unserved flow of the row with the change at `amount`."""
        program = self._program
        program.move_to(changed_case(case=self._case, change=self._change.of(amount)))
        program.minimise(self._cost, strategy=DUAL_SIMPLEX)
        return float(program.value[self._column])

    def _weights(self) -> FloatArray:
        layout, case = self._program.layout, self._program.case
        columns = layout.block(layout.unserved, case.demands.node.size)
        self._column = int(columns[self._goal.row, self._goal.step])
        cost = np.zeros(layout.columns)
        own = case.demands.rank[self._goal.row]
        weight = np.where(case.demands.rank < own, BETTER, EQUAL) * (case.demands.rank <= own)
        cost[columns] = weight[:, None] * case.steps.days[None, :]
        cost[self._column] *= LAST_AMONG_EQUALS
        return cost
