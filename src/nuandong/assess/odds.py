"""Demand scenarios held against firm supply: probabilities of a gap and of each level, and quantiles of every area.

One set of joint scenarios serves the province, cities, zones and counties alike (never sums of counties' quantiles).
What the network brings and what homes miss stand as for the forecast itself; only demand varies.

Clauses: T-022 (forecast with its width), T-040 (levels), T-070 (look-ahead).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from nuandong.assess.axes import Axes
from nuandong.assess.case import Case
from nuandong.assess.likely import AreaDemand, Likelihood, RowDemand
from nuandong.demand import DemandForecast
from nuandong.findings import Finding, Findings, Place, Severity
from nuandong.policy import PolicyBook
from nuandong.policy.book import FORECAST_ITSELF
from nuandong.units import FloatArray, IntArray, Share, to_cubic_metre
from nuandong.vocabulary import ConsumerClass, RegionKind
from nuandong.warning.level import SHARE_DECIMALS

if TYPE_CHECKING:
    from nuandong.assess.day import Answers

LOW, HIGH = 0.1, 0.9
STATED = (FORECAST_ITSELF, HIGH)  # quantiles at which a level is shown whatever policy proposes on


@dataclass(frozen=True, slots=True, eq=False)
class DemandSpread:
    """Demand of every county in every scenario, (S, c, T), and which counties each zone has, (z, c) of 0 and 1."""

    counties: FloatArray
    zones: FloatArray

    @property
    def province(self) -> FloatArray:
        """The province's demand in every scenario, (S, T)."""
        total: FloatArray = self.counties.sum(axis=1)
        return total

    @property
    def by_zone(self) -> FloatArray:
        """Each zone's demand in every scenario, (S, z, T)."""
        total: FloatArray = np.einsum("sct,zc->szt", self.counties, self.zones)
        return total


def demand_spread(
    *, case: Case, axes: Axes, forecast: DemandForecast, policy: PolicyBook
) -> DemandSpread | None:
    """Scenarios of all demand that counts, by county; None where the forecast has none (a whole season)."""
    if forecast.scenarios is None:
        return None
    counted = policy.demand_counts(day=axes.days[0])
    area_of: IntArray = np.array(
        [
            axes.county_at.get(county, -1) if ConsumerClass(word) in counted else -1
            for county, word in zip(forecast.county, forecast.consumer_class, strict=True)
        ],
        dtype=np.int64,
    )
    network = case.network
    row_at = {zone: row for row, zone in enumerate(network.zones.zone)}
    zones = np.zeros((len(row_at), len(axes.counties)))
    for zone, county in zip(network.zone_members.zone, network.zone_members.region, strict=True):
        if zone in row_at and county in axes.county_at:
            zones[row_at[zone], axes.county_at[county]] = 1.0
    return DemandSpread(forecast.scenarios.sums(area_of=area_of, areas=len(axes.counties)), zones)


def plan_on_the_forecast(*, spread: DemandSpread | None, policy: PolicyBook, day: date) -> Findings:
    """A note where the level is proposed on another quantile of demand than the one that the plan serves."""
    quantile = policy.demand_quantile(day=day)
    if spread is None or quantile == FORECAST_ITSELF:
        return Findings()
    share = f"{quantile:.0%}"
    return Findings(
        (
            Finding(
                code="plan-on-the-forecast",
                place=Place(file="policy", column="demand_quantile"),
                value=share,
                wanted_zh=f"等级按需求 {share} 分位提出；缺口、方案与压减仍按预测值编制，需求达该分位时不足",
                wanted_en=f"the level is proposed on the {share} quantile of demand; gap, plan and cuts serve the "
                "forecast itself and fall short where demand comes to that quantile",
                severity=Severity.WARNING,
            ),
        )
    )


