"""The picture of a gas day: what the control room, the report and the command line all show.

Columns again. T is the number of gas days of the outlook (today first); n the rows of a table. Flows in
10^4 m3/day, volumes in 10^4 m3, shares 0..1, temperatures in degC. Nothing here is computed: `assess.day`
fills it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from nuandong.assess.likely import AreaDemand, Likelihood, RowDemand
from nuandong.assess.season_band import SeasonBand
from nuandong.curtailment.fairness import FairnessLedger
from nuandong.findings import Findings
from nuandong.units import BoolArray, FloatArray, Flow, Share


@dataclass(frozen=True, slots=True, eq=False)
class ProvinceGaps:
    """The province day by day, each of shape (T,). Only `gap_before` sets a level (rulings, 1)."""

    demand: FloatArray
    supply: FloatArray
    gap_before: FloatArray
    gap_share: FloatArray
    deliverable_gap: FloatArray
    gap_after_storage: FloatArray
    gap_residual: FloatArray
    livelihood_gap: FloatArray
    level: tuple[str, ...]
    mean_temperature: FloatArray
    normal_temperature: FloatArray
    cold_wave: BoolArray
    demand_low: FloatArray
    demand_high: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class ClassRows:
    """Demand by consumer class, (n, T)."""

    consumer_class: tuple[str, ...]
    protected: BoolArray
    demand: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class CountyRows:
    """Counties: all but the texts and flags of shape (n, T)."""

    county: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    city: tuple[str, ...]
    reported: BoolArray
    demand: FloatArray
    delivered: FloatArray  # before any measure
    shortfall: FloatArray  # demand - delivered, before any measure, as the network divides it
    relief: FloatArray  # what orders free under the plan
    unserved: FloatArray  # all that the plan does not serve: relief and what stays short
    livelihood_gap: FloatArray  # of it, in protected classes


@dataclass(frozen=True, slots=True, eq=False)
class ZoneRows:
    """Supply zones on the first day, (n,)."""

    zone: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    crosses_cities: BoolArray
    demand: FloatArray
    supply: FloatArray
    gap_share: FloatArray
    level: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class SourceRows:
    """Sources and bought withdrawal: nominated and taken by the plan, (n, T)."""

    supply: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    kind: tuple[str, ...]
    nominated: FloatArray
    delivered: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class StoreRows:
    """Stores under the plan: inventory (n, T+1) at the begin of each day, the rest (n, T) or (n,)."""

    store: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    kind: tuple[str, ...]
    working_capacity: FloatArray
    reserve: FloatArray
    sendout_max: FloatArray
    inventory: FloatArray
    sendout: FloatArray
    injection: FloatArray
    nominated: FloatArray
    boil_off: FloatArray
    fill: FloatArray  # (n,) share of working capacity this morning
    days_of_cover: FloatArray  # (n,) at full send-out


@dataclass(frozen=True, slots=True, eq=False)
class ArcRows:
    """Arcs under the plan, (n, T); flow is positive from `from_node` to `to_node`."""

    arc: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    kind: tuple[str, ...]
    from_node: tuple[str, ...]
    to_node: tuple[str, ...]
    capacity: FloatArray
    capacity_back: FloatArray
    flow: FloatArray
    binding: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class TierRows:
    """Steps of the cut order, least protected first: what can be freed and what the plan frees, (n, T)."""

    tier: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    may_order: BoolArray  # under the powers of the proposed level
    demand: FloatArray
    curtailable: FloatArray
    relief: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class CutLines:
    """The curtailment proposal by user for the first gas day, in cut order, n lines."""

    order: tuple[int, ...]
    point: tuple[str, ...]
    user: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    county: tuple[str, ...]
    tier: tuple[str, ...]
    consumer_class: tuple[str, ...]
    state: tuple[str, ...]  # 减 reduce | 停 stop, as "reduce" | "stop"
    load: FloatArray
    safe_load: FloatArray
    relief: FloatArray
    notify_by: tuple[datetime, ...]
    reason_zh: tuple[str, ...]
    reason_en: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class AlternativeRows:
    """Measures other than cutting, first day: what there is, what the plan uses, why the rest is not used."""

    measure: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    kind: tuple[str, ...]
    available: FloatArray
    used: FloatArray
    lead_hours: FloatArray
    note_zh: tuple[str, ...]
    note_en: tuple[str, ...]
    why: tuple[str, ...] = ()  # words of `alternatives.Idle`; empty in pictures of earlier forms


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a proposed level, with the clause it rests on and how well that is known."""

    text_zh: str
    text_en: str
    clause: str
    evidence: str
    clause_zh: str = ""  # empty where nobody said it in Chinese, and in pictures of earlier forms


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the machine proposes for the first gas day; a person declares."""

    level: str
    name_zh: str
    name_en: str
    headline_zh: str
    headline_en: str
    decide_by: datetime
    reasons: tuple[Reason, ...]
    powers_zh: tuple[str, ...]
    powers_en: tuple[str, ...]
    next_level: str
    next_level_residual: Flow
    next_level_text_zh: str
    next_level_text_en: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a picture rests on: shown on every page and figure."""

    gas_day: date
    as_of: datetime
    days: tuple[date, ...]
    reported: int
    expected: int
    plan_code: str
    policy_version: str
    input_hash: str
    weather_note_zh: str
    weather_note_en: str
    has_illustrative: bool


@dataclass(frozen=True, slots=True, eq=False)
class TermRows:
    """One row a contract volume, shared limit and day, or stock target: n rows, volumes in 10^4 m3.

    `kind` is contract, limit or target; `volume` what the plan takes, carries or holds from `first` to `last`,
    `least` and `most` what it should at least and may at most (NaN: no bound).
    """

    kind: tuple[str, ...]
    term: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    first: tuple[date, ...]
    last: tuple[date, ...]
    volume: FloatArray
    least: FloatArray
    most: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class DayPicture:
    """One gas day from demand to proposal, with its outlook."""

    stamp: Stamp
    proposal: Proposal
    province: ProvinceGaps
    classes: ClassRows
    counties: CountyRows
    zones: ZoneRows
    sources: SourceRows
    stores: StoreRows
    arcs: ArcRows
    tiers: TierRows
    cuts: CutLines
    alternatives: AlternativeRows
    findings: Findings
    fairness: FairnessLedger | None = None  # None in pictures of earlier forms, which kept no ledger
    terms: TermRows | None = None  # the same
    likelihood: Likelihood | None = None  # None without demand scenarios, and in pictures of earlier forms
    areas: AreaDemand | None = None  # the same
    forecast: RowDemand | None = None  # None in pictures of earlier forms

    @property
    def gap_share_today(self) -> Share:
        """Share of demand that is missing on the first gas day, before any measure."""
        return float(self.province.gap_share[0])


@dataclass(frozen=True, slots=True, eq=False)
class SeasonPicture:
    """A whole season with perfect foresight: an outlook that never issues orders (rulings, 8).

    `band` is what other winters would ask for; None where no past winter is known, or no day lies beyond a forecast.
    """

    stamp: Stamp
    province: ProvinceGaps
    classes: ClassRows
    counties: CountyRows
    sources: SourceRows
    stores: StoreRows
    arcs: ArcRows
    tiers: TierRows
    findings: Findings
    terms: TermRows | None = None
    band: SeasonBand | None = None
