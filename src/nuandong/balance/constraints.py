"""The constraints of the balance, one function each; the equation in the docstring is the specification.

Every function returns `Rows`: coefficients as (row, column, value) triplets with the row's bounds. All rows
are equations, so that the optimal face of a rank is described by columns alone (see `solve`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.balance.case import BalanceCase
from nuandong.balance.terms import FLOW, MEMBER_KINDS
from nuandong.units import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each block of columns begins; inside a block the step runs fastest.

    `firm` and `extra` have one column a total, `below` and `above` one a stock target, `room` one a curve and
    step.
    """

    steps: int
    forward: int
    backward: int
    take: int
    withdrawal: int
    injection: int
    inventory: int
    unserved: int
    firm: int
    extra: int
    below: int
    above: int
    room: int
    columns: int

    @classmethod
    def of(cls, case: BalanceCase) -> Layout:
        """The layout of one case: links both ways, supplies, tanks three times, demand rows; then the terms."""
        steps = case.steps.count
        stepwise = [
            case.links.tail.size,
            case.links.tail.size,
            case.supplies.node.size,
            *[case.tanks.node.size] * 3,
            case.demands.node.size,
        ]
        single = [case.totals.count] * 2 + [case.targets.count] * 2
        sizes = [*(size * steps for size in stepwise), *single, case.curves.count * steps]
        begins = np.concatenate([[0], np.cumsum(sizes)]).astype(int)
        return cls(steps, *(int(value) for value in begins))

    def block(self, begin: int, count: int) -> IntArray:
        """Column numbers of a block of `count` entities, shape (count, t)."""
        return begin + np.arange(count * self.steps, dtype=np.int64).reshape(count, self.steps)

    def blocks_of(self, kind: str) -> tuple[tuple[int, float], ...]:
        """Where the blocks of a kind of total's member begin, with their signs (see `terms`)."""
        if kind == FLOW:
            return ((self.forward, 1.0), (self.backward, -1.0))
        return ((getattr(self, kind), 1.0),)


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
    return _rows([(row, column, np.full(row.size, sign)) for row, column, sign in triplets], right.ravel())


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
    flat = [(row.ravel(), column.ravel(), np.asarray(value).ravel()) for row, column, value in parts]
    return _rows(flat, right.ravel())


def volume_totals(case: BalanceCase, layout: Layout) -> Rows:
    """The volume of a total over its window is what is firm and what comes on top of it.

        sum_m weight[m] sum_{t in window} days[t] x[m,t] - firm[p] - extra[p] = 0

    x is a member's flow (10^4 m3/day), days[t] the length of the step. The first `least` of the volume is firm
    and credited (`purchase_cost`), for it is paid whether taken or not; nothing above `most` can be. Swaps that
    net to zero are a total with `most` 0 and weights of both signs. Source: take-or-pay clause of a gas sales
    contract; a fleet of tankers carries so much in a day.
    """
    totals, days = case.totals, case.steps.days
    number = np.arange(totals.count, dtype=np.int64)
    parts = [
        (number, layout.firm + number, -np.ones(totals.count)),
        (number, layout.extra + number, -np.ones(totals.count)),
    ]
    for kind in MEMBER_KINDS:
        members = totals.of_kind(kind)
        row = totals.row[members]
        which = np.repeat(np.arange(members.size), totals.length[row])
        ordinal = np.arange(which.size) - np.repeat(
            np.cumsum(totals.length[row]) - totals.length[row], totals.length[row]
        )
        step = totals.first[row][which] + ordinal
        offset = totals.member[members][which] * layout.steps + step
        volume = totals.weight[members][which] * days[step]
        parts += [(row[which], begin + offset, sign * volume) for begin, sign in layout.blocks_of(kind)]
    return _rows(parts, np.zeros(totals.count))


