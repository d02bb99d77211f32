"""The record of accidents: what kind, where, who was hurt, how it was reported; household safety incidents apart.

Clause: T-087 (no accidents; households use gas safely).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nuandong.desk.alerts.clocks import passed_by
from nuandong.desk.alerts.models import Incident, IncidentKind, IncidentState
from nuandong.desk.alerts.models.incidents import AccidentSetting
from nuandong.desk.directory.roles import REPORT_INCIDENT, SEE_DAY
from nuandong.desk.frame import clock
from nuandong.desk.frame.cells import csv_answer
from nuandong.gasday import CHINA, gas_day_of

may_see = permission_required(SEE_DAY, raise_exception=True)
SHOWN = 200


@require_GET
@may_see
def accidents(request: HttpRequest) -> HttpResponse:
    """Every accident of one's scope, newest first, and how many of each kind."""
    at, only = clock.now(), request.GET.get("show", "")
    every = list(_accidents(request))
    rows = [one for one in every if only != "households" or one.is_household_accident]
    shown = {
        "room": "alerts", "at": at, "day": gas_day_of(at), "show": only, "rows": rows[:SHOWN],
        "total": len(every), "households": sum(one.is_household_accident for one in every),
        "dead": sum(one.dead for one in every), "injured": sum(one.injured for one in every),
        "kinds": Counter(str(one.get_accident_display() or "—") for one in every).most_common(),
        "may_report": request.user.has_perm(REPORT_INCIDENT),
    }  # fmt: skip
    return render(request, "alerts/accidents.html", shown)


@require_GET
@may_see
def accidents_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table, with the instants at which each was told."""
    heading = ["incident", "region", "accident", "setting", "found_at", "dead", "injured", "gravity", "voiced_at",
               "reported_at", "state"]  # fmt: skip
    return csv_answer("accidents.csv", [heading, *map(_cells, _accidents(request))])


def _accidents(request: HttpRequest) -> Any:
    rows = Incident.objects.visible_to(request.user).filter(kind=IncidentKind.ACCIDENT)
    return rows.exclude(state=IncidentState.UNFOUNDED).select_related("region").order_by("-found_at", "-id")


def _cells(one: Incident) -> list[Any]:
    passed = passed_by(one)
    return [
        one.pk, one.region_id, one.accident, one.setting or AccidentSetting.OTHER, _local(one.found_at), one.dead,
        one.injured, one.gravity, _local(passed.voiced), _local(passed.reported), one.state,
    ]  # fmt: skip


def _local(instant: Any) -> str:
    return "" if instant is None else str(instant.astimezone(CHINA).isoformat())
