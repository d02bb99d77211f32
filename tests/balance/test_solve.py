"""The plan: exact by rank, fair inside a rank, and no home short for nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuandong.balance import solve_tiers
from nuandong.balance.case import joined
from nuandong.balance.certificate import augmenting_path, residuals
from tests.balance.cold_solver import cold_rank_volumes
from tests.balance.small import line_case, random_case, tank_case

AGREES = 1e-6


def test_the_last_rank_goes_short_first() -> None:
    plan = solve_tiers(case=line_case(capacity=100, supply=10, near=[4.0, 4.0], far=[4.0, 4.0]))
    assert plan.rank_unserved == pytest.approx([0.0, 6.0])


def test_a_county_behind_one_pipe_stays_short_when_the_province_has_surplus() -> None:
    plan = solve_tiers(case=line_case(capacity=3, supply=100, near=[4.0], far=[8.0]))
    assert plan.unserved[:, 0] == pytest.approx([0.0, 5.0])
    assert plan.flow[0, 0] == pytest.approx(3.0)


def test_shares_inside_a_rank_are_even_where_the_network_allows() -> None:
    plan = solve_tiers(case=line_case(capacity=100, supply=6, near=[4.0], far=[8.0]))
    assert plan.unserved[:, 0] == pytest.approx([2.0, 4.0])  # half of each


def test_shares_are_as_even_as_a_tight_pipe_allows() -> None:
    plan = solve_tiers(case=line_case(capacity=2, supply=4, near=[4.0], far=[8.0]))
    assert plan.unserved[:, 0] == pytest.approx([2.0, 6.0])  # the far county can get no more than 2


def test_a_store_keeps_what_must_stay_and_loses_what_boils_off() -> None:
    plan = solve_tiers(case=tank_case(opening=100, boil_off=0.1, least=20, demand=[60.0, 60.0]))
    assert plan.inventory[0, -1] == pytest.approx(20.0)
    served = 120.0 - float(plan.unserved.sum())
    lost = 0.1 * (100.0 + float(plan.inventory[0, 0]))
    assert served == pytest.approx(100.0 - 20.0 - lost)


def test_gas_of_the_first_day_waits_in_the_store_for_the_second() -> None:
    case = tank_case(opening=60, boil_off=0.0, least=0, demand=[60.0, 60.0])
    plan = solve_tiers(case=case)
    assert plan.unserved[0] == pytest.approx([30.0, 30.0])  # even over gas days too


@pytest.mark.parametrize("seed", range(12))
def test_rank_volumes_equal_cold_sequential_solves(seed: int) -> None:
    case = random_case(seed)
    assert solve_tiers(case=case).rank_unserved == pytest.approx(cold_rank_volumes(case), abs=AGREES)


@pytest.mark.parametrize("ratio", [2.0, 10.0, 100.0])
def test_start_weights_change_nothing(ratio: float) -> None:
    for seed in range(6):
        case = random_case(seed)
        usual = solve_tiers(case=case)
        other = solve_tiers(case=case, start_ratio=ratio)
        assert other.rank_unserved == pytest.approx(usual.rank_unserved, abs=AGREES)
        assert other.unserved == pytest.approx(usual.unserved, abs=1e-5)  # fair shares are unique


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 1_000_000))
def test_every_plan_balances_and_leaves_no_home_short_for_nothing(seed: int) -> None:
    case = random_case(seed)
    plan = solve_tiers(case=case)
    assert residuals(case=case, plan=plan).hold
    for rank in range(case.ranks - 1):
        short, cuttable = case.demands.rank == rank, case.demands.rank > rank
        assert augmenting_path(case=case, plan=plan, short_rows=short, cuttable_rows=cuttable) == ()


@pytest.mark.slow
def test_of_ten_thousand_random_networks_none_leaves_a_home_short_for_nothing() -> None:
    for seed in range(10_000):
        case = random_case(seed, nodes=6, steps=2, ranks=3, lossy=seed % 2 == 0)
        plan = solve_tiers(case=case)
        assert residuals(case=case, plan=plan).hold, seed
        for rank in range(case.ranks - 1):
            short, cuttable = case.demands.rank == rank, case.demands.rank > rank
            way = augmenting_path(case=case, plan=plan, short_rows=short, cuttable_rows=cuttable)
            assert way == (), (seed, rank)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000_000), lossy=st.booleans())
def test_many_random_plans_equal_cold_solves_and_hold(seed: int, lossy: bool) -> None:
    case = random_case(seed, lossy=lossy)
    plan = solve_tiers(case=case)
    assert plan.rank_unserved == pytest.approx(cold_rank_volumes(case), abs=AGREES)
    assert residuals(case=case, plan=plan).hold


@pytest.mark.parametrize("seed", range(8))
def test_fair_shares_cannot_be_made_more_even(seed: int) -> None:
    """Moving an hair from the most burdened row to any other of its rank breaks a bound or an earlier rank."""
    case = random_case(seed)
    fair, plain = solve_tiers(case=case), solve_tiers(case=case, is_fair=False)
    assert fair.rank_unserved == pytest.approx(plain.rank_unserved, abs=AGREES)
    quantity = np.maximum(case.demands.quantity, 1e-12)
    for rank in range(case.ranks):
        rows = case.demands.rank == rank
        worst_fair = (fair.unserved[rows] / quantity[rows]).max()
        worst_plain = (plain.unserved[rows] / quantity[rows]).max()
        assert worst_fair <= worst_plain + 1e-6
        if fair.rank_unserved[rank] > AGREES:
            break  # below the first short rank the two stand on different faces


def test_the_same_case_twice_gives_the_same_bits() -> None:
    first, second = (solve_tiers(case=random_case(5)) for _ in range(2))
    for name in ("flow", "take", "withdrawal", "inventory", "unserved"):
        assert getattr(first, name).tobytes() == getattr(second, name).tobytes()


def test_the_check_sees_a_plan_that_was_touched() -> None:
    case = random_case(3)
    plan = solve_tiers(case=case)
    touched = plan.flow.copy()
    touched[0, 0] += 1e-5
    assert not residuals(case=case, plan=replace(plan, flow=touched)).hold


def test_the_search_finds_gas_that_could_still_reach_a_home() -> None:
    case = line_case(capacity=100, supply=10, near=[4.0, 4.0], far=[4.0, 4.0])
    good = solve_tiers(case=case)
    unserved = good.unserved.copy()
    unserved[2, 0], unserved[1, 0] = 1.0, unserved[1, 0] - 1.0  # the far home short, the near factory served
    bad = replace(good, unserved=unserved, flow=good.flow - 1.0)
    rank = case.demands.rank
    way = augmenting_path(case=case, plan=bad, short_rows=rank == 0, cuttable_rows=rank == 1)
    assert way[-1][:2] == ("node", 1)


def test_plans_joined_are_proven_no_further_than_the_part_that_was_cut_short() -> None:
    whole = solve_tiers(case=random_case(1))
    short = replace(whole, proven_ranks=2)
    assert joined([whole, whole], ranks=4).proven_ranks is None
    assert joined([whole, short, replace(whole, proven_ranks=3)], ranks=4).proven_ranks == 2
    assert joined([whole, whole], ranks=4).rank_unserved == pytest.approx(2 * whole.rank_unserved)
