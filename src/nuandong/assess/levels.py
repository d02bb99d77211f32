"""Levels of an outlook: the province by its sums, zones by what the network delivers, households above all.

Clauses: T-040 (levels), T-007 (households); dossier §1: the local scale speaks of areas that cross
prefecture borders, a single city's gap triggers the city's own plan.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from nuandong.assess.axes import Axes
from nuandong.assess.case import Case
from nuandong.assess.loads import CountyLoads
from nuandong.assess.odds import STATED, DemandSpread, at_quantile
from nuandong.assess.problem import Grounds
from nuandong.assess.runs import Run
from nuandong.policy import Level, PolicyBook, Powers
from nuandong.policy.book import FORECAST_ITSELF
from nuandong.units import BoolArray, FloatArray, Share, to_cubic_metre
from nuandong.vocabulary import RegionKind
from nuandong.warning import AreaGap, LevelCall, warning_level


@dataclass(frozen=True, slots=True, eq=False)
class ZoneTable:
    """Supply zones: demand and what the network delivers, (z, t), and whether each crosses city borders."""

    zone: tuple[str, ...]
    crosses_cities: BoolArray
    demand: FloatArray
    supply: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class DayLevels:
    """The levels of all days, the reasons of the first, and the zones they rest on."""

    by_day: tuple[LevelCall, ...]
    zones: ZoneTable

    @property
    def today(self) -> Level:
        """The level proposed for the first gas day."""
        return self.by_day[0].level


def top_level(policy: PolicyBook, day: date) -> str:
    """Key of the worst level of the plan in force."""
    return policy.levels(day=day)[-1].key


def next_powers(*, policy: PolicyBook, level: Level, day: date) -> Powers | None:
    """Powers of the level above, or None at the top."""
    above = [step for step in policy.levels(day=day) if step > level]
    return policy.powers(level=above[0].key, day=day) if above else None


def day_levels(  # noqa: PLR0913 - scenarios are the one part that a forecast may lack
    *,
    grounds: Grounds,
    case: Case,
    policy: PolicyBook,
    loads: CountyLoads,
    firm: Run,
    livelihood: FloatArray,
    spread: DemandSpread | None = None,
) -> dict[Share, DayLevels]:
    """Levels of every gas day of the outlook from the gap before any measure, at each stated demand quantile.

    Those that are always shown, and the one that policy proposes on; without scenarios the forecast alone.
    """
    axes = grounds.axes
    day = axes.days[0]
    demand = to_cubic_metre(loads.by_county.sum(axis=0))
    counts = policy.gap_that_counts(day=day)
    held = to_cubic_metre(grounds.firm.total) if counts == "sum" else demand - firm.missing_total
    zones = zone_table(case=case, axes=axes, loads=loads, firm=firm)
    ladders = policy.province_ladder(day=day), policy.zone_ladder(day=day)

    def at(quantile: Share) -> DayLevels:
        asked, table = demand, zones
        if spread is not None and quantile != FORECAST_ITSELF:
            asked = at_quantile(spread.province, quantile, demand)
            table = replace(zones, demand=at_quantile(spread.by_zone, quantile, zones.demand))
        by_day = tuple(
            warning_level(
                province=_province_gap(case, float(asked[t]), float(held[t]), quantile),
                zones=_zone_gaps(case, table, t),
                livelihood_gap=float(livelihood[t]),
                province_ladder=ladders[0],
                zone_ladder=ladders[1],
            )
            for t in range(axes.count)
        )
        return DayLevels(by_day, zones)

    stated = {FORECAST_ITSELF} if spread is None else {*STATED, policy.demand_quantile(day=day)}
    return {quantile: at(quantile) for quantile in sorted(stated)}


def zone_table(*, case: Case, axes: Axes, loads: CountyLoads, firm: Run) -> ZoneTable:
    """What each zone asks for and what the network delivers to it without measures, by day."""
    network = case.network
    members: dict[str, list[int]] = {zone: [] for zone in network.zones.zone}
    for zone, county in zip(network.zone_members.zone, network.zone_members.region, strict=True):
        if zone in members and county in axes.county_at:
            members[zone].append(axes.county_at[county])
    demand = loads.by_county
    missing = firm.by_county()
    parent = [network.regions.parent[row] for row in axes.county_region]
    shape = (len(members), axes.count)
    asked, brought = np.zeros(shape), np.zeros(shape)
    crosses = np.zeros(len(members), dtype=np.bool_)
    for z, counties in enumerate(members.values()):
        asked[z] = demand[counties].sum(axis=0)
        brought[z] = asked[z] - missing[counties].sum(axis=0)
        crosses[z] = len({parent[county] for county in counties}) > 1
    return ZoneTable(tuple(members), crosses, to_cubic_metre(asked), to_cubic_metre(brought))


def _province_gap(case: Case, demand: float, supply: float, quantile: Share) -> AreaGap:
    regions = case.network.regions
    row = next((row for row, kind in enumerate(regions.kind) if kind is RegionKind.PROVINCE), None)
    named = ("", "") if row is None else (regions.name_zh[row], regions.name_en[row])
    if quantile != FORECAST_ITSELF:
        named = (
            f"{named[0]}（需求 {quantile:.0%} 分位）",
            f"{named[1]} (demand at its {quantile:.0%} quantile)",
        )
    return AreaGap(case.settings.province, demand, supply, name_zh=named[0], name_en=named[1])


def _zone_gaps(case: Case, zones: ZoneTable, step: int) -> list[AreaGap]:
    names = case.network.zones
    return [
        AreaGap(
            area=zone,
            demand=float(zones.demand[row, step]),
            supply=max(0.0, float(zones.supply[row, step])),
            name_zh=names.name_zh[row],
            name_en=names.name_en[row],
            crosses_cities=bool(zones.crosses_cities[row]),
        )
        for row, zone in enumerate(zones.zone)
    ]
