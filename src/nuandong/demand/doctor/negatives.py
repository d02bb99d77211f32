"""Use below 0: gas does not flow back out of a consumer.

Repairs: forget the days; or turn the sign where the size is what was expected (a correction booked with the
wrong sign, a meter wired the wrong way round).
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.doctor.diagnosis import Fault, FaultKind
from nuandong.demand.doctor.raw import Measure
from nuandong.demand.doctor.repairs import Stretch, Words
from nuandong.demand.doctor.sheet import Sheet
from nuandong.demand.runs import runs_of
from nuandong.findings import Severity
from nuandong.units import FloatArray

LIKE_EXPECTED = 0.35  # log ratio within which the size without its sign is what was expected

WHY = Words(
    "用气量不会为负（退气、冲账应另记）", "use is never below 0; credits and corrections are booked apart"
)


def find_negatives(*, sheet: Sheet, expected: FloatArray) -> list[Fault]:
    """One fault for each run of negative days; `expected` (n, D) is ordinary use."""
    with np.errstate(invalid="ignore"):
        below = sheet.use.values < 0
    return [
        _negative(
            sheet.stretch(Measure.USE, int(row), first, last),
            sheet.use.values[row, first : last + 1],
            expected[row, first : last + 1],
        )
        for row in np.flatnonzero(below.any(axis=1))
        for first, last in runs_of(below[row])
    ]


def _negative(stretch: Stretch, values: FloatArray, usual: FloatArray) -> Fault:
    with np.errstate(invalid="ignore", divide="ignore"):
        like = float(np.median(np.abs(np.log(-values / usual)))) < LIKE_EXPECTED
    turn = stretch.rescale(Words("改为正号", "turn the sign"), factor=-1.0)
    lowest = float(values.min())
    return Fault(
        FaultKind.NEGATIVE,
        stretch,
        Words(f"用量为负，最低 {lowest:g}", f"use is below 0, at lowest {lowest:g}"),
        WHY,
        (turn, stretch.forget()) if like else (stretch.forget(),),
        size=lowest,
        severity=Severity.ERROR,
    )
