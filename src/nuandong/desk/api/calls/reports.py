"""Calls of daily reports: filing, versions, sign-off, board, sums.

Clauses: T-095 (filing), T-072 (sign-off), T-004 (board), T-074 (sums), T-001 (scope).
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from nuandong.desk.api.filing import checked_filing
from nuandong.desk.api.gate import ActFaults, Faults, allowed, asked_day, asked_text, day_named, found
from nuandong.desk.api.models import TokenScope
from nuandong.desk.api.once import call_of, key_header, once
from nuandong.desk.api.paging import page_of
from nuandong.desk.api.shapes.frame import LONGEST_CODE, Paging
from nuandong.desk.api.shapes.reports import (
    BoardOut,
    FilingIn,
    RemindersOut,
    RollupOut,
    SignOffIn,
    VersionOut,
    VersionsOut,
)
from nuandong.desk.api.told.reports import board_told, reminder_told, rollup_told, version_told
from nuandong.desk.directory.roles import FILE_REPORT, SEE_DAY, SIGN_REPORT
from nuandong.desk.frame import clock
from nuandong.desk.reporting.actions import file_report
from nuandong.desk.reporting.board import board_of
from nuandong.desk.reporting.models import Reminder, ReportVersion
from nuandong.desk.reporting.rollup import rollup_of
from nuandong.desk.reporting.signing import sign_report

router = Router(tags=["reports"])


@router.post("/reports", response={200: VersionOut, 201: VersionOut, **ActFaults}, summary="File a report")
def file_a_report(request: HttpRequest, filing: FilingIn, key: str = key_header()) -> Any:
    """File a report as its next version. The same key and content again answer as the first time (status 200)."""
    call = call_of(request, FILE_REPORT, TokenScope.FILE)
    return once(
        call, VersionOut,
        lambda one: version_told(file_report(checked=checked_filing(filing, one.by, one.at), by=one.by)),
    )  # fmt: skip


@router.get("/reports", response={200: VersionsOut, **Faults}, summary="List versions")
def reports(
    request: HttpRequest,
    paging: Query[Paging],
    unit: str = asked_text(LONGEST_CODE),
    gas_day: str = asked_day(),
) -> Any:
    """Filed versions in scope, oldest first; `next` leads on."""
    rows = _versions(allowed(request, SEE_DAY))
    if unit:
        rows = rows.filter(report__unit=unit)
    if gas_day:
        rows = rows.filter(report__gas_day=day_named(gas_day))
    page = page_of(rows, paging, version_told)
    return {"versions": page["rows"], "next": page["next"]}


@router.get("/reports/{int:version}", response={200: VersionOut, **Faults}, summary="One version")
def one_version(request: HttpRequest, version: int) -> Any:
    """One filed version with its figures, answers and the gate's remarks."""
    return version_told(found(_versions(allowed(request, SEE_DAY)), "version", pk=version))


@router.post(
    "/reports/{int:version}/sign",
    response={200: VersionOut, 201: VersionOut, **ActFaults},
    summary="Sign a report",
)
def sign_a_report(request: HttpRequest, version: int, wish: SignOffIn, key: str = key_header()) -> Any:
    """The unit's own leader stands for the newest version, never the one who filed it."""
    call = call_of(request, SIGN_REPORT, TokenScope.ACT)
    signed = found(_versions(call.by), "version", pk=version)

    def sign(one: Any) -> Any:
        sign_report(version=signed, by=one.by, at=one.at, note=wish.note)
        return version_told(found(_versions(one.by), "version", pk=version))

    return once(call, VersionOut, sign)


@router.get("/board/{gas_day}", response={200: BoardOut, **Faults}, summary="Who has filed")
def board(request: HttpRequest, gas_day: str) -> Any:
    """Who has filed for a gas day, those that need somebody first; every unit in scope."""
    account = allowed(request, SEE_DAY)
    return board_told(board_of(gas_day=day_named(gas_day), at=clock.now(), account=account))


@router.get("/rollup/{gas_day}", response={200: RollupOut, **Faults}, summary="Sums of a gas day")
def rollup(request: HttpRequest, gas_day: str) -> Any:
    """Counties summed to cities and the province, and where a city's own figure disagrees."""
    account = allowed(request, SEE_DAY)
    return rollup_told(rollup_of(gas_day=day_named(gas_day), at=clock.now(), account=account))


@router.get("/reminders/{gas_day}", response={200: RemindersOut, **Faults}, summary="Who was reminded")
def reminders(request: HttpRequest, gas_day: str, paging: Query[Paging]) -> Any:
    """Reminders of a gas day's reports in scope, oldest first."""
    rows = Reminder.objects.visible_to(allowed(request, SEE_DAY)).filter(gas_day=day_named(gas_day))
    return page_of(rows, paging, reminder_told)


def _versions(account: Any) -> Any:
    rows = ReportVersion.objects.visible_to(account)
    return rows.select_related("report", "sign_off").prefetch_related("figures")
