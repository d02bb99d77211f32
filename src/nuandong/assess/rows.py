"""The tables that the picture of a day and of a season share. Sums and look-ups only; nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nuandong.assess.picture import ArcRows, ClassRows, CountyRows, ProvinceGaps, Stamp, StoreRows, TierRows
from nuandong.units import CUBIC_METRE, FloatArray, to_cubic_metre
from nuandong.vocabulary import ConsumerClass, Evidence, WeatherKind

if TYPE_CHECKING:
    from nuandong.assess.day import Workings
    from nuandong.demand import DemandForecast


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What only the caller knows of the province day by day: gaps of other runs (t,), and levels."""

    deliverable_gap: FloatArray
    livelihood_gap: FloatArray
    level: tuple[str, ...]


def stamp(work: Workings) -> Stamp:
    """What the picture rests on."""
    case, axes, forecast = work.case, work.axes, work.forecast
    day = axes.days[0]
    note_zh, note_en = weather_note(forecast)
    return Stamp(
        gas_day=day,
        as_of=axes.as_of,
        days=axes.days,
        reported=len(forecast.reported_counties & set(axes.counties)),
        expected=len(axes.counties),
        plan_code=work.policy.plan(day).code,
        policy_version=work.policy.version,
        input_hash=case.input_hash,
        weather_note_zh=note_zh,
        weather_note_en=note_en,
        has_illustrative=_has_illustrative(work),
    )


def weather_note(forecast: DemandForecast) -> tuple[str, str]:
    """What stands in for a forecast, and on how many days: observations replayed, or generated figures."""
    replayed = int(forecast.replayed.sum())
    generated = sum(kind == WeatherKind.GENERATED.value for kind in forecast.weather_kind)
    parts = []
    if replayed:
        parts.append((f"实况回放 {replayed} 天", f"replay: observed temperatures on {replayed} days"))
    if generated:
        parts.append((f"生成气温 {generated} 天", f"generated temperatures on {generated} days"))
    return "；".join(zh for zh, _ in parts), "; ".join(en for _, en in parts)


def _has_illustrative(work: Workings) -> bool:
    network = work.case.network
    tables = (network.arcs, network.sources, network.stores, network.contracts, work.case.models)
    return any(Evidence.ILLUSTRATIVE in table.evidence for table in tables)


def province_rows(work: Workings, *, verdict: Verdict) -> ProvinceGaps:
    """The province day by day: sums of demand and firm supply, and what the runs leave unserved."""
    loads, plan, forecast = work.loads, work.plan, work.forecast
    demand = to_cubic_metre(loads.by_county.sum(axis=0))
    supply = to_cubic_metre(work.grounds.firm.total)
    gap = to_cubic_metre(np.maximum(demand - supply, 0.0))
    counted = work.policy.demand_counts(day=work.axes.days[0])
    rows = np.asarray([ConsumerClass(word) in counted for word in forecast.consumer_class], dtype=np.bool_)
    low, high = forecast.total_quantiles(rows=rows)
    return ProvinceGaps(
        demand=demand,
        supply=supply,
        gap_before=gap,
        gap_share=shares(gap, demand),
        deliverable_gap=verdict.deliverable_gap,
        gap_after_storage=plan.missing_total,
        gap_residual=plan.missing(orders=False),
        livelihood_gap=verdict.livelihood_gap,
        level=verdict.level,
        mean_temperature=_province_temperature(work, forecast.mean_temperature),
        normal_temperature=_province_temperature(work, _normals(work)),
        cold_wave=forecast.cold_wave,
        demand_low=to_cubic_metre(low),
        demand_high=to_cubic_metre(high),
    )


def shares(gap: FloatArray, demand: FloatArray) -> FloatArray:
    """Missing part of demand as it is published, six decimals; nothing asked, nothing missing."""
    part: FloatArray = np.divide(gap, demand, out=np.zeros_like(gap), where=demand > 0)
    return np.round(part, 6)


def _province_temperature(work: Workings, by_area: FloatArray) -> FloatArray:
    """Mean over areas weighted by the people who live there, (t,); people unknown count evenly."""
    regions, axes = work.case.network.regions, work.axes
    weight = np.zeros(len(work.forecast.areas))
    for row in axes.county_region:
        people = float(regions.population[row])
        if regions.weather_area[row] in work.forecast.areas:
            area = work.forecast.areas.index(regions.weather_area[row])
            weight[area] += 1.0 if np.isnan(people) else people
    mean: FloatArray = (weight[:, None] * by_area).sum(axis=0) / max(float(weight.sum()), 1e-9)
    return np.round(mean, 2)


