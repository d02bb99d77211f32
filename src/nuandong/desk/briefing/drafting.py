"""From what somebody asked for to the draft of a brief: one way for the page and for the interface."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404

from nuandong.desk.alerts.models import Declaration, Incident
from nuandong.desk.briefing import actions
from nuandong.desk.briefing.models import Brief, BriefKind
from nuandong.desk.briefing.refusals import NoRunYet
from nuandong.desk.briefing.round import newest_run
from nuandong.desk.directory.models import Account


def drafted(told: Mapping[str, Any], *, by: Account, at: datetime) -> Brief:
    """The draft that a valid `DraftForm` asks for. Raises NoRunYet; Http404 where a flash is about nothing in scope."""
    if told["kind"] == BriefKind.FLASH:
        return _flash(told, by=by, at=at)
    run = newest_run(told["gas_day"])
    if run is None:
        raise NoRunYet
    if told["kind"] == BriefKind.WEEKLY:
        return actions.draft_weekly(region=told["region"], run=run, by=by, at=at)
    return actions.draft_daily(region=told["region"], run=run, by=by, at=at)


def _flash(told: Mapping[str, Any], *, by: Account, at: datetime) -> Brief:
    number = told["about_number"]
    if told["about_kind"] == "incident":
        incident = get_object_or_404(Incident.objects.visible_to(by), pk=number)
        return actions.draft_incident_flash(incident=incident, run=newest_run(None), by=by, at=at)
    declared = Declaration.objects.visible_to(by).filter(state="declared")
    declaration = get_object_or_404(declared, pk=number)
    return actions.draft_declaration_flash(declaration=declaration, region=told["region"], by=by, at=at)
