"""Cards: what needs somebody now, each with what to do and by when; overdue first. What needs nothing is no card.

Clauses: T-040 (proposals answered), T-096 (clocks), T-069 (incidents), T-087 (casualties).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.desk.alerts.clocks import clocks_of_incident
from nuandong.desk.alerts.current import in_force, newest_proposals, unanswered, waiting
from nuandong.desk.alerts.models import Incident, IncidentAct, IncidentState, Proposal, ScopeKind
from nuandong.desk.alerts.models.incidents import OPEN_INCIDENTS
from nuandong.desk.alerts.offices import holds_office, is_of_scope
from nuandong.desk.alerts.playbook import step_rows
from nuandong.desk.alerts.signs import said, sign_of
from nuandong.desk.directory.roles import (
    CLOSE_INCIDENT,
    DECLARE_LEVEL,
    REPORT_INCIDENT,
    SUBMIT_LEVEL,
    TICK_STEP,
    VERIFY_INCIDENT,
)
from nuandong.desk.directory.scope import scope_of
from nuandong.warning import Clock, ClockKind, Gravity


@dataclass(frozen=True, slots=True)
class Card:
    """One thing for one reader: words, where it is done, by when, and the hue of a level where it is one's."""

    words: str
    act: str
    address: str
    due_at: datetime | None
    is_overdue: bool
    hue: str = "none"
    is_grave: bool = False

    @property
    def order(self) -> tuple[bool, bool, float]:
        """Grave first, then overdue, then by the instant it is due."""
        return (
            not self.is_grave,
            not self.is_overdue,
            self.due_at.timestamp() if self.due_at else float("inf"),
        )


def cards_for(*, account: Any, at: datetime) -> list[Card]:
    """Everything that waits for this account, in the order in which to do it."""
    told = [*_level_cards(account, at), *_step_cards(account, at), *_incident_cards(account, at)]
    return sorted(told, key=lambda card: card.order)


def count_for(*, account: Any, at: datetime) -> int:
    """How many cards wait for this account, for the page head."""
    return len(cards_for(account=account, at=at))


def _level_cards(account: Any, at: datetime) -> Iterator[Card]:
    home = reverse("alerts")
    if account.has_perm(DECLARE_LEVEL):
        for one in waiting(account=account):
            if one.submitted_by_id != account.pk and holds_office(
                account, office=one.office, kind=one.scope_kind, scope=one.scope
            ):
                due, sign = one.proposal.decide_by if one.proposal else None, sign_of(one.level, one.gas_day)
                words = _("%(area)s: %(level)s waits for your approval") % {
                    "area": said(one.scope_zh, one.scope_en), "level": sign.word}  # fmt: skip
                yield Card(words, _("Decide"), f"{home}#waiting", due, bool(due and at > due), sign.hue)
    if account.has_perm(SUBMIT_LEVEL):
        mine = [one for one in newest_proposals(account=account, at=at) if _is_mine(account, one)]
        still_open = unanswered(mine, at=at) if mine else set()
        for proposal in mine:
            if proposal.pk in still_open:
                sign, due = sign_of(proposal.level, proposal.gas_day), proposal.decide_by
                words = _("%(area)s: %(level)s is proposed and not answered") % {
                    "area": said(proposal.scope_zh, proposal.scope_en), "level": sign.word}  # fmt: skip
                yield Card(words, _("Answer it"), f"{home}#proposals", due, at > due, sign.hue)


def _is_mine(account: Any, proposal: Proposal) -> bool:
    """The province answers for the province, a city for itself; zones only weigh in the province's level."""
    kind = ScopeKind.PROVINCE if scope_of(account).sees_all else ScopeKind.CITY
    return proposal.scope_kind == kind and is_of_scope(account, kind=kind, scope=proposal.scope)


def _step_cards(account: Any, at: datetime) -> Iterator[Card]:
    if not account.has_perm(TICK_STEP):
        return
    for declared in in_force(account=account, at=at):
        if not is_of_scope(account, kind=declared.scope_kind, scope=declared.scope):
            continue
        late = [row for row in step_rows(declared, at=at) if row.is_overdue]
        if late:
            words = _("%(count)d steps of the playbook are overdue, the first: %(step)s") % {
                "count": len(late), "step": said(late[0].step.zh, late[0].step.en)}  # fmt: skip
            yield Card(words, _("Note what was done"), f"{reverse('alerts')}#playbook", late[0].due_at, True)


def _incident_cards(account: Any, at: datetime) -> Iterator[Card]:
    scope = scope_of(account)
    rows = Incident.objects.visible_to(account).filter(state__in=(*OPEN_INCIDENTS, IncidentState.CLOSED))
    for one in rows.select_related("region"):
        place = f"{said(one.region.name_zh, one.region.name_en)} · {one.place}"
        address = reverse("incident", args=[one.pk])
        for clock in clocks_of_incident(one):
            if clock.done_at is None and _is_asked(account, clock, one, scope.sees_all):
                words = _("%(what)s: %(place)s") % {"what": clock_words(clock.kind), "place": place}
                yield Card(words, _("Open the incident"), address, clock.due_at, clock.is_overdue(at),
                           is_grave=one.gravity == Gravity.MAJOR)  # fmt: skip
        if (
            one.state == IncidentState.CLOSING
            and account.has_perm(CLOSE_INCIDENT)
            and not did(one, IncidentAct.CLOSING, account)
        ):
            words = _("Closing awaits a second person: %(place)s") % {"place": place}
            yield Card(words, _("Decide"), address, None, False)
        elif one.gravity == Gravity.MAJOR and account.has_perm(DECLARE_LEVEL) and one.state in OPEN_INCIDENTS:
            words = _("Major incident: %(place)s") % {"place": place}
            yield Card(words, _("Open the incident"), address, None, False, is_grave=True)


def _is_asked(account: Any, clock: Clock, incident: Incident, sees_all: bool) -> bool:
    """Whose clock it is: the reporter's, the office's for verifying, the leaders' and duty officers' for the review."""
    if clock.kind is ClockKind.VERIFY:
        may = sees_all and account.has_perm(VERIFY_INCIDENT)
        return bool(may and not did(incident, IncidentAct.REPORTED, account))
    if clock.kind is ClockKind.REVIEW:
        return bool(account.has_perm(CLOSE_INCIDENT))
    return bool(account.has_perm(REPORT_INCIDENT))


def did(incident: Incident, act: IncidentAct, account: Any) -> bool:
    """Whether the last act of this kind was this account's, so that somebody else must do what follows."""
    last = incident.entries.filter(act=act).order_by("-at", "-id").first()
    return last is not None and last.by_id == account.pk


def clock_words(kind: ClockKind) -> str:
    """What a clock asks for."""
    return {
        ClockKind.VOICE: _("Tell by voice"),
        ClockKind.WRITTEN: _("Report in writing"),
        ClockKind.REPORT: _("Report in writing, legal limit"),
        ClockKind.VERIFY: _("Verify and tell the command, legal limit"),
        ClockKind.FOLLOW_UP: _("Report further"),
        ClockKind.REVIEW: _("Write the review"),
    }[kind]
