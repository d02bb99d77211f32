"""How often a programme may call: so many calls a token and minute, so many unknown tokens an address and minute.

Several web processes answer, so the count stands in the database; but a call that only reads must not write. Each
process therefore takes calls of the minute by the dozen (`SLAB`) and gives them out from memory. Together they never
give out more than the limit; at worst a process keeps a part of one slab that nobody calls for.

Minutes are of true time, whatever the desk's clock shows. A limit of 0 lets everything through.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest

from nuandong.desk.api.answers import Refused, refusal
from nuandong.desk.api.hooks.models import Allowance
from nuandong.desk.frame.visitor import address_of

MINUTE_S = 60
SLAB = 12
KEPT_MINUTES = 2
MOST_KEPT = 10_000  # callers that a process remembers at a time


@dataclass(slots=True)
class _Left:
    """Calls of one minute that this process may still give out; -1 where the store has none left."""

    minute: int
    calls: int


class TooMany(Refused):
    """Called too often; `retry_after` are the seconds until the next minute."""

    def __init__(self, limit: int, retry_after: int) -> None:
        told = refusal("too_many", value=str(limit))
        self.retry_after = retry_after
        super().__init__(told.status, told.errors)


_left: dict[str, _Left] = {}
_lock, _fetching = threading.Lock(), threading.Lock()


def spend_call(token: int) -> None:
    """One call of a token. Raises TooMany."""
    _spend(f"token:{token}", settings.CALLS_A_MINUTE)


def spend_stranger(request: HttpRequest) -> None:
    """One call with a token that nobody knows, by the address it comes from. Raises TooMany."""
    _spend(f"address:{address_of(request)}"[:80], settings.STRANGERS_A_MINUTE)


def forget() -> None:
    """Give back to nobody what this process keeps: for a process that begins anew."""
    with _lock:
        _left.clear()


def _spend(caller: str, limit: int) -> None:
    if limit <= 0:
        return
    moment = time.time()
    minute = int(moment) // MINUTE_S
    if _take_kept(caller, minute):
        return
    if _is_spent(caller, minute):
        raise _too_many(limit, moment)
    with _fetching:  # one thread fetches for all; meanwhile it may have come
        if _take_kept(caller, minute):
            return
        granted = _take_slab(caller, minute, limit)
        with _lock:
            _left[caller] = _Left(minute, granted - 1)
    if granted == 0:
        raise _too_many(limit, moment)


def _take_kept(caller: str, minute: int) -> bool:
    with _lock:
        kept = _left.get(caller)
        if kept is None or kept.minute != minute or kept.calls <= 0:
            return False
        kept.calls -= 1
        return True


def _is_spent(caller: str, minute: int) -> bool:
    """Whether the store had nothing more this minute: then it is not asked again, however often somebody calls."""
    kept = _left.get(caller)
    return kept is not None and kept.minute == minute and kept.calls < 0


def _too_many(limit: int, moment: float) -> TooMany:
    return TooMany(limit, max(1, MINUTE_S - int(moment) % MINUTE_S))


def _take_slab(caller: str, minute: int, limit: int) -> int:
    """Calls of this minute from the common store; 0 where there are none left."""
    if len(_left) > MOST_KEPT:
        _forget_past(minute)
    wanted = min(SLAB, limit)
    with transaction.atomic():
        rows = Allowance.objects.select_for_update().filter(caller=caller)
        kept = rows.first()
        if kept is None:
            return _first_slab(caller, minute, wanted)
        if kept.minute != minute:
            rows.update(minute=minute, given=wanted)
            return wanted
        granted = min(wanted, limit - kept.given)
        if granted > 0:
            rows.update(given=F("given") + granted)
        return max(0, granted)


def _first_slab(caller: str, minute: int, wanted: int) -> int:
    """A caller that was never seen; whoever is first among two processes makes the row."""
    Allowance.objects.filter(minute__lt=minute - KEPT_MINUTES).delete()
    try:
        with transaction.atomic():
            Allowance.objects.create(caller=caller, minute=minute, given=wanted)
    except IntegrityError:
        rows = Allowance.objects.select_for_update().filter(caller=caller, minute=minute)
        return wanted if rows.update(given=F("given") + wanted) else 0
    return wanted


def _forget_past(minute: int) -> None:
    with _lock:
        for caller in [caller for caller, kept in _left.items() if kept.minute != minute]:
            del _left[caller]
