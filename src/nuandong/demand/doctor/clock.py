"""Clock change: days of 23 or 25 hours where the clock is turned, and what sources make of them.

Seen in hourly series: one hour of the night missing or filled with 0 in spring, one doubled in autumn. Totals of such
days are off by a 24th beside others. Repair: bring the day to 24 hours. China turns no clock; others do.

Missing hours of other days are named here too: a day of use without all its hours has no total.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.doctor.diagnosis import Fault, FaultKind
from nuandong.demand.doctor.laying import NIGHT, turned_clock
from nuandong.demand.doctor.raw import HOURS, Measure
from nuandong.demand.doctor.repairs import Stretch, Words
from nuandong.demand.doctor.robust import median_along
from nuandong.demand.doctor.sheet import Sheet
from nuandong.demand.runs import runs_of
from nuandong.units import BoolArray, FloatArray, IntArray

MOST_A_YEAR = 3  # a source with more such days a year has holes, not a clock
SUNDAY = 6  # clocks are turned in the night to Sunday nearly everywhere
MONTHS = (3, 4, 9, 10, 11)
SHORT_DAY = Words(
    "夜间少一小时（或为 0），当日 23 小时", "one hour of the night is missing or 0: a day of 23 hours"
)
LONG_DAY = Words("夜间一小时出现两次，当日 25 小时", "one hour of the night stands twice: a day of 25 hours")
WHY_TURNED = Words(
    "与夏令时换钟相符，日总量相差约 1/24", "as a turned clock does; the day's total is off by a 24th"
)
MAKE_UP = Words("按通常的小时占比补足日总量", "make the total up by the usual share of those hours")
WHY_HOURS = Words(
    "日总量须有 24 个小时；日均气温由已知小时求得",
    "a total needs all its hours; a mean is taken of those known",
)
TWICE = (
    Words("有小时重复出现", "hours stand more than once"),
    Words("同一小时只应有一行，现取平均", "an hour has one row; their mean stands"),
)
LEAST_SHARE = 0.5  # of the day's hours that must be known for its total to be made up


def find_clock_changes(*, sheet: Sheet, measure: Measure) -> list[Fault]:
    """One fault for each day of 23 or 25 hours, and one for each run of days that lack other hours."""
    faults: list[Fault] = []
    columns = sheet.columns(measure)
    for row, hours in columns.hours.items():
        count = columns.hour_count[row]
        short, long = _turned(sheet, hours, count, measure)
        for length, turned in ((HOURS - 1, short), (HOURS + 1, long)):
            faults += [
                _turned_fault(sheet.stretch(measure, row, day, day), length)
                for day in map(int, np.flatnonzero(turned))
            ]
        faults += _missing_hours(sheet, measure, row, ~short & ~long)
        faults += _doubled_hours(sheet, measure, row, ~long)
    return faults


def _turned(
    sheet: Sheet, hours: FloatArray, count: IntArray, measure: Measure
) -> tuple[BoolArray, BoolArray]:
    """Days of 23 and of 25 hours, (D,) each, where they are few enough and lie where clocks are turned."""
    short, long = turned_clock(hours, count)
    if measure is Measure.USE:
        others = hours.copy()
        others[:, :NIGHT] = np.nan
        zeros = (hours[:, :NIGHT] == 0).sum(axis=1)
        short |= (zeros == 1) & ((hours == 0).sum(axis=1) == 1) & (median_along(others) > 0)
    turning = (sheet.weekday == SUNDAY) & np.array([day.month in MONTHS for day in sheet.days])
    few = MOST_A_YEAR * (len(sheet.days) // 365 + 1)
    short, long = short & turning, long & turning
    return short & (short.sum() <= few), long & (long.sum() <= few)


def _turned_fault(stretch: Stretch, length: int) -> Fault:
    rescale = Words(f"日用量乘以 24/{length}", f"multiply the day by 24/{length}")
    by_use = stretch.measure is Measure.USE
    return Fault(
        FaultKind.CLOCK_CHANGE,
        stretch,
        SHORT_DAY if length < HOURS else LONG_DAY,
        WHY_TURNED,
        (stretch.rescale(rescale, factor=HOURS / length),) if by_use else (),
        size=float(length),
    )


def _missing_hours(sheet: Sheet, measure: Measure, row: int, asked: BoolArray) -> list[Fault]:
    """Runs of days that lack some of their hours, with the total made up from the usual share of those hours."""
    hours = sheet.columns(measure).hours[row]
    count = np.isfinite(hours).sum(axis=1)
    partly = (count > 0) & (count < HOURS) & asked
    partly[[0, -1]] = False  # a source may begin and end within a day
    made_up = _made_up(hours) if measure is Measure.USE else np.full(len(hours), np.nan)
    faults: list[Fault] = []
    for first, last in runs_of(partly):
        lacking = int((HOURS - count[first : last + 1]).sum())
        stretch, totals = sheet.stretch(measure, row, first, last), made_up[first : last + 1]
        offer = (stretch.replace(MAKE_UP, totals),) if np.isfinite(totals).all() else ()
        seen = Words(f"缺 {lacking} 个小时", f"{lacking} hours are missing")
        faults.append(Fault(FaultKind.MISSING_HOURS, stretch, seen, WHY_HOURS, offer, size=float(lacking)))
    return faults


def _made_up(hours: FloatArray) -> FloatArray:
    """Totals of days from their known hours and the usual share of those hours, (D,); NaN where too few are known."""
    whole = hours[np.isfinite(hours).all(axis=1)]
    if not len(whole) or not (whole.sum(axis=1) > 0).any():
        return np.full(len(hours), np.nan)
    whole = whole[whole.sum(axis=1) > 0]
    shape = median_along((whole / whole.sum(axis=1, keepdims=True)).T)
    share = (np.isfinite(hours) * shape).sum(axis=1) / shape.sum()
    return np.where(share >= LEAST_SHARE, np.nansum(hours, axis=1) / np.maximum(share, LEAST_SHARE), np.nan)


def _doubled_hours(sheet: Sheet, measure: Measure, row: int, asked: BoolArray) -> list[Fault]:
    """Runs of days with hours written more than once that no clock explains; their mean stands."""
    doubled = (sheet.columns(measure).hour_count[row] > 1).any(axis=1) & asked
    return [
        Fault(
            FaultKind.DUPLICATE,
            sheet.stretch(measure, row, first, last),
            *TWICE,
            size=float(last - first + 1),
        )
        for first, last in runs_of(doubled)
    ]
