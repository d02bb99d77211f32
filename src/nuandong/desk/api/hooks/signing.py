"""Secrets of webhooks, and how a message is signed: the scheme of Standard Webhooks, symmetric.

    webhook-id         the event's mark, the same on every try
    webhook-timestamp  Unix seconds of this try, true time
    webhook-signature  "v1,<base64 of HMAC-SHA256(secret, id.timestamp.body)>", one for each secret in force

A secret is drawn from its seed and the desk's key (an HMAC), so that neither the database nor its backup holds it.

Source: the published specification of Standard Webhooks, 1.0.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

from django.utils.crypto import salted_hmac

PREFIX = "whsec_"
SEED_BYTES = 24


def fresh_seed() -> str:
    """A seed of one secret's own, 192 bits."""
    return secrets.token_hex(SEED_BYTES)


def key_of(seed: str) -> bytes:
    """The 32 bytes that sign."""
    return salted_hmac("nuandong.webhook", seed, algorithm="sha256").digest()


def secret_of(seed: str) -> str:
    """The secret as its owner keeps it."""
    return PREFIX + base64.b64encode(key_of(seed)).decode()


def signed(*, mark: str, timestamp: int, body: bytes, seeds: Iterable[str]) -> dict[str, str]:
    """The headers of one try, signed by every secret in force."""
    content = f"{mark}.{timestamp}.".encode() + body
    signatures = [
        "v1," + base64.b64encode(hmac.new(key_of(seed), content, hashlib.sha256).digest()).decode()
        for seed in seeds
    ]
    return {
        "webhook-id": mark,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }
