"""A station that lastingly reads warmer or colder than its neighbours since one day.

Moved, rebuilt, a sensor replaced, a town grown around it, another station taken into the average. Repair: bring the
earlier days to the new reading, so that one law holds for both.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.doctor.diagnosis import Fault, FaultKind
from nuandong.demand.doctor.raw import Measure
from nuandong.demand.doctor.repairs import Words
from nuandong.demand.doctor.sheet import Sheet
from nuandong.demand.doctor.steps import WEATHER_SCALES, lasting_steps
from nuandong.demand.doctor.witnesses import ExpectedWeather

SMALLEST = 1.0  # K
TIMES = 4.2  # ordinary changes between this place and its neighbours that a step must exceed
WHY = Words(
    "与邻站的差距此前未曾如此变动：测站迁移、仪器更换或均值换了测站",
    "it never departed so from them before: a station moved, an instrument replaced, another station averaged",
)
FEWEST_VOICES = 2  # of two series that part, nobody can say which one moved


def find_station_steps(*, sheet: Sheet, expected: ExpectedWeather) -> list[Fault]:
    """Lasting steps of a temperature against its neighbours."""
    rows = np.flatnonzero(expected.voices >= FEWEST_VOICES)
    if not len(rows):
        return []
    departure = sheet.temperature.values[rows] - expected.lasting[rows]
    steps = lasting_steps(departure, smallest=SMALLEST, times=TIMES, scales=WEATHER_SCALES)
    return [_fault(sheet, int(rows[step.row]), step.day, step.size) for step in steps]


def _fault(sheet: Sheet, row: int, day: int, size: float) -> Fault:
    here = sheet.stretch(Measure.TEMPERATURE, row, day, day)
    earlier = sheet.stretch(Measure.TEMPERATURE, row, 0, day - 1)
    lift = Words(f"此前各日加 {size:+.1f}℃", f"add {size:+.1f} K to all earlier days")
    since = Words("只用此后各日", "use only the days since")
    return Fault(
        FaultKind.STATION_STEP,
        here,
        Words(
            f"自此日起相对邻站变化 {size:+.1f}℃",
            f"from this day on it reads {size:+.1f} K against its neighbours",
        ),
        WHY,
        (earlier.rescale(lift, offset=size), earlier.forget(since)),
        size=size,
        weight=abs(size),
    )
