"""Days written under the wrong date: a span of use, or of temperature, that runs some days early or late.

Seen: use answers to tomorrow's weather and rests on Mondays; temperature runs ahead of its neighbours. The series
is compared with what is expected of it 1 and 2 days to either side. Repair: move the span back.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.doctor.diagnosis import Fault, FaultKind
from nuandong.demand.doctor.raw import Measure
from nuandong.demand.doctor.repairs import Stretch, Words
from nuandong.demand.doctor.scan import Span, best_apart, best_gain, misfit, spans_of_gain
from nuandong.demand.doctor.sheet import Sheet
from nuandong.units import FloatArray

SHIFTS = (-1, 1, -2, 2)  # days late
GAIN_NEEDED = 30.0
TWICE_AS_FAR = 1.25  # two days off is rarer than one, and weather that comes from the west looks like it
OTHER_WAY = (1, 2, 3)  # days the other way: what moves gain there is what chance and weather fronts bring
ABOVE_CHANCE = 1.5
FEWEST_DAYS = 7
KNOWN_PART = 0.5  # of a span: one that bridges a summer without days is none
SHORTEST_RECORD = 120  # known days from which habits of week and weather are known
WELL = 1.3  # mean misfit of a moved span; of days that fit it is about a half


def find_shifts(
    *,
    sheet: Sheet,
    measure: Measure,
    reading: FloatArray,
    expected: FloatArray,
    spread: FloatArray,
) -> list[Fault]:
    """Spans in which `reading` (n, D) fits what is `expected` some days earlier or later better than its own day."""
    here = misfit((reading - expected) / spread)
    gains = {
        late: here - misfit((reading - moved(expected, late)) / spread) for late in (-3, -2, -1, 1, 2, 3)
    }
    highest = {late: best_gain(gain) for late, gain in gains.items()}
    found: list[tuple[Span, int]] = []
    for late in SHIFTS:
        chance = np.max([highest[-days if late > 0 else days] for days in OTHER_WAY], axis=0)
        least = GAIN_NEEDED * (TWICE_AS_FAR if abs(late) > 1 else 1.0)
        needed = np.maximum(least, ABOVE_CHANCE * chance)
        needed = np.where(np.isfinite(reading).sum(axis=1) < SHORTEST_RECORD, np.inf, needed)
        found += [
            (span, late)
            for span in spans_of_gain(gains[late], least)
            if span.gain >= needed[span.row]
            and span.length >= FEWEST_DAYS
            and np.isfinite(reading[span.row, span.inside]).mean() >= KNOWN_PART
            and _is_well_there(reading[span.row], moved(expected, late)[span.row], spread[span.row], span)
        ]
    return [
        _fault(sheet.stretch(measure, span.row, span.first, span.last), late, span.gain)
        for span, late in best_apart(found)
    ]


def _is_well_there(reading: FloatArray, there: FloatArray, spread: FloatArray, span: Span) -> bool:
    """Whether the span, moved, fits as well as other days do: better than here is not enough."""
    left = misfit((reading - there)[span.inside] / spread[span.inside])
    return float(np.nanmean(left)) < WELL


def moved(values: FloatArray, days: int) -> FloatArray:
    """Values (n, D) written `days` later than they belong, NaN where none come."""
    there = np.full(values.shape, np.nan)
    if days >= 0:
        there[:, days:] = values[:, : values.shape[1] - days]
    else:
        there[:, :days] = values[:, -days:]
    return there


def _fault(stretch: Stretch, late: int, gain: float) -> Fault:
    count, days = (stretch.last - stretch.first).days + 1, abs(late)
    zh, en = ("晚", "late") if late > 0 else ("早", "early")
    back = Words(f"整段前移 {days} 天", f"move the span {days} days earlier")
    on = Words(f"整段后移 {days} 天", f"move the span {days} days later")
    witness = (
        ("气温与星期", "weather and week") if stretch.measure is Measure.USE else ("邻站", "its neighbours")
    )
    return Fault(
        FaultKind.SHIFTED_DAYS,
        stretch,
        Words(
            f"约 {count} 天似乎记{zh}了 {days} 天", f"about {count} days seem to be written {days} days {en}"
        ),
        Words(f"错开 {days} 天后与{witness[0]}更合", f"moved by {days} days they agree with {witness[1]}"),
        (stretch.move(back if late > 0 else on, days_later=-late),),
        size=float(late),
        weight=gain,
    )
