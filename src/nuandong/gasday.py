"""Gas days and heating seasons.

A gas day begins at 08:00 local time and ends at 08:00 the next morning; it carries the date on which it
begins. The heating season of the notice runs November to March (winter emergency plan, 2017).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

GAS_DAY_BEGINS = time(8, 0)
HOURS = 24  # of a gas day
CHINA = timezone(timedelta(hours=8), "CST")


def gas_day_of(instant: datetime) -> date:
    """Gas day to which an aware instant belongs."""
    local = instant.astimezone(CHINA)
    return local.date() if local.time() >= GAS_DAY_BEGINS else local.date() - timedelta(days=1)


def begin_of(gas_day: date) -> datetime:
    """The aware instant at which a gas day begins."""
    return datetime.combine(gas_day, GAS_DAY_BEGINS, tzinfo=CHINA)


def end_of(gas_day: date) -> datetime:
    """The aware instant at which a gas day ends: 08:00 of the next date."""
    return begin_of(gas_day + timedelta(days=1))


def gas_days(*, first: date, count: int) -> tuple[date, ...]:
    """`count` gas days in a row, beginning with `first`."""
    return tuple(first + timedelta(days=step) for step in range(count))


@dataclass(frozen=True, slots=True)
class HeatingSeason:
    """A heating season by its first and last gas day, both inside."""

    first: date
    last: date

    @property
    def days(self) -> tuple[date, ...]:
        """Every gas day of the season in order."""
        return gas_days(first=self.first, count=(self.last - self.first).days + 1)

    def holds(self, gas_day: date) -> bool:
        """Whether the gas day lies inside the season."""
        return self.first <= gas_day <= self.last


def season_of(gas_day: date) -> HeatingSeason:
    """The November-to-March season that holds `gas_day`, or the next one if it lies in summer."""
    begins = gas_day.year if gas_day.month >= 4 else gas_day.year - 1
    return HeatingSeason(date(begins, 11, 1), date(begins + 1, 4, 1) - timedelta(days=1))
