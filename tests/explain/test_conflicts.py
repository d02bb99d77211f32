"""Wishes that contradict: irreducible, the smallest where it says so, and judged by another solver."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuandong.balance import BalanceCase
from nuandong.balance.reasons import Bound, Condition, ImpossibleCase, conflicts
from tests.balance.small import line_case, random_case, tank_case, whole
from tests.explain.cold import can_hold, smallest_conflict


def named(name: str, *bounds: Bound) -> Condition:
    return Condition(name, name, bounds)


def random_wishes(seed: int, case: BalanceCase, count: int) -> tuple[Condition, ...]:
    """Wishes of every figure: rows served, stock kept, pipes spared, sources left alone."""
    rng = np.random.default_rng([seed, 5])
    wishes = []
    for number in range(count):
        step = whole([int(rng.integers(case.steps.count))])
        kind = rng.choice(["unserved", "unserved", "unserved", "inventory", "flow", "take"])
        if kind == "unserved":
            row = int(rng.integers(case.demands.node.size))
            most = float(case.demands.quantity[row, step[0]]) * float(rng.choice([0.0, 0.1]))
            bound = Bound("unserved", whole([row]), step, 0.0, most)
        elif kind == "inventory":
            tank = int(rng.integers(case.tanks.node.size))
            least = float(case.tanks.capacity[tank]) * float(rng.uniform(0.2, 0.7))
            bound = Bound("inventory", whole([tank]), step, least, 1e4)
        elif kind == "flow":
            link = int(rng.integers(case.links.tail.size))
            bound = Bound("flow", whole([link]), step, -1.0, 1.0)
        else:
            bound = Bound("take", whole([int(rng.integers(case.supplies.node.size))]), step, 0.0, 0.5)
        wishes.append(named(f"{kind} {number}", bound))
    return tuple(wishes)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 100_000))
def test_a_conflict_is_one_and_without_any_member_it_is_none(seed: int) -> None:
    case = random_case(seed, nodes=6, steps=3, ranks=2)
    wishes = random_wishes(seed, case, 10)
    found = conflicts(case=case, conditions=wishes)
    assert found.is_possible == can_hold(case, wishes)
    if found.is_possible:
        return
    members = tuple(wishes[member] for member in found.members)
    assert not can_hold(case, members)
    assert found.missing > 0
    for dropped in range(len(members)):
        assert can_hold(case, members[:dropped] + members[dropped + 1 :])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 100_000))
def test_a_conflict_called_the_smallest_is_the_smallest(seed: int) -> None:
    case = random_case(seed, nodes=6, steps=2, ranks=2)
    wishes = random_wishes(seed, case, 6)
    found = conflicts(case=case, conditions=wishes)
    if found.is_smallest:
        assert len(found.members) == smallest_conflict(case, wishes)


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_with_many_wishes_a_conflict_is_still_irreducible(seed: int) -> None:
    case = random_case(seed, nodes=10, steps=4, ranks=4)
    rows = whole(list(range(20)))
    served = [Bound("unserved", rows[[row]], whole([0]), 0.0, 0.0) for row in range(20)]
    wishes = tuple(named(f"row {row}", bound) for row, bound in enumerate(served))
    found = conflicts(case=case, conditions=wishes)
    assert not found.is_possible
    for dropped in found.members:
        assert can_hold(case, tuple(wishes[member] for member in found.members if member != dropped))


def test_a_store_that_shall_be_full_contradicts_a_county_that_shall_be_warm() -> None:
    case = tank_case(opening=100, boil_off=0.0, least=0, demand=[50.0, 50.0])
    full = named("store at 40", Bound("inventory", whole([0]), whole([1]), 40.0, 1000.0))
    warm = named("county at 95 %", Bound("unserved", whole([0, 0]), whole([0, 1]), 0.0, 5.0))
    idle = named("nothing much", Bound("withdrawal", whole([0]), whole([0]), 0.0, 400.0))
    found = conflicts(case=case, conditions=(idle, full, warm))
    assert found.members == (1, 2)
    assert found.is_smallest
    assert found.missing == pytest.approx(35.0)  # 40 to keep and 95 to serve, of 100


def test_all_bounds_of_a_condition_stand_or_fall_together() -> None:
    case = line_case(capacity=100, supply=10, near=[8.0], far=[8.0])
    both = named(
        "both counties served",
        Bound("unserved", whole([0]), whole([0]), 0.0, 0.0),
        Bound("unserved", whole([1]), whole([0]), 0.0, 0.0),
    )
    found = conflicts(case=case, conditions=(both,))
    assert found.members == (0,)
    assert found.missing == pytest.approx(6.0)


def test_a_flow_is_counted_against_its_direction_too() -> None:
    case = line_case(capacity=100, supply=10, near=[0.0], far=[8.0])
    backwards = named("flows back", Bound("flow", whole([0]), whole([0]), -9.0, -1.0))
    assert not conflicts(case=case, conditions=(backwards,)).is_possible
    two_way = replace(case, links=replace(case.links, capacity_back=np.array([[5.0]])))
    assert not conflicts(
        case=two_way, conditions=(backwards,)
    ).is_possible  # the far node has nothing to send
    supplied = replace(two_way, supplies=replace(two_way.supplies, node=whole([1])))
    thirsty = line_case(capacity=100, supply=10, near=[4.0], far=[8.0]).demands
    assert conflicts(case=replace(supplied, demands=thirsty), conditions=(backwards,)).is_possible


def test_a_case_that_has_no_plan_at_all_says_so() -> None:
    case = tank_case(opening=10, boil_off=0.0, least=500, demand=[1.0])
    with pytest.raises(ImpossibleCase, match="before any condition"):
        conflicts(case=case, conditions=())