def _normals(work: Workings) -> FloatArray:
    weather, axes = work.case.weather, work.axes
    table = np.full((len(work.forecast.areas), axes.count), np.nan)
    day_at = {day: step for step, day in enumerate(axes.days)}
    area_at = {area: row for row, area in enumerate(work.forecast.areas)}
    for row, kind in enumerate(weather.kind):
        step, area = day_at.get(weather.gas_day[row]), area_at.get(weather.weather_area[row])
        if kind is WeatherKind.NORMAL and step is not None and area is not None:
            table[area, step] = weather.mean_temperature[row]
    return table


def class_rows(work: Workings) -> ClassRows:
    """Demand by consumer class, all classes that the forecast knows."""
    forecast = work.forecast
    protected = work.policy.protected_classes(day=work.axes.days[0])
    present = [word for word in ConsumerClass if str(word) in {str(name) for name in forecast.consumer_class}]
    use = np.zeros((len(present), work.axes.count))
    for row, name in enumerate(forecast.consumer_class):
        use[present.index(ConsumerClass(name))] += forecast.use[row]
    return ClassRows(
        consumer_class=tuple(str(word) for word in present),
        protected=np.asarray([word in protected for word in present], dtype=np.bool_),
        demand=to_cubic_metre(use),
    )


def county_rows(work: Workings, *, missing: FloatArray) -> CountyRows:
    """Counties; `missing` (c, t) is what the network leaves unserved before any measure."""
    axes, regions, plan = work.axes, work.case.network.regions, work.plan
    demand = work.loads.by_county  # full precision: the balance is re-checked from these figures
    return CountyRows(
        county=axes.counties,
        name_zh=tuple(regions.name_zh[row] for row in axes.county_region),
        name_en=tuple(regions.name_en[row] for row in axes.county_region),
        city=tuple(regions.parent[row] for row in axes.county_region),
        reported=np.asarray([county in work.forecast.reported_counties for county in axes.counties]),
        demand=demand,
        delivered=demand - missing,
        shortfall=missing,
        relief=plan.by_county(where=plan.rows.is_order),
        unserved=plan.by_county(),
        livelihood_gap=plan.by_county(where=plan.rows.is_protected),
    )


def store_rows(work: Workings) -> StoreRows:
    """Stores under the plan."""
    stores, plan = work.case.network.stores, work.plan.plan
    opening = work.grounds.opening
    inventory = np.concatenate([opening[:, None], plan.inventory], axis=1)
    room = np.where(stores.working_capacity > 0, stores.working_capacity, np.inf)
    give = np.where(stores.sendout > 0, stores.sendout, np.inf)
    return StoreRows(
        store=stores.store,
        name_zh=stores.name_zh,
        name_en=stores.name_en,
        kind=tuple(str(kind) for kind in stores.kind),
        working_capacity=stores.working_capacity,
        reserve=stores.reserve,
        sendout_max=stores.sendout,
        inventory=inventory,
        sendout=plan.withdrawal,
        injection=plan.injection,
        nominated=work.grounds.firm.by_store,
        boil_off=stores.boil_off[:, None] * inventory[:, :-1],
        fill=opening / room,
        days_of_cover=opening / give,
    )


def arc_rows(work: Workings) -> ArcRows:
    """Arcs under the plan; an arc binds where it carries all it can, to the cubic metre."""
    arcs, plan = work.case.network.arcs, work.plan.plan
    capacity, capacity_back = work.capacity
    flow = plan.flow
    forth = (capacity > 0) & (flow >= capacity - CUBIC_METRE)
    back = (capacity_back > 0) & (-flow >= capacity_back - CUBIC_METRE)
    return ArcRows(
        arc=arcs.arc,
        name_zh=arcs.name_zh,
        name_en=arcs.name_en,
        kind=tuple(str(kind) for kind in arcs.kind),
        from_node=arcs.from_node,
        to_node=arcs.to_node,
        capacity=capacity,
        capacity_back=capacity_back,
        flow=flow,
        binding=forth | back,
    )


def tier_rows(work: Workings) -> TierRows:
    """Steps of the cut order under the powers of the plan."""
    tiers = work.policy.tiers(day=work.axes.days[0])
    return TierRows(
        tier=tuple(tier.key for tier in tiers),
        name_zh=tuple(tier.name_zh for tier in tiers),
        name_en=tuple(tier.name_en for tier in tiers),
        may_order=np.asarray([tier.key in work.powers.may_order for tier in tiers], dtype=np.bool_),
        demand=to_cubic_metre(work.loads.by_tier.sum(axis=1)),
        curtailable=to_cubic_metre(work.loads.reducible.sum(axis=1)),
        relief=work.plan.relief(tiers=len(tiers)).sum(axis=1),
    )
