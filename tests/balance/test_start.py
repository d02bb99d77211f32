"""Where the first run begins moves the time and not the answer; what is said to be least without a run is least."""

from __future__ import annotations

from dataclasses import replace

import highspy
import numpy as np
import pytest

from benchmarks.instances import province, small_changes
from nuandong.balance import BalanceCase, BalancePlan, solve_tiers
from nuandong.balance.coarse import coarse_of
from nuandong.balance.costs import rank_cost, weighted_cost
from nuandong.balance.program import DUAL_SIMPLEX, Program, SolverFailure
from nuandong.balance.start import START_RATIO, Start, first_run, start_cost
from tests.balance.cold_solver import cold_rank_volumes
from tests.balance.small import random_case, tank_case
from tests.balance.termed import termed_case

WINTERS = ("mild", "cold", "extreme")
RATIOS = (2.0, 10.0, 100.0)


def paid(case: BalanceCase, plan: BalancePlan) -> float:
    """What a plan's gas and carriage cost, in 10^4 CNY."""
    days = case.steps.days
    return float(
        case.supplies.cost @ (plan.take @ days)
        + case.links.cost @ (np.abs(plan.flow) @ days)
        + case.tanks.cost @ (plan.withdrawal @ days)
    )


def assert_same(case: BalanceCase, one: BalancePlan, other: BalancePlan, *, within: float) -> None:
    missing = float(one.rank_unserved.sum())
    assert other.rank_unserved == pytest.approx(one.rank_unserved, rel=within, abs=within * max(missing, 1.0))
    assert paid(case, other) == pytest.approx(paid(case, one), rel=within)


