"""The calendar of offers: what is offered and accepted on each gas day of a month (T-031)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from nuandong.desk.plans.models import Offer, OfferState


@dataclass(frozen=True, slots=True)
class OfferDay:
    """One gas day: sums of what is accepted and what waits (10^4 m3/day), and whose offers they are."""

    day: date
    accepted: float
    waiting: float
    offers: tuple[Offer, ...]


def month_of(first: date) -> tuple[date, date]:
    """First day of a month, and of the next."""
    begins = first.replace(day=1)
    return begins, (begins + timedelta(days=32)).replace(day=1)


def calendar(offers: Sequence[Offer], first: date) -> list[OfferDay]:
    """Every gas day of the month that holds `first`."""
    begins, ends = month_of(first)
    days = [begins + timedelta(days=step) for step in range((ends - begins).days)]
    return [_day(day, [one for one in offers if one.begins <= day <= one.ends]) for day in days]


def _day(day: date, offers: Sequence[Offer]) -> OfferDay:
    accepted = sum(one.amount for one in offers if one.state == OfferState.ACCEPTED)
    waiting = sum(one.amount for one in offers if one.state == OfferState.OFFERED)
    return OfferDay(day, accepted, waiting, tuple(offers))
