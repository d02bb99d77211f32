"""Which points were read, day by day: the newest reading of each, its gaps and how far it may be trusted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Max

from nuandong.desk.directory.models import DeliveryPoint
from nuandong.desk.reporting.models.readings import Reading, ReadingQuality
from nuandong.desk.reporting.readings.metered import WHOLE, Metered, metered, newest
from nuandong.desk.reporting.readings.record import LONGEST
from nuandong.gasday import begin_of, end_of, gas_day_of, gas_days

DAYS_SHOWN = 7


class DayState(StrEnum):
    """How far one gas day of one point was read."""

    READ = "read"
    ESTIMATED = "estimated"
    SUSPECT = "suspect"
    PART = "part"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PointDay:
    """One gas day of one point."""

    gas_day: date
    state: DayState
    metered: Metered | None


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point with its last days, oldest first, and when the last of its readings ends."""

    point: DeliveryPoint
    days: tuple[PointDay, ...]
    last_at: datetime | None

    @property
    def today(self) -> PointDay:
        """The gas day that ended last."""
        return self.days[-1]


def last_ended_day(at: datetime) -> date:
    """The gas day that ended last at an instant."""
    return gas_day_of(at) - timedelta(days=1)


def rows_of(*, points: Sequence[DeliveryPoint], gas_day: date, known_at: datetime) -> list[PointRow]:
    """Points with the week up to a gas day, as known at an instant."""
    week = gas_days(first=gas_day - timedelta(days=DAYS_SHOWN - 1), count=DAYS_SHOWN)
    codes = [point.code for point in points]
    days, ends = days_of(codes=codes, days=week, known_at=known_at), last_ends(codes=codes, known_at=known_at)
    return [PointRow(point, days[point.code], ends.get(point.code)) for point in points]


def days_of(
    *, codes: Sequence[str], days: Sequence[date], known_at: datetime
) -> dict[str, tuple[PointDay, ...]]:
    """How far gas days in a row were read, by point, as known at an instant."""
    rows = Reading.objects.filter(
        delivery_point__code__in=codes, to_at__gt=begin_of(days[0]), from_at__lt=end_of(days[-1]),
        known_at__lte=known_at, from_at__gte=begin_of(days[0]) - LONGEST,
    )  # fmt: skip
    by_point: dict[str, list[Reading]] = defaultdict(list)
    for reading in newest(rows):
        by_point[reading.delivery_point_id].append(reading)
    return {code: tuple(_day(day, by_point.get(code, ())) for day in days) for code in codes}


def last_ends(*, codes: Sequence[str], known_at: datetime) -> Mapping[str, datetime]:
    """When the last reading of each point ends."""
    rows = Reading.objects.filter(delivery_point__code__in=codes, known_at__lte=known_at)
    return dict(rows.values_list("delivery_point_id").annotate(Max("to_at")).order_by())


def counts_of(days: Iterable[PointDay]) -> dict[str, int]:
    """How many points were read on a day, and how far they may be trusted."""
    counts = dict.fromkeys(("all", *DayState, "by_user"), 0)
    for day in days:
        counts["all"] += 1
        counts[day.state] += 1
        counts["by_user"] += is_by_user(day)
    return counts


def is_by_user(day: PointDay) -> bool:
    """Whether what is known of the day was filed by the user itself."""
    return day.metered is not None and day.metered.filed_by_user


def _day(day: date, readings: Sequence[Reading]) -> PointDay:
    begins, ends = begin_of(day), end_of(day)
    own = [reading for reading in readings if reading.to_at > begins and reading.from_at < ends]
    told = metered(readings=own, begins=begins, ends=ends)
    if told is None:
        return PointDay(day, DayState.PART if own else DayState.NONE, None)
    if told.covered < WHOLE:
        return PointDay(day, DayState.PART, told)
    states = {
        ReadingQuality.METERED: DayState.READ,
        ReadingQuality.ESTIMATED: DayState.ESTIMATED,
        ReadingQuality.SUSPECT: DayState.SUSPECT,
    }
    return PointDay(day, states[told.quality], told)