@pytest.mark.parametrize("winter", WINTERS)
@pytest.mark.parametrize("ratio", RATIOS)
def test_start_weights_move_no_answer_of_a_fortnight(winter: str, ratio: float) -> None:
    case = province(winter=winter, days=14)
    usual, other = solve_tiers(case=case), solve_tiers(case=case, start_ratio=ratio)
    assert_same(case, usual, other, within=1e-9)
    assert other.unserved == pytest.approx(usual.unserved, abs=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("winter", WINTERS)
@pytest.mark.parametrize("ratio", RATIOS)
def test_start_weights_move_no_answer_of_a_season(winter: str, ratio: float) -> None:
    case = province(winter=winter, days=151)
    usual = solve_tiers(case=case, is_fair=False)
    assert_same(case, usual, solve_tiers(case=case, is_fair=False, start_ratio=ratio), within=1e-9)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("ratio", RATIOS)
def test_start_weights_move_no_random_answer(seed: int, ratio: float) -> None:
    case = random_case(seed, steps=3, ranks=5)
    usual, other = solve_tiers(case=case), solve_tiers(case=case, start_ratio=ratio)
    assert_same(case, usual, other, within=1e-6)
    assert other.unserved == pytest.approx(usual.unserved, abs=1e-6)


@pytest.mark.parametrize("seed", range(12))
def test_a_plan_begun_in_longer_steps_equals_cold_sequential_solves(seed: int) -> None:
    case = random_case(seed, steps=13, ranks=4)
    assert coarse_of(case) is not None
    assert solve_tiers(case=case).rank_unserved == pytest.approx(cold_rank_volumes(case), abs=1e-5)


@pytest.mark.parametrize("winter", WINTERS)
def test_longer_steps_leave_every_row_its_column(winter: str) -> None:
    case = province(winter=winter, days=30)
    coarse = coarse_of(case)
    assert coarse is not None
    began = Start()
    first_run(case=coarse.case, ratio=START_RATIO, start=began)
    assert began.basis is not None
    basis = coarse.basis(began.basis)
    held = [*basis.col_status, *basis.row_status].count(highspy.HighsBasisStatus.kBasic)
    assert held == pytest.approx(len(basis.row_status), rel=1e-3)


@pytest.mark.parametrize("winter", WINTERS)
def test_a_plan_begun_where_another_ended_is_the_plan_from_nothing(winter: str) -> None:
    case = province(winter=winter, days=14)
    start = Start()
    solve_tiers(case=case, is_fair=False, start=start)
    for _, changed in small_changes(case):
        again = solve_tiers(case=changed, is_fair=False, start=Start(start.basis))
        assert_same(changed, solve_tiers(case=changed, is_fair=False), again, within=1e-9)


def test_a_run_that_begins_far_from_its_end_begins_again_from_nothing() -> None:
    case = province(winter="extreme", days=14)
    program = Program(case)
    slack = highspy.HighsBasis()
    slack.col_status = [highspy.HighsBasisStatus.kLower] * program.layout.columns
    slack.row_status = [highspy.HighsBasisStatus.kBasic] * program.right.size
    slack.valid = True
    program.begin_at(slack)
    cost = weighted_cost(program, ranks=case.ranks, ratio=START_RATIO)
    found = program.minimise(cost, strategy=DUAL_SIMPLEX)
    assert found == pytest.approx(Program(case).minimise(cost, strategy=DUAL_SIMPLEX), rel=1e-9)


@pytest.mark.parametrize("seed", range(30))
def test_what_is_said_to_be_least_without_a_run_is_least(seed: int) -> None:
    case = random_case(seed, ranks=4)
    program = first_run(case=case, ratio=START_RATIO, start=Start())
    for rank in range(case.ranks):
        cost = rank_cost(program, rank)
        here, is_least = float(cost @ program.value), program.is_least(cost)
        apart = Program(case)
        least = apart.minimise(cost, strategy=DUAL_SIMPLEX)
        if is_least:
            assert here == pytest.approx(least, abs=1e-7)


def test_what_may_still_fall_is_not_said_to_be_least() -> None:
    case = province(winter="cold", days=3)
    program = first_run(case=case, ratio=START_RATIO, start=Start())
    last = rank_cost(program, case.ranks - 1)
    assert float(last @ program.value) > 0
    assert not program.is_least(last)  # alone, the last rank could have the gas of all others


@pytest.mark.parametrize("ratio", [3.0, 10.0])
@pytest.mark.parametrize("seed", range(6))
def test_many_ranks_are_solved_from_any_weights(seed: int, ratio: float) -> None:
    case = random_case(seed, nodes=20, ranks=24, steps=1)
    missing = solve_tiers(case=case, is_fair=False, start_ratio=ratio).rank_unserved
    assert missing == pytest.approx(cold_rank_volumes(case), abs=1e-6)


@pytest.mark.parametrize("seed", range(8))
def test_terms_begun_in_longer_steps_equal_cold_sequential_solves(seed: int) -> None:
    case = termed_case(seed, steps=11)
    assert coarse_of(case) is not None
    assert solve_tiers(case=case, is_fair=False).rank_unserved == pytest.approx(
        cold_rank_volumes(case), abs=1e-5
    )


@pytest.mark.parametrize("seed", range(6))
def test_a_first_run_that_the_solver_gives_up_begins_with_other_weights(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = random_case(seed, nodes=20, ranks=24, steps=1)
    expected = solve_tiers(case=case, is_fair=False).rank_unserved
    monkeypatch.setattr("nuandong.balance.start.LARGEST", 1e30)  # weights that drown in their own rounding
    program = Program(case)
    with pytest.raises(SolverFailure, match="Unknown"):
        program.minimise(start_cost(program, 30.0), strategy=DUAL_SIMPLEX)
    again = solve_tiers(case=case, is_fair=False, start_ratio=30.0)
    assert again.rank_unserved == pytest.approx(expected, abs=1e-6)


def test_a_case_without_a_plan_is_not_tried_with_other_weights() -> None:
    case = tank_case(opening=10.0, boil_off=0.0, least=0.0, demand=[5.0])
    raised = replace(case, tanks=replace(case.tanks, least=np.full((1, 1), 50.0)))
    with pytest.raises(SolverFailure, match="Infeasible"):
        first_run(case=raised, ratio=START_RATIO, start=Start())
