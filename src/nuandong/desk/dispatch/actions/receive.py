"""What addressees do with a notice: read it, acknowledge it at the desk or by telephone, object.

Clause: T-041 (told in time, talked through).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nuandong.desk.directory.models import Account
from nuandong.desk.directory.roles import ACKNOWLEDGE, APPROVE_ORDER, DRAFT_ORDER
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.dispatch.actions.decide import LEAST_WORDS
from nuandong.desk.dispatch.actions.told import must_hold, tell_of_notice
from nuandong.desk.dispatch.models import Card, CardKind, Notice, Objection, Receipt, ReceiptKind, ReceivedBy
from nuandong.desk.dispatch.refusals import NoRight, Refused, WordsMissing


class NoSuchCode(Refused):
    """Nobody was given this code, or its notice was taken back."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(
            _("No notice in force has the code %(code)s. Ask the caller to read it again.") % {"code": code}
        )


def may_answer(notice: Notice, by: Account) -> bool:
    """Whether this account speaks for the addressee: its own organisation, or a group's county or city."""
    if not by.has_perm(ACKNOWLEDGE):
        return False
    scope = scope_of(by)
    if notice.organisation_id:
        return notice.organisation_id in scope.organisations
    return notice.county_id is not None and notice.county_id in scope.regions


def read(*, notice: Notice, by: Account, at: datetime) -> bool:
    """An addressee opened the notice; told once. False for anybody else who looks."""
    if not may_answer(notice, by):
        return False
    with transaction.atomic():
        return _receive(notice, ReceiptKind.READ, by, at, way=ReceivedBy.DESK)


def acknowledge(*, notice: Notice, by: Account, at: datetime) -> bool:
    """The addressee will do it; False where that was said before. Raises NoRight, Refused.

    A notice that was taken back is acknowledged as such.
    """
    if not may_answer(notice, by):
        raise NoRight
    with transaction.atomic():
        held = Notice.objects.select_for_update().get(pk=notice.pk)
        kind = ReceiptKind.WITHDRAWAL_ACKNOWLEDGED if held.withdrawn_at else ReceiptKind.ACKNOWLEDGED
        return _receive(held, kind, by, at, way=ReceivedBy.DESK)


def acknowledge_by_code(
    *, code: str, by: Account | None, at: datetime, words: str, way: ReceivedBy = ReceivedBy.PHONE
) -> Notice:
    """Somebody called and said the code; the officer on duty enters it with whom was spoken to.

    `by` is None at the command line alone. Raises NoRight, NoSuchCode, WordsMissing.
    """
    if by is not None:
        must_hold(DRAFT_ORDER if by.has_perm(DRAFT_ORDER) else APPROVE_ORDER, by)
    if not words.strip():
        raise WordsMissing
    with transaction.atomic():
        wanted = "".join(code.split())
        notice = (
            Notice.objects.select_for_update().filter(phone_code=wanted, withdrawn_at__isnull=True).first()
        )
        if notice is None:
            raise NoSuchCode(wanted)
        _receive(notice, ReceiptKind.ACKNOWLEDGED, by, at, way=way, words=words.strip())
    return notice


def object_to(*, notice: Notice, by: Account, at: datetime, words: str) -> Objection:
    """Say why it cannot or should not be done; the notice holds meanwhile. Raises NoRight, WordsMissing."""
    if not may_answer(notice, by):
        raise NoRight
    if len(words.strip()) < LEAST_WORDS:
        raise WordsMissing
    with transaction.atomic():
        held = Notice.objects.select_for_update().get(pk=notice.pk)
        if held.withdrawn_at:
            raise Refused(_("This notice was taken back; there is nothing to object to."))
        objection = Objection.objects.create(notice=held, at=at, by=by, words=words.strip())
        raise_card(held, CardKind.OBJECTION, at, {"objection": objection.pk})
        tell_of_notice("object_to_notice", held, by, at, {"words": objection.words})
    return objection


def answer_objection(*, objection: Objection, by: Account, at: datetime, words: str) -> Objection:
    """Decide upon an objection, in words; relief is changed by a withdrawal and another order. Raises NoRight, ..."""
    must_hold(APPROVE_ORDER, by)
    if len(words.strip()) < LEAST_WORDS:
        raise WordsMissing
    with transaction.atomic():
        held = Objection.objects.select_for_update().get(pk=objection.pk)
        if held.answered_at:
            raise Refused(_("This objection was answered before. Reload the page."))
        held.answer, held.answered_at, held.answered_by = words.strip(), at, by
        held.save()
        if not held.notice.objections.filter(answered_at__isnull=True).exists():
            clear_cards(held.notice, CardKind.OBJECTION, at)
        tell_of_notice("answer_objection", held.notice, by, at, {"objection": held.pk, "words": held.answer})
    return held


def raise_card(notice: Notice, kind: CardKind, at: datetime, facts: dict[str, Any]) -> Card:
    """A card about a notice; the open one of this kind stands for all."""
    card, _made = Card.objects.get_or_create(
        order=notice.order,
        notice=notice,
        kind=kind,
        cleared_at=None,
        defaults={"raised_at": at, "facts": facts},
    )
    return card


def clear_cards(notice: Notice, kind: CardKind, at: datetime) -> None:
    """The reason of a card is gone."""
    notice.cards.filter(kind=kind, cleared_at__isnull=True).update(cleared_at=at)


def is_acknowledged(notice: Notice) -> bool:
    """Whether somebody answered for the addressee."""
    return notice.receipts.filter(kind=ReceiptKind.ACKNOWLEDGED).exists()


def _receive(
    notice: Notice, kind: ReceiptKind, by: Account | None, at: datetime, *, way: ReceivedBy, words: str = ""
) -> bool:
    facts = {"at": at, "by": by, "way": way, "words": words}
    receipt, made = Receipt.objects.get_or_create(notice=notice, kind=kind, defaults=facts)
    if made:
        if kind is ReceiptKind.ACKNOWLEDGED:
            clear_cards(notice, CardKind.SILENT, at)
        told = {"way": way.value, "late": at > notice.decide_by}
        if kind is ReceiptKind.READ:
            told = {"way": way.value}
        tell_of_notice(f"{receipt.kind}_notice", notice, by, at, told)
    return made
