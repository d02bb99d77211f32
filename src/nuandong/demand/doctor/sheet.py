"""The grid on which series are examined: unbroken days, one value a day, hours kept beside where there are any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from nuandong.demand.doctor.raw import Measure
from nuandong.demand.doctor.repairs import Stretch
from nuandong.units import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Series of one measure on the days of a sheet: `values` (n, D), NaN where nothing (or no one thing) is known.

    `written` (n, D) is True where a row stood, even one that says nothing; `hours` holds (D, 24) of the series
    that came by the hour, by their row, the mean of a repeated hour; `hour_count` how many rows each hour had.
    """

    names: tuple[str, ...]
    values: FloatArray
    written: BoolArray
    hours: dict[int, FloatArray]
    hour_count: dict[int, IntArray]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Use (n, D) and temperature (a, D) on the same days; `area_of` (n,) the row of temperature, -1 for none.

    `member_of` (a,) is the row of the average that a station is counted into, -1 for none.
    """

    days: tuple[date, ...]
    use: Columns
    temperature: Columns
    area_of: IntArray
    member_of: IntArray
    rest_day: BoolArray

    def columns(self, measure: Measure) -> Columns:
        """The series of one measure."""
        return self.use if measure is Measure.USE else self.temperature

    def stretch(self, measure: Measure, row: int, first: int, last: int) -> Stretch:
        """Days `first` to `last` of one row, by their dates."""
        return Stretch(measure, self.columns(measure).names[row], self.days[first], self.days[last])

    @property
    def weekday(self) -> IntArray:
        """Monday 0 to Sunday 6, (D,)."""
        first = self.days[0].weekday() if self.days else 0
        return (np.arange(len(self.days)) + first) % 7

    @property
    def day_of_year(self) -> IntArray:
        """1 January is 1, (D,)."""
        return np.array([day.timetuple().tm_yday for day in self.days], dtype=np.int64)
