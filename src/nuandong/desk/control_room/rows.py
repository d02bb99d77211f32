"""The tables of a gas day: sources, stores, steps of the cut order, alternatives, zones, counties.

Each row is what one line of a table shows; lengths of bars are given as text for SVG (0..100).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from nuandong.assess.picture import DayPicture
from nuandong.desk.control_room.methods import NO_METHODS
from nuandong.desk.control_room.pages import LevelSign, level_sign
from nuandong.desk.control_room.shown import NOTHING, bar
from nuandong.desk.control_room.tongue import language, said
from nuandong.policy import Level
from nuandong.vocabulary import MeasureKind, SourceKind, StoreKind, label

NO_WORTHS: Mapping[str, tuple[float, bool]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Supply of one kind: what is nominated, what the plan takes, and the sources behind it."""

    kind: str
    name: str
    nominated: float
    delivered: float
    difference: float
    share: float
    nominated_bar: str
    delivered_bar: str
    members: tuple[SourceMember, ...]


@dataclass(frozen=True, slots=True)
class SourceMember:
    """One source."""

    name: str
    nominated: float
    delivered: float


@dataclass(frozen=True, slots=True)
class StoreRow:
    """A store as a bullet bar: fill, reserve and target on one scale of working capacity."""

    name: str
    kind: str
    fill: float
    fill_bar: str
    reserve_bar: str
    inventory: float
    reserve: float
    working_capacity: float
    sendout: float
    sendout_max: float
    days_of_cover: float


@dataclass(frozen=True, slots=True)
class TierRow:
    """A step of the cut order."""

    order: int
    key: str
    name: str
    may_order: bool
    demand: float
    curtailable: float
    relief: float
    curtailable_bar: str
    relief_bar: str


@dataclass(frozen=True, slots=True)
class AlternativeRow:
    """A measure that goes before cutting."""

    name: str
    kind: str
    available: float
    used: float
    lead_hours: float
    note: str
    used_bar: str


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """A supply zone."""

    code: str
    name: str
    crosses_cities: bool
    demand: float
    supply: float
    gap_share: float
    sign: LevelSign


@dataclass(frozen=True, slots=True)
class CountyRow:
    """A county on the first gas day."""

    code: str
    name: str
    city: str
    reported: bool
    demand: float
    delivered: float
    shortfall: float
    share: float
    relief: float
    livelihood_gap: float
    worth: float | None  # CNY that one more 10^4 m3 would save; None where the run kept no reasons
    reaches_short: bool  # it would serve somebody short instead
    method: str  # the fallback that forecast a part of its demand, empty where the full model did


def source_rows(picture: DayPicture) -> tuple[SourceRow, ...]:
    """Sources summed by kind, in the vocabulary's order."""
    table = picture.sources
    kinds = [kind for kind in SourceKind if kind in table.kind]
    kinds_of = np.array(table.kind)
    nominated = {kind: float(table.nominated[kinds_of == kind, 0].sum()) for kind in kinds}
    delivered = {kind: float(table.delivered[kinds_of == kind, 0].sum()) for kind in kinds}
    largest = max([NOTHING, *nominated.values(), *delivered.values()])
    total = max(NOTHING, sum(delivered.values()))
    return tuple(
        SourceRow(
            kind.value, label(kind, language=language()), nominated[kind], delivered[kind],
            delivered[kind] - nominated[kind], delivered[kind] / total,
            bar(nominated[kind] / largest), bar(delivered[kind] / largest), _members(picture, kind),
        )
        for kind in kinds
    )  # fmt: skip


def _members(picture: DayPicture, kind: SourceKind) -> tuple[SourceMember, ...]:
    table = picture.sources
    chosen = [row for row, word in enumerate(table.kind) if word == kind]
    members = [
        SourceMember(
            said(table.name_zh[row], table.name_en[row]),
            float(table.nominated[row, 0]),
            float(table.delivered[row, 0]),
        )
        for row in chosen
    ]
    return tuple(sorted(members, key=lambda member: -member.nominated))


