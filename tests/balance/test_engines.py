"""Both engines and the slow way, held against each other over networks of every kind.

Ten thousand networks without losses and ten thousand with them; a hundred of each at every run of the tests.
"""

from __future__ import annotations

import numpy as np
import pytest

from nuandong.balance import BalanceCase, BalancePlan, SolverFailure, solve_tiers
from nuandong.balance.certificate import augmenting_path, residuals
from nuandong.balance.flow import fair_shares, screen
from nuandong.findings import FaultyCase
from tests.balance.cold_solver import cold_rank_volumes
from tests.balance.networks import random_network

pytest.importorskip("numba")

RELATIVE, UNITS = 1e-6, 1e-5
STARTS = (1.3, 2.0, 10.0)  # weights of neighbouring ranks in the first run, where 3 is usual
BLOCKS = [
    pytest.param(range(100), id="first"),
    *(pytest.param(range(first, first + 500), id=f"{first}", marks=pytest.mark.slow)
      for first in range(100, 10_100, 500)),
]  # fmt: skip


def near(expected: np.ndarray, *, units: float = UNITS) -> np.ndarray:
    """How far another answer may be off."""
    return np.maximum(RELATIVE * np.abs(expected), units)


def agree(answer: np.ndarray, expected: np.ndarray, *, units: float = UNITS) -> bool:
    return bool((np.abs(answer - expected) <= near(expected, units=units)).all())


def cold_volumes(case: BalanceCase) -> np.ndarray:
    """The oracle's answer; where volumes are so large that it loses itself in its own rounding, with more slack."""
    try:
        return cold_rank_volumes(case)
    except AssertionError:
        return cold_rank_volumes(case, slack=1e-9)


def has_no_plan(case: BalanceCase) -> bool:
    """Whether even the oracle finds no way to keep the floors."""
    try:
        cold_volumes(case)
    except AssertionError as impossible:
        return "infeasible" in str(impossible)
    return False


def planned(case: BalanceCase) -> BalancePlan | None:
    """The exact plan, or none where the oracle finds none either."""
    try:
        return solve_tiers(case=case)
    except (SolverFailure, FaultyCase) as failure:
        if getattr(failure, "status", "Infeasible") != "Infeasible" or not has_no_plan(case):
            raise
        return None


def leaves_nobody_short_for_nothing(case: BalanceCase, plan: BalancePlan) -> bool:
    """Ruling 10: no way leads from a use of a lower rank to one of a higher rank that is short."""
    ranks = case.demands.rank
    return all(
        augmenting_path(case=case, plan=plan, short_rows=ranks == rank, cuttable_rows=ranks > rank) == ()
        for rank in range(case.ranks - 1)
    )


def starts_change_nothing(case: BalanceCase, plan: BalancePlan, seed: int) -> bool:
    other = solve_tiers(case=case, start_ratio=STARTS[seed % len(STARTS)])
    return agree(other.rank_unserved, plan.rank_unserved, units=1e-6) and agree(
        other.unserved, plan.unserved, units=1e-6
    )


@pytest.mark.parametrize("seeds", BLOCKS)
def test_without_losses_flow_and_plan_agree_rank_by_rank_and_row_by_row(seeds: range) -> None:
    for seed in seeds:
        case = random_network(seed, lossy=False)
        plan, bounds = planned(case), screen(case=case)
        if plan is None:
            assert bounds.floor_short > 0, seed
            continue
        together = np.cumsum(plan.rank_unserved)
        assert agree(bounds.lower, together), seed
        assert agree(bounds.upper, together), seed
        assert agree(np.diff(bounds.lower, prepend=0.0), plan.rank_unserved), seed
        shares = fair_shares(case=case)
        assert agree(shares.share * case.demands.quantity, plan.unserved), seed
        assert starts_change_nothing(case, plan, seed), seed
        assert residuals(case=case, plan=plan).hold, seed
        assert leaves_nobody_short_for_nothing(case, plan), seed


@pytest.mark.parametrize("seeds", BLOCKS)
def test_with_losses_the_plan_is_that_of_cold_solves_and_lies_between_its_bounds(seeds: range) -> None:
    for seed in seeds:
        case = random_network(seed, lossy=True)
        plan = planned(case)
        if plan is None:
            assert np.isinf(screen(case=case).upper).all(), seed
            continue
        missing, together = plan.rank_unserved, np.cumsum(plan.rank_unserved)
        assert agree(cold_volumes(case), missing), seed
        bounds = screen(case=case, followers=seed % 3)
        assert bounds.floor_short <= UNITS, seed
        assert (bounds.lower <= together + near(together)).all(), seed
        assert (bounds.upper >= together - near(together)).all(), seed
        assert (bounds.rank_upper >= missing - near(together)).all(), seed
        assert (bounds.rank_lower <= missing + near(together)).all(), seed
        assert starts_change_nothing(case, plan, seed), seed
        assert residuals(case=case, plan=plan).hold, seed
        assert leaves_nobody_short_for_nothing(case, plan), seed


def test_the_networks_are_as_various_as_they_claim() -> None:
    """Among the first two thousand: all of what could go wrong, often enough to be met."""
    cases = [random_network(seed, lossy=True) for seed in range(2000)]
    met = {
        "no pipe at all": sum(case.links.tail.size == 0 for case in cases),
        "two-way pipes": sum(bool((case.links.capacity_back > 0).any()) for case in cases),
        "a pipe out for a step": sum(
            bool(((case.links.capacity == 0).any(axis=1) & (case.links.capacity > 0).any(axis=1)).any())
            for case in cases
        ),
        "steps of unequal hours": sum(np.unique(case.steps.hours).size > 1 for case in cases),
        "two rows of one node and rank": sum(has_twin_rows(case) for case in cases),
        "six ranks": sum(case.ranks == 6 for case in cases),
        "a store that takes gas in and loses some": sum(
            bool(((case.tanks.boil_off > 0) & (case.tanks.injection > 0).any(axis=1)).any()) for case in cases
        ),
        "a store that opens full": sum(
            bool(((case.tanks.opening == case.tanks.capacity) & (case.tanks.capacity > 0)).any())
            for case in cases
        ),
        "a thousandth and a thousand in one case": sum(spans(case) for case in cases),
        "two networks that nothing joins": sum(is_in_pieces(case) for case in cases),
    }
    assert {kind: count for kind, count in met.items() if count < 50} == {}
    largest = max(float(case.demands.quantity.max(initial=0.0)) for case in cases)
    smallest = min(
        float(case.demands.quantity[case.demands.quantity > 0].min(initial=np.inf)) for case in cases
    )
    assert largest > 5e3
    assert smallest < 2e-3


def has_twin_rows(case: BalanceCase) -> bool:
    keys = case.demands.node * 10 + case.demands.rank
    return bool(np.unique(keys).size < keys.size)


def spans(case: BalanceCase) -> bool:
    amounts = case.demands.quantity[case.demands.quantity > 0]
    return bool(amounts.size and amounts.max() > 1e5 * amounts.min())


def is_in_pieces(case: BalanceCase) -> bool:
    """Whether pipes leave several parts of which at least two have a pipe."""
    part = np.arange(case.nodes)
    for _ in range(case.nodes):
        for tail, head in zip(case.links.tail, case.links.head, strict=True):
            part[[tail, head]] = min(part[tail], part[head])
    return bool(np.unique(part[case.links.tail]).size > 1)
