"""The dates that the sample's tables share."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from nuandong.gasday import CHINA, gas_days

FIRST = date(2023, 11, 1)
LAST = date(2024, 3, 31)
DAYS = gas_days(first=FIRST, count=(LAST - FIRST).days + 1)
LEAD_IN = date(2023, 10, 25)  # earlier days that the effective temperature of 1 November looks back on
WEATHER_DAYS = gas_days(first=LEAD_IN, count=(LAST - LEAD_IN).days + 1)
LAST_OBSERVED = date(2023, 12, 31)
GAS_DAY = date(2023, 12, 20)
DECIDED_AT = datetime(2023, 12, 19, 17, 30, tzinfo=CHINA)
SEED = "nuandong sample province 2023-24"
WEIGHTS = (0.5, 0.3, 0.2)
REFERENCE_TEMPERATURE = -5.0


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant in China time."""
    return datetime.combine(day, time(hour, minute), tzinfo=CHINA)


def after(day: date, count: int) -> date:
    """The date `count` days later."""
    return day + timedelta(days=count)
