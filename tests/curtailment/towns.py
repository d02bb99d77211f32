"""Small towns to cut gas in: a few users each, whose loads one can add up by hand."""

from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from nuandong.curtailment import (
    CurtailmentLists,
    CutPlan,
    DeliveryPoints,
    ListEntries,
    PointLoads,
    ReliefTarget,
    UserBook,
    Users,
    plan_curtailment,
    walk_tiers,
)
from nuandong.curtailment import point_loads as loads_of
from nuandong.gasday import CHINA
from nuandong.policy import PolicyBook, read_policy
from nuandong.units import FloatArray
from nuandong.vocabulary import ConsumerClass, Evidence

DAY = date(2023, 12, 20)
EVENING_BEFORE = datetime(2023, 12, 19, 8, 0, tzinfo=CHINA)  # a whole day ahead: 24 h of notice just fit
QINGXU = "140121"
POLICY: PolicyBook = read_policy()


@dataclass(frozen=True)
class Point:
    """A delivery point as a test writes it down."""

    name: str
    consumer_class: ConsumerClass
    load: float
    safe: float = 0.0
    county: str = "140105"
    notice_hours: float = 4.0
    ramp_hours: float = 0.0
    is_interruptible: bool = False
    days_left: float = float("nan")
    is_dual_fuel: bool = False
    hours_cut: float = 0.0


@dataclass(frozen=True)
class Use:
    """Forecast use of a few counties and classes."""

    county: tuple[str, ...]
    consumer_class: tuple[ConsumerClass, ...]
    days: tuple[date, ...]
    use: FloatArray


def book_of(points: list[Point], *, listed: list[str] | None = None) -> UserBook:
    """A user book in which everybody stands on one approved list, or only those in `listed`."""
    names = tuple(point.name for point in points)
    count = len(points)
    evidence, reference = (Evidence.ILLUSTRATIVE,) * count, ("test",) * count
    owners = tuple(f"user of {name}" for name in names)
    users = Users(
        user=owners,
        name_zh=tuple(f"示例{name}" for name in names),
        name_en=tuple(f"Example {name}" for name in names),
        county=tuple(point.county for point in points),
        department=("industry",) * count,
        is_group=np.zeros(count, dtype=np.bool_),
        cumulative_hours=np.array([point.hours_cut for point in points]),
        evidence=evidence,
        reference=reference,
    )
    delivery_points = DeliveryPoints(
        point=names,
        user=owners,
        county=tuple(point.county for point in points),
        consumer_class=tuple(point.consumer_class for point in points),
        load=np.array([point.load for point in points]),
        safe_load=np.array([point.safe for point in points]),
        ramp_hours=np.array([point.ramp_hours for point in points]),
        notice_hours=np.array([point.notice_hours for point in points]),
        is_interruptible=np.array([point.is_interruptible for point in points], dtype=np.bool_),
        interruptible_days_left=np.array([point.days_left for point in points]),
        is_dual_fuel=np.array([point.is_dual_fuel for point in points], dtype=np.bool_),
        evidence=evidence,
        reference=reference,
    )
    entries = names if listed is None else tuple(listed)
    return UserBook(users, delivery_points, one_list(), ListEntries(("winter",) * len(entries), entries))


def one_list() -> CurtailmentLists:
    """The season's approved list of the province."""
    return CurtailmentLists(
        curtailment_list=("winter",),
        region=("140000",),
        begins=(date(2023, 11, 1),),
        ends=(date(2024, 3, 31),),
        approved_by=("province",),
        approved_at=(datetime(2023, 10, 20, 9, 0, tzinfo=CHINA),),
    )


def flat_use(points: list[Point], *, days: tuple[date, ...] = (DAY,), scale: float = 1.0) -> Use:
    """Use of each county and class as the sum of its points, the same every day, `scale` times."""
    keys = sorted({(point.county, point.consumer_class) for point in points})
    total = {key: sum(p.load for p in points if (p.county, p.consumer_class) == key) for key in keys}
    use = np.array([[scale * total[key]] * len(days) for key in keys]).reshape(len(keys), len(days))
    return Use(tuple(key[0] for key in keys), tuple(key[1] for key in keys), days, use)


def loads_for(
    points: list[Point],
    *,
    book: UserBook | None = None,
    days: tuple[date, ...] = (DAY,),
    decided_at: datetime = EVENING_BEFORE,
    scale: float = 1.0,
) -> PointLoads:
    """Loads of the points on days whose use is `scale` times that of the reference day."""
    reference = flat_use(points, days=days)
    return loads_of(
        book=book or book_of(points),
        forecast=replace(reference, use=reference.use * scale),
        reference_use=reference.use[:, 0],
        policy=POLICY,
        days=days,
        decided_at=decided_at,
    )


def planned(points: list[Point], need: float, *, decided_at: datetime = EVENING_BEFORE) -> CutPlan:
    """The plan for a need of gas that can flow anywhere."""
    loads = loads_for(points, decided_at=decided_at)
    return plan_for(points, walk_tiers(need=need, loads=loads, policy=POLICY, day=DAY), loads)


def plan_for(points: list[Point], relief: ReliefTarget, loads: PointLoads) -> CutPlan:
    """The plan for a target by county and tier."""
    return plan_curtailment(
        relief=relief,
        loads=loads,
        book=book_of(points),
        policy=POLICY,
        day=DAY,
        decided_at=loads.decided_at,
    )


def target(*rows: tuple[str, str, float]) -> ReliefTarget:
    """A target as rows of county, tier and relief."""
    return ReliefTarget(
        tuple(row[0] for row in rows), tuple(row[1] for row in rows), np.array([row[2] for row in rows])
    )


# The numbers of Xiangtan, December 2017: 11 of 60 are missing, residents use 30; the other users are ours.
XIANGTAN = [
    Point("homes", ConsumerClass.RES_HEAT, 30.0),
    Point("hospital", ConsumerClass.PUB_ESS, 2.0),
    Point("buses", ConsumerClass.BUS, 1.0),
    Point("taxis", ConsumerClass.TAXI, 1.0),
    Point("lng", ConsumerClass.LNG_PLANT, 3.0, 0.15),
    Point("boiler", ConsumerClass.IND_FUEL_DISC, 2.0, is_dual_fuel=True),
    Point("glass", ConsumerClass.IND_FUEL_CONT, 9.0, 6.0, notice_hours=24.0),
    Point("kiln", ConsumerClass.IND_FUEL_CONT, 6.0, 4.5, notice_hours=24.0),
    Point("mall", ConsumerClass.COMM_HEAT, 4.0, 2.4),
    Point("canteens", ConsumerClass.COMM, 2.0, 1.4),
]