def likelihood(answers: Answers) -> Likelihood | None:
    """Probabilities of a gap and of each level, and the level at each stated quantile."""
    spread, work = answers.spread, answers.work
    if spread is None:
        return None
    ladder = work.policy.province_ladder(day=work.axes.days[0])
    demand, supply = to_cubic_metre(spread.province), to_cubic_metre(work.grounds.firm.total)
    gap = to_cubic_metre(np.maximum(demand - supply, 0.0))
    share = np.round(np.divide(gap, demand, out=np.zeros_like(gap), where=demand > 0), SHARE_DECIMALS)
    rank = np.vectorize(lambda part: ladder.level(part).rank, otypes=[np.int64])(share)
    levels = sorted(ladder.levels, key=lambda level: level.rank)
    quantiles = tuple(sorted(answers.levels_at))
    forecast = to_cubic_metre(work.loads.by_county.sum(axis=0))
    return Likelihood(
        scenarios=int(demand.shape[0]),
        gap_probability=(gap > 0).mean(axis=0),
        levels=tuple(level.key for level in levels),
        at_least=np.array([(rank >= level.rank).mean(axis=0) for level in levels]),
        quantiles=quantiles,
        demand_at=np.array([at_quantile(demand, quantile, forecast) for quantile in quantiles]),
        level_at=tuple(
            tuple(call.level.key for call in answers.levels_at[quantile].by_day) for quantile in quantiles
        ),
        proposed_on=work.policy.demand_quantile(day=work.axes.days[0]),
    )


def at_quantile(scenarios: FloatArray, quantile: Share, forecast: FloatArray) -> FloatArray:
    """A quantile over scenarios, whole m3; 0.5 is the forecast itself: level, gap and plan speak of one demand."""
    if quantile == FORECAST_ITSELF:
        return to_cubic_metre(forecast)
    return to_cubic_metre(np.quantile(scenarios, quantile, axis=0))


def area_demand(answers: Answers) -> AreaDemand | None:
    """Quantiles of the province, its cities, zones and counties, by day."""
    spread, axes, network = answers.spread, answers.work.axes, answers.work.case.network
    if spread is None:
        return None
    regions = network.regions
    parent = [regions.parent[row] for row in axes.county_region]
    cities = sorted(set(parent))
    of_city = np.array([[city == name for name in parent] for city in cities], dtype=np.float64)
    drawn = np.concatenate(
        [spread.province[:, None], np.einsum("sct,gc->sgt", spread.counties, of_city), spread.by_zone,
         spread.counties],
        axis=1,
    )  # fmt: skip
    province = next((r for r, k in enumerate(regions.kind) if k is RegionKind.PROVINCE), None)
    code = "" if province is None else regions.region[province]
    names = {
        region: (zh, en)
        for region, zh, en in zip(regions.region, regions.name_zh, regions.name_en, strict=True)
    }
    names |= {
        zone: (zh, en)
        for zone, zh, en in zip(network.zones.zone, network.zones.name_zh, network.zones.name_en, strict=True)
    }
    area = (code, *cities, *network.zones.zone, *axes.counties)
    sizes = (
        ("province", 1),
        ("city", len(cities)),
        ("zone", len(network.zones.zone)),
        ("county", len(axes.counties)),
    )
    low, middle, high = np.quantile(drawn, (LOW, 0.5, HIGH), axis=0)
    return AreaDemand(
        area=area,
        kind=tuple(kind for kind, count in sizes for _ in range(count)),
        name_zh=tuple(names.get(place, (place, place))[0] for place in area),
        name_en=tuple(names.get(place, (place, place))[1] for place in area),
        demand_low=to_cubic_metre(low),
        demand_middle=to_cubic_metre(middle),
        demand_high=to_cubic_metre(high),
    )


def row_demand(forecast: DemandForecast) -> RowDemand:
    """Every county and class on the first day with the way it was forecast."""
    return RowDemand(
        county=forecast.county,
        consumer_class=tuple(str(word) for word in forecast.consumer_class),
        method=forecast.method,
        demand=to_cubic_metre(forecast.use[:, 0]),
        demand_low=to_cubic_metre(forecast.use_low[:, 0]),
        demand_high=to_cubic_metre(forecast.use_high[:, 0]),
    )
