"""Reasons that can be checked: what binds adds up, what would help does help, what contradicts contradicts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuandong.balance import BalanceCase, solve_tiers
from nuandong.balance.certificate import ROOM_TOLERANCE
from nuandong.balance.reasons import (
    Bound,
    Change,
    ChangeKind,
    Condition,
    Goal,
    Way,
    binding_cut,
    changed_case,
    conflicts,
    next_served,
    node_prices,
    smallest_change,
)
from tests.balance.small import line_case, random_case, tank_case, whole

SHORT = line_case(capacity=3, supply=100, near=[4.0], far=[8.0])


def test_the_far_county_is_cut_off_by_its_one_pipe() -> None:
    plan = solve_tiers(case=SHORT)
    cut = binding_cut(case=SHORT, plan=plan, row=1, step=0)
    assert [(entry.way, entry.at, entry.volume) for entry in cut.entries] == [(Way.LINK, 0, 3.0)]
    assert (cut.need, cut.brought, cut.missing) == pytest.approx((8.0, 3.0, 5.0))
    assert cut.nodes[:, 0].tolist() == [False, True]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 100_000))
def test_need_less_what_can_be_brought_is_what_is_missing(seed: int) -> None:
    case = random_case(seed)
    plan = solve_tiers(case=case)
    for row, step in np.argwhere(plan.unserved > 1e-3)[:6]:
        cut = binding_cut(case=case, plan=plan, row=int(row), step=int(step))
        assert cut.error == pytest.approx(0.0, abs=1e-4)
        assert cut.missing >= plan.unserved[row, step] * case.steps.days[step] - 1e-6


def test_the_smallest_help_is_what_the_county_misses_and_one_grain_less_is_too_little() -> None:
    change = Change(ChangeKind.LINK, 0, (0,), 20.0)
    answer = smallest_change(case=SHORT, goal=Goal(1, 0), change=change)
    assert answer.change.amount == pytest.approx(5.0)
    assert answer.is_enough
    assert answer.is_verified


def test_help_in_the_wrong_place_is_no_help_and_is_said_so() -> None:
    answer = smallest_change(case=SHORT, goal=Goal(1, 0), change=Change(ChangeKind.GAS, 0, (0,), 50.0))
    assert not answer.is_enough
    assert answer.left == pytest.approx(5.0)
    assert answer.is_verified


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 100_000))
def test_a_verified_answer_does_what_it_says_when_solved_from_nothing(seed: int) -> None:
    case = random_case(seed, nodes=6, steps=2, ranks=3)
    plan = solve_tiers(case=case)
    short = np.argwhere(plan.unserved > 1e-2)
    if not short.size:
        return
    row, step = (int(figure) for figure in short[0])
    node = int(case.demands.node[row])
    goal = Goal(row, step)
    answer = smallest_change(case=case, goal=goal, change=Change(ChangeKind.GAS, node, (step,), 60.0))
    assert answer.is_enough
    assert answer.is_verified
    helped = solve_tiers(case=changed_case(case=case, change=answer.change), start_ratio=7.0)
    assert helped.unserved[row, step] <= ROOM_TOLERANCE
    less = changed_case(case=case, change=answer.change.of(answer.change.amount - 0.01))
    assert solve_tiers(case=less, start_ratio=7.0).unserved[row, step] > ROOM_TOLERANCE


def with_two_sources() -> BalanceCase:
    """Cheap gas that is short of the demand and dear gas that fills the rest."""
    case = line_case(capacity=100, supply=6, near=[4.0], far=[5.0])
    supplies = case.supplies
    return replace(
        case,
        supplies=replace(
            supplies,
            node=whole([0, 0]),
            limit=np.array([[6.0], [50.0]]),
            cost=np.array([2.0, 6.0]),
        ),
    )


def test_the_price_of_gas_is_that_of_the_dearest_source_in_use() -> None:
    case = with_two_sources()
    prices = node_prices(case=case, plan=solve_tiers(case=case))
    assert prices.price[:, 0] == pytest.approx([6.0, 6.001])  # and carriage on the way
    assert not prices.reaches_short.any()


def test_where_somebody_is_short_gas_reaches_them_instead_of_saving_money() -> None:
    plan = solve_tiers(case=SHORT)
    assert node_prices(case=SHORT, plan=plan).reaches_short[:, 0].tolist() == [False, True]
    following = next_served(case=SHORT, plan=plan, node=1, step=0, amount=2.0)
    assert following.gained[:, 0] == pytest.approx([0.0, 2.0])
    assert next_served(case=SHORT, plan=plan, node=0, step=0, amount=2.0).volume == pytest.approx(0.0)


def asked(name: str, row: int, most_missing: float) -> Condition:
    bound = Bound("unserved", whole([row]), whole([0]), 0.0, most_missing)
    return Condition(name, name, (bound,))


def test_wishes_that_contradict_are_named_and_none_of_them_is_idle() -> None:
    case = line_case(capacity=100, supply=10, near=[4.0, 4.0], far=[4.0, 4.0])
    wishes = (
        asked("near home", 0, 0.0),
        asked("near plant", 1, 0.0),
        asked("far home", 2, 0.0),
        asked("far plant", 3, 2.5),
    )
    found = conflicts(case=case, conditions=wishes)
    assert found.members == (0, 1, 2)  # 12 asked of the 10 there are; the fourth wish adds nothing
    assert found.missing == pytest.approx(2.0)
    for dropped in found.members:
        rest = tuple(wishes[member] for member in found.members if member != dropped)
        assert conflicts(case=case, conditions=rest).is_possible


def test_wishes_that_fit_together_are_no_conflict() -> None:
    case = tank_case(opening=100, boil_off=0.0, least=0, demand=[60.0, 60.0])
    stock = Condition("stock", "stock", (Bound("inventory", whole([0]), whole([1]), 30.0, 1000.0),))
    assert conflicts(case=case, conditions=(stock,)).is_possible


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 100_000))
def test_every_conflict_is_irreducible(seed: int) -> None:
    case = random_case(seed, nodes=6, steps=1, ranks=2)
    rows = range(min(8, case.demands.node.size))
    wishes = tuple(asked(f"row {row}", row, 0.0) for row in rows)
    found = conflicts(case=case, conditions=wishes)
    for dropped in found.members:
        rest = tuple(wishes[member] for member in found.members if member != dropped)
        assert conflicts(case=case, conditions=rest).is_possible
