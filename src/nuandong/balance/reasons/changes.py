"""One change of a balance case: a little more gas, a wider pipe, less use, so that its effect can be asked for.

A change never touches the case it starts from: `changed_case` builds another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from nuandong.balance.case import BalanceCase, Supplies
from nuandong.units import FloatArray, IntArray


class ChangeKind(StrEnum):
    """What is changed, and so what `Change.at` counts: a node, link, supply, demand row or tank."""

    GAS = "gas"  # brought to a node from outside the case, e.g. unloaded from trucks
    LINK = "link"  # capacity of a link in its own direction
    LINK_BACK = "link_back"  # capacity of a link against its direction
    SUPPLY = "supply"  # limit of a supply
    DEMAND = "demand"  # use of a demand row, less
    SENDOUT = "sendout"  # send-out of a tank
    HELD_BACK = "held_back"  # least inventory of a tank, less (10^4 m3)


@dataclass(frozen=True, slots=True)
class Change:
    """`amount` (10^4 m3/day; of HELD_BACK 10^4 m3) on `steps`: more, or less for DEMAND and HELD_BACK."""

    kind: ChangeKind
    at: int
    steps: tuple[int, ...]
    amount: float

    def of(self, amount: float) -> Change:
        """The same change by another amount."""
        return replace(self, amount=amount)


def changed_case(*, case: BalanceCase, change: Change) -> BalanceCase:
    """The case with one change; use and stock held back never fall below zero. GAS adds a supply at the end,
    even for an amount of 0, so that cases with different amounts have the same columns."""
    at, steps, more = change.at, list(change.steps), change.amount
    links, tanks = case.links, case.tanks
    match change.kind:
        case ChangeKind.GAS:
            return replace(case, supplies=_with_gas(case, at, steps, more))
        case ChangeKind.LINK:
            return replace(case, links=replace(links, capacity=_added(links.capacity, at, steps, more)))
        case ChangeKind.LINK_BACK:
            wider = _added(links.capacity_back, at, steps, more)
            return replace(case, links=replace(links, capacity_back=wider))
        case ChangeKind.SUPPLY:
            limit = _added(case.supplies.limit, at, steps, more)
            return replace(case, supplies=replace(case.supplies, limit=limit))
        case ChangeKind.DEMAND:
            quantity = _added(case.demands.quantity, at, steps, -more)
            return replace(case, demands=replace(case.demands, quantity=quantity))
        case ChangeKind.SENDOUT:
            return replace(case, tanks=replace(tanks, sendout=_added(tanks.sendout, at, steps, more)))
        case ChangeKind.HELD_BACK:
            return replace(case, tanks=replace(tanks, least=_added(tanks.least, at, steps, -more)))


def most_of(*, case: BalanceCase, change: Change, ample: float) -> float:
    """The largest amount that makes sense: what there is to save or to release, else `ample`."""
    steps = list(change.steps)
    if change.kind is ChangeKind.DEMAND:
        return float(case.demands.quantity[change.at, steps].min())
    if change.kind is ChangeKind.HELD_BACK:
        return float(case.tanks.least[change.at, steps].max())
    return ample


def _added(table: FloatArray, at: int, steps: list[int], more: float) -> FloatArray:
    changed = table.astype(np.float64)  # a copy; a table of whole numbers would swallow the fraction
    changed[at, steps] = np.maximum(changed[at, steps] + more, 0.0)
    return changed


def _with_gas(case: BalanceCase, node: int, steps: list[int], amount: float) -> Supplies:
    limit = np.zeros((1, case.steps.count))
    limit[0, steps] = amount
    nodes: IntArray = np.append(case.supplies.node, node).astype(np.int64)
    return Supplies(
        node=nodes,
        limit=np.concatenate([case.supplies.limit, limit]),
        cost=np.append(case.supplies.cost, 0.0),
    )
