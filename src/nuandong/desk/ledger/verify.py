"""Walk the ledger from its first entry to its last, and hold the records against what it told.

Three things are found: a line that was changed, moved or taken out (the chain); a tail that was cut off (the head,
which is kept in a place of its own); a record that is no longer what its entry told (the witnesses).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Exists, OuterRef

from nuandong.desk.frame.world import world
from nuandong.desk.ledger.chain import (
    BEGINNING,
    Break,
    Link,
    beginning_of,
    broken_link,
    canonical_instant,
    first_break,
)
from nuandong.desk.ledger.models import DailyRoot, Entry, Head
from nuandong.desk.ledger.witnesses import Alteration, Told, Witness, registered

ROWS_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many entries stand in the ledger, the hash of its head, the first break, and every altered record.

    Keep the head elsewhere too (on paper, with another office): a chain that was rewritten from some entry to its
    end, its head included, holds in itself, and only an old head betrays it.
    """

    entries: int
    head: str
    broken: Break | None
    alterations: tuple[Alteration, ...]

    @property
    def holds(self) -> bool:
        """Whether the whole chain is intact and every record is what was told."""
        return self.broken is None and not self.alterations


def verify(*, known_head: str = "") -> Verdict:
    """Check every entry and every record; `known_head` is a head noted earlier, which must still stand in the chain."""
    kept = Head.objects.values_list("sequence", "hash").first()
    subjects = [(witness, frozenset(witness.subjects())) for witness in registered()]
    last = Entry.objects.order_by("-sequence").values_list("sequence", "hash").first() or (0, BEGINNING)
    count = Entry.objects.count()
    broken = first_break(_links(), beginning=beginning_of(world())) or _cut_off(kept, last) or _uprooted()
    if broken is None and known_head and not Entry.objects.filter(hash=known_head).exists():
        broken = Break(count, "曾经登记的链首散列已不在链中：链被整体改写",
                       "the head noted earlier is no longer in the chain: the chain was rewritten")  # fmt: skip
    altered = tuple(found for witness, there in subjects for found in _alterations(witness, there))
    return Verdict(count, last[1], broken, altered)


def _cut_off(kept: tuple[int, str] | None, last: tuple[int, str]) -> Break | None:
    """What is missing at the end, by the head that is kept apart."""
    if kept is None:
        return Break(last[0], "单独保存的链首已被删除", "the head that is kept apart was deleted")
    sequence, digest = kept
    if last[0] < sequence:
        missing = f"{last[0] + 1}" if last[0] + 1 == sequence else f"{last[0] + 1}–{sequence}"
        return Break(last[0] + 1, f"尾部被截去：第 {missing} 条缺失（链首记录为第 {sequence} 条）",
                     f"the tail was cut off: {missing} missing (the head tells of {sequence} entries)")  # fmt: skip
    if digest != BEGINNING and not Entry.objects.filter(sequence=sequence, hash=digest).exists():
        return Break(sequence, "与单独保存的链首不符：尾部被改写",
                     "it is not the head that is kept apart: the end was rewritten")  # fmt: skip
    if last[0] > Head.objects.values_list("sequence", flat=True).get():
        return Break(last[0], "超出单独保存的链首：不经本系统写入",
                     "it stands beyond the head that is kept apart: it was not written by this desk")  # fmt: skip
    return None


def _uprooted() -> Break | None:
    """The first daily root that no entry bears out: the chain was rewritten as a whole after it was drawn."""
    entries = Entry.objects.filter(sequence=OuterRef("sequence"), hash=OuterRef("hash"))
    torn = DailyRoot.objects.filter(sequence__gt=0).exclude(Exists(entries)).order_by("sequence").first()
    if torn is None:
        return None
    return Break(torn.sequence, f"与气日 {torn.gas_day} 的日根不符：该日及以前的链被改写",
                 f"it is not the root of gas day {torn.gas_day}: the chain up to that day was rewritten")  # fmt: skip


def _alterations(witness: Witness, there: frozenset[str]) -> Iterator[Alteration]:
    told_of: set[str] = set()
    entries = Entry.objects.filter(act=witness.act, subject_kind=witness.subject_kind).order_by("sequence")
    rows = entries.values_list("sequence", "at", "subject_id", "line").iterator(chunk_size=ROWS_AT_A_TIME)
    while batch := list(islice(rows, ROWS_AT_A_TIME)):
        told = [Told(sequence, at, subject, _facts(line)) for sequence, at, subject, line in batch]
        told_of.update(one.subject_id for one in told)
        yield from witness.compare(told)
    for subject in sorted(there - told_of):
        yield Alteration(witness.subject_kind, subject, None, "日志中没有这条记录的登记：被插入，或其日志被截去",
                         "no entry tells of this record: it was put in, or its entry was taken away")  # fmt: skip


def _facts(line: str) -> dict[str, object]:
    try:
        facts = json.loads(line)["facts"]
    except (ValueError, KeyError):
        return {}  # the chain has named this line already
    return facts if isinstance(facts, dict) else {}


def trouble_of(entry: Entry) -> Break | None:
    """What is wrong with one entry beside the one before it; None where it holds."""
    before = Entry.objects.filter(sequence=entry.sequence - 1).values_list("hash", flat=True).first()
    hangs_on = beginning_of(world()) if before is None else before
    return broken_link(_link(entry), place=entry.sequence, previous_hash=hangs_on)


def _links() -> Iterator[Link]:
    entries = Entry.objects.order_by("sequence").iterator(chunk_size=ROWS_AT_A_TIME)
    return (_link(entry) for entry in entries)


def _link(entry: Entry) -> Link:
    columns = {
        "at": canonical_instant(entry.at), "act": entry.act, "actor": entry.actor,
        "subject_kind": entry.subject_kind, "subject_id": entry.subject_id, "sequence": str(entry.sequence),
    }  # fmt: skip
    return Link(entry.sequence, entry.line, entry.hash_algorithm, entry.previous_hash, entry.hash, columns)
