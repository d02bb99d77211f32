"""What was written down, before it stands on a grid: rows in any order, days doubled, hours or days.

A raw series is one column of one source: the use of a unit, or the temperature of an area or station.
Clause: T-022 (estimate of demand).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self

import numpy as np

from nuandong.demand.series import UseHistory
from nuandong.findings import AssuranceError
from nuandong.units import FloatArray, IntArray

HOURS = 24


class Measure(StrEnum):
    """What a series measures; `use` is summed over hours, `temperature` averaged."""

    USE = "use"
    TEMPERATURE = "temperature"


class CrookedSeries(AssuranceError):
    """A raw series whose columns differ in length, or whose hours are not hours."""

    def __init__(self, name: str, found: object, wanted: str) -> None:
        self.name, self.found, self.wanted = name, found, wanted
        super().__init__(f"Series {name}: {found}; {wanted}. Give one value for each row, hours 0 to 23.")


@dataclass(frozen=True, slots=True, eq=False)
class RawSeries:
    """Rows of one series as they came: `day` (m,) proleptic ordinals, `value` (m,), `hour` (m,) or None if daily.

    `area` names the area whose temperature moves a unit's use (empty: the only one, or none);
    `member_of` names the average that a temperature station is counted into. Values are in the source's own
    unit of use or in degC; NaN is a written gap.
    """

    name: str
    measure: Measure
    day: IntArray
    value: FloatArray
    hour: IntArray | None = None
    area: str = ""
    member_of: str = ""

    def __post_init__(self) -> None:
        """CrookedSeries where columns differ in length or an hour is none."""
        hours = self.day if self.hour is None else self.hour
        if not len(self.day) == len(self.value) == len(hours):
            found = f"{len(self.day)} days, {len(hours)} hours, {len(self.value)} values"
            raise CrookedSeries(self.name, found, "columns must be equally long")
        if self.hour is not None and len(self.hour) and not 0 <= self.hour.min() <= self.hour.max() < HOURS:
            raise CrookedSeries(
                self.name, f"hour {self.hour.min()} to {self.hour.max()}", "hours are 0 to 23"
            )

    @classmethod
    def daily(
        cls, *, name: str, measure: Measure, days: Iterable[date], value: FloatArray, area: str = "",
        member_of: str = "",
    ) -> Self:  # fmt: skip
        """A series of daily rows; days may stand in any order and more than once."""
        day = np.array([one.toordinal() for one in days], dtype=np.int64)
        return cls(name, measure, day, np.asarray(value, dtype=np.float64), None, area, member_of)

    @classmethod
    def hourly(
        cls, *, name: str, measure: Measure, instants: Iterable[datetime], value: FloatArray,
        day_begins: int = 0, area: str = "",
    ) -> Self:  # fmt: skip
        """A series of hourly rows by the clock of its source; `day_begins` is the hour at which its day begins."""
        moved = [instant - timedelta(hours=day_begins) for instant in instants]
        day = np.array([one.toordinal() for one in moved], dtype=np.int64)
        hour = np.array([one.hour for one in moved], dtype=np.int64)
        return cls(name, measure, day, np.asarray(value, dtype=np.float64), hour, area)


def raw_from_history(*, history: UseHistory) -> tuple[RawSeries, ...]:
    """A history that already stands on its grid as raw series, use first, so that it too can be examined."""
    day = np.arange(len(history.days), dtype=np.int64) + (history.days[0].toordinal() if history.days else 0)
    use = [
        RawSeries(unit, Measure.USE, day, values, None, history.areas[area])
        for unit, values, area in zip(history.units, history.use, history.area_of, strict=True)
    ]
    weather = [
        RawSeries(area, Measure.TEMPERATURE, day, values)
        for area, values in zip(history.areas, history.temperature, strict=True)
    ]
    return (*use, *weather)
