"""Sources and other measures of a picture: what was nominated, what the plan takes, what is left unused.

Clauses: T-010 (alternatives before any cut), T-015 (sources by kind), T-017 (waterfall).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nuandong.assess.alternatives import ROOM, Idle, Reason, idle_reason, short_nodes, store_reasons
from nuandong.assess.picture import AlternativeRows, SourceRows
from nuandong.assess.problem import measure_flow
from nuandong.assess.stocks import sendout_curves
from nuandong.assess.volumes import spent_limits
from nuandong.units import FloatArray, to_cubic_metre
from nuandong.vocabulary import MeasureKind, SourceKind

if TYPE_CHECKING:
    from nuandong.assess.day import Workings

RESERVE = "reserve"  # what is drawn from stores beyond nominations, among the measures
RESERVE_WORDS = ("储气库存动用（指定之外）", "Withdrawal beyond nominations")

_SHOWN_AS = {
    MeasureKind.SPOT_LNG: SourceKind.LNG_TRUCK,
    MeasureKind.TRANSFER: SourceKind.CBM,
    MeasureKind.SWAP: SourceKind.TRUNK,
    MeasureKind.RESERVE: SourceKind.STORAGE,
}


def source_rows(work: Workings) -> SourceRows:
    """Sources, then stores, then measures that bring gas, each nominated and as the plan takes it."""
    network, plan, firm = work.case.network, work.plan.plan, work.grounds.firm
    sources, stores, measures = network.sources, network.stores, network.measures
    count = len(sources.supply)
    idle = np.zeros((len(measures.measure), work.axes.count))
    return SourceRows(
        supply=sources.supply + stores.store + measures.measure,
        name_zh=sources.name_zh + stores.name_zh + measures.name_zh,
        name_en=sources.name_en + stores.name_en + measures.name_en,
        kind=(
            *(str(kind) for kind in sources.kind),
            *(str(SourceKind.STORAGE) for _ in stores.store),
            *(str(_SHOWN_AS.get(kind, kind)) for kind in measures.kind),
        ),
        nominated=np.concatenate([firm.by_source, firm.by_store, idle]),
        delivered=np.concatenate([plan.take[:count], plan.withdrawal, plan.take[count:]]),
    )


def alternative_rows(work: Workings) -> AlternativeRows:
    """What else could be done on the first gas day, what the plan uses of it, and why the rest is idle."""
    network, axes = work.case.network, work.axes
    measures = network.measures
    in_time = measure_flow(network=network, axes=axes, kinds=frozenset(MeasureKind))[:, 0]
    used = work.plan.plan.take[len(network.sources.supply) :, 0]
    idle_stores = _idle_sendout(work)
    reserve_used = float(drawn_beyond(work=work).sum())
    reasons = _measure_reasons(work, in_time, used)
    why, zh, en = store_reasons(work=work, idle=idle_stores)
    return AlternativeRows(
        measure=(*measures.measure, RESERVE),
        name_zh=(*measures.name_zh, RESERVE_WORDS[0]),
        name_en=(*measures.name_en, RESERVE_WORDS[1]),
        kind=(*(str(kind) for kind in measures.kind), str(MeasureKind.RESERVE)),
        available=to_cubic_metre(np.append(in_time, reserve_used + float(idle_stores.sum()))),
        used=to_cubic_metre(np.append(used, reserve_used)),
        lead_hours=np.append(measures.lead_hours, 0.0),
        note_zh=(*(reason.text_zh for reason in reasons), zh),
        note_en=(*(reason.text_en for reason in reasons), en),
        why=(*(str(reason.why) for reason in reasons), str(why)),
    )


def drawn_beyond(*, work: Workings) -> FloatArray:
    """What the plan draws from each store on the gas day beyond nominations, (k,) in 10^4 m3/day."""
    nominated = work.grounds.firm.by_store[:, 0]
    beyond: FloatArray = np.maximum(work.plan.plan.withdrawal[:, 0] - nominated, 0.0)
    return beyond


def _idle_sendout(work: Workings) -> FloatArray:
    """What each store could send out today beyond nominations and does not, (k,): no more than its stock allows."""
    curves, opening = sendout_curves(network=work.case.network), work.grounds.opening
    could = np.minimum(work.case.network.stores.sendout, opening)
    np.minimum.at(could, curves.tank, curves.empty_flow + curves.slope * opening[curves.tank])
    taken = np.maximum(work.plan.plan.withdrawal[:, 0], work.grounds.firm.by_store[:, 0])
    idle: FloatArray = np.maximum(could - taken, 0.0)
    return idle


def _measure_reasons(work: Workings, there: FloatArray, taken: FloatArray) -> list[Reason]:
    """Why each measure is idle as far as it is."""
    measures, short = work.case.network.measures, short_nodes(work)
    limits = work.case.network.shared_limits
    spent = spent_limits(network=work.case.network, axes=work.axes, plan=work.plan.plan)
    found = []
    for row, kind in enumerate(measures.kind):
        if kind not in work.powers.measures:
            found.append(Reason(Idle.POWERS, "本级响应未授权", "Not within the powers of this level"))
        elif there[row] <= 0:
            found.append(Reason(Idle.LATE, "来不及在本气日到位", "Cannot arrive within this gas day"))
        elif taken[row] >= there[row] - ROOM:
            found.append(Reason(Idle.USED, "已全部使用", "Used in full"))
        elif measures.measure[row] in spent:
            limit = spent[measures.measure[row]]
            zh, en = limits.name_zh[limit], limits.name_en[limit]
            found.append(Reason(Idle.LIMIT, f"{zh}已用满", f"{en}: used up"))
        else:
            found.append(idle_reason(work=work, node=work.axes.node_at[measures.node[row]], short=short))
    return found
