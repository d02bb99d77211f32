"""Calls of the ledger, for those who may audit the whole province: search, daily roots, and whether it holds.

Clauses: T-098 (evidence of every act), T-093.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from nuandong.desk.api.gate import Faults, allowed, asked_day, asked_text, day_named, for_the_province, found
from nuandong.desk.api.paging import cursor_at, page_of, place_of
from nuandong.desk.api.shapes.frame import Paging
from nuandong.desk.api.shapes.ledger import EntriesOut, EntryOut, RootsOut, VerdictOut
from nuandong.desk.directory.roles import AUDIT
from nuandong.desk.ledger.models import DailyRoot, Entry, Head
from nuandong.desk.ledger.search import LONGEST_ASKED, Asked, find
from nuandong.desk.ledger.verify import verify
from nuandong.desk.ledger.views import MOST_LISTED

router = Router(tags=["ledger"])
ENTRY = ("sequence", "at", "actor", "act", "subject_kind", "subject_id", "line", "hash_algorithm", "previous_hash",
         "hash")  # fmt: skip
LONGEST_HASH = 128


@router.get("/ledger/entries", response={200: EntriesOut, **Faults}, summary="Search the ledger")
def entries(
    request: HttpRequest,
    cursor: str = asked_text(40, "`next` of the page before; nothing for the newest"),
    actor: str = asked_text(LONGEST_ASKED, "A pseudonym"),
    act: str = asked_text(LONGEST_ASKED),
    subject: str = asked_text(LONGEST_ASKED, "`order`, `order YJ-20231222-01`, or the beginning of a name"),
    gas_day: str = asked_day(),
) -> Any:
    """Entries by who, what, of what and when; newest first, fifty a page."""
    _auditor(request)
    day = day_named(gas_day) if gas_day else None
    told = find(Asked(actor, act, subject, day, place_of(cursor) or None))
    return {
        "head": Head.objects.values_list("sequence", flat=True).first() or 0,
        "rows": [_entry_told(one) for one in told.entries],
        "next": None if told.until is None else cursor_at(told.until),
    }


@router.get("/ledger/entries/{int:entry}", response={200: EntryOut, **Faults}, summary="One entry")
def one_entry(request: HttpRequest, entry: int) -> Any:
    """One entry with the line that was hashed."""
    _auditor(request)
    return _entry_told(found(Entry.objects.all(), "entry", sequence=entry))


@router.get("/ledger/roots", response={200: RootsOut, **Faults}, summary="Daily roots")
def roots(request: HttpRequest, paging: Query[Paging]) -> Any:
    """Where the chain ended with each gas day: whoever keeps one can tell whether the past still stands."""
    _auditor(request)
    names = ("gas_day", "sequence", "hash", "drawn_at")
    return page_of(DailyRoot.objects.all(), paging, lambda one: {name: getattr(one, name) for name in names})


@router.get("/ledger/verify", response={200: VerdictOut, **Faults}, summary="Does the ledger hold")
def verdict(
    request: HttpRequest, head: str = asked_text(LONGEST_HASH, "A head noted earlier, which must still stand")
) -> Any:
    """Walk the whole chain now, and hold every record against what was told of it."""
    _auditor(request)
    found_now = verify(known_head=head)
    return {
        "holds": found_now.holds,
        "entries": found_now.entries,
        "head": found_now.head,
        "broken": None if found_now.broken is None else asdict(found_now.broken),
        "altered": len(found_now.alterations),
        "alterations": [asdict(one) for one in found_now.alterations[:MOST_LISTED]],
    }


def _auditor(request: HttpRequest) -> None:
    """Entries tell of every place, and no scope cuts a chain: for auditors of the whole province. Raises Refused."""
    for_the_province(allowed(request, AUDIT))


def _entry_told(one: Entry) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ENTRY}
