"""Shapes of webhooks: subscriptions, and what became of their events."""

from __future__ import annotations

from ninja import Field, Schema

from nuandong.desk.api.hooks.addresses import LONGEST_ADDRESS
from nuandong.desk.api.hooks.kinds import EventKind
from nuandong.desk.api.hooks.models import EventState
from nuandong.desk.api.shapes.frame import WITHOUT_NOUGHT, At

LONGEST_NAME = 80


class SubscriptionIn(Schema):
    """Which system is told, where, of what. The address begins with https:// and leads out of the inner network."""

    name: str = Field(max_length=LONGEST_NAME, pattern=WITHOUT_NOUGHT)
    address: str = Field(max_length=LONGEST_ADDRESS, pattern=WITHOUT_NOUGHT)
    kinds: list[EventKind] = Field(min_length=1, max_length=len(EventKind))


class SubscriptionOut(Schema):
    """One subscription. `secret` is there on the answer to its making or changing, and never again.

    `failing_until` says until when an address that nobody answers at is left alone.
    """

    id: int
    name: str
    address: str
    kinds: list[str]
    is_on: bool
    made_at: At
    events: int
    failing_until: At | None
    both_secrets_until: At | None
    secret: str | None = None


class SubscriptionsOut(Schema):
    """A page of subscriptions."""

    rows: list[SubscriptionOut]
    next: str | None


class EventOut(Schema):
    """One event on its way: `status` is the last answer of the receiver, `trouble` what went wrong without one."""

    number: int
    mark: str
    kind: str
    state: EventState
    made_at: At
    tries: int
    next_try_at: At | None
    ended_at: At | None
    status: int | None
    trouble: str


class EventsOut(Schema):
    """A page of events, oldest first."""

    rows: list[EventOut]
    next: str | None