def stock_targets(case: BalanceCase, layout: Layout) -> Rows:
    """What a store lacks of its target at the end of a step is `below`, what it holds beyond it `above`.

        inventory[k(j),t(j)] + below[j] - above[j] = volume[j]

    In 10^4 m3. The rank of the target counts `below` (`rank_cost`). Source: safety monitor of the British storage
    rules; the 80 % of working gas on 30 November as a duty.
    """
    targets = case.targets
    number = np.arange(targets.count, dtype=np.int64)
    ones = np.ones(targets.count)
    parts = [
        (number, layout.inventory + targets.tank * layout.steps + targets.step, ones),
        (number, layout.below + number, ones),
        (number, layout.above + number, -ones),
    ]
    return _rows(parts, targets.volume)


def sendout_curves(case: BalanceCase, layout: Layout) -> Rows:
    """An emptying store sends out less: each piece of its curve leaves room that must not be negative.

        withdrawal[k(q),t] - slope[q] inventory[k(q),t-1] + room[q,t] = empty_flow[q],   inventory[k,-1] = opening[k]

    Withdrawal and empty_flow in 10^4 m3/day, slope in 1/day. Source: deliverability of a store falls with its pressure;
    concave curves are the least of their pieces.
    """
    curves, steps = case.curves, layout.steps
    rows = np.arange(curves.count * steps, dtype=np.int64).reshape(curves.count, steps)
    tank = curves.tank[:, None] * steps + np.arange(steps)
    slope = np.broadcast_to(curves.slope[:, None], rows.shape)
    ones = np.ones(rows.size)
    right = np.repeat(curves.empty_flow[:, None], steps, axis=1)
    if steps:
        right[:, 0] += curves.slope * case.tanks.opening[curves.tank]
    parts = [
        (rows.ravel(), (layout.withdrawal + tank).ravel(), ones),
        (rows[:, 1:].ravel(), (layout.inventory + tank)[:, :-1].ravel(), -slope[:, 1:].ravel()),
        (rows.ravel(), layout.room + rows.ravel(), ones),
    ]
    return _rows(parts, right.ravel())


def all_rows(case: BalanceCase, layout: Layout) -> tuple[Rows, ...]:
    """Every constraint of a case, in the order of the certificate."""
    return tuple(
        rows(case, layout)
        for rows in (node_balance, store_continuity, volume_totals, stock_targets, sendout_curves)
    )


def column_bounds(case: BalanceCase, layout: Layout) -> tuple[FloatArray, FloatArray]:
    """Bounds of every column, all finite, so that any rounded dual is a safe proof (rulings, 20).

    0 <= forward <= capacity,  0 <= backward <= capacity_back,  0 <= take <= limit,
    0 <= withdrawal <= sendout,  0 <= injection <= injection capacity,
    least <= inventory <= capacity,  0 <= unserved <= quantity,
    0 <= firm <= min(least, most),  0 <= extra <= most - firm's bound,
    0 <= below <= volume,  0 <= above <= max(capacity - volume, 0),  0 <= room <= empty_flow + slope capacity
    """
    links, tanks = case.links, case.tanks
    full = np.broadcast_to(tanks.capacity[:, None], (tanks.node.size, layout.steps))
    firm = np.minimum(case.totals.least, case.totals.most)
    targets, curves = case.targets, case.curves
    widest = curves.empty_flow + curves.slope * tanks.capacity[curves.tank]
    upper = [
        links.capacity,
        links.capacity_back,
        case.supplies.limit,
        tanks.sendout,
        tanks.injection,
        full,
        case.demands.quantity,
        firm,
        case.totals.most - firm,
        targets.volume,
        np.maximum(tanks.capacity[targets.tank] - targets.volume, 0.0),
        np.repeat(widest[:, None], layout.steps, axis=1),
    ]
    lower = np.zeros(layout.columns)
    lower[layout.inventory : layout.unserved] = np.minimum(tanks.least, full).ravel()
    return lower, np.concatenate([np.asarray(part, dtype=np.float64).ravel() for part in upper])


def _rows(parts: list[tuple[IntArray, IntArray, FloatArray]], right: FloatArray) -> Rows:
    return Rows(
        row=np.concatenate([row for row, _, _ in parts]),
        column=np.concatenate([column for _, column, _ in parts]),
        value=np.concatenate([np.asarray(value, dtype=np.float64) for _, _, value in parts]),
        right=right,
    )
