"""Slow answers by other means than the library's: another solver interface, every program built from nothing."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from scipy import sparse
from scipy.optimize import OptimizeResult, linprog

from nuandong.balance import BalanceCase
from nuandong.balance.constraints import Layout, column_bounds, node_balance, store_continuity
from nuandong.balance.reasons import Condition, Goal

SLACK = 1e-7  # what the cold solver itself may be off by


class Cold:
    """The columns, equations and bounds of a case, read from it once, solved by scipy each time anew."""

    def __init__(self, case: BalanceCase) -> None:
        self.case, self.layout = case, Layout.of(case)
        self.lower, self.upper = column_bounds(case, self.layout)
        parts = [node_balance(case, self.layout), store_continuity(case, self.layout)]
        shapes = [(part.right.size, self.layout.columns) for part in parts]
        self.matrix = sparse.vstack(
            [
                sparse.csr_matrix((part.value, (part.row, part.column)), shape=shape)
                for part, shape in zip(parts, shapes, strict=True)
            ]
        )
        self.right = np.concatenate([part.right for part in parts])

    def solve(self, cost: np.ndarray, rows: list[np.ndarray], most: list[float]) -> OptimizeResult:
        return linprog(
            cost,
            A_ub=np.array(rows) if rows else None,
            b_ub=np.array(most) if most else None,
            A_eq=self.matrix,
            b_eq=self.right,
            bounds=np.column_stack([self.lower, self.upper]),
            method="highs",
            options={"primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9},
        )

    def unserved(self) -> np.ndarray:
        return self.layout.block(self.layout.unserved, self.case.demands.node.size)

    def rank_row(self, rank: int) -> np.ndarray:
        row = np.zeros(self.layout.columns)
        row[self.unserved()[self.case.demands.rank == rank]] = self.case.steps.days[None, :]
        return row


def most_missing(case: BalanceCase, goal: Goal) -> float:
    """The most that a row could miss in any plan whose ranks, up to its own, all miss their least.

    Zero exactly where a fair plan spares the row: fairness would take from it if any equal could gain.
    """
    cold = Cold(case)
    rows: list[np.ndarray] = []
    most: list[float] = []
    for rank in range(int(case.demands.rank[goal.row]) + 1):
        row = cold.rank_row(rank)
        answer = cold.solve(row, rows, most)
        assert answer.status == 0, answer.message
        rows.append(row)
        most.append(answer.fun + SLACK)
    cost = np.zeros(cold.layout.columns)
    cost[cold.unserved()[goal.row, goal.step]] = -1.0
    answer = cold.solve(cost, rows, most)
    assert answer.status == 0, answer.message
    return float(-answer.fun)


def can_hold(case: BalanceCase, conditions: tuple[Condition, ...]) -> bool:
    """Whether conditions have a plan, asked as hard rows."""
    cold = Cold(case)
    rows: list[np.ndarray] = []
    most: list[float] = []
    for condition in conditions:
        for bound in condition.bounds:
            row = np.zeros(cold.layout.columns)
            place = bound.at * case.steps.count + bound.step
            if bound.figure == "flow":
                row[cold.layout.forward + place] = 1.0
                row[cold.layout.backward + place] = -1.0
            else:
                row[getattr(cold.layout, bound.figure) + place] = 1.0
            rows += [row, -row]
            most += [bound.upper, -bound.lower]
    answer = cold.solve(np.zeros(cold.layout.columns), rows, most)
    assert answer.status in (0, 2), answer.message
    return bool(answer.status == 0)


def smallest_conflict(case: BalanceCase, conditions: tuple[Condition, ...]) -> int:
    """Size of the smallest set of conditions without a plan, by trying all; 0 where all hold together."""
    for size in range(1, len(conditions) + 1):
        for chosen in combinations(conditions, size):
            if not can_hold(case, chosen):
                return size
    return 0


def least_cost(case: BalanceCase, unserved: np.ndarray, cost: np.ndarray) -> float:
    """The least cost (10^4 CNY) of a plan that leaves just so much unserved; infinite where there is none."""
    cold = Cold(case)
    columns = cold.unserved().ravel()
    held = np.clip(unserved.ravel(), 0.0, cold.upper[columns])
    cold.lower[columns], cold.upper[columns] = held, np.minimum(held + 1e-7, cold.upper[columns])
    answer = cold.solve(cost, [], [])
    return float(answer.fun) if answer.status == 0 else float("inf")
