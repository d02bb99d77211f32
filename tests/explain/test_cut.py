"""The binding cut: closed, exact, the smallest, and the same for every plan with the same shares."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuandong.balance import BalanceCase, Demands, Links, Steps, Supplies, solve_tiers
from nuandong.balance.certificate import ROOM_TOLERANCE
from nuandong.balance.reasons import Way, binding_cut
from tests.balance.small import line_case, no_tanks, random_case, tank_case, whole

often = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def six_nodes() -> BalanceCase:
    """A trunk 0-1-2 with plenty at 0; counties 3 and 4 hang on 2, which a pipe of 10 feeds; 5 hangs on 1.

    County 4 has a field of 2 of its own behind a pipe to 2, so gas of 4 reaches 3 as well.
    """
    return BalanceCase(
        nodes=6,
        steps=Steps(np.array([24.0])),
        links=Links(
            tail=whole([0, 1, 2, 2, 1]),
            head=whole([1, 2, 3, 4, 5]),
            capacity=np.array([[100.0], [10.0], [50.0], [50.0], [50.0]]),
            capacity_back=np.array([[0.0], [0.0], [0.0], [50.0], [0.0]]),
            cost=np.full(5, 0.001),
        ),
        supplies=Supplies(whole([0, 4]), np.array([[80.0], [2.0]]), np.array([2.0, 1.0])),
        tanks=no_tanks(1),
        demands=Demands(
            node=whole([3, 3, 4, 4, 5, 5]),
            rank=whole([0, 1, 0, 1, 0, 1]),
            quantity=np.array([[5.0], [4.0], [3.0], [4.0], [6.0], [6.0]]),
        ),
    )


def test_six_nodes_by_hand_the_part_behind_the_pipe_of_ten() -> None:
    case = six_nodes()
    plan = solve_tiers(case=case)
    cut = binding_cut(case=case, plan=plan, row=1, step=0)
    assert np.flatnonzero(cut.nodes[:, 0]).tolist() == [2, 3, 4]
    assert {(entry.way, entry.at, entry.volume) for entry in cut.entries} == {
        (Way.LINK, 1, 10.0),
        (Way.SUPPLY, 1, 2.0),
    }
    assert (cut.need, cut.brought, cut.missing) == pytest.approx((16.0, 12.0, 4.0))


def test_a_pipe_that_is_shut_today_is_named_with_nothing() -> None:
    case = line_case(capacity=0, supply=100, near=[4.0], far=[8.0])
    cut = binding_cut(case=case, plan=solve_tiers(case=case), row=1, step=0)
    assert [(entry.way, entry.at, entry.volume) for entry in cut.entries] == [(Way.LINK, 0, 0.0)]


def test_where_gas_itself_is_short_no_pipe_binds() -> None:
    case = line_case(capacity=100, supply=6, near=[4.0], far=[8.0])
    cut = binding_cut(case=case, plan=solve_tiers(case=case), row=1, step=0)
    assert [(entry.way, entry.volume) for entry in cut.entries] == [(Way.SUPPLY, 6.0)]
    assert cut.nodes.all()


def test_stock_that_must_stay_and_boil_off_stand_in_the_account() -> None:
    case = tank_case(opening=100, boil_off=0.1, least=20, demand=[60.0, 60.0])
    plan = solve_tiers(case=case)
    short = np.argwhere(plan.unserved > ROOM_TOLERANCE)
    cut = binding_cut(case=case, plan=plan, row=0, step=int(short[0][1]))
    assert cut.volume_of(Way.HELD_BACK) == pytest.approx(-20.0)
    assert cut.error == pytest.approx(0.0, abs=1e-6)
    kept = 0.9 * 100.0  # of the opening stock after the first day
    assert cut.volume_of(Way.STOCK) == pytest.approx(kept)
    assert cut.volume_of(Way.LOST) == pytest.approx(-0.1 * float(plan.inventory[0, 0]))


@often
@given(seed=st.integers(0, 100_000))
def test_without_boil_off_the_account_is_of_the_case_alone_and_exact(seed: int) -> None:
    case = random_case(seed, lossy=False)
    plan = solve_tiers(case=case)
    for row, step in np.argwhere(plan.unserved > 1e-3)[:5]:
        cut = binding_cut(case=case, plan=plan, row=int(row), step=int(step))
        assert cut.volume_of(Way.LOST) == 0.0
        assert cut.error == pytest.approx(0.0, abs=1e-5)
        assert cut.nodes[case.demands.node[row], step]


@often
@given(seed=st.integers(0, 100_000))
def test_the_cut_does_not_hang_on_where_the_solver_began(seed: int) -> None:
    case = random_case(seed, lossy=False)
    plan, other = solve_tiers(case=case, start_ratio=3.0), solve_tiers(case=case, start_ratio=50.0)
    for row, step in np.argwhere((plan.unserved > 1e-2) & (other.unserved > 1e-2))[:5]:
        cut = binding_cut(case=case, plan=plan, row=int(row), step=int(step))
        again = binding_cut(case=case, plan=other, row=int(row), step=int(step))
        assert (cut.nodes == again.nodes).all()


def missing_in(case: BalanceCase, inside: np.ndarray, rank: int) -> float:
    """Need of a set of nodes on a single step less all that can be brought in, from the case alone."""
    links, demands = case.links, case.demands
    enters = inside[links.head] & ~inside[links.tail]
    against = inside[links.tail] & ~inside[links.head]
    brought = links.capacity[enters].sum() + links.capacity_back[against].sum()
    brought += case.supplies.limit[inside[case.supplies.node]].sum()
    return float(demands.quantity[inside[demands.node] & (demands.rank <= rank)].sum() - brought)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 100_000))
def test_of_all_parts_with_the_county_none_smaller_misses_as_much(seed: int) -> None:
    """Every set of nodes is tried: a part inside the cut that keeps the county has a smaller shortage."""
    case = random_case(seed, nodes=7, steps=1, ranks=2)
    case = replace(case, steps=Steps(np.array([24.0])), tanks=no_tanks(1))
    plan = solve_tiers(case=case)
    for row, _ in np.argwhere(plan.unserved > 1e-2)[:3]:
        cut = binding_cut(case=case, plan=plan, row=int(row), step=0)
        inside, rank = cut.nodes[:, 0], int(case.demands.rank[row])
        assert missing_in(case, inside, rank) == pytest.approx(cut.missing, abs=1e-6)
        for chosen in product([False, True], repeat=case.nodes):
            part = np.array(chosen)
            if part[case.demands.node[row]] and (part <= inside).all() and part.sum() < inside.sum():
                seen = plan.unserved[part[case.demands.node] & (case.demands.rank <= rank)].sum()
                assert missing_in(case, part, rank) < seen - ROOM_TOLERANCE
