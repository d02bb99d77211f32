"""Pages of a city's gas balance plan: gap, measures with owners, what is still missing.

Clause: T-023.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nuandong.desk.directory.acting import after, signed_in_account
from nuandong.desk.directory.lists import plans
from nuandong.desk.directory.lists.forms import MeasureForm, PlanForm
from nuandong.desk.directory.models import BalancePlan, PlannedMeasure, PlanState
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import APPROVE_LIST, DRAFT_LIST
from nuandong.desk.frame import clock


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """Begin a plan."""
    if not request.user.has_perm(DRAFT_LIST):
        raise PermissionDenied
    form = PlanForm(request.POST or None, account=request.user, initial={"begins": clock.now().date()})
    if request.method == "POST" and form.is_valid():
        try:
            plan = plans.draft_plan(sketch=form.sketch(), by=signed_in_account(request), at=clock.now())
            return HttpResponseRedirect(reverse("balance-plan", args=[plan.pk]))
        except ActRefused as refused:
            form.add_error("gap", str(refused))
    shown = {"room": "lists", "form": form, "title": _("Draft a gas balance plan"), "verb": _("Draft"),
             "note": _("The gap is no less than the newest run tells of the place; measures cover it.")}  # fmt: skip
    return render(request, "directory/list_form.html", shown)


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, plan: int) -> HttpResponse:
    """One plan; POST adds a measure."""
    shown_plan = _visible(request, plan)
    may_change = shown_plan.state == PlanState.DRAFT and request.user.has_perm(DRAFT_LIST)
    form = MeasureForm(request.POST or None, account=request.user)
    if request.method == "POST" and form.is_valid():
        asked, by, at = form.cleaned_data, signed_in_account(request), clock.now()
        return after(
            request,
            lambda: plans.add_measure(plan=shown_plan, name=asked["name"], amount=asked["amount"], owner=asked["owner"],
                                      by=by, at=at),
            done=_("Measure added."), to=reverse("balance-plan", args=[shown_plan.pk]),
        )  # fmt: skip
    covered = plans.covered(shown_plan)
    shown = {
        "room": "lists", "plan": shown_plan,
        "measures": shown_plan.measures.select_related("owner"), "covered": covered,
        "missing": max(0.0, shown_plan.gap - covered), "form": form, "may_change": may_change,
        "is_submitted": shown_plan.state == PlanState.SUBMITTED, "may_approve": request.user.has_perm(APPROVE_LIST),
    }  # fmt: skip
    return render(request, "directory/balance_plan.html", shown)


@require_POST
def submit(request: HttpRequest, plan: int) -> HttpResponse:
    """Hand the plan in."""
    return _acted(request, plan, plans.submit_plan, _("Handed in."))


@require_POST
def approve(request: HttpRequest, plan: int) -> HttpResponse:
    """Sign the plan."""
    return _acted(request, plan, plans.approve_plan, _("Approved."))


@require_POST
def drop(request: HttpRequest, measure: int) -> HttpResponse:
    """One measure fewer."""
    found = get_object_or_404(
        PlannedMeasure.objects.visible_to(request.user).select_related("plan"), pk=measure
    )
    by, at, to = signed_in_account(request), clock.now(), reverse("balance-plan", args=[found.plan_id])
    return after(
        request, lambda: plans.drop_measure(measure=found, by=by, at=at), done=_("Measure dropped."), to=to
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
