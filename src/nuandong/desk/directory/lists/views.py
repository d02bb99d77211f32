"""Pages of curtailable-user lists (调峰用户清单): all lists, one list with its lint, two lists compared.

Clauses: T-044, T-045, T-028, T-039.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nuandong.desk.directory.acting import after, signed_in_account
from nuandong.desk.directory.lists import actions
from nuandong.desk.directory.lists.compare import difference, figure_of
from nuandong.desk.directory.lists.forms import ListForm
from nuandong.desk.directory.lists.lint import linted, relief_of, tier_of
from nuandong.desk.directory.models import BalancePlan, CurtailmentList, DeliveryPoint, ListState
from nuandong.desk.directory.notice import rule
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import APPROVE_LIST, DRAFT_LIST
from nuandong.desk.frame import clock
from nuandong.desk.frame.cells import csv_answer
from nuandong.gasday import gas_day_of

POINTS_A_PAGE = 100
HEAD = ("list", "order", "tier", "point", "user", "county", "department", "load", "safe_load", "relief", "notice_hours",
        "cumulative_hours")  # fmt: skip


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every list of the scope with its state, and the balance plans of cities."""
    at = clock.now()
    lists = (
        CurtailmentList.objects.visible_to(request.user)
        .select_related("region")
        .annotate(points=Count("entries"))
    )
    day = gas_day_of(at)
    in_force = set(lists.in_force(day=day, known_at=at).values_list("pk", flat=True))
    shown = {
        "room": "lists", "day": day, "in_force": in_force, "may_draft": _drafts(request),
        "lists": lists.order_by("region_id", "-begins", "-id"),
        "plans": BalancePlan.objects.visible_to(request.user).select_related("region"),
    }  # fmt: skip
    return render(request, "directory/lists.html", shown)


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """Begin a list."""
    if not _drafts(request):
        raise PermissionDenied
    form = ListForm(request.POST or None, account=request.user, initial={"begins": clock.now().date()})
    if request.method == "POST" and form.is_valid():
        try:
            drafted = actions.draft_list(
                sketch=form.sketch(),
                copied=form.cleaned_data["copied"],
                by=signed_in_account(request),
                at=clock.now(),
            )
            return HttpResponseRedirect(reverse("list", args=[drafted.pk]))
        except ActRefused as refused:
            form.add_error(None, str(refused))
    note = _("Every point that an order may name and the department guides goes on it; then add or take off.")
    words = {"title": _("Draft a curtailable-user list"), "verb": _("Draft"), "note": note}
    shown = {"room": "lists", "form": form, **words}

    return render(request, "directory/list_form.html", shown)


@require_GET
def one(request: HttpRequest, roster: int) -> HttpResponse:
    """One list: what it frees in each tier, what is wrong with it, who is on it in cut order."""
    shown_list = _visible(request, roster)
    at = clock.now()
    entries = [_row(entry, shown_list) for entry in _entries(shown_list)]
    entries.sort(
        key=lambda row: (row["tier"].order if row["tier"] else 99, row["entry"].point.user.cumulative_hours)
    )
    others = (
        CurtailmentList.objects.visible_to(request.user)
        .filter(region=shown_list.region)
        .exclude(pk=shown_list.pk)
    )
    is_draft = shown_list.state == ListState.DRAFT
    shown = {
        "room": "lists",
        "list": shown_list,
        "linted": linted(curtailment_list=shown_list, at=at),
        "wanted": rule("list_completeness", day=at.date()).value,
        "page": Paginator(entries, POINTS_A_PAGE).get_page(request.GET.get("page")),
        "count": len(entries),
        "others": others,
        "may_change": is_draft and _drafts(request),
        "may_approve": request.user.has_perm(APPROVE_LIST),
        "is_draft": is_draft,
        "is_own": shown_list.drafted_by_id is not None and shown_list.drafted_by_id == request.user.pk,
        "candidates": actions.candidates(shown_list) if is_draft and _drafts(request) else (),
    }
    return render(request, "directory/list.html", shown)


