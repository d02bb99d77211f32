"""Do contract terms, shared limits, send-out curves and stock targets fit what they speak of?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from nuandong.findings import Finding, Findings
from nuandong.network.faults import fault, findings, place, rows
from nuandong.network.tables import Contracts, Network, Stores
from nuandong.network.terms import ContractTerms, LimitMembers, SharedLimits, StoreCurves, StoreTargets
from nuandong.vocabulary import LimitKind

STRAIGHT = 1e-9  # 1/day: a bend upwards that is smaller is rounding


def check_terms(network: Network) -> Iterator[Findings]:
    """Everything below, table by table."""
    yield check_contract_terms(contracts=network.contracts, terms=network.contract_terms)
    yield check_shared_limits(limits=network.shared_limits, members=network.limit_members)
    yield check_swaps(limits=network.shared_limits, members=network.limit_members, arcs=network.arcs.arc)
    yield check_store_curves(curves=network.store_curves)
    yield check_store_targets(stores=network.stores, targets=network.store_targets)


def check_contract_terms(*, contracts: Contracts, terms: ContractTerms) -> Findings:
    """The least of a season lies within its most, and within what all its days can bring (10^4 m3)."""
    row_of = {name: row for row, name in enumerate(contracts.contract)}
    found = []
    for row, name in enumerate(terms.contract):
        if name not in row_of:
            continue  # an unknown reference is a finding already
        at, least = row_of[name], float(terms.season_min[row])
        first, last = contracts.begins[at], contracts.ends[at]
        is_dated = bool(first and last and first <= last)  # else a finding already, and no days to count
        by_days = contracts.daily_max[at] * ((last - first).days + 1) if is_dated else np.inf
        most = float(np.nanmin([contracts.season_max[at], by_days, np.inf]))
        if least > most + STRAIGHT:
            zh = f"合同 {name} 的季最小量大于该季最多可提的 {most:g}；请核对合同"
            en = (
                f"contract {name}: least a season is above the {most:g} that it can bring; check the contract"
            )
            found.append(
                fault(
                    "contract_contradicts",
                    place("contract_terms", row, "season_min"),
                    f"{least:g}",
                    zh=zh,
                    en=en,
                )
            )
    return findings(found)


def check_shared_limits(*, limits: SharedLimits, members: LimitMembers) -> Findings:
    """Every limit binds something; a swap has ways there and back and nets to zero."""
    factors: dict[str, list[float]] = defaultdict(list)
    for limit, factor in zip(members.limit, members.factor, strict=True):
        factors[limit].append(1.0 if np.isnan(factor) else float(factor))
    return findings(_faulty_limits(limits, factors))


def check_swaps(*, limits: SharedLimits, members: LimitMembers, arcs: tuple[str, ...]) -> Findings:
    """What a swap nets are flows along arcs: a source that must net to zero would be shut, whoever goes cold."""
    swaps = {limit for limit, kind in zip(limits.limit, limits.kind, strict=True) if kind is LimitKind.SWAP}
    return findings(
        fault(
            "swap_of_no_arc",
            place("limit_members", row, "member"),
            member,
            zh=f"串换 {limit} 的成员须为管段，按净流量收支相抵",
            en=f"members of the swap {limit} must be arcs, whose net flows balance",
        )
        for row, (limit, member) in enumerate(zip(members.limit, members.member, strict=True))
        if limit in swaps and member not in arcs
    )


def _faulty_limits(limits: SharedLimits, factors: dict[str, list[float]]) -> Iterator[Finding]:
    for row, limit in enumerate(limits.limit):
        if not factors[limit]:
            zh = f"限额 {limit} 没有成员；请在 limit_members.csv 中写明"
            en = f"limit {limit} has no members; name them in limit_members.csv"
            yield fault("limit_without_members", place("shared_limits", row, "limit"), limit, zh=zh, en=en)
        if limits.kind[row] is LimitKind.SWAP and limits.most[row] > 0:
            zh, en = "串换须收支相抵，限量应为 0", "a swap nets to zero; 0 is wanted"
            at = place("shared_limits", row, "most")
            yield fault("swap_does_not_net", at, f"{limits.most[row]:g}", zh=zh, en=en)


def check_store_curves(*, curves: StoreCurves) -> Findings:
    """A curve begins at an empty store, never falls as stock rises, and bends downwards."""
    points: dict[str, list[int]] = defaultdict(list)
    for row, store in enumerate(curves.store):
        points[store].append(row)
    return findings(found for each in points.values() for found in _faulty_curve(curves, each))


def _faulty_curve(curves: StoreCurves, unsorted: list[int]) -> Iterator[Finding]:
    order = sorted(unsorted, key=lambda row: float(curves.inventory[row]))
    stock, flow = curves.inventory[order], curves.sendout[order]
    at = place("store_curves", order[0], "inventory")
    if len(order) < 2 or stock[0] > 0 or np.isnan(stock).any() or np.isnan(flow).any():
        zh = "每座储气设施至少两点，第一点库存为 0"
        en = "two points at least for each store, the first with an inventory of 0, are wanted"
        yield fault("curve_too_short", at, f"{stock[0]:g}", zh=zh, en=en)
        return
    slopes = np.diff(flow) / np.maximum(np.diff(stock), STRAIGHT)
    for row, slope in zip(order[1:], slopes, strict=True):
        if slope < -STRAIGHT:
            zh, en = "库存增加时外输能力不应下降", "send-out must not fall as stock rises"
            yield fault(
                "curve_falls", place("store_curves", row, "sendout"), f"{curves.sendout[row]:g}", zh=zh, en=en
            )
    for row, (before, after) in zip(order[2:], pairwise(slopes), strict=True):
        if after > before + STRAIGHT:
            zh, en = (
                "曲线须向下弯（增量逐段减小）",
                "the curve must bend downwards: each piece flatter than the last",
            )
            yield fault(
                "curve_bends_up",
                place("store_curves", row, "sendout"),
                f"{curves.sendout[row]:g}",
                zh=zh,
                en=en,
            )


def check_store_targets(*, stores: Stores, targets: StoreTargets) -> Findings:
    """No target is above what the store holds (10^4 m3)."""
    capacity = dict(zip(stores.store, stores.working_capacity.tolist(), strict=True))
    limits = np.array([capacity.get(store, np.nan) for store in targets.store], dtype=np.float64)
    return findings(
        fault(
            "target_above_capacity",
            place("store_targets", row, "inventory"),
            f"{targets.inventory[row]:g}",
            zh=f"目标库存大于工作气量 {limits[row]:g}；请核对两者",
            en=f"a target above the working capacity of {limits[row]:g}; check both",
        )
        for row in rows(targets.inventory > limits)
    )
