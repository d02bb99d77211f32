"""Who is told of what at which address, what was told, and how far the ledger was followed.

No secret stands here: a seed is worthless without the desk's key, which lies outside the database.

Clause: T-095 (the channel by interface).
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Account


class Subscription(models.Model):
    """One address that an account has its events told to. `kinds` are names of `kinds.EventKind`.

    `previous_seed` signs beside `seed` until `previous_until`, so that a receiver may change its secret at leisure.
    After a failure of the address itself nothing is tried before `rests_until`. `told` counts its events.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="subscriptions")
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=500)
    kinds: Any = models.JSONField(default=list)
    seed = models.CharField(max_length=64)
    previous_seed = models.CharField(max_length=64, blank=True)
    previous_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    after_entry = models.BigIntegerField()  # of the ledger: what was done before is not told
    told = models.BigIntegerField(default=0)
    is_on = models.BooleanField(default=True)
    rests_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.name} → {self.address}"


class EventState(models.TextChoices):
    """Where an event on its way to one address stands."""

    WAITING = "waiting", _("Yet to be sent")
    DELIVERED = "delivered", _("Delivered")
    GIVEN_UP = "given_up", _("Given up")
    HELD = "held", _("Held back: drill")
    DROPPED = "dropped", _("Not sent")


class Event(models.Model):
    """One event for one subscription: its body as it is sent, byte for byte, and what became of it.

    `number` counts the events of the subscription without holes; `mark` stays the same however often it is sent.
    """

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="events")
    number = models.BigIntegerField()
    mark = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=40)
    entry = models.BigIntegerField(null=True, blank=True)  # of the ledger; none for a trial
    body = models.TextField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=EventState, default=EventState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)  # of the last answer
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["subscription", "number"], name="api_event_number_once"),
            models.UniqueConstraint(fields=["subscription", "entry"], name="api_entry_told_once"),
        ]
        indexes = [models.Index(fields=["subscription", "state", "next_try_at"], name="api_event_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.mark}"


class Followed(models.Model):
    """Up to which entry of the ledger events were made: one row."""

    only = models.PositiveSmallIntegerField(primary_key=True, default=1)
    entry = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=1), name="api_one_followed")]

    def __str__(self) -> str:
        return str(self.entry)


class Allowance(models.Model):
    """How many calls of one minute were given out to the web processes, by caller (see `limits`)."""

    caller = models.CharField(max_length=80, primary_key=True)
    minute = models.BigIntegerField(db_index=True)
    given = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.caller} {self.given}"
