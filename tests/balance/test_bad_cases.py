"""Cases that cannot be answered are refused with findings; a solve that runs out of time says what it proved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.instances import province
from nuandong.balance import BalanceCase, BalancePlan, Steps, solve_tiers
from nuandong.balance.certificate import residuals
from nuandong.balance.checks import check_case
from nuandong.balance.program import OutOfTime
from nuandong.balance.rolling import solve_rolling
from nuandong.findings import FaultyCase
from tests.balance.small import line_case, tank_case, whole

LINE = line_case(capacity=5, supply=9, near=[3.0], far=[7.0])


def with_links(**columns: object) -> BalanceCase:
    return replace(LINE, links=replace(LINE.links, **columns))


def with_demands(**columns: object) -> BalanceCase:
    return replace(LINE, demands=replace(LINE.demands, **columns))


FAULTY = {
    "demand-that-is-not-a-number": (
        with_demands(quantity=np.array([[3.0], [np.nan]])),
        ("balance-not-finite", "demands 第 1 行 列 quantity", "nan"),
    ),
    "endless-pipe": (
        with_links(capacity=np.array([[np.inf]])),
        ("balance-not-finite", "links 第 0 行 列 capacity", "inf"),
    ),
    "negative-capacity": (
        with_links(capacity=np.array([[-5.0]])),
        ("balance-negative", "links 第 0 行 列 capacity", "-5"),
    ),
    "a-unit-slip": (
        with_demands(quantity=np.array([[3.0], [7e7]])),
        ("balance-unit-slip", "demands 第 1 行 列 quantity", "7e+07"),
    ),
    "pipe-to-nowhere": (
        with_links(head=whole([9])),
        ("balance-unknown-node", "links 第 0 行 列 head", "9"),
    ),
    "no-time-at-all": (replace(LINE, steps=Steps(np.zeros(0))), ("balance-no-step", "steps", "")),
    "a-step-of-no-length": (
        replace(LINE, steps=Steps(np.array([0.0]))),
        ("balance-step-length", "steps 第 0 行 列 hours", "0"),
    ),
    "a-store-asked-for-more-than-it-holds": (
        tank_case(opening=50, boil_off=0.0, least=2000, demand=[1.0]),
        ("balance-least-above-capacity", "tanks 第 0 行 列 least", "2000"),
    ),
    "a-list-for-an-array": (
        with_demands(quantity=[[3.0], [7.0]]),
        ("balance-not-array", "demands 列 quantity", "list"),
    ),
    "a-list-of-pipes": (with_links(tail=[0]), ("balance-not-array", "links 列 tail", "list")),
    "a-list-of-hours": (
        replace(LINE, steps=Steps([24.0])),  # type: ignore[arg-type]
        ("balance-not-array", "steps 列 hours", "list"),
    ),
    "nodes-that-are-no-whole-numbers": (
        with_links(head=np.array([1.0])),
        ("balance-not-array", "links 列 head", "float64"),
    ),
    "figures-that-are-words": (
        with_links(cost=np.array(["much"])),
        ("balance-not-array", "links 列 cost", "<U4"),
    ),
}


@pytest.mark.parametrize(("case", "fault"), FAULTY.values(), ids=FAULTY)
def test_a_faulty_case_is_refused_before_the_solver_sees_it(
    case: BalanceCase, fault: tuple[str, str, str]
) -> None:
    findings = check_case(case)
    assert [(each.code, each.place.text(language="zh"), each.value) for each in findings] == [fault]
    with pytest.raises(FaultyCase):
        solve_tiers(case=case)


def test_a_list_for_an_array_is_refused_with_the_cure() -> None:
    case = with_demands(quantity=[[3.0], [7.0]])
    for solve in (solve_tiers, solve_rolling):
        with pytest.raises(FaultyCase, match=r"convert it with np.asarray\(…, dtype=float\)"):
            solve(case=case)


def test_demand_that_nothing_leads_to_is_no_fault_but_stays_unserved() -> None:
    case = with_links(capacity=np.array([[0.0]]))
    assert list(check_case(case)) == []
    assert solve_tiers(case=case).unserved[:, 0] == pytest.approx([0.0, 7.0])


def test_running_out_of_time_leaves_a_feasible_plan_that_says_how_far_its_proof_goes() -> None:
    case = province(winter="extreme", days=14)
    whole_plan = solve_tiers(case=case)
    assert whole_plan.is_proven
    assert not whole_plan.rank_gap.any()
    seen: set[int | None] = set()
    for part in (0.3, 0.5, 0.7, 0.9):
        plan = _cut_short(case, part)
        seen.add(plan.proven_ranks)
        assert residuals(case=case, plan=plan).hold
        if plan.proven_ranks is not None:
            proven = slice(0, plan.proven_ranks)
            assert plan.rank_unserved[proven] == pytest.approx(whole_plan.rank_unserved[proven], abs=1e-5)
            assert plan.rank_gap[plan.proven_ranks :] == pytest.approx(
                plan.rank_unserved[plan.proven_ranks :]
            )
    assert seen != {None}


def _cut_short(case: BalanceCase, part: float) -> BalancePlan:
    """Stop at a part of the stages: time limits differ from machine to machine, so the clock is moved by hand."""

    def tell(stage: str, done: float) -> None:
        if done >= part:
            raise OutOfTime("stopped by the test")

    return solve_tiers(case=case, progress=tell)


def test_a_time_limit_of_nothing_is_refused_in_words() -> None:
    with pytest.raises(OutOfTime, match="more seconds"):
        solve_tiers(case=province(winter="extreme", days=60), seconds=1e-3)
