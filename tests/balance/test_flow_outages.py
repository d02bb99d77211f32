"""Outages answered from the undisturbed flow are the same as each screened for itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuandong.balance import BalanceCase, SolverFailure, solve_tiers
from nuandong.balance.flow import Outages, screen, screen_outages, without
from nuandong.findings import FaultyCase
from tests.balance.harsh import harsh_case
from tests.balance.small import line_case, random_case, tank_case

pytest.importorskip("numba")

AGREES = 1e-5
SEEDS = st.integers(0, 10_000_000)
NO_HURRY = [HealthCheck.too_slow]


def one(kind: str, index: int, first: int, count: int) -> Outages:
    return Outages((kind,), np.array([index]), np.array([first]), np.array([count]))  # type: ignore[arg-type]


def some_outages(case: BalanceCase, seed: int, *, rows: int = 4) -> Outages:
    """Elements of every kind, out for some steps."""
    rng = np.random.default_rng([seed, 5])
    sizes = {"link": case.links.tail.size, "supply": case.supplies.node.size, "tank": case.tanks.node.size}
    kinds = [str(rng.choice(list(sizes))) for _ in range(rows)]
    first = rng.integers(0, case.steps.count, rows)
    return Outages(
        kind=tuple(kinds),  # type: ignore[arg-type]
        index=np.array([rng.integers(0, sizes[kind]) for kind in kinds]),
        first=first,
        count=np.array([rng.integers(1, case.steps.count - begin + 1) for begin in first]),
    )


def test_a_pipe_out_cuts_off_the_county_behind_it() -> None:
    case = line_case(capacity=30, supply=100, near=[4.0], far=[8.0])
    bounds = screen_outages(case=case, outages=one("link", 0, 0, 1))
    assert (bounds.lower.tolist(), bounds.upper.tolist(), bounds.engine) == ([[8.0]], [[8.0]], "flow")


def test_a_source_out_leaves_everybody_without() -> None:
    case = line_case(capacity=30, supply=100, near=[4.0], far=[8.0])
    assert screen_outages(case=case, outages=one("supply", 0, 0, 1)).lower.tolist() == [[12.0]]


def test_a_store_out_for_a_day_gives_more_on_the_next() -> None:
    case = tank_case(opening=60, boil_off=0.0, least=0, demand=[30.0, 60.0])
    bounds = screen_outages(case=case, outages=one("tank", 0, 0, 1))
    assert screen(case=case).lower == pytest.approx([30.0])
    assert bounds.lower[0] == pytest.approx([30.0])
    assert screen_outages(case=case, outages=one("tank", 0, 1, 1)).lower[0] == pytest.approx([60.0])


def test_no_outage_at_all_is_an_empty_answer() -> None:
    none = np.zeros(0, dtype=np.int64)
    bounds = screen_outages(case=random_case(2), outages=Outages((), none, none, none))
    assert bounds.lower.shape == bounds.upper.shape == (0, 4)


def check(case: BalanceCase, seed: int) -> None:
    """Every row encloses the exact plan without its element; without losses it equals a screening of its own."""
    outages = some_outages(case, seed)
    bounds = screen_outages(case=case, outages=outages)
    for row in range(len(outages.kind)):
        alone = without(case=case, outages=outages, row=row)
        screened = screen(case=alone)
        try:
            together = np.cumsum(solve_tiers(case=alone, is_fair=False).rank_unserved)
        except (SolverFailure, FaultyCase):
            assert np.isinf(bounds.upper[row]).all()
            continue
        near = AGREES + 1e-6 * together
        assert (bounds.lower[row] <= together + near).all()
        assert (together <= bounds.upper[row] + near).all()
        if not (case.tanks.boil_off > 0).any():
            assert bounds.lower[row] == pytest.approx(screened.lower, abs=AGREES)
            assert bounds.upper[row] == pytest.approx(screened.upper, abs=AGREES)


@settings(max_examples=30, deadline=None, suppress_health_check=NO_HURRY)
@given(seed=SEEDS, lossy=st.booleans(), harsh=st.booleans())
def test_outages_enclose_the_exact_plan_without_the_element(seed: int, lossy: bool, harsh: bool) -> None:
    check(harsh_case(seed, lossy=lossy) if harsh else random_case(seed, lossy=lossy), seed)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None, suppress_health_check=NO_HURRY)
@given(seed=SEEDS, lossy=st.booleans(), harsh=st.booleans())
def test_many_outages_enclose_the_exact_plan(seed: int, lossy: bool, harsh: bool) -> None:
    check(harsh_case(seed, lossy=lossy) if harsh else random_case(seed, lossy=lossy), seed)


@settings(max_examples=20, deadline=None, suppress_health_check=NO_HURRY)
@given(seed=SEEDS)
def test_an_outage_never_helps(seed: int) -> None:
    case = random_case(seed)
    bounds = screen_outages(case=case, outages=some_outages(case, seed))
    assert (bounds.lower >= screen(case=case).lower - 1e-6).all()
