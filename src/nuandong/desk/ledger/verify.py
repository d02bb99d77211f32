"""Walk the ledger from its first entry to its last and name the first broken line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nuandong.desk.ledger.chain import BEGINNING, Break, Link, canonical_instant, first_break
from nuandong.desk.ledger.models import Entry

ROWS_AT_A_TIME = 2000


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many entries stand in the ledger, the hash of its head, and the first break if there is one.

    Keep the head elsewhere (on paper, with another office): a chain that was rewritten from some entry to its end
    holds in itself, and only an old head betrays it.
    """

    entries: int
    head: str
    broken: Break | None

    @property
    def holds(self) -> bool:
        """Whether the whole chain is intact."""
        return self.broken is None


def verify(*, known_head: str = "") -> Verdict:
    """Check every entry; `known_head` is a head noted earlier, which must still stand in the chain."""
    last = Entry.objects.order_by("-sequence").values_list("hash", flat=True).first()
    broken = first_break(_links())
    count = Entry.objects.count()
    if broken is None and known_head and not Entry.objects.filter(hash=known_head).exists():
        broken = Break(count, "曾经登记的链首散列已不在链中：链被整体改写",
                       "the head noted earlier is no longer in the chain: the chain was rewritten")  # fmt: skip
    return Verdict(count, last or BEGINNING, broken)


def _links() -> Iterator[Link]:
    for entry in Entry.objects.order_by("sequence").iterator(chunk_size=ROWS_AT_A_TIME):
        columns = {
            "at": canonical_instant(entry.at), "act": entry.act, "actor": entry.actor,
            "subject_kind": entry.subject_kind, "subject_id": entry.subject_id, "sequence": str(entry.sequence),
        }  # fmt: skip
        yield Link(entry.sequence, entry.line, entry.hash_algorithm, entry.previous_hash, entry.hash, columns)
