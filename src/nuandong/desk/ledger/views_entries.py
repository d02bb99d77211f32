"""The ledger as an auditor reads it: entries found by who, what, of what and when; one entry; the roots of gas days.

Clauses: T-098 (evidence of every act), T-093 (integrity).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from nuandong.desk.frame import clock
from nuandong.desk.ledger.chain import canonical_instant
from nuandong.desk.ledger.models import DailyRoot, Entry, Head
from nuandong.desk.ledger.search import Asked, Change, acts, asked_in, changes, find
from nuandong.desk.ledger.verify import trouble_of
from nuandong.desk.ledger.words import words_of

AUDIT = "ledger.audit"
ROOTS_SHOWN = 14
FACTS_SHOWN = 8
ACTOR_SHOWN = 8  # characters of a pseudonym that tell actors apart on a page


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as the list shows it."""

    entry: Entry
    words: Any
    changes: list[Change]

    @property
    def subject(self) -> str:
        """What it is about, as it may be searched for."""
        return f"{self.entry.subject_kind} {self.entry.subject_id}"

    @property
    def in_short(self) -> list[Change]:
        """The first facts that a person can read; digests stand on the entry's own page."""
        return [change for change in self.changes if not change.after.startswith("sha256:")][:FACTS_SHOWN]

    @property
    def actor(self) -> str:
        """The pseudonym, short."""
        kind, _, name = self.entry.actor.partition(":")
        return f"{name[:ACTOR_SHOWN]}…" if name else kind


@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """Entries that answer a question, newest first, and the last roots."""
    for_auditors(request)
    asked = asked_in(request.GET.dict())
    found = find(asked)
    head = Head.objects.values_list("sequence", flat=True).first() or 0
    shown = {
        "room": "ledger", "asked": asked, "is_filtered": bool(Asked.as_query(asked)), "at": clock.now(), "count": head,
        "rows": [_row(entry) for entry in found.entries],
        "acts": [(act, words_of(act)) for act in acts()],
        "newest": asked.as_query(), "older": "" if found.until is None else asked.as_query(until=found.until),
        "roots": DailyRoot.objects.order_by("-gas_day")[:ROOTS_SHOWN],
    }  # fmt: skip
    return render(request, "ledger/entries.html", shown)


@require_GET
def entry(request: HttpRequest, entry: int) -> HttpResponse:
    """One entry with all it tells, the line that was hashed, and whether it still holds."""
    for_auditors(request)
    found = get_object_or_404(Entry, sequence=entry)
    trouble = trouble_of(found)
    english = (get_language() or "").startswith("en")
    shown = {
        "room": "ledger", "entry": found, "words": words_of(found.act), "subject": _row(found).subject,
        "changes": changes(found.line), "instant": canonical_instant(found.at), "before": entry - 1,
        "after": entry + 1, "has_next": Entry.objects.filter(sequence=entry + 1).exists(),
        "broken": "" if trouble is None else trouble.reason_en if english else trouble.reason_zh,
    }  # fmt: skip
    return render(request, "ledger/entry.html", shown)


def _row(entry: Entry) -> Row:
    return Row(entry, words_of(entry.act), changes(entry.line))


def for_auditors(request: HttpRequest) -> None:
    """Those who may audit, for the whole province: entries tell of every place, and no scope cuts a chain."""
    account: Any = request.user
    if (
        not account.has_perm(AUDIT)
        or not account.memberships.in_force().filter(region__kind="province").exists()
    ):
        raise PermissionDenied
