"""Stores that no plan can keep and arrays that do not fit are named before any solver is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuandong.balance import BalanceCase, SolverFailure, Steps, solve_tiers
from nuandong.balance.checks import check_case
from nuandong.balance.reach import fewest_held, most_held
from nuandong.findings import FaultyCase
from tests.balance.by_hand import Ask, Gas, Hand, Store
from tests.balance.networks import random_network
from tests.balance.small import line_case, tank_case, whole


def stored(**figures: Any) -> BalanceCase:
    """A node with ample gas, a store of these figures, and 4 a day asked for on two days."""
    return Hand(1, [Ask(0, 4)], [], [Gas(0)], [Store(0, **figures)], (24.0, 24.0)).case


IMPOSSIBLE = {
    "loses-half-as-much-again-as-it-holds": (stored(opening=50, boil_off=1.5), "balance-boil-off", "boil_off", "1.5"),
    "floor-out-of-reach": (  # 10 + 2 + 2 on the second day
        stored(opening=10, injection=2, least=(0, 14.5)), "balance-least-out-of-reach", "least", "14.5"),
    "floor-out-of-reach-by-boil-off": (  # 10 - 1, nothing comes in
        stored(opening=10, injection=0, boil_off=0.1, least=9.5), "balance-least-out-of-reach", "least", "9.5"),
    "too-full-to-be-drawn-down": (  # 50 - 3 on the first day
        stored(opening=50, capacity=46, sendout=3), "balance-opening-above-capacity", "opening", "50"),
}  # fmt: skip
JUST_POSSIBLE = {
    "floor-just-in-reach": stored(opening=10, injection=2, least=(0, 14)),
    "floor-just-in-reach-with-boil-off": stored(opening=10, injection=0, boil_off=0.1, least=(9, 8.1)),
    "all-lost-in-a-day": stored(opening=10, boil_off=1.0),
    "just-drawn-down": stored(opening=50, capacity=46, sendout=4),
}


@pytest.mark.parametrize(("case", "code", "column", "value"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_a_store_that_no_plan_can_keep_is_named(
    case: BalanceCase, code: str, column: str, value: str
) -> None:
    found = list(check_case(case))
    assert [
        (each.code, each.place.file, each.place.row, each.place.column, each.value) for each in found
    ] == [(code, "tanks", 0, column, value)]
    with pytest.raises(FaultyCase):
        solve_tiers(case=case)


@pytest.mark.parametrize("case", JUST_POSSIBLE.values(), ids=JUST_POSSIBLE)
def test_a_store_that_can_just_be_kept_has_a_plan(case: BalanceCase) -> None:
    assert list(check_case(case)) == []
    assert solve_tiers(case=case).unserved == pytest.approx(0.0)


def test_six_hours_lose_a_quarter_of_a_day() -> None:
    case = tank_case(opening=50, boil_off=3.0, least=0, demand=[1.0])
    quarter = replace(case, steps=Steps(np.array([6.0])))
    assert [each.code for each in check_case(case)] == ["balance-boil-off"]
    assert list(check_case(quarter)) == []


def test_six_hours_bring_and_take_a_quarter_of_a_day() -> None:
    """10 in store, 8 a day in: 12 after six hours. 50 in store, 8 a day out: 48."""
    for figures, column in (
        ({"opening": 10, "injection": 8, "least": 12.1}, "least"),
        ({"opening": 50, "capacity": 47.9, "sendout": 8}, "opening"),
    ):
        case = replace(stored(**figures), steps=Steps(np.array([6.0, 6.0])))
        assert [each.place.column for each in check_case(case)] == [column]
    fits = replace(stored(opening=10, injection=8, least=12.0), steps=Steps(np.array([6.0, 6.0])))
    assert list(check_case(fits)) == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 1_000_000), lossy=st.booleans())
def test_no_plan_ever_holds_more_or_less_than_what_is_in_reach(seed: int, lossy: bool) -> None:
    case = random_network(seed, lossy=lossy)
    if check_case(case).errors:
        return
    try:
        held = solve_tiers(case=case, is_fair=False).inventory
    except SolverFailure:
        return
    margin = 1e-6 * (1.0 + case.tanks.capacity[:, None])
    assert (held <= most_held(case) + margin).all()
    assert (held >= fewest_held(case) - margin).all()


LINE = line_case(capacity=5, supply=9, near=[3.0], far=[7.0])
MISFITS = {
    "a-step-too-many": (
        replace(LINE, demands=replace(LINE.demands, quantity=np.ones((2, 3)))), "demands", "quantity", "(2, 3)"),
    "a-pipe-too-few": (replace(LINE, links=replace(LINE.links, cost=np.zeros(0))), "links", "cost", "(0,)"),
    "a-rank-below-zero": (
        replace(LINE, demands=replace(LINE.demands, rank=whole([0, -1]))), "demands", "rank", "-1"),
    "a-rank-without-end": (
        replace(LINE, demands=replace(LINE.demands, rank=whole([0, 10**9]))), "demands", "rank", "1000000000"),
}  # fmt: skip


@pytest.mark.parametrize(("case", "table", "column", "value"), MISFITS.values(), ids=MISFITS)
def test_arrays_that_do_not_fit_their_axes_are_named(
    case: BalanceCase, table: str, column: str, value: str
) -> None:
    found = list(check_case(case))
    assert [(each.code, each.place.file, each.place.column, each.value) for each in found] == [
        ("balance-misfit", table, column, value)
    ]
    with pytest.raises(FaultyCase):
        solve_tiers(case=case)
