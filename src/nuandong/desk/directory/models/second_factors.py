"""The second factor of a sign-in: a code from an authenticator app, and recovery codes for the day it is lost.

No secret stands here. A seed is worthless without the desk's key, which lies outside the database, and a recovery
code is kept as a salted digest; whoever reads a backup can sign in as nobody.

Clause: T-098 (who acted is known for certain).
"""

from __future__ import annotations

import hashlib
import secrets

from django.db import models

from nuandong.desk.directory.models.people import Account


def fresh_seed() -> str:
    """A seed of one factor's own, 160 bits."""
    return secrets.token_hex(20)


class SecondFactor(models.Model):
    """What an account signs in with besides its password.

    `seed` is empty until a first code has confirmed it; `pending_seed` is one that is being set up, while the present
    one goes on working. `last_step` is the half minute of the last code that was taken: none is taken twice.
    """

    account = models.OneToOneField(Account, models.CASCADE, related_name="second_factor")
    seed = models.CharField(max_length=40, blank=True)
    pending_seed = models.CharField(max_length=40, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"second factor of {self.account_id}"


class RecoveryCode(models.Model):
    """One of the codes that open a sign-in once each, without the app."""

    factor = models.ForeignKey(SecondFactor, models.CASCADE, related_name="recovery_codes")
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"recovery code {self.pk}"

    def fits(self, code: str) -> bool:
        """Whether this is the code that was handed out."""
        return secrets.compare_digest(self.digest, digest_with(self.salt, code))


def digest_with(salt: str, code: str) -> str:
    """A recovery code as it is kept."""
    return hashlib.sha256(f"{salt}|{code}".encode()).hexdigest()
