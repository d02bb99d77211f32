"""Directory pages: places, organisations by kind, departments with their duties, who answers for whom.

Clauses: T-001 (all take part, each in its scope), T-065, T-094 (contacts), T-066 (task force).
"""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from nuandong.desk.directory.contacts.board import entries_of, tallies, tally
from nuandong.desk.directory.models import (
    Organisation,
    OrganisationKind,
    Region,
    ReportingUnit,
    SupplyZone,
)
from nuandong.desk.directory.notice import duties, rule
from nuandong.desk.directory.roles import SEE_CONTACTS
from nuandong.desk.frame import clock
from nuandong.vocabulary import RegionKind

ORGANISATIONS_A_PAGE = 60
STATES = ("missing", "stale")


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """How complete the directory is, city by city, and the way to every place and kind."""
    at = clock.now()
    entries = entries_of(Organisation.objects.visible_to(request.user).select_related("region"), at)
    kinds = [
        (kind, kind.label, tally(entry for entry in entries if entry.organisation.kind == kind))
        for kind in OrganisationKind
    ]
    shown = {
        "at": at,
        "whole": tally(entries),
        "tallies": tallies(entries),
        "kinds": [row for row in kinds if row[2].organisations],
        "fresh_days": rule("contact_fresh_days", day=at.date()).value,
    }
    return render(request, "directory/index.html", _room(shown))


@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    """Organisations by kind, state and words; the filter stands in the address."""
    at = clock.now()
    kind, state, words = (request.GET.get(name, "") for name in ("kind", "state", "q"))
    found = Organisation.objects.visible_to(request.user).select_related("region")
    if kind in OrganisationKind.values:
        found = found.filter(kind=kind)
    if words:
        found = found.filter(Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(code=words))
    entries = entries_of(found, at)
    if state in STATES:
        entries = [one for one in entries if (one.is_stale if state == "stale" else not one.is_complete)]
    page = Paginator(entries, ORGANISATIONS_A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": page, "kind": kind, "state": state, "words": words, "kinds": OrganisationKind.choices,
        "count": len(entries), "sees_names": request.user.has_perm(SEE_CONTACTS), "at": at,
    }  # fmt: skip
    return render(request, "directory/organisations.html", _room(shown))


@require_GET
def region(request: HttpRequest, region: str) -> HttpResponse:
    """One place: what lies below it, its organisations with contacts, its reporting units and zones."""
    place = get_object_or_404(Region.objects.visible_to(request.user).select_related("parent"), code=region)
    at = clock.now()
    below = Region.objects.visible_to(request.user).filter(parent=place)
    here = Organisation.objects.visible_to(request.user).filter(region=place).select_related("region")
    inside = Organisation.objects.visible_to(request.user).filter(
        Q(region=place) | Q(region__parent=place) | Q(region__parent__parent=place)
    )
    counted = entries_of(inside.select_related("region"), at)
    by_child = {
        child.code: tally(one for one in counted if one.organisation.region and _within(one.organisation.region, child))
        for child in below
    }  # fmt: skip
    shown = {
        "place": place,
        "parent": Region.objects.visible_to(request.user).filter(code=place.parent_id).first(),
        "below": [(child, by_child[child.code]) for child in below],
        "entries": entries_of(here, at),
        "whole": tally(counted),
        "units": ReportingUnit.objects.visible_to(request.user).filter(region=place),
        "zones": SupplyZone.objects.visible_to(request.user).filter(regions=place),
        "sees_names": request.user.has_perm(SEE_CONTACTS),
    }
    return render(request, "directory/region.html", _room(shown))


@require_GET
def zones(request: HttpRequest) -> HttpResponse:
    """Supply zones with the places they feed: another map than the administrative one."""
    visible = Region.objects.visible_to(request.user)
    rows = [
        (zone, list(visible.filter(zones=zone).exclude(kind=RegionKind.PROVINCE)))
        for zone in SupplyZone.objects.visible_to(request.user)
    ]
    return render(request, "directory/zones.html", _room({"rows": rows}))


@require_GET
def departments(request: HttpRequest) -> HttpResponse:
    """Departments with what the notice asks of them; one without an entry in the directory is said to lack it."""
    at = clock.now()
    offices = list(
        Organisation.objects.visible_to(request.user).filter(kind=OrganisationKind.DEPARTMENT).select_related("region")
    )  # fmt: skip
    entries = entries_of(offices, at)
    rows = [
        (duty, [one for one in entries if duty.is_of(one.organisation.name_zh)])
        for duty in duties(day=at.date())
    ]
    named = {one.organisation.pk for _duty, held in rows for one in held}
    shown = {
        "rows": rows,
        "others": [one for one in entries if one.organisation.pk not in named],
        "sees_names": request.user.has_perm(SEE_CONTACTS),
    }
    return render(request, "directory/departments.html", _room(shown))


def _within(place: Region, above: Region) -> bool:
    return above.code in (place.code, place.parent_id)


def _room(shown: dict[str, Any]) -> dict[str, Any]:
    return {"room": "directory", **shown}
