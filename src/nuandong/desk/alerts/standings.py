"""From pictures to what the rule of levels is asked of: shares and levels of the coming days, shares of past ones.

The province is measured on two scales, its own and its worst supply zone across cities; a zone or a city on one. Only
totals of counties are read; nothing is computed anew.

Clauses: T-040 (levels and the way down), T-007 (livelihood gap).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from nuandong.assess.picture import DayPicture
from nuandong.desk.alerts.models import ScopeKind
from nuandong.desk.alerts.scopes import NamedScope, province_scope
from nuandong.desk.directory.models import Region, ZoneMembership
from nuandong.desk.outlook.models import Run
from nuandong.desk.outlook.pictures import whole_picture
from nuandong.policy import Ladder, Level, PolicyBook, PolicySilent
from nuandong.units import FloatArray
from nuandong.vocabulary import RegionKind
from nuandong.warning import DayShares, Standing, StoresToday
from nuandong.warning.level import SHARE_DECIMALS, whole_m3


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """One scope in one picture: demand, gap and livelihood gap of every day of the outlook (10^4 m3/day)."""

    named: NamedScope
    demand: FloatArray
    gap: FloatArray
    livelihood_gap: FloatArray
    worst_zone: (
        FloatArray  # share of demand missing in the worst zone across cities; zeros but for the province
    )
    ladders: tuple[Ladder, Ladder]

    @property
    def scope(self) -> str:
        """Its code."""
        return self.named.code

    @property
    def kind(self) -> ScopeKind:
        """What it is."""
        return self.named.kind

    @property
    def name_zh(self) -> str:
        """Its Chinese name."""
        return self.named.name_zh

    @property
    def name_en(self) -> str:
        """Its English name."""
        return self.named.name_en

    @property
    def share(self) -> FloatArray:
        """Missing part of demand by day, as it is published."""
        share = np.zeros(self.gap.shape)
        np.divide(self.gap, self.demand, out=share, where=self.demand > 0)
        rounded: FloatArray = np.round(share, SHARE_DECIMALS)
        return rounded

    @property
    def days(self) -> tuple[DayShares, ...]:
        """The shares of every day."""
        return tuple(
            DayShares(float(share), float(zone), float(gap))
            for share, zone, gap in zip(self.share, self.worst_zone, self.livelihood_gap, strict=True)
        )


def picture_of(run: Run) -> DayPicture:
    """A finished run's whole picture."""
    picture: DayPicture = whole_picture(run)
    return picture


def areas_of(picture: DayPicture, policy: PolicyBook) -> tuple[Area, ...]:
    """The province, every supply zone across cities, and every city, as far as policy has thresholds for them."""
    day = picture.stamp.gas_day
    province, zone = policy.province_ladder(day=day), _ladder(policy, "zone", picture)
    city = _ladder(policy, "city", picture)
    zones = list(_zones(picture, zone)) if zone is not None else []
    cities = list(_cities(picture, city)) if city is not None else []
    worst = np.max([one.share for one in zones], axis=0) if zones else np.zeros(len(picture.stamp.days))
    whole = Area(
        province_scope(),
        demand=picture.province.demand, gap=picture.province.gap_before,
        livelihood_gap=picture.province.livelihood_gap, worst_zone=worst,
        ladders=(province, zone or province),
    )  # fmt: skip
    return (whole, *zones, *cities)


Areas = tuple[Area, ...]


def standing_of(area: Area, picture: DayPicture, before: Sequence[Areas], policy: PolicyBook) -> Standing:
    """What the rule of levels is asked of for one area; `before` are the areas of the gas days before, oldest first."""
    past = tuple(one.days[0] for areas in before for one in areas if one.scope == area.scope)
    return Standing(calls_of(area, picture, policy), area.days, past, stores_today(picture), area.ladders)


