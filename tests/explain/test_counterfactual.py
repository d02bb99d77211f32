"""What would help: each answer is solved again from nothing by another solver interface, and does what it says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from nuandong.balance import BalanceCase, solve_tiers
from nuandong.balance.reasons import (
    Change,
    ChangeKind,
    Goal,
    changed_case,
    check_counterfactual,
    most_of,
    smallest_change,
)
from tests.balance.small import line_case, random_case, tank_case
from tests.explain.cold import most_missing

SPARED = 1e-3  # the cold solver holds ranks by rows with slack of 1e-7, which a thousandth of boil-off swells
GRAIN = 0.01
SHORT = line_case(capacity=3, supply=100, near=[4.0], far=[8.0])
KINDS = [kind for kind in ChangeKind if kind is not ChangeKind.LINK_BACK]


def short_goals(case: BalanceCase) -> list[Goal]:
    found = np.argwhere(solve_tiers(case=case).unserved > 0.05)
    return [Goal(int(row), int(step)) for row, step in found]


def place(case: BalanceCase, kind: ChangeKind, goal: Goal, pick: int) -> Change:
    """A change of a kind at a place drawn at random, on the goal's step."""
    counts = {
        ChangeKind.LINK: case.links.tail.size,
        ChangeKind.SUPPLY: case.supplies.node.size,
        ChangeKind.DEMAND: case.demands.node.size,
        ChangeKind.SENDOUT: case.tanks.node.size,
        ChangeKind.HELD_BACK: case.tanks.node.size,
    }
    at = int(case.demands.node[goal.row]) if kind is ChangeKind.GAS else pick % counts[kind]
    change = Change(kind, at, (goal.step,), 0.0)
    return change.of(most_of(case=case, change=change, ample=60.0))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 100_000), kind=st.sampled_from(KINDS), pick=st.integers(0, 99), lossy=st.booleans()
)
def test_each_answer_solved_cold_does_what_it_says_and_a_grain_less_does_not(
    seed: int, kind: ChangeKind, pick: int, lossy: bool
) -> None:
    case = random_case(seed, nodes=7, steps=3, ranks=3, lossy=lossy)
    goals = short_goals(case)
    assume(goals)
    goal = goals[pick % len(goals)]
    change = place(case, kind, goal, pick)
    assume(change.amount > GRAIN)
    answer = smallest_change(case=case, goal=goal, change=change)
    assert answer.is_verified
    with_change = most_missing(changed_case(case=case, change=answer.change), goal)
    if answer.is_enough:
        less = answer.change.of(answer.change.amount - GRAIN)
        assert with_change <= SPARED
        assert most_missing(changed_case(case=case, change=less), goal) > SPARED
    else:
        assert with_change > SPARED
        assert with_change == pytest.approx(answer.left, abs=2 * SPARED)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_gas_brought_to_a_short_county_is_always_enough_at_some_amount(seed: int) -> None:
    case = random_case(seed + 5_000)
    for goal in short_goals(case)[:4]:
        node = int(case.demands.node[goal.row])
        answer = smallest_change(
            case=case, goal=goal, change=Change(ChangeKind.GAS, node, (goal.step,), 500.0)
        )
        assert answer.is_enough
        assert answer.is_verified
        assert most_missing(changed_case(case=case, change=answer.change), goal) <= SPARED


def test_a_wrong_answer_is_not_verified() -> None:
    goal, wider = Goal(1, 0), Change(ChangeKind.LINK, 0, (0,), 4.0)
    too_little = check_counterfactual(case=SHORT, goal=goal, change=wider)
    assert (too_little.works, too_little.holds) == (False, False)
    too_much = check_counterfactual(case=SHORT, goal=goal, change=wider.of(6.0))
    assert (too_much.works, too_much.less_fails, too_much.holds) == (True, False, False)
    just_right = check_counterfactual(case=SHORT, goal=goal, change=wider.of(5.0))
    assert just_right.holds


def test_the_share_of_an_equal_must_be_brought_too() -> None:
    """Both counties share what there is evenly: to spare one of them, both have to be filled."""
    case = line_case(capacity=100, supply=6, near=[4.0], far=[8.0])
    answer = smallest_change(case=case, goal=Goal(0, 0), change=Change(ChangeKind.SUPPLY, 0, (0,), 20.0))
    assert answer.change.amount == pytest.approx(6.0)


def test_gas_at_a_county_whose_gate_is_one_way_need_not_fill_the_others() -> None:
    case = line_case(capacity=100, supply=6, near=[4.0], far=[8.0])
    answer = smallest_change(case=case, goal=Goal(1, 0), change=Change(ChangeKind.GAS, 1, (0,), 20.0))
    assert answer.change.amount == pytest.approx(
        6.0
    )  # 8 asked; the first 2 of the 8 free gas for the near one
    near_alone = smallest_change(case=case, goal=Goal(0, 0), change=Change(ChangeKind.GAS, 1, (0,), 20.0))
    assert near_alone.change.amount == pytest.approx(6.0)


def test_stock_that_need_not_stay_spares_a_day() -> None:
    case = tank_case(opening=100, boil_off=0.0, least=20, demand=[60.0, 40.0])
    answer = smallest_change(case=case, goal=Goal(0, 1), change=Change(ChangeKind.HELD_BACK, 0, (1,), 20.0))
    assert answer.change.amount == pytest.approx(20.0)
    assert answer.is_verified


def test_use_that_falls_away_spares_whom_it_leaves_gas() -> None:
    case = line_case(capacity=3, supply=100, near=[0.0, 0.0], far=[2.0, 3.0])
    answer = smallest_change(case=case, goal=Goal(3, 0), change=Change(ChangeKind.DEMAND, 2, (0,), 2.0))
    assert answer.change.amount == pytest.approx(2.0)
    assert answer.is_enough


def test_a_change_leaves_the_case_it_came_from_alone() -> None:
    case = random_case(3)
    before = case.links.capacity.copy(), case.demands.quantity.copy(), case.supplies.limit.copy()
    for kind in ChangeKind:
        changed_case(case=case, change=Change(kind, 0, (0, 1), 2.0))
    after = case.links.capacity, case.demands.quantity, case.supplies.limit
    assert all((one == other).all() for one, other in zip(before, after, strict=True))


def test_a_change_touches_only_its_own_figure_on_its_own_steps() -> None:
    case = random_case(4)
    back = changed_case(case=case, change=Change(ChangeKind.LINK_BACK, 2, (1,), 5.0))
    assert back.links.capacity_back[2, 1] - case.links.capacity_back[2, 1] == pytest.approx(5.0)
    assert (
        np.delete(back.links.capacity_back, 2, axis=0) == np.delete(case.links.capacity_back, 2, axis=0)
    ).all()
    assert back.links.capacity is case.links.capacity
    assert back.tanks is case.tanks
    out = changed_case(case=case, change=Change(ChangeKind.SENDOUT, 0, (0, 3), 1.5))
    assert (out.tanks.sendout - case.tanks.sendout)[0].tolist() == pytest.approx([1.5, 0.0, 0.0, 1.5])
    less = changed_case(case=case, change=Change(ChangeKind.DEMAND, 0, (0,), 1e5))
    assert less.demands.quantity[0, 0] == 0.0
