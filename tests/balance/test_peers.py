"""Other people's tools on the same weighted program find the same objective; `test --all` brings them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.instances import province
from benchmarks.peer_models import HIGHS, TOOLS, by_highs, unpriced
from nuandong.assess.export import Exported, day_problem
from nuandong.balance import BalanceCase, solve_tiers
from nuandong.balance.peers import pypsa_tables, pypsa_terms, rank_weights, to_pypsa, weighted_objective
from nuandong.casefile import read_case
from nuandong.casefile.pypsa_folder import write_pypsa
from tests.balance.small import random_case
from tests.balance.termed import termed_case
from tests.docs.papers import CHECKOUT, text_of
from tools.make_outputs import prepared, rewritten

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
AGREES = 1e-6
OTHERS = ("linopy", "pypsa", "oemof")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """The tools report every stage; without them there is nothing to compare with."""
    for module in ("linopy", "oemof.solph", "pypsa"):
        pytest.importorskip(module, reason="comes with `./nuandong test --all`")
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def whole_days(case: BalanceCase) -> BalanceCase:
    return replace(case, steps=replace(case.steps, hours=np.full(case.steps.count, 24.0)))


def objective(tool: str, case: BalanceCase) -> float:
    return TOOLS[tool](case, rank_weights(ranks=case.ranks))


@pytest.mark.parametrize("tool", OTHERS)
@pytest.mark.parametrize("seed", range(8))
def test_random_networks_with_boil_off_and_ways_back_cost_the_same(tool: str, seed: int) -> None:
    case = whole_days(random_case(seed, lossy=seed % 4 != 0))
    assert objective(tool, case) == pytest.approx(objective("highs", case), rel=AGREES)


@pytest.mark.parametrize("tool", ["linopy", "pypsa"])
@pytest.mark.parametrize("seed", range(8, 12))
def test_steps_of_half_a_day_cost_the_same(tool: str, seed: int) -> None:
    case = random_case(seed)
    assert 12.0 in case.steps.hours
    assert objective(tool, case) == pytest.approx(objective("highs", case), rel=AGREES)


@pytest.mark.parametrize("tool", OTHERS)
@pytest.mark.parametrize("winter", ["mild", "cold", "extreme"])
def test_two_weeks_of_a_province_cost_the_same(tool: str, winter: str) -> None:
    case = province(winter=winter, days=14)
    assert objective(tool, case) == pytest.approx(objective("highs", case), rel=AGREES)


@pytest.mark.parametrize("tool", OTHERS)
def test_what_is_missing_weighs_the_same_where_gas_costs_nothing(tool: str) -> None:
    case = unpriced(province(winter="extreme", days=14))
    weights = rank_weights(ranks=case.ranks, least=1.0)
    assert TOOLS[tool](case, weights) == pytest.approx(by_highs(case, weights), rel=AGREES)


@pytest.mark.parametrize("seed", range(6))
def test_volumes_targets_and_curves_reach_pypsa_as_extra_functionality(seed: int) -> None:
    case = termed_case(seed)
    weights = rank_weights(ranks=case.ranks)
    network = to_pypsa(case=case)
    assert len(network.meta["notes"]) == 3
    without = optimised(network, None)
    within = optimised(to_pypsa(case=case), pypsa_terms(case=case))
    assert within == pytest.approx(by_highs(case, weights), rel=AGREES)
    assert without != pytest.approx(within, rel=AGREES)  # the terms bind, so leaving them out would be seen


@pytest.mark.parametrize("seed", range(4))
def test_the_exact_plan_is_never_cheaper_than_pypsa_s_answer(seed: int) -> None:
    case = random_case(seed)
    weights = rank_weights(ranks=case.ranks)
    exact = weighted_objective(case=case, plan=solve_tiers(case=case), weights=weights)
    assert exact >= optimised(to_pypsa(case=case), None) * (1 - AGREES)


@pytest.fixture(scope="module")
def shanxi() -> Exported:
    return day_problem(case=read_case(CHECKOUT / "examples" / "shanxi"))


@pytest.mark.parametrize("way", ["at once", "by its folder"])
def test_the_sample_province_s_day_costs_the_same(way: str, shanxi: Exported, tmp_path: Path) -> None:
    import pypsa

    write_pypsa(shanxi.tables(), tmp_path)
    network = shanxi.network() if way == "at once" else pypsa.Network(tmp_path)
    assert [str(day.date()) for day in network.snapshots] == [day.isoformat() for day in shanxi.gas_days]
    assert optimised(network, shanxi.terms()) == pytest.approx(objective("highs", shanxi.problem), rel=AGREES)


def test_pypsa_leaves_every_rank_of_the_sample_province_s_day_as_short_as_the_exact_plan(
    shanxi: Exported,
) -> None:
    network, exact = shanxi.network(), solve_tiers(case=shanxi.problem)
    optimised(network, shanxi.terms())
    days = network.snapshot_weightings.generators
    missing = network.generators_t.p.mul(days, axis=0).sum().groupby(network.generators.carrier).sum()
    theirs = [missing[f"unserved rank {rank}"] for rank in range(shanxi.problem.ranks)]
    # One weighted program trades a hair of one rank for another within its own tolerance: ranks agree to a m3 or so.
    assert theirs == pytest.approx(list(exact.rank_unserved), rel=1e-5, abs=1e-5)
    assert exact.rank_unserved.max() > 100


def test_a_case_goes_to_pypsa_in_one_word_its_season_too() -> None:
    case = read_case(CHECKOUT / "tests" / "cases" / "tiny")
    day, season = case.to_pypsa(), case.to_pypsa(span="season")
    assert len(day.snapshots) == case.settings.horizon_days
    assert len(season.snapshots) == (case.settings.season_last - case.settings.season_first).days + 1
    assert set(day.buses.index) == set(season.buses.index) >= set(case.network.nodes.node)


def test_a_folder_of_half_days_with_terms_is_read_back_whole(tmp_path: Path) -> None:
    import pypsa

    case = termed_case(2)
    write_pypsa(pypsa_tables(case=case), tmp_path)
    network = pypsa.Network(tmp_path)
    assert len(network.meta["notes"]) == 3
    assert optimised(network, pypsa_terms(case=case)) == pytest.approx(objective("highs", case), rel=AGREES)


def test_the_page_about_pypsa_shows_what_its_programs_say(tmp_path: Path) -> None:
    shown = text_of("docs/peers.md")
    assert rewritten(shown, prepared(tmp_path)) == shown, "run tools/make_outputs.py docs/peers.md"


def optimised(network: object, extra_functionality: object) -> float:
    outcome = network.optimize(  # type: ignore[attr-defined]
        solver_name="highs",
        io_api="direct",
        include_objective_constant=False,
        extra_functionality=extra_functionality,
        **HIGHS,
    )
    assert outcome == ("ok", "optimal")
    return float(network.objective)  # type: ignore[attr-defined]
