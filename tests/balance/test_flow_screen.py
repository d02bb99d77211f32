"""The bounds of the flow engine stand on either side of the exact plan, and meet where nothing boils off."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from nuandong.balance import BalanceCase, SolverFailure, solve_tiers
from nuandong.balance.flow import screen
from nuandong.balance.flow.contract import contract
from nuandong.balance.flow.expand import expand
from nuandong.balance.flow.scale import cautious_units
from nuandong.balance.flow.screen import least_missing
from nuandong.balance.flow.stock import cautious_stock, hopeful_stock
from nuandong.findings import FaultyCase
from tests.balance.cold_solver import cold_rank_volumes
from tests.balance.harsh import harsh_case
from tests.balance.small import line_case, random_case, tank_case, whole

AGREES = 1e-5
SEEDS = st.integers(0, 10_000_000)
NO_HURRY = [HealthCheck.too_slow, HealthCheck.filter_too_much]

pytest.importorskip("numba")


def enclose(case: BalanceCase, *, followers: int = 0) -> None:
    """The bounds hold the exact plan, rank by rank from above, together from both sides."""
    bounds = screen(case=case, followers=followers)
    try:
        missing = solve_tiers(case=case, is_fair=False).rank_unserved
    except (SolverFailure, FaultyCase):  # floors out of reach
        assert np.isinf(bounds.upper).all()
        return
    together = np.cumsum(missing)
    near = AGREES + 1e-6 * together
    assert bounds.floor_short <= AGREES
    assert (bounds.lower <= together + near).all()
    assert (together <= bounds.upper + near).all()
    assert (missing <= bounds.rank_upper + near).all()
    assert (missing >= bounds.rank_lower - near).all()


def agree(case: BalanceCase) -> None:
    """Where nothing boils off the bounds are the plan."""
    try:
        missing = solve_tiers(case=case, is_fair=False).rank_unserved
    except (SolverFailure, FaultyCase):
        assert screen(case=case).floor_short > 0
        return
    bounds = screen(case=case)
    assert bounds.lower == pytest.approx(np.cumsum(missing), rel=1e-6, abs=AGREES)
    assert bounds.upper == pytest.approx(np.cumsum(missing), rel=1e-6, abs=AGREES)
    assert np.diff(bounds.lower, prepend=0.0) == pytest.approx(missing, rel=1e-6, abs=AGREES)


@pytest.mark.parametrize("seed", range(10))
def test_bounds_enclose_cold_sequential_solves(seed: int) -> None:
    case = random_case(seed)
    together = np.cumsum(cold_rank_volumes(case))
    bounds = screen(case=case)
    assert (bounds.lower <= together + AGREES).all()
    assert (together <= bounds.upper + AGREES).all()


@settings(max_examples=60, deadline=None, suppress_health_check=NO_HURRY)
@given(seed=SEEDS)
def test_without_losses_every_rank_equals_the_exact_plan(seed: int) -> None:
    agree(random_case(seed, lossy=False))


@settings(max_examples=60, deadline=None, suppress_health_check=NO_HURRY)
@given(seed=SEEDS, followers=st.integers(0, 3))
def test_with_boil_off_the_bounds_enclose_the_exact_plan(seed: int, followers: int) -> None:
    enclose(random_case(seed), followers=followers)


@settings(max_examples=80, deadline=None, suppress_health_check=NO_HURRY)
@given(seed=SEEDS, lossy=st.booleans(), followers=st.integers(0, 3))
def test_bounds_hold_under_heavy_losses_and_floors_that_move(seed: int, lossy: bool, followers: int) -> None:
    case = harsh_case(seed, lossy=lossy)
    if lossy:
        enclose(case, followers=followers)
    else:
        agree(case)


@pytest.mark.slow
@settings(max_examples=6000, deadline=None, suppress_health_check=NO_HURRY)
@given(seed=SEEDS, lossy=st.booleans(), harsh=st.booleans(), followers=st.integers(0, 3))
def test_many_random_cases_lie_between_their_bounds(
    seed: int, lossy: bool, harsh: bool, followers: int
) -> None:
    case = harsh_case(seed, lossy=lossy) if harsh else random_case(seed, lossy=lossy)
    if lossy:
        enclose(case, followers=followers)
    else:
        agree(case)


@pytest.mark.parametrize("seed", [22, 34])
def test_a_follower_follows_a_plan_in_which_the_ranks_before_are_served(seed: int) -> None:
    """Here rank 1 takes stock from rank 0 in a flow that is not brought back to a plan: nothing could be followed."""
    case = random_case(seed)
    enclose(case, followers=3)
    plain, followed = screen(case=case), screen(case=case, followers=3)
    assert followed.upper[1] < plain.upper[1] - 1e-3


@settings(max_examples=40, deadline=None, suppress_health_check=NO_HURRY)
@given(seed=SEEDS)
def test_followers_only_ever_draw_the_bound_closer(seed: int) -> None:
    case = random_case(seed)
    plain, followed = screen(case=case), screen(case=case, followers=3)
    assert (followed.upper <= plain.upper + 1e-9).all()
    assert followed.lower == pytest.approx(plain.lower, abs=0.0)


@settings(max_examples=60, deadline=None, suppress_health_check=NO_HURRY)
@given(seed=SEEDS)
def test_contracting_pipes_that_never_bind_changes_no_bound(seed: int) -> None:
    rng = np.random.default_rng(seed)
    case = random_case(seed, lossy=False)
    wide = case.links.capacity * np.where(rng.random((case.links.tail.size, 1)) < 0.5, 20.0, 1.0)
    case = replace(case, links=replace(case.links, capacity=wide, capacity_back=wide))
    all_kept = contract(case, kept=np.ones(case.links.tail.size, dtype=np.bool_))
    assert all_kept.count == case.nodes
    places = contract(case)
    assume(places.count < case.nodes)
    volumes = [
        least_missing(expand(case=case, places=chosen, stock=hopeful_stock(case)))[0]
        for chosen in (all_kept, places)
    ]
    assert volumes[0] == pytest.approx(volumes[1], abs=AGREES)


def test_a_pipe_that_carries_all_there_is_makes_one_place_of_two_nodes() -> None:
    narrow = line_case(capacity=3, supply=100, near=[4.0], far=[8.0])
    wide = line_case(capacity=8, supply=100, near=[4.0], far=[8.0])
    assert contract(narrow).count == 2
    assert contract(wide).count == 1


def test_a_county_behind_one_pipe_misses_what_the_pipe_cannot_bring() -> None:
    bounds = screen(case=line_case(capacity=3, supply=100, near=[4.0], far=[8.0]))
    assert list(bounds.lower) == [5.0]
    assert bounds.certainly_short
    assert not bounds.certainly_served


def test_boil_off_by_hand_on_a_full_tank_above_and_an_empty_one_below() -> None:
    """50 in the tank, of which 5 are lost on the first day whatever is done. Emptied as fast as possible, nothing is
    left to lose on the second: 80 - 45. Filled as fast as possible it would hold 145, of which a tenth is lost."""
    bounds = screen(case=tank_case(opening=50, boil_off=0.1, least=0, demand=[40.0, 40.0]))
    assert bounds.lower == pytest.approx([35.0])
    assert bounds.upper == pytest.approx([80 - 45 + 14.5])


def test_a_follower_charges_what_its_plan_really_holds() -> None:
    """Emptied on the first day but for 5, of which half a unit is lost: 35.5 are missing. The follower comes nearer
    to that than the cautious twin, which loses a tenth of 145."""
    case = tank_case(opening=50, boil_off=0.1, least=0, demand=[40.0, 40.0])
    exact = float(solve_tiers(case=case).rank_unserved[0])
    assert exact == pytest.approx(35.5)
    assert exact <= float(screen(case=case, followers=4).upper[0]) < 49.5 - 10.0


def test_floors_that_no_plan_can_keep_are_told_by_volume() -> None:
    case = tank_case(opening=10, boil_off=0.0, least=25, demand=[5.0])
    bounds = screen(case=case)
    assert bounds.floor_short == pytest.approx(15.0)
    assert np.isinf(bounds.upper).all()


def test_a_store_that_opens_fuller_than_it_may_be_has_no_upper_bound() -> None:
    case = tank_case(opening=10, boil_off=0.0, least=0, demand=[5.0])
    case = replace(case, tanks=replace(case.tanks, capacity=np.array([8.0])))
    assert np.isinf(screen(case=case).upper).all()


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS)
def test_cautious_units_offer_no_more_and_ask_no_less_than_there_is(seed: int) -> None:
    case = random_case(seed)
    case = replace(case, links=replace(case.links, capacity=case.links.capacity / 3.0))
    expanded = expand(case=case, places=contract(case), stock=cautious_stock(case))
    units = cautious_units(expanded)
    same = 2e-3 / units.scale  # equal in all but the last bits
    assert (units.state.room / units.scale <= expanded.volume + same).all()
    assert (units.state.spare / units.scale <= expanded.supply + same).all()
    assert (units.state.lack / units.scale >= expanded.owed - same).all()
    assert (units.demand / units.scale >= expanded.demand - same).all()


def test_six_hours_move_a_quarter_of_a_day() -> None:
    case = tank_case(opening=50, boil_off=0.0, least=0, demand=[400.0])
    quarter = replace(case, steps=replace(case.steps, hours=np.array([6.0])))
    assert screen(case=quarter).lower == pytest.approx([50.0])
    assert screen(case=case).lower == pytest.approx([350.0])


def test_the_same_case_twice_gives_the_same_bits() -> None:
    first, second = (screen(case=random_case(4)) for _ in range(2))
    assert first.lower.tobytes() == second.lower.tobytes()
    assert first.upper.tobytes() == second.upper.tobytes()


def test_an_empty_case_misses_nothing() -> None:
    case = line_case(capacity=3, supply=100, near=[], far=[])
    case = replace(
        case, demands=replace(case.demands, node=whole([]), rank=whole([]), quantity=np.zeros((0, 1)))
    )
    assert screen(case=case).certainly_served
