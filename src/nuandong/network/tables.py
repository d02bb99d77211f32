"""The network as columns: regions, nodes, arcs, zones, sources, stores, contracts, nominations.

Every table is a frozen dataclass whose fields are columns of equal length n; texts are tuples, numbers are
float arrays of shape (n,), dates are tuples of `date` or None. Units are the library's base units. The
same names head the columns of a case folder; `quantities` holds their labels, bounds and meanings.
`reference` names where a row comes from, `evidence` how well it is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from nuandong.network.terms import (
    NO_CONTRACT_TERMS,
    NO_LIMIT_MEMBERS,
    NO_SHARED_LIMITS,
    NO_STORE_CURVES,
    NO_STORE_TARGETS,
    ContractTerms,
    LimitMembers,
    SharedLimits,
    StoreCurves,
    StoreTargets,
)
from nuandong.units import BoolArray, FloatArray, IntArray
from nuandong.vocabulary import (
    ArcKind,
    Evidence,
    MeasureKind,
    NodeKind,
    RegionKind,
    SourceKind,
    StoreKind,
)


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """Administrative areas: one province, its cities, their counties (GB/T 2260 codes)."""

    region: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    kind: tuple[RegionKind, ...]
    parent: tuple[str, ...]
    population: FloatArray
    lon: FloatArray
    lat: FloatArray
    weather_area: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """Points of the network. A county is a node of kind `county` whose id is its region code."""

    node: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    kind: tuple[NodeKind, ...]
    region: tuple[str, ...]
    lon: FloatArray
    lat: FloatArray
    evidence: tuple[Evidence, ...]
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """Pipes and what joins them. Capacity in 10^4 m3/day, each way; zero back means one way only.

    Diameter, length and pressure bounds may be unknown (NaN).
    """

    arc: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    kind: tuple[ArcKind, ...]
    from_node: tuple[str, ...]
    to_node: tuple[str, ...]
    segment: tuple[str, ...]
    capacity: FloatArray
    capacity_back: FloatArray
    length_km: FloatArray
    diameter_mm: FloatArray
    pressure_min: FloatArray
    pressure_max: FloatArray
    in_service_from: tuple[date | None, ...]
    in_service_to: tuple[date | None, ...]
    evidence: tuple[Evidence, ...]
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ArcLimits:
    """Days on which an arc carries only a share of its capacity: maintenance, outage, freezing."""

    arc: tuple[str, ...]
    begins: tuple[date, ...]
    ends: tuple[date, ...]
    share: FloatArray
    reason: tuple[str, ...]
    known_at: tuple[datetime, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Zones:
    """Supply zones: areas that one pipe system feeds, whatever the administrative borders."""

    zone: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ZoneMembers:
    """Which counties a zone holds; a county may stand in several."""

    zone: tuple[str, ...]
    region: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """Where gas enters. `max_flow` is what the source can give at most (10^4 m3/day of its own gas)."""

    supply: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    kind: tuple[SourceKind, ...]
    statistical_scope: tuple[str, ...]
    node: tuple[str, ...]
    max_flow: FloatArray
    heating_value_mj: FloatArray
    in_service_from: tuple[date | None, ...]
    evidence: tuple[Evidence, ...]
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Stores:
    """Stores of gas. `opening` is the inventory when the season begins, `reserve` the part that only a
    level's powers release; boil-off is a share of inventory per day; all volumes in 10^4 m3."""

    store: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    kind: tuple[StoreKind, ...]
    node: tuple[str, ...]
    working_capacity: FloatArray
    opening: FloatArray
    reserve: FloatArray
    sendout: FloatArray
    injection: FloatArray
    boil_off: FloatArray
    in_service_from: tuple[date | None, ...]
    evidence: tuple[Evidence, ...]
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class StoreShares:
    """Who owns or leases which share of a facility: facility, share, lease and inventory are four things."""

    store: tuple[str, ...]
    party: tuple[str, ...]
    right: tuple[str, ...]  # own | lease
    share: FloatArray
    begins: tuple[date, ...]
    ends: tuple[date, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Inventories:
    """Stock read at the begin of a gas day (10^4 m3)."""

    store: tuple[str, ...]
    gas_day: tuple[date, ...]
    inventory: FloatArray
    known_at: tuple[datetime, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Contracts:
    """Supply contracts at both links. `supply` names a source, or a store for withdrawal that is bought.

    Flows in 10^4 m3/day, season figures in 10^4 m3 (NaN: none), price in CNY/m3 (NaN: unknown).
    """

    contract: tuple[str, ...]
    party: tuple[str, ...]
    link: tuple[str, ...]  # upstream | downstream
    supply: tuple[str, ...]
    delivery_node: tuple[str, ...]
    daily_min: FloatArray
    daily_max: FloatArray
    season_max: FloatArray
    livelihood_share: FloatArray
    price: FloatArray
    begins: tuple[date, ...]
    ends: tuple[date, ...]
    evidence: tuple[Evidence, ...]
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Nominations:
    """Volumes ordered for a gas day; the highest revision filed by the time of asking counts."""

    contract: tuple[str, ...]
    gas_day: tuple[date, ...]
    revision: IntArray
    filed_at: tuple[datetime, ...]
    flow: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """What can be done before anybody is cut: spot LNG, swaps, transfers (10^4 m3/day at a node)."""

    measure: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    kind: tuple[MeasureKind, ...]
    node: tuple[str, ...]
    flow: FloatArray
    lead_hours: FloatArray
    begins: tuple[date, ...]
    ends: tuple[date, ...]
    evidence: tuple[Evidence, ...]
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Conversions:
    """Batches of coal-to-gas conversion; only certified batches with gas on count as protected use."""

    batch: tuple[str, ...]
    county: tuple[str, ...]
    households: FloatArray
    certified: BoolArray
    gas_on_day: tuple[date | None, ...]
    peak_use_m3: FloatArray
    evidence: tuple[Evidence, ...]
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """All tables of the physical and contractual network of one case."""

    regions: Regions
    nodes: Nodes
    arcs: Arcs
    arc_limits: ArcLimits
    zones: Zones
    zone_members: ZoneMembers
    sources: Sources
    stores: Stores
    store_shares: StoreShares
    inventories: Inventories
    contracts: Contracts
    nominations: Nominations
    measures: Measures
    conversions: Conversions
    contract_terms: ContractTerms = NO_CONTRACT_TERMS
    shared_limits: SharedLimits = NO_SHARED_LIMITS
    limit_members: LimitMembers = NO_LIMIT_MEMBERS
    store_curves: StoreCurves = NO_STORE_CURVES
    store_targets: StoreTargets = NO_STORE_TARGETS
