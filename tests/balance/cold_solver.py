"""The slow way to a lexicographic plan, as an oracle: one cold solve a rank, earlier ranks held by a row."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from nuandong.balance import BalanceCase
from nuandong.balance.constraints import Layout, column_bounds, node_balance, store_continuity

SLACK = 1e-10


def cold_rank_volumes(case: BalanceCase) -> np.ndarray:
    """Missing volume of each rank, rank after rank, every solve from nothing."""
    layout = Layout.of(case)
    lower, upper = column_bounds(case, layout)
    parts = [node_balance(case, layout), store_continuity(case, layout)]
    matrix = sparse.vstack(
        [
            sparse.csr_matrix((part.value, (part.row, part.column)), shape=(part.right.size, layout.columns))
            for part in parts
        ]
    )
    right = np.concatenate([part.right for part in parts])
    held: list[np.ndarray] = []
    bounds: list[float] = []
    for rank in range(case.ranks):
        cost = np.zeros(layout.columns)
        columns = layout.block(layout.unserved, case.demands.node.size)[case.demands.rank == rank]
        cost[columns] = case.steps.days[None, :]
        answer = linprog(
            cost,
            A_ub=np.array(held) if held else None,
            b_ub=np.array(bounds) if bounds else None,
            A_eq=matrix,
            b_eq=right,
            bounds=np.column_stack([lower, upper]),
            method="highs",
        )
        assert answer.status == 0, answer.message
        held.append(cost)
        bounds.append(answer.fun + SLACK)
    return np.array([float(bound - SLACK) for bound in bounds])
