"""Values that stand still: a meter or a sensor that froze, or a last value carried forward.

Seen: one value day after day. How long is long is asked of the series itself: where two days in a row are
often equal (a contract taken flat, whole degrees in the tropics), only a far longer run is strange. Repair: forget
all but the first day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np

from nuandong.demand.doctor.diagnosis import Fault, FaultKind
from nuandong.demand.doctor.raw import Measure
from nuandong.demand.doctor.repairs import Stretch, Words
from nuandong.demand.doctor.sheet import Sheet
from nuandong.demand.runs import runs_of
from nuandong.units import BoolArray, FloatArray

BY_CHANCE = 1e-3  # chance of a false run in a whole record
RAREST_TIE = 0.005  # an estimate of how often days are equal is not trusted below this
FEWEST_DAYS = 4
USUAL_TIE = 0.6  # where more steps than this are ties, standing still is the way of this series

BUT_THE_FIRST = Words("除首日外按未知处理", "treat all but the first day as not known")
WHY = Words(
    "该序列平日极少连日相同，天气却在变，疑为表计冻结或沿用旧值",
    "this series hardly ever repeats itself while the weather moves: a frozen meter or a carried value",
)


def still_days(values: FloatArray) -> BoolArray:
    """Days of runs of one value too long for chance, (n, D) to (n, D); a day that is not known breaks a run."""
    with np.errstate(invalid="ignore"):
        tie = (np.diff(values, axis=1) == 0) & np.isfinite(values[:, 1:])
    still = np.zeros(values.shape, dtype=np.bool_)
    for row in np.flatnonzero(tie.any(axis=1)):
        runs = runs_of(tie[row])
        steps = int(np.isfinite(np.diff(values[row])).sum())
        for first, last in _strange(runs, steps):
            still[row, first : last + 2] = True
    return still


def _strange(runs: list[tuple[int, int]], steps: int) -> list[tuple[int, int]]:
    """Runs of ties (first, last) longer than chance allows, the longest run itself not counted as usual."""
    lengths = np.array([last - first + 1 for first, last in runs])
    usual = np.sort(lengths)[:-1]
    others = max(1, steps - int(lengths.max()))
    chance = max(RAREST_TIE, float(usual.sum() / others))
    if chance > USUAL_TIE:
        return []
    needed = max(FEWEST_DAYS - 1, int(np.ceil(np.log(BY_CHANCE / max(steps, 1)) / np.log(chance))))
    often = int((lengths >= needed).sum()) > max(2, steps // 200)
    return [] if often else [run for run, length in zip(runs, lengths, strict=True) if length >= needed]


def find_flat_lines(*, sheet: Sheet, measure: Measure) -> list[Fault]:
    """One fault a flat line; 0 in use is judged elsewhere."""
    values = sheet.columns(measure).values
    still = still_days(np.where(values == 0, np.nan, values) if measure is Measure.USE else values)
    return [
        _flat(sheet.stretch(measure, int(row), first, last), float(values[row, first]))
        for row in np.flatnonzero(still.any(axis=1))
        for first, last in runs_of(still[row])
    ]


def _flat(stretch: Stretch, value: float) -> Fault:
    count = (stretch.last - stretch.first).days + 1
    rest = replace(stretch, first=stretch.first + timedelta(days=1))
    return Fault(
        FaultKind.FLAT,
        stretch,
        Words(f"连续 {count} 天均为 {value:g}", f"{count} days in a row read {value:g}"),
        WHY,
        (rest.forget(BUT_THE_FIRST),),
        size=float(count),
    )
