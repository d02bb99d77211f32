"""What the doctor says: faults with their place, what was seen, why it is judged so, and repairs that wait.

A repair is an offer. Nothing is changed until somebody chooses it; what was changed is then on record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from nuandong.demand.doctor.raw import Measure
from nuandong.demand.doctor.repairs import Repair, Stretch, Words
from nuandong.demand.doctor.sheet import Sheet
from nuandong.findings import Finding, Findings, Place, Severity


class FaultKind(StrEnum):
    """Faults the doctor knows; the word stands in the code of the finding."""

    GAP = "gap"
    MISSING_HOURS = "missing_hours"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    NEGATIVE = "negative"
    ZERO = "zero"
    FLAT = "flat"
    UNIT_SLIP = "unit_slip"
    SHIFTED_DAYS = "shifted_days"
    ZERO_STATION = "zero_station"
    STATION_STEP = "station_step"
    LEVEL_BREAK = "level_break"
    CLOCK_CHANGE = "clock_change"
    DAY_BOUNDARY = "day_boundary"
    OUTLIER = "outlier"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one stretch of days: what was seen, why it is judged so, and what is offered.

    `size` is what the kind counts: the factor of a slip, days of a shift, kelvin of a step, log ratio of a
    break. `weight` says how plain it is beside others of its kind. `repairs` are alternatives, the one we would
    choose first; empty where only a person can know.
    """

    kind: FaultKind
    stretch: Stretch
    seen: Words
    why: Words
    repairs: tuple[Repair, ...] = ()
    size: float = 0.0
    weight: float = 0.0
    severity: Severity = Severity.WARNING

    @property
    def measure(self) -> Measure:
        """Whether use or temperature is at fault."""
        return self.stretch.measure

    @property
    def series(self) -> str:
        """The unit, area or station."""
        return self.stretch.series

    @property
    def first(self) -> date:
        """The first day at fault; of a break or step, the first day of the other level."""
        return self.stretch.first

    @property
    def last(self) -> date:
        """The last day at fault."""
        return self.stretch.last

    def finding(self) -> Finding:
        """The fault as the house reports faults: place, what was seen, why, and what is offered."""
        span = f"{self.first}" if self.first == self.last else f"{self.first}…{self.last}"
        zh = "；或".join(repair.words.zh for repair in self.repairs)
        en = "; or ".join(repair.words.en for repair in self.repairs)
        return Finding(
            code=f"doctor.{self.measure}.{self.kind}",
            place=Place(file=str(self.measure), column=self.series),
            value=span,
            wanted_zh=f"{self.seen.zh}；{self.why.zh}。" + (f"可选修复：{zh}" if zh else "请核对来源"),
            wanted_en=f"{self.seen.en}; {self.why.en}. " + (f"Offered: {en}" if en else "Check the source"),
            severity=self.severity,
        )


def first_repairs(faults: Iterable[Fault]) -> tuple[Repair, ...]:
    """The first offer of each fault that has one."""
    return tuple(fault.repairs[0] for fault in faults if fault.repairs)


@dataclass(frozen=True, slots=True, eq=False)
class Diagnosis:
    """Everything found in a set of series, in the order of series and days, and the grid it was found on."""

    faults: tuple[Fault, ...]
    sheet: Sheet = field(repr=False)

    @property
    def findings(self) -> Findings:
        """The faults as findings."""
        return Findings(tuple(fault.finding() for fault in self.faults))

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """Every offer, alternatives of one fault beside each other; none is applied."""
        return tuple(repair for fault in self.faults for repair in fault.repairs)

    @property
    def proposed(self) -> tuple[Repair, ...]:
        """The first offer of each fault that has one: what we would choose if nobody knows better."""
        return first_repairs(self.faults)
