"""One act a key, however often the call is made; the same key again is answered as the first time.

A quick act stands in one transaction with its kept answer: either both are there or neither is. An act that takes
seconds would keep every other writer waiting so; it claims its key first, is done in its own transactions, and keeps
its answer after. Should the desk die in between, the claim lapses and the call is done again: such acts are refused by
the state of their records when they were done already, so nothing is ever doubled.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from ninja import Header, Schema, Status

from nuandong.desk.api.answers import refusal
from nuandong.desk.api.gate import allowed
from nuandong.desk.api.models import KeptAnswer, TokenScope
from nuandong.desk.api.tongues import in_both_languages
from nuandong.desk.directory.models import Account
from nuandong.desk.frame import clock

LONGEST_KEY = 100
DONE, REPEATED = 201, 200
CLAIM_LASTS = timedelta(minutes=3)  # the slowest act takes seconds
HEADER = "Idempotency-Key"


@dataclass(frozen=True, slots=True)
class Call:
    """One call that does something: whose, when, under which key, and a digest of what it asks."""

    by: Account
    at: datetime
    key: str
    asked: str


Told = Callable[[Call], Any]


def key_header() -> Any:
    """The header that names a call which does something."""
    words = "Any text that names this call; repeat it on a retry, and nothing is done twice"
    return Header("", alias=HEADER, description=words)


def call_of(request: HttpRequest, right: str | None, scope: TokenScope) -> Call:
    """The call of an account that may make it. Raises Refused."""
    by = allowed(request, right, scope)
    key = request.headers.get(HEADER, "")
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        raise refusal("key_missing", value=key[:LONGEST_KEY], field=HEADER)
    return Call(by, clock.now(), key, _digest(request))


def once(call: Call, shape: type[Schema], act: Told) -> Status[dict[str, Any]]:
    """Do a quick act once a key; `act` gives what is told of it. Raises Refused."""
    with transaction.atomic():
        kept, is_first = KeptAnswer.objects.select_for_update().get_or_create(
            account=call.by, key=call.key, defaults={"asked": call.asked, "at": call.at}
        )
        if not is_first:
            return Status(REPEATED, _again(kept, call))
        return Status(DONE, _keep(kept, shape, in_both_languages(lambda: _apart(act, call))))


def once_slow(call: Call, shape: type[Schema], act: Told) -> Status[dict[str, Any]]:
    """Do an act that takes seconds once a key, outside any transaction of ours. Raises Refused."""
    kept, answer = _claim(call)
    if answer is not None:
        return Status(REPEATED, answer)
    try:
        told = in_both_languages(lambda: act(call))
    except Exception:  # refused or failed, however: the key is free again, and what was thrown goes on up
        KeptAnswer.objects.filter(pk=kept.pk, status=0).delete()
        raise
    return Status(DONE, _keep(kept, shape, told))


def _apart(act: Told, call: Call) -> Any:
    """In a savepoint, so that an act that is refused leaves nothing to the asking after it."""
    with transaction.atomic():
        return act(call)


def _claim(call: Call) -> tuple[KeptAnswer, dict[str, Any] | None]:
    now = timezone.now()
    with transaction.atomic():
        kept, is_first = KeptAnswer.objects.select_for_update().get_or_create(
            account=call.by, key=call.key, defaults={"asked": call.asked, "at": call.at, "claimed_at": now}
        )
        if is_first:
            return kept, None
        lapsed = kept.claimed_at is not None and now - kept.claimed_at > CLAIM_LASTS
        if kept.status == 0 and kept.asked == call.asked and lapsed:
            kept.claimed_at = now
            kept.save(update_fields=["claimed_at"])
            return kept, None
        return kept, _again(kept, call)


def _again(kept: KeptAnswer, call: Call) -> dict[str, Any]:
    """The answer that was given. Raises Refused."""
    if kept.asked != call.asked:
        raise refusal("key_reused", value=call.key, field=HEADER)
    if kept.status == 0:
        raise refusal("key_busy", value=call.key, field=HEADER)
    return dict(kept.answer)


def _keep(kept: KeptAnswer, shape: type[Schema], told: Any) -> dict[str, Any]:
    kept.status, kept.answer = DONE, shape.model_validate(told).model_dump(mode="json")
    kept.save(update_fields=["status", "answer"])
    return dict(kept.answer)


def _digest(request: HttpRequest) -> str:
    """Of what is asked, where: blanks and the order of names do not make another call."""
    body = json.loads(request.body) if request.body.strip() else None
    asked = [request.method, request.path, request.META.get("QUERY_STRING", ""), body]
    written = json.dumps(asked, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(written.encode()).hexdigest()
