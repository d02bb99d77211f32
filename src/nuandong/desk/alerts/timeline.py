"""The day in order: every act from eight to eight, with who did it and where it is told in full.

Acts of this room are told from their records; filings are counted by the hour; acts of other rooms come from the ledger
and only to those who see the whole province. A proposal that says what the one before said is left out.

Clause: T-098 (evidence of every act).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nuandong.desk.alerts.cards import clock_words
from nuandong.desk.alerts.models import (
    Declaration,
    DeclarationState,
    IncidentAct,
    IncidentEntry,
    Proposal,
    ScopeKind,
    StepDone,
)
from nuandong.desk.alerts.playbook import steps_of
from nuandong.desk.alerts.signs import said, sign_of, who
from nuandong.desk.directory.models import Account
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.ledger.models import Entry
from nuandong.desk.reporting.models import ReportVersion
from nuandong.gasday import begin_of, end_of
from nuandong.warning import ClockKind

TOLD_HERE = (
    *("file_report", "propose_level", "submit_level", "declare_level", "send_back_level"),
    *("finish_step", "set_aside_step"),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One act of the day."""

    at: datetime
    kind: str
    words: str
    by: str = ""
    note: str = ""
    address: str = ""
    hue: str = ""


def moments(*, gas_day: date, account: Any, until: datetime) -> list[Moment]:
    """Everything of a gas day up to an instant that the account may see, newest first."""
    told = list(moments_here(gas_day=gas_day, account=account, until=until))
    if scope_of(account).sees_all:
        told += list(_elsewhere((begin_of(gas_day), min(until, end_of(gas_day)))))
    return sorted(told, key=lambda moment: moment.at, reverse=True)


def moments_here(*, gas_day: date, account: Any, until: datetime) -> list[Moment]:
    """The same without acts of other rooms: levels, steps, incidents and filings."""
    span = begin_of(gas_day), min(until, end_of(gas_day))
    told = [
        *_proposals(account, span),
        *_declarations(account, span),
        *_steps(account, span),
        *_incidents(account, span),
        *_filings(account, span),
    ]
    told.reverse()  # of one instant, the later act first
    return sorted(told, key=lambda moment: moment.at, reverse=True)


Span = tuple[datetime, datetime]


def _proposals(account: Any, span: Span) -> Iterator[Moment]:
    last: dict[str, tuple[str, str]] = {}
    rows = Proposal.objects.visible_to(account).filter(proposed_at__range=span).order_by("proposed_at", "id")
    local: Counter[datetime] = Counter()
    for one in rows:
        if last.get(one.scope) == (one.level, one.way):
            continue
        last[one.scope] = one.level, one.way
        if one.scope_kind != ScopeKind.PROVINCE:
            local[one.proposed_at] += 1
            continue
        sign = sign_of(one.level, one.gas_day)
        words = _("%(area)s: %(level)s proposed, gap %(share)s of demand") % {
            "area": said(one.scope_zh, one.scope_en), "level": sign.word,
            "share": f"{one.gap_share * 100:.1f}%",
        }  # fmt: skip
        yield Moment(one.proposed_at, "level", words, who(None), address=reverse("alerts"), hue=sign.hue)
    for at, count in local.items():
        words = _("Other levels proposed for %(count)d zones and cities") % {"count": count}
        yield Moment(at, "level", words, who(None), address=f"{reverse('alerts')}#areas")


def _declarations(account: Any, span: Span) -> Iterator[Moment]:
    rows = Declaration.objects.visible_to(account).select_related(
        "submitted_by__person", "declared_by__person"
    )
    for one in rows.filter(submitted_at__range=span):
        yield _declared(
            one, one.submitted_at, _("%(area)s: %(level)s submitted"), one.submitted_by, one.reason
        )
    for one in rows.filter(state=DeclarationState.DECLARED, declared_at__range=span):
        assert one.declared_at is not None
        yield _declared(one, one.declared_at, _("%(area)s: %(level)s declared"), one.declared_by, one.answer)


def _declared(one: Declaration, at: datetime, words: str, by: Account | None, note: str) -> Moment:
    sign = sign_of(one.level, one.gas_day)
    told = words % {"area": said(one.scope_zh, one.scope_en), "level": sign.word}
    return Moment(at, "level", told, who(by), note, reverse("alerts"), sign.hue)


def _steps(account: Any, span: Span) -> Iterator[Moment]:
    seen = Declaration.objects.visible_to(account)
    rows = StepDone.objects.filter(declaration__in=seen, done_at__range=span)
    for one in rows.select_related("declaration", "done_by__person"):
        step = next((step for step in steps_of(one.declaration) if step.key == one.step), None)
        name = said(step.zh, step.en) if step else one.step
        words = _("Set aside: %(step)s") if one.is_set_aside else _("Done: %(step)s")
        yield Moment(
            one.done_at, "step", words % {"step": name}, who(one.done_by), one.note, reverse("alerts")
        )


def _incidents(account: Any, span: Span) -> Iterator[Moment]:
    rows = IncidentEntry.objects.visible_to(account).filter(at__range=span)
    for one in rows.select_related("incident__region", "by__person"):
        region = one.incident.region
        words = _("Incident in %(place)s: %(act)s") % {
            "place": said(region.name_zh, region.name_en), "act": one.get_act_display()}  # fmt: skip
        yield Moment(
            one.at,
            "incident",
            words,
            who(one.by),
            entry_note(one),
            reverse("incident", args=[one.incident_id]),
        )


def entry_note(entry: IncidentEntry) -> str:
    """The words of an entry; of a missed limit, which one it was."""
    if entry.act == IncidentAct.OVERDUE:
        return clock_words(ClockKind(entry.words))
    return entry.words


def _filings(account: Any, span: Span) -> Iterator[Moment]:
    filed = ReportVersion.objects.visible_to(account).filter(filed_at__range=span)
    hours: Counter[datetime] = Counter()
    last: dict[datetime, datetime] = {}
    for at in filed.values_list("filed_at", flat=True):
        hour = timezone.localtime(at).replace(minute=0, second=0, microsecond=0)
        hours[hour] += 1
        last[hour] = max(at, last.get(hour, at))
    for hour, count in hours.items():
        yield Moment(last[hour], "report", _("%(count)d reports filed within the hour") % {"count": count})


def _elsewhere(span: Span) -> Iterator[Moment]:
    rows = (
        Entry.objects.filter(at__range=span).exclude(act__in=TOLD_HERE).exclude(act__startswith="incident_")
    )
    names = {f"account:{one.pseudonym}": one for one in Account.objects.select_related("person")}
    for one in rows.only("at", "act", "actor", "subject_kind", "subject_id"):
        words = act_words().get(one.act, one.act)
        if one.subject_kind != "account":  # whose it is, is for the ledger's own page
            words = f"{words} · {one.subject_kind} {one.subject_id}"
        yield Moment(one.at, "other", words, who(names.get(one.actor)))


def act_words() -> dict[str, str]:
    """Acts of other rooms in words; one that is not here shows as the ledger names it."""
    return {
        "assess_day": _("Gas day assessed"),
        "answer_study": _("Question answered"),
        "cancel_run": _("Run cancelled"),
        "import_case": _("Season brought in"),
        "open_account": _("Account opened"),
    }
