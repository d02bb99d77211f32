"""Verbs of incidents up to their report: found, told by voice, reported in writing with the seven fields.

Casualties, a cluster of outages or a closed upstream valve make an incident major, and a major one is escalated in the
same transaction: a card for the leaders, and a letter by which the desk drafts the flash report.

Clauses: T-069, T-096 (clocks), T-009 (concentrated outages), T-087 (casualties at once).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nuandong.desk.alerts.actions.declaring import digest
from nuandong.desk.alerts.clocks import clocks_of_incident, gravity_of_incident, outages_near
from nuandong.desk.alerts.models import Incident, IncidentAct, IncidentEntry, IncidentKind, IncidentState
from nuandong.desk.alerts.models.incidents import MANDATORY
from nuandong.desk.alerts.refusals import ActRefused, Incomplete
from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.models import Account
from nuandong.desk.directory.province import policy_book
from nuandong.desk.directory.roles import REPORT_INCIDENT
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.ledger.actions import append, put_letter
from nuandong.desk.ledger.chain import Act
from nuandong.gasday import gas_day_of
from nuandong.warning import Gravity, cluster_rules, clusters

INCIDENT, CLOCK_ERRAND, FLASH_ERRAND = "incident", "incident_clock", "draft_flash"
OF_ACCIDENT = ("accident", "setting")  # asked for beside the seven fields where somebody may be hurt (T-087)
TOLD = (*MANDATORY, "kind", "accident", "setting", "households", "hours", "villages", "dead", "injured")
ZERO = timedelta(0)


def find_incident(*, facts: Mapping[str, Any], by: Account, at: datetime) -> Incident:
    """Note an incident as soon as it is known: when it was found, where, what. The clocks run from then.

    `facts` holds `region`, `kind`, `found_at`, `place`, and what else is known of the fields. Raises ActRefused.
    """
    _may_report(by, facts)
    _in_time(facts, at)
    _filled(facts, ("place",))
    with transaction.atomic():
        incident = Incident.objects.create(**dict(facts), opened_by=by, opened_at=at)
        note(incident, IncidentAct.FOUND, incident.place, by=by, at=at)
        weigh(incident, at=at)
        watch_clocks(incident, at=at)
    return incident


def report_incident(*, incident: Incident, facts: Mapping[str, Any], by: Account, at: datetime) -> Incident:
    """File the written report: all seven fields, or none of it. Raises ActRefused, Incomplete."""
    with transaction.atomic():
        one = locked(incident, IncidentState.FOUND)
        _may_report(by, {"region": one.region, "organisation": one.organisation})
        wanted = MANDATORY + (OF_ACCIDENT if one.kind == IncidentKind.ACCIDENT else ())
        _filled({name: facts.get(name, getattr(one, name)) for name in wanted}, wanted)
        _in_time({"found_at": one.found_at, **facts}, at)
        for name in TOLD:
            setattr(one, name, facts.get(name, getattr(one, name)))
        one.state = IncidentState.REPORTED
        one.save()
        note(one, IncidentAct.REPORTED, one.affected, by=by, at=at, facts=seven(one))
        weigh(one, at=at)
        watch_clocks(one, at=at)
    return one


def tell_by_voice(*, incident: Incident, to: str, by: Account, at: datetime) -> Incident:
    """The telephone call is made; `to` says whom it reached. Raises ActRefused."""
    if not to.strip():
        raise ActRefused(_("Say who was told."), field="words")
    with transaction.atomic():
        one = locked(incident, *(state for state in IncidentState if state != IncidentState.UNFOUNDED))
        _may_report(by, {"region": one.region, "organisation": one.organisation})
        if one.entries.filter(act=IncidentAct.VOICED).exists():
            raise ActRefused(_("The call is noted already."))
        note(one, IncidentAct.VOICED, to.strip(), by=by, at=at)
    return one


def weigh(incident: Incident, *, at: datetime) -> None:
    """Judge anew how grave an incident is, with its neighbours; escalate what has become major."""
    rules = cluster_rules(book=policy_book(), day=gas_day_of(incident.found_at))
    near = outages_near(incident, within=rules.within)
    gathered = {
        int(key): cluster for cluster in clusters(outages=near, rules=rules) for key in cluster.keys
    }  # fmt: skip
    for one in Incident.objects.select_for_update().filter(pk__in={incident.pk, *gathered}):
        was = one.gravity
        one.is_concentrated = one.is_concentrated or one.pk in gathered
        one.gravity = gravity_of_incident(one).value
        one.save(update_fields=["is_concentrated", "gravity"])
        if one.gravity == Gravity.MAJOR and was != Gravity.MAJOR:
            _escalate(one, at=at)
            watch_clocks(one, at=at)
    incident.refresh_from_db()


def _escalate(incident: Incident, *, at: datetime) -> None:
    if incident.casualties:
        words = _("%(dead)d dead, %(injured)d injured: reported upward at once") % {
            "dead": incident.dead, "injured": incident.injured,
        }  # fmt: skip
    elif incident.is_concentrated:
        words = _("Concentrated outage: several reports of this county within the span reach the limit")
    else:
        words = _("Major by its extent: reported upward at once")
    note(incident, IncidentAct.ESCALATED, words, by=None, at=at, facts={"gravity": incident.gravity})
    put_letter(
        key=f"{FLASH_ERRAND}:{incident.pk}", errand=FLASH_ERRAND, facts={"incident": incident.pk}, at=at
    )


def watch_clocks(incident: Incident, *, at: datetime) -> None:
    """A letter for every clock that runs, due just after it ran out: the worker then writes down that it did."""
    for clock in clocks_of_incident(incident):
        if clock.done_at is None:
            key = f"{CLOCK_ERRAND}:{incident.pk}:{clock.kind}:{clock.due_at.isoformat()}"
            facts = {"incident": incident.pk, "clock": clock.kind.value, "due_at": clock.due_at.isoformat()}
            not_before = max(at, clock.due_at + timedelta(seconds=1))
            put_letter(key=key, errand=CLOCK_ERRAND, facts=facts, at=at, not_before=not_before)


def mark_overdue(*, incident: Incident, clock: str, due_at: datetime, at: datetime) -> None:
    """Write down that a limit was missed, once; nothing where it was met, or the clock is another by now."""
    with transaction.atomic():
        one = Incident.objects.select_for_update().get(pk=incident.pk)
        running = [
            found for found in clocks_of_incident(one)
            if found.kind == clock and found.due_at == due_at and found.is_overdue(at)
        ]  # fmt: skip
        told = {"clock": clock, "due_at": due_at.isoformat()}
        if running and not one.entries.filter(act=IncidentAct.OVERDUE, facts=told).exists():
            note(one, IncidentAct.OVERDUE, clock, by=None, at=at, facts=told)


def note(
    incident: Incident, act: IncidentAct, words: str, *, by: Account | None, at: datetime,
    facts: Mapping[str, Any] | None = None,
) -> IncidentEntry:  # fmt: skip
    """Write an entry and tell the ledger; inside the transaction of its act."""
    entry = IncidentEntry.objects.create(
        incident=incident, act=act, at=at, by=by, words=words, facts=dict(facts or {})
    )
    told = {**told_of_entry(entry), "state": str(incident.state), "gravity": str(incident.gravity)}
    append(
        act=Act(act=f"incident_{act.value}", actor=actor_of(by), subject_kind=INCIDENT,
                subject_id=str(incident.pk), facts=told),
        at=at,
    )  # fmt: skip
    return entry


def told_of_entry(entry: IncidentEntry) -> dict[str, Any]:
    """What the ledger holds of an entry: digests, no words of people."""
    return {
        "entry": entry.pk,
        "words": digest(entry.words),
        "facts": digest(json.dumps(entry.facts, sort_keys=True)),
    }


def locked(incident: Incident, *states: IncidentState) -> Incident:
    """The incident as it stands now, held until the end of the transaction. Raises ActRefused in another state."""
    one = (
        Incident.objects.select_for_update(of=("self",))
        .select_related("region", "organisation")
        .get(pk=incident.pk)
    )
    if one.state not in states:
        raise ActRefused(
            _("The incident is %(state)s by now; this cannot be done any more, or not yet.")
            % {"state": one.get_state_display()}
        )
    return one


def seven(incident: Incident) -> dict[str, Any]:
    """The seven fields as they stand, in plain form."""
    found = {name: getattr(incident, name) for name in TOLD}
    happened = incident.happened_at
    return {**found, "happened_at": None if happened is None else happened.isoformat()}


def _may_report(by: Account, facts: Mapping[str, Any]) -> None:
    scope, organisation = scope_of(by), facts.get("organisation")
    is_own = organisation is not None and scope.holds_organisation(organisation.code)
    if not by.has_perm(REPORT_INCIDENT) or not (scope.holds_region(facts["region"].code) or is_own):
        raise ActRefused(_("You may report incidents of your own area or company only."), field="region")


def _in_time(facts: Mapping[str, Any], at: datetime) -> None:
    if facts["found_at"] > at:
        raise ActRefused(_("It cannot have been found later than now."), field="found_at")
    happened = facts.get("happened_at")
    if happened is not None and happened > facts["found_at"]:
        raise ActRefused(_("It cannot have happened after it was found."), field="happened_at")


def _filled(facts: Mapping[str, Any], names: tuple[str, ...]) -> None:
    empty = tuple(name for name in names if facts.get(name) in (None, "") or not str(facts[name]).strip())
    if empty:
        raise Incomplete(empty, tuple(str(field_words(name)) for name in empty))


def field_words(name: str) -> str:
    """How a mandatory field is called on pages."""
    return {
        "happened_at": _("Time"),
        "place": _("Where it is"),
        "source": _("Source of the message"),
        "supply_demand": _("Supply and demand"),
        "affected": _("What is affected"),
        "trend": _("Trend"),
        "measures": _("Measures taken so far"),
        "accident": _("Kind of accident"),
        "setting": _("Where the accident happened"),
    }[name]
