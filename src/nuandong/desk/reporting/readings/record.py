"""A reading held against its meter: what is on record of it, its load, and the days before. Pure.

Judged figures: a flow of ten times a point's load cannot be, three times is taken and marked suspect; a hundredfold
jump against the days before is a slip of unit. A fall to nothing is never a fault: that is what a cut looks like.

Clauses: T-042 (metered relief), T-093 (integrity).
"""

from __future__ import annotations

import statistics
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from nuandong.desk.reporting.models.readings import ReadingQuality
from nuandong.desk.reporting.readings.words import fault
from nuandong.findings import Finding
from nuandong.gasday import CHINA
from nuandong.units import HOURS_PER_DAY, Flow, Pressure, Volume, volume_from_m3

IMPOSSIBLE_TIMES, SUSPECT_TIMES, JUMP_TIMES = 10.0, 3.0, 100.0
LONGEST = timedelta(days=31)
USUAL_BEFORE = timedelta(days=8)
SMALLEST_USUAL: Flow = 0.01


@dataclass(frozen=True, slots=True)
class Span:
    """What is on record of one span of a point, from the same source: the newest value."""

    begins: datetime
    ends: datetime
    volume: Volume
    quality: ReadingQuality


@dataclass(frozen=True, slots=True)
class Meter:
    """A delivery point that may be filed for: its load (10^4 m3/day) and the spans on record, by when they begin."""

    load: Flow
    spans: tuple[Span, ...] = ()

    def near(self, first: datetime, last: datetime) -> tuple[Span, ...]:
        """Spans on record that begin from the first instant on and before the last."""
        begin = bisect_left(self.spans, first, key=lambda span: span.begins)
        return self.spans[begin : bisect_left(self.spans, last, key=lambda span: span.begins)]


@dataclass(frozen=True, slots=True)
class Meters:
    """Every point that may be filed for, and which points a meter holds."""

    points: Mapping[str, Meter]
    of_meter: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """One reading that passed: volume in 10^4 m3; `before` is the value on record that it corrects."""

    line: int
    point: str
    begins: datetime
    ends: datetime
    volume: Volume
    quality: ReadingQuality
    before: Span | None = None
    pressure: Pressure | None = None  # told in the same line; kept as a reading of the site

    @property
    def flow(self) -> Flow:
        """Mean flow in 10^4 m3/day."""
        return flow_between(self.volume, self.begins, self.ends)

    @property
    def is_known(self) -> bool:
        """Whether just this is on record already."""
        return self.before is not None and (self.before.volume, self.before.quality) == (
            self.volume,
            self.quality,
        )


def flow_between(volume: Volume, begins: datetime, ends: datetime) -> Flow:
    """Mean flow (10^4 m3/day) of a volume over a span."""
    return volume / ((ends - begins) / timedelta(hours=HOURS_PER_DAY))


def against_record(row: Row, meter: Meter) -> Iterator[Finding]:
    """Where a row overlaps what the same party said of other bounds."""
    for span in meter.near(row.begins - LONGEST, row.ends):
        if row.begins < span.ends and (span.begins, span.ends) != (row.begins, row.ends):
            yield fault("span.overlap_kept", row=row.line, column="from", value=row.point, span=shown(span))
            return


def against_load(row: Row, meter: Meter) -> Iterator[Finding]:
    """Where a row's flow cannot be, is a slip of unit, or is high."""
    flow = row.flow
    usual = _usual(row, meter)
    cure = volume_from_m3(volume_m3=row.volume)
    facts = {"flow": f"{flow:g}", "load": f"{meter.load:g}", "usual": f"{usual:g}", "value": f"{row.volume:g}",
             "cure_zh": f"；若填的是 m³，应为 {cure:g} 万m³",
             "cure_en": f"; if it is in m³, it is {cure:g} 10⁴ m³"}  # fmt: skip
    if meter.load > 0 and flow > IMPOSSIBLE_TIMES * meter.load:
        yield fault("volume.impossible", row=row.line, column="volume", **facts)
    elif usual >= SMALLEST_USUAL and flow >= JUMP_TIMES * usual:
        yield fault("volume.jump", row=row.line, column="volume", **facts)
    elif usual >= SMALLEST_USUAL and 0 < flow <= usual / JUMP_TIMES:
        yield fault("volume.jump", row=row.line, column="volume", **{**facts, "cure_zh": "", "cure_en": ""})
    elif meter.load > 0 and flow > SUSPECT_TIMES * meter.load:
        yield fault("volume.high", row=row.line, column="volume", **facts)


def _usual(row: Row, meter: Meter) -> Flow:
    before = meter.near(row.begins - USUAL_BEFORE, row.begins)
    flows = [flow_between(span.volume, span.begins, span.ends) for span in before]
    return statistics.median(flows) if flows else 0.0


def with_record(row: Row, meter: Meter) -> Row:
    """The row with the value on record that it corrects; a flow far above the load is suspect."""
    same = next(
        (
            span
            for span in meter.near(row.begins, row.ends)
            if (span.begins, span.ends) == (row.begins, row.ends)
        ),
        None,
    )
    is_high = meter.load > 0 and row.flow > SUSPECT_TIMES * meter.load
    return replace(row, before=same, quality=ReadingQuality.SUSPECT if is_high else row.quality)


def shown(span: Row | Span) -> str:
    """A span in few characters, China's time."""
    first, last = span.begins.astimezone(CHINA), span.ends.astimezone(CHINA)
    return f"{first:%m-%d %H:%M}–{last:%m-%d %H:%M}"
