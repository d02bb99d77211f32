"""The same network written down otherwise is the same: rows in another order, nodes renumbered, pipes turned round."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuandong.balance import (
    BalanceCase,
    BalancePlan,
    Demands,
    Links,
    SolverFailure,
    Supplies,
    Tanks,
    solve_tiers,
)
from nuandong.balance.flow import fair_shares, screen
from nuandong.findings import FaultyCase
from tests.balance.networks import random_network

pytest.importorskip("numba")


@dataclass(frozen=True)
class Rewritten:
    """A case written otherwise, and where each of its rows stood before."""

    case: BalanceCase
    demands: np.ndarray


def rewritten(case: BalanceCase, seed: int) -> Rewritten:
    rng = np.random.default_rng([seed, 31])
    node = rng.permutation(case.nodes)
    pipes, sources, stores, uses = (
        rng.permutation(count)
        for count in (case.links.tail.size, case.supplies.node.size, case.tanks.node.size, case.demands.node.size)
    )  # fmt: skip
    links, supplies, tanks, demands = case.links, case.supplies, case.tanks, case.demands
    turned = rng.random(pipes.size) < 0.5
    tail, head = node[links.tail[pipes]], node[links.head[pipes]]
    there, back = links.capacity[pipes], links.capacity_back[pipes]
    return Rewritten(
        BalanceCase(
            nodes=case.nodes,
            steps=case.steps,
            links=Links(
                np.where(turned, head, tail),
                np.where(turned, tail, head),
                np.where(turned[:, None], back, there),
                np.where(turned[:, None], there, back),
                links.cost[pipes],
            ),
            supplies=Supplies(node[supplies.node[sources]], supplies.limit[sources], supplies.cost[sources]),
            tanks=Tanks(
                node[tanks.node[stores]],
                *(getattr(tanks, name)[stores] for name in
                  ("opening", "capacity", "least", "sendout", "injection", "boil_off", "cost")),
            ),
            demands=Demands(node[demands.node[uses]], demands.rank[uses], demands.quantity[uses]),
        ),
        uses,
    )  # fmt: skip


def cost(case: BalanceCase, plan: BalancePlan) -> float:
    """What a plan's gas and carriage cost."""
    days = case.steps.days
    parts = (
        (case.links.cost, np.abs(plan.flow)),
        (case.supplies.cost, plan.take),
        (case.tanks.cost, plan.withdrawal),
    )
    return float(sum((each[:, None] * flow * days).sum() for each, flow in parts))


def check(seed: int, *, lossy: bool) -> None:
    case = random_network(seed, lossy=lossy)
    other = rewritten(case, seed)
    try:
        plan = solve_tiers(case=case)
    except (SolverFailure, FaultyCase):
        with pytest.raises((SolverFailure, FaultyCase)):
            solve_tiers(case=other.case)
        return
    again = solve_tiers(case=other.case)
    assert again.rank_unserved == pytest.approx(plan.rank_unserved, rel=1e-6, abs=1e-6)
    assert again.unserved == pytest.approx(plan.unserved[other.demands], rel=1e-6, abs=1e-5)
    assert cost(other.case, again) == pytest.approx(cost(case, plan), rel=1e-5, abs=1e-4)
    one, two = screen(case=case), screen(case=other.case)
    assert two.lower == pytest.approx(one.lower, rel=1e-9, abs=1e-6)
    assert two.upper == pytest.approx(one.upper, rel=1e-9, abs=1e-6)
    share, turned = fair_shares(case=case).share, fair_shares(case=other.case).share
    assert turned == pytest.approx(share[other.demands], abs=1e-6)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 1_000_000), lossy=st.booleans())
def test_a_network_written_otherwise_has_the_same_plan(seed: int, lossy: bool) -> None:
    check(seed, lossy=lossy)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(4))
def test_two_thousand_networks_written_otherwise_have_the_same_plans(block: int) -> None:
    for seed in range(20_000 + 500 * block, 20_500 + 500 * block):
        check(seed, lossy=seed % 2 == 0)
