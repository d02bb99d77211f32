"""From a need to named users: history first, then edges, then laws."""

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.curtailment import (
    CutPlan,
    OtherDecision,
    ReliefTarget,
    guards,
    plan_curtailment,
    relief_by_county_tier,
    walk_tiers,
)
from nuandong.curtailment.shares import to_m3
from nuandong.gasday import CHINA, begin_of
from nuandong.vocabulary import ConsumerClass
from tests.curtailment.towns import (
    DAY,
    EVENING_BEFORE,
    POLICY,
    QINGXU,
    XIANGTAN,
    Point,
    book_of,
    loads_for,
    plan_for,
    planned,
    target,
)

C = ConsumerClass


def relief_of(plan: CutPlan) -> dict[str, float]:
    return dict(zip(plan.point, plan.relief.tolist(), strict=True))


def test_need_of_11_of_60_with_residents_30_leaves_the_protected_alone_and_reports_the_rest() -> None:
    assert sum(point.load for point in XIANGTAN) == 60.0
    plan = planned(XIANGTAN, 11.0)
    assert not {"homes", "hospital", "buses", "taxis"} & set(plan.point)
    assert relief_of(plan) == {
        "lng": 2.85,
        "boiler": 2.0,
        "glass": 3.0,
        "kiln": 1.5,
        "mall": 1.6,
        "canteens": 0.05,
    }
    assert plan.residual.total == 0.0


def test_what_nobody_can_give_is_the_residual_and_still_no_household_is_touched() -> None:
    few = [point for point in XIANGTAN if point.name not in ("mall", "canteens")]
    loads = loads_for(few)
    plan = plan_for(few, target(("140105", "lng_plant", 2.85), ("140105", "ind_cont", 8.15)), loads)
    assert relief_of(plan) == {"lng": 2.85, "glass": 3.0, "kiln": 1.5}
    assert dict(zip(plan.residual.tier, plan.residual.relief, strict=True)) == {
        "lng_plant": 0.0,
        "ind_cont": 3.65,
    }
    walked = walk_tiers(need=11.0, loads=loads, policy=POLICY, day=DAY)
    assert walked.total == 9.35  # of 11: the other 1.65 stay unmet


def test_tiers_give_in_the_cut_order_and_a_later_one_only_when_the_earlier_is_exhausted() -> None:
    assert set(relief_of(planned(XIANGTAN, 2.0))) == {"lng"}
    assert relief_of(planned(XIANGTAN, 3.85)) == {"lng": 2.85, "boiler": 1.0}
    assert planned(XIANGTAN, 11.0).tier == (
        *("lng_plant", "ind_dual_fuel", "ind_cont", "ind_cont", "comm_heat", "comm"),
    )


def test_users_of_a_county_and_tier_give_the_same_percentage_of_what_they_can() -> None:
    plan = planned(XIANGTAN, 4.85 + 1.5)
    assert relief_of(plan)["glass"] / 3.0 == pytest.approx(1 / 3, abs=1e-4)
    assert relief_of(plan)["kiln"] / 1.5 == pytest.approx(1 / 3, abs=1e-4)


def test_the_unit_of_fairness_is_the_county() -> None:
    points = [Point("here", C.IND_FUEL_DISC, 4.0), Point("there", C.IND_FUEL_DISC, 4.0, county=QINGXU)]
    loads = loads_for(points)
    plan = plan_for(points, target(("140105", "ind_disc", 4.0), (QINGXU, "ind_disc", 1.0)), loads)
    assert relief_of(plan) == {"here": 4.0, "there": 1.0}
    assert "100%" in plan.reason_zh[0]
    assert "25%" in plan.reason_zh[1]


@pytest.mark.parametrize(
    ("point", "need", "state"),
    [
        pytest.param(Point("a", C.IND_FUEL_DISC, 5.0), 5.0, "stop", id="whole-load-without-safe-load"),
        pytest.param(Point("a", C.IND_FUEL_DISC, 5.0), 4.9, "reduce", id="part-of-it"),
        pytest.param(Point("a", C.IND_FUEL_DISC, 5.0, 1.0), 9.9, "reduce", id="safe-load-is-kept"),
        pytest.param(Point("a", C.IND_FUEL_DISC, 5.0, notice_hours=36), 9.9, "stop", id="for-hours-left"),
    ],
)
def test_who_stops_and_who_reduces(point: Point, need: float, state: str) -> None:
    assert planned([point], need).state == (state,)


def test_everybody_is_told_in_time_for_all_the_relief_that_is_counted() -> None:
    evening = datetime(2023, 12, 19, 18, 0, tzinfo=CHINA)
    plan = planned(XIANGTAN, 11.0, decided_at=evening)
    told = dict(zip(plan.point, plan.notify_by, strict=True))
    assert told["lng"] == begin_of(DAY) - timedelta(hours=4)
    assert told["glass"] == evening
    assert relief_of(plan)["glass"] == 1.75  # 3.0 for the 14 hours left of 24


def test_a_company_can_check_its_reason_with_its_own_figures() -> None:
    plan = planned(XIANGTAN, 4.85 + 1.5)
    zh, en = plan.reason_zh[plan.point.index("glass")], plan.reason_en[plan.point.index("glass")]
    for part in (
        "第6层级",
        "须压减1.5万",
        "33.3333%",
        "负荷9",
        "保安负荷6",
        "可压减3",
        "压减1万",
        "12月19日08:00",
    ):
        assert part in zh
    for part in ("Tier 6", "1.5", "33.3333%", "safe load 6", "reducible 3", "2023-12-19 08:00"):
        assert part in en
    assert "待核实" in zh
    assert "unverified" in en


