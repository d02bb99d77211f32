"""What makes a balance case unanswerable, found before any solver sees it.

Figures that are not finite, negative room, unknown nodes, an empty horizon, a store that must hold more than
it can: each is a finding that names the array, the row and the cure. A demand without any way in is no fault
of form: it stays unserved and the plan says so.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from nuandong.balance.case import BalanceCase
from nuandong.balance.forms import Misfit, misfits, not_arrays
from nuandong.balance.reach import faulty_stocks
from nuandong.balance.terms import FLOW, MEMBER_KINDS, TAKE, UNSERVED, WITHDRAWAL
from nuandong.findings import Finding, Findings, Place
from nuandong.units import FloatArray, IntArray

MOST_FLOW = 1e6  # 10^4 m3/day: ten billion m3 a day is more than the world uses; a unit slip
Named = tuple[str, FloatArray]


def check_case(case: BalanceCase) -> Findings:
    """All faults of a case, in the order of its tables; empty if it may be solved."""
    return Findings(tuple(_faults(case)))


def _faults(case: BalanceCase) -> Iterator[Finding]:
    unread = [_misfit("balance-not-array", each) for each in not_arrays(case)]
    if unread:
        yield from unread
        return
    if case.steps.count == 0:
        yield _fault(
            "balance-no-step", "steps", None, "", "时段为空，至少需要一个时段", "no step; give at least one"
        )
        return
    unfit = [_misfit("balance-misfit", each) for each in misfits(case)]
    if unfit:
        yield from unfit
        return
    sound = True
    for found in _of_figures(case):
        sound = False
        yield found
    if sound:
        for each in faulty_stocks(case):
            yield _fault(
                each.code, f"tanks.{each.column}", each.row, f"{each.value:g}", each.wanted_zh, each.wanted_en
            )


def _of_figures(case: BalanceCase) -> Iterator[Finding]:
    yield from _positive("steps.hours", case.steps.hours)
    for name, nodes in _node_columns(case):
        yield from _known_nodes(name, nodes, case.nodes)
    for name, figures in _amounts(case):
        yield from _usable(name, figures)
    yield from _faulty_totals(case)
    yield from _faulty_targets(case)
    yield from _faulty_curves(case)
    tanks = case.tanks
    too_high = np.flatnonzero((tanks.least > tanks.capacity[:, None] + 1e-9).any(axis=1))
    for row in too_high:
        zh, en = "最低库存大于库容，请核对两者", "must hold more than it can; check both figures"
        yield _fault(
            "balance-least-above-capacity", "tanks.least", int(row), f"{tanks.least[row].max():g}", zh, en
        )


def _node_columns(case: BalanceCase) -> tuple[tuple[str, IntArray], ...]:
    return (
        ("links.tail", case.links.tail),
        ("links.head", case.links.head),
        ("supplies.node", case.supplies.node),
        ("tanks.node", case.tanks.node),
        ("demands.node", case.demands.node),
    )


def _amounts(case: BalanceCase) -> tuple[Named, ...]:
    links, tanks = case.links, case.tanks
    return (
        ("links.capacity", links.capacity),
        ("links.capacity_back", links.capacity_back),
        ("links.cost", links.cost),
        ("supplies.limit", case.supplies.limit),
        ("supplies.cost", case.supplies.cost),
        ("tanks.opening", tanks.opening),
        ("tanks.capacity", tanks.capacity),
        ("tanks.least", tanks.least),
        ("tanks.sendout", tanks.sendout),
        ("tanks.injection", tanks.injection),
        ("tanks.boil_off", tanks.boil_off),
        ("demands.quantity", case.demands.quantity),
        ("totals.credit", case.totals.credit),
        ("targets.volume", case.targets.volume),
        ("curves.empty_flow", case.curves.empty_flow),
        ("curves.slope", case.curves.slope),
    )


def _positive(name: str, figures: FloatArray) -> Iterator[Finding]:
    for row in np.flatnonzero(~(figures > 0) | ~np.isfinite(figures)):
        zh, en = "时段长度须为大于零的小时数", "a step must last a positive number of hours"
        yield _fault("balance-step-length", name, int(row), f"{figures[row]:g}", zh, en)


def _known_nodes(name: str, nodes: IntArray, count: int) -> Iterator[Finding]:
    for row in np.flatnonzero((nodes < 0) | (nodes >= count)):
        zh, en = f"节点须在 0 到 {count - 1} 之间", f"the node must lie in 0 … {count - 1}"
        yield _fault("balance-unknown-node", name, int(row), str(nodes[row]), zh, en)


def _usable(name: str, figures: FloatArray) -> Iterator[Finding]:
    by_row = figures.reshape(figures.shape[0], -1) if figures.size else figures.reshape(0, 1)
    tests = (
        (
            "balance-not-finite",
            ~np.isfinite(by_row),
            "不是有限的数，请补上或更正",
            "is not a finite number; mend it",
        ),
        ("balance-negative", by_row < 0, "不得为负", "must not be negative"),
        (
            "balance-unit-slip",
            np.isfinite(by_row) & (by_row > MOST_FLOW),
            "大得不合常理，请核对单位（万m³）",
            "is absurd; check its unit (10^4 m3)",
        ),
    )
    for code, broken, zh, en in tests:
        for row in np.flatnonzero(broken.any(axis=1)):
            value = by_row[row][broken[row]][0]
            yield _fault(code, name, int(row), f"{value:g}", zh, en)


def _fault(code: str, name: str, row: int | None, value: str, zh: str, en: str) -> Finding:
    table, _, column = name.partition(".")
    return Finding(code=code, place=Place(table, row, column), value=value, wanted_zh=zh, wanted_en=en)


def _misfit(code: str, found: Misfit) -> Finding:
    return _fault(code, found.name, found.row, found.value, found.wanted_zh, found.wanted_en)


def _faulty_totals(case: BalanceCase) -> Iterator[Finding]:
    totals = case.totals
    for name, volume in (("totals.least", totals.least), ("totals.most", totals.most)):
        for row in np.flatnonzero(~np.isfinite(volume) | (volume < 0)):
            zh, en = "总量须为不小于零的有限数", "a volume must be finite and not negative"
            yield _fault("balance-total-volume", name, int(row), f"{volume[row]:g}", zh, en)
    for row in np.flatnonzero(totals.least > totals.most):
        zh, en = "最低总量大于最高总量，请核对合同", "at least more than at most; check the contract"
        yield _fault("balance-total-contradicts", "totals.least", int(row), f"{totals.least[row]:g}", zh, en)
    ends = totals.first + totals.length
    for row in np.flatnonzero((totals.first < 0) | (totals.length < 1) | (ends > case.steps.count)):
        zh, en = (
            f"起止须在 {case.steps.count} 个时段之内",
            f"the window must lie in the {case.steps.count} steps",
        )
        yield _fault("balance-total-window", "totals.first", int(row), str(totals.first[row]), zh, en)
    counts = {
        TAKE: case.supplies.node.size,
        WITHDRAWAL: case.tanks.node.size,
        FLOW: case.links.tail.size,
        UNSERVED: case.demands.node.size,
    }
    for at, (kind, member, total) in enumerate(zip(totals.kind, totals.member, totals.row, strict=True)):
        if not (0 <= member < counts.get(kind, 0) and 0 <= total < totals.count):
            zh, en = (
                "成员须是已有的行",
                f"a member must be an existing row of one of {', '.join(MEMBER_KINDS)}",
            )
            yield _fault("balance-total-member", "totals.member", at, f"{kind} {member}", zh, en)
    for place in np.flatnonzero(~np.isfinite(totals.weight)):
        zh, en = "系数须为有限数", "a weight must be a finite number"
        yield _fault("balance-not-finite", "totals.weight", int(place), f"{totals.weight[place]:g}", zh, en)


def _faulty_targets(case: BalanceCase) -> Iterator[Finding]:
    targets, tanks = case.targets, case.tanks
    known = (targets.tank >= 0) & (targets.tank < tanks.node.size)
    known &= (targets.step >= 0) & (targets.step < case.steps.count) & (targets.rank >= 0)
    for row in np.flatnonzero(~known):
        zh, en = "储气设施、时段或次序不存在", "no such store, step or rank"
        yield _fault("balance-target-place", "targets.tank", int(row), str(targets.tank[row]), zh, en)
    room = tanks.capacity[np.where(known, targets.tank, 0)] if tanks.node.size else np.zeros(targets.count)
    for row in np.flatnonzero(known & (targets.volume > room + 1e-9)):
        zh, en = "目标库存大于库容，请核对两者", "a target above what the store can hold; check both figures"
        yield _fault(
            "balance-target-above-capacity", "targets.volume", int(row), f"{targets.volume[row]:g}", zh, en
        )


def _faulty_curves(case: BalanceCase) -> Iterator[Finding]:
    tank = case.curves.tank
    for row in np.flatnonzero((tank < 0) | (tank >= case.tanks.node.size)):
        zh, en = "储气设施不存在", "no such store"
        yield _fault("balance-curve-place", "curves.tank", int(row), str(tank[row]), zh, en)
