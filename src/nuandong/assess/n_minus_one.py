"""The N-1 formula of the EU for the province and each city, beside what the network delivers in the same outage.

Formula and network disagree, and the difference is the lesson: a sum of capacities knows no full pipe and no gas that
somebody else upstream takes first (anchors A3: Poland passed with 1.178 and was short in the flow run).

Sources: Regulation (EU) 2017/1938, Annex II and Article 7; clauses T-038, T-039.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from nuandong.assess.axes import Axes, arc_capacity, axes_of
from nuandong.assess.case import Case
from nuandong.assess.design_day import DesignDay, design_demand
from nuandong.assess.problem import CARRIAGE_PER_LINK
from nuandong.assess.sharing import city_of_nodes
from nuandong.assess.standard_words import explained
from nuandong.assess.trigger import TriggerSupply, trigger_supply
from nuandong.balance import BalanceCase, BalancePlan, Demands, Links, Steps, Supplies, Tanks, solve_tiers
from nuandong.gasday import CHINA
from nuandong.policy import PolicyBook
from nuandong.risk import Loss, NMinusOne, NMinusOneCapacity, n_minus_one, without
from nuandong.risk.standards import STORAGE_FULL, STORAGE_LOW
from nuandong.units import (
    HOURS_PER_DAY,
    REFERENCE_HEATING_VALUE_MJ,
    BoolArray,
    Celsius,
    FloatArray,
    Flow,
    IntArray,
    Share,
)
from nuandong.vocabulary import SourceKind, StoreKind

AMPLE = 1e6  # 10^4 m3/day: a pipe that is never full
LNG_KINDS = frozenset({SourceKind.LNG_PLANT, SourceKind.LNG_TRUCK})


@dataclass(frozen=True, slots=True)
class AreaStandard:
    """The formula and the flow answer of one area at one stock; flows in 10^4 m3/day, shares 0..1.

    `largest` is the element taken as the largest; `flow_share` what the network delivers of the area's demand
    without it, `full_pipes` the part missing because pipes are full, `no_gas` the part for which there is no gas.
    """

    area: str
    name_zh: str
    name_en: str
    storage: Share
    demand: Flow
    capacity: NMinusOneCapacity
    largest: str
    largest_zh: str
    largest_en: str
    formula: NMinusOne
    flow_share: Share
    no_gas: Flow
    full_pipes: Flow
    explained_zh: str
    explained_en: str


@dataclass(frozen=True, slots=True)
class StandardPicture:
    """All areas at 30 % and 100 % of stock, the province first; beside them what the British rule lets assume."""

    design: DesignDay
    areas: tuple[AreaStandard, ...]
    trigger: TriggerSupply


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    case: Case
    axes: Axes
    county_demand: FloatArray
    area: IntArray
    source_flow: FloatArray
    capacity: FloatArray
    capacity_back: FloatArray


def n_minus_one_areas(
    *,
    case: Case,
    temperature: Celsius | None = None,
    market_response: Share = 0.0,
    policy: PolicyBook | None = None,
    as_of: datetime | None = None,
) -> StandardPicture:
    """N-1 of the province and of every city on a design day, with stores at 30 % and 100 %.

    The design day is the coldest one of the case's weather, or every county at `temperature` (degC). Use follows the
    demand models without correction by reports. `market_response` is Deff as a share of demand. A city's entries
    are the pipes that cross its border. Raises `NoColdestDay`, `NothingAsked`, `SolverFailure`.
    """
    ground, design = _ground(case, temperature, policy or case.policy, as_of)
    cities, _ = city_of_nodes(case.network, entries_belong=True)
    areas = [area for area in (-1, *range(len(cities))) if _demand_of(ground, area) > 0]
    named = {-1: case.settings.province, **dict(enumerate(cities))}
    return StandardPicture(
        design,
        tuple(
            _area_standard(ground, area, named[area], storage, market_response)
            for area in areas
            for storage in (STORAGE_LOW, STORAGE_FULL)
        ),
        trigger_supply(case=case, as_of=as_of),
    )


def _ground(
    case: Case, temperature: Celsius | None, policy: PolicyBook, as_of: datetime | None
) -> tuple[_Ground, DesignDay]:
    network = case.network
    instant = (as_of or case.settings.decided_at).astimezone(CHINA)
    axes = axes_of(network=network, days=(case.settings.gas_day,), as_of=instant)
    demand, design = design_demand(case=case, temperature=temperature, policy=policy, as_of=instant)
    forth, back = arc_capacity(network=network, axes=axes)
    return (
        _Ground(
            case=case,
            axes=axes,
            county_demand=np.asarray([demand.get(county, 0.0) for county in axes.counties]),
            area=city_of_nodes(network, entries_belong=True)[1],
            source_flow=network.sources.max_flow
            * network.sources.heating_value_mj
            / REFERENCE_HEATING_VALUE_MJ,
            capacity=forth,
            capacity_back=back,
        ),
        design,
    )


def _area_standard(ground: _Ground, area: int, name: str, storage: Share, response: Share) -> AreaStandard:
    regions = ground.case.network.regions
    row = regions.region.index(name) if name in regions.region else None
    if row is None:  # the province's key is a word; its region is the one without parent
        row = next((at for at, kind in enumerate(regions.kind) if str(kind) == "province"), 0)
    demand = _demand_of(ground, area)
    capacity, loss, words = _capacities(ground, area, storage)
    formula = n_minus_one(capacity=capacity, demand=demand, market_response=response * demand)
    missing = _missing(ground, area, storage, loss, is_ample=False)
    no_gas = min(missing, _missing(ground, area, storage, loss, is_ample=True))
    zh, en = explained(formula, demand, missing=missing, no_gas=no_gas)
    return AreaStandard(
        area=name,
        name_zh=regions.name_zh[row],
        name_en=regions.name_en[row],
        storage=storage,
        demand=demand,
        capacity=capacity,
        largest=loss.name,
        largest_zh=words[0],
        largest_en=words[1],
        formula=formula,
        flow_share=(demand - missing) / demand,
        no_gas=no_gas,
        full_pipes=missing - no_gas,
        explained_zh=zh,
        explained_en=en,
    )


def _capacities(
    ground: _Ground, area: int, storage: Share
) -> tuple[NMinusOneCapacity, Loss, tuple[str, str]]:
    """EPm, Pm, Sm, LNGm of an area, and its largest single element with its names."""
    network, node_at = ground.case.network, ground.axes.node_at
    sources, stores, arcs = network.sources, network.stores, network.arcs
    largest: list[tuple[float, Loss, tuple[str, str]]] = []
    sums = {"entry": 0.0, "production": 0.0, "sendout": 0.0, "regasification": 0.0}

    def count(part: str, flow: float, loss: Loss, words: tuple[str, str]) -> None:
        sums[part] += flow
        largest.append((flow, loss, words))

    for row, supply in enumerate(sources.supply):
        kind, inside = sources.kind[row], area < 0 or ground.area[node_at[sources.node[row]]] == area
        part = (
            "regasification" if kind in LNG_KINDS else "entry" if kind is SourceKind.TRUNK else "production"
        )
        if inside and (area < 0 or kind is not SourceKind.TRUNK):
            words = sources.name_zh[row], sources.name_en[row]
            count(part, float(ground.source_flow[row]), Loss(supply, supplies=(row,)), words)
    give = _sendout(ground, storage)
    for row, store in enumerate(stores.store):
        if area < 0 or ground.area[node_at[stores.node[row]]] == area:
            part = "regasification" if stores.kind[row] is StoreKind.LNG_TANK else "sendout"
            words = stores.name_zh[row], stores.name_en[row]
            count(part, float(give[row]), Loss(store, tanks=(row,)), words)
    for row, arc in enumerate(arcs.arc):
        ends = ground.area[node_at[arcs.from_node[row]]], ground.area[node_at[arcs.to_node[row]]]
        if area >= 0 and (ends[0] == area) != (ends[1] == area):
            table = ground.capacity if ends[1] == area else ground.capacity_back
            words = arcs.name_zh[row], arcs.name_en[row]
            count("entry", float(table[row, 0]), Loss(arc, links=(row,)), words)
    if not largest:
        return NMinusOneCapacity(**sums, largest=0.0), Loss(""), ("无", "none")
    flow, loss, words = max(largest, key=lambda entry: entry[0])
    return NMinusOneCapacity(**sums, largest=flow), loss, words


def _sendout(ground: _Ground, storage: Share) -> FloatArray:
    """What each store can send out on a day at a share of its stock, (k,): its rate, or all that is in it."""
    stores = ground.case.network.stores
    give: FloatArray = np.minimum(stores.sendout, storage * stores.working_capacity)
    return give


def _missing(ground: _Ground, area: int, storage: Share, loss: Loss, *, is_ample: bool) -> Flow:
    """What an area misses on the design day without an element, everybody sharing alike, 10^4 m3/day.

    `is_ample` asks with pipes that are never full: what is missing then is gas, not pipe.
    """
    case = without(case=_design_case(ground, storage), loss=loss)
    if is_ample:
        case = _with_ample_pipes(case)
    plan: BalancePlan = solve_tiers(case=case)
    return float(plan.unserved[_in_area(ground, area), 0].sum())


def _design_case(ground: _Ground, storage: Share) -> BalanceCase:
    network, node_at = ground.case.network, ground.axes.node_at
    arcs, stores = network.arcs, network.stores
    count = len(stores.store)
    idle = np.zeros((count, 1))
    stock = storage * stores.working_capacity

    def places(nodes: tuple[str, ...]) -> IntArray:
        return np.asarray([node_at[node] for node in nodes], dtype=np.int64)

    return BalanceCase(
        nodes=len(network.nodes.node),
        steps=Steps(np.full(1, HOURS_PER_DAY)),
        links=Links(
            tail=places(arcs.from_node),
            head=places(arcs.to_node),
            capacity=ground.capacity,
            capacity_back=ground.capacity_back,
            cost=np.full(len(arcs.arc), CARRIAGE_PER_LINK),
        ),
        supplies=Supplies(
            node=places(network.sources.node),
            limit=ground.source_flow[:, None],
            cost=np.ones(len(network.sources.supply)),
        ),
        tanks=Tanks(
            node=places(stores.node),
            opening=stock,
            capacity=np.maximum(stores.working_capacity, stock),
            least=idle,
            sendout=_sendout(ground, storage)[:, None],
            injection=idle,
            boil_off=np.zeros(count),
            cost=np.full(count, 2.0),
        ),
        demands=Demands(
            node=ground.axes.county_node,
            rank=np.zeros(len(ground.axes.counties), dtype=np.int64),
            quantity=ground.county_demand[:, None],
        ),
    )


def _with_ample_pipes(case: BalanceCase) -> BalanceCase:
    """Every pipe that is open at all as wide as anybody could wish."""
    links = case.links
    return replace(
        case,
        links=replace(
            links,
            capacity=np.where(links.capacity > 0, AMPLE, 0.0),
            capacity_back=np.where(links.capacity_back > 0, AMPLE, 0.0),
        ),
    )


def _in_area(ground: _Ground, area: int) -> BoolArray:
    places: BoolArray = np.ones(ground.axes.county_node.size, dtype=np.bool_)
    return places if area < 0 else ground.area[ground.axes.county_node] == area


def _demand_of(ground: _Ground, area: int) -> Flow:
    return float(ground.county_demand[_in_area(ground, area)].sum())
