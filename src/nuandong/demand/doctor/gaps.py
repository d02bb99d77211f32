"""Days without a value between the first and the last known one.

Days before a series begins and after it ends are not gaps: a unit may be young, and the last days are to be
forecast. Nor is the summer of a record that is kept in heating months alone. Repairs: leave them unknown (the fit
bridges gaps), or fill a short gap from what is expected.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.doctor.diagnosis import Fault, FaultKind
from nuandong.demand.doctor.raw import Measure
from nuandong.demand.doctor.repairs import Stretch, Words
from nuandong.demand.doctor.seasons import is_out_of_season
from nuandong.demand.doctor.sheet import Sheet
from nuandong.demand.runs import runs_of
from nuandong.units import BoolArray, FloatArray

FILLED_AT_MOST = 14  # days; a longer gap is not filled by a guess

FILL = Words("按预期值补齐", "fill with what is expected")
WHY = Words("缺测不是零，也不得当作零", "what is not known is not 0 and never stands for it")


def find_gaps(*, sheet: Sheet, measure: Measure, spoken_of: BoolArray, expected: FloatArray) -> list[Fault]:
    """One fault a gap; `spoken_of` (n, D) are unknown days that another fault has named, `expected` (n, D) fills."""
    known = ~np.isnan(sheet.columns(measure).values)
    begun = np.logical_or.accumulate(known, axis=1)
    lasting = np.logical_or.accumulate(known[:, ::-1], axis=1)[:, ::-1]
    gap = ~known & begun & lasting & ~spoken_of
    return [
        _gap(sheet, sheet.stretch(measure, int(row), first, last), expected[row, first : last + 1])
        for row in np.flatnonzero(gap.any(axis=1))
        for first, last in runs_of(gap[row])
        if not is_out_of_season(known[row], first, last)
    ]


def _gap(sheet: Sheet, stretch: Stretch, fill: FloatArray) -> Fault:
    columns = sheet.columns(stretch.measure)
    row, first = columns.names.index(stretch.series), (stretch.first - sheet.days[0]).days
    written = bool(columns.written[row, first : first + len(fill)].any())
    how = ("有行无值", "rows without a value") if written else ("没有行", "no rows")
    fillable = len(fill) <= FILLED_AT_MOST and bool(np.isfinite(fill).all())
    return Fault(
        FaultKind.GAP,
        stretch,
        Words(f"缺 {len(fill)} 天（{how[0]}）", f"{len(fill)} days are missing ({how[1]})"),
        WHY,
        (stretch.replace(FILL, fill),) if fillable else (),
        size=float(len(fill)),
    )
