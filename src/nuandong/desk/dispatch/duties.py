"""What do I do now: the duties of an account around orders, the most urgent first.

Clauses: T-041, T-042.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuandong.desk.directory.roles import ACKNOWLEDGE, APPROVE_ORDER, DRAFT_ORDER
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.dispatch.models import Card, CardKind, Notice, Order, OrderState, ReceiptKind
from nuandong.desk.dispatch.pages import Duty, open_cards, said
from nuandong.gasday import begin_of

MOST = 12


def duties_of(account: Any, at: datetime) -> list[Duty]:
    """Everything that waits for this account, ranked: what nobody answers, what is short, what is to be decided."""
    found = [*_to_answer(account, at), *_cards(account), *_to_decide(account, at)]
    return sorted(found, key=lambda duty: (duty.rank, duty.by or at))[:MOST]


def _to_answer(account: Any, at: datetime) -> list[Duty]:
    """Notices to one's own organisation, or to groups of one's county, that want an answer."""
    if not account.has_perm(ACKNOWLEDGE) or scope_of(account).sees_all:
        return []
    own = (
        own_notices(account)
        .exclude(receipts__kind=ReceiptKind.ACKNOWLEDGED)
        .filter(withdrawn_at__isnull=True)
    )
    open_ = own.filter(order__state=OrderState.ISSUED)
    words = _("Acknowledge %(code)s: %(name)s")
    found = [
        Duty(0, words % {"code": notice.code, "name": said(notice.name_zh, notice.name_en)},
             reverse("notice", args=[notice.code]), notice.decide_by, _("Read and acknowledge"))
        for notice in open_.order_by("decide_by")[:MOST]
    ]  # fmt: skip
    back = own_notices(account).filter(withdrawn_at__isnull=False)
    back = back.exclude(receipts__kind=ReceiptKind.WITHDRAWAL_ACKNOWLEDGED)
    words = _("Taken back: %(code)s, %(name)s. Acknowledge that you know.")
    return found + [
        Duty(0, words % {"code": notice.code, "name": said(notice.name_zh, notice.name_en)},
             reverse("notice", args=[notice.code]), None, _("Read and acknowledge"))
        for notice in back[:MOST]
    ]  # fmt: skip


def own_notices(account: Any) -> Any:
    """Notices that this account may answer for: those of its organisations, and of groups in its regions."""
    scope = scope_of(account)
    notices = Notice.objects.visible_to(account)
    groups = notices.filter(organisation__isnull=True, county_id__in=scope.regions)
    return notices.filter(organisation_id__in=scope.organisations) | groups


def _cards(account: Any) -> list[Duty]:
    if not (account.has_perm(DRAFT_ORDER) or account.has_perm(APPROVE_ORDER)):
        return []
    found: list[Duty] = []
    silent: dict[Order, list[Card]] = {}
    for card in open_cards(account):
        address = reverse("order", args=[card.order_id])
        if card.kind == CardKind.SILENT:
            silent.setdefault(card.order, []).append(card)
        elif card.kind == CardKind.UNDER_DELIVERING:
            share = 100 * card.facts["metered"] / max(card.facts["planned"], 1e-9)
            words = _("%(order)s brings %(share).0f %% of what was ordered at the meters that were read")
            found.append(Duty(1, words % {"order": card.order.number, "share": share}, address + "#relief",
                              card.raised_at, _("See who, then order a further wave or withdraw")))  # fmt: skip
        elif card.notice is not None:
            words = _("Objection to %(code)s: %(name)s")
            name = said(card.notice.name_zh, card.notice.name_en)
            address = reverse("notice", args=[card.notice.code])
            found.append(Duty(1, words % {"code": card.notice.code, "name": name}, address, card.raised_at,
                              _("Read and decide")))  # fmt: skip
    for order, cards in silent.items():
        words = ngettext(
            "%(count)d addressee of %(order)s has not answered",
            "%(count)d addressees of %(order)s have not answered",
            len(cards),
        )
        said_words = words % {"count": len(cards), "order": order.number}
        found.append(Duty(0, said_words, reverse("order-telephone") + f"?order={order.pk}", cards[0].raised_at,
                          _("Telephone them and enter their codes")))  # fmt: skip
    return found


def _to_decide(account: Any, at: datetime) -> list[Duty]:
    if not scope_of(account).sees_all:
        return []
    found = []
    waiting = Order.objects.filter(state__in=[OrderState.DRAFT, OrderState.APPROVED])
    for order in waiting.annotate(last=Min("lines__notify_by")).order_by("last"):
        by = max(order.last or begin_of(order.gas_day), order.drafted_at)
        facts = {"order": order.number, "kind": order.get_kind_display()}
        if order.state == OrderState.APPROVED:
            found.append(
                Duty(
                    1,
                    _("Issue %(order)s · %(kind)s") % facts,
                    reverse("order", args=[order.pk]),
                    by,
                    _("Open and issue"),
                )
            )
        elif account.has_perm(APPROVE_ORDER) and not _has_touched(order, account):
            found.append(
                Duty(
                    2,
                    _("Approve %(order)s · %(kind)s") % facts,
                    reverse("order", args=[order.pk]),
                    by,
                    _("Open, check and approve"),
                )
            )
        elif account.has_perm(DRAFT_ORDER):
            found.append(
                Duty(
                    3,
                    _("%(order)s · %(kind)s waits for a second person") % facts,
                    reverse("order", args=[order.pk]),
                    by,
                    _("Open"),
                )
            )
    return found


def _has_touched(order: Order, account: Any) -> bool:
    return order.drafted_by_id == account.pk or order.editors.filter(pk=account.pk).exists()
