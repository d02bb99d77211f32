"""Fair shares the slow way, as an oracle: no duals, no warm starts, one question to a linear program at a time.

For each rank in order: what is the least common share; which rows could still go below it; hold the others; again.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from nuandong.balance import BalanceCase
from nuandong.balance.constraints import Layout, column_bounds, node_balance, store_continuity
from tests.balance.cold_solver import curve_limits, target_limits, total_limits

SLACK = 1e-8  # a thin margin: many held rows must stay feasible together
STUCK = 1e-6


class Oracle:
    """The case as a cold linear program over its columns and one more, the common share."""

    def __init__(self, case: BalanceCase) -> None:
        self.case, self.layout = case, Layout.of(case)
        lower, upper = column_bounds(case, self.layout)
        self.lower, self.upper = np.append(lower, 0.0), np.append(upper, 1.0)
        parts = [node_balance(case, self.layout), store_continuity(case, self.layout)]
        width = self.layout.columns + 1
        self.matrix = sparse.vstack(
            [
                sparse.csr_matrix((part.value, (part.row, part.column)), (part.right.size, width))
                for part in parts
            ]
        )
        self.right = np.concatenate([part.right for part in parts])
        limits = [
            *total_limits(case, self.layout),
            *target_limits(case, self.layout),
            *curve_limits(case, self.layout),
        ]
        self.rows: list[np.ndarray] = [np.append(line, 0.0) for line, _ in limits]
        self.bounds: list[float] = [most for _, most in limits]

    def least(self, cost: np.ndarray, *, more: list[np.ndarray] | None = None) -> tuple[float, np.ndarray]:
        """Least cost under all rows held so far and `more` rows <= 0."""
        rows = [*self.rows, *(more or [])]
        answer = linprog(
            cost,
            A_ub=np.array(rows) if rows else None,
            b_ub=np.array([*self.bounds, *[0.0] * len(more or [])]) if rows else None,
            A_eq=self.matrix,
            b_eq=self.right,
            bounds=np.column_stack([self.lower, self.upper]),
            method="highs-ds",
            options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
        )
        assert answer.status == 0, answer.message
        return float(answer.fun), np.asarray(answer.x)

    def unit(self, column: int) -> np.ndarray:
        cost = np.zeros(self.layout.columns + 1)
        cost[column] = 1.0
        return cost

    def hold(self, row: np.ndarray, bound: float) -> None:
        self.rows.append(row)
        self.bounds.append(bound + SLACK)


def slow_unserved(case: BalanceCase) -> np.ndarray:
    """Missing flow of every row and step, (r, t), max-min fair inside each rank."""
    return slow_missing(case)[0]


def slow_missing(case: BalanceCase) -> tuple[np.ndarray, np.ndarray]:
    """Missing flow of every row and step, (r, t), and missing volume of every rank, (ranks,): of uses or of stock."""
    oracle = Oracle(case)
    volumes = np.zeros(case.ranks)
    columns = oracle.layout.block(oracle.layout.unserved, case.demands.node.size)
    settled = np.zeros(case.demands.quantity.shape)
    for rank in range(case.ranks):
        inside = case.demands.rank == rank
        cost = np.zeros(oracle.layout.columns + 1)
        cost[columns[inside]] = case.steps.days[None, :]
        cost[oracle.layout.below + np.flatnonzero(case.targets.rank == rank)] = 1.0
        volume, _ = oracle.least(cost)
        volumes[rank] = volume
        oracle.hold(cost, volume)
        racing = {(int(row), step) for row in np.flatnonzero(inside) for step in range(case.steps.count)}
        racing = {place for place in racing if case.demands.quantity[place] > 0}
        while racing:
            share, stuck = _round(oracle, columns, racing)
            assert stuck, "the oracle holds nobody"
            for place in stuck:
                settled[place] = share * case.demands.quantity[place]
                oracle.hold(oracle.unit(int(columns[place])), settled[place])
            racing -= stuck
    return settled, volumes


def _round(
    oracle: Oracle, columns: np.ndarray, racing: set[tuple[int, int]]
) -> tuple[float, set[tuple[int, int]]]:
    """The least common share of the rows in the race, and those of them that cannot go below it."""
    quantity = oracle.case.demands.quantity
    limits = []
    for place in sorted(racing):
        row = oracle.unit(int(columns[place]))
        row[-1] = -quantity[place]
        limits.append(row)
    share, _ = oracle.least(oracle.unit(oracle.layout.columns), more=limits)
    if share <= 1e-9:
        return 0.0, set(racing)
    held = [row.copy() for row in limits]
    ceiling = oracle.upper[-1]
    oracle.upper[-1] = min(1.0, share + SLACK)
    stuck = {
        place
        for place in racing
        if oracle.least(oracle.unit(int(columns[place])), more=held)[0] >= share * quantity[place] - STUCK
    }
    oracle.upper[-1] = ceiling
    return share, stuck
