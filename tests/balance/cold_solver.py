"""The slow way to a lexicographic plan, as an oracle: one cold solve a rank, earlier ranks held by a row.

What reaches beyond a node and a step is written as inequalities of its own here, not as the engine's equations.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from nuandong.balance import BalanceCase
from nuandong.balance.constraints import Layout, column_bounds, node_balance, store_continuity

SLACK = 1e-10
Limit = tuple[np.ndarray, float]  # coefficients of all columns, and what they may come to at most


def cold_rank_volumes(case: BalanceCase, *, slack: float = SLACK) -> np.ndarray:
    """Missing volume of each rank, rank after rank, every solve from nothing; earlier ranks are held up to `slack`
    of their volume."""
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
    limits = [*total_limits(case, layout), *target_limits(case, layout), *curve_limits(case, layout)]
    held = [coefficients for coefficients, _ in limits]
    bounds = [most for _, most in limits]
    least: list[float] = []
    for rank in range(case.ranks):
        cost = np.zeros(layout.columns)
        columns = layout.block(layout.unserved, case.demands.node.size)[case.demands.rank == rank]
        cost[columns] = case.steps.days[None, :]
        cost[layout.below + np.flatnonzero(case.targets.rank == rank)] = 1.0
        question = {
            "c": cost,
            "A_ub": np.array(held) if held else None,
            "b_ub": np.array(bounds) if bounds else None,
            "A_eq": matrix,
            "b_eq": right,
            "bounds": np.column_stack([lower, upper]),
        }
        answer = linprog(**question, method="highs")
        if (
            answer.status
        ):  # its presolve takes the narrow row of an earlier rank for a contradiction, at times
            answer = linprog(**question, method="highs", options={"presolve": False})
        assert answer.status == 0, answer.message
        held.append(cost)
        least.append(float(answer.fun))
        bounds.append(least[-1] + slack * (1.0 + least[-1]))
    return np.array(least)


def total_limits(case: BalanceCase, layout: Layout) -> Iterator[Limit]:
    """0 <= volume <= most, each a row."""
    totals, days = case.totals, case.steps.days
    for total in range(totals.count):
        volume = np.zeros(layout.columns)
        for place in np.flatnonzero(totals.row == total):
            offset = totals.member[place] * layout.steps
            for step in range(totals.first[total], totals.first[total] + totals.length[total]):
                amount = totals.weight[place] * days[step]
                if totals.kind[place] == "flow":
                    volume[layout.forward + offset + step] += amount
                    volume[layout.backward + offset + step] -= amount
                else:
                    volume[getattr(layout, totals.kind[place]) + offset + step] += amount
        yield volume, float(totals.most[total])
        yield -volume, 0.0


def target_limits(case: BalanceCase, layout: Layout) -> Iterator[Limit]:
    """below >= volume - inventory."""
    targets = case.targets
    for row in range(targets.count):
        line = np.zeros(layout.columns)
        line[layout.inventory + targets.tank[row] * layout.steps + targets.step[row]] = -1.0
        line[layout.below + row] = -1.0
        yield line, -float(targets.volume[row])


def curve_limits(case: BalanceCase, layout: Layout) -> Iterator[Limit]:
    """withdrawal <= empty_flow + slope * inventory of the evening before."""
    curves, steps = case.curves, layout.steps
    for tank, empty_flow, slope in zip(curves.tank, curves.empty_flow, curves.slope, strict=True):
        for step in range(steps):
            line = np.zeros(layout.columns)
            line[layout.withdrawal + tank * steps + step] = 1.0
            before = 0.0
            if step:
                line[layout.inventory + tank * steps + step - 1] = -slope
            else:
                before = slope * float(case.tanks.opening[tank])
            yield line, float(empty_flow) + before
