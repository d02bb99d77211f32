"""Codes of the second factor: the secret behind a seed, which half minute a code belongs to, codes for recovery.

The secret is drawn from the seed and the desk's key (an HMAC), so that neither the database nor its backup holds it.
Codes follow RFC 6238 with six digits and half minutes. They are of the true time, whatever the desk's clock shows.
"""

from __future__ import annotations

import base64
import secrets
from datetime import datetime

import pyotp
from django.conf import settings
from django.utils.crypto import salted_hmac

STEP_S = 30
DRIFT_STEPS = 1  # how far the clock of a phone may be off, either way
ISSUER = "Nuandong"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another
RECOVERY_CODES = 10
RECOVERY_GROUPS, RECOVERY_GROUP = 4, 4  # 31^16 codes: 79 bits


def secret_of(seed: str) -> str:
    """The secret that an authenticator app keeps, in base 32."""
    drawn = salted_hmac("nuandong.second-factor", seed, algorithm="sha256").digest()
    return base64.b32encode(drawn[:20]).decode()


def address_for_app(seed: str, *, username: str) -> str:
    """What the QR code says to the app."""
    issuer = f"{ISSUER} drill" if settings.IS_DRILL else ISSUER
    return pyotp.TOTP(secret_of(seed)).provisioning_uri(name=username, issuer_name=issuer)


def step_of(seed: str, code: str, *, moment: datetime) -> int | None:
    """The half minute to which a code belongs, within the allowed drift; None where it fits none."""
    digits = "".join(code.split())
    generator, present = pyotp.TOTP(secret_of(seed), interval=STEP_S), int(moment.timestamp()) // STEP_S
    found = None
    for step in range(present - DRIFT_STEPS, present + DRIFT_STEPS + 1):
        if secrets.compare_digest(generator.generate_otp(step).encode(), digits.encode()):
            found = step
    return found


def fresh_recovery_code() -> str:
    """A code for the day the phone is lost; told once."""
    parts = ("".join(secrets.choice(LETTERS) for _ in range(RECOVERY_GROUP)) for _ in range(RECOVERY_GROUPS))
    return "-".join(parts)


def plain_recovery_code(typed: str) -> str:
    """A recovery code as it was handed out, however its owner spaced or capitalised it."""
    kept = [letter for letter in typed.lower() if letter in LETTERS]
    return "-".join(
        "".join(kept[start : start + RECOVERY_GROUP]) for start in range(0, len(kept), RECOVERY_GROUP)
    )
