"""Calls of orders: drafted from a run, edited, examined, approved by a second person, issued, ended; cards.

Whoever drafted or edited never approves; guards and powers of the level in force are held by the room's own acts.

Clauses: T-042 (approval), T-046 (waves, withdrawal), T-010 (checklist).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from nuandong.desk.api.gate import (
    ActFaults,
    Faults,
    allowed,
    asked_day,
    asked_text,
    day_named,
    for_the_province,
    found,
)
from nuandong.desk.api.models import TokenScope
from nuandong.desk.api.once import Call, call_of, key_header, once, once_slow
from nuandong.desk.api.paging import page_of, page_of_rows
from nuandong.desk.api.shapes.frame import Paging
from nuandong.desk.api.shapes.orders import (
    ApprovalIn,
    CardsOut,
    DraftedOut,
    DraftIn,
    EditIn,
    EndIn,
    LinesOut,
    OrderOut,
    OrdersOut,
)
from nuandong.desk.api.told.orders import card_told, line_told, order_told
from nuandong.desk.directory.roles import APPROVE_ORDER, DRAFT_ORDER, SEE_ORDERS
from nuandong.desk.dispatch.actions import decide
from nuandong.desk.dispatch.actions import draft as drafting
from nuandong.desk.dispatch.actions.edit import edit_lines
from nuandong.desk.dispatch.forms import FINEST
from nuandong.desk.dispatch.models import Card, Order
from nuandong.desk.dispatch.pages import line_rows, open_cards
from nuandong.desk.dispatch.refusals import Refused
from nuandong.desk.dispatch.views import run_to_draft
from nuandong.desk.frame import clock
from nuandong.desk.outlook.models import Run

router = Router(tags=["orders"])
Ordered = {200: OrderOut, 201: OrderOut, **ActFaults}
Act = Callable[[Order, Call], Any]


@router.get("/orders", response={200: OrdersOut, **Faults}, summary="List orders")
def orders(
    request: HttpRequest,
    paging: Query[Paging],
    gas_day: str = asked_day(),
    state: str = asked_text(20, "draft, approved, issued, withdrawn or closed"),
) -> Any:
    """Orders in scope, oldest first; sums are of the lines in scope."""
    account, at = allowed(request, SEE_ORDERS), clock.now()
    rows = _orders(account)
    rows = rows.filter(gas_day=day_named(gas_day)) if gas_day else rows
    rows = rows.filter(state=state) if state else rows
    return page_of(rows, paging, lambda one: order_told(one, account, at))


@router.get("/orders/{int:order}", response={200: OrderOut, **Faults}, summary="One order")
def one_order(request: HttpRequest, order: int) -> Any:
    """One order with its sums, and its relief against the meters once it is issued."""
    account = allowed(request, SEE_ORDERS)
    return order_told(found(_orders(account), "order", pk=order), account, clock.now())


@router.get("/orders/{int:order}/lines", response={200: LinesOut, **Faults}, summary="Lines of an order")
def lines(request: HttpRequest, order: int, paging: Query[Paging]) -> Any:
    """Lines in scope in the order of the cut, each against its meter once in effect."""
    account, at = allowed(request, SEE_ORDERS), clock.now()
    there = found(_orders(account), "order", pk=order)
    return {"order": there.pk, "at": at, **page_of_rows(line_rows(there, account, at), paging, line_told)}


@router.post("/orders", response={200: DraftedOut, 201: DraftedOut, **ActFaults}, summary="Draft orders")
def draft(request: HttpRequest, wish: DraftIn, key: str = key_header()) -> Any:
    """Draft everything that a run asks for and nobody ordered yet, one order a kind; the worker examines them."""
    call = call_of(request, DRAFT_ORDER, TokenScope.ACT)
    for_the_province(call.by)
    named = None if wish.run is None else found(Run.objects.without_picture(), "run", pk=wish.run)

    def make(one: Call) -> Any:
        run = run_to_draft(one.at) if named is None else named
        if run is None:
            raise Refused(_("No run of today or tomorrow waits for a draft. Assess the day anew first."))
        made = drafting.draft_orders(run=run, by=one.by, at=one.at)
        return {"rows": [order_told(order, one.by, one.at) for order in made]}

    return once_slow(call, DraftedOut, make)


@router.post("/orders/{int:order}/lines", response=Ordered, summary="Edit a draft")
def edit(request: HttpRequest, order: int, wish: EditIn, key: str = key_header()) -> Any:
    """Set reliefs of a draft's lines; every guard speaks at once, and nothing is kept while one is broken."""

    reliefs = {code: round(relief, FINEST) for code, relief in wish.reliefs.items()}

    def change(one: Order, call: Call) -> None:
        edit_lines(order=one, reliefs=reliefs, by=call.by, at=call.at, edition=wish.edition)

    return _done(request, DRAFT_ORDER, order, change, once_slow)


