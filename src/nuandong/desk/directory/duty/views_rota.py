"""Pages of one rota: draft it by turns, change it, see its holes, put it in force.

Clause: T-067.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nuandong.desk.directory.acting import after, signed_in_account
from nuandong.desk.directory.contacts.scope import kept_by
from nuandong.desk.directory.duty import actions
from nuandong.desk.directory.duty.forms import TurnsForm, WatchForm, people_of
from nuandong.desk.directory.duty.views import visible_organisation
from nuandong.desk.directory.models import DutyRota, DutyShift, RotaState
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import DRAFT_ROTA, ENFORCE_ROTA, SEE_CONTACTS
from nuandong.desk.frame import clock


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, organisation: int) -> HttpResponse:
    """A rota by turns."""
    one = visible_organisation(request, organisation)
    if not request.user.has_perm(DRAFT_ROTA) or not kept_by(request.user).filter(pk=one.pk).exists():
        raise PermissionDenied
    at = clock.now()
    form = TurnsForm(request.POST or None, organisation=one, initial={"first_day": at.date(), "hours": 12})
    if request.method == "POST" and form.is_valid():
        try:
            rota = actions.draft_rota(
                organisation=one, turns=form.turns(), by=signed_in_account(request), at=at
            )
            return HttpResponseRedirect(reverse("rota", args=[rota.pk]))
        except ActRefused as refused:
            form.add_error(None, str(refused))
    shown = {"room": "duty", "organisation": one, "form": form, "people": people_of(one).count()}
    return render(request, "directory/rota_form.html", shown)


@require_GET
def rota(request: HttpRequest, rota: int) -> HttpResponse:
    """A rota with its watches and findings."""
    return _shown(request, _visible(request, rota))


@require_POST
def enforce(request: HttpRequest, rota: int) -> HttpResponse:
    """Let the draft hold."""
    return _acted(request, rota, actions.put_in_force, _("The rota is in force."))


@require_POST
def withdraw(request: HttpRequest, rota: int) -> HttpResponse:
    """Let the rota no longer hold."""
    return _acted(request, rota, actions.withdraw_rota, _("The rota is withdrawn."))


@require_POST
def add_watch(request: HttpRequest, rota: int) -> HttpResponse:
    """One more person on a watch."""
    one = _visible(request, rota)
    form = WatchForm(request.POST, organisation=one.organisation)
    if not form.is_valid():
        return _shown(request, one, form)
    begins, ends = form.span()
    by, at, person = signed_in_account(request), clock.now(), form.cleaned_data["person"]
    return after(
        request,
        lambda: actions.put_on_watch(rota=one, person=person, begins_at=begins, ends_at=ends, by=by, at=at),
        done=_("Put on the watch."), to=reverse("rota", args=[one.pk]),
    )  # fmt: skip


@require_POST
def drop_watch(request: HttpRequest, watch: int) -> HttpResponse:
    """One person fewer."""
    shift = get_object_or_404(
        DutyShift.objects.visible_to(request.user).select_related("rota").filter(rota__isnull=False), pk=watch
    )
    by, at = signed_in_account(request), clock.now()
    return after(
        request, lambda: actions.take_off_watch(shift=shift, by=by, at=at), done=_("Taken off the watch."),
        to=reverse("rota", args=[shift.rota_id]),
    )  # fmt: skip


def _acted(request: HttpRequest, pk: int, act: Any, done: str) -> HttpResponse:
    one = _visible(request, pk)
    by, at = signed_in_account(request), clock.now()
    return after(request, lambda: act(rota=one, by=by, at=at), done=done, to=reverse("rota", args=[one.pk]))


def _visible(request: HttpRequest, pk: int) -> DutyRota:
    found: DutyRota = get_object_or_404(
        DutyRota.objects.visible_to(request.user).select_related("organisation", "drafted_by", "put_in_force_by"), pk=pk
    )  # fmt: skip
    return found


def _shown(request: HttpRequest, one: DutyRota, form: WatchForm | None = None) -> HttpResponse:
    spans: dict[Any, list[DutyShift]] = {}
    for shift in one.shifts.select_related("person").order_by("begins_at", "-is_leading", "id"):
        spans.setdefault((shift.begins_at, shift.ends_at), []).append(shift)
    keeps = kept_by(request.user).filter(pk=one.organisation.pk).exists()
    shown = {
        "room": "duty",
        "rota": one,
        "organisation": one.organisation,
        "watches": [(*span, shifts) for span, shifts in sorted(spans.items())],
        "thin": actions.thin_of(one),
        "form": form or WatchForm(organisation=one.organisation, initial={"day": one.begins_at.date()}),
        "may_change": one.state == RotaState.DRAFT and keeps and request.user.has_perm(DRAFT_ROTA),
        "may_enforce": request.user.has_perm(ENFORCE_ROTA),
        "is_own": one.drafted_by_id == request.user.pk,
        "is_draft": one.state == RotaState.DRAFT,
        "is_in_force": one.state == RotaState.IN_FORCE,
        "sees_names": request.user.has_perm(SEE_CONTACTS),
    }
    return render(request, "directory/rota.html", shown)
