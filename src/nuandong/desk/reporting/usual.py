"""What a unit usually reports, so that a slip is seen: medians of its last days, its stores, the season.

Only what was known at the instant of filing counts. Seasons belong to a room above this one, which registers here
how they are asked for; a desk without seasons refuses no day for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import TypeAlias

from django.db.models import Q

from nuandong.desk.directory.models import (
    DeliveryPoint,
    FacilityLease,
    FacilityShare,
    GasStore,
    ReportingUnit,
)
from nuandong.desk.reporting.models import ReportFigure, ReportVersion
from nuandong.units import Volume
from nuandong.vocabulary import ConsumerClass

DAYS = 7

Season: TypeAlias = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Usual:
    """Medians by figure over the last days before the gas day (base units), working capacity of the unit's stores
    (10^4 m3; None where it has none on record), first and last day of the season (None where none is on record).
    """

    figures: Mapping[str, float]
    capacity: Volume | None = None
    season: Season | None = None


_season_of: list[Callable[[date], Season | None]] = []


def register_seasons(season_of: Callable[[date], Season | None]) -> None:
    """Say how the season of a day is found: the one that holds it, else the newest."""
    _season_of[:] = [season_of]


def usual_of(*, unit: ReportingUnit, gas_day: date, at: datetime) -> Usual:
    """What is usual for a unit on a gas day, as known at an instant."""
    season = _season_of[0](gas_day) if _season_of else None
    return Usual(medians(unit, gas_day, at), capacity_of(unit, gas_day), season)


def medians(unit: ReportingUnit, gas_day: date, at: datetime) -> dict[str, float]:
    """Medians by figure over the reports of the last days before a gas day."""
    known = ReportVersion.objects.known_at(at).filter(
        report__unit=unit, report__gas_day__lt=gas_day, report__gas_day__gte=gas_day - timedelta(days=DAYS)
    )
    rows = ReportFigure.objects.filter(version__in=known, amount__isnull=False)
    by_name: dict[str, list[float]] = defaultdict(list)
    for name, amount in rows.values_list("quantity", "amount"):
        by_name[name].append(float(amount or 0.0))
    return {name: median(amounts) for name, amounts in by_name.items()}


def capacity_of(unit: ReportingUnit, gas_day: date) -> Volume | None:
    """Working capacity of the stores that a unit may report stock of; None where none is on record."""
    if unit.organisation_id is None:
        region = Q(facility__node__region_id=unit.region_id) | Q(
            facility__node__region__parent_id=unit.region_id
        )
        held = list(GasStore.objects.filter(region).values_list("working_capacity", flat=True))
        return sum(held) if held else None
    shares: dict[str, float] = defaultdict(float)
    for claim in (FacilityShare, FacilityLease):
        rows = claim.objects.filter(party_id=unit.organisation_id, begins__lte=gas_day, ends__gte=gas_day)
        for facility, share in rows.values_list("facility_id", "share"):
            shares[str(facility)] += share
    operated = GasStore.objects.filter(facility__operator__code=unit.organisation_id)
    for facility in operated.values_list("facility_id", flat=True):
        shares[str(facility)] = 1.0
    stores = GasStore.objects.filter(facility_id__in=shares).values_list("facility_id", "working_capacity")
    held = [shares[str(facility)] * float(capacity) for facility, capacity in stores]
    return sum(held) if held else None


def classes_of(unit: ReportingUnit) -> frozenset[ConsumerClass]:
    """Classes in which a company uses gas itself; empty for one that supplies others, and for governments."""
    if unit.organisation_id is None:
        return frozenset()
    points = DeliveryPoint.objects.filter(user__organisation_id=unit.organisation_id)
    return frozenset(ConsumerClass(word) for word in points.values_list("consumer_class", flat=True))
