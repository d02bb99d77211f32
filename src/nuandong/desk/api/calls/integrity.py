"""Calls of integrity: whom a person should look at, what people found, appeals and decisions.

Clause: T-093.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from nuandong.desk.api.gate import ActFaults, Faults, allowed, day_named, found
from nuandong.desk.api.models import TokenScope
from nuandong.desk.api.once import call_of, key_header, once
from nuandong.desk.api.paging import page_of, page_of_rows
from nuandong.desk.api.shapes.frame import Paging
from nuandong.desk.api.shapes.reports import FindingIn, FindingOut, FindingsOut, ReplyIn, SuspectsOut
from nuandong.desk.api.told.reports import board_row_told, finding_told, suspect_told
from nuandong.desk.directory.models import ReportingUnit
from nuandong.desk.directory.roles import APPEAL_FINDING, FIND_INTEGRITY, SEE_DAY
from nuandong.desk.frame import clock
from nuandong.desk.reporting.findings_of_people import find_integrity, reply_to_finding
from nuandong.desk.reporting.models import IntegrityFinding, IntegrityKind, ReplyKind
from nuandong.desk.reporting.suspects import to_look_into

router = Router(tags=["integrity"])


@router.get("/suspects/{gas_day}", response={200: SuspectsOut, **Faults}, summary="Whom to look at")
def suspects(request: HttpRequest, gas_day: str, paging: Query[Paging]) -> Any:
    """Reports that do not balance, the least likely first, and suspected omissions. By rule alone: a person finds."""
    account, at, day = allowed(request, SEE_DAY), clock.now(), day_named(gas_day)
    told = to_look_into(gas_day=day, at=at, account=account)
    facts = {"gas_day": day, "at": at, "judged": told.judged, "filed": told.filed}
    omitted = [board_row_told(row) for row in told.omitted]
    return {**facts, "omitted": omitted, **page_of_rows(told.false, paging, suspect_told)}


@router.get("/findings", response={200: FindingsOut, **Faults}, summary="What people found")
def findings(request: HttpRequest, paging: Query[Paging]) -> Any:
    """Findings in scope with their replies, oldest first."""
    return page_of(_findings(allowed(request, SEE_DAY)), paging, finding_told)


@router.post("/findings", response={200: FindingOut, 201: FindingOut, **ActFaults}, summary="Keep a finding")
def find(request: HttpRequest, wish: FindingIn, key: str = key_header()) -> Any:
    """A person above the unit found that its report was omitted, false or concealed, and says by what evidence."""
    call = call_of(request, FIND_INTEGRITY, TokenScope.ACT)
    unit = found(ReportingUnit.objects.visible_to(call.by), "unit", code=wish.unit)
    kind, day = IntegrityKind(wish.kind), day_named(wish.gas_day.isoformat())
    return once(
        call, FindingOut,
        lambda one: finding_told(
            find_integrity(unit=unit, gas_day=day, kind=kind, evidence=wish.evidence, by=one.by, at=one.at)
        ),
    )  # fmt: skip


@router.post(
    "/findings/{int:finding}/replies",
    response={200: FindingOut, 201: FindingOut, **ActFaults},
    summary="Appeal or decide",
)
def reply(request: HttpRequest, finding: int, wish: ReplyIn, key: str = key_header()) -> Any:
    """The unit appeals once; somebody above it upholds (another than the finder) or withdraws."""
    call = call_of(request, APPEAL_FINDING, TokenScope.ACT)
    kept = found(_findings(call.by), "finding", pk=finding)

    def answer(one: Any) -> Any:
        reply_to_finding(finding=kept, kind=ReplyKind(wish.kind), words=wish.words, by=one.by, at=one.at)
        return finding_told(found(_findings(one.by), "finding", pk=finding))

    return once(call, FindingOut, answer)


def _findings(account: Any) -> Any:
    return IntegrityFinding.objects.visible_to(account).select_related("report").prefetch_related("replies")
