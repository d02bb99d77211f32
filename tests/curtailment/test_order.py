"""The order of a plan: every plan that is made keeps it, and what breaks it is named."""

from dataclasses import fields, replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nuandong.curtailment import CutPlan, check_order, guards
from nuandong.vocabulary import ConsumerClass
from tests.curtailment.towns import (
    DAY,
    POLICY,
    XIANGTAN,
    Point,
    book_of,
    loads_for,
    plan_for,
    planned,
    target,
)

C = ConsumerClass
CLASSES = (
    C.LNG_PLANT,
    C.IND_FUEL_DISC,
    C.IND_FUEL_CONT,
    C.IND_FEED,
    C.COMM_HEAT,
    C.COMM,
    C.RES_HEAT,
    C.VEH_OTHER,
)

POINTS = st.lists(
    st.builds(
        lambda number, kind, load, safe, hours, county, dual: Point(
            f"p{number}",
            kind,
            load / 1e4,
            min(load, safe) / 1e4,
            county=county,
            hours_cut=hours,
            is_dual_fuel=dual,
        ),
        st.integers(0, 10_000),
        st.sampled_from(CLASSES),
        st.integers(0, 60_000),
        st.integers(0, 60_000),
        st.floats(0, 100),
        st.sampled_from(["140105", "140121"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=10,
    unique_by=lambda point: point.name,
)


def rules(plan: CutPlan, points: list[Point]) -> list[tuple[str, int | None]]:
    found = check_order(plan=plan, loads=loads_for(points), policy=POLICY, day=DAY)
    return [(finding.code.removeprefix("curtailment.plan."), finding.place.row) for finding in found]


def reordered(plan: CutPlan, rows: list[int]) -> CutPlan:
    def column(name: str) -> object:
        values = getattr(plan, name)
        return values[rows] if isinstance(values, np.ndarray) else tuple(values[row] for row in rows)

    names = [
        field.name for field in fields(plan) if field.name not in ("day", "decided_at", "asked", "residual")
    ]
    return replace(plan, **{name: column(name) for name in names})


@given(points=POINTS, need=st.floats(0, 40))
def test_every_plan_that_is_made_keeps_the_order_and_names_its_users_rightly(
    points: list[Point], need: float
) -> None:
    plan = planned(points, need)
    assert rules(plan, points) == []
    assert not guards.check_names(plan=plan, loads=loads_for(points), book=book_of(points), day=DAY)


def test_a_tier_before_its_turn_names_what_the_earlier_one_can_still_give() -> None:
    plan = planned(XIANGTAN, 5.0)
    relief = plan.relief.copy()
    relief[0] -= 1.0
    found = check_order(plan=replace(plan, relief=relief), loads=loads_for(XIANGTAN), policy=POLICY, day=DAY)
    first = found.errors[0]
    assert first.code == "curtailment.plan.tier_order"
    assert first.place.row == 3
    assert "1.0000" in first.wanted_zh
    assert "lng" in first.wanted_en


def test_a_list_whose_later_tier_stands_above_an_earlier_one_is_named_where_the_order_breaks() -> None:
    plan = planned(XIANGTAN, 11.0)
    assert ("out_of_line", 3) in rules(reordered(plan, [1, 0, 2, 3, 4, 5]), XIANGTAN)


def test_neighbours_who_are_not_asked_alike_are_a_warning_with_the_fair_shares() -> None:
    mills = [Point("north", C.IND_FUEL_DISC, 2.0), Point("south", C.IND_FUEL_DISC, 2.0)]
    plan = plan_for(mills, target(("140105", "ind_disc", 2.0)), loads_for(mills))
    uneven = replace(plan, relief=np.array([1.6, 0.4]))
    found = check_order(plan=uneven, loads=loads_for(mills), policy=POLICY, day=DAY)
    assert found.errors == ()
    assert "应 1.0000（现 1.6000）" in found.warnings[0].wanted_zh
    one_cubic_metre = replace(plan, relief=np.array([1.0001, 0.9999]))
    assert rules(one_cubic_metre, mills) == []