@router.post("/orders/{int:order}/examine", response=Ordered, summary="Have a draft examined")
def examine(request: HttpRequest, order: int, key: str = key_header()) -> Any:
    """Have the network solved with the lines as they stand; `examined` says when it was."""
    return _done(
        request, DRAFT_ORDER, order, lambda one, call: drafting.ask_for_examination(one.gas_day, call.at)
    )


@router.post("/orders/{int:order}/approve", response=Ordered, summary="Approve an order")
def approve(request: HttpRequest, order: int, wish: ApprovalIn, key: str = key_header()) -> Any:
    """The second person approves, inside the powers of the level in force; guards are asked once more."""
    read = wish.alternatives_read
    return _done(
        request, APPROVE_ORDER, order,
        lambda one, call: decide.approve(order=one, by=call.by, at=call.at, alternatives_read=read), once_slow,
    )  # fmt: skip


@router.post("/orders/{int:order}/issue", response=Ordered, summary="Issue an order")
def issue(request: HttpRequest, order: int, key: str = key_header()) -> Any:
    """Everybody is told: one notice an addressee, with its last time to answer."""
    return _done(request, None, order, lambda one, call: decide.issue(order=one, by=call.by, at=call.at))


@router.post("/orders/{int:order}/discard", response=Ordered, summary="Discard a draft")
def discard(request: HttpRequest, order: int, key: str = key_header()) -> Any:
    """A draft is taken off the table."""
    return _done(
        request, DRAFT_ORDER, order, lambda one, call: drafting.discard(order=one, by=call.by, at=call.at)
    )


@router.post("/orders/{int:order}/withdraw", response=Ordered, summary="Withdraw an order")
def withdraw(request: HttpRequest, order: int, wish: EndIn, key: str = key_header()) -> Any:
    """Take an approved or issued order back, with its reason; everybody who was told is told of that too."""
    return _done(
        request, APPROVE_ORDER, order,
        lambda one, call: decide.withdraw(order=one, by=call.by, at=call.at, words=wish.words),
    )  # fmt: skip


@router.post("/orders/{int:order}/close", response=Ordered, summary="Close an order")
def close(request: HttpRequest, order: int, wish: EndIn, key: str = key_header()) -> Any:
    """End an issued order; users come back in the order of restoration."""
    return _done(
        request, None, order,
        lambda one, call: decide.close(order=one, by=call.by, at=call.at, words=wish.words),
    )  # fmt: skip


@router.post("/orders/{int:order}/wave", response=Ordered, summary="Draft a further wave")
def wave(request: HttpRequest, order: int, key: str = key_header()) -> Any:
    """A further wave of a cut whose relief is too little after the waiting time; answers with its draft."""
    call = call_of(request, DRAFT_ORDER, TokenScope.ACT)
    before = _of_the_province(call, order)
    return once_slow(
        call, OrderOut,
        lambda one: order_told(drafting.draft_wave(order=before, by=one.by, at=one.at), one.by, one.at),
    )  # fmt: skip


@router.get("/cards", response={200: CardsOut, **Faults}, summary="Open cards")
def cards(request: HttpRequest, paging: Query[Paging]) -> Any:
    """Silent addressees, too little relief, objections; each goes by an answer, a wave or a withdrawal."""
    seen = [card.pk for card in open_cards(allowed(request, SEE_ORDERS))]
    return page_of(Card.objects.filter(pk__in=seen).select_related("notice"), paging, card_told)


def _done(request: HttpRequest, right: str | None, number: int, act: Act, how: Any = once) -> Any:
    """An act upon an order of the province, and the order after it."""
    call = call_of(request, right, TokenScope.ACT)
    there = _of_the_province(call, number)

    def do(one: Call) -> Any:
        act(there, one)
        return order_told(Order.objects.get(pk=there.pk), one.by, one.at)

    return how(call, OrderOut, do)


def _of_the_province(call: Call, number: int) -> Order:
    """An order for whoever acts for the whole province; others see theirs and change none. Raises Refused."""
    there: Order = found(_orders(call.by), "order", pk=number)
    for_the_province(call.by)
    return there


def _orders(account: Any) -> Any:
    return Order.objects.visible_to(account).select_related("drafted_by__person", "approved_by__person")
