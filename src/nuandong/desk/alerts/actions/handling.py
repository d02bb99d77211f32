"""Verbs of incidents after the report: verified, handled, followed up, closed by two people, reviewed.

Clauses: T-069 (lifecycle), T-096 (verified within the legal limit), T-087 (casualties).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nuandong.desk.alerts.actions.incidents import TOLD, locked, note, seven, watch_clocks, weigh
from nuandong.desk.alerts.models import Incident, IncidentAct, IncidentState
from nuandong.desk.alerts.refusals import ActRefused
from nuandong.desk.directory.models import Account
from nuandong.desk.directory.roles import CLOSE_INCIDENT, REPORT_INCIDENT, VERIFY_INCIDENT
from nuandong.desk.directory.scope import scope_of

HANDLED = (IncidentState.VERIFIED, IncidentState.RESPONDING)


def verify_incident(*, incident: Incident, words: str, by: Account, at: datetime) -> Incident:
    """The office has checked the report: it is so. Raises ActRefused."""
    return _judge(incident, IncidentAct.VERIFIED, IncidentState.VERIFIED, words, by, at)


def dismiss_incident(*, incident: Incident, words: str, by: Account, at: datetime) -> Incident:
    """The office has checked the report: it is not so. Raises ActRefused."""
    return _judge(incident, IncidentAct.UNFOUNDED, IncidentState.UNFOUNDED, words, by, at)


def _judge(
    incident: Incident, act: IncidentAct, state: IncidentState, words: str, by: Account, at: datetime
) -> Incident:
    _said(words, _("Say how it was checked and with whom."))
    if not by.has_perm(VERIFY_INCIDENT) or not scope_of(by).sees_all:
        raise ActRefused(_("The assurance office verifies incidents."))
    with transaction.atomic():
        one = locked(incident, IncidentState.REPORTED)
        if by.pk in one.entries.filter(act=IncidentAct.REPORTED).values_list("by_id", flat=True):
            raise ActRefused(_("Whoever reported an incident cannot verify it; a second person must."))
        one.state = state
        one.save()
        note(one, act, words.strip(), by=by, at=at)
        watch_clocks(one, at=at)
    return one


def respond(*, incident: Incident, words: str, by: Account, at: datetime) -> Incident:
    """A measure is taken. Raises ActRefused."""
    _said(words, _("Say which measure was taken."))
    _is_near(incident, by)
    with transaction.atomic():
        one = locked(incident, *HANDLED)
        one.state = IncidentState.RESPONDING
        one.measures = f"{one.measures}\n{words.strip()}".strip()
        one.save()
        note(one, IncidentAct.RESPONDED, words.strip(), by=by, at=at)
        watch_clocks(one, at=at)
    return one


def follow_up(
    *, incident: Incident, words: str, facts: Mapping[str, Any], by: Account, at: datetime
) -> Incident:
    """A further report: how it goes on, with what changed of the account. Raises ActRefused."""
    _said(words, _("Say how it goes on."))
    _is_near(incident, by)
    with transaction.atomic():
        one = locked(incident, *HANDLED)
        for name in set(facts) & set(TOLD):
            setattr(one, name, facts[name])
        one.trend = words.strip()
        one.save()
        note(one, IncidentAct.FOLLOWED_UP, words.strip(), by=by, at=at, facts=seven(one))
        weigh(one, at=at)
        watch_clocks(one, at=at)
    return one


def ask_to_close(*, incident: Incident, words: str, by: Account, at: datetime) -> Incident:
    """It is over: somebody else is asked to close it. Raises ActRefused."""
    _said(words, _("Say why it is over."))
    _is_near(incident, by)
    with transaction.atomic():
        one = locked(incident, *HANDLED)
        one.state = IncidentState.CLOSING
        one.save()
        note(one, IncidentAct.CLOSING, words.strip(), by=by, at=at)
    return one


def close_incident(*, incident: Incident, words: str, by: Account, at: datetime) -> Incident:
    """The second person agrees that it is over. Raises ActRefused."""
    return _decide_closing(incident, IncidentAct.CLOSED, IncidentState.CLOSED, words, by, at)


def keep_open(*, incident: Incident, words: str, by: Account, at: datetime) -> Incident:
    """The second person does not agree: it goes on. Raises ActRefused."""
    return _decide_closing(incident, IncidentAct.KEPT_OPEN, IncidentState.RESPONDING, words, by, at)


def _decide_closing(
    incident: Incident, act: IncidentAct, state: IncidentState, words: str, by: Account, at: datetime
) -> Incident:
    _said(words, _("Say what was checked before deciding."))
    if not by.has_perm(CLOSE_INCIDENT) or not scope_of(by).holds_region(incident.region_id):
        raise ActRefused(_("A duty officer or leader of the area decides on closing."))
    with transaction.atomic():
        one = locked(incident, IncidentState.CLOSING)
        asked = one.entries.filter(act=IncidentAct.CLOSING).order_by("-at", "-id").first()
        if asked is not None and asked.by_id == by.pk:
            raise ActRefused(_("Whoever asked to close an incident cannot close it; a second person must."))
        one.state = state
        one.save()
        note(one, act, words.strip(), by=by, at=at)
        watch_clocks(one, at=at)
    return one


def review_incident(*, incident: Incident, words: str, by: Account, at: datetime) -> Incident:
    """What is learnt from it, beside the report that the log writes. Raises ActRefused."""
    _said(words, _("Say what is learnt and what will be changed."))
    if not by.has_perm(CLOSE_INCIDENT) or not scope_of(by).holds_region(incident.region_id):
        raise ActRefused(_("A duty officer or leader of the area writes the review."))
    with transaction.atomic():
        one = locked(incident, IncidentState.CLOSED)
        one.state = IncidentState.REVIEWED
        one.save()
        note(one, IncidentAct.REVIEWED, words.strip(), by=by, at=at)
    return one


def _said(words: str, wanted: str) -> None:
    if not words.strip():
        raise ActRefused(wanted, field="words")


def _is_near(incident: Incident, by: Account) -> None:
    """Whoever may report incidents of this area or company, or verify all."""
    scope = scope_of(by)
    own = incident.organisation_id is not None and scope.holds_organisation(incident.organisation_id)
    may = by.has_perm(REPORT_INCIDENT) or by.has_perm(VERIFY_INCIDENT)
    if not may or not (scope.holds_region(incident.region_id) or own):
        raise ActRefused(_("Only those of this area or company act on the incident."))
