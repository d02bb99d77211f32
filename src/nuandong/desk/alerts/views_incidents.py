"""Pages of incidents: the list, one as it is found, its report, its course, the report after it.

Clauses: T-069 (lifecycle), T-096 (seven fields, clocks), T-087 (casualties), T-001 (scope).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nuandong.desk.alerts import after_action
from nuandong.desk.alerts.actions import handling
from nuandong.desk.alerts.actions.incidents import find_incident, report_incident, tell_by_voice
from nuandong.desk.alerts.cards import did
from nuandong.desk.alerts.forms import INSTANT, AccountForm, IncidentForm, VerbForm
from nuandong.desk.alerts.models import Incident, IncidentAct, IncidentState
from nuandong.desk.alerts.models.incidents import MANDATORY
from nuandong.desk.alerts.pages import incident_rows
from nuandong.desk.alerts.refusals import ActRefused
from nuandong.desk.alerts.signs import said, who
from nuandong.desk.directory.roles import CLOSE_INCIDENT, REPORT_INCIDENT, SEE_DAY, VERIFY_INCIDENT
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.frame import clock

may_see = permission_required(SEE_DAY, raise_exception=True)
may_report = permission_required(REPORT_INCIDENT, raise_exception=True)

VERBS: dict[str, Callable[..., Incident]] = {
    "verify": handling.verify_incident,
    "dismiss": handling.dismiss_incident,
    "respond": handling.respond,
    "ask_to_close": handling.ask_to_close,
    "close": handling.close_incident,
    "keep_open": handling.keep_open,
    "review": handling.review_incident,
}
BUTTONS: dict[str, tuple[tuple[str, Any], ...]] = {
    IncidentState.REPORTED: (
        ("verify", gettext_lazy("Verified")),
        ("dismiss", gettext_lazy("Not confirmed")),
    ),
    IncidentState.VERIFIED: (
        ("respond", gettext_lazy("Note a measure")),
        ("follow_up", gettext_lazy("Report further")),
        ("ask_to_close", gettext_lazy("Ask to close")),
    ),
    IncidentState.CLOSING: (("close", gettext_lazy("Close")), ("keep_open", gettext_lazy("Keep open"))),
    IncidentState.CLOSED: (("review", gettext_lazy("File the review")),),
}


@require_GET
@may_see
def incidents(request: HttpRequest) -> HttpResponse:
    """Every incident that the account may see, newest first."""
    rows = incident_rows(account=request.user, at=clock.now(), every=True)
    shown = {"room": "alerts", "incidents": rows, "may_report": _may(request, REPORT_INCIDENT)}
    return render(request, "alerts/incidents.html", shown)


@require_http_methods(["GET", "POST"])
@may_report
def find(request: HttpRequest) -> HttpResponse:
    """Note an incident, or report it at once with all seven fields."""
    at, is_report = clock.now(), request.POST.get("verb") == "report"
    known: dict[str, Any] = {"account": request.user, "at": at, "is_report": is_report}
    form = IncidentForm(initial={"found_at": at.strftime(INSTANT)}, **known)
    if request.method == "POST":
        form = IncidentForm(request.POST, **known)
        if form.is_valid():
            try:
                with transaction.atomic():
                    incident = find_incident(facts=form.facts, by=_account(request), at=at)
                    if is_report:
                        report_incident(incident=incident, facts=form.facts, by=_account(request), at=at)
            except ActRefused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refused.words)
            else:
                return HttpResponseRedirect(reverse("incident", args=[incident.pk]))
    return render(request, "alerts/incident_form.html", {"room": "alerts", "form": form, "is_first": True})


@require_http_methods(["GET", "POST"])
@may_report
def report(request: HttpRequest, incident: int) -> HttpResponse:
    """The written report of an incident that was noted."""
    one, at = _incident(request, incident), clock.now()
    form = AccountForm(initial=_account_so_far(one), is_report=True, at=one.found_at, of_kind=one.kind)
    if request.method == "POST":
        form = AccountForm(request.POST, is_report=True, at=one.found_at, of_kind=one.kind)
        if form.is_valid():
            try:
                report_incident(incident=one, facts=form.facts, by=_account(request), at=at)
            except ActRefused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refused.words)
            else:
                return HttpResponseRedirect(reverse("incident", args=[one.pk]))
    return render(request, "alerts/incident_form.html", {"room": "alerts", "form": form, "incident": one})


@require_GET
@may_see
def incident(request: HttpRequest, incident: int) -> HttpResponse:
    """One incident: account, limits, course, and what may be done now."""
    return render(request, "alerts/incident.html", _shown(request, _incident(request, incident)))


@require_POST
@may_see
def act(request: HttpRequest, incident: int) -> HttpResponse:
    """One act on an incident, in words; refused, the page comes back with what was typed."""
    one, form = _incident(request, incident), VerbForm(request.POST)
    try:
        _do(one, form, _account(request))
    except ActRefused as refused:
        typed = {"words": request.POST.get("words", ""), "why": refused.words}
        return render(request, "alerts/incident.html", {**_shown(request, one), "refused": typed})
    messages.success(request, _("Noted."))
    return HttpResponseRedirect(reverse("incident", args=[one.pk]))


def _do(one: Incident, form: VerbForm, by: Any) -> None:
    at = clock.now()
    if not form.is_valid():
        raise ActRefused(
            _("Give words of at most 2000 characters, and figures of zero or more."), field="words"
        )
    verb, words = form.cleaned_data["verb"], form.cleaned_data["words"]
    if verb == "voice":
        tell_by_voice(incident=one, to=words, by=by, at=at)
    elif verb == "follow_up":
        handling.follow_up(incident=one, words=words, facts=form.facts, by=by, at=at)
    elif verb in VERBS:
        VERBS[verb](incident=one, words=words, by=by, at=at)
    else:
        raise ActRefused(_("There is no such act."))


@require_GET
@may_see
def review(request: HttpRequest, incident: int) -> HttpResponse:
    """The report after the incident, written from its log, as Markdown."""
    one = _incident(request, incident)
    response = HttpResponse(
        after_action.markdown(one, at=clock.now()), content_type="text/markdown; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="incident-{one.pk}.md"'
    return response


def _shown(request: HttpRequest, one: Incident) -> dict[str, Any]:
    at = clock.now()
    state = IncidentState.VERIFIED if one.state == IncidentState.RESPONDING else one.state
    entries = after_action.entry_rows(one)
    return {
        "room": "alerts",
        "incident": one,
        "region": said(one.region.name_zh, one.region.name_en),
        "gravity": after_action.gravity_words(one.gravity),
        "fields": after_action.told_fields(one),
        "clocks": after_action.clock_rows(one, at=at),
        "entries": entries,
        "opened_by": who(one.opened_by),
        "buttons": BUTTONS.get(state, ()) if _may_act(request, one) else (),
        "may_report": _may(request, REPORT_INCIDENT) and one.state == IncidentState.FOUND,
        "may_voice": _may(request, REPORT_INCIDENT) and not one.entries.filter(act="voiced").exists()
        and one.state not in (IncidentState.UNFOUNDED, IncidentState.CLOSED, IncidentState.REVIEWED),
        "households_most": after_action.most_households(one),
        "other_eyes": one.state in (IncidentState.REPORTED, IncidentState.CLOSING),
        "is_following": state == IncidentState.VERIFIED,
        "at": at,
    }  # fmt: skip


def _may_act(request: HttpRequest, one: Incident) -> bool:
    """Whether the buttons of this state are for the reader; the actions judge again."""
    if one.state == IncidentState.REPORTED:
        may = _may(request, VERIFY_INCIDENT) and scope_of(request.user).sees_all
        return may and not did(one, IncidentAct.REPORTED, request.user)
    if one.state == IncidentState.CLOSING:
        return _may(request, CLOSE_INCIDENT) and not did(one, IncidentAct.CLOSING, request.user)
    if one.state == IncidentState.CLOSED:
        return _may(request, CLOSE_INCIDENT)
    return _may(request, REPORT_INCIDENT) or _may(request, VERIFY_INCIDENT)


def _account_so_far(one: Incident) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in MANDATORY}
    happened = one.happened_at
    figures = {name: getattr(one, name) or None for name in ("households", "hours", "dead", "injured")}
    return {**told, **figures, "villages": "、".join(one.villages),
            "happened_at": clock_text(happened) if happened else None}  # fmt: skip


def clock_text(instant: Any) -> str:
    """An instant as the form's field writes it."""
    from nuandong.gasday import CHINA

    return str(instant.astimezone(CHINA).strftime(INSTANT))


def _incident(request: HttpRequest, pk: int) -> Incident:
    seen = Incident.objects.visible_to(request.user).select_related("region", "opened_by__person")
    found: Incident = get_object_or_404(seen, pk=pk)
    return found


def _may(request: HttpRequest, right: str) -> bool:
    return bool(_account(request).has_perm(right))


def _account(request: HttpRequest) -> Any:
    return request.user
