"""The chain of the ledger: how an act becomes a line, and how lines hang together. Pure; no database.

A line is canonical JSON (keys sorted, no blanks, UTF-8). Its hash covers the hash before it and the line's own
bytes, so a line changed, dropped, inserted or moved breaks the chain at that place.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

ALGORITHM = "sha256"
BEGINNING = "0" * 64
REAL = "real"


@dataclass(frozen=True, slots=True)
class Act:
    """What was done: verb, actor's pseudonym, subject, facts that are not personal."""

    act: str
    actor: str
    subject_kind: str
    subject_id: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as it stands in the database."""

    sequence: int
    line: str
    hash_algorithm: str
    previous_hash: str
    hash: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Break:
    """The first place at which the chain does not hold, and why."""

    sequence: int
    reason_zh: str
    reason_en: str


def canonical_instant(at: datetime) -> str:
    """An instant in one spelling, whatever zone it came in."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def canonical_line(*, sequence: int, at: datetime, act: Act) -> str:
    """The act as one line of canonical JSON."""
    return json.dumps(
        {
            "sequence": sequence,
            "at": canonical_instant(at),
            "act": act.act,
            "actor": act.actor,
            "subject_kind": act.subject_kind,
            "subject_id": act.subject_id,
            "facts": dict(act.facts),
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )


def hash_of(*, previous_hash: str, line: str, algorithm: str = ALGORITHM) -> str:
    """Hash of a line and of everything before it."""
    digest = hashlib.new(algorithm)
    digest.update(previous_hash.encode("ascii"))
    digest.update(b"\n")
    digest.update(line.encode("utf-8"))
    return digest.hexdigest()


def beginning_of(world: str) -> str:
    """What the first entry of a world hangs on: a drill's chain never verifies as a real one, nor the other way."""
    return BEGINNING if world == REAL else hashlib.sha256(f"nuandong {world}".encode()).hexdigest()


def first_break(links: Iterable[Link], *, beginning: str = BEGINNING) -> Break | None:
    """The first broken link, or None where the chain holds from its beginning to its end."""
    previous_hash = beginning
    for place, link in enumerate(links, start=1):
        broken = broken_link(link, place=place, previous_hash=previous_hash)
        if broken:
            return broken
        previous_hash = link.hash
    return None


def broken_link(link: Link, *, place: int, previous_hash: str) -> Break | None:
    """Why one link does not hold at its place, hanging on this hash; None where it does."""
    trouble = _trouble(link, place, previous_hash)
    return Break(place, *trouble) if trouble else None


def _trouble(link: Link, place: int, previous_hash: str) -> tuple[str, str] | None:
    if link.sequence != place:
        return (f"此处应为第 {place} 条，实为第 {link.sequence} 条：有记录被删除或插入",
                f"entry {place} should stand here, {link.sequence} does: one was removed or put in")  # fmt: skip
    if link.previous_hash != previous_hash:
        return "与前一条的散列不衔接", "it does not name the hash of the entry before it"
    if link.hash_algorithm not in hashlib.algorithms_guaranteed:
        return f"未知散列算法 {link.hash_algorithm}", f"unknown hash algorithm {link.hash_algorithm}"
    if hash_of(previous_hash=previous_hash, line=link.line, algorithm=link.hash_algorithm) != link.hash:
        return "内容与散列不符：记录被改动", "its line does not give its hash: the line was changed"
    if _columns_of(link.line) != dict(link.columns):
        return "检索列与原文不符：列被改动", "its columns differ from its line: a column was changed"
    return None


def _columns_of(line: str) -> dict[str, str]:
    told = json.loads(line)
    names = ("at", "act", "actor", "subject_kind", "subject_id", "sequence")
    return {name: str(told[name]) for name in names}
