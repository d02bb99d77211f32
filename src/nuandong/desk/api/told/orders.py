"""Orders and notices as the interface tells them, in the account's scope."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nuandong.desk.alerts.signs import who
from nuandong.desk.api.told.days import both
from nuandong.desk.dispatch.actions.receive import may_answer
from nuandong.desk.dispatch.models import Card, Notice, Order, ReceiptKind
from nuandong.desk.dispatch.pages import LineRow, OrderRow, order_rows
from nuandong.desk.dispatch.plans import day_digest
from nuandong.desk.dispatch.relief import TotalRelief
from nuandong.desk.dispatch.standing import reached_from

ORDER = ("number", "kind", "gas_day", "wave", "state", "level", "plan_code", "edition", "drafted_at", "approved_at",
         "issued_at", "ended_at", "end_words")  # fmt: skip
LINE = ("place", "subject", "tier", "consumer_class", "state", "load", "safe_load", "planned_relief", "target",
        "notify_by", "effective_at")  # fmt: skip


def order_told(order: Order, account: Any, at: datetime) -> dict[str, Any]:
    """One order with its sums."""
    (row,) = order_rows([order], account, at)
    return _row_told(row)


def _row_told(row: OrderRow) -> dict[str, Any]:
    order = row.order
    return {
        "id": order.pk,
        "run": order.run_id,
        "examined": order.examined_edition == order.edition and order.examined_lines == day_digest(order),
        "drafted_by": who(order.drafted_by),
        "approved_by": who(order.approved_by) if order.approved_by else None,
        **{name: getattr(order, name) for name in ORDER},
        **{name: getattr(row, name) for name in ("lines", "planned", "notices", "acknowledged")},
        "relief": None if row.relief is None else _relief_told(row.relief.total, reached_from(order)),
    }


def _relief_told(total: TotalRelief, enough: float) -> dict[str, Any]:
    names = ("ordered", "planned", "metered", "share", "read", "lines", "by_users")
    return {"reached_from": enough, **{name: getattr(total, name) for name in names}}


def line_told(row: LineRow) -> dict[str, Any]:
    """One line against its meter."""
    line = row.line
    return {
        "user": line.user_id,
        "organisation": line.organisation_id,
        "county": line.county_id,
        "name": both(line.name_zh, line.name_en),
        "notice": line.notice.code if line.notice else None,
        "reason": both(line.reason_zh, line.reason_en),
        **{name: getattr(line, name) for name in LINE},
        **{name: getattr(row, name) for name in ("metered", "share", "quality", "filed_by_user")},
    }


def notice_told(notice: Notice, account: Any, at: datetime) -> dict[str, Any]:
    """One notice with what came back; the telephone's code is for its addressee."""
    receipts = list(notice.receipts.all())
    answered = any(one.kind == ReceiptKind.ACKNOWLEDGED for one in receipts)
    names = ("code", "issued_at", "effective_at", "decide_by", "withdrawn_at", "climbed")
    return {
        "order": notice.order_id,
        "order_number": notice.order.number,
        "organisation": notice.organisation_id,
        "user": notice.user_id,
        "county": notice.county_id,
        "name": both(notice.name_zh, notice.name_en),
        "relief": sum(line.planned_relief for line in notice.lines.all()),
        "is_silent": not answered and notice.withdrawn_at is None and at > notice.decide_by,
        "phone_code": notice.phone_code if may_answer(notice, account) else None,
        **{name: getattr(notice, name) for name in names},
        "receipts": [
            {name: getattr(one, name) for name in ("kind", "way", "at", "words")} for one in receipts
        ],
        "objections": [
            {"id": one.pk, **{name: getattr(one, name) for name in ("at", "words", "answer", "answered_at")}}
            for one in notice.objections.all()
        ],
    }


def card_told(card: Card) -> dict[str, Any]:
    """One card."""
    notice = card.notice
    return {
        "id": card.pk,
        "kind": card.kind,
        "order": card.order_id,
        "notice": notice.code if notice else None,
        "name": both(notice.name_zh, notice.name_en) if notice else None,
        "raised_at": card.raised_at,
    }
