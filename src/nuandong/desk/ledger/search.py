"""Find entries of the ledger: by who, what, of what, and when; newest first, a page at a time.

Pages go by the number of the entry, never by counting: the ten-millionth entry is found as quickly as the first.

Clause: T-098.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from nuandong.desk.ledger.models import Entry
from nuandong.gasday import begin_of, end_of

ENTRIES_A_PAGE = 50
LONGEST_ASKED = 120
BEFORE, AFTER = "before", "after"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; empty means anything. `until` is the number that a page ends below."""

    actor: str = ""
    act: str = ""
    subject: str = ""
    gas_day: date | None = None
    until: int | None = None

    def as_query(self, **more: object) -> str:
        """The same question as the query of an address."""
        day = "" if self.gas_day is None else self.gas_day.isoformat()
        asked = {"actor": self.actor, "act": self.act, "subject": self.subject, "gas_day": day, **more}
        return urlencode({name: value for name, value in asked.items() if value})


@dataclass(frozen=True, slots=True)
class Found:
    """One page of entries, and the number below which the next one begins; None where this is the last."""

    entries: tuple[Entry, ...]
    until: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of an entry; `before` is None where there was nothing before it."""

    name: str
    before: str | None
    after: str


def asked_in(query: Mapping[str, str]) -> Asked:
    """The question that an address asks; what cannot be read is not asked."""
    texts = {name: query.get(name, "").strip()[:LONGEST_ASKED] for name in ("actor", "act", "subject")}
    until = query.get("until", "")
    try:
        day = date.fromisoformat(query.get("gas_day", ""))
    except ValueError:
        day = None
    return Asked(**texts, gas_day=day, until=int(until) if until.isdigit() and len(until) < 19 else None)


def find(asked: Asked) -> Found:
    """Entries that answer the question, newest first."""
    entries: QuerySet[Entry] = Entry.objects.order_by("-sequence")
    if asked.until is not None:
        entries = entries.filter(sequence__lt=asked.until)
    if asked.actor:
        entries = entries.filter(actor__in=(asked.actor, f"account:{asked.actor}"))
    if asked.act:
        entries = entries.filter(act=asked.act)
    if asked.subject:
        kind, _, name = asked.subject.partition(" ")
        exact = Q(subject_kind=kind, subject_id=name) if name else Q(subject_kind=kind)
        entries = entries.filter(
            exact | Q(subject_id=asked.subject) | Q(subject_id__startswith=asked.subject)
        )
    if asked.gas_day is not None:
        entries = entries.filter(at__gte=begin_of(asked.gas_day), at__lt=end_of(asked.gas_day))
    page = list(entries[: ENTRIES_A_PAGE + 1])
    shown = tuple(page[:ENTRIES_A_PAGE])
    return Found(shown, shown[-1].sequence if len(page) > ENTRIES_A_PAGE else None)


def acts() -> list[str]:
    """Every act that the ledger tells of, each found by one step in the index however many entries there are."""
    found: list[str] = []
    while True:
        rest = Entry.objects.order_by("act").values_list("act", flat=True)
        act = (rest.filter(act__gt=found[-1]) if found else rest).first()
        if act is None:
            return found
        found.append(act)


def changes(line: str) -> list[Change]:
    """What an entry tells, fact by fact, with what stood there before where the act told it.

    An act tells a change as `before` and `after` (a value, or facts by name), or as facts alone.
    """
    try:
        facts = json.loads(line)["facts"]
    except (ValueError, KeyError, TypeError):
        return []
    if not isinstance(facts, dict):
        return []
    told: list[Change] = []
    if BEFORE in facts or AFTER in facts:
        told += _compared(facts.get(BEFORE), facts.get(AFTER))
    return told + [
        Change(name, None, _shown(fact)) for name, fact in facts.items() if name not in (BEFORE, AFTER)
    ]


def _compared(before: Any, after: Any) -> list[Change]:
    if isinstance(before, dict) or isinstance(after, dict):
        then, now = (side if isinstance(side, dict) else {} for side in (before, after))
        names = dict.fromkeys([*then, *now])
        return [Change(name, _shown(then.get(name)), _shown(now.get(name))) for name in names]
    return [Change("", None if before is None else _shown(before), _shown(after))]


def _shown(fact: Any) -> str:
    if fact is None:
        return "—"
    return fact if isinstance(fact, str) else json.dumps(fact, ensure_ascii=False, sort_keys=True)
