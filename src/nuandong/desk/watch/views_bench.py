"""Pages of the departments' benches and of their matters.

Clauses: T-075 (industry), T-076 (housing), T-077 (resources), T-078 (energy).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.desk.directory.roles import KEEP_MATTERS
from nuandong.desk.frame import clock
from nuandong.desk.frame.cells import csv_answer
from nuandong.desk.watch.actions.matters import Asked, close_matter, note_matter, open_matter, reopen_matter
from nuandong.desk.watch.bench.field import Field, field_of, fields_of, own_department
from nuandong.desk.watch.bench.links import links_of
from nuandong.desk.watch.bench.page import bench_page
from nuandong.desk.watch.forms import MatterForm, MatterWordsForm
from nuandong.desk.watch.models import Matter, MatterState
from nuandong.desk.watch.refusals import ActRefused
from nuandong.gasday import CHINA, gas_day_of


@require_GET
def benches(request: HttpRequest) -> HttpResponse:
    """The benches that this account may open; a department's account goes straight to its own."""
    at = clock.now()
    fields = fields_of(request.user, day=gas_day_of(at))
    if len(fields) == 1 and own_department(request.user) is not None:
        return HttpResponseRedirect(reverse("bench", args=[fields[0].duty.department]))
    rows = []
    for field in fields:
        open_ones = field.matters().filter(state=MatterState.OPEN)
        links = links_of(companies=field.companies(), at=at)
        rows.append({
            "duty": field.duty, "users": field.users().count(), "open": open_ones.count(),
            "overdue": open_ones.filter(due__lt=gas_day_of(at)).count(), "links": len(links),
            "silent": sum(link.is_silent for link in links),
        })  # fmt: skip
    return render(
        request, "watch/benches.html", {"room": "duties", "at": at, "day": gas_day_of(at), "rows": rows}
    )


@require_http_methods(["GET", "POST"])
def bench(request: HttpRequest, department: str) -> HttpResponse:
    """One department's bench, with the form of one more matter."""
    at = clock.now()
    field = _field(request, department, at)
    may_keep = request.user.has_perm(KEEP_MATTERS)
    form = MatterForm(request.POST or None, field=field, initial={"due": gas_day_of(at)})
    if request.method == "POST":
        if not may_keep:
            raise PermissionDenied
        opened = _opened(form, field, request.user, at) if form.is_valid() else None
        if opened is not None:
            messages.success(request, _("The matter is in the register."))
            return HttpResponseRedirect(reverse("matter", args=[opened.pk]))
    shown = {"room": "duties", "form": form, "may_keep": may_keep, **bench_page(field=field, at=at)}
    return render(request, "watch/bench.html", shown)


@require_GET
def links_csv(request: HttpRequest, department: str) -> HttpResponse:
    """The link with each company, day by day."""
    at = clock.now()
    links = links_of(companies=_field(request, department, at).companies(), at=at)
    rows = [
        [link.company.code, link.company.name_zh, link.silent_days,
         "" if link.last_at is None else link.last_at.astimezone(CHINA).isoformat(),
         *(f"{day}={state}" for day, state in link.days)]
        for link in links
    ]  # fmt: skip
    return csv_answer(f"links-{department}.csv", [["company", "name", "silent_days", "last_heard"], *rows])


@require_http_methods(["GET", "POST"])
def matter(request: HttpRequest, matter: int) -> HttpResponse:
    """One matter with all that was said of it; noted, closed with a result, or opened again."""
    at = clock.now()
    found, field = _matter(request, matter, at)
    may_keep = field is not None and request.user.has_perm(KEEP_MATTERS)
    form = MatterWordsForm(request.POST or None)
    if request.method == "POST":
        if not may_keep or field is None:
            raise PermissionDenied
        if form.is_valid() and _done(request, form, found, field, at):
            return HttpResponseRedirect(reverse("matter", args=[found.pk]))
    shown = {
        "room": "duties", "at": at, "day": gas_day_of(at), "matter": found, "form": form, "may_keep": may_keep,
        "entries": found.entries.select_related("by__person"), "field": field,
    }  # fmt: skip
    return render(request, "watch/matter.html", shown)


def _done(request: HttpRequest, form: MatterWordsForm, found: Matter, field: Field, at: datetime) -> bool:
    words, by = form.cleaned_data["words"], request.user
    try:
        if "close" in request.POST:
            close_matter(matter=found, field=field, result=words, by=by, at=at)  # type: ignore[arg-type]
        elif "reopen" in request.POST:
            reopen_matter(matter=found, field=field, words=words, by=by, at=at)  # type: ignore[arg-type]
        else:
            note_matter(matter=found, field=field, words=words, by=by, at=at)  # type: ignore[arg-type]
    except ActRefused as refused:
        form.add_error("words" if refused.field else None, refused.words)
        return False
    messages.success(request, _("Noted."))
    return True


def _opened(form: MatterForm, field: Field, by: Any, at: datetime) -> Matter | None:
    try:
        return open_matter(field=field, asked=Asked(**form.cleaned_data), by=by, at=at)
    except ActRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.words)
        return None


def _field(request: HttpRequest, department: str, at: datetime) -> Field:
    field = field_of(request.user, department, day=gas_day_of(at))
    if field is None:
        raise Http404
    return field


def _matter(request: HttpRequest, number: int, at: datetime) -> tuple[Matter, Field | None]:
    """A matter of a bench that this account may open, or one that it is itself to do."""
    for field in fields_of(request.user, day=gas_day_of(at)):
        found = field.matters().filter(pk=number).first()
        if found is not None:
            return found, field
    own = Matter.objects.visible_to(request.user).filter(pk=number).first()
    if own is None:
        raise Http404
    return own, None
