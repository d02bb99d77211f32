"""Figures that are each in order and cannot be true together: contracts that contradict themselves, units that slipped.

A flow that is fifty times what can leave its node, or a store that takes years to empty, is mostly a figure in
m3 where 10^4 m3 is wanted, or the other way round. Which of the two figures slipped nobody can tell: both are named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from nuandong.findings import Finding, Findings, Severity
from nuandong.network.faults import fault, findings, place, rows
from nuandong.network.tables import Arcs, Contracts, Network, Stores
from nuandong.quantities import column
from nuandong.units import Flow

BEYOND = 50.0  # flow at a node over what its arcs can carry away; slips are by 1 000 or 10 000
LONGEST_DAYS, SHORTEST_DAYS = 1000.0, 0.01  # to empty a full store: underground 150, a tank 3, linepack 0.2


def check_contract_minimums(*, contracts: Contracts) -> Findings:
    """What must be taken every day fits into what may be taken in a season.

    daily_min * days from begins to ends <= season_max, in 10^4 m3/day and 10^4 m3.
    """
    return findings(_faulty_minimums(contracts))


def check_sizes(*, network: Network) -> Findings:
    """Warnings of sources, measures and stores whose figures do not fit the size of what stands beside them."""
    return findings((*_faulty_flows(network), *_faulty_stores(network.stores)))


def _faulty_minimums(contracts: Contracts) -> Iterator[Finding]:
    for row, (begins, ends) in enumerate(zip(contracts.begins, contracts.ends, strict=True)):
        least = float(contracts.daily_min[row])
        if begins is None or ends is None or ends < begins or least > contracts.daily_max[row]:
            continue  # a finding already
        days = (ends - begins).days + 1
        season, asked = float(contracts.season_max[row]), least * days
        if asked > season * (1.0 + 1e-9):
            zh = f"每日最小提气量 {least:g} 万m³/d 乘以 {days} 天为 {asked:g} 万m³，超过季最大量；请核对合同"
            en = (
                f"less than the daily minimum of {least:g} 10⁴ m³/day over {days} days, "
                f"{asked:g} 10⁴ m³; check the contract"
            )
            yield fault(
                "season_below_daily", place("contracts", row, "season_max"), f"{season:g}", zh=zh, en=en
            )


def _faulty_flows(network: Network) -> Iterator[Finding]:
    """Sources and measures that bring far more than can leave their node; counties use gas themselves."""
    leaving = _leaving(network.arcs)
    sources, measures = network.sources, network.measures
    for table, name, node, flow in (
        ("sources", "max_flow", sources.node, sources.max_flow),
        ("measures", "flow", measures.node, measures.flow),
    ):
        for row, place_of in enumerate(node):
            out = leaving.get(place_of, 0.0)
            if out > 0.0 and BEYOND * out < flow[row] <= _largest(table, name):
                zh = f"是节点 {place_of} 外输能力 {out:g} 的 {flow[row] / out:.0f} 倍；请核对两者的单位（万m³/d）"
                en = (
                    f"{flow[row] / out:.0f} times what can leave node {place_of}, {out:g}; "
                    "check the unit of both (10⁴ m³/day)"
                )
                yield _suspect(table, row, name, float(flow[row]), (zh, en))


def _largest(table: str, name: str) -> Flow:
    """Above this a figure is doubtful by itself, and has its finding."""
    limit = column(table, name=name).suspect_above
    return float("inf") if limit is None else limit


def _leaving(arcs: Arcs) -> dict[str, Flow]:
    """What the arcs of each node can carry away."""
    total: dict[str, float] = defaultdict(float)
    for start, end, there, back in zip(
        arcs.from_node, arcs.to_node, arcs.capacity.tolist(), arcs.capacity_back.tolist(), strict=True
    ):
        total[start] += np.nan_to_num(there)
        total[end] += np.nan_to_num(back)
    return total


def _faulty_stores(stores: Stores) -> Iterator[Finding]:
    for row in rows((stores.sendout > 0) & (stores.working_capacity > 0)):
        held, rate = float(stores.working_capacity[row]), float(stores.sendout[row])
        days = held / rate
        if not SHORTEST_DAYS <= days <= LONGEST_DAYS:
            zh = f"按外输能力 {rate:g} 万m³/d 需 {days:g} 天放空；请核对两者的单位"
            en = f"takes {days:g} days to empty at a send-out of {rate:g} 10⁴ m³/day; check the unit of both"
            yield _suspect("stores", row, "working_capacity", held, (zh, en))


def _suspect(table: str, row: int, name: str, value: float, wanted: tuple[str, str]) -> Finding:
    zh, en = wanted
    at = place(table, row, name)
    return fault("sizes_disagree", at, f"{value:g}", zh=zh, en=en, severity=Severity.WARNING)
