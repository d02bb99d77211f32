"""Use written a day early or late against the weather throughout: dates of the one are not those of the other.

Seen in how use of the cold season answers to changes of temperature: it can answer today and in the days after, never
the day before. Answering more to tomorrow than to today, it is written a day early; to yesterday and not at all to
today, a day late. (A gas day that begins in the morning answers to tomorrow by a third, which is no fault.) Repair:
move the whole series.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.doctor.diagnosis import Fault, FaultKind
from nuandong.demand.doctor.expected import log_use
from nuandong.demand.doctor.raw import Measure
from nuandong.demand.doctor.repairs import Words
from nuandong.demand.doctor.robust import spread_along
from nuandong.demand.doctor.sheet import Sheet
from nuandong.units import BoolArray, FloatArray

COLD = 14.0  # degC below which use answers to temperature
BACK = (-2, -1, 0, 1, 2, 3)  # days back to which use may answer; -1 is tomorrow
TODAY, TOMORROW, YESTERDAY = BACK.index(0), BACK.index(-1), BACK.index(1)
FEWEST_DAYS = 50
SURE = 7.0  # standard errors
NOT_AT_ALL = 0.15  # of the answer to yesterday that the answer to today must stay below
CLIPPED = 4.0  # spreads
LATE = (
    Words(
        "用量随前一日气温而变，与当日气温无关",
        "use answers to yesterday's temperature and not at all to today's",
    ),
    Words("用量日期相对气温似晚记一天", "its dates seem to be a day late against those of the weather"),
    Words("整列前移 1 天", "move the series a day earlier"),
)
EARLY = (
    Words("用量随次日气温而变，甚于当日", "use answers to tomorrow's temperature more than to today's"),
    Words("用量日期相对气温似早记一天", "its dates seem to be a day early against those of the weather"),
    Words("整列后移 1 天", "move the series a day later"),
)


def find_misaligned(*, sheet: Sheet, weather: FloatArray) -> list[Fault]:
    """One fault for each unit that answers to the wrong day; `weather` (a, D) in degC."""
    change = np.diff(log_use(sheet.use.values), axis=1)
    limit = CLIPPED * np.maximum(spread_along(change), 1e-6)[:, None]
    change = np.where(np.abs(change) > limit, np.nan, change)
    faults: list[Fault] = []
    for area in np.unique(sheet.area_of[sheet.area_of >= 0]):
        drivers, cold = _drivers(weather[area])
        for row in np.flatnonzero(sheet.area_of == area):
            late = _days_late(change[row], drivers, cold)
            if late:
                faults.append(_fault(sheet, int(row), late))
    return faults


def _drivers(weather: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Changes of temperature that use of each day may answer to (D - 1, 6), and which days are cold and known."""
    step = np.diff(weather)
    columns = []
    for back in BACK:
        moved = np.roll(step, back)
        moved[: max(back, 0)] = np.nan
        moved[len(moved) + min(back, 0) :] = np.nan
        columns.append(moved)
    drivers = np.stack(columns, axis=1)
    with np.errstate(invalid="ignore"):
        cold = (weather[1:] < COLD) & np.isfinite(drivers).all(axis=1)
    return drivers, cold


def _days_late(change: FloatArray, drivers: FloatArray, cold: BoolArray) -> int:
    """1 where use answers to yesterday only, -1 where it answers to tomorrow more than to today, else 0."""
    asked = cold & np.isfinite(change)
    if asked.sum() < FEWEST_DAYS:
        return 0
    known = drivers[asked]
    left = known.T @ known + 1e-6 * np.eye(known.shape[1])
    answer = np.linalg.solve(left, known.T @ change[asked])
    error = change[asked] - known @ answer
    sure = -answer / np.sqrt(
        np.maximum(np.diag(np.linalg.inv(left)) * float(error @ error) / len(known), 1e-18)
    )
    if sure[TOMORROW] > SURE and answer[TOMORROW] < min(answer[TODAY], 0.0):
        return -1
    if (
        sure[YESTERDAY] > SURE
        and answer[TODAY] > NOT_AT_ALL * answer[YESTERDAY]
        and sure[TOMORROW] < SURE / 2
    ):
        return 1
    return 0


def _fault(sheet: Sheet, row: int, late: int) -> Fault:
    first, last = np.flatnonzero(np.isfinite(sheet.use.values[row]))[[0, -1]]
    stretch = sheet.stretch(Measure.USE, row, int(first), int(last))
    seen, why, back = LATE if late > 0 else EARLY
    repairs = (stretch.move(back, days_later=-late),)
    return Fault(FaultKind.SHIFTED_DAYS, stretch, seen, why, repairs, size=float(late))
