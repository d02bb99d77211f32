"""Rows to days: hours summed to days with the clock change in mind, doubles told, gaps and disorder named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np

from nuandong.casefile.faults import Gathering
from nuandong.casefile.raw import RawTable
from nuandong.units import FloatArray

CLOCK_CHANGES = frozenset({3, 4, 9, 10, 11})  # months in which some country changes its clocks
NIGHT = 4  # before this hour
WARM_ENOUGH = 0.75  # share of a day's readings that make a mean temperature
DAY_MINUTES = 1440
LONGEST_YEARS = 80


@dataclass(frozen=True, slots=True)
class Grid:
    """The unbroken days of a file, and how its rows fall on them: `minutes` a row, 1440 for rows by the day."""

    days: tuple[date, ...]
    minutes: int

    @property
    def row_of(self) -> dict[date, int]:
        """The place of each day."""
        return {day: place for place, day in enumerate(self.days)}


def step_minutes(moments: Sequence[datetime | None]) -> int:
    """Minutes from row to row, the most usual step; 1440 where rows are days."""
    known = sorted({moment for moment in moments if moment is not None})
    steps: dict[int, int] = {}
    for before, after in pairwise(known):
        minutes = int((after - before).total_seconds() // 60)
        steps[minutes] = steps.get(minutes, 0) + 1
    step = max(steps, key=lambda minutes: steps[minutes], default=DAY_MINUTES)
    return step if 0 < step < DAY_MINUTES and DAY_MINUTES % step == 0 else DAY_MINUTES


def day_of(moment: datetime, *, begins: int) -> date:
    """The day a moment belongs to where days begin at an hour other than midnight."""
    return (moment - timedelta(hours=begins)).date()


def unbroken(found: Sequence[date]) -> tuple[date, ...]:
    """Every day from the first to the last."""
    first, last = min(found), max(found)
    return tuple(first + timedelta(days=step) for step in range((last - first).days + 1))


def report_days(found: Sequence[date], raw: RawTable, faults: Gathering) -> None:
    """Days that no row names, and a file whose rows stand out of order."""
    present = set(found)
    first, last = min(present), max(present)
    missing = sorted({first + timedelta(days=step) for step in range((last - first).days + 1)} - present)
    if missing:
        begins, longest = _longest_stretch(missing)
        faults.add(
            "days_missing",
            place=raw.place(),
            first=first,
            last=last,
            count=len(missing),
            gap_from=begins,
            gap=longest,
        )


def report_disorder(line: Lines, raw: RawTable, faults: Gathering) -> None:
    """One finding, at the first row that steps back in time, where the rows of one series run neither up nor down."""
    hour = timedelta(hours=1)
    backwards = [
        at for at, (before, after) in enumerate(pairwise(line.moments), start=1) if after < before - hour
    ]
    if backwards and len(backwards) < len(line.moments) - 1:
        at = backwards[0]
        faults.add("rows_unordered", place=raw.place(row=line.rows[at]), value=line.moments[at].date())


def _longest_stretch(missing: list[date]) -> tuple[date, int]:
    best, begins, length = (missing[0], 1), missing[0], 1
    for before, after in pairwise(missing):
        begins, length = (begins, length + 1) if (after - before).days == 1 else (after, 1)
        best = max(best, (begins, length), key=lambda stretch: stretch[1])
    return best


@dataclass(frozen=True, slots=True)
class Lines:
    """The rows of one series: where each stands in the file, its day and its moment."""

    rows: tuple[int, ...]
    days: tuple[date, ...]
    moments: tuple[datetime, ...]


def daily_values(
    lines: Lines, values: FloatArray, grid: Grid, *, raw: RawTable, faults: Gathering, column: str
) -> FloatArray:
    """One value a day, (D,), of rows by the day; a day with two values is unknown and told."""
    laid = np.full(len(grid.days), np.nan)
    seen: dict[int, int] = {}
    place_of = grid.row_of
    for row, day in zip(lines.rows, lines.days, strict=True):
        value, at = values[row], place_of[day]
        if value != value:
            continue
        if at in seen and seen[at] >= 0:
            first = raw.numbers[seen[at]]
            before = laid[at]
            if before == value:
                faults.add("day_repeated", place=raw.place(row=row, column=column), value=day, first=first)
            else:
                place = raw.place(row=row, column=column)
                faults.add(
                    "day_twice", place=place, value=f"{value:,.10g}", first=first, before=f"{before:,.10g}"
                )
                laid[at], seen[at] = np.nan, -1
        elif at not in seen:
            laid[at], seen[at] = value, row
    return laid


def summed_days(
    lines: Lines, values: FloatArray, grid: Grid, *, raw: RawTable, faults: Gathering, column: str
) -> FloatArray:
    """The sum of each whole day, (D,), of rows by the hour or finer; a night of 23 or 25 hours is whole."""
    laid, place_of = np.full(len(grid.days), np.nan), grid.row_of
    for day, rows in _by_day(lines).items():
        known = [(row, moment) for row, moment in rows if values[row] == values[row]]
        if not known:
            continue
        kept = _without_doubles(known, values, grid.minutes, raw, faults, column)
        wanted = DAY_MINUTES // grid.minutes
        if len(kept) == wanted or _is_clock_change([moment for _, moment in kept], grid.minutes):
            laid[place_of[day]] = sum(values[row] for row, _ in kept)
        else:
            place = raw.place(row=kept[0][0] if kept else known[0][0], column=column)
            faults.add("part_of_a_day", place=place, day=day, count=len(kept), wanted=wanted)
    return laid


def mean_days(lines: Lines, values: FloatArray, grid: Grid) -> FloatArray:
    """The mean of each day with at least three quarters of its readings, (D,)."""
    laid, place_of = np.full(len(grid.days), np.nan), grid.row_of
    least = WARM_ENOUGH * DAY_MINUTES / grid.minutes
    for day, rows in _by_day(lines).items():
        known = [values[row] for row, _ in rows if values[row] == values[row]]
        if len(known) >= least:
            laid[place_of[day]] = float(np.mean(known))
    return laid


def _by_day(lines: Lines) -> dict[date, list[tuple[int, datetime]]]:
    grouped: dict[date, list[tuple[int, datetime]]] = {}
    for row, day, moment in zip(lines.rows, lines.days, lines.moments, strict=True):
        grouped.setdefault(day, []).append((row, moment))
    return grouped


def _without_doubles(
    known: list[tuple[int, datetime]],
    values: FloatArray,
    minutes: int,
    raw: RawTable,
    faults: Gathering,
    column: str,
) -> list[tuple[int, datetime]]:
    """Rows of a day with each moment once; the doubled hour of autumn stays doubled."""
    if len({moment for _, moment in known}) == len(known) or _is_clock_change([m for _, m in known], minutes):
        return known
    first: dict[datetime, int] = {}
    for row, moment in known:
        if moment not in first:
            first[moment] = row
            continue
        before = first[moment]
        place, number = raw.place(row=row, column=column), raw.numbers[before]
        if values[before] == values[row]:
            faults.add("day_repeated", place=place, value=moment, first=number)
        else:
            faults.add(
                "day_twice",
                place=place,
                value=f"{values[row]:,.10g}",
                first=number,
                before=f"{values[before]:,.10g}",
            )
            return []
    return [(row, moment) for moment, row in first.items()]


def _is_clock_change(moments: list[datetime], minutes: int) -> bool:
    """Whether just one hour of the night is missing or doubled, in a month in which clocks change."""
    in_hour, wanted = 60 // minutes if minutes <= 60 else 0, DAY_MINUTES // minutes
    if not in_hour or abs(len(moments) - wanted) != in_hour or moments[0].month not in CLOCK_CHANGES:
        return False
    counts = {hour: sum(moment.hour == hour for moment in moments) for hour in range(24)}
    odd = [hour for hour, count in counts.items() if count != in_hour]
    return len(odd) == 1 and odd[0] < NIGHT and counts[odd[0]] in (0, 2 * in_hour)
