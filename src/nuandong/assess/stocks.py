"""Stores in detail as the balance sees them: send-out that falls with the stock, stock that some uses may not touch.

Clauses: T-028 (reserve for livelihood), T-062 (stock on 30 November).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from nuandong.assess.axes import Axes
from nuandong.assess.loads import RankedRows
from nuandong.balance import SendoutCurves, StockTargets
from nuandong.balance.terms import NO_CURVES, NO_TARGETS
from nuandong.findings import Finding, Findings, Place, Severity
from nuandong.network.tables import Network
from nuandong.units import FloatArray, IntArray, Volume
from nuandong.vocabulary import Precedence

WHOLE = 1e-3  # 10^4 m3: ten cubic metres short is not short
Wanted = tuple[int, int, Volume, Precedence]  # store, step, stock, what it stands behind


@dataclass(frozen=True, slots=True, eq=False)
class RankedTargets:
    """Stock targets between the uses: `rank` (r,) is the demand rows' rank with the targets' ranks let in."""

    targets: StockTargets
    rank: IntArray


def sendout_curves(*, network: Network) -> SendoutCurves:
    """Pieces of each store's curve: the line through two neighbouring points bounds the send-out."""
    curves, pieces = network.store_curves, []
    for row, store in enumerate(network.stores.store):
        points = sorted(
            (float(curves.inventory[place]), float(curves.sendout[place]))
            for place, named in enumerate(curves.store)
            if named == store
        )
        for (stock, flow), (more, faster) in pairwise(points):
            slope = (faster - flow) / (more - stock)
            pieces.append((row, flow - slope * stock, slope))
    if not pieces:
        return NO_CURVES
    return SendoutCurves(
        tank=np.asarray([row for row, _, _ in pieces], dtype=np.int64),
        empty_flow=np.asarray([empty_flow for _, empty_flow, _ in pieces], dtype=np.float64),
        slope=np.asarray([slope for _, _, slope in pieces], dtype=np.float64),
    )


def ranked_targets(*, network: Network, axes: Axes, rows: RankedRows, kept: FloatArray) -> RankedTargets:
    """Targets of the case's days, and `kept` (k,) of every store on every day behind protected use."""
    wanted = [*asked_stocks(network=network, axes=axes)]
    wanted += [
        (int(store), step, float(kept[store]), Precedence.PROTECTED)
        for store in np.flatnonzero(kept > 0)
        for step in range(axes.count)
    ]
    if not wanted:
        return RankedTargets(NO_TARGETS, rows.rank)
    behind = _behind(rows)
    used = sorted({place for _, _, _, word in wanted for place in [behind[word]]})
    target_rank = {place: place + order for order, place in enumerate(used)}
    shifted = rows.rank + np.searchsorted(np.asarray(used), rows.rank, side="right")
    return RankedTargets(
        StockTargets(
            tank=np.asarray([store for store, _, _, _ in wanted], dtype=np.int64),
            step=np.asarray([step for _, step, _, _ in wanted], dtype=np.int64),
            volume=np.asarray([volume for _, _, volume, _ in wanted], dtype=np.float64),
            rank=np.asarray([target_rank[behind[word]] for _, _, _, word in wanted], dtype=np.int64),
        ),
        shifted,
    )


def missed_targets(*, network: Network, axes: Axes, inventory: FloatArray) -> Findings:
    """One warning for each gas day with targets that a plan's stock (k, t) at the day's end does not reach."""
    short: dict[int, list[Volume]] = {}
    for store, step, volume, _ in asked_stocks(network=network, axes=axes):
        short.setdefault(step, []).append(max(volume - float(inventory[store, step]), 0.0))
    return Findings(
        tuple(
            _missed(axes.days[step], [amount for amount in amounts if amount > WHOLE], len(amounts))
            for step, amounts in sorted(short.items())
            if max(amounts) > WHOLE
        )
    )


def _missed(day: date, short: list[Volume], count: int) -> Finding:
    return Finding(
        code="stock-target-missed",
        place=Place(file="store_targets.csv", column="inventory"),
        value=f"{day}",
        wanted_zh=f"{count} 座储气设施中 {len(short)} 座达不到目标库存，共少 {sum(short):,.1f} 万m³；请尽快注气或少采",
        wanted_en=f"{len(short)} of {count} stores miss their target, {sum(short):,.1f} ×10⁴ m³ in all; "
        "inject sooner or draw less",
        severity=Severity.WARNING,
    )


def asked_stocks(*, network: Network, axes: Axes) -> Sequence[Wanted]:
    """The rows of the table of targets whose day lies in the horizon; nobody asks for more than a store holds."""
    targets, stores = network.store_targets, network.stores
    row_of = {store: row for row, store in enumerate(stores.store)}
    step_of = {day: step for step, day in enumerate(axes.days)}
    return [
        (row_of[store], step_of[day], min(float(volume), float(stores.working_capacity[row_of[store]])), word)
        for store, day, volume, word in zip(
            targets.store, targets.gas_day, targets.inventory, targets.precedence, strict=True
        )
        if store in row_of and day in step_of
    ]


def _behind(rows: RankedRows) -> dict[Precedence, int]:
    """How many ranks of use go before a target of each precedence."""
    everything = int(rows.rank.max(initial=-1)) + 1
    protected = rows.rank[rows.is_protected]
    ordered = rows.rank[rows.is_order]
    return {
        Precedence.PROTECTED: int(protected.max()) + 1 if protected.size else 0,
        Precedence.UNORDERED: int(ordered.min()) if ordered.size else everything,
        Precedence.LAST: everything,
    }
