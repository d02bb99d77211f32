"""Terms beyond a node and a step at random: against another solver, in the certificate, and faulty ones named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nuandong.balance import SendoutCurves, StockTargets, solve_tiers
from nuandong.balance.certificate import augmenting_path, residuals
from nuandong.balance.checks import check_case
from nuandong.balance.held import held_case
from nuandong.balance.reasons.cut import binding_cut
from nuandong.balance.reasons.worth import node_prices
from nuandong.balance.terms import NO_CURVES, NO_TARGETS
from nuandong.casefile.verify import Refused, verify_certificate
from nuandong.findings import FaultyCase
from tests.balance.certified import certified
from tests.balance.cold_solver import cold_rank_volumes
from tests.balance.small import tank_case, whole
from tests.balance.termed import termed_case, total
from tests.balance.test_terms import two_sources

SEEDS = range(16)


@pytest.mark.parametrize("seed", SEEDS)
def test_ranks_with_terms_equal_cold_sequential_solves(seed: int) -> None:
    case = termed_case(seed)
    missing = solve_tiers(case=case, is_fair=False).rank_unserved
    assert missing == pytest.approx(cold_rank_volumes(case), abs=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 400))
def test_ranks_with_terms_equal_cold_sequential_solves_many_times(seed: int) -> None:
    case = termed_case(seed, lossy=seed % 2 == 0)
    missing = solve_tiers(case=case, is_fair=False).rank_unserved
    assert missing == pytest.approx(cold_rank_volumes(case), abs=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_with_terms_is_accepted_and_leaves_no_home_short_for_nothing(seed: int) -> None:
    case = termed_case(seed)
    verify_certificate(certified(case))
    plan = solve_tiers(case=case)
    ranks = sorted(set(case.demands.rank.tolist()))
    for rank in ranks[:-1]:
        short, cuttable = case.demands.rank == rank, case.demands.rank > rank
        assert augmenting_path(case=case, plan=plan, short_rows=short, cuttable_rows=cuttable) == ()


def refusal_of(certificate: dict[str, object]) -> str:
    """What the checker refuses with, empty where it accepts."""
    try:
        verify_certificate(certificate)
    except Refused as refusal:
        return str(refusal)
    return ""


@pytest.mark.parametrize(
    ("table", "column", "factor", "broken"),
    [
        pytest.param("totals", "most", 0.5, "bounds: total|rank|cost|shares", id="a-contract-halved"),
        pytest.param("targets", "volume", 0.5, "rank|cost|shares", id="a-reserve-halved"),
        pytest.param("curves", "slope", 0.3, "bounds: curve|rank|shares|cost", id="a-curve-lowered"),
        pytest.param("totals", "credit", 0.1, "cost", id="take-or-pay-taken-off"),
    ],
)
def test_a_plan_is_refused_when_its_terms_are_other_terms(
    table: str, column: str, factor: float, broken: str
) -> None:
    refused = 0
    for seed in range(6):
        certificate = certified(termed_case(seed))
        terms = certificate[table]
        assert isinstance(terms, dict)
        terms[column] = [figure * factor for figure in terms[column]]
        message = refusal_of(certificate)
        assert not message or any(word in message for word in broken.split("|"))
        refused += bool(message)
    assert refused >= 2  # here and there the terms do not bind


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(
            {"least": np.array([9.0])}, "balance-total-contradicts", id="at-least-more-than-at-most"
        ),
        pytest.param({"most": np.array([np.nan])}, "balance-total-volume", id="not-a-number"),
        pytest.param({"most": np.array([-1.0])}, "balance-total-volume", id="negative"),
        pytest.param({"length": whole([9])}, "balance-total-window", id="beyond-the-horizon"),
        pytest.param({"member": whole([7])}, "balance-total-member", id="no-such-supply"),
        pytest.param({"kind": ("sun",)}, "balance-total-member", id="no-such-kind"),
        pytest.param({"weight": np.array([np.inf])}, "balance-not-finite", id="an-infinite-weight"),
    ],
)
def test_a_faulty_total_is_named_before_any_solve(change: dict[str, object], code: str) -> None:
    case = two_sources(demand=[5.0], limits=(9, 4), costs=(3, 2))
    terms = replace(total([("take", 0, 1.0)], most=8, least=2), **change)  # type: ignore[arg-type]
    found = check_case(replace(case, totals=terms))
    assert code in {finding.code for finding in found.errors}
    with pytest.raises(FaultyCase):
        solve_tiers(case=replace(case, totals=terms))


def test_a_faulty_target_and_a_faulty_curve_are_named() -> None:
    case = tank_case(opening=50, boil_off=0.0, least=0, demand=[10.0])
    targets = StockTargets(whole([0, 3]), whole([0, 0]), np.array([2000.0, 1.0]), whole([1, 1]))
    curves = SendoutCurves(whole([5]), np.array([1.0]), np.array([-0.1]))
    codes = {finding.code for finding in check_case(replace(case, targets=targets, curves=curves)).errors}
    assert codes == {
        "balance-target-above-capacity",
        "balance-target-place",
        "balance-curve-place",
        "balance-negative",
    }


def test_without_terms_a_case_is_plain() -> None:
    case = termed_case(1)
    assert not case.is_plain
    assert not replace(case, totals=total([], most=0.0)).is_plain
    bare = replace(case, targets=NO_TARGETS, curves=NO_CURVES)
    assert not bare.is_plain


@pytest.mark.parametrize("seed", SEEDS)
def test_the_account_of_what_binds_is_closed_with_terms_too(seed: int) -> None:
    """need - brought - missing is zero, whatever totals, targets and curves hold back; the plan fits the held case."""
    case = termed_case(seed)
    plan = solve_tiers(case=case)
    row, step = np.argwhere(plan.unserved > 1e-3)[-1]
    cut = binding_cut(case=case, plan=plan, row=int(row), step=int(step))
    assert cut.error == pytest.approx(0.0, abs=1e-5)
    held = held_case(case=case, plan=plan, rank=int(case.demands.rank[row]))
    assert held.is_plain
    assert residuals(case=held, plan=plan).hold


def test_gas_behind_a_spent_agreement_is_not_said_to_reach_whom_it_cannot() -> None:
    """A wide pipe under an agreement of 3 a day: there is room in the pipe, and yet no further unit may pass it."""
    case = two_sources(demand=[9.0], limits=(20, 0), costs=(2, 6))
    agreed = replace(case, totals=total([("flow", 0, 1.0)], most=3.0))
    plan = solve_tiers(case=agreed)
    assert plan.unserved[0, 0] == pytest.approx(6.0)
    assert node_prices(case=agreed, plan=plan).reaches_short[:, 0].tolist() == [False, True]