def test_a_plan_for_another_time_of_decision_than_its_loads_is_refused() -> None:
    points = [Point("a", C.IND_FUEL_DISC, 5.0)]
    with pytest.raises(OtherDecision, match="same time"):
        plan_curtailment(
            relief=target(),
            loads=loads_for(points),
            book=book_of(points),
            policy=POLICY,
            day=DAY,
            decided_at=EVENING_BEFORE + timedelta(hours=1),
        )


def test_nothing_asked_gives_an_empty_plan() -> None:
    plan = planned(XIANGTAN, 0.0)
    assert plan.point == ()
    assert plan.asked.total == 0.0


def test_an_unknown_tier_stays_unmet() -> None:
    plan = plan_for(XIANGTAN, target(("140105", "households", 1.0)), loads_for(XIANGTAN))
    assert plan.point == ()
    assert plan.residual.total == 1.0


def test_rows_of_a_target_that_name_the_same_county_and_tier_are_added_up() -> None:
    twice = target(("140105", "lng_plant", 1.0), ("140105", "lng_plant", 0.5))
    assert relief_of(plan_for(XIANGTAN, twice, loads_for(XIANGTAN))) == {"lng": 1.5}


def test_a_solvers_noise_below_zero_takes_nothing_from_a_target() -> None:
    noisy = target(("140105", "lng_plant", 1.0), ("140105", "lng_plant", -0.5), ("140105", "comm", -1e-9))
    plan = plan_for(XIANGTAN, noisy, loads_for(XIANGTAN))
    assert relief_of(plan) == {"lng": 1.0}
    assert (plan.asked.relief >= 0).all()


def test_what_counties_can_give_adds_up_points_and_leaves_out_the_protected() -> None:
    rows = relief_by_county_tier(loads=loads_for(XIANGTAN))
    given_up = dict(zip(rows.tier, rows.reducible[:, 0].tolist(), strict=True))
    assert given_up == {
        "lng_plant": 2.85,
        "ind_dual_fuel": 2.0,
        "ind_cont": 4.5,
        "comm_heat": 1.6,
        "comm": 0.6,
    }


# ---- laws ------------------------------------------------------------------------------------------------------

POINTS = st.lists(
    st.builds(
        Point,
        name=st.uuids().map(str),
        consumer_class=st.sampled_from(list(ConsumerClass)),
        load=st.integers(0, 50_000).map(lambda m3: m3 / 10_000),
        safe=st.one_of(st.integers(0, 20_000).map(lambda m3: m3 / 10_000), st.just(float("nan"))),
        county=st.sampled_from(["140105", QINGXU]),
        notice_hours=st.sampled_from([0.0, 4.0, 8.0, 24.0, 48.0, float("nan")]),
        ramp_hours=st.sampled_from([0.0, 2.0, 12.0]),
        is_interruptible=st.booleans(),
        is_dual_fuel=st.booleans(),
        hours_cut=st.sampled_from([0.0, 24.0]),
    ),
    min_size=1,
    max_size=8,
)
NEED = st.integers(0, 300_000).map(lambda m3: m3 / 10_000)
WHEN = st.integers(-12, 40).map(lambda hours: EVENING_BEFORE + timedelta(hours=hours))


@given(points=POINTS, need=NEED, decided_at=WHEN)
def test_no_plan_ever_touches_a_protected_class_or_breaks_a_guard(
    points: list[Point], need: float, decided_at: datetime
) -> None:
    plan = planned(points, need, decided_at=decided_at)
    assert not {ConsumerClass(word) for word in plan.consumer_class} & POLICY.untouched_classes(day=DAY)
    loads = loads_for(points, decided_at=decided_at)
    assert guards.check(plan=plan, loads=loads, policy=POLICY, day=DAY).found == ()


@given(points=POINTS, need=NEED, decided_at=WHEN)
def test_a_plan_gives_what_is_needed_or_all_there_is_to_the_cubic_metre(
    points: list[Point], need: float, decided_at: datetime
) -> None:
    plan = planned(points, need, decided_at=decided_at)
    everything = sum(to_m3(loads_for(points, decided_at=decided_at).reducible[:, 0]))
    assert sum(to_m3(plan.relief)) == min(round(need * 10_000), everything)
    assert (plan.relief <= plan.load - plan.safe_load + 1e-9).all()


@given(points=POINTS, need=NEED, more=NEED)
def test_more_need_never_lowers_anybodys_relief(points: list[Point], need: float, more: float) -> None:
    before, after = relief_of(planned(points, need)), relief_of(planned(points, need + more))
    assert all(after[point] >= relief for point, relief in before.items())


@given(points=POINTS, need=NEED, seed=st.randoms(use_true_random=False))
def test_equal_inputs_in_another_order_give_the_same_plan(
    points: list[Point], need: float, seed: Any
) -> None:
    mixed = list(points)
    seed.shuffle(mixed)
    here, there = planned(points, need), planned(mixed, need)
    for column in fields(CutPlan):
        ours, theirs = getattr(here, column.name), getattr(there, column.name)
        if isinstance(ours, np.ndarray):
            assert ours.tolist() == theirs.tolist(), column.name
        elif isinstance(ours, ReliefTarget):
            assert ours.relief.tolist() == theirs.relief.tolist(), column.name
        else:
            assert ours == theirs, column.name
