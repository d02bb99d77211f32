"""A month of watches for a page: each day with who is on and whether it is thin."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from nuandong.desk.directory.duty.coverage import Watch, least_people
from nuandong.desk.directory.models import DutyShift
from nuandong.gasday import CHINA


@dataclass(frozen=True, slots=True)
class WatchOfDay:
    """One watch that begins on a day, with everybody on it."""

    begins: datetime
    ends: datetime
    shifts: tuple[DutyShift, ...]


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day; `people` is the fewest on duty at any of its moments, None where nothing is planned at all."""

    day: date
    watches: tuple[WatchOfDay, ...]
    people: int


def month_span(first: date) -> tuple[datetime, datetime]:
    """The month of a day, from its first midnight to the next one's."""
    begins = first.replace(day=1)
    length = calendar.monthrange(begins.year, begins.month)[1]
    start = datetime.combine(begins, time(0), CHINA)
    return start, start + timedelta(days=length)


def days_of(begins: datetime, ends: datetime, shifts: Sequence[DutyShift]) -> list[DayOfMonth]:
    """Each day between two midnights."""
    found, midnight = [], begins
    while midnight < ends:
        after = midnight + timedelta(days=1)
        touching = [
            Watch(one.person_id, one.begins_at, one.ends_at)
            for one in shifts
            if one.begins_at < after and one.ends_at > midnight
        ]
        least = least_people(begins=midnight, ends=after, watches=touching)
        found.append(DayOfMonth(midnight.date(), _watches(shifts, midnight, after), least))
        midnight = after
    return found


def _watches(shifts: Sequence[DutyShift], midnight: datetime, after: datetime) -> tuple[WatchOfDay, ...]:
    spans: dict[tuple[datetime, datetime], list[DutyShift]] = {}
    for one in shifts:
        if midnight <= one.begins_at < after:
            spans.setdefault((one.begins_at, one.ends_at), []).append(one)
    return tuple(WatchOfDay(*span, tuple(on)) for span, on in sorted(spans.items()))
