"""Losses on networks that can be reckoned by hand, and rules that hold on any network."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nuandong.balance import BalanceCase, solve_tiers
from nuandong.risk import Loss, SharingQuestion, cost_of_standing_alone, run_losses, window, without
from nuandong.risk.survival import survival_of
from tests.balance.small import line_case, random_case, tank_case, whole
from tests.risk.networks import (
    BYPASS,
    FIRST_PIPE,
    SECOND_PIPE,
    homes_on_stock,
    question,
    triangle,
    with_a_locked_store,
)

FIELD, STORE, PIPE = Loss("field", supplies=(0,)), Loss("store", tanks=(0,)), Loss("pipe", links=(0,))


def pipes(case: BalanceCase) -> list[Loss]:
    return [Loss(f"pipe {link}", links=(link,)) for link in range(case.links.tail.size)]


def test_without_a_pipe_each_county_gets_what_the_other_ways_bring() -> None:
    table = run_losses(question=question(triangle()), losses=pipes(triangle()))
    assert table.reference == pytest.approx([0, 0, 0.5, 0.5], abs=1e-6)
    assert table.unserved[FIRST_PIPE] == pytest.approx([2, 0, 4, 2], abs=1e-6)
    assert table.unserved[SECOND_PIPE] == pytest.approx([0, 0, 0, 2], abs=1e-6)
    assert table.extra[SECOND_PIPE] == pytest.approx([0, 0, -0.5, 1.5], abs=1e-6)
    assert table.livelihood_gap[FIRST_PIPE] == pytest.approx([0, 2, 0], abs=1e-6)


def test_a_pipe_without_flow_is_not_run_and_its_loss_changes_nothing() -> None:
    table = run_losses(question=question(triangle()), losses=[Loss("bypass", links=(BYPASS,))])
    assert (table.has_effect.tolist(), table.runs) == ([False], 0)
    closed = solve_tiers(case=without(case=triangle(), loss=Loss("bypass", links=(BYPASS,))))
    assert closed.unserved[:, 0] == pytest.approx(table.unserved[0], abs=1e-9)


def test_two_pipes_at_once_are_worse_than_either() -> None:
    first, bypass = Loss("first", links=(FIRST_PIPE,)), Loss("bypass", links=(BYPASS,))
    both = first.with_(bypass)
    table = run_losses(question=question(triangle()), losses=[first, both])
    assert both.name == "first + bypass"
    assert table.unserved[1] == pytest.approx([2, 3, 4, 4], abs=1e-6)
    assert table.unserved[1].sum() > table.unserved[0].sum()


def test_homes_hold_out_on_stock_for_as_long_as_it_lasts() -> None:
    table = run_losses(question=question(homes_on_stock(days=1)), losses=[FIELD, STORE])
    assert table.protected_shortfall == pytest.approx([4, 2], abs=1e-6)
    assert table.survival_hours[0] == pytest.approx(6 / 4 * 24)  # six in store, four a day lacking
    assert table.drawn_stock[0] == pytest.approx(2.0, abs=1e-6)  # four drawn instead of two
    assert table.survival_hours[1] == 0.0
    assert table.usable_stock[1] == pytest.approx(0.0)


def test_stock_behind_a_closed_pipe_keeps_nobody_warm() -> None:
    table = run_losses(question=question(homes_on_stock(days=1)), losses=[PIPE])
    assert (table.usable_stock[0], table.survival_hours[0]) == (0.0, 0.0)
    assert table.livelihood_gap[0] == pytest.approx([0, 4], abs=1e-6)


def test_homes_that_no_store_reaches_leave_no_time_however_much_lies_elsewhere() -> None:
    case = homes_on_stock(days=1)
    apart = replace(
        case,
        nodes=3,
        demands=replace(
            case.demands, node=whole([1, 2]), rank=whole([0, 0]), quantity=np.array([[4.0], [1.0]])
        ),
    )
    found = survival_of(case=apart, is_protected=np.ones(2, dtype=np.bool_))
    assert found.by_node == pytest.approx([0, 2, 1], abs=1e-6)
    assert (found.usable_stock, found.hours) == (6.0, 0.0)


def test_a_pipe_that_is_out_carries_nothing_backwards_either() -> None:
    case = line_case(capacity=0.0, supply=6.0, near=[1.0], far=[3.0])
    turned = replace(case.links, tail=whole([1]), head=whole([0]), capacity_back=np.array([[5.0]]))
    table = run_losses(question=question(replace(case, links=turned)), losses=[PIPE])
    assert table.reference == pytest.approx([0, 0], abs=1e-6)
    assert table.unserved[0] == pytest.approx([0, 3], abs=1e-6)


def test_hours_are_none_where_a_store_gives_too_slowly() -> None:
    table = run_losses(question=question(homes_on_stock(days=1, sendout=3.0)), losses=[FIELD])
    assert table.usable_stock[0] == pytest.approx(6.0)
    assert table.survival_hours[0] == 0.0
    assert table.livelihood_gap[0].sum() == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(("days", "gap"), [(1, 0.0), (2, 2.0), (3, 6.0)])
def test_a_longer_outage_costs_homes_what_stock_no_longer_covers(days: int, gap: float) -> None:
    table = run_losses(question=question(homes_on_stock(days=days)), losses=[FIELD])
    assert table.livelihood_gap[0].sum() == pytest.approx(gap, abs=1e-6)


def test_a_store_that_only_the_last_powers_open_counts_where_homes_are_short() -> None:
    open_store = homes_on_stock(days=1)
    asked = question(with_a_locked_store(open_store), released=open_store)
    table = run_losses(question=asked, losses=[STORE])
    assert table.reference.sum() == pytest.approx(2.0, abs=1e-6)
    assert table.has_effect.tolist() == [True]
    assert table.livelihood_gap[0].sum() == pytest.approx(2.0, abs=1e-6)


def test_progress_names_each_loss_and_can_stop_the_run() -> None:
    told: list[str] = []

    def tell(name: str, part: float) -> None:
        told.append(name)
        if len(told) == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        run_losses(question=question(triangle()), losses=pipes(triangle()), progress=tell)
    assert told == ["pipe 0", "pipe 1"]


# ---- any network -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(8))
def test_no_loss_serves_the_ranks_better_than_no_loss(seed: int) -> None:
    case = whole_window(random_case(seed))
    losses = [*pipes(case), *(Loss(f"source {row}", supplies=(row,)) for row in range(5))]
    table = run_losses(question=question(case), losses=losses)
    ranks = np.eye(case.ranks)[case.demands.rank]  # (rows, ranks)
    together = np.cumsum(table.unserved @ ranks, axis=1)
    unharmed = np.cumsum(table.reference @ ranks)
    first_to_differ = np.abs(together - unharmed) > 1e-3
    for row in range(len(losses)):
        where = np.flatnonzero(first_to_differ[row])
        assert where.size == 0 or together[row, where[0]] > unharmed[where[0]], losses[row].name


@pytest.mark.parametrize("seed", range(8))
def test_a_loss_that_was_not_run_would_have_changed_no_rank(seed: int) -> None:
    case = whole_window(random_case(seed))
    table = run_losses(question=question(case), losses=pipes(case), is_fair=False)
    before = solve_tiers(case=case).rank_unserved
    for row in np.flatnonzero(~table.has_effect):
        after = solve_tiers(case=without(case=case, loss=pipes(case)[row])).rank_unserved
        assert after == pytest.approx(before, abs=1e-5)


def whole_window(case: BalanceCase) -> BalanceCase:
    return window(case=case, first=0, count=case.steps.count, opening=case.tanks.opening)


# ---- days of an outage -----------------------------------------------------------------------------------------


def test_a_window_begins_with_the_stock_it_is_given_and_with_nothing_of_the_days_before() -> None:
    case = tank_case(opening=900.0, boil_off=0.01, least=500.0, demand=[10.0, 20.0, 30.0, 40.0])
    cut = window(case=case, first=1, count=2, opening=np.array([505.0]))
    assert cut.demands.quantity.tolist() == [[20.0, 30.0]]
    assert cut.tanks.opening.tolist() == [505.0]
    assert cut.tanks.least[0] == pytest.approx(
        [505 * 0.99, 505 * 0.99**2]
    )  # a floor above it could not be kept


# ---- sharing ---------------------------------------------------------------------------------------------------


def test_a_county_that_serves_itself_first_costs_the_homes_down_the_line() -> None:
    case = line_case(capacity=5, supply=6, near=[2.0, 4.0], far=[3.0, 1.0])
    protected = case.demands.rank == 0
    answer = cost_of_standing_alone(question=SharingQuestion(case, whole([0, 1]), protected))
    assert (answer.protected_shared, answer.protected_own_first) == pytest.approx((0.0, 3.0), abs=1e-6)
    assert answer.own_first == pytest.approx([0, 0, 3, 1], abs=1e-6)
    assert (answer.total_shared, answer.total_own_first) == pytest.approx((4.0, 4.0), abs=1e-6)


def test_gas_that_enters_where_no_area_is_belongs_to_all() -> None:
    answer = cost_of_standing_alone(
        question=SharingQuestion(triangle(), whole([-1, 1, 2]), triangle().demands.rank == 0)
    )
    assert answer.own_first == pytest.approx(answer.shared, abs=1e-6)
    assert answer.total_shared == pytest.approx(1.0, abs=1e-6)
