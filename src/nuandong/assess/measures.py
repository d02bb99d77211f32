"""Sources and other measures of a picture: what was nominated, what the plan takes, what is left unused.

Clauses: T-010 (alternatives before any cut), T-015 (sources by kind), T-017 (waterfall).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nuandong.assess.picture import AlternativeRows, SourceRows
from nuandong.assess.problem import measure_flow
from nuandong.units import FloatArray, to_cubic_metre
from nuandong.vocabulary import MeasureKind, SourceKind

if TYPE_CHECKING:
    from nuandong.assess.day import Workings

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
    reserve_there, reserve_used = _reserve(work)
    notes = [
        _note(kind in work.powers.measures, float(there), float(taken))
        for kind, there, taken in zip(measures.kind, in_time, used, strict=True)
    ]
    notes.append(_note(work.powers.may_release > 0, reserve_there, reserve_used))
    return AlternativeRows(
        measure=(*measures.measure, "reserve"),
        name_zh=(*measures.name_zh, "储气库存动用（指定之外）"),
        name_en=(*measures.name_en, "Withdrawal beyond nominations"),
        kind=(*(str(kind) for kind in measures.kind), str(MeasureKind.RESERVE)),
        available=to_cubic_metre(np.append(in_time, reserve_there)),
        used=to_cubic_metre(np.append(used, reserve_used)),
        lead_hours=np.append(measures.lead_hours, 0.0),
        note_zh=tuple(zh for zh, _ in notes),
        note_en=tuple(en for _, en in notes),
    )


def _reserve(work: Workings) -> tuple[float, float]:
    """What stores could send out today beyond nominations, and what the plan takes of it."""
    stores, plan = work.case.network.stores, work.plan.plan
    nominated = work.grounds.firm.by_store[:, 0]
    could: FloatArray = np.minimum(stores.sendout, work.grounds.opening)
    there = float(np.maximum(could - nominated, 0.0).sum())
    return there, float(np.maximum(plan.withdrawal[:, 0] - nominated, 0.0).sum())


def _note(is_permitted: bool, there: float, taken: float) -> tuple[str, str]:
    if not is_permitted:
        return "本级响应未授权", "Not within the powers of this level"
    if there <= 0:
        return "来不及在本气日到位", "Cannot arrive within this gas day"
    if taken >= there - 1e-4:
        return "已全部使用", "Used in full"
    if taken > 0:
        return (
            "部分使用：其余受管道、库存摊用或后续日需要限制",
            "Used in part: pipes, stock or later days hold the rest",
        )
    return (
        "未使用：受管道或后续日需要限制，或已无缺口",
        "Not used: pipes or later days hold it, or no gap is left",
    )
