"""What makes a balance case unanswerable, found before any solver sees it.

Figures that are not finite, negative room, unknown nodes, an empty horizon, a store that must hold more than
it can: each is a finding that names the array, the row and the cure. A demand without any way in is no fault
of form: it stays unserved and the plan says so.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from nuandong.balance.case import BalanceCase
from nuandong.findings import Finding, Findings, Place
from nuandong.units import FloatArray, IntArray

MOST_FLOW = 1e6  # 10^4 m3/day: ten billion m3 a day is more than the world uses; a unit slip
Named = tuple[str, FloatArray]


def check_case(case: BalanceCase) -> Findings:
    """All faults of a case, in the order of its tables; empty if it may be solved."""
    return Findings(tuple(_faults(case)))


def _faults(case: BalanceCase) -> Iterator[Finding]:
    if case.steps.count == 0:
        yield _fault(
            "balance-no-step", "steps", None, "", "时段为空，至少需要一个时段", "no step; give at least one"
        )
        return
    yield from _positive("steps.hours", case.steps.hours)
    for name, nodes in _node_columns(case):
        yield from _known_nodes(name, nodes, case.nodes)
    for name, figures in _amounts(case):
        yield from _usable(name, figures)
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
