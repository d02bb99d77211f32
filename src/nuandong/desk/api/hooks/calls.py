"""Calls of webhooks: an account's own subscriptions, and what became of their events.

A secret is told once, on the first answer; the answer that is kept for a repeated call does not hold it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status

from nuandong.desk.api.gate import ActFaults, Faults, allowed, found
from nuandong.desk.api.hooks import actions
from nuandong.desk.api.hooks.forms import SubscriptionForm
from nuandong.desk.api.hooks.models import Event, EventState, Subscription
from nuandong.desk.api.hooks.shapes import (
    EventOut,
    EventsOut,
    SubscriptionIn,
    SubscriptionOut,
    SubscriptionsOut,
)
from nuandong.desk.api.models import TokenScope
from nuandong.desk.api.once import DONE, Call, call_of, key_header, once
from nuandong.desk.api.paging import page_of
from nuandong.desk.api.shapes.frame import Paging
from nuandong.desk.api.tongues import passed
from nuandong.desk.directory.models import Account
from nuandong.desk.directory.roles import USE_TOKENS

router = Router(tags=["webhooks"])
Subscribed = {200: SubscriptionOut, 201: SubscriptionOut, **ActFaults}
Sent = {200: EventOut, 201: EventOut, **ActFaults}


@router.get("/webhooks", response={200: SubscriptionsOut, **Faults}, summary="Own subscriptions")
def subscriptions(request: HttpRequest, paging: Query[Paging]) -> Any:
    """Whom this account has told of what, oldest first."""
    return page_of(_own(allowed(request, USE_TOKENS)), paging, subscription_told)


@router.get(
    "/webhooks/{int:subscription}", response={200: SubscriptionOut, **Faults}, summary="One subscription"
)
def one_subscription(request: HttpRequest, subscription: int) -> Any:
    """One subscription of this account's."""
    return subscription_told(_one(allowed(request, USE_TOKENS), subscription))


@router.post("/webhooks", response=Subscribed, summary="Subscribe an address")
def subscribe(request: HttpRequest, wish: SubscriptionIn, key: str = key_header()) -> Any:
    """Have events told to an address from now on; the answer holds the secret that signs them."""
    call = call_of(request, USE_TOKENS, TokenScope.ACT)
    secrets: list[str] = []

    def make(one: Call) -> Any:
        given = passed(SubscriptionForm({**wish.model_dump(), "kinds": list(wish.kinds)})).cleaned_data
        made, secret = actions.subscribe(**given, by=one.by, at=one.at)
        secrets.append(secret)
        return subscription_told(made)

    return _with_secret(once(call, SubscriptionOut, make), secrets)


@router.post("/webhooks/{int:subscription}/secret", response=Subscribed, summary="Another secret")
def rotate(request: HttpRequest, subscription: int, key: str = key_header()) -> Any:
    """Another secret; for a day both sign, so that the receiver may change at leisure."""
    secrets: list[str] = []

    def change(kept: Subscription, one: Call) -> None:
        secrets.append(actions.rotate_secret(subscription=kept, by=one.by, at=one.at))

    return _with_secret(_changed(request, subscription, change), secrets)


@router.post("/webhooks/{int:subscription}/forget", response=Subscribed, summary="End the earlier secret")
def forget(request: HttpRequest, subscription: int, key: str = key_header()) -> Any:
    """The earlier secret signs no longer."""
    return _changed(
        request, subscription,
        lambda kept, one: actions.forget_previous_secret(subscription=kept, by=one.by, at=one.at),
    )  # fmt: skip


@router.post("/webhooks/{int:subscription}/off", response=Subscribed, summary="Switch off")
def switch_off(request: HttpRequest, subscription: int, key: str = key_header()) -> Any:
    """Nothing more is sent; what happens meanwhile is not told later."""
    return _changed(
        request, subscription, lambda kept, one: actions.switch_off(subscription=kept, by=one.by, at=one.at)
    )


@router.post("/webhooks/{int:subscription}/on", response=Subscribed, summary="Switch on")
def switch_on(request: HttpRequest, subscription: int, key: str = key_header()) -> Any:
    """Sent again from now on."""
    return _changed(
        request, subscription, lambda kept, one: actions.switch_on(subscription=kept, by=one.by, at=one.at)
    )


@router.post("/webhooks/{int:subscription}/trial", response=Sent, summary="Send a trial")
def send_trial(request: HttpRequest, subscription: int, key: str = key_header()) -> Any:
    """An event of no meaning, to try address and secret."""
    call = call_of(request, USE_TOKENS, TokenScope.ACT)
    kept = _one(call.by, subscription)
    return once(
        call, EventOut, lambda one: event_told(actions.send_trial(subscription=kept, by=one.by, at=one.at))
    )


@router.get(
    "/webhooks/{int:subscription}/events", response={200: EventsOut, **Faults}, summary="What was sent"
)
def events(
    request: HttpRequest, subscription: int, paging: Query[Paging], state: EventState | None = None
) -> Any:
    """The events of a subscription, oldest first: delivered, waiting, given up."""
    rows = _one(allowed(request, USE_TOKENS), subscription).events.all()
    return page_of(rows.filter(state=state) if state else rows, paging, event_told)


@router.post(
    "/webhooks/{int:subscription}/events/{int:number}/again", response=Sent, summary="Send an event again"
)
def send_again(request: HttpRequest, subscription: int, number: int, key: str = key_header()) -> Any:
    """An event that was given up or not sent goes out once more, with its own mark."""
    call = call_of(request, USE_TOKENS, TokenScope.ACT)
    event = found(_one(call.by, subscription).events.select_related("subscription"), "number", number=number)
    return once(call, EventOut, lambda one: event_told(actions.send_again(event=event, by=one.by, at=one.at)))


def subscription_told(one: Subscription) -> dict[str, Any]:
    """One subscription without any secret."""
    until = one.previous_until
    return {
        "id": one.pk,
        **{name: getattr(one, name) for name in ("name", "address", "kinds", "is_on", "made_at")},
        "events": one.told,
        "failing_until": one.rests_until,
        "both_secrets_until": until if until is not None and until > timezone.now() else None,
    }


def event_told(one: Event) -> dict[str, Any]:
    """One event without its body."""
    names = ("number", "mark", "kind", "state", "made_at", "tries", "ended_at", "status", "trouble")
    waits = one.state == EventState.WAITING
    return {**{name: getattr(one, name) for name in names}, "next_try_at": one.next_try_at if waits else None}


def _changed(request: HttpRequest, number: int, verb: Callable[[Subscription, Call], Any]) -> Any:
    call = call_of(request, USE_TOKENS, TokenScope.ACT)
    kept = _one(call.by, number)

    def change(one: Call) -> Any:
        verb(kept, one)
        return subscription_told(_one(one.by, number))

    return once(call, SubscriptionOut, change)


def _with_secret(answered: Status[dict[str, Any]], secrets: list[str]) -> Status[dict[str, Any]]:
    """The secret goes out with the first answer alone."""
    if answered.status_code == DONE and secrets:
        return Status(DONE, {**answered.value, "secret": secrets[-1]})
    return answered


def _own(account: Account) -> Any:
    return Subscription.objects.filter(account=account)


def _one(account: Account, number: int) -> Subscription:
    one: Subscription = found(_own(account), "subscription", pk=number)
    return one
