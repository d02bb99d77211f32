"""The report after an incident, written from its log: what happened, when it was told, what was missed and learnt.

Clauses: T-069 (review of every incident), T-096 (clocks).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from nuandong.desk.alerts.actions.incidents import field_words
from nuandong.desk.alerts.cards import clock_words
from nuandong.desk.alerts.clocks import clocks_of_incident
from nuandong.desk.alerts.models import Incident, IncidentAct, IncidentEntry
from nuandong.desk.alerts.models.incidents import MANDATORY
from nuandong.desk.alerts.signs import said, who
from nuandong.desk.alerts.timeline import entry_note
from nuandong.desk.frame.templatetags.figures import short_instant
from nuandong.warning import Gravity


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One limit as it went: due, done, met or not, and the rule it comes from."""

    words: str
    due_at: datetime
    done_at: datetime | None
    is_overdue: bool
    clause: str
    evidence: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry of the log."""

    at: datetime
    act: str
    by: str
    words: str
    is_grave: bool


def gravity_words(gravity: str) -> str:
    """How grave, in words."""
    return {Gravity.ORDINARY: _("Ordinary"), Gravity.LARGER: _("Larger"), Gravity.MAJOR: _("Major")}[
        Gravity(gravity)
    ]


def clock_rows(incident: Incident, *, at: datetime) -> list[ClockRow]:
    """Every clock of an incident, in the order of due instants."""
    return [
        ClockRow(
            clock_words(clock.kind), clock.due_at, clock.done_at, clock.is_overdue(at),
            said(clock.rule.clause_zh, clock.rule.clause), clock.rule.evidence.value,
        )
        for clock in clocks_of_incident(incident)
    ]  # fmt: skip


def entry_rows(incident: Incident) -> list[EntryRow]:
    """The log of an incident, first entry first."""
    grave = (IncidentAct.OVERDUE, IncidentAct.ESCALATED)
    rows = IncidentEntry.objects.filter(incident=incident).select_related("by__person")
    return [
        EntryRow(one.at, one.get_act_display(), who(one.by), entry_note(one), one.act in grave)
        for one in rows
    ]


def told_fields(incident: Incident) -> list[tuple[str, str]]:
    """The seven fields as they stand, by their names."""
    told = []
    for name in MANDATORY:
        value = getattr(incident, name)
        told.append((field_words(name), short_instant(value) if isinstance(value, datetime) else value))
    return told


def most_households(incident: Incident) -> int:
    """The most households that were without gas in any account of the incident."""
    rows = IncidentEntry.objects.filter(incident=incident).values_list("facts", flat=True)
    return max([incident.households, *(int(facts.get("households") or 0) for facts in rows)])


def markdown(incident: Incident, *, at: datetime) -> str:
    """The whole report as Markdown."""
    return "\n".join(_lines(incident, at)) + "\n"


def _lines(incident: Incident, at: datetime) -> Iterator[str]:
    region = incident.region
    yield f"# {_('Report after the incident')} {incident.pk} · {said(region.name_zh, region.name_en)}"
    yield ""
    yield f"{incident.get_kind_display()} · {gravity_words(incident.gravity)} · {incident.get_state_display()}"
    yield ""
    yield f"- {_('Found at')}: {short_instant(incident.found_at)}"
    yield f"- {_('Households without gas, at most')}: {most_households(incident)}"
    yield f"- {_('Dead')}: {incident.dead} · {_('Injured')}: {incident.injured}"
    if incident.is_concentrated:
        yield f"- {_('Counts as a concentrated outage')}"
    yield from ("", f"## {_('What is told of it')}", "")
    yield from (f"- {name}: {_plain(value)}" for name, value in told_fields(incident))
    yield from ("", f"## {_('Limits')}", "")
    yield from (_limit(row) for row in clock_rows(incident, at=at))
    yield from ("", f"## {_('Course of events')}", "")
    for row in entry_rows(incident):
        yield f"- {short_instant(row.at)} · {row.act} · {row.by}: {_plain(row.words)}"
    yield from ("", _("Written from the log of the incident; every entry stands in the ledger."))


def _limit(row: ClockRow) -> str:
    done = _("still open") if row.done_at is None else short_instant(row.done_at)
    state = _("limit missed") if row.is_overdue else _("met") if row.done_at else _("running")
    return f"- {row.words}: {_('due by')} {short_instant(row.due_at)}, {_('done')} {done}, **{state}** ({row.clause})"


def _plain(words: str) -> str:
    return " ".join(words.split()) or "—"
