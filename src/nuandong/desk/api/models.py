"""Tokens by which a programme acts for an account, and answers kept so that a repeated call is no second act.

A token is shown once and kept as its digest only. It may do what its account may do, where its account may, and no
more than it was given for; it ends by itself, by being revoked, and with its account.

Clause: T-095 (the daily channel by interface).
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Account


class TokenScope(models.TextChoices):
    """What a token was given for."""

    READ = "read", _("Read only")
    FILE = "file", _("Read and file")


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
    """What was answered to a call with an idempotency key, so that the same call again gets the same answer."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    asked = models.CharField(max_length=80)
    status = models.PositiveSmallIntegerField(default=0)
    answer: Any = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="api_one_answer_a_key")]
