"""Zero use that most likely means that nothing was reported.

Seen: 0 on days on which the unit, in like weather and on like weekdays, always uses gas. A user who is often at 0 (a
peaking plant, a works that rests on Sundays, heating in summer) is believed; so is a standstill that other years know
and a long one of a user who does not heat. Repair: forget the days.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.doctor.diagnosis import Fault, FaultKind
from nuandong.demand.doctor.expected import heats, log_use
from nuandong.demand.doctor.raw import Measure
from nuandong.demand.doctor.repairs import Stretch, Words
from nuandong.demand.doctor.seasons import known_in_other_years
from nuandong.demand.doctor.sheet import Sheet
from nuandong.demand.runs import runs_of
from nuandong.units import BoolArray, FloatArray

OFTEN = 0.1  # share of like days at 0 from which 0 is believed
ALIKE = 3.0  # K within which a day's weather is like another's
STANDSTILL = 4  # days at 0 that a user who does not heat may well have stood still
LEAPS = 0.25  # of a log: median change from day to day above which a user is believed whatever he reports
FEWEST_STEPS = 10
FEWEST_DAYS = 10  # known days that can show whether a user heats
HEATS = -0.4  # correlation of use and temperature below which a user heats

WHY = Words(
    "同类天气与星期的日子从不为零，0 多半表示未报",
    "days of like weather and weekday are never 0: it most likely means not reported",
)


def find_zeros(*, sheet: Sheet, weather: FloatArray) -> list[Fault]:
    """One fault for each run of zeros that like days contradict."""
    use = sheet.use.values
    zero = use == 0
    faults: list[Fault] = []
    for row in np.flatnonzero(zero.any(axis=1)):
        area = int(sheet.area_of[row])
        temperature = weather[area] if area >= 0 else np.full(use.shape[1], np.nan)
        if _erratic(use[row]):
            continue
        by_cold = heats(log_use(use[row]), temperature, days=FEWEST_DAYS, below=HEATS)
        for first, last in runs_of(zero[row]):
            if not _believed(sheet, use[row], temperature, (first, last), by_cold):
                faults.append(_fault(sheet.stretch(Measure.USE, int(row), first, last)))
    return faults


def _erratic(use: FloatArray) -> bool:
    """Whether use leaps from day to day, as of a plant that is called and stood down."""
    change = np.abs(np.diff(log_use(use)))
    known = change[np.isfinite(change)]
    return len(known) < FEWEST_STEPS or float(np.median(known)) > LEAPS


def _believed(
    sheet: Sheet, use: FloatArray, temperature: FloatArray, run: tuple[int, int], by_cold: bool
) -> bool:
    """Whether like days are often at 0 too, or this is a standstill."""
    first, last = run
    zero: BoolArray = use == 0
    if known_in_other_years(zero, first, last):
        return True
    if not by_cold and last - first + 1 >= STANDSTILL:
        return True
    others = np.isfinite(use)
    others[first : last + 1] = False
    if np.isfinite(temperature[first : last + 1]).any():
        with np.errstate(invalid="ignore"):
            others &= ~(np.abs(temperature - np.nanmean(temperature[first : last + 1])) > ALIKE)
    same_week = np.isin(sheet.weekday, sheet.weekday[first : last + 1]) & others
    alike = [kind for kind in (others, same_week) if kind.any()]
    return not alike or any(float(zero[kind].mean()) > OFTEN for kind in alike)


def _fault(stretch: Stretch) -> Fault:
    count = (stretch.last - stretch.first).days + 1
    seen = Words(f"连续 {count} 天用量为 0", f"use is 0 on {count} days in a row")
    return Fault(FaultKind.ZERO, stretch, seen, WHY, (stretch.forget(),), size=float(count))
