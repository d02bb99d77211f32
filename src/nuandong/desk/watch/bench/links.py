"""The link with companies that report daily: who was last heard of when, and who is silent.

Clauses: T-077 (producers: daily by each producer), T-076 (city gas companies).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Max

from nuandong.desk.directory.models import Organisation, ReportingUnit
from nuandong.desk.directory.province import policy_book
from nuandong.desk.reporting.deadlines import deadline_of
from nuandong.desk.reporting.models import ReportVersion
from nuandong.gasday import gas_day_of, gas_days

DAYS_SHOWN = 7


class DayLink(StrEnum):
    """What came of one gas day."""

    FILED = "filed"
    LATE = "late"
    AWAITED = "awaited"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Link:
    """One company's link: its days, oldest first, and when it was last heard of. Without a unit it owes no report."""

    company: Organisation
    unit: ReportingUnit | None
    days: tuple[tuple[date, DayLink], ...]
    last_at: datetime | None

    @property
    def silent_days(self) -> int:
        """Gas days in a row, up to the last that is due, without a report."""
        count = 0
        for _day, state in reversed(self.days):
            if state is DayLink.AWAITED:
                continue
            if state is not DayLink.MISSING:
                break
            count += 1
        return count

    @property
    def is_silent(self) -> bool:
        """Whether the last report that is due is not there, or nobody was ever asked for one."""
        return self.unit is None or self.silent_days > 0

    @property
    def order(self) -> tuple[bool, int, str]:
        """Silent ones first, the longest silence at the top."""
        return not self.is_silent, -self.silent_days, self.company.name_zh


def links_of(*, companies: Iterable[Organisation], at: datetime) -> list[Link]:
    """Every company with the last week of its daily reports, silent ones first."""
    every = list(companies)
    last = gas_day_of(at) - timedelta(days=1)
    week = gas_days(first=last - timedelta(days=DAYS_SHOWN - 1), count=DAYS_SHOWN)
    units = {
        unit.organisation_id: unit
        for unit in ReportingUnit.objects.due_on(last).filter(organisation__in=[one.code for one in every])
    }
    codes = [unit.code for unit in units.values()]
    versions = ReportVersion.objects.filter(report__unit__in=codes, filed_at__lte=at)
    first: dict[tuple[str, date], ReportVersion] = {}
    heard = dict(versions.values_list("report__unit_id").annotate(Max("filed_at")).order_by())
    told = versions.filter(report__gas_day__gte=week[0]).select_related("report").order_by("number")
    for version in told:
        first.setdefault((version.report.unit_id, version.report.gas_day), version)
    found = []
    for company in every:
        unit = units.get(company.code)
        days = (
            () if unit is None else tuple((day, _state(first.get((unit.code, day)), day, at)) for day in week)
        )
        found.append(Link(company, unit, days, None if unit is None else heard.get(unit.code)))
    return sorted(found, key=lambda link: link.order)


def _state(version: ReportVersion | None, day: date, at: datetime) -> DayLink:
    if version is not None:
        return DayLink.LATE if version.is_late else DayLink.FILED
    due = deadline_of(unit_kind="company", gas_day=day, policy=policy_book())
    return DayLink.AWAITED if at <= due else DayLink.MISSING
