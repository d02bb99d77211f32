"""The cut that binds says what is needed, what can come, and that the difference is missing."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuandong.balance import BalanceCase
from nuandong.balance.flow import MinCut, min_cut, min_cuts, screen
from tests.balance.harsh import harsh_case
from tests.balance.small import line_case, random_case, tank_case

pytest.importorskip("numba")

SEEDS = st.integers(0, 10_000_000)
NO_HURRY = [HealthCheck.too_slow]


def members(cut: MinCut) -> set[tuple[int, int]]:
    return set(zip(cut.node.tolist(), cut.node_step.tolist(), strict=True))


def test_the_far_county_needs_eight_and_its_pipe_brings_three() -> None:
    cut = min_cut(case=line_case(capacity=3, supply=100, near=[4.0], far=[8.0]), rank=0)
    assert members(cut) == {(1, 0)}
    assert cut.need == 8.0
    assert (cut.links.index.tolist(), cut.links.step.tolist(), cut.links.volume.tolist()) == ([0], [0], [3.0])
    assert cut.reach == 3.0
    assert cut.missing == 5.0


def test_a_pipe_against_its_table_direction_is_listed_as_led_back() -> None:
    case = line_case(capacity=0, supply=100, near=[4.0], far=[8.0])
    links = case.links
    case = replace(
        case, links=replace(links, tail=links.head, head=links.tail, capacity_back=links.capacity + 3.0)
    )
    cut = min_cut(case=case, rank=0)
    assert cut.links.index.size == 0
    assert cut.links_back.volume.tolist() == [3.0]
    assert cut.missing == 5.0


def test_nothing_missing_is_an_empty_set() -> None:
    case = line_case(capacity=30, supply=100, near=[4.0], far=[8.0])
    assert min_cut(case=case, rank=0).node.size == 0
    assert min_cut(case=case, rank=0).missing == 0.0
    assert min_cuts(case=case, rank=0) == ()


def test_a_tank_brings_what_it_opens_with_less_what_must_stay_and_what_boils_off() -> None:
    cut = min_cut(case=tank_case(opening=50, boil_off=0.1, least=10, demand=[40.0, 40.0]), rank=0)
    assert (cut.need, cut.stock.total, cut.kept.total) == (80.0, 50.0, 10.0)
    assert cut.kept.step.tolist() == [1]
    assert cut.lost == pytest.approx(5.0 + 1.0)  # a tenth of 50 for certain, then a tenth of what must stay
    assert cut.missing == pytest.approx(46.0)


def test_two_counties_behind_two_pipes_are_two_sets_the_worse_first() -> None:
    case = line_case(capacity=3, supply=100, near=[0.0], far=[8.0])
    twice = replace(
        case,
        nodes=3,
        links=replace(
            case.links,
            tail=np.array([0, 0]),
            head=np.array([1, 2]),
            capacity=np.array([[3.0], [2.0]]),
            capacity_back=np.zeros((2, 1)),
            cost=np.zeros(2),
        ),
        demands=replace(case.demands, node=np.array([1, 2]), quantity=np.array([[8.0], [9.0]])),
    )
    assert members(min_cut(case=twice, rank=0)) == {(1, 0), (2, 0)}
    cuts = min_cuts(case=twice, rank=0)
    assert [members(cut) for cut in cuts] == [{(2, 0)}, {(1, 0)}]
    assert [cut.missing for cut in cuts] == [7.0, 5.0]


def hold(case: BalanceCase) -> None:
    """The cut is worth the lower bound; its parts add up to it, share nothing, and each misses something."""
    lower = screen(case=case).lower
    for rank in range(case.ranks):
        cut, parts = min_cut(case=case, rank=rank), min_cuts(case=case, rank=rank)
        assert cut.missing == pytest.approx(float(lower[rank]), abs=1e-6)
        assert sum(part.missing for part in parts) == pytest.approx(cut.missing, abs=1e-6)
        assert all(part.missing > 0 for part in parts)
        assert sum(len(members(part)) for part in parts) == len(members(cut))
        assert set().union(*(members(part) for part in parts)) == members(cut)


@settings(max_examples=40, deadline=None, suppress_health_check=NO_HURRY)
@given(seed=SEEDS, lossy=st.booleans())
def test_the_cut_is_worth_what_is_missing_and_parts_add_up(seed: int, lossy: bool) -> None:
    hold(random_case(seed, lossy=lossy))


@settings(max_examples=40, deadline=None, suppress_health_check=NO_HURRY)
@given(seed=SEEDS)
def test_cuts_hold_with_floors_that_move(seed: int) -> None:
    case = harsh_case(seed)
    if screen(case=case).floor_short == 0.0:
        hold(case)


@settings(max_examples=40, deadline=None, suppress_health_check=NO_HURRY)
@given(seed=SEEDS)
def test_one_more_unit_into_the_cut_from_outside_is_one_less_missing(seed: int) -> None:
    """Widening every pipe that leads into the set, by a hair, must help, if gas is left outside of it."""
    case = random_case(seed, lossy=False)
    cut = min_cut(case=case, rank=case.ranks - 1)
    if cut.links.index.size == 0:
        return
    wider = case.links.capacity.copy()
    wider[cut.links.index, cut.links.step] += 1e-3
    after = screen(case=replace(case, links=replace(case.links, capacity=wider))).lower[-1]
    assert after < cut.missing - 1e-6


@settings(max_examples=30, deadline=None, suppress_health_check=NO_HURRY)
@given(seed=SEEDS)
def test_a_lower_rank_only_ever_adds_to_the_set(seed: int) -> None:
    case = random_case(seed, lossy=False)
    sets = [members(min_cut(case=case, rank=rank)) for rank in range(case.ranks)]
    assert all(earlier <= later for earlier, later in pairwise(sets))