def calls_of(area: Area, picture: DayPicture, policy: PolicyBook) -> tuple[Level, ...]:
    """The level that each coming gas day calls for: the province's as the run found it, others by their scale."""
    if area.kind is ScopeKind.PROVINCE:
        day = picture.stamp.gas_day
        return tuple(policy.level(key, day=day) for key in picture.province.level)
    ladder = area.ladders[0]
    return tuple(
        ladder.top if whole_m3(day.livelihood_gap) > 0 else ladder.level(day.province) for day in area.days
    )


def areas_before(run: Run, policy: PolicyBook) -> list[Areas]:
    """The areas of the gas days before a run's, oldest first: the last ones in a row for which there is a picture."""
    found: list[Areas] = []
    for back in range(1, int(policy.number("step_down.past_days", day=run.gas_day).value) + 1):
        earlier = newest_before(run, days=back)
        if earlier is None:
            break
        found.insert(0, areas_of(picture_of(earlier), policy))
    return found


def newest_before(run: Run, *, days: int) -> Run | None:
    """The newest picture of the gas day so many days before a run's, as known when the run was made."""
    earlier = Run.objects.without_picture().filter(as_of__lte=run.as_of)
    found: Run | None = earlier.newest(run.gas_day - timedelta(days=days))
    return found


def run_before(run: Run, *, at: datetime) -> Run | None:
    """The run before this one that may hold its gas day in its outlook."""
    done = Run.objects.done().without_picture().exclude(pk=run.pk)
    before = done.filter(gas_day__lte=run.gas_day, as_of__lte=run.as_of, finished_at__lte=at, pk__lt=run.pk)
    found = before.order_by("-as_of", "-id").first()
    return found


def stores_today(picture: DayPicture) -> StoresToday:
    """All stores together: share of working capacity this morning, and whether more goes in than comes out."""
    stores = picture.stores
    capacity = float(np.sum(stores.working_capacity))
    if not stores.store or capacity <= 0:
        return StoresToday(0.0, is_refilling=False)
    fill = float(np.sum(stores.inventory[:, 0])) / capacity
    return StoresToday(fill, is_refilling=bool(stores.injection[:, 0].sum() > stores.sendout[:, 0].sum()))


def _ladder(policy: PolicyBook, scale: str, picture: DayPicture) -> Ladder | None:
    try:
        day = picture.stamp.gas_day
        return policy.zone_ladder(day=day) if scale == "zone" else policy.city_ladder(day=day)
    except PolicySilent:
        return None


def _zones(picture: DayPicture, ladder: Ladder) -> Iterator[Area]:
    members: dict[str, list[int]] = {}
    at = {county: row for row, county in enumerate(picture.counties.county)}
    for held in ZoneMembership.objects.all():
        if str(held.region_id) in at:
            members.setdefault(str(held.zone_id), []).append(at[str(held.region_id)])
    zones = picture.zones
    for row, zone in enumerate(zones.zone):
        if zones.crosses_cities[row] and members.get(zone):
            named = NamedScope(zone, ScopeKind.ZONE, zones.name_zh[row], zones.name_en[row])
            yield _sum(picture, members[zone], named, ladder)


def _cities(picture: DayPicture, ladder: Ladder) -> Iterator[Area]:
    members: dict[str, list[int]] = {}
    for row, code in enumerate(picture.counties.city):
        members.setdefault(code, []).append(row)
    for city in Region.objects.filter(kind=RegionKind.CITY, code__in=members):
        named = NamedScope(city.code, ScopeKind.CITY, city.name_zh, city.name_en)
        yield _sum(picture, members[city.code], named, ladder)


def _sum(picture: DayPicture, rows: list[int], named: NamedScope, ladder: Ladder) -> Area:
    """Counties summed. Their protected classes count as short only on days on which the province's are."""
    counties = picture.counties
    short = counties.livelihood_gap[rows].sum(axis=0)
    gap = np.maximum(0.0, counties.shortfall[rows].sum(axis=0))
    return Area(
        named,
        demand=counties.demand[rows].sum(axis=0),
        gap=np.round(gap, 4),
        livelihood_gap=np.where(picture.province.livelihood_gap > 0, np.round(short, 4), 0.0),
        worst_zone=np.zeros(gap.shape),
        ladders=(ladder, ladder),
    )
