"""Readings of sites beside those of users' meters: parted from a sheet, held against the record, kept and told.

Clauses: T-068 (pressure and flow), T-047 (transfers at the meter), T-093 (integrity).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.models import Account
from nuandong.desk.ledger.actions import append_many
from nuandong.desk.ledger.chain import Act
from nuandong.desk.reporting.models.readings import ReadingQuality
from nuandong.desk.reporting.models.sites import SiteReading
from nuandong.desk.reporting.readings.checks import Checked
from nuandong.desk.reporting.readings.sheet import Line
from nuandong.desk.reporting.readings.site_checks import (
    Kept,
    SiteRow,
    check_site_lines,
    is_of_site,
    is_of_site_alone,
    with_kept,
)
from nuandong.desk.reporting.readings.sites import Site, sites_named
from nuandong.findings import Findings

FILE_SITE_READING, SITE_READING = "file_site_reading", "site_reading"
ROWS_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Beside:
    """The lines of a sheet that tell of sites, and the sites that they name."""

    lines: tuple[Line, ...]
    sites: dict[str, Site]


def parted(lines: Sequence[Line], *, by: Account | None) -> tuple[list[Line], Beside]:
    """Lines that tell a volume of a delivery point, and those that tell of a site; one line may do both."""
    named = {line.cells.get("point", "") for line in lines}
    sites = dict(sites_named(named, by))
    of_points = [line for line in lines if not is_of_site_alone(line, sites)]
    return of_points, Beside(tuple(line for line in lines if is_of_site(line, sites)), sites)


def joined(checked: Checked, beside: Beside, *, at: datetime, source: str) -> Checked:
    """What was said of both kinds of line as one; pressures are shown beside the volumes of their line."""
    if not beside.lines:
        return checked
    rows, found = check_site_lines(beside.lines, sites=beside.sites, at=at)
    kept = _on_record(rows, source)
    pressures = {row.line: row.pressure for row in rows}
    findings = sorted((*checked.findings, *found), key=lambda finding: finding.place.row or 0)
    return Checked(
        tuple(replace(row, pressure=pressures.get(row.line)) for row in checked.rows),
        Findings(tuple(findings)),
        tuple(with_kept(row, kept) for row in rows),
    )


def keep(
    rows: Sequence[SiteRow], *, owned: frozenset[str], by: Account | None, at: datetime, source: str
) -> list[SiteReading]:
    """Keep rows as readings and tell the ledger; inside the transaction of the filing."""
    readings = [
        SiteReading(
            site_kind=row.site.kind, site=row.site.code, region_id=row.site.region,
            organisation_id=row.site.organisation, from_at=row.begins, to_at=row.ends, amount=row.volume,
            pressure=row.pressure, quality=row.quality, source=source, known_at=at, filed_by=by,
            filed_by_subject_of_cut=row.site.code in owned,
        )
        for row in rows
    ]  # fmt: skip
    SiteReading.objects.bulk_create(readings, batch_size=ROWS_AT_A_TIME)
    if readings:
        append_many(acts=[(_told(one, by), at) for one in readings])
    return readings


def digest_of_site(reading: SiteReading) -> str:
    """Digest of all that a reading of a site says, the same from what was filed as from the record."""
    plain = {
        "kind": str(reading.site_kind), "site": reading.site, "from": reading.from_at.timestamp(),
        "to": reading.to_at.timestamp(), "amount": _plain(reading.amount), "pressure": _plain(reading.pressure),
        "quality": str(reading.quality), "source": reading.source, "known_at": reading.known_at.timestamp(),
        "own": reading.filed_by_subject_of_cut,
    }  # fmt: skip
    written = json.dumps(plain, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return "sha256:" + hashlib.sha256(written.encode()).hexdigest()


def newest_of_sites(readings: Sequence[SiteReading]) -> list[SiteReading]:
    """Of every span that one source read, what it said of it last."""
    last: dict[tuple[object, ...], SiteReading] = {}
    for reading in sorted(readings, key=lambda one: (one.known_at, one.pk or 0)):
        last[
            reading.site_kind, reading.site, reading.from_at, reading.to_at, reading.source,
            reading.filed_by_subject_of_cut,
        ] = reading  # fmt: skip
    return list(last.values())


def _on_record(rows: Sequence[SiteRow], source: str) -> dict[tuple[object, ...], Kept]:
    if not rows:
        return {}
    there = SiteReading.objects.filter(
        site__in=sorted({row.site.code for row in rows}), source=source,
        from_at__gte=min(row.begins for row in rows), to_at__lte=max(row.ends for row in rows),
    )  # fmt: skip
    return dict(_kept(newest_of_sites(list(there))))


def _kept(readings: Sequence[SiteReading]) -> Iterator[tuple[tuple[object, ...], Kept]]:
    for one in readings:
        key = str(one.site_kind), one.site, one.from_at, one.to_at
        yield key, Kept(one.amount, one.pressure, ReadingQuality(one.quality))


def _told(reading: SiteReading, by: Account | None) -> Act:
    facts = {
        "kind": str(reading.site_kind), "site": reading.site, "from": reading.from_at.isoformat(),
        "to": reading.to_at.isoformat(), "amount": reading.amount, "pressure": reading.pressure,
        "quality": str(reading.quality), "source": reading.source,
        "filed_by_user": reading.filed_by_subject_of_cut, "digest": digest_of_site(reading),
    }  # fmt: skip
    return Act(FILE_SITE_READING, actor_of(by), SITE_READING, str(reading.pk), facts)


def _plain(number: float | None) -> float | None:
    return None if number is None else float(number)
