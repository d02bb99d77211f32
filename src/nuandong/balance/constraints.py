"""The constraints of the balance, one function each; the equation in the docstring is the specification.

Every function returns `Rows`: coefficients as (row, column, value) triplets with the row's bounds. All rows
are equations, so that the optimal face of a rank is described by columns alone (see `solve`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.balance.case import BalanceCase
from nuandong.units import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each block of columns begins; inside a block the step runs fastest."""

    steps: int
    forward: int
    backward: int
    take: int
    withdrawal: int
    injection: int
    inventory: int
    unserved: int
    columns: int

    @classmethod
    def of(cls, case: BalanceCase) -> Layout:
        """The layout of one case: links both ways, supplies, tanks three times, demand rows."""
        steps = case.steps.count
        sizes = [
            case.links.tail.size,
            case.links.tail.size,
            case.supplies.node.size,
            *[case.tanks.node.size] * 3,
            case.demands.node.size,
        ]
        begins = np.concatenate([[0], np.cumsum(np.asarray(sizes) * steps)]).astype(int)
        return cls(steps, *(int(value) for value in begins))

    def block(self, begin: int, count: int) -> IntArray:
        """Column numbers of a block of `count` entities, shape (count, t)."""
        return begin + np.arange(count * self.steps, dtype=np.int64).reshape(count, self.steps)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Triplets of coefficients and the right-hand side of equations."""

    row: IntArray
    column: IntArray
    value: FloatArray
    right: FloatArray


def node_balance(case: BalanceCase, layout: Layout) -> Rows:
    """What reaches a node in a step is used there or leaves it; what is missing is unserved.

        sum_in flow - sum_out flow + take + withdrawal - injection + unserved[n,t] = quantity[n,t]

    All terms are flows (10^4 m3/day), so the length of the step cancels. Source: Kirchhoff's first law for
    a network without linepack; linepack is not modelled in daily steps.
    """
    steps = layout.steps
    triplets: list[tuple[IntArray, IntArray, float]] = []

    def enter(node: IntArray, begin: int, sign: float) -> None:
        columns = layout.block(begin, node.size)
        rows = node[:, None] * steps + np.arange(steps)
        triplets.append((rows.ravel(), columns.ravel(), sign))

    enter(case.links.head, layout.forward, 1.0)
    enter(case.links.tail, layout.forward, -1.0)
    enter(case.links.tail, layout.backward, 1.0)
    enter(case.links.head, layout.backward, -1.0)
    enter(case.supplies.node, layout.take, 1.0)
    enter(case.tanks.node, layout.withdrawal, 1.0)
    enter(case.tanks.node, layout.injection, -1.0)
    enter(case.demands.node, layout.unserved, 1.0)
    right = np.zeros((case.nodes, steps))
    np.add.at(right, case.demands.node, case.demands.quantity)
    return Rows(
        row=np.concatenate([row for row, _, _ in triplets]),
        column=np.concatenate([column for _, column, _ in triplets]),
        value=np.concatenate([np.full(row.size, sign) for row, _, sign in triplets]),
        right=right.ravel(),
    )


def store_continuity(case: BalanceCase, layout: Layout) -> Rows:
    """What is in a store tonight is what was there, less boil-off, plus injection, less withdrawal.

        inventory[k,t] - (1 - boil_off[k] days[t]) inventory[k,t-1]
            - days[t] (injection[k,t] - withdrawal[k,t]) = 0,      inventory[k,-1] = opening[k]

    Inventory in 10^4 m3, flows in 10^4 m3/day, days[t] the length of the step in days. Boil-off acts on the
    opening stock too and is gas that is lost to the network; where a terminal recovers it, boil_off is 0.

    Source: stock balance of a tank.
    """
    tanks, steps = case.tanks, layout.steps
    count, days = tanks.node.size, case.steps.days
    rows = np.arange(count * steps, dtype=np.int64).reshape(count, steps)
    inventory = layout.block(layout.inventory, count)
    kept = 1.0 - tanks.boil_off[:, None] * days[None, :]
    length = np.broadcast_to(days, (count, steps))
    right = np.zeros((count, steps))
    if steps:
        right[:, 0] = kept[:, 0] * tanks.opening
    parts = [
        (rows, inventory, np.ones((count, steps))),
        (rows[:, 1:], inventory[:, :-1], -kept[:, 1:]),
        (rows, layout.block(layout.injection, count), -length),
        (rows, layout.block(layout.withdrawal, count), length),
    ]
    return Rows(
        row=np.concatenate([row.ravel() for row, _, _ in parts]),
        column=np.concatenate([column.ravel() for _, column, _ in parts]),
        value=np.concatenate([np.asarray(value, dtype=np.float64).ravel() for _, _, value in parts]),
        right=right.ravel(),
    )


def column_bounds(case: BalanceCase, layout: Layout) -> tuple[FloatArray, FloatArray]:
    """Bounds of every column, all finite, so that any rounded dual is a safe proof (rulings, 20).

    0 <= forward <= capacity,  0 <= backward <= capacity_back,  0 <= take <= limit,
    0 <= withdrawal <= sendout,  0 <= injection <= injection capacity,
    least <= inventory <= capacity,  0 <= unserved <= quantity
    """
    links, tanks = case.links, case.tanks
    full = np.broadcast_to(tanks.capacity[:, None], (tanks.node.size, layout.steps))
    upper = [
        links.capacity,
        links.capacity_back,
        case.supplies.limit,
        tanks.sendout,
        tanks.injection,
        full,
        case.demands.quantity,
    ]
    lower = np.zeros(layout.columns)
    lower[layout.inventory : layout.unserved] = np.minimum(tanks.least, full).ravel()
    return lower, np.concatenate([np.asarray(part, dtype=np.float64).ravel() for part in upper])
