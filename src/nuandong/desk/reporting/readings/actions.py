"""File readings: what is known better later is another reading, and none is ever changed.

Filing the same again does nothing, so a sender that is not sure may send again. A reading filed by an account of the
very user who may be cut is marked, whichever way it came in.

Clauses: T-042 (metered relief), T-093 (integrity of what is told), rulings 12 and 13.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.models import Account, DeliveryPoint
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.ledger.actions import append_many, put_gathered_letter
from nuandong.desk.ledger.chain import Act
from nuandong.desk.reporting.models.readings import Reading, ReadingQuality
from nuandong.desk.reporting.models.sites import SiteReading
from nuandong.desk.reporting.readings import of_sites
from nuandong.desk.reporting.readings.checks import Checked, check_lines
from nuandong.desk.reporting.readings.metered import newest
from nuandong.desk.reporting.readings.record import LONGEST, USUAL_BEFORE, Meter, Meters, Row, Span
from nuandong.desk.reporting.readings.sheet import FIRST_LINE, MOST_LINES, Line
from nuandong.desk.reporting.readings.words import fault
from nuandong.findings import Findings

FILE_READING, READING = "file_reading", "reading"  # act and subject in the ledger
WATCH = "watch_sites"  # the errand that holds what was read against what may be
ROWS_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Filed:
    """What came of a filing: all of it, or, where a finding is an error, nothing.

    `readings` are new, `corrected` of them replace a value on record, `unchanged` lines were on record already.
    """

    readings: tuple[Reading, ...]
    corrected: int
    unchanged: int
    findings: Findings
    of_sites: tuple[SiteReading, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether nothing was filed because something is wrong."""
        return bool(self.findings.errors)


def file_readings(
    *, rows: Iterable[Mapping[str, Any]], by: Account | None, at: datetime, source: str
) -> Filed:
    """File readings as cells: `point`, `from` and `to` or `gas_day`, `volume` (10^4 m3) or `volume_m3`, `pressure` (MPa
    gauge, the least in the span), `quality`. `point` may also name a gate, a store or a transfer.

    Cells may be text or JSON values. `source` names the channel; it may be 80 characters long. Lines are numbered as
    in a sheet, the first row being line 2.
    """
    return file_lines(lines=numbered(rows), by=by, at=at, source=source)


def file_lines(*, lines: Sequence[Line], by: Account | None, at: datetime, source: str) -> Filed:
    """File the lines of a sheet, all or none."""
    with transaction.atomic():
        checked = check(lines=lines, by=by, at=at, source=source)
        if checked.findings.errors:
            return Filed((), 0, 0, checked.findings)
        rows = [row for row in checked.rows if not row.is_known]
        owned = _owned({row.point for row in rows}, by)
        readings = [_reading(row, by=by, at=at, source=source, is_own=row.point in owned) for row in rows]
        Reading.objects.bulk_create(readings, batch_size=ROWS_AT_A_TIME)
        if readings:
            told = zip(readings, rows, strict=True)
            append_many(acts=[(_told(reading, row, by), at) for reading, row in told])
        fresh = [row for row in checked.of_sites if not row.is_known]
        told_of_sites = of_sites.keep(
            fresh, owned=_owned({row.point for row in fresh}, by), by=by, at=at, source=source
        )
        if readings or told_of_sites:
            put_gathered_letter(subject="sites", errand=WATCH, facts={}, at=at)
    every: tuple[Any, ...] = (*rows, *fresh)
    corrected = sum(row.before is not None for row in every)
    unchanged = len(checked.rows) - len(rows) + len(checked.of_sites) - len(fresh)
    return Filed(tuple(readings), corrected, unchanged, checked.findings, tuple(told_of_sites))


def check(*, lines: Sequence[Line], by: Account | None, at: datetime, source: str) -> Checked:
    """What would come of filing these lines; nothing is kept."""
    if len(lines) > MOST_LINES:
        return Checked((), Findings((fault("file.too_long", count=len(lines), most=MOST_LINES),)))
    named = {line.cells.get("point", "") for line in lines}
    of_points, beside = of_sites.parted(lines, by=by)
    checked = check_lines(of_points, meters=_meters(named, by, source, _first_begin(of_points)), at=at)
    return of_sites.joined(checked, beside, at=at, source=source)


