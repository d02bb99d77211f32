"""Follow the ledger: what was done becomes events for whoever asked to be told.

Every act ends in an entry of the ledger, written in its own transaction and in one order; so whoever reads the ledger
on from where it stopped misses nothing and tells nothing of what was rolled back. Events, their letter and the place
reached stand in one transaction: each entry is told to a subscription once.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F

from nuandong.desk.api.hooks.kinds import WAYS, message_of
from nuandong.desk.api.hooks.models import Event, Followed, Subscription
from nuandong.desk.frame.world import world
from nuandong.desk.ledger.actions import put_letter
from nuandong.desk.ledger.chain import canonical_instant
from nuandong.desk.ledger.models import Entry, Head

ERRAND = "tell_programmes"
ENTRIES_AT_A_TIME = 200
MARK_BYTES = 16

log = logging.getLogger(__name__)


def head_of_ledger() -> int:
    """Number of the newest entry; 0 in an empty ledger."""
    return Head.objects.values_list("sequence", flat=True).first() or 0


def follow(*, at: datetime) -> int:
    """Make events of what was done since last time, as far as one step goes; returns how many were made.

    Asked twice a second: where nothing was done, or nobody is to be told, it costs a question or two and no writing.
    """
    head = head_of_ledger()
    reached = Followed.objects.values_list("entry", flat=True).first()
    if reached == head or not Subscription.objects.filter(is_on=True).exists():
        return 0
    with transaction.atomic():
        place, _made = Followed.objects.select_for_update().get_or_create(defaults={"entry": 0})
        asked = list(Subscription.objects.filter(is_on=True).select_related("account").order_by("pk"))
        begins = max(place.entry, min((one.after_entry for one in asked), default=head))
        entries = Entry.objects.filter(sequence__gt=begins).order_by("sequence")
        read = list(entries[:ENTRIES_AT_A_TIME])
        made = sum(_told_safely(entry, subscription, at) for entry in read for subscription in asked)
        if read:
            place.entry = read[-1].sequence
            place.save(update_fields=["entry"])
        for subscription in asked if made else ():
            call_for(subscription, at=at)
        return made


def put_event(
    subscription: Subscription, *, kind: str, entry: int | None, happened_at: datetime, told: Mapping[str, Any],
    at: datetime,
) -> Event:  # fmt: skip
    """One more event of a subscription, numbered without holes; inside a transaction."""
    Subscription.objects.filter(pk=subscription.pk).update(told=F("told") + 1)
    subscription.refresh_from_db(fields=["told"])
    body = {
        "type": kind,
        "timestamp": canonical_instant(happened_at),
        "sequence": subscription.told,
        "subscription": subscription.pk,
        "world": world(),
        "data": dict(told),
    }
    return Event.objects.create(
        subscription=subscription, number=subscription.told, mark=f"msg_{secrets.token_hex(MARK_BYTES)}", kind=kind,
        entry=entry, body=json.dumps(body, ensure_ascii=False, separators=(",", ":")), made_at=at, next_try_at=at,
    )  # fmt: skip


def call_for(subscription: Subscription, *, at: datetime, again: Event | None = None) -> None:
    """Put the letter that has a subscription's newest events sent, or an earlier one again."""
    which = str(subscription.told) if again is None else f"{again.mark}:{secrets.token_hex(8)}"
    put_letter(
        key=f"{ERRAND}:{subscription.pk}:{which}", errand=ERRAND,
        facts={"subscription": subscription.pk}, at=at,
    )  # fmt: skip


def _told_safely(entry: Entry, subscription: Subscription, at: datetime) -> bool:
    """One entry that cannot be told must not keep all that come after it from being told."""
    way = WAYS.get(entry.act)
    if (
        way is None
        or entry.sequence <= subscription.after_entry
        or not set(way.kinds) & set(subscription.kinds)
    ):
        return False
    try:
        with transaction.atomic():
            return _tell(entry, subscription, at)
    except (OperationalError, InterfaceError):
        raise  # the database went away: the letter is tried again, nothing is passed over
    except Exception:  # whatever one entry's room throws: it is written down, and the others are told
        log.exception(
            "entry %s of the ledger cannot be told to subscription %s", entry.sequence, subscription.pk
        )
        return False


def _tell(entry: Entry, subscription: Subscription, at: datetime) -> bool:
    message = message_of(entry, subscription.account)
    if message is None or message[0] not in subscription.kinds:
        return False
    kind, told = message
    put_event(subscription, kind=kind.value, entry=entry.sequence, happened_at=entry.at, told=told, at=at)
    return True
