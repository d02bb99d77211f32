"""Give out and revoke tokens; each is in the ledger by its number, never by its text.

A token's life is counted in true time: rights never follow the clock of a replay.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from nuandong.desk.api.models import ApiToken, TokenScope
from nuandong.desk.directory.models import Account
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act
from nuandong.findings import AssuranceError

TOKEN = "api_token"
PREFIX, RANDOM_BYTES, BEGINNING = "nd_", 32, 9
LONGEST_LIFE_DAYS = 400
MOST_TOKENS = 20
USED_EVERY = timedelta(minutes=1)  # a reading programme must not write a row a call


class TokenRefused(AssuranceError):
    """A token cannot be given out so; `reason_zh` and `reason_en` say why."""

    def __init__(self, reason_zh: str, reason_en: str) -> None:
        self.reason_zh, self.reason_en = reason_zh, reason_en
        super().__init__(f"{reason_zh} / {reason_en}")


def digest_of(text: str) -> str:
    """A token as it is kept; it is random enough that one round of a hash tells nothing of it."""
    return hashlib.sha256(text.encode()).hexdigest()


def give_token(*, name: str, scope: TokenScope, days: int, by: Account, at: datetime) -> tuple[ApiToken, str]:
    """A token of the account's own, and its text, which nobody can show again. Raises TokenRefused."""
    name = name.replace("\0", "").strip()
    if not name:
        raise TokenRefused("请给令牌起名：哪个系统、做什么用", "name the token: which system, what for")
    if not 1 <= days <= LONGEST_LIFE_DAYS:
        raise TokenRefused(
            f"有效期须为 1 至 {LONGEST_LIFE_DAYS} 天", f"a token lives 1 to {LONGEST_LIFE_DAYS} days"
        )
    made = timezone.now()
    text = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    with transaction.atomic():
        open_ones = ApiToken.objects.filter(account=by, revoked_at=None, expires_at__gt=made)
        if open_ones.count() >= MOST_TOKENS:
            raise TokenRefused(f"已有 {MOST_TOKENS} 个有效令牌；请先吊销不用的",
                               f"{MOST_TOKENS} tokens are in force; revoke one first")  # fmt: skip
        token = ApiToken.objects.create(
            account=by,
            name=name[:80],
            beginning=text[:BEGINNING],
            digest=digest_of(text),
            scope=scope,
            made_at=made,
            expires_at=made + timedelta(days=days),
        )
        facts = {"scope": TokenScope(scope).value, "days": days}
        append(act=Act("give_token", by.actor, TOKEN, str(token.pk), facts), at=at)
    return token, text


def revoke_token(*, token: ApiToken, by: Account, at: datetime) -> None:
    """End a token now; ending it twice is ending it once."""
    with transaction.atomic():
        kept = ApiToken.objects.select_for_update().get(pk=token.pk)
        if kept.revoked_at is not None:
            return
        kept.revoked_at = timezone.now()
        kept.save(update_fields=["revoked_at"])
        append(act=Act("revoke_token", by.actor, TOKEN, str(kept.pk), {}), at=at)


def token_of(text: str) -> ApiToken | None:
    """The token in force of this text, its account active; None for any other text."""
    now = timezone.now()
    token = (
        ApiToken.objects.select_related("account")
        .filter(digest=digest_of(text), revoked_at=None, expires_at__gt=now, account__is_active=True)
        .first()
    )
    if token is not None and (token.used_at is None or now - token.used_at > USED_EVERY):
        ApiToken.objects.filter(pk=token.pk).update(used_at=now)
    return token
