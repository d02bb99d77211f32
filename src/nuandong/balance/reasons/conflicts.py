"""Why a request cannot be met: the smallest set of named conditions that contradict one another.

A condition is what a person asks for on top of the network's facts: a county's least share, a store's stock
on a day, a user who must not be cut. If all together are impossible, conditions are dropped one by one as long
as the rest stays impossible; what remains is irreducible: without any one of its members it can be met.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import highspy
import numpy as np

from nuandong.balance.case import BalanceCase
from nuandong.balance.constraints import Layout
from nuandong.balance.program import PRIMAL_SIMPLEX, SolverFailure
from nuandong.balance.reasons.warm import WarmProgram, checked
from nuandong.findings import AssuranceError
from nuandong.units import FloatArray, IntArray

IMPOSSIBLE = 1e-6  # 10^4 m3/day or 10^4 m3: less violation than this is none
MOST_PAIRED = 14  # with more conditions than this pairs are not tried one by one
ENOUGH = 1e9  # a bound of slack, finite as every bound

Figure = Literal["unserved", "inventory", "flow", "take", "withdrawal", "injection"]


class ImpossibleCase(AssuranceError):
    """A case that cannot be balanced even without any condition."""

    def __init__(self) -> None:
        super().__init__(
            "The case cannot be balanced at all, before any condition is asked: a store must hold more than it "
            "can. Check the stores with `nuandong check`."
        )


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """lower <= sum of a figure over (`at`, `step`) pairs <= upper; `at` and `step` (m,) count rows, tanks,
    links or supplies and steps. Flows in 10^4 m3/day, inventory in 10^4 m3."""

    figure: Figure
    at: IntArray
    step: IntArray
    lower: float
    upper: float


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """What somebody asks for, under a name in both languages; all its bounds together."""

    name_zh: str
    name_en: str
    bounds: tuple[Bound, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ConflictSet:
    """Positions of conditions that cannot hold together, in order; none where all can.

    `missing` is the least total by which the set is violated (10^4 m3/day, 10^4 m3 for stock). `is_smallest`
    whether no smaller set of all the conditions conflicts; an irreducible set need not be the smallest.
    """

    members: tuple[int, ...]
    missing: float
    is_smallest: bool

    @property
    def is_possible(self) -> bool:
        """Whether all conditions can hold together."""
        return not self.members


def conflicts(*, case: BalanceCase, conditions: tuple[Condition, ...]) -> ConflictSet:
    """The conditions that contradict one another, irreducible; singles and pairs are searched whole.

    Raises `ImpossibleCase` where the case alone has no plan.
    """
    asked = _Asked(case, conditions)
    everything = tuple(range(len(conditions)))
    if asked.violation(everything) <= IMPOSSIBLE:
        return ConflictSet((), 0.0, True)
    sizes = (1, 2) if len(conditions) <= MOST_PAIRED else (1,)
    for size in sizes:
        for members in combinations(everything, size):
            if (missing := asked.violation(members)) > IMPOSSIBLE:
                return ConflictSet(members, missing, True)
    members = _filtered(asked, everything)
    return ConflictSet(members, asked.violation(members), len(members) <= sizes[-1] + 1)


def _filtered(asked: _Asked, members: tuple[int, ...]) -> tuple[int, ...]:
    """Drop each condition without which the rest is still impossible."""
    kept = members
    for one in members:
        rest = tuple(other for other in kept if other != one)
        if asked.violation(rest) > IMPOSSIBLE:
            kept = rest
    return kept


class _Asked(WarmProgram):
    """The program of a case with a row a bound, and slack that costs only where its condition is asked."""

    def __init__(self, case: BalanceCase, conditions: tuple[Condition, ...]) -> None:
        super().__init__(case)
        self._owner: list[int] = []
        for position, condition in enumerate(conditions):
            for bound in condition.bounds:
                self._owner += [position, position]
                self._add(bound)
        self._columns = np.arange(self._highs.getNumCol(), dtype=np.int32)

    def violation(self, members: tuple[int, ...]) -> float:
        """The least total slack of some conditions, all others free."""
        cost = np.zeros(self._columns.size)
        cost[self.layout.columns :] = np.isin(self._owner, members)
        try:
            return self.minimise(cost, strategy=PRIMAL_SIMPLEX)
        except SolverFailure as failure:
            if "nfeasible" in failure.status:
                raise ImpossibleCase from failure
            raise

    def _add(self, bound: Bound) -> None:
        """The row of a bound: the figures, less what is too much, plus what is too little."""
        columns, values = figure_columns(self.layout, self.case, bound)
        highs, first = self._highs, self._highs.getNumCol()
        for _ in ("too much", "too little"):
            checked(highs.addCol(0.0, 0.0, ENOUGH, 0, np.empty(0, dtype=np.int32), np.empty(0)))
        index = np.append(columns, [first, first + 1]).astype(np.int32)
        infinity = highspy.kHighsInf
        lower = max(bound.lower, -infinity) if np.isfinite(bound.lower) else -infinity
        upper = min(bound.upper, infinity) if np.isfinite(bound.upper) else infinity
        checked(highs.addRow(lower, upper, index.size, index, np.append(values, [-1.0, 1.0])))


def figure_columns(layout: Layout, case: BalanceCase, bound: Bound) -> tuple[IntArray, FloatArray]:
    """Columns that a bound sums, each with its sign; a net flow is forward less backward."""
    blocks: dict[str, tuple[tuple[int, float], ...]] = {
        "unserved": ((layout.unserved, 1.0),),
        "inventory": ((layout.inventory, 1.0),),
        "take": ((layout.take, 1.0),),
        "withdrawal": ((layout.withdrawal, 1.0),),
        "injection": ((layout.injection, 1.0),),
        "flow": ((layout.forward, 1.0), (layout.backward, -1.0)),
    }
    place = bound.at * case.steps.count + bound.step
    parts = [(begin + place, np.full(place.size, sign)) for begin, sign in blocks[bound.figure]]
    return np.concatenate([columns for columns, _ in parts]), np.concatenate([signs for _, signs in parts])
