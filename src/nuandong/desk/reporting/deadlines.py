"""By when a report is due: the hour is policy, the day is the morning after the gas day (T-093, T-095)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from nuandong.gasday import CHINA, end_of, gas_day_of
from nuandong.policy import PolicyBook


def deadline_of(*, unit_kind: str, gas_day: date, policy: PolicyBook) -> datetime:
    """The instant after which a report of this gas day is late."""
    hour = time.fromisoformat(policy.text(f"report.{unit_kind}_by", day=gas_day).value)
    return datetime.combine(end_of(gas_day).date(), hour, tzinfo=CHINA)


def planned_day(at: datetime) -> date:
    """The gas day that is decided at an instant: the next one to begin (rulings, 8)."""
    return gas_day_of(at) + timedelta(days=1)


def summary_of(*, gas_day: date, policy: PolicyBook) -> datetime:
    """The instant at which the office sums the day up; a report that is still missing is then a suspected omission."""
    hour = time.fromisoformat(policy.text("report.summary_by", day=gas_day).value)
    return datetime.combine(end_of(gas_day).date(), hour, tzinfo=CHINA)
