"""Lines that tell a pressure, or what a gate, a store or a transfer carried, read and held against the site. Pure.

Clauses: T-068 (pressure and flow), T-047 (transfers at the meter).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from nuandong.desk.reporting.models.readings import ReadingQuality
from nuandong.desk.reporting.models.sites import SiteKind
from nuandong.desk.reporting.readings import line_cells, parsing
from nuandong.desk.reporting.readings.record import IMPOSSIBLE_TIMES, flow_between
from nuandong.desk.reporting.readings.sheet import Line
from nuandong.desk.reporting.readings.sites import Site
from nuandong.desk.reporting.readings.words import fault
from nuandong.findings import Finding, Findings
from nuandong.units import Pressure, Volume

MOST_PRESSURE: Pressure = 20.0
KPA_PER_MPA = 1000.0


@dataclass(frozen=True, slots=True)
class Kept:
    """What is on record of one span of a site from the same source."""

    volume: Volume | None
    pressure: Pressure | None
    quality: ReadingQuality


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One reading of a site that passed: volume in 10^4 m3 and least pressure in MPa gauge, either may be unknown."""

    line: int
    site: Site
    begins: datetime
    ends: datetime
    volume: Volume | None
    pressure: Pressure | None
    quality: ReadingQuality
    before: Kept | None = None

    @property
    def point(self) -> str:
        """The code that the line names."""
        return self.site.code

    @property
    def key(self) -> tuple[str, str, datetime, datetime]:
        """What it is a reading of."""
        return (*self.site.key, self.begins, self.ends)

    @property
    def is_known(self) -> bool:
        """Whether just this is on record already."""
        return self.before == Kept(self.volume, self.pressure, self.quality)


def is_of_site(line: Line, sites: Mapping[str, Site]) -> bool:
    """Whether a line tells something of a site: a pressure, or anything of a gate, a store or a transfer."""
    site = sites.get(line.cells.get("point", ""))
    return bool(line.cells.get("pressure")) or (site is not None and site.kind != SiteKind.POINT)


def is_of_site_alone(line: Line, sites: Mapping[str, Site]) -> bool:
    """Whether a line tells no volume of a delivery point, so that it is no reading of one."""
    site = sites.get(line.cells.get("point", ""))
    if site is not None and site.kind != SiteKind.POINT:
        return True
    return bool(line.cells.get("pressure")) and not line_cells.has_volume(line)


def check_site_lines(
    lines: Iterable[Line], *, sites: Mapping[str, Site], at: datetime
) -> tuple[list[SiteRow], list[Finding]]:
    """Every such line read; what a line's own reading of its point says already is not said twice."""
    rows: dict[tuple[object, ...], SiteRow] = {}
    found: list[Finding] = []
    for line in lines:
        row, faults = _read(line, sites=sites, at=at)
        found += faults
        if row is None:
            continue
        other = rows.get(row.key)
        if other is not None:
            is_same = (other.volume, other.pressure) == (row.volume, row.pressure)
            code = "span.repeated" if is_same else "span.twice"
            found.append(fault(code, row=row.line, column="from", other=other.line))
            continue
        rows[row.key] = row
    return list(rows.values()), found


def with_kept(row: SiteRow, kept: Mapping[tuple[object, ...], Kept]) -> SiteRow:
    """The row with what is on record of its span."""
    return replace(row, before=kept.get(row.key))


def _read(line: Line, *, sites: Mapping[str, Site], at: datetime) -> tuple[SiteRow | None, list[Finding]]:
    alone = is_of_site_alone(line, sites)
    found: list[Finding] = []
    told = found if alone else []  # a line with a volume of a point was read once already
    site = sites.get(line.cells.get("point", ""))
    if site is None:
        code = "point.unknown" if line.cells.get("point") else "point.missing"
        told.append(fault(code, row=line.number, column="point", value=line.cells.get("point", "")))
    span, quality = line_cells.span_of(line, at, told), line_cells.quality_of(line, told)
    pressure = _pressure(line, found)
    is_told = line_cells.has_volume(line) or not line.cells.get("pressure")
    volume = line_cells.volume_of(line, told) if alone and is_told else None
    if Findings(tuple(found)).errors or site is None or span is None or quality is None:
        return None, found
    if volume is not None and 0 < site.most * IMPOSSIBLE_TIMES < flow_between(volume, *span):
        facts = {"flow": f"{flow_between(volume, *span):g}", "most": f"{site.most:g}"}
        return None, [fault("site.high", row=line.number, column="volume", value=f"{volume:g}", **facts)]
    return SiteRow(line.number, site, *span, volume, pressure, quality), found


def _pressure(line: Line, found: list[Finding]) -> Pressure | None:
    cell = line.cells.get("pressure", "")
    if not cell:
        return None
    try:
        pressure = parsing.number_of(cell)
    except parsing.Unread:
        found.append(fault("pressure.unread", row=line.number, column="pressure", value=cell))
        return None
    if pressure < 0:
        found.append(fault("pressure.negative", row=line.number, column="pressure", value=cell))
    elif pressure > MOST_PRESSURE:
        facts = {"most": f"{MOST_PRESSURE:g}", "cure": f"{pressure / KPA_PER_MPA:g}"}
        found.append(fault("pressure.impossible", row=line.number, column="pressure", value=cell, **facts))
    return pressure
