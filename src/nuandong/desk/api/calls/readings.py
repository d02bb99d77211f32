"""Calls of readings of delivery points: filed as a whole or not at all, read with when each became known.

Clauses: T-042 (metered relief), T-001 (only what lies in one's scope).
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from nuandong.desk.api.answers import fault_of, refused_for
from nuandong.desk.api.gate import ActFaults, Faults, allowed, asked_day, asked_text, day_named
from nuandong.desk.api.models import TokenScope
from nuandong.desk.api.once import Call, call_of, key_header, once
from nuandong.desk.api.paging import page_of
from nuandong.desk.api.shapes.frame import LONGEST_CODE, Paging
from nuandong.desk.api.shapes.readings import FiledOut, ReadingIn, ReadingsIn, ReadingsOut
from nuandong.desk.directory.roles import FILE_REPORT, SEE_DAY
from nuandong.desk.reporting.models.readings import Reading
from nuandong.desk.reporting.readings.actions import file_readings
from nuandong.gasday import begin_of, end_of

router = Router(tags=["readings"])
SOURCE = "api"
NAMES = {"begins": "from", "ends": "to"}  # names that the gate of readings knows a cell by


@router.post("/readings", response={200: FiledOut, 201: FiledOut, **ActFaults}, summary="File readings")
def file_some(request: HttpRequest, wish: ReadingsIn, key: str = key_header()) -> Any:
    """File readings: all of them, or none with every fault; `row` counts them as a sheet does, the first being 2."""
    call = call_of(request, FILE_REPORT, TokenScope.FILE)
    rows = [_cells(row) for row in wish.rows]

    def file(one: Call) -> Any:
        filed = file_readings(rows=rows, by=one.by, at=one.at, source=SOURCE)
        if filed.is_refused:
            raise refused_for(filed.findings.errors)
        remarks = [fault_of(finding) for finding in filed.findings]
        counts = {"corrected": filed.corrected, "unchanged": filed.unchanged}
        return {"filed": len(filed.readings), **counts, "remarks": remarks}

    return once(call, FiledOut, file)


@router.get("/readings", response={200: ReadingsOut, **Faults}, summary="List readings")
def readings(
    request: HttpRequest,
    paging: Query[Paging],
    point: str = asked_text(LONGEST_CODE),
    gas_day: str = asked_day(),
) -> Any:
    """Readings in scope in the order in which they came: of a point, of a gas day, or all."""
    rows = Reading.objects.visible_to(allowed(request, SEE_DAY))
    rows = rows.filter(delivery_point=point) if point else rows
    if gas_day:
        day = day_named(gas_day)
        rows = rows.filter(from_at__lt=end_of(day), to_at__gt=begin_of(day))
    return page_of(rows, paging, _reading_told)


def _cells(row: ReadingIn) -> dict[str, Any]:
    told = row.model_dump(exclude_none=True)
    return {
        NAMES.get(name, name): repr(cell) if isinstance(cell, float) else cell for name, cell in told.items()
    }


def _reading_told(one: Reading) -> dict[str, Any]:
    return {
        "id": one.pk,
        "point": one.delivery_point_id,
        "begins": one.from_at,
        "ends": one.to_at,
        "volume": one.amount,
        "filed_by_user": one.filed_by_subject_of_cut,
        **{name: getattr(one, name) for name in ("quality", "source", "known_at")},
    }
