"""Take letters from the outbox, do the errand, come back: with a lease, so that a worker may die.

What leaves the house is done at least once; errands are therefore idempotent by their key. A letter whose errand
fails waits twice as long each time and is given up, visibly, after `ATTEMPTS`.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.db import connection, transaction
from django.db.models import Q

from nuandong.desk.ledger.models import Letter

LEASE = timedelta(minutes=10)
FIRST_WAIT = timedelta(seconds=30)
ATTEMPTS = 6
LETTERS_OF_TROUBLE = 4000
LETTER = "letter"  # under which an errand finds the key of its letter among the facts

Errand: TypeAlias = Callable[[Mapping[str, Any], datetime], None]

log = logging.getLogger(__name__)


def run_due(
    *, errands: Mapping[str, Errand], worker: str, clock: Callable[[], datetime], most: int = 100,
    besides: Collection[str] = (),
) -> int:  # fmt: skip
    """Do what is due, at most so many; returns how many letters were taken, done or not.

    Letters of the errands `besides` are left to whoever does those alone.
    """
    for taken in range(most):
        letter = lease_next(worker=worker, at=clock(), besides=besides)
        if letter is None:
            return taken
        try:
            errands[letter.errand]({**letter.facts, LETTER: letter.key}, clock())
        except (
            Exception
        ):  # whatever an errand throws must not end the worker: it is written down and tried again
            log.exception("errand %s failed, attempt %s", letter.key, letter.attempts)
            put_back(letter=letter, trouble=traceback.format_exc(), at=clock())
        else:
            strike_off(letter=letter, at=clock())
    return most


def lease_next(*, worker: str, at: datetime, besides: Collection[str] = ()) -> Letter | None:
    """The next open letter that is due, now leased to this worker; None when there is nothing to do.

    A worker does one errand at a time: what is still leased to the one who asks was given up over an outage. A lease
    that ends far later than any can was taken before the clock was put back.
    """
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=at) | Q(leased_until__gt=at + 2 * LEASE)
    free |= Q(leased_by=worker)
    waiting = Letter.objects.filter(free, done_at=None, given_up_at=None, not_before__lte=at)
    waiting = waiting.exclude(errand__in=besides) if besides else waiting
    if not waiting.exists():  # an idle worker must not take the writers' turn twice a second
        return None
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        letter = waiting.order_by("not_before", "id").first()
        if letter is None:
            return None
        letter.leased_by, letter.leased_until = worker, at + LEASE
        letter.attempts += 1
        letter.save(update_fields=["leased_by", "leased_until", "attempts"])
        return letter


def strike_off(*, letter: Letter, at: datetime) -> None:
    """The errand is done."""
    _mine(letter).update(done_at=at, leased_until=None, trouble="")


def put_back(*, letter: Letter, trouble: str, at: datetime) -> None:
    """The errand failed: try again later, or give up after the last attempt."""
    wait = FIRST_WAIT * 2 ** (letter.attempts - 1)
    given_up_at = at if letter.attempts >= ATTEMPTS else None
    _mine(letter).update(
        leased_until=None,
        not_before=at + wait,
        given_up_at=given_up_at,
        trouble=trouble[-LETTERS_OF_TROUBLE:],
    )


def _mine(letter: Letter) -> Any:
    """The letter, as long as the lease is still this worker's: a late worker must not overrule the next one."""
    return Letter.objects.filter(pk=letter.pk, leased_by=letter.leased_by, attempts=letter.attempts)
