"""Lines of readings read and held against the meters they name, each other and the record; every fault at once. Pure.

Clauses: T-042 (metered relief), T-093 (integrity).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nuandong.desk.reporting.models.readings import ReadingQuality
from nuandong.desk.reporting.readings import parsing
from nuandong.desk.reporting.readings.parsing import Unread
from nuandong.desk.reporting.readings.record import (
    LONGEST,
    Meters,
    Row,
    against_load,
    against_record,
    shown,
    with_record,
)
from nuandong.desk.reporting.readings.sheet import Line
from nuandong.desk.reporting.readings.words import fault
from nuandong.findings import Finding, Findings
from nuandong.gasday import begin_of, end_of
from nuandong.units import Volume


@dataclass(frozen=True, slots=True)
class Checked:
    """Rows that passed on their own, and every finding; errors among them mean that nothing is filed."""

    rows: tuple[Row, ...]
    findings: Findings


def check_lines(lines: Iterable[Line], *, meters: Meters, at: datetime) -> Checked:
    """Every line read, held against its meter, the other lines and the record."""
    rows: list[Row] = []
    found: list[Finding] = []
    for line in lines:
        row, faults = read_line(line, meters=meters, at=at)
        found += faults
        if row is not None:
            rows.append(row)
    kept, among = _among_each_other(rows)
    found += among
    checked = []
    for row in kept:
        meter = meters.points[row.point]
        found += against_record(row, meter)
        found += against_load(row, meter)
        checked.append(with_record(row, meter))
    found.sort(key=lambda finding: finding.place.row or 0)
    return Checked(tuple(sorted(checked, key=lambda row: row.line)), Findings(tuple(found)))


def read_line(line: Line, *, meters: Meters, at: datetime) -> tuple[Row | None, list[Finding]]:
    """The reading of one line, or None with everything that is wrong with it."""
    found: list[Finding] = []
    point = _point(line, meters, found)
    span = _span(line, at, found)
    volume = _volume(line, found)
    quality = _quality(line, found)
    if point is None or span is None or volume is None or quality is None:
        return None, found
    return Row(line.number, point, span[0], span[1], volume, quality), found


def _point(line: Line, meters: Meters, found: list[Finding]) -> str | None:
    named = line.cells.get("point", "")
    held = meters.of_meter.get(named, ())
    if named in meters.points:
        return named
    if len(held) == 1:
        return held[0]
    if not named:
        found.append(fault("point.missing", row=line.number, column="point"))
    elif held:
        found.append(
            fault("point.several", row=line.number, column="point", value=named, names="、".join(held))
        )
    else:
        found.append(fault("point.unknown", row=line.number, column="point", value=named))
    return None


def _span(line: Line, at: datetime, found: list[Finding]) -> tuple[datetime, datetime] | None:
    cell = line.cells.get("gas_day", "")
    if cell and not (line.cells.get("from") or line.cells.get("to")):
        try:
            day = parsing.day_of(cell)
        except Unread:
            found.append(fault("day.unread", row=line.number, column="gas_day", value=cell))
            return None
        begins, ends = begin_of(day), end_of(day)
    else:
        first, last = _instant(line, "from", found), _instant(line, "to", found)
        if first is None or last is None:
            return None
        begins, ends = first, last
    wrong = _span_fault(line, begins, ends, at)
    if wrong is not None:
        found.append(wrong)
        return None
    if (ends - begins) == timedelta(days=1) and not begins.hour:
        found.append(fault("time.calendar_day", row=line.number, column="from"))
    return begins, ends


def _span_fault(line: Line, begins: datetime, ends: datetime, at: datetime) -> Finding | None:
    value = f"{ends:%Y-%m-%d %H:%M}"
    if ends <= begins:
        return fault(
            "time.order", row=line.number, column="to", value=value, begin=f"{begins:%Y-%m-%d %H:%M}"
        )
    if ends - begins > LONGEST:
        days = round((ends - begins) / timedelta(days=1))
        return fault("time.long", row=line.number, column="to", value=value, days=days, most=LONGEST.days)
    if ends > at:
        now = f"{at.astimezone(ends.tzinfo):%Y-%m-%d %H:%M}"
        return fault("time.future", row=line.number, column="to", value=value, now=now)
    return None


def _instant(line: Line, name: str, found: list[Finding]) -> datetime | None:
    cell = line.cells.get(name, "")
    if not cell:
        words = {"from": ("起始时刻", "begin"), "to": ("截止时刻", "end")}[name]
        found.append(fault("time.missing", row=line.number, column=name, name=words))
        return None
    try:
        instant, is_elsewhere = parsing.instant_of(cell)
    except Unread:
        found.append(fault("time.unread", row=line.number, column=name, value=cell))
        return None
    if is_elsewhere:
        local = f"{instant:%Y-%m-%d %H:%M}"
        found.append(fault("time.zone", row=line.number, column=name, value=cell, local=local))
    return instant


def _volume(line: Line, found: list[Finding]) -> Volume | None:
    name = "volume" if line.cells.get("volume") or "volume_m3" not in line.cells else "volume_m3"
    cell = line.cells.get(name, "")
    if not cell:
        found.append(fault("volume.missing", row=line.number, column=name))
        return None
    try:
        volume = parsing.volume_of(cell, is_m3=name == "volume_m3")
    except Unread:
        found.append(fault("volume.unread", row=line.number, column=name, value=cell))
        return None
    if volume < 0:
        found.append(fault("volume.negative", row=line.number, column=name, value=cell))
        return None
    return volume


def _quality(line: Line, found: list[Finding]) -> ReadingQuality | None:
    cell = line.cells.get("quality", "")
    try:
        return parsing.quality_of(cell)
    except Unread:
        found.append(fault("quality.unknown", row=line.number, column="quality", value=cell))
        return None


def _among_each_other(rows: Sequence[Row]) -> tuple[list[Row], list[Finding]]:
    """Rows without those said twice, and where rows of one point overlap."""
    by_point: dict[str, list[Row]] = defaultdict(list)
    found: list[Finding] = []
    for row in rows:
        by_point[row.point].append(row)
    kept: list[Row] = []
    for own in by_point.values():
        own.sort(key=lambda row: (row.begins, row.ends, row.line))
        last: Row | None = None
        for row in own:
            wrong = None if last is None else _beside(last, row)
            found += [wrong] if wrong is not None else []
            if wrong is None or wrong.code != "reading.span.repeated":
                kept.append(row)
            last = row if last is None or row.ends >= last.ends else last
    return kept, found


def _beside(earlier: Row, row: Row) -> Finding | None:
    if (earlier.begins, earlier.ends) == (row.begins, row.ends):
        is_same = (earlier.volume, earlier.quality) == (row.volume, row.quality)
        return fault(
            "span.repeated" if is_same else "span.twice", row=row.line, column="from", other=earlier.line
        )
    if row.begins < earlier.ends:
        return fault("span.overlap", row=row.line, column="from", other=earlier.line, span=shown(earlier))
    return None
