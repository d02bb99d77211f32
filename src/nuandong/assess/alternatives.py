"""Why a measure other than cutting is not used up: nothing is left to close, late, not permitted, pipes, later days.

A plan that is optimal rank by rank can leave gas idle for few reasons, and each can be shown. From the place of the
measure the gas day's flows leave some pipes with room: whoever lies inside their reach could still be given gas.

    pipes    nobody inside the reach is short: the pipes that lead out of it run full
    kept     somebody inside is, so gas is held for later days: stock, season volumes, fleets

Clauses: T-010 (other measures before any cut).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from nuandong.units import CUBIC_METRE, FloatArray, Flow

if TYPE_CHECKING:
    from nuandong.assess.day import Workings

ROOM = CUBIC_METRE / 2  # 10^4 m3/day: less room than half a cubic metre is none
MOST_NAMED = 2


class Idle(StrEnum):
    """Why (more of) a measure is not used."""

    USED = "used"  # nothing of it is idle
    NO_GAP = "no_gap"
    LATE = "late"
    POWERS = "powers"
    LIMIT = "limit"  # tankers, a road or an agreement that it shares with others
    PIPES = "pipes"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Reach:
    """Where more gas from a node could get on the gas day: nodes, and the full arcs that end it."""

    nodes: frozenset[int]
    full_arcs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why part of a measure is idle, in code and words."""

    why: Idle
    text_zh: str
    text_en: str


def reach_of(*, work: Workings, node: int) -> Reach:
    """The reach of a node on the gas day under the plan, with its pipes' remaining room."""
    arcs, flow = work.case.network.arcs, work.plan.plan.flow[:, 0]
    forth, back = (capacity[:, 0] for capacity in work.capacity)
    tail = [work.axes.node_at[name] for name in arcs.from_node]
    head = [work.axes.node_at[name] for name in arcs.to_node]
    leads: dict[int, list[tuple[int, int, bool]]] = {}
    for arc in range(len(arcs.arc)):
        leads.setdefault(tail[arc], []).append((head[arc], arc, bool(flow[arc] < forth[arc] - ROOM)))
        leads.setdefault(head[arc], []).append((tail[arc], arc, bool(flow[arc] > -back[arc] + ROOM)))
    met, queue, full = {node}, [node], []
    while queue:
        for further, arc, has_room in leads.get(queue.pop(), []):
            if has_room and further not in met:
                met.add(further)
                queue.append(further)
            elif not has_room:
                full.append((arc, further))
    ends = sorted({arc for arc, further in full if further not in met and (forth[arc] > 0 or back[arc] > 0)})
    return Reach(frozenset(met), tuple(sorted(ends, key=lambda arc: (-abs(float(flow[arc])), arc))))


def short_nodes(work: Workings) -> frozenset[int]:
    """Nodes of counties that the plan leaves short on the gas day, by order or not."""
    short = work.plan.by_county()[:, 0] > ROOM
    return frozenset(int(work.axes.county_node[county]) for county in np.flatnonzero(short))


def idle_reason(*, work: Workings, node: int, short: frozenset[int]) -> Reason:
    """Why gas that a permitted measure could bring to a node in time stays idle."""
    if not short:
        return Reason(Idle.NO_GAP, "已无缺口，不必再用", "no gap is left that it could close")
    reach = reach_of(work=work, node=node)
    if reach.nodes & short:
        return Reason(
            Idle.KEPT,
            "须留给后续日：库存、季度合同量或运力在本期内分配，今日多用则后续更缺",
            "held for later days: stock, contract volumes or fleets are shared out over the days ahead",
        )
    arcs = work.case.network.arcs
    zh = "、".join(arcs.name_zh[arc] for arc in reach.full_arcs[:MOST_NAMED])
    en = ", ".join(arcs.name_en[arc] for arc in reach.full_arcs[:MOST_NAMED])
    return Reason(
        Idle.PIPES,
        f"送不到被压减的用户：{zh or '所连管道'}已满",
        f"cannot reach anybody who is cut: {en or 'its pipes'} full",
    )


def store_reasons(*, work: Workings, idle: FloatArray) -> tuple[Idle, str, str]:
    """Why stores send out less than they could beyond nominations: the idle flow (k,) split by reason."""
    stores, short = work.case.network.stores, short_nodes(work)
    split: dict[Idle, Flow] = {}
    words: dict[Idle, Reason] = {}
    for row in np.flatnonzero(idle > ROOM):
        reason = idle_reason(work=work, node=work.axes.node_at[stores.node[row]], short=short)
        split[reason.why] = split.get(reason.why, 0.0) + float(idle[row])
        words.setdefault(reason.why, reason)
    if not split:
        return Idle.USED, "已全部使用", "Used in full"
    order = sorted(split, key=lambda why: -split[why])
    zh = "；".join(f"{split[why]:,.1f} {_store_words(words[why])[0]}" for why in order)
    en = "; ".join(f"{split[why]:,.1f} {_store_words(words[why])[1]}" for why in order)
    return order[0], f"余量：{zh}", f"Idle: {en}"


def _store_words(reason: Reason) -> tuple[str, str]:
    if reason.why is Idle.PIPES:
        return "受管道所限送不出", "cannot get past full pipes"
    if reason.why is Idle.KEPT:
        return "按库存摊用规则留给后续日", "held for later days by the rule for stock"
    return reason.text_zh, reason.text_en
