"""What a user can give up in time, what it keeps, and who is never asked."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.curtailment import DayNotCovered, ListEntries, point_loads, within_powers
from nuandong.curtailment.points import notify_by, share_in_time
from nuandong.gasday import CHINA, begin_of, gas_days
from nuandong.vocabulary import ConsumerClass
from tests.curtailment.towns import DAY, POLICY, Point, book_of, flat_use, loads_for

C = ConsumerClass
WEEK = gas_days(first=DAY, count=7)
EVENING = datetime(2023, 12, 19, 18, 0, tzinfo=CHINA)
PROTECTED = sorted(POLICY.untouched_classes(day=DAY))


def reducible(point: Point, *, decided_at: datetime = EVENING, scale: float = 1.0) -> float:
    return float(loads_for([point], decided_at=decided_at, scale=scale).reducible[0, 0])


@pytest.mark.parametrize("consumer_class", PROTECTED)
def test_a_protected_point_gives_nothing_though_a_list_names_it(consumer_class: ConsumerClass) -> None:
    loads = loads_for([Point("ward", consumer_class, 5.0)])
    assert loads.tier == ("",)
    assert loads.reducible.tolist() == [[0.0]]
    assert loads.safe.tolist() == loads.load.tolist()
    (finding,) = loads.findings
    assert finding.code == "curtailment.list.protected_point"
    assert finding.place.row == 2
    assert finding.value == "ward"


@pytest.mark.parametrize(
    ("decided", "notice", "ramp", "hours_left"),
    [
        pytest.param((19, 18), 4, 0, 24, id="told-the-evening-before"),
        pytest.param((19, 18), 8, 6, 24, id="exactly-in-time"),
        pytest.param((19, 18), 8, 7, 23, id="ramp-costs-its-last-hour"),
        pytest.param((19, 18), 24, 4, 10, id="notice-and-ramp-run-into-the-day"),
        pytest.param((20, 8), 4, 0, 20, id="decided-as-the-day-begins"),
        pytest.param((21, 3), 4, 0, 1, id="one-hour-is-left"),
        pytest.param((21, 4), 4, 0, 0, id="too-late-for-the-day"),
        pytest.param((23, 4), 4, 0, 0, id="long-after"),
    ],
)
def test_hours_of_notice_and_ramp_are_lost_for_the_day(
    decided: tuple[int, int], notice: float, ramp: float, hours_left: float
) -> None:
    point = Point("plant", C.IND_FUEL_DISC, 24.0, notice_hours=notice, ramp_hours=ramp)
    decided_at = datetime(2023, 12, decided[0], decided[1], 0, tzinfo=CHINA)
    assert reducible(point, decided_at=decided_at) == hours_left


def test_the_day_after_a_late_decision_is_whole() -> None:
    loads = loads_for(
        [Point("furnace", C.IND_FUEL_CONT, 10.0, 4.0, notice_hours=24)],
        days=gas_days(first=DAY, count=3),
        decided_at=EVENING,
    )
    assert loads.in_time[0].tolist() == pytest.approx([14 / 24, 1.0, 1.0])
    assert loads.reducible[0].tolist() == [3.5, 6.0, 6.0]


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        pytest.param(Point("a", C.IND_FUEL_DISC, 5.0), 5.0, id="all-of-it"),
        pytest.param(Point("a", C.IND_FUEL_CONT, 10.0, 4.0), 6.0, id="down-to-the-safe-load"),
        pytest.param(Point("a", C.IND_FUEL_CONT, 10.0, 0.5), 9.0, id="not-above-the-tiers-limit"),
        pytest.param(Point("a", C.IND_FUEL_CONT, 3.0, 4.0), 0.0, id="safe-load-above-load"),
        pytest.param(Point("a", C.COMM, 10.0, float("nan")), 7.0, id="safe-share-of-the-tier"),
        pytest.param(Point("a", C.IND_FEED, 10.0, float("nan")), 0.0, id="no-certified-safe-load-no-cut"),
    ],
)
def test_what_a_user_may_give_on_a_whole_day(point: Point, expected: float) -> None:
    assert reducible(point) == expected


def test_a_missing_certified_safe_load_is_reported() -> None:
    findings = loads_for([Point("ammonia", C.IND_FEED, 10.0, float("nan"))]).findings
    assert [finding.code for finding in findings] == ["curtailment.point.without_safe_load"]


def test_loads_follow_the_forecast_of_their_county_and_class_safe_loads_do_not() -> None:
    loads = loads_for([Point("mall", C.COMM_HEAT, 10.0, 2.0)], scale=1.5)
    assert loads.load[0, 0] == 15.0
    assert loads.safe[0, 0] == 2.0
    assert loads.reducible[0, 0] == 13.0


def test_a_class_without_model_keeps_its_stated_load_and_says_so() -> None:
    points = [Point("mall", C.COMM_HEAT, 10.0)]
    nothing = flat_use([])
    loads = point_loads(
        book=book_of(points),
        forecast=replace(nothing, days=(DAY,)),
        reference_use=np.zeros(0),
        policy=POLICY,
        days=(DAY,),
        decided_at=EVENING,
    )
    assert loads.load[0, 0] == 10.0
    assert [finding.code for finding in loads.findings] == ["curtailment.point.without_model"]


def test_points_that_add_up_to_more_than_their_class_are_reported() -> None:
    points = [Point("mall", C.COMM_HEAT, 10.0), Point("office", C.COMM_HEAT, 5.0)]
    use = flat_use([Point("class", C.COMM_HEAT, 12.0)])
    loads = point_loads(
        book=book_of(points),
        forecast=use,
        reference_use=use.use[:, 0],
        policy=POLICY,
        days=(DAY,),
        decided_at=EVENING,
    )
    (finding,) = loads.findings
    assert finding.code == "curtailment.load.above_class"
    assert "15.0000" in finding.value


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"begins": (date(2023, 12, 21),)}, id="not-yet-in-force"),
        pytest.param({"ends": (date(2023, 12, 19),)}, id="no-longer-in-force"),
        pytest.param({"approved_by": ("",)}, id="never-approved"),
        pytest.param({"approved_at": (EVENING + timedelta(minutes=1),)}, id="approved-after-the-decision"),
    ],
)
def test_only_a_list_in_force_counts(change: dict[str, object]) -> None:
    points = [Point("plant", C.IND_FUEL_DISC, 5.0)]
    book = book_of(points)
    book = replace(book, curtailment_lists=replace(book.curtailment_lists, **change))  # type: ignore[arg-type]
    assert loads_for(points, book=book, decided_at=EVENING).reducible[0, 0] == 0.0
    assert reducible(points[0]) == 5.0


def test_a_point_on_no_list_gives_nothing() -> None:
    points = [Point("plant", C.IND_FUEL_DISC, 5.0), Point("mill", C.IND_FUEL_DISC, 5.0)]
    loads = loads_for(points, book=book_of(points, listed=["mill"]), decided_at=EVENING)
    assert loads.reducible[:, 0].tolist() == [0.0, 5.0]
    assert loads.tier[0] == loads.tier[1] == "ind_disc"


def test_list_rows_that_name_nobody_are_reported_with_their_row() -> None:
    points = [Point("plant", C.IND_FUEL_DISC, 5.0)]
    book = replace(book_of(points), list_entries=ListEntries(("winter", "summer"), ("ghost", "plant")))
    found = loads_for(points, book=book, decided_at=EVENING).findings
    assert [(finding.place.row, finding.place.column, finding.value) for finding in found] == [
        (2, "point", "ghost"),
        (3, "curtailment_list", "summer"),
    ]


def test_a_contract_lets_a_user_be_interrupted_on_the_days_that_are_left() -> None:
    point = Point("glass", C.IND_FUEL_CONT, 10.0, 1.0, is_interruptible=True, days_left=2.0)
    loads = loads_for([point], days=WEEK, decided_at=EVENING)
    assert loads.tier == ("ind_interruptible",)
    assert loads.reducible[0].tolist() == [9.0, 9.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    free = replace(point, days_left=float("nan"))
    assert loads_for([free], days=WEEK, decided_at=EVENING).reducible[0].tolist() == [9.0] * 7


def test_a_level_narrows_what_may_be_asked_to_its_tiers_and_limits() -> None:
    points = [Point("lng", C.LNG_PLANT, 10.0), Point("plant", C.IND_FUEL_DISC, 5.0)]
    loads = loads_for(points, decided_at=EVENING)
    given = {
        level: within_powers(loads=loads, powers=POLICY.powers(level=level, day=DAY)).reducible[:, 0].tolist()
        for level in ("none", "blue", "yellow", "red")
    }
    assert given == {"none": [0, 0], "blue": [2.0, 0], "yellow": [5.0, 0], "red": [10.0, 5.0]}


def test_who_is_told_late_is_told_at_once() -> None:
    assert notify_by(lead_hours=8, day=DAY, decided_at=EVENING) == begin_of(DAY) - timedelta(hours=8)
    assert notify_by(lead_hours=24, day=DAY, decided_at=EVENING) == EVENING


def test_a_day_without_forecast_is_refused() -> None:
    with pytest.raises(DayNotCovered, match="2023-12-20"):
        loads_for([Point("plant", C.IND_FUEL_DISC, 5.0)]).column(DAY + timedelta(days=1))


@given(lead=st.floats(0, 96), minutes=st.integers(0, 4000), later=st.integers(0, 600))
def test_deciding_later_never_leaves_more_time(lead: float, minutes: int, later: int) -> None:
    decided_at = datetime(2023, 12, 19, 8, 0, tzinfo=CHINA) + timedelta(minutes=minutes)
    hours = np.array([lead])
    early = share_in_time(lead_hours=hours, days=WEEK, decided_at=decided_at)
    late = share_in_time(lead_hours=hours, days=WEEK, decided_at=decided_at + timedelta(minutes=later))
    assert (late <= early).all()
    assert ((early >= 0) & (early <= 1)).all()
    assert (np.diff(early[0]) >= 0).all()
