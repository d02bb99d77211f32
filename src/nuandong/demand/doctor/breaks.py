"""Level breaks: from one day on a unit uses lastingly more or less than its own law says.

A price or policy shock, a big user who came or left, a boundary moved, a meter replaced. Nothing is wrong with the
figures then, but a fit across the break is. Repair: bring the earlier days to the new level; or leave them, since
the forecast's level adapts within weeks.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.doctor.diagnosis import Fault, FaultKind
from nuandong.demand.doctor.expected import Expected
from nuandong.demand.doctor.raw import Measure
from nuandong.demand.doctor.repairs import Words
from nuandong.demand.doctor.seasons import MONTH, season_turns
from nuandong.demand.doctor.sheet import Sheet
from nuandong.demand.doctor.steps import USE_SCALES, Step, lasting_steps
from nuandong.units import FloatArray

SMALLEST = 0.10  # of a log: about 10 %
TIMES = 5.0  # ordinary changes of this series' level that a break must exceed
TWO_YEARS = 730
PLAIN = 0.7  # of a log: a break as large as this must show in use itself, by this share
SHOWN = 0.3

WHY = Words(
    "天气与日历解释不了，且不再回落：价格或政策变化、大用户进出、口径或表计变更",
    "neither weather nor week explains it and it stays: a price or policy, a big user, a boundary, a meter",
)


def find_level_breaks(*, sheet: Sheet, expected: Expected, weather: FloatArray) -> list[Fault]:
    """Lasting steps of use against its law; `weather` (a, D) tells the start of heating from a break."""
    steps = lasting_steps(expected.departure, smallest=SMALLEST, times=TIMES, scales=USE_SCALES)
    return [
        _fault(sheet, step)
        for step in steps
        if _shows(sheet.use.values[step.row], step) and not _season_turns(sheet, step, weather)
    ]


def _shows(use: FloatArray, step: Step) -> bool:
    """Whether use itself changes on the day as the step says, at least by a part: a law that errs makes no break."""
    before, after = use[max(0, step.day - MONTH) : step.day], use[step.day : step.day + MONTH]
    known = np.isfinite(before).any() and np.isfinite(after).any()
    if not known or np.nanmedian(before) <= 0 or np.nanmedian(after) <= 0:
        return False
    change = float(np.log(np.nanmedian(after) / np.nanmedian(before)))
    return abs(step.size) < PLAIN or change * np.sign(step.size) > SHOWN * abs(step.size)


def _season_turns(sheet: Sheet, step: Step, weather: FloatArray) -> bool:
    """In a record too short to know its seasons: more use as it grows cold, less as it grows warm, or no weather."""
    area = int(sheet.area_of[step.row])
    known = int(np.isfinite(sheet.use.values[step.row]).sum())
    if known >= TWO_YEARS:
        return False
    if area < 0:
        return True
    return season_turns(weather[area], step.day, step.size > 0)


def _fault(sheet: Sheet, step: Step) -> Fault:
    here = sheet.stretch(Measure.USE, step.row, step.day, step.day)
    earlier = sheet.stretch(Measure.USE, step.row, 0, step.day - 1)
    ratio = float(np.exp(step.size))
    lift = Words(f"将此前各日乘以 {ratio:.3f}", f"multiply all earlier days by {ratio:.3f}")
    since = Words("只用此后各日", "use only the days since")
    return Fault(
        FaultKind.LEVEL_BREAK,
        here,
        Words(
            f"自此日起用量水平变化 {ratio - 1:+.0%}",
            f"from this day on use lies {ratio - 1:+.0%} off its former level",
        ),
        WHY,
        (earlier.rescale(lift, factor=ratio), earlier.forget(since)),
        size=step.size,
    )
