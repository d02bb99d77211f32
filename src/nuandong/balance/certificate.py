"""Checks a plan without a solver: every balance, every bound, and whether a home is short for nothing.

Imports no engine and no solver: what it accepts is true of the arrays themselves.

Clauses: T-007 (households), T-029 (households first).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, fields

import numpy as np

from nuandong.balance.case import BalanceCase, BalancePlan, Demands, Links, Supplies, Tanks
from nuandong.balance.held import held_case
from nuandong.balance.proof import CostProof, Proof, RankProof, ShareProof
from nuandong.balance.terms import FLOW, SendoutCurves, StockTargets, Totals
from nuandong.units import BoolArray, FloatArray

BALANCE_TOLERANCE = 1e-6  # 10^4 m3/day
ROOM_TOLERANCE = 1e-6  # 10^4 m3/day: less room than this is none

State = tuple[str, int, int]  # "node" | "tank", which, step


@dataclass(frozen=True, slots=True)
class Residuals:
    """Largest violations of a plan: of node balances, of store continuity, of bounds (10^4 m3/day, 10^4 m3)."""

    node: float
    store: float
    bound: float

    @property
    def hold(self) -> bool:
        """Whether all three lie within the tolerance; a figure that is not a number never does."""
        return all(amount <= BALANCE_TOLERANCE for amount in (self.node, self.store, self.bound))


def residuals(*, case: BalanceCase, plan: BalancePlan) -> Residuals:
    """Recompute every equation and bound of `constraints` from the plan's arrays."""
    node = np.zeros((case.nodes, case.steps.count))
    np.add.at(node, case.links.head, plan.flow)
    np.subtract.at(node, case.links.tail, plan.flow)
    np.add.at(node, case.supplies.node, plan.take)
    np.add.at(node, case.tanks.node, plan.withdrawal - plan.injection)
    np.add.at(node, case.demands.node, plan.unserved - case.demands.quantity)
    return Residuals(_largest(node), _largest(_continuity(case, plan)), _largest(_excess(case, plan)))


def _continuity(case: BalanceCase, plan: BalancePlan) -> FloatArray:
    tanks, days = case.tanks, case.steps.days
    before = np.concatenate([tanks.opening[:, None], plan.inventory[:, :-1]], axis=1)
    kept = (1.0 - tanks.boil_off[:, None] * days[None, :]) * before
    change: FloatArray = plan.inventory - kept - days[None, :] * (plan.injection - plan.withdrawal)
    return change


def _excess(case: BalanceCase, plan: BalancePlan) -> FloatArray:
    """How far each figure lies outside its bounds, all in one vector."""
    tanks, volumes = case.tanks, case.volumes(plan)
    parts = [
        volumes - case.totals.most,
        -volumes,
        plan.flow - case.links.capacity,
        -plan.flow - case.links.capacity_back,
        plan.take - case.supplies.limit,
        -plan.take,
        plan.withdrawal - case.sendout_limit(plan.inventory),
        -plan.withdrawal,
        plan.injection - tanks.injection,
        -plan.injection,
        plan.inventory - tanks.capacity[:, None],
        tanks.least - plan.inventory,
        plan.unserved - case.demands.quantity,
        -plan.unserved,
    ]
    excess: FloatArray = np.maximum(np.concatenate([part.ravel() for part in parts]), 0.0)
    return excess


def _largest(amounts: FloatArray) -> float:
    return float(np.abs(amounts).max()) if amounts.size else 0.0


def augmenting_path(
    *, case: BalanceCase, plan: BalancePlan, short_rows: BoolArray, cuttable_rows: BoolArray
) -> tuple[State, ...]:
    """A way by which gas could still reach a short row; empty where there is none.

    Searches the residual network over all steps (pipes with room, gas that can be turned back, stores through
    time) from served load of `cuttable_rows` and from supply left unused to a node where a row of
    `short_rows` goes short (both (r,) truth). Such a path would mean that a home is short for nothing
    (rulings, 10). What a full total holds back is no way, nor is stock below a target that stands before the
    short rows.
    """
    rank = int(case.demands.rank[short_rows].max(initial=0))
    case = held_case(case=case, plan=plan, rank=rank)
    begins = _spare(case, plan, cuttable_rows)
    goals = {
        (int(case.demands.node[row]), int(step))
        for row in np.flatnonzero(short_rows)
        for step in np.flatnonzero(plan.unserved[row] > ROOM_TOLERANCE)
    }
    came: dict[State, State | None] = {("node", node, step): None for node, step in begins}
    queue: deque[State] = deque(came)
    room = _Room(case, plan)
    while queue:
        state = queue.popleft()
        if state[0] == "node" and (state[1], state[2]) in goals:
            return _way(came, state)
        for further in room.neighbours(state):
            if further not in came:
                came[further] = state
                queue.append(further)
    return ()


def _spare(case: BalanceCase, plan: BalancePlan, cuttable_rows: BoolArray) -> set[tuple[int, int]]:
    """Where gas could come from: served load that may be cut, and supply that nobody takes."""
    served = np.where(cuttable_rows[:, None], case.demands.quantity - plan.unserved, 0.0)
    unused = case.supplies.limit - plan.take
    spare: set[tuple[int, int]] = set()
    for nodes, amount in ((case.demands.node, served), (case.supplies.node, unused)):
        rows, steps = np.nonzero(amount > ROOM_TOLERANCE)
        spare |= {(int(nodes[row]), int(step)) for row, step in zip(rows, steps, strict=True)}
    return spare


