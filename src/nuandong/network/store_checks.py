"""Do stores fit themselves: stock, reserve and shares within what a store holds."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import numpy as np

from nuandong.findings import Finding, Findings
from nuandong.network.faults import fault, findings, place, rows
from nuandong.network.tables import Inventories, Stores, StoreShares

SHARE_TOLERANCE = 1e-6


def check_stores(*, stores: Stores) -> Findings:
    """What is in a store, and what is held back in it, is not more than it holds (10^4 m3)."""
    return findings(
        _above_capacity("stores", column, row, volumes[row], float(stores.working_capacity[row]))
        for column, volumes in (("opening", stores.opening), ("reserve", stores.reserve))
        for row in rows(volumes > stores.working_capacity)
    )


def check_inventories(*, stores: Stores, inventories: Inventories) -> Findings:
    """No stock is read that is more than the store holds (10^4 m3)."""
    capacity = dict(zip(stores.store, stores.working_capacity.tolist(), strict=True))
    limits = np.array([capacity.get(store, np.nan) for store in inventories.store], dtype=np.float64)
    return findings(
        _above_capacity("inventories", "inventory", row, inventories.inventory[row], float(limits[row]))
        for row in rows(inventories.inventory > limits)
    )


def check_store_shares(*, shares: StoreShares) -> Findings:
    """On no day do the owners of a store own more than the whole of it; the same for those who lease."""
    found = []
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, (store, right) in enumerate(zip(shares.store, shares.right, strict=True)):
        if all(isinstance(day, date) for day in (shares.begins[row], shares.ends[row])):
            groups[store, right].append(row)
    for (store, right), members in groups.items():
        for row in members:
            day = shares.begins[row]
            total = sum(
                float(shares.share[at]) for at in members if shares.begins[at] <= day <= shares.ends[at]
            )
            if total > 1.0 + SHARE_TOLERANCE:
                zh = f"{store} 的{'自有' if right == 'own' else '租用'}份额自 {day} 起合计 {total:g}，应不超过 1"
                en = f"the {right} shares of {store} sum to {total:g} from {day}; at most 1 is wanted"
                at_share = place("store_shares", row, "share")
                found.append(fault("shares_above_whole", at_share, f"{shares.share[row]:g}", zh=zh, en=en))
                break
    return findings(found)


def _above_capacity(table: str, column: str, row: int, volume: float, capacity: float) -> Finding:
    return fault(
        "above_capacity",
        place(table, row, column),
        f"{volume:g}",
        zh=f"不应大于工作气量 {capacity:g} 万m³",
        en=f"must not exceed the working capacity, {capacity:g} 10⁴ m³",
    )
