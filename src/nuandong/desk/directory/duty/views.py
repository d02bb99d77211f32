"""Duty pages: who is on duty, the month, hand-over and take-over, roll-calls.

Clauses: T-067 (24 h duty), T-088 (absence).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nuandong.desk.directory.acting import after, signed_in_account
from nuandong.desk.directory.contacts.scope import PUBLIC_BODIES, kept_by
from nuandong.desk.directory.duty import standing
from nuandong.desk.directory.duty.coverage import Watch, thin_spans
from nuandong.desk.directory.duty.month import days_of, month_span
from nuandong.desk.directory.duty.watch import COUNTS, watch_at, watches
from nuandong.desk.directory.models import AbsenceNote, DutyRota, DutyShift, Organisation, RollCall
from nuandong.desk.directory.notice import rule
from nuandong.desk.directory.roles import CALL_ROLL, SEE_CONTACTS
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.frame import clock

ROLL_CALLS_SHOWN = 10
ROTAS_SHOWN = 6
AHEAD = timedelta(days=7)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Who is on duty now at every public body of the scope, those with nobody first."""
    at = clock.now()
    own = scope_of(request.user).organisations
    bodies = [
        one
        for one in Organisation.objects.visible_to(request.user).select_related("region")
        if one.kind in PUBLIC_BODIES or one.code in own
    ]
    on: dict[str, list[DutyShift]] = {}
    now = DutyShift.objects.filter(COUNTS, begins_at__lte=at, ends_at__gt=at, organisation__in=bodies)
    for shift in now.select_related("person").order_by("-is_leading", "id"):
        on.setdefault(shift.organisation_id, []).append(shift)
    need = int(rule("watch_people", day=at.date()).value)
    rows = sorted(
        ((one, on.get(one.code, [])) for one in bodies), key=lambda row: (min(len(row[1]), need), row[0].pk)
    )
    shown = {
        "room": "duty", "at": at, "rows": rows, "need": need, "sees_names": request.user.has_perm(SEE_CONTACTS),
        "manned": sum(len(shifts) >= need for _one, shifts in rows),
        "notes": AbsenceNote.objects.visible_to(request.user).select_related("organisation")[:ROLL_CALLS_SHOWN],
    }  # fmt: skip
    return render(request, "directory/duty_index.html", shown)


@require_GET
def organisation(request: HttpRequest, organisation: int) -> HttpResponse:
    """One organisation's watch now, its month, its rotas, its roll-calls."""
    one = visible_organisation(request, organisation)
    at = clock.now()
    first = named_month(request.GET.get("month", ""), at.date())
    begins, ends = month_span(first)
    shifts = list(watches(organisation=one, begins=begins, ends=ends))
    need = int(rule("watch_people", day=at.date()).value)
    ahead = watches(organisation=one, begins=at, ends=at + AHEAD)
    now = watch_at(organisation=one, at=at)
    person = signed_in_account(request).person_id
    own = next((shift for shift in now if shift.person_id == person and person is not None), None)
    days = days_of(begins, ends, shifts)
    shown = {
        "room": "duty",
        "organisation": one,
        "at": at,
        "now": now,
        "own": own,
        "before": standing.watch_before(now[0]) if now else [],
        "need": need,
        "thin": thin_spans(
            begins=at, ends=at + AHEAD, people=need,
            watches=[Watch(shift.person_id, shift.begins_at, shift.ends_at) for shift in ahead],
        ),
        "days": days,
        "blanks": range(begins.weekday()),
        "month": begins,
        "earlier": (begins - timedelta(days=1)).strftime("%Y-%m"),
        "later": ends.strftime("%Y-%m"),
        "rotas": DutyRota.objects.filter(organisation=one)[:ROTAS_SHOWN],
        "calls": RollCall.objects.filter(organisation=one)[:ROLL_CALLS_SHOWN],
        "open_call": RollCall.objects.filter(
            organisation=one, answered_at__isnull=True, missed_at__isnull=True, answer_by__gte=at
        ).first(),
        "notes": AbsenceNote.objects.filter(organisation=one),
        "may_keep": kept_by(request.user).filter(pk=one.pk).exists(),
        "may_call": request.user.has_perm(CALL_ROLL),
        "sees_names": request.user.has_perm(SEE_CONTACTS),
        "minutes": int(rule("roll_call_minutes", day=at.date()).value),
    }  # fmt: skip
    return render(request, "directory/duty.html", shown)


@require_POST
def hand_over(request: HttpRequest, organisation: int) -> HttpResponse:
    """Leave the note of the watch that ends."""
    one = visible_organisation(request, organisation)
    note = request.POST.get("note", "")
    by, at = signed_in_account(request), clock.now()
    return after(
        request, lambda: standing.hand_over(organisation=one, note=note, by=by, at=at),
        done=_("Note kept; the next watch reads it when it takes over."), to=_duty_page(one),
    )  # fmt: skip


@require_POST
def take_over(request: HttpRequest, organisation: int) -> HttpResponse:
    """Begin one's watch."""
    one = visible_organisation(request, organisation)
    by, at = signed_in_account(request), clock.now()
    return after(
        request, lambda: standing.take_over(organisation=one, by=by, at=at), done=_("You have the watch."),
        to=_duty_page(one),
    )  # fmt: skip


@require_POST
def call_roll(request: HttpRequest, organisation: int) -> HttpResponse:
    """Call whoever is on duty there."""
    one = visible_organisation(request, organisation)
    by, at = signed_in_account(request), clock.now()
    return after(
        request, lambda: standing.call_roll(organisation=one, by=by, at=at), done=_("Roll-call is out."),
        to=_duty_page(one),
    )  # fmt: skip


@require_POST
def answer_roll(request: HttpRequest, call: int) -> HttpResponse:
    """Here."""
    one = get_object_or_404(RollCall.objects.visible_to(request.user).select_related("organisation"), pk=call)
    by, at = signed_in_account(request), clock.now()
    return after(
        request, lambda: standing.answer_roll(call=one, by=by, at=at), done=_("Answered in time."),
        to=_duty_page(one.organisation),
    )  # fmt: skip


def visible_organisation(request: HttpRequest, pk: int) -> Organisation:
    """The organisation of an address, if it lies in the reader's scope."""
    found: Organisation = get_object_or_404(
        Organisation.objects.visible_to(request.user).select_related("region"), pk=pk
    )
    return found


def named_month(text: str, otherwise: date) -> date:
    """The month that an address names, such as 2023-12."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return otherwise


def _duty_page(one: Any) -> str:
    return reverse("duty", args=[one.pk])
