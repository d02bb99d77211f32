"""What the pages of orders show: the duties of now first, then orders, lines and receipts, in the reader's scope.

Clauses: T-041, T-042, T-045 (ordered list), T-046 (waves).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from nuandong.assess.picture import DayPicture
from nuandong.desk.dispatch.models import Card, Notice, Order, OrderLine, OrderState, Receipt, ReceiptKind
from nuandong.desk.dispatch.relief import OrderRelief, relief_of
from nuandong.desk.dispatch.standing import tier_words
from nuandong.desk.frame.templatetags.figures import is_chinese
from nuandong.vocabulary import ConsumerClass, label


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that waits for somebody: what, how many, and where it is done. `rank` 0 is the most urgent."""

    rank: int
    words: str
    address: str
    by: datetime | None
    verb: str


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice with what came back."""

    notice: Notice
    name: str
    relief: float
    read_at: datetime | None
    acknowledged: Receipt | None
    is_silent: bool
    objections: int
    failed: bool


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as a page shows it."""

    line: OrderLine
    name: str
    tier: str
    class_words: str
    state_words: str
    reason: str
    why: str
    metered: float | None
    share: float | None
    quality: str
    filed_by_user: bool


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in a list: what it asks for, who answered, what the meters say; all in the reader's scope."""

    order: Order
    lines: int
    planned: float
    notices: int
    acknowledged: int
    relief: OrderRelief | None


@dataclass(frozen=True, slots=True)
class IdleRow:
    """A measure beside cutting: what there is of it, what is used, why the rest is not."""

    name: str
    available: float
    used: float
    why: str


def said(zh: str, en: str) -> str:
    """The form of a bilingual text that the page shows; the other where one is missing."""
    return (zh or en) if is_chinese() else (en or zh)


def order_rows(orders: Iterable[Order], account: Any, at: datetime) -> list[OrderRow]:
    """Orders with their sums over the lines that the account may see."""
    return [_order_row(order, account, at) for order in orders]


def _order_row(order: Order, account: Any, at: datetime) -> OrderRow:
    lines = OrderLine.objects.visible_to(account).filter(order=order, planned_relief__gt=0)
    planned = [line.planned_relief for line in lines]
    notices = Notice.objects.visible_to(account).filter(order=order)
    answered = notices.filter(receipts__kind=ReceiptKind.ACKNOWLEDGED).distinct().count()
    relief = relief_of(order, at, lines) if order.issued_at else None
    return OrderRow(order, len(planned), sum(planned), notices.count(), answered, relief)


def line_rows(order: Order, account: Any, at: datetime) -> list[LineRow]:
    """The lines of an order that the account may see, against their meters once in effect."""
    lines = OrderLine.objects.visible_to(account).filter(order=order, planned_relief__gt=0)
    lines = lines.select_related("county", "user", "notice")
    tiers, told = tier_words(order.gas_day), {}
    if order.state in (OrderState.ISSUED, OrderState.CLOSED):
        told = {row.line.pk: row for row in relief_of(order, at, lines).rows}
    rows = []
    for line in lines:
        metered = told.get(line.pk)
        _order, zh, en = tiers.get(line.tier, (0, line.tier, line.tier))
        rows.append(LineRow(
            line, said(line.name_zh, line.name_en), said(zh, en), class_words(line.consumer_class),
            {"stop": _("stop"), "reduce": _("reduce")}.get(line.state, ""), said(line.reason_zh, line.reason_en),
            why_address(order.gas_day, line.user_id), metered.metered if metered else None,
            metered.share if metered else None, metered.quality if metered else "",
            bool(metered and metered.filed_by_user),
        ))  # fmt: skip
    return rows


def class_words(word: str) -> str:
    """A consumer class in the page's language; empty where a line has none."""
    return label(ConsumerClass(word), language="zh" if is_chinese() else "en") if word else ""


def why_address(gas_day: date, user: str | None) -> str:
    """The page that says why a user is cut; empty where this desk has none."""
    try:
        return reverse("why-user", args=[gas_day, user]) if user else ""
    except NoReverseMatch:
        return ""


def notice_rows(notices: Any, at: datetime) -> list[NoticeRow]:
    """Notices with their receipts, the silent ones first."""
    full = notices.select_related("order", "county", "organisation").prefetch_related(
        Prefetch("receipts", Receipt.objects.order_by("id")), "objections", "deliveries", "lines"
    )
    rows = [_notice_row(notice, at) for notice in full]
    return sorted(rows, key=lambda row: (not row.is_silent, row.acknowledged is not None, row.notice.pk))


def _notice_row(notice: Notice, at: datetime) -> NoticeRow:
    receipts = {receipt.kind: receipt for receipt in notice.receipts.all()}
    answered = receipts.get(ReceiptKind.ACKNOWLEDGED)
    read = receipts.get(ReceiptKind.READ)
    return NoticeRow(
        notice,
        said(notice.name_zh, notice.name_en),
        sum(line.planned_relief for line in notice.lines.all()),
        read.at if read else None,
        answered,
        answered is None and notice.withdrawn_at is None and at > notice.decide_by,
        sum(1 for objection in notice.objections.all() if objection.answered_at is None),
        any(one.state == "failed" for one in notice.deliveries.all()),
    )


def idle_rows(picture: DayPicture) -> list[IdleRow]:
    """Every measure beside cutting; what stands idle says why (T-010)."""
    rows = picture.alternatives
    return [
        IdleRow(said(rows.name_zh[row], rows.name_en[row]), float(rows.available[row]), float(rows.used[row]),
                said(rows.note_zh[row], rows.note_en[row]))
        for row in range(len(rows.measure))
    ]  # fmt: skip


def open_cards(account: Any, *, order: Order | None = None) -> list[Card]:
    """Cards that wait, of what the account may see; sums of a whole order are for those who see all of it."""
    from nuandong.desk.directory.scope import scope_of

    cards = Card.objects.filter(cleared_at__isnull=True, order__state=OrderState.ISSUED)
    if not scope_of(account).sees_all:
        cards = cards.filter(notice__in=Notice.objects.visible_to(account))
    if order is not None:
        cards = cards.filter(order=order)
    return list(cards.select_related("order", "notice").order_by("raised_at"))
