"""Other people's tools on the same weighted program find the same objective; `test --all` brings them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.instances import province
from benchmarks.peer_models import HIGHS, TOOLS, by_highs, unpriced
from nuandong.balance import BalanceCase, solve_tiers
from nuandong.balance.peers import pypsa_terms, rank_weights, to_pypsa, weighted_objective
from tests.balance.small import random_case
from tests.balance.termed import termed_case

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
