"""Calls of notices: read, acknowledge, object as their addressee; the telephone's code; answers to objections.

Clause: T-041 (told in time, talked through).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from nuandong.desk.api.gate import ActFaults, Faults, allowed, for_the_province, found
from nuandong.desk.api.models import TokenScope
from nuandong.desk.api.once import Call, call_of, key_header, once
from nuandong.desk.api.paging import page_of
from nuandong.desk.api.shapes.frame import Paging, Words
from nuandong.desk.api.shapes.orders import NoticeOut, NoticesOut, TelephoneIn
from nuandong.desk.api.told.orders import notice_told
from nuandong.desk.directory.roles import ACKNOWLEDGE, APPROVE_ORDER, SEE_ORDERS
from nuandong.desk.dispatch.actions import receive
from nuandong.desk.dispatch.duties import own_notices
from nuandong.desk.dispatch.models import Notice, Objection, OrderState, ReceiptKind
from nuandong.desk.dispatch.refusals import NoRight
from nuandong.desk.frame import clock

router = Router(tags=["notices"])
Noticed = {200: NoticeOut, 201: NoticeOut, **ActFaults}
Act = Callable[[Notice, Call], Any]


@router.get("/notices", response={200: NoticesOut, **Faults}, summary="List notices")
def notices(
    request: HttpRequest,
    paging: Query[Paging],
    order: int | None = Query(None, ge=1, lt=2**63),
    is_own: bool = Query(False, description="Only those that this account answers for"),
    is_waiting: bool = Query(False, description="Only those in force that nobody acknowledged"),
) -> Any:
    """Notices in scope with what came back, oldest first."""
    account, at = allowed(request, SEE_ORDERS), clock.now()
    rows = own_notices(account) if is_own else Notice.objects.visible_to(account)
    rows = rows.filter(order=order) if order is not None else rows
    if is_waiting:
        answered = Notice.objects.filter(receipts__kind=ReceiptKind.ACKNOWLEDGED).values("pk")
        rows = rows.filter(withdrawn_at=None, order__state=OrderState.ISSUED).exclude(pk__in=answered)
    return page_of(_full(rows.distinct()), paging, lambda one: notice_told(one, account, at))


@router.get("/notices/{slug:notice}", response={200: NoticeOut, **Faults}, summary="One notice")
def one_notice(request: HttpRequest, notice: str) -> Any:
    """One notice with what came back. Asking for it is no receipt: `read` and `acknowledge` are."""
    account = allowed(request, SEE_ORDERS)
    return notice_told(_one(account, notice), account, clock.now())


@router.post("/notices/{slug:notice}/read", response=Noticed, summary="A notice was read")
def read(request: HttpRequest, notice: str, key: str = key_header()) -> Any:
    """The addressee has read it: kept once."""

    def keep(one: Notice, call: Call) -> None:
        if not receive.may_answer(one, call.by):
            raise NoRight
        receive.read(notice=one, by=call.by, at=call.at)

    return _done(request, notice, keep)


@router.post("/notices/{slug:notice}/acknowledge", response=Noticed, summary="Acknowledge a notice")
def acknowledge(request: HttpRequest, notice: str, key: str = key_header()) -> Any:
    """The addressee will do it; of one that was taken back: the addressee knows."""
    return _done(request, notice, lambda one, call: receive.acknowledge(notice=one, by=call.by, at=call.at))


@router.post("/notices/{slug:notice}/object", response=Noticed, summary="Object to a notice")
def object_to(request: HttpRequest, notice: str, wish: Words, key: str = key_header()) -> Any:
    """The addressee says why it cannot or should not; the notice holds until somebody decides."""
    return _done(
        request, notice,
        lambda one, call: receive.object_to(notice=one, by=call.by, at=call.at, words=wish.words),
    )  # fmt: skip


@router.post("/telephone", response=Noticed, summary="A code from the telephone")
def telephone(request: HttpRequest, wish: TelephoneIn, key: str = key_header()) -> Any:
    """The officer enters the code that an addressee read out, and with whom one spoke."""
    call = call_of(request, SEE_ORDERS, TokenScope.ACT)
    for_the_province(call.by)

    def enter(one: Call) -> Any:
        told = receive.acknowledge_by_code(code=wish.code, by=one.by, at=one.at, words=wish.words)
        return notice_told(_one(one.by, told.code), one.by, one.at)

    return once(call, NoticeOut, enter)


@router.post("/objections/{int:objection}/answer", response=Noticed, summary="Decide an objection")
def answer(request: HttpRequest, objection: int, wish: Words, key: str = key_header()) -> Any:
    """Those who approve decide, in words; relief is changed by a withdrawal and another order."""
    call = call_of(request, APPROVE_ORDER, TokenScope.ACT)
    there = found(Objection.objects.visible_to(call.by).select_related("notice"), "objection", pk=objection)

    def decide(one: Call) -> Any:
        receive.answer_objection(objection=there, by=one.by, at=one.at, words=wish.words)
        return notice_told(_one(one.by, there.notice.code), one.by, one.at)

    return once(call, NoticeOut, decide)


def _done(request: HttpRequest, code: str, act: Act) -> Any:
    """An addressee's act upon a notice, and the notice after it."""
    call = call_of(request, ACKNOWLEDGE, TokenScope.ACT)
    there = _one(call.by, code)

    def do(one: Call) -> Any:
        act(there, one)
        return notice_told(_one(one.by, code), one.by, one.at)

    return once(call, NoticeOut, do)


def _one(account: Any, code: str) -> Notice:
    one: Notice = found(_full(Notice.objects.visible_to(account)), "notice", code=code)
    return one


def _full(rows: Any) -> Any:
    return rows.select_related("order").prefetch_related("receipts", "objections", "lines")
