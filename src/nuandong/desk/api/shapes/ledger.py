"""Shapes of the ledger."""

from __future__ import annotations

from datetime import date

from ninja import Schema

from nuandong.desk.api.shapes.frame import At


class EntryOut(Schema):
    """One act. `line` is what was hashed, byte for byte; the actor is a pseudonym."""

    sequence: int
    at: At
    actor: str
    act: str
    subject_kind: str
    subject_id: str
    line: str
    hash_algorithm: str
    previous_hash: str
    hash: str


class EntriesOut(Schema):
    """A page of entries, newest first; `head` is the number of the last entry of all."""

    head: int
    rows: list[EntryOut]
    next: str | None


class RootOut(Schema):
    """Where the chain ended when a gas day was over."""

    gas_day: date
    sequence: int
    hash: str
    drawn_at: At


class RootsOut(Schema):
    """A page of daily roots, oldest first."""

    rows: list[RootOut]
    next: str | None


class BreakOut(Schema):
    """The first place where the chain does not hold."""

    sequence: int
    reason_zh: str
    reason_en: str


class AlterationOut(Schema):
    """A record that is no longer what the ledger told of it."""

    subject_kind: str
    subject_id: str
    sequence: int | None
    reason_zh: str
    reason_en: str


class VerdictOut(Schema):
    """Whether the whole chain is intact and every record is what was told; at most 200 alterations are listed."""

    holds: bool
    entries: int
    head: str
    broken: BreakOut | None
    altered: int
    alterations: list[AlterationOut]
