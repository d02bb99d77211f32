"""Even shares by flow are those of filling by linear programs, wherever nothing boils off."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuandong.balance import BalanceCase, SolverFailure, solve_tiers
from nuandong.balance.flow import fair_shares, screen
from nuandong.findings import FaultyCase
from tests.balance.harsh import harsh_case
from tests.balance.small import line_case, random_case

pytest.importorskip("numba")

AGREES = 1e-6
SEEDS = st.integers(0, 10_000_000)
NO_HURRY = [HealthCheck.too_slow]


def filled(case: BalanceCase) -> np.ndarray:
    """Missing shares by the exact engine."""
    asked = case.demands.quantity
    return np.divide(solve_tiers(case=case).unserved, asked, out=np.zeros_like(asked), where=asked > 0)


def test_half_is_missing_everywhere_where_half_is_there() -> None:
    shares = fair_shares(case=line_case(capacity=100, supply=6, near=[4.0], far=[8.0]))
    assert shares.share[:, 0] == pytest.approx([0.5, 0.5])
    assert shares.is_exact
    assert shares.engine == "flow"


def test_a_tight_pipe_leaves_the_far_county_with_the_larger_share() -> None:
    shares = fair_shares(case=line_case(capacity=2, supply=4, near=[4.0], far=[8.0]))
    assert shares.share[:, 0] == pytest.approx([0.5, 0.75])


def test_the_rank_before_has_had_its_part_when_shares_are_evened() -> None:
    shares = fair_shares(case=line_case(capacity=100, supply=10, near=[4.0, 4.0], far=[4.0, 4.0]))
    assert shares.share[:, 0] == pytest.approx([0.0, 0.75, 0.0, 0.75])


def test_a_county_that_no_gas_can_reach_misses_all_and_an_empty_row_nothing() -> None:
    case = line_case(capacity=0, supply=10, near=[4.0, 0.0], far=[4.0, 0.0])
    assert fair_shares(case=case).share[:, 0] == pytest.approx([0.0, 0.0, 1.0, 0.0])


@settings(max_examples=60, deadline=None, suppress_health_check=NO_HURRY)
@given(seed=SEEDS)
def test_shares_equal_filling_by_linear_programs(seed: int) -> None:
    case = random_case(seed, lossy=False)
    assert fair_shares(case=case).share == pytest.approx(filled(case), abs=AGREES)


@pytest.mark.slow
@settings(max_examples=3000, deadline=None, suppress_health_check=NO_HURRY)
@given(seed=SEEDS, harsh=st.booleans())
def test_many_shares_equal_filling_by_linear_programs(seed: int, harsh: bool) -> None:
    case = harsh_case(seed, lossy=False) if harsh else random_case(seed, lossy=False)
    try:
        expected = filled(case)
    except (SolverFailure, FaultyCase):
        return
    assert fair_shares(case=case).share == pytest.approx(expected, abs=2e-6)


@settings(max_examples=40, deadline=None, suppress_health_check=NO_HURRY)
@given(seed=SEEDS)
def test_shares_add_up_to_what_the_ranks_miss(seed: int) -> None:
    case = random_case(seed, lossy=False)
    volume = (fair_shares(case=case).share * case.demands.quantity * case.steps.days).sum(axis=1)
    by_rank = np.bincount(case.demands.rank, weights=volume, minlength=case.ranks)
    assert np.cumsum(by_rank) == pytest.approx(screen(case=case).lower, abs=1e-5)


@settings(max_examples=30, deadline=None, suppress_health_check=NO_HURRY)
@given(seed=SEEDS)
def test_shares_do_not_depend_on_the_order_of_rows(seed: int) -> None:
    case = random_case(seed, lossy=False)
    order = np.random.default_rng(seed).permutation(case.demands.node.size)
    demands = case.demands
    turned = replace(
        case,
        demands=replace(
            demands, node=demands.node[order], rank=demands.rank[order], quantity=demands.quantity[order]
        ),
    )
    assert fair_shares(case=turned).share == pytest.approx(fair_shares(case=case).share[order], abs=1e-9)


def test_where_gas_boils_off_the_shares_say_that_they_are_not_exact() -> None:
    assert not fair_shares(case=random_case(1)).is_exact