def numbered(rows: Iterable[Mapping[str, Any]]) -> list[Line]:
    """Rows of cells as the lines of a sheet."""
    return [
        Line(number, {str(name): "" if cell is None else str(cell).strip() for name, cell in row.items()})
        for number, row in enumerate(rows, start=FIRST_LINE)
    ]


def digest_of(reading: Reading) -> str:
    """Digest of all that a reading says, the same from what was filed as from the record."""
    plain = {
        "point": reading.delivery_point_id, "from": reading.from_at.timestamp(), "to": reading.to_at.timestamp(),
        "amount": float(reading.amount), "quality": str(reading.quality), "source": reading.source,
        "known_at": reading.known_at.timestamp(), "own": reading.filed_by_subject_of_cut,
    }  # fmt: skip
    written = json.dumps(plain, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return "sha256:" + hashlib.sha256(written.encode()).hexdigest()


def points_for(by: Account | None) -> Any:
    """Delivery points that an account may file for; the desk itself may for all."""
    return DeliveryPoint.objects.all() if by is None else DeliveryPoint.objects.visible_to(by)


def _meters(named: set[str], by: Account | None, source: str, first: datetime | None) -> Meters:
    points = points_for(by)
    rows = list(points.filter(code__in=named).values_list("code", "meter", "load"))
    rows += points.filter(meter__in=named - {""}).exclude(code__in=named).values_list("code", "meter", "load")
    of_meter: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for code, meter, _ in rows:
        if meter in named:
            of_meter[meter] += (code,)
    spans = _spans({code for code, _, _ in rows}, by, source, first)
    return Meters({code: Meter(load, spans.get(code, ())) for code, _, load in rows}, of_meter)


def _spans(
    points: set[str], by: Account | None, source: str, first: datetime | None
) -> dict[str, tuple[Span, ...]]:
    """What the same party has said of these points, the newest of each span."""
    rows = Reading.objects.filter(delivery_point__code__in=points, source=source)
    if first is not None:
        rows = rows.filter(from_at__gte=first - LONGEST - USUAL_BEFORE)
    owned = _owned(points, by)
    found: dict[str, list[Span]] = defaultdict(list)
    for reading in newest(rows):
        point = reading.delivery_point_id
        if reading.filed_by_subject_of_cut == (point in owned):
            found[point].append(
                Span(reading.from_at, reading.to_at, reading.amount, ReadingQuality(reading.quality))
            )
    return {
        point: tuple(sorted(spans, key=lambda span: (span.begins, span.ends)))
        for point, spans in found.items()
    }


def _first_begin(lines: Sequence[Line]) -> datetime | None:
    """When the earliest line begins, as far as that can be read."""
    from nuandong.desk.reporting.readings import parsing
    from nuandong.gasday import begin_of

    begins = []
    for line in lines:
        try:
            if line.cells.get("from"):
                begins.append(parsing.instant_of(line.cells["from"])[0])
            else:
                begins.append(begin_of(parsing.day_of(line.cells.get("gas_day", ""))))
        except parsing.Unread:
            continue
    return min(begins, default=None)


def _owned(points: set[str], by: Account | None) -> frozenset[str]:
    """Which of these points belong to the organisation that the account files for, or that its person works for."""
    if by is None:
        return frozenset()
    own = set(scope_of(by).organisations)
    if by.person is not None and by.person.organisation_id:
        own.add(by.person.organisation_id)
    rows = DeliveryPoint.objects.filter(code__in=points, user__organisation_id__in=own)
    return frozenset(rows.values_list("code", flat=True))


def _reading(row: Row, *, by: Account | None, at: datetime, source: str, is_own: bool) -> Reading:
    return Reading(
        delivery_point_id=row.point, from_at=row.begins, to_at=row.ends, amount=row.volume, quality=row.quality,
        source=source, known_at=at, filed_by=by, filed_by_subject_of_cut=is_own,
    )  # fmt: skip


def _told(reading: Reading, row: Row, by: Account | None) -> Act:
    facts = {
        "point": row.point, "from": row.begins.isoformat(), "to": row.ends.isoformat(), "after": row.volume,
        "before": None if row.before is None else row.before.volume, "quality": str(row.quality),
        "source": reading.source, "filed_by_user": reading.filed_by_subject_of_cut, "digest": digest_of(reading),
    }  # fmt: skip
    return Act(FILE_READING, actor_of(by), READING, str(reading.pk), facts)
