"""The rows of a table by series on one row of days; rows that are forecasts stand apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from nuandong.casefile.faults import Gathering
from nuandong.casefile.utility.asked import Reading
from nuandong.casefile.utility.days import (
    DAY_MINUTES,
    LONGEST_YEARS,
    Grid,
    Lines,
    daily_values,
    day_of,
    mean_days,
    report_days,
    report_disorder,
    step_minutes,
    summed_days,
    unbroken,
)
from nuandong.casefile.utility.headings import Heading, Role
from nuandong.casefile.utility.rows import Understood, distinct
from nuandong.casefile.utility.said import Said
from nuandong.units import FloatArray

DAYS_AHEAD = 31  # days laid behind the last row, for forecasts to stand on


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Readings by series (`lines`) and rows of forecasts by series (`forecasts`, places in the file) on one grid.

    `of_days` gathers what is wrong with days; it keeps nothing while day and month cannot be told apart.
    """

    rows: Understood
    grid: Grid
    lines: dict[str, Lines]
    forecasts: dict[str, list[int]]
    begins: int
    faults: Gathering
    of_days: Gathering
    said: tuple[Said, ...]

    def summed(self, line: Lines, values: FloatArray, heading: Heading) -> FloatArray:
        """A column of amounts by the day, (D,): hours are summed."""
        raw, faults = self.rows.raw, self.of_days
        if self.grid.minutes == DAY_MINUTES:
            return daily_values(line, values, self.grid, raw=raw, faults=faults, column=heading.text)
        return summed_days(line, values, self.grid, raw=raw, faults=faults, column=heading.text)

    def averaged(self, line: Lines, values: FloatArray, heading: Heading) -> FloatArray:
        """A column of weather by the day, (D,): hours are averaged."""
        if self.grid.minutes == DAY_MINUTES:
            raw, faults = self.rows.raw, self.of_days
            return daily_values(line, values, self.grid, raw=raw, faults=faults, column=heading.text)
        return mean_days(line, values, self.grid)

    @property
    def unknown(self) -> FloatArray:
        """A row of days of which nothing is known, (D,)."""
        return np.full(len(self.grid.days), np.nan)


def laid_on_days(rows: Understood, reading: Reading, faults: Gathering) -> Table | None:
    """The table on its days; None, with a finding, where no day can be read or the years cannot be meant."""
    grouped, forecasts = _grouped(rows)
    longest = max(grouped.values(), key=len, default=[])
    minutes = step_minutes([moment for _, moment in longest]) if rows.has_clock else DAY_MINUTES
    begins = reading.day_begins if minutes < DAY_MINUTES else 0
    lines = {series: _lines(pairs, begins) for series, pairs in grouped.items() if pairs}
    moments = [rows.moments[row] for part in forecasts.values() for row in part]
    ahead = [day_of(moment, begins=begins) for moment in moments if moment is not None]
    found = [day for line in lines.values() for day in line.days]
    of_days = faults if rows.is_dated else Gathering(limit=0)
    if not found or not _is_plausible([*found, *ahead], rows, of_days):
        return None
    for line in lines.values():
        report_disorder(line, rows.raw, of_days)
    report_days(found, rows.raw, of_days)
    grid = Grid(unbroken([*found, *ahead, max(found) + timedelta(days=DAYS_AHEAD)]), minutes)
    return Table(rows, grid, lines, forecasts, begins, faults, of_days, _step_said(minutes, begins))


def _grouped(rows: Understood) -> tuple[dict[str, list[tuple[int, datetime]]], dict[str, list[int]]]:
    """Rows of readings with their moment, and rows of forecasts, by series; rows of no known day are passed over."""
    grouped: dict[str, list[tuple[int, datetime]]] = {series: [] for series in distinct(rows.series)}
    forecasts: dict[str, list[int]] = {series: [] for series in grouped}
    for row, moment in enumerate(rows.moments):
        if moment is None:
            continue
        if rows.issued is not None and rows.issued[row] is not None:
            forecasts[rows.series[row]].append(row)
            if not _has_use(rows, row):
                continue
        grouped[rows.series[row]].append((row, moment))
    return grouped, forecasts


def _has_use(rows: Understood, row: int) -> bool:
    return any(np.isfinite(rows.of(heading).values[row]) for heading in rows.columns.headings[Role.USE])


def _lines(pairs: list[tuple[int, datetime]], begins: int) -> Lines:
    return Lines(
        tuple(row for row, _ in pairs),
        tuple(day_of(moment, begins=begins) for _, moment in pairs),
        tuple(moment for _, moment in pairs),
    )


def _is_plausible(found: list[date], rows: Understood, faults: Gathering) -> bool:
    first, last = min(found), max(found)
    if last.year - first.year > LONGEST_YEARS:
        faults.add("far_span", place=rows.raw.place(), first=first, last=last, limit=LONGEST_YEARS)
        return False
    return True


def _step_said(minutes: int, begins: int) -> tuple[Said, ...]:
    if minutes == DAY_MINUTES:
        return ()
    clock = f"{begins:02d}:00"
    return (
        Said(
            f"每 {minutes} 分钟一行：用气按日求和（{clock} 起算，改钟日为 23 或 25 小时），气温按日求平均；"
            "缺小时的日子按未知处理",
            f"Rows every {minutes} minutes: use is summed to days that begin at {clock} (23 or 25 hours where the"
            " clock changes), temperature averaged; a day that lacks hours is unknown",
        ),
    )
