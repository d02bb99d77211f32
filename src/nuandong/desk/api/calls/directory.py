"""Calls of the directory, all for reading: who calls, what it owes today, places, units, the watch, lists in force.

Clauses: T-001 (organisations, scope), T-065 (each knows what it owes), T-067 (duty), T-044 (lists).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from ninja import Query, Router

from nuandong.desk.api.gate import Faults, allowed, asked_text, found
from nuandong.desk.api.paging import page_of, page_of_rows
from nuandong.desk.api.shapes.directory import (
    ListedPointsOut,
    ListsOut,
    MeOut,
    OrganisationsOut,
    OwedsOut,
    RegionsOut,
    UnitsOut,
    WatchesOut,
)
from nuandong.desk.api.shapes.frame import Paging
from nuandong.desk.api.told.directory import (
    list_told,
    listed_told,
    me_told,
    organisation_told,
    owed_told,
    region_told,
    unit_told,
    watch_told,
)
from nuandong.desk.directory.duty.watch import COUNTS
from nuandong.desk.directory.models import (
    CurtailmentList,
    DutyShift,
    ListedPoint,
    Organisation,
    Region,
    ReportingUnit,
)
from nuandong.desk.directory.roles import SEE_CONTACTS, SEE_DAY
from nuandong.desk.directory.workbench.owed import owed_by
from nuandong.desk.frame import clock
from nuandong.gasday import gas_day_of

router = Router(tags=["directory"])


@router.get("/me", response={200: MeOut, **Faults}, summary="Who am I")
def me(request: HttpRequest) -> Any:
    """The account behind the token: its roles and places, its rights, and what the token was given for."""
    account = allowed(request, None)
    return me_told(account, request.api_token, clock.now())  # type: ignore[attr-defined]


@router.get("/duties", response={200: OwedsOut, **Faults}, summary="My duties today")
def duties(request: HttpRequest, paging: Query[Paging]) -> Any:
    """What the account owes today, what is due first at the top, in the language of `Accept-Language`."""
    account, at = allowed(request, None), clock.now()
    return {"at": at, "gas_day": gas_day_of(at), **page_of_rows(owed_by(account, at), paging, owed_told)}


@router.get("/regions", response={200: RegionsOut, **Faults}, summary="Regions")
def regions(request: HttpRequest, paging: Query[Paging]) -> Any:
    """Province, cities and counties in scope."""
    return page_of(Region.objects.visible_to(allowed(request, SEE_DAY)), paging, region_told)


@router.get("/units", response={200: UnitsOut, **Faults}, summary="Reporting units")
def units(request: HttpRequest, paging: Query[Paging]) -> Any:
    """Units in scope that owe a daily report, and whether this account files for them."""
    account = allowed(request, SEE_DAY)
    own = set(ReportingUnit.objects.filed_by(account).values_list("pk", flat=True))
    rows = ReportingUnit.objects.visible_to(account)
    return page_of(rows, paging, lambda one: unit_told(one, is_own=one.pk in own))


@router.get("/organisations", response={200: OrganisationsOut, **Faults}, summary="Organisations")
def organisations(request: HttpRequest, paging: Query[Paging], kind: str = asked_text(40)) -> Any:
    """Governments, departments and companies in scope."""
    rows = Organisation.objects.visible_to(allowed(request, SEE_DAY))
    return page_of(rows.filter(kind=kind) if kind else rows, paging, organisation_told)


@router.get("/watches", response={200: WatchesOut, **Faults}, summary="Who is on duty")
def watches(request: HttpRequest, paging: Query[Paging]) -> Any:
    """Watches that hold now, of rotas in force, at organisations in scope."""
    account, at = allowed(request, SEE_DAY), clock.now()
    rows = DutyShift.objects.visible_to(account).filter(COUNTS, begins_at__lte=at, ends_at__gt=at)
    sees_names = account.has_perm(SEE_CONTACTS)
    told = page_of(rows.select_related("person"), paging, lambda one: watch_told(one, with_name=sees_names))
    return {"at": at, **told}


@router.get("/lists", response={200: ListsOut, **Faults}, summary="Curtailable-user lists")
def lists(
    request: HttpRequest,
    paging: Query[Paging],
    is_in_force: bool = Query(False, description="Only those that hold for the gas day at hand"),
) -> Any:
    """Lists of regions in scope; a plan uses only users on a list in force."""
    account, at = allowed(request, SEE_DAY), clock.now()
    rows = CurtailmentList.objects.visible_to(account)
    standing = _in_force(account, at)
    rows = rows.filter(pk__in=standing) if is_in_force else rows
    return page_of(rows.annotate(points=Count("entries")), paging, lambda one: list_told(one, standing))


@router.get(
    "/lists/{int:roster}/points", response={200: ListedPointsOut, **Faults}, summary="Points of a list"
)
def listed(request: HttpRequest, roster: int, paging: Query[Paging]) -> Any:
    """Who is on a list, with the loads that were approved."""
    account = allowed(request, SEE_DAY)
    one = found(CurtailmentList.objects.visible_to(account), "roster", pk=roster)
    rows = ListedPoint.objects.visible_to(account).filter(curtailment_list=one).select_related("point__user")
    return {"roster": one.code, **page_of(rows, paging, listed_told)}


def _in_force(account: Any, at: datetime) -> set[int]:
    rows = CurtailmentList.objects.visible_to(account).in_force(day=gas_day_of(at), known_at=at)
    return set(rows.values_list("pk", flat=True))
