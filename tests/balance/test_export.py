"""A balance case as PyPSA's component tables: nothing is lost on the way but what is said to be."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nuandong.balance import BalanceCase, solve_tiers
from nuandong.balance.peers import (
    PeerMissing,
    pypsa_tables,
    rank_weights,
    to_pypsa,
    weighted_cost,
    weighted_objective,
)
from nuandong.balance.peers.tables import SameName, numbered
from nuandong.balance.program import DUAL_SIMPLEX, Program
from nuandong.findings import FaultyCase
from tests.balance.component_solver import dense, objective_of
from tests.balance.small import line_case, random_case, tank_case
from tests.balance.termed import termed_case

AGREES = 1e-6


def direct(case: BalanceCase) -> float:
    return Program(case).minimise(
        weighted_cost(case=case, weights=rank_weights(ranks=case.ranks)), strategy=DUAL_SIMPLEX
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 1_000_000), lossy=st.booleans())
@example(seed=2556, lossy=True)  # costs that were moved aside against degeneracy could not be brought back
def test_the_exported_network_costs_what_the_case_costs(seed: int, lossy: bool) -> None:
    """Boil-off, ways back, and steps of half a day are all among the random cases."""
    case = random_case(seed, lossy=lossy)
    assert objective_of(pypsa_tables(case=case)) == pytest.approx(direct(case), rel=AGREES)


def test_a_two_way_link_becomes_two_and_a_one_way_link_one() -> None:
    case = line_case(capacity=3, supply=100, near=[4.0], far=[8.0])
    one_way = pypsa_tables(case=case).components["links"]
    assert one_way.name == ("link 0",)
    back = replace(case, links=replace(case.links, capacity_back=np.array([[2.0]])))
    two_ways = pypsa_tables(case=back).components["links"]
    assert two_ways.name == ("link 0", "link 0 back")
    assert two_ways.columns["bus0"] == ("node 0", "node 1")
    assert two_ways.columns["bus1"] == ("node 1", "node 0")
    assert list(two_ways.columns["p_nom"]) == [3.0, 2.0]


def test_the_opening_stock_has_lost_the_first_day_s_boil_off_because_pypsa_takes_none_from_it() -> None:
    stores = pypsa_tables(
        case=tank_case(opening=100, boil_off=0.1, least=20, demand=[60.0, 60.0])
    ).components["stores"]
    assert list(stores.columns["e_initial"]) == [90.0]
    assert list(stores.columns["standing_loss"]) == pytest.approx([0.1])


def test_a_loss_over_half_a_day_compounds_to_ours() -> None:
    case = tank_case(opening=100, boil_off=0.1, least=0, demand=[60.0, 60.0])
    halves = replace(case, steps=replace(case.steps, hours=np.array([12.0, 24.0])))
    stores = pypsa_tables(case=halves).components["stores"]
    loss = dense(stores, "standing_loss", 2)[0]
    assert (1 - loss[0]) ** 0.5 == pytest.approx(0.95)
    assert loss[1] == pytest.approx(0.1)


def test_every_use_has_a_generator_of_its_size_as_dear_as_its_rank() -> None:
    case = line_case(capacity=3, supply=100, near=[4.0, 5.0], far=[8.0, 2.0])
    generators = pypsa_tables(case=case, weights=np.array([900.0, 300.0])).components["generators"]
    assert generators.name[1:] == tuple(f"demand {row} unserved" for row in range(4))
    assert list(generators.columns["p_nom"][1:]) == [4.0, 5.0, 8.0, 2.0]
    assert list(generators.columns["marginal_cost"][1:]) == [900.0, 300.0, 900.0, 300.0]
    assert generators.columns["carrier"][1:3] == ("unserved rank 0", "unserved rank 1")


def test_weights_fall_by_the_same_ratio_from_rank_to_rank() -> None:
    assert list(rank_weights(ranks=3)) == [900.0, 300.0, 100.0]
    assert list(rank_weights(ranks=2, ratio=10.0, least=1.0)) == [10.0, 1.0]


@pytest.mark.parametrize("seed", range(6))
def test_no_plan_costs_less_than_the_weighted_optimum_and_the_exact_one_little_more(seed: int) -> None:
    case = random_case(seed)
    weights = rank_weights(ranks=case.ranks, ratio=100.0)
    least = Program(case).minimise(weighted_cost(case=case, weights=weights), strategy=DUAL_SIMPLEX)
    exact = weighted_objective(case=case, plan=solve_tiers(case=case), weights=weights)
    assert least * (1 - 1e-9) <= exact <= least * (1 + 1e-3)


def test_the_objective_of_a_plan_is_that_of_its_columns_terms_included() -> None:
    case = termed_case(3)
    weights = rank_weights(ranks=case.ranks)
    plan = solve_tiers(case=case)
    least = Program(case).minimise(weighted_cost(case=case, weights=weights), strategy=DUAL_SIMPLEX)
    assert weighted_objective(case=case, plan=plan, weights=weights) >= least * (1 - 1e-9)


def test_what_pypsa_cannot_be_told_is_said_with_its_number_and_what_to_do() -> None:
    notes = pypsa_tables(case=termed_case(1)).notes
    assert [note.place.file for note in notes] == ["totals", "targets", "curves"]
    assert [note.value for note in notes] == ["7", "15", "6"]
    assert all(
        "extra_functionality=found.terms()" in note.text(language=word)
        for note in notes
        for word in ("zh", "en")
    )
    assert not notes.errors
    assert len(pypsa_tables(case=random_case(1)).notes) == 0


def test_a_case_that_cannot_be_solved_is_not_exported_either() -> None:
    case = line_case(capacity=3, supply=100, near=[4.0], far=[8.0])
    with pytest.raises(FaultyCase, match="not a finite number"):
        pypsa_tables(case=replace(case, supplies=replace(case.supplies, cost=np.array([np.nan]))))


def test_two_components_of_one_name_are_refused_for_pypsa_would_take_them_for_one() -> None:
    case = line_case(capacity=3, supply=100, near=[4.0], far=[8.0])
    names = replace(numbered(case), demands=("county", "county"))
    with pytest.raises(SameName, match="county"):
        pypsa_tables(case=case, names=names)


def test_without_pypsa_the_refusal_names_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypsa", None)  # as Python itself marks what cannot be imported
    with pytest.raises(PeerMissing, match=r"pip install 'nuandong\[peers\]'"):
        to_pypsa(case=random_case(1))