def store_rows(picture: DayPicture) -> tuple[StoreRow, ...]:
    """Stores, the largest first."""
    table = picture.stores
    by_size = np.argsort(-table.working_capacity, kind="stable")
    return tuple(
        StoreRow(
            name=said(table.name_zh[row], table.name_en[row]),
            kind=label(StoreKind(table.kind[row]), language=language()),
            fill=float(table.fill[row]),
            fill_bar=bar(float(table.fill[row])),
            reserve_bar=bar(float(table.reserve[row] / max(table.working_capacity[row], NOTHING))),
            inventory=float(table.inventory[row, 0]),
            reserve=float(table.reserve[row]),
            working_capacity=float(table.working_capacity[row]),
            sendout=float(table.sendout[row, 0]),
            sendout_max=float(table.sendout_max[row]),
            days_of_cover=float(table.days_of_cover[row]),
        )
        for row in by_size
    )


def tier_rows(picture: DayPicture) -> tuple[TierRow, ...]:
    """Steps of the cut order, the first to be cut on top."""
    table = picture.tiers
    largest = max(NOTHING, float(table.curtailable[:, 0].max(initial=0.0)))
    return tuple(
        TierRow(
            order=row + 1,
            key=key,
            name=said(table.name_zh[row], table.name_en[row]),
            may_order=bool(table.may_order[row]),
            demand=float(table.demand[row, 0]),
            curtailable=float(table.curtailable[row, 0]),
            relief=float(table.relief[row, 0]),
            curtailable_bar=bar(float(table.curtailable[row, 0]) / largest),
            relief_bar=bar(float(table.relief[row, 0]) / largest),
        )
        for row, key in enumerate(table.tier)
    )


def alternative_rows(picture: DayPicture) -> tuple[AlternativeRow, ...]:
    """Measures other than cutting, in the order of the picture."""
    table = picture.alternatives
    return tuple(
        AlternativeRow(
            name=said(table.name_zh[row], table.name_en[row]),
            kind=label(MeasureKind(table.kind[row]), language=language()),
            available=float(table.available[row]),
            used=float(table.used[row]),
            lead_hours=float(table.lead_hours[row]),
            note=said(table.note_zh[row], table.note_en[row]),
            used_bar=bar(float(table.used[row] / max(table.available[row], NOTHING))),
        )
        for row in range(len(table.measure))
    )


def zone_rows(picture: DayPicture, levels: Mapping[str, Level]) -> tuple[ZoneRow, ...]:
    """Supply zones, the worst first."""
    table = picture.zones
    by_need = np.argsort(-table.gap_share, kind="stable")
    return tuple(
        ZoneRow(
            table.zone[row], said(table.name_zh[row], table.name_en[row]), bool(table.crosses_cities[row]),
            float(table.demand[row]), float(table.supply[row]), float(table.gap_share[row]),
            level_sign(table.level[row], levels),
        )
        for row in by_need
    )  # fmt: skip


def county_rows(
    picture: DayPicture,
    city_names: Mapping[str, str],
    worths: Mapping[str, tuple[float, bool]] = NO_WORTHS,
    methods: Mapping[str, str] = NO_METHODS,
) -> tuple[CountyRow, ...]:
    """Counties on the first gas day, the shortest of gas first, then by code; `worths` and `methods` by county."""
    table = picture.counties
    rows = [
        CountyRow(
            code=code,
            name=said(table.name_zh[row], table.name_en[row]),
            city=city_names.get(table.city[row], table.city[row]),
            reported=bool(table.reported[row]),
            demand=float(table.demand[row, 0]),
            delivered=float(table.delivered[row, 0]),
            shortfall=float(table.shortfall[row, 0]),
            share=float(table.shortfall[row, 0]) / max(float(table.demand[row, 0]), NOTHING),
            relief=float(table.relief[row, 0]),
            livelihood_gap=float(table.livelihood_gap[row, 0]),
            worth=worths[code][0] if code in worths else None,
            reaches_short=code in worths and worths[code][1],
            method=methods.get(code, ""),
        )
        for row, code in enumerate(table.county)
    ]
    return tuple(sorted(rows, key=lambda county: (-county.shortfall, county.code)))
