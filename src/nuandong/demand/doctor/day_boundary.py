"""Hours written by another clock: a span whose daily shape runs hours early or late (UTC for local time, for one).

Then day totals are cut at the wrong hour. Seen: the shape of the day, as usual in the season, fits better some hours
to the side, day after day. Only hourly series show it. Repair: cut the days at the right hour again.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.doctor.diagnosis import Fault, FaultKind
from nuandong.demand.doctor.raw import HOURS, Measure
from nuandong.demand.doctor.repairs import Stretch, Words
from nuandong.demand.doctor.robust import WEEK, median_along, windows
from nuandong.demand.doctor.sheet import Sheet
from nuandong.demand.runs import runs_of
from nuandong.units import FloatArray, IntArray

FEWEST_DAYS = 5
FEWEST_KNOWN = 20  # hours of a day
LEAST_HOURS = 2  # a shape that moves by one hour may follow the sun or the clock of its people
BETTER = 0.25  # of correlation by which the moved shape must fit better
WHY = Words(
    "似按另一时钟（如世界时）记录，日界因此错位",
    "as if written by another clock (UTC, say): days are cut at the wrong hour",
)
REACH = 60  # days on either side that tell what is usual


def find_moved_days(*, sheet: Sheet, measure: Measure) -> list[Fault]:
    """One fault for each span of days whose hours stand under another hour than usual."""
    columns = sheet.columns(measure)
    size = HOURS if measure is Measure.USE else 1
    return [
        _fault(
            sheet.stretch(measure, row, first, last),
            size * _cut_again(columns.hours[row], first, last, late),
            late,
        )
        for row in columns.hours
        for first, last, late in _moved_spans(columns.hours[row])
    ]


def _moved_spans(hours: FloatArray) -> list[tuple[int, int, int]]:
    """First day, last day and hours late of each span."""
    days = len(hours)
    if days < 4 * WEEK:
        return []
    usual = _shapes(_usual(hours))
    line = np.concatenate([np.full(HOURS, np.nan), hours.ravel(), np.full(HOURS, np.nan)])
    fits = np.full((HOURS, days), np.nan)
    for late in range(-HOURS // 2, HOURS // 2):
        seen = line[HOURS + late : HOURS + late + days * HOURS].reshape(days, HOURS)
        fits[late] = _likeness(_shapes(seen), usual)
    smooth = median_along(windows(fits, WEEK // 2))
    known = np.isfinite(smooth).all(axis=0)
    best: IntArray = np.where(known, np.nan_to_num(smooth, nan=-2.0).argmax(axis=0), 0)
    late_by = np.where(best >= HOURS // 2, best - HOURS, best)
    moved = known & (smooth.max(axis=0) - smooth[0] > BETTER)
    spans: list[tuple[int, int, int]] = []
    for side in (-1, 1):
        for first, last in runs_of(moved & (late_by * side >= LEAST_HOURS)):
            late = _hours_late(fits[:, first : last + 1])
            if last - first + 1 >= FEWEST_DAYS and abs(late) >= LEAST_HOURS:
                spans.append((first, last, late))
    return sorted(spans)


def _hours_late(fits: FloatArray) -> int:
    """The move that fits a whole span best, from the fit of each move on each of its days (24, d)."""
    best = int(np.nanmean(fits, axis=1).argmax())
    return best - HOURS if best >= HOURS // 2 else best


def _usual(hours: FloatArray) -> FloatArray:
    """The median shape of days around each day (D, 24), of weeks that lie up to `REACH` days away."""
    weeks = np.stack([median_along(hours[start : start + WEEK].T) for start in range(0, len(hours), WEEK)])
    # Shapes have no level: else the median would be the week itself while the season turns.
    shapes = _shapes(weeks)
    around = median_along(windows(np.ascontiguousarray(shapes.T), REACH // WEEK))
    return around.T[np.arange(len(hours)) // WEEK]


def _shapes(hours: FloatArray) -> FloatArray:
    """Days less their mean, at width 1; a day with too few hours is not known."""
    known = np.isfinite(hours)
    enough = known.sum(axis=1) >= FEWEST_KNOWN
    mean = np.nansum(hours, axis=1) / np.maximum(known.sum(axis=1), 1)
    level = np.where(known, hours - mean[:, None], 0.0)
    width = np.sqrt((level**2).sum(axis=1))
    return np.where((enough & (width > 0))[:, None], level / np.maximum(width, 1e-12)[:, None], np.nan)


def _likeness(one: FloatArray, other: FloatArray) -> FloatArray:
    """Correlation of shapes, day by day (D,)."""
    product: FloatArray = (one * other).sum(axis=1)
    return product


def _fault(stretch: Stretch, cut: FloatArray, late: int) -> Fault:
    zh, en = ("晚", "late") if late > 0 else ("早", "early")
    again = Words(f"按错开 {abs(late)} 小时重新切日", f"cut the days again, {abs(late)} hours to the side")
    return Fault(
        FaultKind.DAY_BOUNDARY,
        stretch,
        Words(
            f"日内形状比平日{zh}约 {abs(late)} 小时",
            f"the shape of the day runs about {abs(late)} hours {en}",
        ),
        WHY,
        (stretch.replace(again, cut),),
        size=float(late),
    )


def _cut_again(hours: FloatArray, first: int, last: int, late: int) -> FloatArray:
    """Means of the days `first` to `last` when they begin `late` hours later, NaN beyond the record."""
    line = np.concatenate([np.full(HOURS, np.nan), hours.ravel(), np.full(HOURS, np.nan)])
    starts = HOURS + np.arange(first, last + 1) * HOURS + late
    return np.array([line[start : start + HOURS].mean() for start in starts])
