"""Which acts of the ledger are told, as what, to whom, and what their messages say.

A message names its record and how it stands, and the call that tells the rest; it holds no words of people, no name of
a person, no code of a telephone. What an account may not see by page or call it is not told either: each record is
looked up in the scope of the subscription's account, by the same right as its page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuandong.desk.alerts.models import Declaration, Incident, IncidentAct
from nuandong.desk.briefing.models import Brief
from nuandong.desk.directory.models import Account
from nuandong.desk.directory.province import policy_book
from nuandong.desk.directory.roles import SEE_BRIEF, SEE_DAY, SEE_ORDERS
from nuandong.desk.directory.scope import NOTHING, scope_of
from nuandong.desk.dispatch.models import Notice, Order, ReceiptKind
from nuandong.desk.ledger.models import Entry
from nuandong.desk.outlook.models import Run
from nuandong.desk.reporting.models import Reminder, ReportVersion

Told = dict[str, Any]


class EventKind(models.TextChoices):
    """What a subscription may ask for."""

    REPORT_FILED = "report.filed", _("Report filed")
    REMINDER = "reminder.sent", _("Units reminded")
    RUN_ASSESSED = "run.assessed", _("Gas day assessed")
    LEVEL_DECLARED = "level.declared", _("Level declared")
    LEVEL_STEPPED_DOWN = "level.stepped_down", _("Level stepped down")
    ORDER_ISSUED = "order.issued", _("Order issued")
    ORDER_WITHDRAWN = "order.withdrawn", _("Order withdrawn")
    NOTICE_ACKNOWLEDGED = "notice.acknowledged", _("Notice acknowledged")
    NOTICE_OBJECTED = "notice.objected", _("Objection to a notice")
    INCIDENT_OPENED = "incident.opened", _("Incident opened")
    INCIDENT_CLOSED = "incident.closed", _("Incident closed")
    BRIEF_SIGNED = "brief.signed", _("Brief signed")


TRIAL = "trial.ping"  # sent by hand, to try an address


@dataclass(frozen=True, slots=True)
class Way:
    """The kinds that an act may be told as, the right it wants, and what is told to an account; None for nothing."""

    kinds: tuple[EventKind, ...]
    right: str
    told: Callable[[Entry, Account], tuple[EventKind, Told] | None]


def message_of(entry: Entry, account: Account) -> tuple[EventKind, Told] | None:
    """What an account is told of an entry of the ledger; None where it is nothing that it may see."""
    way = WAYS.get(entry.act)
    if way is None or scope_of(account) == NOTHING or not account.has_perm(way.right):
        return None
    return way.told(entry, account)


def _report(entry: Entry, account: Account) -> tuple[EventKind, Told] | None:
    unit, gas_day, number = entry.subject_id.rsplit("/", 2)
    named = {"report__unit_id": unit, "report__gas_day": gas_day, "number": number}
    one = ReportVersion.objects.visible_to(account).filter(**named).select_related("report").first()
    if one is None:
        return None
    told = _of(one, "channel", "filed_at", "is_late", "is_nothing_to_report")
    return EventKind.REPORT_FILED, {
        "unit": unit, "gas_day": gas_day, "version": one.number, **told, "call": f"/api/reports/{one.pk}",
    }  # fmt: skip


def _reminder(entry: Entry, account: Account) -> tuple[EventKind, Told] | None:
    rows = (
        Reminder.objects.visible_to(account).filter(gas_day=entry.subject_id, at=entry.at).order_by("unit_id")
    )
    units = [{"unit": row.unit_id, "kind": row.kind} for row in rows]
    told = {"gas_day": entry.subject_id, "units": units, "call": f"/api/reminders/{entry.subject_id}"}
    return (EventKind.REMINDER, told) if units else None


def _run(entry: Entry, account: Account) -> tuple[EventKind, Told] | None:
    one = Run.objects.without_picture().done().filter(pk=entry.subject_id).first()
    if one is None:
        return None
    told = _of(one, "gas_day", "as_of", "level", "policy_version", "input_hash")
    return EventKind.RUN_ASSESSED, {"run": one.pk, **told, "call": f"/api/days/{one.gas_day.isoformat()}"}


def _level(entry: Entry, account: Account) -> tuple[EventKind, Told] | None:
    one = Declaration.objects.visible_to(account).filter(pk=entry.subject_id).first()
    if one is None:
        return None
    policy = policy_book()
    rank = {key: policy.level(key, day=one.gas_day).rank for key in (one.level, one.previous_level)}
    is_down = rank[one.level] < rank[one.previous_level]
    told = _of(one, "scope", "scope_kind", "gas_day", "level", "previous_level", "declared_at", "plan_code")
    kind = EventKind.LEVEL_STEPPED_DOWN if is_down else EventKind.LEVEL_DECLARED
    return kind, {"declaration": one.pk, **told, "call": f"/api/levels/{one.pk}"}


def _order(kind: EventKind) -> Callable[[Entry, Account], tuple[EventKind, Told] | None]:
    def told(entry: Entry, account: Account) -> tuple[EventKind, Told] | None:
        one = Order.objects.visible_to(account).filter(number=entry.subject_id).first()
        if one is None:
            return None
        facts = _of(one, "number", "kind", "gas_day", "wave", "state", "level", "issued_at", "ended_at")
        return kind, {"order": one.pk, **facts, "call": f"/api/orders/{one.pk}"}

    return told


def _notice(kind: EventKind) -> Callable[[Entry, Account], tuple[EventKind, Told] | None]:
    def told(entry: Entry, account: Account) -> tuple[EventKind, Told] | None:
        seen = Notice.objects.visible_to(account).select_related("order")
        one = seen.filter(code=entry.subject_id).first()
        if one is None:
            return None
        facts = _of(one, "effective_at", "decide_by", "withdrawn_at")
        return kind, {
            "notice": one.code, "order_number": one.order.number, "user": one.user_id, "county": one.county_id,
            "organisation": one.organisation_id, **facts, "call": f"/api/notices/{one.code}",
        }  # fmt: skip

    return told


def _incident(kind: EventKind) -> Callable[[Entry, Account], tuple[EventKind, Told] | None]:
    def told(entry: Entry, account: Account) -> tuple[EventKind, Told] | None:
        one = Incident.objects.visible_to(account).filter(pk=entry.subject_id).first()
        if one is None:
            return None
        facts = {
            **_of(one, "kind", "gravity", "found_at"),
            "region": one.region_id,
            "call": f"/api/incidents/{one.pk}",
        }
        return kind, {"incident": one.pk, **facts}

    return told


def _brief(entry: Entry, account: Account) -> tuple[EventKind, Told] | None:
    seen = Brief.objects.visible_to(account).defer("drafted", "content")
    one = seen.filter(pk=entry.subject_id).first()
    if one is None:
        return None
    told = {**_of(one, "kind", "gas_day", "serial", "signed_at"), "region": one.region_id}
    return EventKind.BRIEF_SIGNED, {"brief": one.pk, **told, "call": f"/api/briefs/{one.pk}"}


def _of(record: Any, *names: str) -> Told:
    values = {name: getattr(record, name) for name in names}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()
    }


WAYS: Mapping[str, Way] = {
    "file_report": Way((EventKind.REPORT_FILED,), SEE_DAY, _report),
    "remind_units": Way((EventKind.REMINDER,), SEE_DAY, _reminder),
    "assess_day": Way((EventKind.RUN_ASSESSED,), SEE_DAY, _run),
    "declare_level": Way((EventKind.LEVEL_DECLARED, EventKind.LEVEL_STEPPED_DOWN), SEE_DAY, _level),
    "issue_order": Way((EventKind.ORDER_ISSUED,), SEE_ORDERS, _order(EventKind.ORDER_ISSUED)),
    "withdraw_order": Way((EventKind.ORDER_WITHDRAWN,), SEE_ORDERS, _order(EventKind.ORDER_WITHDRAWN)),
    f"{ReceiptKind.ACKNOWLEDGED.value}_notice": Way(
        (EventKind.NOTICE_ACKNOWLEDGED,), SEE_ORDERS, _notice(EventKind.NOTICE_ACKNOWLEDGED)
    ),
    "object_to_notice": Way((EventKind.NOTICE_OBJECTED,), SEE_ORDERS, _notice(EventKind.NOTICE_OBJECTED)),
    f"incident_{IncidentAct.FOUND.value}": Way(
        (EventKind.INCIDENT_OPENED,), SEE_DAY, _incident(EventKind.INCIDENT_OPENED)
    ),
    f"incident_{IncidentAct.CLOSED.value}": Way(
        (EventKind.INCIDENT_CLOSED,), SEE_DAY, _incident(EventKind.INCIDENT_CLOSED)
    ),
    "sign_brief": Way((EventKind.BRIEF_SIGNED,), SEE_BRIEF, _brief),
}
