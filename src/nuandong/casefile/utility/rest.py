"""Rest days of a table: as its own columns say, or by the calendar of a country, or by the week alone."""

from __future__ import annotations

import numpy as np

from nuandong.casefile.utility.headings import Heading, Role
from nuandong.casefile.utility.rows import read_flags
from nuandong.casefile.utility.said import Said
from nuandong.casefile.utility.table import Table
from nuandong.demand.calendar import SATURDAY, calendar_features, days_from_festival
from nuandong.units import BoolArray, FloatArray


def festival_days(table: Table, country: str | None) -> FloatArray:
    """Days since the nearest Spring Festival where the country keeps it, (D,), NaN elsewhere."""
    return table.unknown if country is None else days_from_festival(days=table.grid.days, country=country)


def rest_days_of(table: Table, country: str | None) -> tuple[BoolArray, tuple[Said, ...]]:
    """Whether people rest on each day, (D,), and on what that rests; UnknownCountry for one nobody here keeps."""
    days, columns = table.grid.days, table.rows.columns
    if country is not None:
        found = calendar_features(days=days, country=country)
        return found.rest_day, (
            Said(
                f"休息日：{country} 的日历（周末、节假日、调休）",
                f"Rest days: the calendar of {country}, weekends included",
            ),
        )
    rest = np.array([day.weekday() >= SATURDAY for day in days], dtype=np.bool_)
    named = [
        heading for role in (Role.WORKING_DAY, Role.REST_DAY, Role.HOLIDAY) if (heading := columns.one(role))
    ]
    if not named:
        return rest, (
            Said(
                "休息日：周六、周日（表中没有节假日；可用 --country 指明国家）",
                "Rest days: Saturdays and Sundays; the table names no holidays (--country brings them in)",
            ),
        )
    for heading in named:
        told = _told(table, heading)
        if heading.role is Role.HOLIDAY:
            rest = rest | (np.nan_to_num(told) > 0)
        else:
            rests = told == 0 if heading.role is Role.WORKING_DAY else told > 0
            rest = np.where(np.isfinite(told), rests, rest)
    listed = ", ".join(f"“{heading.text}”" for heading in named)
    return rest, (
        Said(
            f"休息日：按 {listed}，未写明的按周末",
            f"Rest days as in {listed}, weekends where they are silent",
        ),
    )


def _told(table: Table, heading: Heading) -> FloatArray:
    """1 or 0 a day as a column says, NaN where it is silent, (D,)."""
    flags = read_flags(table.rows.columns, heading, table.faults)
    told = np.full(len(table.grid.days), np.nan)
    place_of = table.grid.row_of
    for line in table.lines.values():
        for row, day in zip(line.rows, line.days, strict=True):
            if (flag := flags[row]) is not None:
                told[place_of[day]] = max(float(flag), np.nan_to_num(told[place_of[day]]))
    return told
