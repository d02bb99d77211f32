"""Pages of a city's gas balance plan: gaps week by week, measures with owners, what is still missing, the workbook.

Clause: T-023.
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
from nuandong.desk.directory.models import BalancePlan, Organisation, PlannedMeasure, PlanState, PlanWeek
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import APPROVE_LIST, DRAFT_LIST
from nuandong.desk.frame import clock
from nuandong.desk.plans.balance import actions
from nuandong.desk.plans.balance.book import LARGEST, read_plan_book, write_plan_book
from nuandong.desk.plans.balance.drawing import drawing_of
from nuandong.desk.plans.balance.forms import BookForm, MeasureForm, PlanForm, WeekForm
from nuandong.desk.plans.library.board import season_at

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """Begin a plan."""
    if not request.user.has_perm(DRAFT_LIST):
        raise PermissionDenied
    first, last = season_at(clock.now())
    form = PlanForm(request.POST or None, account=request.user, initial={"begins": first, "ends": last})
    if request.method == "POST" and form.is_valid():
        try:
            plan = actions.draft_plan(sketch=form.sketch(), by=signed_in_account(request), at=clock.now())
            return HttpResponseRedirect(reverse("balance-plan", args=[plan.pk]))
        except ActRefused as refused:
            form.add_error("gap", str(refused))
    shown = {"room": "lists", "form": form, "title": _("Draft a gas balance plan"), "verb": _("Draft the plan"),
             "note": _("Each week's gap is what the season outlook tells of the place, else the newest run; measures "
                       "must cover every week.")}  # fmt: skip
    return render(request, "directory/list_form.html", shown)


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, plan: int) -> HttpResponse:
    """One plan; POST adds a measure."""
    shown_plan = _visible(request, plan)
    form = MeasureForm(request.POST or None, account=request.user, plan=shown_plan)
    if request.method == "POST" and form.is_valid():
        by, at, sketch = signed_in_account(request), clock.now(), form.sketch()
        return after(
            request, lambda: actions.add_measure(plan=shown_plan, sketch=sketch, by=by, at=at),
            done=_("Measure added."), to=reverse("balance-plan", args=[shown_plan.pk]),
        )  # fmt: skip
    return _page(request, shown_plan, form, [])


def _page(request: HttpRequest, plan: BalancePlan, form: MeasureForm, faults: list[str]) -> HttpResponse:
    weeks = actions.covered(plan)
    short = [week for week in weeks if week.missing]
    shown = {
        "room": "lists", "plan": plan, "at": clock.now(), "measures": plan.measures.select_related("owner"),
        "weeks": weeks, "short": short, "worst": max(short, key=lambda week: week.missing, default=None),
        "drawing": drawing_of(weeks), "form": form, "week_form": WeekForm(), "book_form": BookForm(), "faults": faults,
        "may_change": plan.state == PlanState.DRAFT and request.user.has_perm(DRAFT_LIST),
        "is_submitted": plan.state == PlanState.SUBMITTED, "may_approve": request.user.has_perm(APPROVE_LIST),
    }  # fmt: skip
    return render(request, "plans/balance_plan.html", shown)


@require_GET
def book(request: HttpRequest, plan: int) -> HttpResponse:
    """The plan's measures as a workbook."""
    held = _visible(request, plan)
    answer = HttpResponse(write_plan_book(plan=held, at=clock.now()), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="balance-plan-{held.pk}.xlsx"'
    return answer


@require_POST
def read_book(request: HttpRequest, plan: int) -> HttpResponse:
    """Measures from a workbook, in place of those that stand there."""
    held = _visible(request, plan)
    form = BookForm(request.POST, request.FILES)
    form_of_one = MeasureForm(account=request.user, plan=held)
    if not form.is_valid():
        return _page(request, held, form_of_one, [_("Choose a workbook.")])
    content = form.cleaned_data["book"].read(LARGEST + 1)
    owners = Organisation.objects.visible_to(request.user)
    sketches, faults = read_plan_book(content=content, plan=held, owners=owners)
    if faults:
        return _page(request, held, form_of_one, faults)
    by, at = signed_in_account(request), clock.now()
    return after(
        request, lambda: actions.replace_measures(plan=held, sketches=sketches, by=by, at=at),
        done=_("%(count)d measures taken from the workbook.") % {"count": len(sketches)},
        to=reverse("balance-plan", args=[held.pk]),
    )  # fmt: skip


@require_POST
def raise_week(request: HttpRequest, week: int) -> HttpResponse:
    """Plan for more than is told of a week."""
    found = get_object_or_404(PlanWeek.objects.visible_to(request.user).select_related("plan"), pk=week)
    form, by, at = WeekForm(request.POST), signed_in_account(request), clock.now()

    def act() -> None:
        if not form.is_valid():
            raise ActRefused(_("A week's gap is a number, not below 0."))
        actions.raise_week(week=found, gap=form.cleaned_data["gap"], by=by, at=at)

    return after(
        request, act, done=_("The week's gap is raised."), to=reverse("balance-plan", args=[found.plan_id])
    )


@require_POST
def submit(request: HttpRequest, plan: int) -> HttpResponse:
    """Hand the plan in."""
    return _acted(request, plan, actions.submit_plan, _("Handed in."))


@require_POST
def approve(request: HttpRequest, plan: int) -> HttpResponse:
    """Sign the plan."""
    return _acted(request, plan, actions.approve_plan, _("Approved."))


@require_POST
def drop(request: HttpRequest, measure: int) -> HttpResponse:
    """One measure fewer."""
    found = get_object_or_404(
        PlannedMeasure.objects.visible_to(request.user).select_related("plan"), pk=measure
    )
    by, at, to = signed_in_account(request), clock.now(), reverse("balance-plan", args=[found.plan_id])
    return after(
        request, lambda: actions.drop_measure(measure=found, by=by, at=at), done=_("Measure dropped."), to=to
    )


def _acted(request: HttpRequest, pk: int, act: Any, done: str) -> HttpResponse:
    found = _visible(request, pk)
    by, at = signed_in_account(request), clock.now()
    to = reverse("balance-plan", args=[found.pk])
    return after(request, lambda: act(plan=found, by=by, at=at), done=done, to=to)


def _visible(request: HttpRequest, pk: int) -> BalancePlan:
    found: BalancePlan = get_object_or_404(
        BalancePlan.objects.visible_to(request.user).select_related("region", "submitted_by", "approved_by"),
        pk=pk,
    )
    return found
