"""Which points were read, day by day: the newest reading of each, its gaps and how far it may be trusted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from nuandong.desk.directory.models import DeliveryPoint
from nuandong.desk.reporting.models.readings import Reading, ReadingQuality
from nuandong.desk.reporting.readings.metered import WHOLE, Metered, metered, newest
from nuandong.gasday import begin_of, end_of, gas_day_of, gas_days
from nuandong.units import Flow

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
    """A point with its last days, oldest first, and the newest of its readings."""

    point: DeliveryPoint
    days: tuple[PointDay, ...]
    last: Reading | None

    @property
    def today(self) -> PointDay:
        """The gas day that ended last."""
        return self.days[-1]

    @property
    def gaps(self) -> int:
        """How many of the days shown were not read at all, or only in part."""
        return sum(day.state in (DayState.NONE, DayState.PART) for day in self.days)


def last_ended_day(at: datetime) -> date:
    """The gas day that ended last at an instant."""
    return gas_day_of(at) - timedelta(days=1)


def rows_of(*, points: Sequence[DeliveryPoint], gas_day: date, known_at: datetime) -> list[PointRow]:
    """Every point with the gas days up to one, as known at an instant."""
    days = gas_days(first=gas_day - timedelta(days=DAYS_SHOWN - 1), count=DAYS_SHOWN)
    codes = [point.code for point in points]
    first, last = begin_of(days[0]), end_of(days[-1])
    rows = Reading.objects.filter(
        delivery_point__code__in=codes, to_at__gt=first, from_at__lt=last, known_at__lte=known_at
    )
    by_point: dict[str, list[Reading]] = defaultdict(list)
    for reading in newest(rows):
        by_point[reading.delivery_point_id].append(reading)
    latest = _latest(codes, known_at)
    return [
        PointRow(point, _days(days, by_point.get(point.code, ())), latest.get(point.code)) for point in points
    ]


def counts_of(rows: Iterable[PointRow]) -> dict[str, int]:
    """How many points were read on the last of the days, and how far they may be trusted."""
    counts = dict.fromkeys(("all", *DayState, "by_user"), 0)
    for row in rows:
        counts["all"] += 1
        counts[row.today.state] += 1
        counts["by_user"] += row.today.metered is not None and row.today.metered.filed_by_user
    return counts


def flow_shown(row: PointRow) -> Flow | None:
    """Mean flow of the last of the days, where it was read."""
    return None if row.today.metered is None else row.today.metered.flow


def _latest(codes: Sequence[str], known_at: datetime) -> Mapping[str, Reading]:
    rows: Any = Reading.objects.filter(delivery_point__code__in=codes, known_at__lte=known_at)
    found: dict[str, Reading] = {}
    for reading in rows.order_by("to_at", "known_at", "id").iterator():
        found[reading.delivery_point_id] = reading
    return found


def _days(days: Iterable[date], readings: Sequence[Reading]) -> tuple[PointDay, ...]:
    return tuple(_day(day, readings) for day in days)


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
