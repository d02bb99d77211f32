"""Pages of levels: what do I do now, and the day in order.

Clauses: T-040 (procedure of each level), T-001 (scope), T-098 (who did what).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nuandong.desk.alerts import actions
from nuandong.desk.alerts.actions.declaring import Submission
from nuandong.desk.alerts.actions.steps import set_aside_step
from nuandong.desk.alerts.forms import AnswerForm, LevelForm, StepForm
from nuandong.desk.alerts.models import Declaration, Proposal
from nuandong.desk.alerts.pages import alerts_page
from nuandong.desk.alerts.refusals import ActRefused
from nuandong.desk.alerts.timeline import moments
from nuandong.desk.directory.roles import SEE_DAY
from nuandong.desk.frame import clock
from nuandong.gasday import gas_day_of

may_see = permission_required(SEE_DAY, raise_exception=True)


@require_GET
@may_see
def alerts(request: HttpRequest) -> HttpResponse:
    """The level in force, what waits, what the level asks of whom."""
    return render(request, "alerts/alerts.html", alerts_page(account=request.user, at=clock.now()))


@require_POST
@may_see
def submit(request: HttpRequest) -> HttpResponse:
    """A level goes to whoever approves it; refused, the page comes back with what was typed."""
    at, scope = clock.now(), request.POST.get("area", "")
    form = LevelForm(
        request.POST, day=_day(request.POST.get(f"{scope}-gas_day"), gas_day_of(at)), prefix=scope
    )
    if form.is_valid():
        try:
            declaration = actions.submit(
                submission=_submission(form, request.user), by=_account(request), at=at
            )
        except ActRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.words)
        else:
            messages.success(
                request, _("Submitted; %(office)s approves it.") % {"office": _office(declaration)}
            )
            return HttpResponseRedirect(f"{reverse('alerts')}#waiting")
    page = alerts_page(account=request.user, at=at, bound={scope: form})
    lost = not any(row.form is form for row in (*page["proposals"], *page["areas"]))
    return render(request, "alerts/alerts.html", {**page, "lost_form": form if lost else None})


def _submission(form: LevelForm, account: Any) -> Submission:
    read = form.cleaned_data
    proposal = Proposal.objects.visible_to(account).filter(pk=read["proposal"] or 0).first()
    return Submission(
        level=read["level"],
        gas_day=read["gas_day"],
        reason=read["reason"],
        scope=read["scope"],
        proposal=proposal,
    )


@require_POST
@may_see
def answer(request: HttpRequest, declaration: int) -> HttpResponse:
    """Declare what was submitted, or send it back."""
    found, form = _declaration(request, declaration), AnswerForm(request.POST)
    if not form.is_valid():
        return _said_back(
            request, _("Say whether it is approved or goes back, in at most 2000 characters."), "waiting"
        )
    verb = actions.approve if form.cleaned_data["verb"] == "approve" else actions.send_back
    try:
        done = verb(
            declaration=found, by=_account(request), at=clock.now(), answer=form.cleaned_data["answer"]
        )
    except ActRefused as refused:
        return _said_back(request, refused.words, "waiting")
    told = _("Declared.") if done.declared_at else _("Sent back.")
    messages.success(request, told)
    return HttpResponseRedirect(f"{reverse('alerts')}#playbook")


@require_POST
@may_see
def step(request: HttpRequest, declaration: int) -> HttpResponse:
    """Note a step of the playbook."""
    found, form = _declaration(request, declaration), StepForm(request.POST)
    if not form.is_valid():
        return _said_back(request, _("Note what was done and by whom."), "playbook", request.POST)
    verb = actions.finish_step if form.cleaned_data["verb"] == "finish" else set_aside_step
    read = form.cleaned_data
    try:
        verb(declaration=found, step=read["step"], note=read["note"], by=_account(request), at=clock.now())
    except ActRefused as refused:
        return _said_back(request, refused.words, "playbook", read)
    messages.success(request, _("Noted."))
    return HttpResponseRedirect(f"{reverse('alerts')}#playbook")


@require_GET
@may_see
def timeline(request: HttpRequest) -> HttpResponse:
    """The day in order."""
    at = clock.now()
    gas_day = _day(request.GET.get("day"), gas_day_of(at))
    told = moments(gas_day=gas_day, account=request.user, until=at)
    shown = {"room": "alerts", "gas_day": gas_day, "moments": told, "at": at}
    return render(request, "alerts/timeline.html", shown)


def _said_back(request: HttpRequest, words: str, place: str, typed: Any = None) -> HttpResponse:
    """The page again, with why the act was refused and what was typed."""
    page = alerts_page(account=request.user, at=clock.now())
    kept = typed or request.POST
    refused = {"words": words, "place": place, "note": kept.get("note", ""), "step": kept.get("step", ""),
               "answer": kept.get("answer", "")}  # fmt: skip
    return render(request, "alerts/alerts.html", {**page, "refused": refused})


def _declaration(request: HttpRequest, pk: int) -> Declaration:
    found: Declaration = get_object_or_404(Declaration.objects.visible_to(request.user), pk=pk)
    return found


def _office(declaration: Declaration) -> str:
    from nuandong.desk.alerts.offices import OFFICE_WORDS

    return str(OFFICE_WORDS[declaration.office])


def _day(text: str | None, otherwise: date) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return otherwise


def _account(request: HttpRequest) -> Any:
    return request.user
