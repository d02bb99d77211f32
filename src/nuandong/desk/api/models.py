"""Tokens by which a programme acts for an account, and answers kept so that a repeated call is no second act.

A token is shown once and kept as its digest only. It may do what its account may do, where its account may, and no
more than it was given for; it ends by itself, by being revoked, and with its account.

Clause: T-095 (the daily channel by interface).
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuandong.desk.api.hooks.models import Allowance, Event, Followed, Subscription
from nuandong.desk.directory.models import Account

__all__ = ["Allowance", "ApiToken", "Event", "Followed", "KeptAnswer", "Subscription", "TokenScope"]


class TokenScope(models.TextChoices):
    """What a token was given for; each holds what stands before it."""

    READ = "read", _("Read only")
    FILE = "file", _("Read and file")
    ACT = "act", _("Read, file and decide")


class ApiToken(models.Model):
    """One token. `beginning` are its first characters, by which people tell tokens apart; `digest` is SHA-256."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    beginning = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=20, choices=TokenScope, default=TokenScope.READ)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.name} {self.beginning}…"


class KeptAnswer(models.Model):
    """What was answered to a call with an idempotency key, so that the same call again gets the same answer.

    A call that takes seconds is claimed before it is done (`claimed_at`, true time) and answered after: `status` is 0
    in between.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    asked = models.CharField(max_length=80)
    status = models.PositiveSmallIntegerField(default=0)
    answer: Any = models.JSONField(default=dict)
    at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="api_one_answer_a_key")]
