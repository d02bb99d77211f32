"""Season contracts, fleets, swaps, reserves and send-out curves: by hand on two, three and six nodes, at random
against another solver, and in the certificate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nuandong.balance import (
    BalanceCase,
    Demands,
    Links,
    SendoutCurves,
    Steps,
    StockTargets,
    Supplies,
    solve_step_by_step,
    solve_tiers,
)
from nuandong.balance.certificate import augmenting_path
from nuandong.balance.constraints import Layout, column_bounds, sendout_curves, stock_targets, volume_totals
from nuandong.balance.terms import NO_CURVES
from tests.balance.small import no_tanks, tank_case, whole
from tests.balance.termed import together, total
from tests.balance.test_constraints import written_out


def two_sources(
    *, demand: list[float], limits: tuple[float, float], costs: tuple[float, float]
) -> BalanceCase:
    """Two nodes: a contract and trucks at the first, one pipe to the second where all gas is used."""
    steps = len(demand)
    full = np.ones((1, steps))
    return BalanceCase(
        nodes=2,
        steps=Steps(np.full(steps, 24.0)),
        links=Links(whole([0]), whole([1]), 100 * full, 0 * full, np.array([0.001])),
        supplies=Supplies(whole([0, 0]), np.array(limits)[:, None] * full, np.array(costs)),
        tanks=no_tanks(steps),
        demands=Demands(whole([1]), whole([0]), np.array([demand])),
    )


def star(*, demand: list[float]) -> BalanceCase:
    """Six nodes: gas at 0, a pipe to each of 1 … 5, where trucks of 4 a day can come too."""
    return BalanceCase(
        nodes=6,
        steps=Steps(np.array([24.0])),
        links=Links(
            whole([0] * 5), whole([1, 2, 3, 4, 5]), np.full((5, 1), 3.0), np.zeros((5, 1)), np.full(5, 0.001)
        ),
        supplies=Supplies(
            whole([0, 1, 2, 3, 4, 5]), np.array([[9.0], *[[4.0]] * 5]), np.array([2.0, *[6.0] * 5])
        ),
        tanks=no_tanks(1),
        demands=Demands(whole([1, 2, 3, 4, 5]), whole([0] * 5), np.array(demand)[:, None]),
    )


def test_a_total_is_the_volume_of_its_members_over_its_window() -> None:
    case = two_sources(demand=[5.0, 5.0, 5.0], limits=(9, 4), costs=(2, 6))
    case = replace(
        case,
        steps=Steps(np.array([24.0, 12.0, 24.0])),
        totals=total([("take", 0, 1.0), ("flow", 0, -0.5)], most=7, least=3, first=1, length=2),
    )
    # x0-2 forward, x3-5 backward, x6-8 contract, x9-11 trucks, x12-14 unserved, x15 firm, x16 extra
    assert written_out(volume_totals(case, Layout.of(case))) == [
        "-0.25 x1 -0.5 x2 +0.25 x4 +0.5 x5 +0.5 x7 +1 x8 -1 x15 -1 x16 = 0"
    ]
    _, upper = column_bounds(case, Layout.of(case))
    assert list(upper[15:]) == [3, 4]


def test_a_target_is_the_stock_less_what_is_above_plus_what_is_below() -> None:
    case = replace(
        tank_case(opening=50, boil_off=0.0, least=0, demand=[10.0, 10.0]),
        targets=StockTargets(whole([0]), whole([1]), np.array([800.0]), whole([1])),
    )
    # x0 x1 withdrawal, x2 x3 injection, x4 x5 inventory, x6 x7 unserved, x8 below, x9 above
    assert written_out(stock_targets(case, Layout.of(case))) == ["+1 x5 +1 x8 -1 x9 = 800"]
    _, upper = column_bounds(case, Layout.of(case))
    assert list(upper[8:]) == [800, 200]


def test_a_curve_leaves_room_above_what_is_withdrawn() -> None:
    case = replace(
        tank_case(opening=50, boil_off=0.0, least=0, demand=[10.0, 10.0]),
        curves=SendoutCurves(whole([0]), np.array([2.0]), np.array([0.1])),
    )
    # x8 x9 room
    assert written_out(sendout_curves(case, Layout.of(case))) == [
        "+1 x0 +1 x8 = 7",
        "+1 x1 -0.1 x4 +1 x9 = 2",
    ]
    _, upper = column_bounds(case, Layout.of(case))
    assert list(upper[8:]) == [102, 102]  # 2 + 0.1 x 1000


def test_a_season_s_limit_is_kept_for_the_days_that_would_be_shortest() -> None:
    case = two_sources(demand=[5.0, 9.0], limits=(9, 2), costs=(2, 6))
    plan = solve_tiers(case=replace(case, totals=total([("take", 0, 1.0)], most=8, length=2)))
    # 14 are asked for, 8 + 2 + 2 can come: a seventh is missing on both days, 5/7 and 9/7
    assert plan.unserved[0] == pytest.approx([5 / 7, 9 / 7])
    assert plan.take[0].sum() == pytest.approx(8.0)


def test_what_is_paid_in_any_case_is_taken_before_cheaper_gas() -> None:
    case = two_sources(demand=[5.0, 5.0], limits=(9, 4), costs=(3, 2))  # the second is cheaper
    free = solve_tiers(case=case)
    assert free.take.sum(axis=1) == pytest.approx([2.0, 8.0])
    pay = solve_tiers(
        case=replace(case, totals=total([("take", 0, 1.0)], most=18, least=6, credit=2.7, length=2))
    )
    assert pay.take.sum(axis=1) == pytest.approx([6.0, 4.0])  # 3 - 2.7 is less than 2 for the first six


def test_take_or_pay_never_makes_a_use_go_short() -> None:
    case = two_sources(demand=[5.0], limits=(9, 4), costs=(3, 2))
    plan = solve_tiers(case=replace(case, totals=total([("take", 0, 1.0)], most=9, least=9, credit=3.0)))
    assert plan.unserved.sum() == pytest.approx(0.0)
    assert plan.take[:, 0] == pytest.approx([5.0, 0.0])  # no more can be taken than is used


def test_a_fleet_brings_so_much_a_day_and_no_more_wherever_it_goes() -> None:
    case = star(demand=[5.0] * 5)
    alone = solve_tiers(case=case)
    assert alone.unserved.sum() == pytest.approx(0.0)  # 9 by pipe, 16 of 20 by truck
    fleet = total([("take", truck, 1.0) for truck in range(1, 6)], most=6.0)
    plan = solve_tiers(case=replace(case, totals=fleet))
    assert plan.take[1:, 0].sum() == pytest.approx(6.0)
    assert plan.unserved[:, 0] == pytest.approx([2.0] * 5)  # 25 - 9 - 6 = 10, shared evenly


def test_a_swap_nets_to_zero_over_its_window() -> None:
    """Three nodes: what node 1 lends to node 2 on a day comes back by the end of the window."""
    steps = 2
    full = np.ones((1, steps))
    case = BalanceCase(
        nodes=3,
        steps=Steps(np.full(steps, 24.0)),
        links=Links(
            whole([0, 0, 1]),
            whole([1, 2, 2]),
            np.repeat([[10.0], [2.0], [5.0]], steps, axis=1),
            np.repeat([[0.0], [0.0], [5.0]], steps, axis=1),
            np.full(3, 0.001),
        ),
        supplies=Supplies(whole([0]), 20 * full, np.array([2.0])),
        tanks=no_tanks(steps),
        demands=Demands(whole([1, 2]), whole([0, 0]), np.array([[4.0, 4.0], [5.0, 0.0]])),
    )
    swapped = replace(case, totals=total([("flow", 2, 1.0)], most=0.0, length=steps))
    plan = solve_tiers(case=swapped)
    # node 2 receives 2 a day by its own pipe; what it gets on the second day is all that can come back
    assert plan.flow[2] == pytest.approx([2.0, -2.0])
    assert plan.unserved.sum(axis=1) == pytest.approx([0.0, 1.0])
    assert solve_tiers(case=case).unserved.sum() == pytest.approx(0.0)  # a gift of 3 would do


def test_a_swap_that_cannot_come_back_is_not_lent() -> None:
    full = np.ones((1, 1))
    case = BalanceCase(
        nodes=2,
        steps=Steps(np.array([24.0])),
        links=Links(whole([0]), whole([1]), 9 * full, 9 * full, np.array([0.001])),
        supplies=Supplies(whole([0]), 9 * full, np.array([2.0])),
        tanks=no_tanks(1),
        demands=Demands(whole([1]), whole([0]), 5 * full),
    )
    assert solve_tiers(case=case).unserved[0, 0] == pytest.approx(0.0)
    netted = replace(case, totals=total([("flow", 0, 1.0)], most=0.0))
    assert solve_tiers(case=netted).unserved[0, 0] == pytest.approx(5.0)


def test_livelihood_gas_goes_no_further_than_livelihood_use() -> None:
    case = two_sources(demand=[3.0], limits=(8, 0), costs=(2, 6))
    case = replace(case, demands=Demands(whole([1, 1]), whole([0, 1]), np.array([[3.0], [9.0]])))
    assert solve_tiers(case=case).take[0, 0] == pytest.approx(8.0)
    share = total([("take", 0, 1.0), ("unserved", 0, 1.0)], most=3.0)
    plan = solve_tiers(case=replace(case, totals=share))
    assert plan.take[0, 0] == pytest.approx(3.0)
    assert plan.unserved[:, 0] == pytest.approx([0.0, 9.0])


def reserve_case(*, opening: float, homes: float, works: float) -> BalanceCase:
    """One store with a reserve of 40 behind homes and before works."""
    case = tank_case(opening=opening, boil_off=0.0, least=0, demand=[homes])
    return replace(
        case,
        demands=Demands(whole([0, 0]), whole([0, 2]), np.array([[homes], [works]])),
        targets=StockTargets(whole([0]), whole([0]), np.array([40.0]), whole([1])),
    )


@pytest.mark.parametrize(
    ("opening", "homes", "works", "missing", "left"),
    [
        pytest.param(100, 20, 30, [0, 0], 50, id="there-is-enough-for-all"),
        pytest.param(70, 20, 30, [0, 20], 40, id="works-go-short-before-the-reserve-is-touched"),
        pytest.param(50, 30, 30, [0, 30], 20, id="homes-are-served-out-of-the-reserve"),
        pytest.param(20, 30, 30, [10, 30], 0, id="homes-go-short-when-it-is-empty"),
    ],
)
def test_only_homes_may_touch_the_reserve(
    opening: float, homes: float, works: float, missing: list[float], left: float
) -> None:
    case = reserve_case(opening=opening, homes=homes, works=works)
    plan = solve_tiers(case=case)
    assert plan.unserved[:, 0] == pytest.approx(missing)
    assert plan.inventory[0, 0] == pytest.approx(left)
    assert plan.rank_unserved[1] == pytest.approx(max(40 - left, 0))
    way = augmenting_path(
        case=case, plan=plan, short_rows=whole([0, 1]) == 1, cuttable_rows=whole([0, 0]) == 1
    )
    assert way == ()


def test_stock_kept_for_homes_is_no_way_to_a_works_but_is_one_to_a_home() -> None:
    case = reserve_case(opening=70, homes=20, works=30)
    plan = solve_tiers(case=case)
    unfair = replace(plan, unserved=np.array([[5.0], [15.0]]))
    assert (
        augmenting_path(
            case=case, plan=unfair, short_rows=whole([1, 0]) == 1, cuttable_rows=whole([0, 0]) == 1
        )
        == ()
    )  # no supply is unused: the stock in hand is not spare gas of the step, but
    assert augmenting_path(
        case=case, plan=unfair, short_rows=whole([1, 0]) == 1, cuttable_rows=whole([0, 1]) == 1
    )  # the works' gas is


def test_a_target_behind_all_uses_is_missed_before_any_use_goes_short() -> None:
    case = tank_case(opening=100, boil_off=0.0, least=0, demand=[30.0])
    full = replace(case, targets=StockTargets(whole([0]), whole([0]), np.array([80.0]), whole([1])))
    plan = solve_tiers(case=full)
    assert plan.unserved[0, 0] == pytest.approx(0.0)
    assert plan.rank_unserved == pytest.approx([0.0, 10.0])


def test_an_emptying_store_sends_out_less() -> None:
    case = replace(
        tank_case(opening=100, boil_off=0.0, least=0, demand=[60.0, 60.0]),
        curves=SendoutCurves(whole([0, 0]), np.array([0.0, 30.0]), np.array([0.5, 0.1])),
    )
    plan = solve_tiers(case=case)
    # day one: min(0.5 x 100, 30 + 0.1 x 100) = 40 at most; what is drawn then lowers the second day's limit
    first, second = plan.withdrawal[0]
    assert first <= 40 + 1e-9
    assert second <= min(0.5 * (100 - first), 30 + 0.1 * (100 - first)) + 1e-9
    assert first + second == pytest.approx(
        40 + min(0.5 * 60, 30 + 6)
    )  # 70 is the most that two days can give
    assert solve_tiers(case=replace(case, curves=NO_CURVES)).withdrawal.sum() == pytest.approx(100.0)


def test_step_by_step_a_season_s_limit_is_used_up() -> None:
    case = two_sources(demand=[5.0, 9.0], limits=(9, 2), costs=(2, 6))
    plan = solve_step_by_step(case=replace(case, totals=total([("take", 0, 1.0)], most=8, length=2)))
    assert plan.take[0] == pytest.approx([5.0, 3.0])  # nobody looks ahead
    assert plan.unserved[0] == pytest.approx([0.0, 4.0])


def test_what_a_plan_used_before_a_day_is_known() -> None:
    case = two_sources(demand=[5.0, 9.0], limits=(9, 2), costs=(2, 6))
    case = replace(case, totals=total([("take", 0, 1.0), ("flow", 0, 0.5)], most=99, length=2))
    plan = solve_tiers(case=case)
    days = plan.take[0] + 0.5 * plan.flow[0]
    assert case.volumes(plan) == pytest.approx([days.sum()])
    assert case.volumes(plan, until=1) == pytest.approx([days[0]])
    assert case.volumes(plan, until=0) == pytest.approx([0.0])


def test_a_window_of_a_case_carries_on_with_what_is_left() -> None:
    case = two_sources(demand=[5.0, 9.0, 4.0], limits=(9, 2), costs=(2, 6))
    case = replace(
        case,
        totals=together(
            total([("take", 0, 1.0)], most=8, least=6, length=3),
            total([("take", 1, 1.0)], most=1, first=0),
            total([("take", 1, 1.0)], most=1.5, first=2),
        ),
    )
    here = case.window(first=1, count=2, opening=np.zeros(0), used=np.array([5.0, 1.0, 0.0]))
    assert here.totals.most.tolist() == [3.0, 1.5]
    assert here.totals.least.tolist() == [1.0, 0.0]
    assert here.totals.first.tolist() == [0, 1]
    assert here.totals.length.tolist() == [2, 1]
    assert here.totals.row.tolist() == [0, 1]
