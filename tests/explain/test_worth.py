"""What one more unit is worth in money, and who would get it: two answers, each held against new solutions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuandong.balance import solve_tiers
from nuandong.balance.program import Program
from nuandong.balance.reasons import Change, ChangeKind, changed_case, next_served, node_prices
from nuandong.balance.solve import purchase_cost
from tests.balance.small import line_case, random_case
from tests.explain.cold import least_cost

STEP = 1e-2  # 10^4 m3/day
FINE = 1e-4  # CNY per m3
often = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def saving(seed: int, node: int, step: int, amount: float) -> tuple[float, float]:
    """The price at a place, and what `amount` more there saves a unit by two cold solutions."""
    case = random_case(seed, nodes=6, steps=3, ranks=2)
    plan = solve_tiers(case=case)
    price = float(node_prices(case=case, plan=plan).price[node, step])
    gas = changed_case(case=case, change=Change(ChangeKind.GAS, node, (step,), amount))
    none = changed_case(case=case, change=Change(ChangeKind.GAS, node, (step,), 0.0))
    costs = [least_cost(one, plan.unserved, purchase_cost(Program(one))) for one in (none, gas)]
    return price, (costs[0] - costs[1]) / amount / float(case.steps.days[step])


@often
@given(seed=st.integers(0, 100_000), node=st.integers(0, 5), step=st.integers(0, 2))
def test_one_more_unit_never_saves_more_than_its_price(seed: int, node: int, step: int) -> None:
    price, saved = saving(seed, node, step, STEP)
    assert saved <= price + FINE


def test_the_price_is_the_saving_at_nearly_every_place() -> None:
    """Least cost is convex: price and saving part only where a corner lies right at the plan."""
    found = [saving(seed, node, step, STEP) for seed in range(4) for node in range(6) for step in range(3)]
    equal = [abs(price - saved) <= FINE for price, saved in found]
    assert sum(equal) >= 0.9 * len(equal)


@often
@given(seed=st.integers(0, 100_000), node=st.integers(0, 11), step=st.integers(0, 3))
def test_what_reaches_users_is_no_more_than_what_was_brought(seed: int, node: int, step: int) -> None:
    case = random_case(seed, lossy=False)
    plan = solve_tiers(case=case)
    following = next_served(case=case, plan=plan, node=node, step=step)
    brought = float(case.steps.days[step])
    assert -1e-5 <= following.volume <= brought + 1e-5
    places = node_prices(case=case, plan=plan).reaches_short
    if not places[node, step]:
        assert following.volume == pytest.approx(0.0, abs=1e-5)


@often
@given(seed=st.integers(0, 100_000))
def test_gas_from_where_it_can_reach_somebody_short_does_reach_them(seed: int) -> None:
    case = random_case(seed, lossy=False)
    plan = solve_tiers(case=case)
    for node, step in np.argwhere(node_prices(case=case, plan=plan).reaches_short)[:3]:
        assert next_served(case=case, plan=plan, node=int(node), step=int(step)).volume > 1e-6


def test_the_better_rank_is_served_next_not_the_nearer_one() -> None:
    case = line_case(capacity=100, supply=3, near=[1.0, 5.0], far=[4.0, 5.0])
    following = next_served(case=case, plan=solve_tiers(case=case), node=0, step=0)
    gained = following.gained[:, 0]
    assert gained[[0, 2]].sum() == pytest.approx(1.0)  # homes, near and far, before any plant
    assert gained[[1, 3]] == pytest.approx([0.0, 0.0])


def test_money_and_people_are_two_answers() -> None:
    """Behind the full pipe one more unit saves 2.001 CNY if it spares purchases, but it would go to the short."""
    case = line_case(capacity=3, supply=100, near=[4.0], far=[8.0])
    prices = node_prices(case=case, plan=solve_tiers(case=case))
    assert prices.price[:, 0] == pytest.approx([2.0, 2.001])
    assert prices.reaches_short[:, 0].tolist() == [False, True]
