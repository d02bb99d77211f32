"""Subscribe an address, change its secret, switch it, try it; each is in the ledger, the secret never.

Clauses: T-095 (the channel by interface), T-098 (who had what sent where).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuandong.desk.api.hooks.addresses import AddressRefused, target_of
from nuandong.desk.api.hooks.following import call_for, head_of_ledger, put_event
from nuandong.desk.api.hooks.kinds import TRIAL, EventKind
from nuandong.desk.api.hooks.models import Event, EventState, Subscription
from nuandong.desk.api.hooks.signing import fresh_seed, secret_of
from nuandong.desk.directory.models import Account
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act
from nuandong.findings import AssuranceError

SUBSCRIPTION = "subscription"
MOST_SUBSCRIPTIONS = 10
LONGEST_NAME = 80
BOTH_IN_FORCE = timedelta(hours=24)


class HookRefused(AssuranceError):
    """A subscription cannot be so; `reason` says why in the reader's language, `field` where."""

    def __init__(self, reason: str, field: str = "") -> None:
        self.reason, self.field = reason, field
        super().__init__(reason)


def subscribe(
    *, name: str, address: str, kinds: Sequence[str], by: Account, at: datetime
) -> tuple[Subscription, str]:
    """Have an account's events told to an address; and the secret, which nobody can show again. Raises HookRefused."""
    name, address, chosen = name.strip(), address.strip(), list(dict.fromkeys(kinds))
    _must_fit(name, address, chosen)
    with transaction.atomic():
        _must_have_room(by)
        seed = fresh_seed()
        made = Subscription.objects.create(
            account=by, name=name, address=address, kinds=chosen, seed=seed, made_at=at,
            after_entry=head_of_ledger(),
        )  # fmt: skip
        _append("subscribe", made, {"address": address, "kinds": chosen}, by, at)
    return made, secret_of(seed)


def rotate_secret(*, subscription: Subscription, by: Account, at: datetime) -> str:
    """Another secret; both sign for a day, so that the receiver may change at leisure."""
    with transaction.atomic():
        kept = _own(subscription, by)
        kept.previous_seed, kept.previous_until = kept.seed, timezone.now() + BOTH_IN_FORCE
        kept.seed = fresh_seed()
        kept.save(update_fields=["seed", "previous_seed", "previous_until"])
        _append("rotate_secret", kept, {}, by, at)
    return secret_of(kept.seed)


def forget_previous_secret(*, subscription: Subscription, by: Account, at: datetime) -> None:
    """The earlier secret signs no longer: it became known to somebody."""
    with transaction.atomic():
        kept = _own(subscription, by)
        kept.previous_seed, kept.previous_until = "", None
        kept.save(update_fields=["previous_seed", "previous_until"])
        _append("forget_secret", kept, {}, by, at)


def switch_off(*, subscription: Subscription, by: Account, at: datetime) -> Subscription:
    """Nothing more is sent; what happens meanwhile is not told later."""
    with transaction.atomic():
        kept = _own(subscription, by)
        if kept.is_on:
            kept.is_on = False
            kept.save(update_fields=["is_on"])
            waiting = kept.events.filter(state=EventState.WAITING)
            waiting.update(state=EventState.DROPPED, ended_at=at)
            _append("switch_off", kept, {}, by, at)
    return kept


def switch_on(*, subscription: Subscription, by: Account, at: datetime) -> Subscription:
    """Sent again from now on. Raises HookRefused."""
    with transaction.atomic():
        kept = _own(subscription, by)
        if not kept.is_on:
            _must_have_room(by)
            kept.is_on, kept.rests_until, kept.after_entry = True, None, head_of_ledger()
            kept.save(update_fields=["is_on", "rests_until", "after_entry"])
            _append("switch_on", kept, {}, by, at)
    return kept


def send_trial(*, subscription: Subscription, by: Account, at: datetime) -> Event:
    """An event of no meaning, at once, to try the address and the secret. Raises HookRefused."""
    with transaction.atomic():
        kept = _own(subscription, by)
        if not kept.is_on:
            raise HookRefused(_("It is switched off; switch it on first."))
        kept.rests_until = None
        kept.save(update_fields=["rests_until"])
        event = put_event(kept, kind=TRIAL, entry=None, happened_at=at, told={"words": "trial / 试发"}, at=at)
        call_for(kept, at=at)
        _append("send_trial", kept, {"number": event.number}, by, at)
    return event


def send_again(*, event: Event, by: Account, at: datetime) -> Event:
    """An event that was given up or dropped goes out once more, with its own mark. Raises HookRefused."""
    with transaction.atomic():
        kept = _own(event.subscription, by)
        one = Event.objects.select_for_update().get(pk=event.pk)
        if not kept.is_on:
            raise HookRefused(_("It is switched off; switch it on first."))
        if one.state not in (EventState.GIVEN_UP, EventState.DROPPED):
            raise HookRefused(_("Only what was given up or dropped is sent again."))
        kept.rests_until = None
        kept.save(update_fields=["rests_until"])
        one.state, one.tries, one.next_try_at, one.ended_at = EventState.WAITING, 0, at, None
        one.save(update_fields=["state", "tries", "next_try_at", "ended_at"])
        call_for(kept, at=at, again=one)
        _append("send_again", kept, {"number": one.number}, by, at)
    return one


def fault_of_address(address: str) -> str:
    """Why an address cannot be subscribed, in the reader's language; empty where it can."""
    try:
        target_of(address)
    except AddressRefused as wrong:
        return wrong.reason_en if (get_language() or "").startswith("en") else wrong.reason_zh
    return ""


def _must_fit(name: str, address: str, kinds: list[str]) -> None:
    """What the form says already, for whoever comes without one. Raises HookRefused."""
    if not name or len(name) > LONGEST_NAME or "\0" in name:
        raise HookRefused(_("Name it: which system is told; at most 80 characters."), "name")
    fault = fault_of_address(address)
    if fault:
        raise HookRefused(fault, "address")
    if not kinds or set(kinds) - set(EventKind.values):
        raise HookRefused(_("Choose at least one kind of event."), "kinds")


def _must_have_room(by: Account) -> None:
    """Raises HookRefused where the account has as many subscriptions switched on as it may."""
    Account.objects.select_for_update().get(pk=by.pk)
    if Subscription.objects.filter(account=by, is_on=True).count() >= MOST_SUBSCRIPTIONS:
        words = _("%(most)s subscriptions are switched on; switch one off first.")
        raise HookRefused(words % {"most": MOST_SUBSCRIPTIONS})


def _own(subscription: Subscription, by: Account) -> Subscription:
    """The subscription, locked for this transaction; nobody touches another account's. Raises HookRefused."""
    kept = Subscription.objects.select_for_update().select_related("account").get(pk=subscription.pk)
    if kept.account_id != by.pk:
        raise HookRefused(_("Only its own account may change a subscription."))
    return kept


def _append(act: str, subscription: Subscription, facts: dict[str, Any], by: Account, at: datetime) -> None:
    append(act=Act(act, by.actor, SUBSCRIPTION, str(subscription.pk), facts), at=at)
