"""The balance runs behind one picture, each with the question it answers.

`firm`       nominated flows alone: what reaches whom before any measure, the deliverable gap.
`homes`      everything released, only protected use and safe loads asked for: the livelihood gap.
`plan`       measures and orders inside the powers of a level: relief, residual gap, stores.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nuandong.assess.loads import CountyLoads, RankedRows, ranked_rows
from nuandong.assess.problem import Grounds, firm_problem, measured_problem
from nuandong.balance import BalancePlan, solve_step_by_step, solve_tiers
from nuandong.balance.solve import Solve
from nuandong.policy import Powers
from nuandong.units import FloatArray, to_cubic_metre
from nuandong.vocabulary import MeasureKind


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A solved balance with the demand rows it answered."""

    rows: RankedRows
    plan: BalancePlan
    counties: int

    def missing(self, *, orders: bool) -> FloatArray:
        """Unserved flow by day, (t,): of rows that an order frees, or of all others."""
        chosen = self.rows.is_order == orders
        total: FloatArray = self.plan.unserved[chosen].sum(axis=0)
        return to_cubic_metre(total)

    @property
    def missing_total(self) -> FloatArray:
        """All unserved flow by day, (t,)."""
        return to_cubic_metre(self.plan.unserved.sum(axis=0))

    def by_county(self, *, where: np.ndarray[tuple[int], np.dtype[np.bool_]] | None = None) -> FloatArray:
        """Unserved flow by county and day, (c, t), of all rows or of those chosen, in full precision."""
        chosen = np.ones(self.rows.county.size, dtype=np.bool_) if where is None else where
        total = np.zeros((self.counties, self.plan.unserved.shape[1]))
        np.add.at(total, self.rows.county[chosen], self.plan.unserved[chosen])
        return total

    def relief(self, *, tiers: int) -> FloatArray:
        """What orders free by tier, county and day, (j, c, t)."""
        total = np.zeros((tiers, self.counties, self.plan.unserved.shape[1]))
        chosen = self.rows.is_order
        np.add.at(total, (self.rows.tier[chosen], self.rows.county[chosen]), self.plan.unserved[chosen])
        return to_cubic_metre(total)


def firm_run(*, grounds: Grounds, loads: CountyLoads, solve: Solve = solve_tiers) -> Run:
    """The network with nominated flows only."""
    rows = ranked_rows(loads=loads, may_order=frozenset(loads.tiers))
    plan = solve_step_by_step(case=firm_problem(grounds=grounds, rows=rows), solve=solve)
    return Run(rows, plan, len(grounds.axes.counties))


def planned_run(
    *, grounds: Grounds, loads: CountyLoads, powers: Powers, is_fair: bool = True, solve: Solve = solve_tiers
) -> Run:
    """The plan inside the powers of a level; `loads` are those that the level lets be ordered."""
    rows = ranked_rows(loads=loads, may_order=frozenset(powers.may_order))
    problem = measured_problem(grounds=grounds, rows=rows, powers=powers)
    return Run(rows, solve(case=problem, is_fair=is_fair), len(grounds.axes.counties))


def livelihood_gap(
    *, grounds: Grounds, loads: CountyLoads, most: Powers, solve: Solve = solve_tiers
) -> FloatArray:
    """What protected classes still miss when every other class is cut to its safe load, (t,).

    Everything is released and every measure runs. First all that is left is asked for together; only if
    some of it is missing does a second run keep safe loads first, as the definition wants.
    """
    everything = replace(most, may_release=1.0, measures=tuple(MeasureKind))
    bare = replace(
        loads,
        reducible=np.zeros_like(loads.reducible),
        beyond=np.zeros_like(loads.beyond),
    )
    rows = ranked_rows(loads=bare, may_order=frozenset())
    plan = solve(case=measured_problem(grounds=grounds, rows=rows, powers=everything), is_fair=False)
    if not to_cubic_metre(plan.unserved).any():
        return np.zeros(grounds.axes.count)
    swapped = replace(rows, rank=rows.rank.max() - rows.rank)
    plan = solve(case=measured_problem(grounds=grounds, rows=swapped, powers=everything), is_fair=False)
    total: FloatArray = plan.unserved[rows.is_protected].sum(axis=0)
    return to_cubic_metre(total)
