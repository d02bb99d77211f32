"""Write to the ledger and to the outbox; nothing here is ever changed or deleted again.

Every entry is written inside the transaction of the act it tells of, as its last step. One head, one writer: on
PostgreSQL an advisory lock, held to the end of the transaction, queues the writers; on SQLite the IMMEDIATE
transaction already is the only writer (rulings, 25).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from nuandong.desk.frame.world import world
from nuandong.desk.ledger.chain import ALGORITHM, Act, beginning_of, canonical_line, hash_of
from nuandong.desk.ledger.models import Entry, Head, Letter
from nuandong.findings import AssuranceError

HEAD_LOCK = 0x6E756164_6F6E6701  # any fixed number; it names the ledger's head among advisory locks
ENTRIES_AT_A_TIME = 500
ERRAND_WAITS = timedelta(minutes=1)


class OutsideTransaction(AssuranceError):
    """An entry was to be written outside the transaction of its act."""

    def __init__(self, act: str) -> None:
        self.act = act
        super().__init__(
            f"{act}: write the ledger entry inside the transaction of the act (transaction.atomic)."
        )


def append(*, act: Act, at: datetime) -> Entry:
    """Write one act as the next entry of the chain. Raises OutsideTransaction."""
    return append_many(acts=[(act, at)])[0]


def append_many(*, acts: Sequence[tuple[Act, datetime]]) -> list[Entry]:
    """Write acts, in this order, as the next entries of the chain. Raises OutsideTransaction."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(acts[0][0].act if acts else "append")
    _take_head()
    sequence, previous_hash = _end_of_chain()
    entries = []
    for place, (act, at) in enumerate(acts, start=sequence + 1):
        entry = _entry(place, previous_hash, act, at)
        previous_hash = entry.hash
        entries.append(entry)
    written = Entry.objects.bulk_create(entries, batch_size=ENTRIES_AT_A_TIME)
    if written:
        Head.objects.update(sequence=written[-1].sequence, hash=written[-1].hash)
    return written


def _end_of_chain() -> tuple[int, str]:
    """Sequence and hash that the next entry hangs on: the head's, so that no cut is ever written over.

    A head that somebody deleted is not made again: the ledger goes on, and its verification names the loss.
    """
    head = Head.objects.values_list("sequence", "hash").first()
    last = Entry.objects.order_by("-sequence").values_list("sequence", "hash").first()
    sequence, digest = max(head or (0, ""), last or (0, ""))
    return sequence, digest if sequence else beginning_of(world())


def _entry(sequence: int, previous_hash: str, act: Act, at: datetime) -> Entry:
    line = canonical_line(sequence=sequence, at=at, act=act)
    return Entry(
        sequence=sequence,
        at=at,
        actor=act.actor,
        act=act.act,
        subject_kind=act.subject_kind,
        subject_id=act.subject_id,
        line=line,
        hash_algorithm=ALGORITHM,
        previous_hash=previous_hash,
        hash=hash_of(previous_hash=previous_hash, line=line),
    )


def _take_head() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [HEAD_LOCK])


def put_letter(*, key: str, errand: str, facts: Mapping[str, Any], at: datetime,
               not_before: datetime | None = None) -> Letter:  # fmt: skip
    """Put an errand into the outbox, once per key; returns the letter that now stands there."""
    letter, _ = Letter.objects.get_or_create(
        key=key,
        defaults={
            "errand": errand, "facts": dict(facts), "put_at": at, "not_before": not_before or at,
        },
    )  # fmt: skip
    return letter


def put_gathered_letter(*, subject: str, errand: str, facts: Mapping[str, Any], at: datetime) -> Letter:
    """Put an errand that many acts call for at about the same time, once a minute.

    A hundred counties that file before half past nine need a few runs, not a hundred. The letter waits for the
    end of its minute; an act that comes after it was taken up goes into the next one, so none is lost.
    """
    due = at.replace(second=0, microsecond=0) + ERRAND_WAITS
    while True:
        key = f"{errand}:{subject}:{due:%Y-%m-%dT%H:%M}"
        with transaction.atomic():
            put_letter(key=key, errand=errand, facts=facts, at=at, not_before=due)
            letter = Letter.objects.select_for_update().get(key=key)
            if letter.attempts == 0 and letter.given_up_at is None:
                return letter
        due += ERRAND_WAITS
