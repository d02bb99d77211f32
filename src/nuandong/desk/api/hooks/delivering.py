"""Send a subscription's waiting events, in their order; what fails is tried again, ever later, and given up visibly.

At least once: should the worker die between an answer and its being written down, the event goes out again with the
same mark. An address that nobody answers at rests, so that a dead receiver costs one try and not one an event.
"""

from __future__ import annotations

import secrets
import time
from datetime import datetime, timedelta

from django.utils import timezone

from nuandong.desk.api.hooks.addresses import AddressRefused
from nuandong.desk.api.hooks.following import ERRAND
from nuandong.desk.api.hooks.kinds import message_of
from nuandong.desk.api.hooks.models import Event, EventState, Subscription
from nuandong.desk.api.hooks.sending import Unreached, post
from nuandong.desk.api.hooks.signing import signed
from nuandong.desk.directory.models import Account
from nuandong.desk.directory.roles import USE_TOKENS
from nuandong.desk.frame.world import is_drill
from nuandong.desk.ledger.actions import put_letter
from nuandong.desk.ledger.chain import canonical_instant
from nuandong.desk.ledger.models import Entry

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WAITS = (
    MINUTE / 2,
    2 * MINUTE,
    10 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    4 * HOUR,
)  # eight tries in about eight hours
TRIES = len(WAITS) + 1
AT_A_TIME = 50
LONGEST_S = 120.0  # one letter's work, far within its lease
ANSWERED_WELL = range(200, 300)
GONE = 410  # the receiver wants no more
LONGEST_TROUBLE = 300
KEPT = timedelta(days=60)


def deliver(*, subscription: int, at: datetime) -> int:
    """Send what is due; returns how many were taken well. What remains calls for its own next letter."""
    kept = Subscription.objects.select_related("account").filter(pk=subscription).first()
    if kept is None:
        return 0
    if not kept.is_on or not may_be_told(kept.account):
        _drop_all(kept, at)
        return 0
    if kept.rests_until is not None and kept.rests_until > at:
        return 0  # the letter for its next try stands in the outbox
    begun, well = time.monotonic(), 0
    due = kept.events.filter(state=EventState.WAITING, next_try_at__lte=at).order_by("number")
    for event in due[:AT_A_TIME]:
        ended = _try(event, kept, at)
        well += ended is EventState.DELIVERED
        if not kept.is_on or kept.rests_until is not None or time.monotonic() - begun > LONGEST_S:
            break
    kept.events.filter(ended_at__lt=at - KEPT).delete()
    _call_again(kept, at)
    return well


def may_be_told(account: Account) -> bool:
    """Whether an account may still have anything sent."""
    return account.is_active and account.has_perm(USE_TOKENS)


def seeds_in_force(subscription: Subscription) -> list[str]:
    """The seeds that sign now: the present one first."""
    until = subscription.previous_until
    is_both = until is not None and until > timezone.now() and subscription.previous_seed
    return [subscription.seed, subscription.previous_seed] if is_both else [subscription.seed]


def _try(event: Event, subscription: Subscription, at: datetime) -> EventState:
    if is_drill():
        return _end(event, EventState.HELD, at)
    if not _may_still_see(event, subscription.account):
        return _end(event, EventState.DROPPED, at)
    body = event.body.encode()
    headers = signed(
        mark=event.mark, timestamp=int(time.time()), body=body, seeds=seeds_in_force(subscription)
    )
    event.tries += 1
    try:
        event.status, event.trouble = post(address=subscription.address, body=body, headers=headers), ""
    except (Unreached, AddressRefused) as trouble:
        event.status, event.trouble = None, str(trouble)[:LONGEST_TROUBLE]
    if event.status in ANSWERED_WELL:
        Subscription.objects.filter(pk=subscription.pk).update(rests_until=None)
        return _end(event, EventState.DELIVERED, at)
    return _failed(event, subscription, at)


def _failed(event: Event, subscription: Subscription, at: datetime) -> EventState:
    if event.status == GONE:
        Subscription.objects.filter(pk=subscription.pk).update(is_on=False)
        subscription.is_on = False
    if event.status == GONE or event.tries >= TRIES:
        state = _end(event, EventState.GIVEN_UP, at)
    else:
        event.next_try_at = at + WAITS[event.tries - 1]
        event.save(update_fields=["tries", "status", "trouble", "next_try_at"])
        state = EventState.WAITING
    if event.status is None:  # nobody is there: the others need not find that out one by one
        subscription.rests_until = at + WAITS[min(event.tries, len(WAITS)) - 1]
        subscription.save(update_fields=["rests_until"])
    return state


def _end(event: Event, state: EventState, at: datetime) -> EventState:
    event.state, event.ended_at = state, at
    event.save(update_fields=["state", "ended_at", "tries", "status", "trouble"])
    return state


def _may_still_see(event: Event, account: Account) -> bool:
    """Looked at again on every try: a role that has ended since takes its messages with it."""
    if event.entry is None:
        return True
    entry = Entry.objects.filter(sequence=event.entry).first()
    return entry is not None and message_of(entry, account) is not None


def _drop_all(subscription: Subscription, at: datetime) -> None:
    subscription.events.filter(state=EventState.WAITING).update(state=EventState.DROPPED, ended_at=at)


def _call_again(subscription: Subscription, at: datetime) -> None:
    """Put the letter for the next try; one that is due at once is another than the letter in hand."""
    if not subscription.is_on:
        _drop_all(subscription, at)
        return
    first = subscription.events.filter(state=EventState.WAITING).order_by("next_try_at").first()
    if first is None:
        return
    due = max(first.next_try_at, subscription.rests_until or at, at)
    key = f"{ERRAND}:{subscription.pk}:{canonical_instant(due)}" + (
        f":{secrets.token_hex(8)}" if due <= at else ""
    )
    put_letter(key=key, errand=ERRAND, facts={"subscription": subscription.pk}, at=at, not_before=due)
