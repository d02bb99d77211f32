"""How complete and how fresh the directory is: by organisation, by city.

A duty is *missing* where nobody is named or the one who is named has no number, *stale* where the number was not
confirmed for longer than the rule allows (`notice.toml`), else *fresh*.

Clauses: T-065, T-094.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from nuandong.desk.directory.models import ContactDuty, ContactPost, Organisation, Person, Region
from nuandong.desk.directory.notice import rule
from nuandong.vocabulary import RegionKind


class Freshness(StrEnum):
    """How far a contact can be relied on."""

    FRESH = "fresh"
    STALE = "stale"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Named:
    """One duty of one organisation: who has it and how fresh the number is."""

    duty: str
    person: Person | None
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class Entry:
    """An organisation with both its duties."""

    organisation: Organisation
    leader: Named
    contact: Named

    @property
    def is_complete(self) -> bool:
        """Whether both duties have somebody who can be reached."""
        return Freshness.MISSING not in (self.leader.freshness, self.contact.freshness)

    @property
    def is_stale(self) -> bool:
        """Whether somebody is named whose number has to be confirmed."""
        return Freshness.STALE in (self.leader.freshness, self.contact.freshness)


@dataclass(frozen=True, slots=True)
class Tally:
    """Organisations of one place: how many there are, how many are complete, how many have stale numbers."""

    place: Region | None
    organisations: int
    complete: int
    stale: int

    @property
    def missing(self) -> int:
        """Organisations in which somebody is missing."""
        return self.organisations - self.complete

    @property
    def share(self) -> float:
        """Complete ones among all, 0..1; nothing asked is nothing missing."""
        return self.complete / self.organisations if self.organisations else 1.0


def fresh_since(at: datetime) -> datetime:
    """Numbers confirmed before this instant are stale."""
    return at - timedelta(days=rule("contact_fresh_days", day=at.date()).value)


def freshness_of(person: Person | None, at: datetime) -> Freshness:
    """How far a person can be reached."""
    if person is None or person.erased_at is not None or not (person.mobile or person.phone):
        return Freshness.MISSING
    confirmed = person.contact_confirmed_at
    return Freshness.FRESH if confirmed is not None and confirmed >= fresh_since(at) else Freshness.STALE


def entries_of(organisations: Iterable[Organisation], at: datetime) -> list[Entry]:
    """Both duties of each organisation, in the order given."""
    asked = list(organisations)
    posts: Mapping[tuple[str, str], Person] = {
        (post.organisation_id, post.duty): post.person
        for post in ContactPost.objects.filter(organisation__in=asked).select_related("person")
    }

    def named(organisation: Organisation, duty: ContactDuty) -> Named:
        person = posts.get((organisation.code, duty))
        return Named(duty, person, freshness_of(person, at))

    return [Entry(one, named(one, ContactDuty.LEADER), named(one, ContactDuty.CONTACT)) for one in asked]


def tallies(entries: Iterable[Entry]) -> list[Tally]:
    """Completeness by city, the least complete first; what belongs to no city stands under the province (None)."""
    city_of = _cities()
    by_place: dict[str | None, list[Entry]] = {}
    for entry in entries:
        by_place.setdefault(city_of.get(entry.organisation.region_id or ""), []).append(entry)
    places: Mapping[str, Region] = {
        region.code: region for region in Region.objects.filter(code__in=by_place)
    }
    found = [tally(rows, places.get(code or "")) for code, rows in by_place.items()]
    return sorted(found, key=lambda one: (one.share, one.place.code if one.place else ""))


def tally(entries: Iterable[Entry], place: Region | None = None) -> Tally:
    """The count over some organisations."""
    rows = list(entries)
    return Tally(place, len(rows), sum(row.is_complete for row in rows), sum(row.is_stale for row in rows))


def _cities() -> Mapping[str, str]:
    rows: Any = Region.objects.values_list("code", "kind", "parent_id")
    return {
        code: code if kind == RegionKind.CITY else parent
        for code, kind, parent in rows
        if kind != RegionKind.PROVINCE
    }