@require_GET
def compared(request: HttpRequest, roster: int, other: int) -> HttpResponse:
    """Who came, who went, whose figures changed."""
    later, earlier = _visible(request, roster), _visible(request, other)
    shown = {"room": "lists", "list": later, "earlier": earlier,
             "difference": difference(earlier=earlier, later=later)}  # fmt: skip
    return render(request, "directory/list_compared.html", shown)


@require_GET
def table(request: HttpRequest, roster: int) -> HttpResponse:
    """The list as CSV, in cut order, figures in full."""
    shown_list = _visible(request, roster)
    lines: list[tuple[Any, ...]] = [HEAD]
    for row in (_row(entry, shown_list) for entry in _entries(shown_list)):
        point, tier = row["entry"].point, row["tier"]
        lines.append((
            shown_list.code, tier.order if tier else "", tier.name_zh if tier else "", point.code,
            point.user.name_zh, point.county_id, point.user.department, repr(row["load"]),
            repr(row["safe_load"]), repr(row["relief"]), repr(row["notice_hours"]), repr(point.user.cumulative_hours),
        ))  # fmt: skip
    return csv_answer(f"{shown_list.code}.csv", lines)


@require_POST
def put_on(request: HttpRequest, roster: int) -> HttpResponse:
    """One more point."""
    return _changed(request, roster, actions.put_on_list, _("Put on the list."))


@require_POST
def take_off(request: HttpRequest, roster: int) -> HttpResponse:
    """One point fewer."""
    return _changed(request, roster, actions.take_off_list, _("Taken off the list."))


@require_POST
def approve(request: HttpRequest, roster: int) -> HttpResponse:
    """Put the list in force."""
    drafted = _visible(request, roster)
    by, at = signed_in_account(request), clock.now()
    body, reason = request.POST.get("body", ""), request.POST.get("reason", "")
    return after(
        request,
        lambda: actions.approve_list(curtailment_list=drafted, body=body, reason=reason, by=by, at=at),
        done=_("The list is approved; it counts from its first day on."), to=reverse("list", args=[drafted.pk]),
    )  # fmt: skip


@require_POST
def withdraw(request: HttpRequest, roster: int) -> HttpResponse:
    """Let the list no longer count."""
    standing = _visible(request, roster)
    by, at = signed_in_account(request), clock.now()
    return after(
        request, lambda: actions.withdraw_list(curtailment_list=standing, by=by, at=at),
        done=_("The list is withdrawn."), to=reverse("list", args=[standing.pk]),
    )  # fmt: skip


def _changed(request: HttpRequest, pk: int, act: Any, done: str) -> HttpResponse:
    drafted = _visible(request, pk)
    point = DeliveryPoint.objects.visible_to(request.user).filter(code=request.POST.get("point", "")).first()
    by, at = signed_in_account(request), clock.now()

    def change() -> None:
        if point is None:
            raise ActRefused(
                _("There is no such delivery point in this account's scope; choose one of the list.")
            )
        act(curtailment_list=drafted, point=point, by=by, at=at)

    return after(request, change, done=done, to=reverse("list", args=[drafted.pk]))


def _entries(shown_list: CurtailmentList) -> Any:
    return shown_list.entries.select_related("point__user", "point__county").order_by("point_id")


def _row(entry: Any, shown_list: CurtailmentList) -> dict[str, Any]:
    tier = tier_of(entry.point, shown_list)
    figures = {name: figure_of(entry, name) for name in ("load", "safe_load", "notice_hours")}
    return {"entry": entry, "tier": tier, "relief": relief_of(entry.point, tier), **figures}


def _visible(request: HttpRequest, pk: int) -> CurtailmentList:
    found: CurtailmentList = get_object_or_404(
        CurtailmentList.objects.visible_to(request.user).select_related("region", "drafted_by"), pk=pk
    )
    return found


def _drafts(request: HttpRequest) -> bool:
    return bool(request.user.has_perm(DRAFT_LIST))
