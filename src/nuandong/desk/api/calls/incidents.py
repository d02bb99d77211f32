"""Calls of incidents: noted, reported with the seven fields, followed up, closed by two people; the clocks beside.

Clauses: T-069 (lifecycle), T-096 (seven fields, clocks), T-087 (casualties).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from nuandong.desk.alerts.actions import handling
from nuandong.desk.alerts.actions.incidents import find_incident, report_incident, tell_by_voice
from nuandong.desk.alerts.forms import INSTANT, AccountForm, IncidentForm
from nuandong.desk.alerts.models import Incident
from nuandong.desk.alerts.models.incidents import OPEN_INCIDENTS
from nuandong.desk.alerts.views_incidents import VERBS
from nuandong.desk.api.gate import ActFaults, Faults, allowed, found
from nuandong.desk.api.models import TokenScope
from nuandong.desk.api.once import Call, call_of, key_header, once
from nuandong.desk.api.paging import page_of
from nuandong.desk.api.shapes.frame import Paging
from nuandong.desk.api.shapes.incidents import Account, ActIn, IncidentIn, IncidentLogOut, IncidentsOut
from nuandong.desk.api.told.incidents import incident_told, log_told
from nuandong.desk.api.tongues import passed
from nuandong.desk.directory.roles import REPORT_INCIDENT, SEE_DAY
from nuandong.desk.frame import clock
from nuandong.gasday import CHINA

router = Router(tags=["incidents"])
Logged = {200: IncidentLogOut, 201: IncidentLogOut, **ActFaults}
FIGURES = ("households", "hours", "dead", "injured")
REPORTING = ("voice", "respond", "follow_up", "ask_to_close")  # whoever files does these; the others decide


@router.get("/incidents", response={200: IncidentsOut, **Faults}, summary="List incidents")
def incidents(
    request: HttpRequest,
    paging: Query[Paging],
    is_open: bool = Query(False, description="Only those that are not over"),
) -> Any:
    """Incidents in scope with their clocks, oldest first."""
    rows, at = _incidents(allowed(request, SEE_DAY)), clock.now()
    rows = rows.filter(state__in=OPEN_INCIDENTS) if is_open else rows
    return page_of(rows, paging, lambda one: incident_told(one, at))


@router.get("/incidents/{int:incident}", response={200: IncidentLogOut, **Faults}, summary="One incident")
def one_incident(request: HttpRequest, incident: int) -> Any:
    """One incident with account, clocks and log."""
    return log_told(found(_incidents(allowed(request, SEE_DAY)), "incident", pk=incident), clock.now())


@router.post("/incidents", response=Logged, summary="Note an incident")
def find(request: HttpRequest, wish: IncidentIn, key: str = key_header()) -> Any:
    """Note an incident as soon as it is known, or report it at once with all seven fields. The clocks run from then."""
    call = call_of(request, REPORT_INCIDENT, TokenScope.FILE)

    def note(one: Call) -> Any:
        form = passed(IncidentForm(_cells(wish), account=one.by, at=one.at, is_report=wish.is_report))
        incident = find_incident(facts=form.facts, by=one.by, at=one.at)
        if wish.is_report:
            incident = report_incident(incident=incident, facts=form.facts, by=one.by, at=one.at)
        return log_told(incident, one.at)

    return once(call, IncidentLogOut, note)


@router.post("/incidents/{int:incident}/report", response=Logged, summary="Report an incident")
def report(request: HttpRequest, incident: int, wish: Account, key: str = key_header()) -> Any:
    """The written report of an incident that was noted: all seven fields, or none of it is kept."""
    call = call_of(request, REPORT_INCIDENT, TokenScope.FILE)
    noted = found(_incidents(call.by), "incident", pk=incident)

    def tell(one: Call) -> Any:
        form = passed(AccountForm(_cells(wish), is_report=True, at=noted.found_at))
        return log_told(report_incident(incident=noted, facts=form.facts, by=one.by, at=one.at), one.at)

    return once(call, IncidentLogOut, tell)


@router.post("/incidents/{int:incident}/acts", response=Logged, summary="Act upon an incident")
def act(request: HttpRequest, incident: int, wish: ActIn, key: str = key_header()) -> Any:
    """Told by voice, verified, a measure taken, reported further, closed by a second person, reviewed."""
    call = call_of(request, None, TokenScope.FILE if wish.verb in REPORTING else TokenScope.ACT)
    one = found(_incidents(call.by), "incident", pk=incident)
    return once(call, IncidentLogOut, lambda made: log_told(_done(one, wish, made), made.at))


def _done(incident: Incident, wish: ActIn, call: Call) -> Incident:
    if wish.verb == "voice":
        return tell_by_voice(incident=incident, to=wish.words, by=call.by, at=call.at)
    if wish.verb == "follow_up":
        facts = {name: getattr(wish, name) for name in FIGURES if getattr(wish, name) is not None}
        return handling.follow_up(incident=incident, words=wish.words, facts=facts, by=call.by, at=call.at)
    return VERBS[wish.verb](incident=incident, words=wish.words, by=call.by, at=call.at)


def _cells(wish: Account) -> dict[str, Any]:
    """What was sent as the room's form reads it: instants to the minute in China."""
    return {name: _cell(value) for name, value in wish.model_dump().items() if value is not None}


def _cell(value: Any) -> Any:
    return value.astimezone(CHINA).strftime(INSTANT) if isinstance(value, datetime) else value


def _incidents(account: Any) -> Any:
    return Incident.objects.visible_to(account).select_related("region")
