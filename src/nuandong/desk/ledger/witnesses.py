"""Rooms above the ledger bear witness to their records: what an entry told must still stand there.

The chain proves that no line was changed; it cannot know the records that its lines tell of. Each room registers,
when Django starts, how its records are held against its entries. The ledger calls it and knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Told:
    """What one entry told of one record."""

    sequence: int
    at: datetime
    subject_id: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Alteration:
    """A record that is not what its entry told; `sequence` is None where no entry tells of it."""

    subject_kind: str
    subject_id: str
    sequence: int | None
    reason_zh: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Witness:
    """How records of one kind are held against the entries of one act.

    `compare` names the records that differ from what was told; `subjects` gives every record that must have been
    told of.
    """

    act: str
    subject_kind: str
    compare: Callable[[Sequence[Told]], Iterable[Alteration]]
    subjects: Callable[[], Iterable[str]]


_witnesses: dict[str, Witness] = {}


def register(witness: Witness) -> None:
    """Let a room bear witness to the records behind an act; registering it again replaces it."""
    _witnesses[witness.act] = witness


def registered() -> tuple[Witness, ...]:
    """Every witness, in the order of registering."""
    return tuple(_witnesses.values())
