"""Each constraint as the linear program it should be, written out by hand."""

from __future__ import annotations

import numpy as np

from nuandong.balance.constraints import Layout, Rows, column_bounds, node_balance, store_continuity
from tests.balance.small import line_case, tank_case


def written_out(rows: Rows) -> list[str]:
    """Rows as equations, columns named x0, x1, …"""
    lines = []
    for number, right in enumerate(rows.right):
        terms = sorted(
            (int(column), float(value))
            for row, column, value in zip(rows.row, rows.column, rows.value, strict=True)
            if row == number
        )
        lines.append(" ".join(f"{value:+g} x{column}" for column, value in terms) + f" = {right:g}")
    return lines


def test_node_balance_is_what_enters_less_what_leaves_plus_what_is_missing() -> None:
    case = line_case(capacity=5, supply=9, near=[3.0], far=[7.0])
    # x0 forward, x1 backward, x2 take, x3 unserved near, x4 unserved far
    assert written_out(node_balance(case, Layout.of(case))) == [
        "-1 x0 +1 x1 +1 x2 +1 x3 = 3",
        "+1 x0 -1 x1 +1 x4 = 7",
    ]


def test_store_continuity_carries_the_stock_less_boil_off() -> None:
    case = tank_case(opening=50, boil_off=0.1, least=0, demand=[10.0, 10.0])
    # x0 x1 withdrawal, x2 x3 injection, x4 x5 inventory, x6 x7 unserved
    assert written_out(store_continuity(case, Layout.of(case))) == [
        "+1 x0 -1 x2 +1 x4 = 45",
        "+1 x1 -1 x3 -0.9 x4 +1 x5 = 0",
    ]


def test_a_step_of_six_hours_moves_a_quarter_of_a_day() -> None:
    day = tank_case(opening=50, boil_off=0.0, least=0, demand=[10.0])
    quarter = type(day)(
        day.nodes, type(day.steps)(np.array([6.0])), day.links, day.supplies, day.tanks, day.demands
    )
    assert written_out(store_continuity(quarter, Layout.of(quarter))) == ["+0.25 x0 -0.25 x1 +1 x2 = 50"]


def test_every_column_has_finite_bounds() -> None:
    case = tank_case(opening=50, boil_off=0.1, least=5, demand=[10.0, 20.0])
    lower, upper = column_bounds(case, Layout.of(case))
    assert np.isfinite(lower).all()
    assert np.isfinite(upper).all()
    assert list(lower) == [0, 0, 0, 0, 5, 5, 0, 0]
    assert list(upper) == [500, 500, 100, 100, 1000, 1000, 10, 20]