def _way(came: dict[State, State | None], end: State) -> tuple[State, ...]:
    way = [end]
    while (before := came[way[-1]]) is not None:
        way.append(before)
    return tuple(reversed(way))


class _Room:
    """Where one more unit of gas could go from a node or from a store's stock."""

    def __init__(self, case: BalanceCase, plan: BalancePlan) -> None:
        self.case, self.plan = case, plan
        self.forth = case.links.capacity - plan.flow > ROOM_TOLERANCE
        self.back = plan.flow + case.links.capacity_back > ROOM_TOLERANCE
        tanks = case.tanks
        self.can_put = (plan.injection < tanks.injection - ROOM_TOLERANCE) | (
            plan.withdrawal > ROOM_TOLERANCE
        )
        self.can_draw = (plan.withdrawal < tanks.sendout - ROOM_TOLERANCE) | (plan.injection > ROOM_TOLERANCE)
        self.can_keep = plan.inventory < tanks.capacity[:, None] - ROOM_TOLERANCE
        self.can_lend = plan.inventory > tanks.least + ROOM_TOLERANCE
        self.leaving: dict[int, list[int]] = {}
        self.arriving: dict[int, list[int]] = {}
        self.tanks_at: dict[int, list[int]] = {}
        for link, (tail, head) in enumerate(zip(case.links.tail, case.links.head, strict=True)):
            self.leaving.setdefault(int(tail), []).append(link)
            self.arriving.setdefault(int(head), []).append(link)
        for tank, node in enumerate(tanks.node):
            self.tanks_at.setdefault(int(node), []).append(tank)

    def neighbours(self, state: State) -> list[State]:
        """States that one more unit could reach from here."""
        kind, place, step = state
        return self._from_node(place, step) if kind == "node" else self._from_tank(place, step)

    def _from_node(self, node: int, step: int) -> list[State]:
        links = self.case.links
        ahead = [links.head[link] for link in self.leaving.get(node, ()) if self.forth[link, step]]
        behind = [links.tail[link] for link in self.arriving.get(node, ()) if self.back[link, step]]
        stocks = [tank for tank in self.tanks_at.get(node, ()) if self.can_put[tank, step]]
        reached: list[State] = [("node", int(further), step) for further in (*ahead, *behind)]
        return reached + [("tank", tank, step) for tank in stocks]

    def _from_tank(self, tank: int, step: int) -> list[State]:
        """More stock in a step may be drawn in it, kept for the next, or pay back what an earlier one lent."""
        reached: list[State] = []
        if self.can_draw[tank, step]:
            reached.append(("node", int(self.case.tanks.node[tank]), step))
        if step + 1 < self.case.steps.count and self.can_keep[tank, step]:
            reached.append(("tank", tank, step + 1))
        if step > 0 and self.can_lend[tank, step - 1]:
            reached.append(("tank", tank, step - 1))
        return reached


@dataclass(frozen=True, slots=True)
class Names:
    """What the rows of a case are called, for the line that a checker refuses with."""

    nodes: tuple[str, ...]
    links: tuple[str, ...]
    supplies: tuple[str, ...]
    tanks: tuple[str, ...]
    demands: tuple[str, ...]
    totals: tuple[str, ...] = ()


def certificate_of(
    *, case: BalanceCase, plan: BalancePlan, names: Names, is_fair: bool = True
) -> dict[str, object]:
    """Problem, plan and proofs as plain values, all that `casefile.verify` needs to judge the plan."""
    return {
        "format": "nuandong-certificate-2",
        "is_fair": is_fair,
        "days": case.steps.days.tolist(),
        "nodes": list(names.nodes),
        "links": _table(case.links, names.links),
        "supplies": _table(case.supplies, names.supplies),
        "tanks": _table(case.tanks, names.tanks),
        "demands": _table(case.demands, names.demands),
        "totals": _totals(case.totals, names.totals or tuple(str(row) for row in range(case.totals.count))),
        "targets": _table(case.targets, ()),
        "curves": _table(case.curves, ()),
        "plan": {
            key: getattr(plan, key).tolist()
            for key in ("flow", "take", "withdrawal", "injection", "inventory", "unserved")
        },
        "proofs": [_plain_proof(proof) for proof in plan.proofs],
    }


def _table(
    columns: Links | Supplies | Tanks | Demands | Totals | StockTargets | SendoutCurves,
    names: tuple[str, ...],
) -> dict[str, object]:
    plain = {column.name: np.asarray(getattr(columns, column.name)).tolist() for column in fields(columns)}
    return {"name": list(names), **plain}


def _totals(totals: Totals, names: tuple[str, ...]) -> dict[str, object]:
    """Totals in terms of columns: a net flow is the way forth less the way back."""
    plain = _table(totals, names)
    nets = totals.of_kind(FLOW)
    kind = np.asarray([*totals.kind, *["backward"] * nets.size], dtype=object)
    kind[nets] = "forward"
    row = np.concatenate([totals.row, totals.row[nets]])
    member = np.concatenate([totals.member, totals.member[nets]])
    weight = np.concatenate([totals.weight, -totals.weight[nets]])
    return {
        **plain,
        "row": row.tolist(),
        "kind": kind.tolist(),
        "member": member.tolist(),
        "weight": weight.tolist(),
    }


def _plain_proof(proof: Proof) -> dict[str, object]:
    plain = {column.name: np.asarray(getattr(proof, column.name)).tolist() for column in fields(proof)}
    kind = {RankProof: "rank", ShareProof: "share", CostProof: "cost"}[type(proof)]
    return {"kind": kind, **plain}
