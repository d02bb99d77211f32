"""Lines of readings read and held against the meters they name, each other and the record; every fault at once. Pure.

Clauses: T-042 (metered relief), T-093 (integrity).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from nuandong.desk.reporting.readings.line_cells import quality_of, span_of, volume_of
from nuandong.desk.reporting.readings.record import (
    Meters,
    Row,
    against_load,
    against_record,
    shown,
    with_record,
)
from nuandong.desk.reporting.readings.sheet import Line
from nuandong.desk.reporting.readings.site_checks import SiteRow
from nuandong.desk.reporting.readings.words import fault
from nuandong.findings import Finding, Findings


@dataclass(frozen=True, slots=True)
class Checked:
    """Rows that passed on their own, and every finding; errors among them mean that nothing is filed."""

    rows: tuple[Row, ...]
    findings: Findings
    of_sites: tuple[SiteRow, ...] = ()


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
    span = span_of(line, at, found)
    volume = volume_of(line, found)
    quality = quality_of(line, found)
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
