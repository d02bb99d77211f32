"""From hours to gas days: a gas day's mean is that of its 24 hours from 08:00, and a hole in it is not guessed over.

Hours between two known ones are filled straight where these lie no further apart than `LONGEST_GAP`; so
feeds of every third or sixth hour serve as they are. A gas day with a longer hole has no mean.

Clause: T-022; ruling 7 of docs/rulings.md gives the hours of a gas day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

import numpy as np

from nuandong.gasday import HOURS, begin_of, gas_day_of, gas_days
from nuandong.units import FloatArray, IntArray

LONGEST_GAP = 6.0  # hours between two known values; judged: further apart, a morning low is lost
HELD = 2.0  # hours for which the last known value may stand at the end of a feed, or the first before it
SECONDS = 3600.0
EARLIEST_YEAR, LATEST_YEAR = 1850, 2200  # a slip of the year must not make a grid of a million days


@dataclass(frozen=True, slots=True, eq=False)
class DayMeans:
    """Means of D gas days in a row: `mean` (D,), NaN where not all 24 hours are known or bridged.

    `bridged` (D,) counts hours between known ones that the feed should have had by its own step; `unknown`
    (D,) hours that no neighbour reaches.
    """

    days: tuple[date, ...]
    mean: FloatArray
    bridged: IntArray
    unknown: IntArray


NO_DAYS = DayMeans((), np.zeros(0), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


def gas_day_means(*, times: tuple[datetime, ...], values: FloatArray) -> DayMeans:
    """Means over gas days of `values` (H,) at aware `times` (H,) in any order.

    NaN is missing; of two values for one instant the last counts.
    """
    at, known = _in_order(times, values)
    if at.size == 0:
        return NO_DAYS
    first, last = (gas_day_of(datetime.fromtimestamp(hour * SECONDS, tz=UTC)) for hour in (at[0], at[-1]))
    days = gas_days(first=first, count=(last - first).days + 1)
    begins = begin_of(first).timestamp() / SECONDS
    wanted = begins + np.arange(len(days) * HOURS, dtype=np.float64)
    filled = np.interp(wanted, at, known)
    gap = _gap_around(wanted, at)
    unknown = gap > LONGEST_GAP
    step = float(np.median(np.diff(at))) if at.size > 1 else 1.0
    bridged = ~unknown & (gap > step)
    whole = np.where(unknown, np.nan, filled).reshape(len(days), HOURS)
    return DayMeans(
        days=days,
        mean=whole.mean(axis=1),
        bridged=bridged.reshape(len(days), HOURS).sum(axis=1),
        unknown=unknown.reshape(len(days), HOURS).sum(axis=1),
    )


def aware(time: datetime, zone: tzinfo) -> datetime:
    """The instant, in `zone` where it names none itself; ValueError far outside any record of weather."""
    if not EARLIEST_YEAR <= time.year <= LATEST_YEAR:
        raise ValueError(time.isoformat())
    return time if time.tzinfo else time.replace(tzinfo=zone)


def _in_order(times: tuple[datetime, ...], values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Known values by the hour since 1970, rising, each hour once."""
    by_hour = {
        time.timestamp() / SECONDS: float(value)
        for time, value in zip(times, values, strict=True)
        if np.isfinite(value)
    }
    hours = np.array(sorted(by_hour), dtype=np.float64)
    return hours, np.array([by_hour[hour] for hour in hours.tolist()], dtype=np.float64)


def _gap_around(wanted: FloatArray, at: FloatArray) -> FloatArray:
    """Hours between the known values around each wanted hour; 0 on a known one, endless beyond the feed's ends."""
    after = np.searchsorted(at, wanted, side="left")
    inside = (after > 0) & (after < at.size)
    gap = np.full(wanted.shape, np.inf)
    gap[inside] = at[after[inside]] - at[after[inside] - 1]
    gap[np.isin(wanted, at)] = 0.0
    at_an_end = (wanted < at[0]) & (at[0] - wanted <= HELD) | (wanted > at[-1]) & (wanted - at[-1] <= HELD)
    gap[at_an_end] = 1.0
    return gap
