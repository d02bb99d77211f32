"""How long protected use holds out on stock when something fails.

Clauses: T-007 (households), T-038 (extremes and failures); rulings, 11.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nuandong.balance import BalanceCase, Demands, solve_tiers
from nuandong.units import CUBIC_METRE, HOURS_PER_DAY, BoolArray, FloatArray, Flow, Volume


@dataclass(frozen=True, slots=True, eq=False)
class Survival:
    """Protected use on stock alone: what it lacks without stores (10^4 m3/day, in all and by node (n,)), the
    stock that can reach it (10^4 m3), and the hours that lasts; infinite where nothing is lacking."""

    shortfall: Flow
    by_node: FloatArray
    usable_stock: Volume
    hours: float


def survival_of(*, case: BalanceCase, is_protected: BoolArray) -> Survival:
    """Usable inventory over the hourly shortfall of protected use on the first step of a case.

        hours = inventory of stores that can reach a short node / (protected shortfall without stores / 24)

    Everybody else takes nothing and no store gives; what protected rows then miss is the shortfall. A store counts
    where some way of open links leads from it to a short node; a short node that no store reaches makes it 0
    hours. Full pipes on that way and the stores' send-out are not counted here: the livelihood gap is.
    """
    bare = _protected_without_stores(case, is_protected)
    plan = solve_tiers(case=bare)
    lacking = np.zeros(case.nodes)
    np.add.at(lacking, bare.demands.node, plan.unserved[:, 0])
    shortfall = float(lacking.sum())
    if shortfall < CUBIC_METRE:
        return Survival(0.0, np.zeros(case.nodes), 0.0, float("inf"))
    short = np.flatnonzero(lacking >= CUBIC_METRE)
    stock, is_reached = _stock_that_reaches(case, short)
    hours = stock / (shortfall / HOURS_PER_DAY) if is_reached else 0.0
    return Survival(shortfall, lacking, stock, hours)


def _protected_without_stores(case: BalanceCase, is_protected: BoolArray) -> BalanceCase:
    today = case.at_step(0, opening=case.tanks.opening)
    rows = np.flatnonzero(is_protected)
    quiet = np.zeros_like(today.tanks.sendout)
    return replace(
        today,
        tanks=replace(today.tanks, sendout=quiet, injection=quiet, least=quiet),
        demands=Demands(
            node=today.demands.node[rows],
            rank=np.zeros(rows.size, dtype=np.int64),
            quantity=today.demands.quantity[rows],
        ),
    )


def _stock_that_reaches(
    case: BalanceCase, short: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> tuple[Volume, bool]:
    """Inventory of the stores with a way to any short node, and whether every short node has one."""
    tanks = case.tanks
    gives = tanks.sendout[:, 0] > 0
    stock = 0.0
    reached = np.zeros(case.nodes, dtype=np.bool_)
    wanted = np.zeros(case.nodes, dtype=np.bool_)
    wanted[short] = True
    for tank in np.flatnonzero(gives & (tanks.opening > 0)):
        to = _reachable(case, int(tanks.node[tank]))
        if (to & wanted).any():
            stock += float(tanks.opening[tank])
            reached |= to
    return stock, bool(reached[short].all())


def _reachable(case: BalanceCase, start: int) -> BoolArray:
    """Nodes to which open links lead from a node on the first step, (n,)."""
    links = case.links
    forth, back = links.capacity[:, 0] > 0, links.capacity_back[:, 0] > 0
    tail = np.concatenate([links.tail[forth], links.head[back]])
    head = np.concatenate([links.head[forth], links.tail[back]])
    seen = np.zeros(case.nodes, dtype=np.bool_)
    seen[start] = True
    while True:
        found = head[seen[tail] & ~seen[head]]
        if found.size == 0:
            return seen
        seen[found] = True
