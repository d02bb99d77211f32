"""Pages of the wall: every site worst first, one site with its history, and the two acts upon an alarm.

Clauses: T-068 (monitor wall), T-001 (a company sees only its own).
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nuandong.desk.directory.roles import SEE_DAY, WATCH_SITES
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.frame import clock
from nuandong.desk.frame.cells import csv_answer
from nuandong.desk.reporting.readings.sites import Site, sites
from nuandong.desk.watch.actions.sites import clear_alarm, mark_site, take_alarm
from nuandong.desk.watch.forms import ClearForm, SiteMarkForm
from nuandong.desk.watch.models import SiteAlarm, SiteMark
from nuandong.desk.watch.refusals import ActRefused
from nuandong.desk.watch.wall.page import SHOWS, history_of, wall_page, wall_rows
from nuandong.desk.watch.wall.states import watched
from nuandong.gasday import CHINA

may_see = permission_required(SEE_DAY, raise_exception=True)
may_watch = permission_required(WATCH_SITES, raise_exception=True)
DAYS_SHOWN = 14
ALARMS_SHOWN = 40


@require_GET
@may_see
def wall(request: HttpRequest) -> HttpResponse:
    """Every site that was read, worst first; asked for as a fragment it is the grid alone."""
    show = request.GET.get("show", "")
    shown = wall_page(account=request.user, at=clock.now(), show=show if show in SHOWS else "",
                      page=request.GET.get("page"))  # fmt: skip
    shown["may_watch"] = request.user.has_perm(WATCH_SITES)
    is_part = getattr(request, "htmx", False)
    return render(request, "watch/wall_live.html" if is_part else "watch/wall.html", shown)


@require_GET
@may_see
def wall_csv(request: HttpRequest) -> HttpResponse:
    """The same sites as a table, figures in full."""
    heading = ["kind", "site", "name", "region", "pressure_mpa", "least_pressure_mpa", "pressure_at", "gas_day", "flow",
               "expected", "deviation", "last_reading_ends", "coal_to_gas", "filed_by_user", "faults"]  # fmt: skip
    rows = [_cells(row) for row in wall_rows(account=request.user, at=clock.now())]
    return csv_answer("wall.csv", [heading, *rows])


@require_http_methods(["GET", "POST"])
@may_see
def site(request: HttpRequest, site_kind: str, site: str) -> HttpResponse:
    """One site: how it stands, its last days, every alarm it had, and its own limit."""
    at, account = clock.now(), request.user
    found = _site(account, site_kind, site)
    mark = SiteMark.objects.filter(site_kind=found.kind, site=found.code).order_by("set_at", "id").last()
    start = (
        {} if mark is None else {"least_pressure": mark.least_pressure, "is_coal_to_gas": mark.is_coal_to_gas}
    )
    form = SiteMarkForm(request.POST or None, initial=start)
    may_mark = account.has_perm(WATCH_SITES) and (
        scope_of(account).sees_all or scope_of(account).holds_region(found.region or "")
    )
    if request.method == "POST":
        if not may_mark:
            raise PermissionDenied
        if form.is_valid():
            try:
                mark_site(site=found, **form.cleaned_data, by=account, at=at)  # type: ignore[arg-type]
            except ActRefused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refused.words)
            else:
                messages.success(request, _("The limit of this site is set."))
                return HttpResponseRedirect(reverse("wall-site", args=[found.kind.value, found.code]))
    rows = watched(sites=[found], at=at)
    alarms = SiteAlarm.objects.visible_to(account).filter(site_kind=found.kind, site=found.code)
    shown = {
        "room": "wall", "at": at, "site": found, "row": rows[0] if rows else None, "form": form, "may_mark": may_mark,
        "alarms": alarms.select_related("owner__person", "cleared_by")[:ALARMS_SHOWN],
        "may_watch": account.has_perm(WATCH_SITES), "mark": mark, "clear_form": ClearForm(),
        "history": history_of(found, at=at, days=DAYS_SHOWN),
    }  # fmt: skip
    return render(request, "watch/site.html", shown)


@require_POST
@may_watch
def take(request: HttpRequest, alarm: int) -> HttpResponse:
    """The reader sees to an alarm from now on."""
    one = get_object_or_404(SiteAlarm.objects.visible_to(request.user), pk=alarm)
    try:
        take_alarm(alarm=one, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except ActRefused as refused:
        messages.error(request, refused.words)
    else:
        messages.success(request, _("You see to this alarm now."))
    return HttpResponseRedirect(_back(request, one))


@require_POST
@may_watch
def clear(request: HttpRequest, alarm: int) -> HttpResponse:
    """An alarm is over, with a word how; refused, the page of the site comes back with what was typed."""
    one = get_object_or_404(SiteAlarm.objects.visible_to(request.user), pk=alarm)
    form = ClearForm(request.POST)
    if form.is_valid():
        try:
            clear_alarm(alarm=one, words=form.cleaned_data["words"], by=request.user, at=clock.now())  # type: ignore[arg-type]
        except ActRefused as refused:
            form.add_error("words" if refused.field else None, refused.words)
        else:
            messages.success(request, _("The alarm is over; what was done stands with it."))
            return HttpResponseRedirect(_back(request, one))
    return render(
        request, "watch/clear.html", {"room": "wall", "alarm": one, "clear_form": form, "at": clock.now()}
    )


def _back(request: HttpRequest, alarm: SiteAlarm) -> str:
    if request.POST.get("back") == "wall":
        return reverse("wall")
    return reverse("wall-site", args=[alarm.site_kind, alarm.site])


def _site(account: Any, kind: str, code: str) -> Site:
    for one in sites(account, codes=[code]):
        if one.kind == kind:
            return one
    raise Http404


def _cells(row: Any) -> list[Any]:
    state, site = row.state, row.site
    return [
        site.kind.value, site.code, site.name_zh, site.region or "", _plain(state.pressure),
        _plain(state.least_pressure),
        "" if state.pressure_at is None else state.pressure_at.astimezone(CHINA).isoformat(),
        "" if row.gas_day is None else row.gas_day.isoformat(), _plain(state.flow), _plain(state.expected),
        _plain(state.deviation), state.last_at.astimezone(CHINA).isoformat(), str(row.is_coal_to_gas).lower(),
        str(row.filed_by_user).lower(), " ".join(fault.kind.value for fault in row.faults),
    ]  # fmt: skip


def _plain(number: float | None) -> str:
    return "" if number is None else repr(number)
