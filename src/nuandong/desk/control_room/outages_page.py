"""Every element out in turn, and the published standard beside the network's own answer.

Clauses: T-038 (extremes and failures), T-039. Regulation (EU) 2017/1938, Annex II, for the formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuandong.assess.n_minus_one import AreaStandard
from nuandong.assess.outage_rows import OutageRows
from nuandong.desk.control_room.asking import value_of
from nuandong.desk.control_room.shown import NOTHING, bar
from nuandong.desk.control_room.tongue import language, said
from nuandong.desk.frame.templatetags.figures import flow, percent
from nuandong.desk.outlook.studies.answers import OutagesAnswer
from nuandong.desk.outlook.studies.questions import ChangeKind
from nuandong.vocabulary import ArcKind, label

COUNTIES_NAMED = 3
DECIMALS = 4


@dataclass(frozen=True, slots=True)
class OutageRow:
    """One element out, 10^4 m3 over the outage beyond the same days without it."""

    element: str
    name: str
    kind: str
    total: float
    protected: float
    safe_load: float
    beyond_orders: float
    relief: float
    homes: float
    is_grave: bool  # households go short even with everything released
    survival_hours: float | None  # None: homes do not go short
    drawn_stock: float
    counties: str
    homes_bar: str
    what: str  # how the what-if form names it


@dataclass(frozen=True, slots=True)
class StandardRow:
    """The formula beside the network's answer for one area at one stock."""

    area: str
    storage: str  # the stocks for which this holds
    demand: float
    largest: str
    formula: float
    passes: bool
    network: float
    explained: str
    formula_bar: str
    network_bar: str


@dataclass(frozen=True, slots=True)
class OutagesPage:
    """The page of outages."""

    title: str
    first: date
    days: int
    reference_relief: float
    rows: tuple[OutageRow, ...]
    without_effect: tuple[str, ...]
    standard_title: str
    design: str
    rare: str
    standards: tuple[StandardRow, ...]


def outages_page(answer: OutagesAnswer, county_names: Mapping[str, str]) -> OutagesPage:
    """All elements, the gravest first; those without any effect only by name."""
    picture, table = answer.outages, answer.outages.single
    rows = tuple(_rows(table, picture.counties, county_names))
    standards = tuple(_standards(answer.standards.areas))
    return OutagesPage(
        title=_title(rows),
        first=picture.first,
        days=picture.days,
        reference_relief=picture.reference_relief,
        rows=rows,
        without_effect=tuple(
            said(table.name_zh[row], table.name_en[row])
            for row in range(len(table.element))
            if not _matters(table, row)
        ),
        standard_title=_standard_title(answer.standards.areas[:1]),
        design=_design(answer),
        rare=_rare(answer),
        standards=standards,
    )


def _matters(table: OutageRows, row: int) -> bool:
    parts = (table.total, table.livelihood_gap, table.protected, table.relief, table.drawn_stock)
    return any(abs(float(part[row])) > NOTHING for part in parts)


def _rows(
    table: OutageRows, counties: tuple[str, ...], county_names: Mapping[str, str]
) -> Iterator[OutageRow]:
    largest = max(NOTHING, float(np.nanmax(table.livelihood_gap, initial=0.0)))
    gravest = np.lexsort((-table.total, -table.livelihood_gap))  # households first, whatever else is lost
    for row in gravest:
        if not _matters(table, row):
            continue
        shortfall, hours = float(table.protected_shortfall[row]), float(table.survival_hours[row])
        yield OutageRow(
            element=table.element[row],
            name=said(table.name_zh[row], table.name_en[row]),
            kind=_kind(table.kind[row]),
            total=float(table.total[row]),
            protected=float(table.protected[row]),
            safe_load=float(table.safe_load[row]),
            beyond_orders=float(table.beyond_orders[row]),
            relief=float(table.relief[row]),
            homes=float(table.livelihood_gap[row]),
            is_grave=float(table.livelihood_gap[row]) > NOTHING,
            survival_hours=hours if shortfall > NOTHING and np.isfinite(hours) else None,
            drawn_stock=float(table.drawn_stock[row]),
            counties=_counties(table.by_county[row], counties, county_names),
            homes_bar=bar(float(table.livelihood_gap[row]) / largest),
            what=_what(table.kind[row], table.element[row]),
        )


def _kind(kind: str) -> str:
    words = {"source": _("source"), "store": _("store")}
    return words[kind] if kind in words else label(ArcKind(kind), language=language())


def _what(kind: str, element: str) -> str:
    changed = {"source": ChangeKind.SOURCE, "store": ChangeKind.STORE}
    return value_of(changed.get(kind, ChangeKind.PIPE), element)


def _counties(missing: np.ndarray, counties: tuple[str, ...], names: Mapping[str, str]) -> str:
    hit = [at for at in np.argsort(-missing, kind="stable") if missing[at] > NOTHING]
    named = [
        f"{names.get(counties[at], counties[at])} {flow(float(missing[at]))}" for at in hit[:COUNTIES_NAMED]
    ]
    rest = len(hit) - len(named)
    text = _(", ").join(named)
    return text + (_(" and %(count)s more") % {"count": rest} if rest > 0 else "")


def _title(rows: tuple[OutageRow, ...]) -> str:
    cold = [row for row in rows if row.is_grave]
    if not rows:
        return _("No single outage makes anybody short")
    facts = {
        "count": len(cold),
        "name": rows[0].name,
        "flow": flow(rows[0].total),
        "homes": flow(rows[0].homes),
    }
    if not cold:
        return _("No single outage leaves a household short; the gravest, %(name)s, costs %(flow)s") % facts
    text = ngettext(
        "%(count)s single outage would leave households short; the gravest, %(name)s, by %(homes)s",
        "%(count)s single outages would leave households short; the gravest, %(name)s, by %(homes)s",
        len(cold),
    )
    return text % facts


def _standards(areas: tuple[AreaStandard, ...]) -> Iterator[StandardRow]:
    """One row an area; stocks that change nothing share it."""
    groups: dict[tuple[str, str, float, float], list[AreaStandard]] = {}
    for area in areas:
        same = (
            area.area,
            area.largest,
            round(area.formula.share, DECIMALS),
            round(area.flow_share, DECIMALS),
        )
        groups.setdefault(same, []).append(area)
    for members in groups.values():
        yield _standard(members[0], " · ".join(percent_of_stock(one.storage) for one in members))


def percent_of_stock(share: float) -> str:
    """A stock as a whole percentage."""
    return f"{share:.0%}"


def _standard(area: AreaStandard, storage: str) -> StandardRow:
    return StandardRow(
        area=said(area.name_zh, area.name_en),
        storage=storage,
        demand=area.demand,
        largest=said(area.largest_zh, area.largest_en),
        formula=area.formula.share,
        passes=area.formula.passes,
        network=area.flow_share,
        explained=said(area.explained_zh, area.explained_en),
        formula_bar=bar(area.formula.share),
        network_bar=bar(area.flow_share),
    )


def _standard_title(areas: tuple[AreaStandard, ...]) -> str:
    if not areas:
        return _("The published standard has nothing to say here")
    area = areas[0]
    facts = {"formula": percent(area.formula.share), "network": percent(area.flow_share)}
    if area.formula.passes and area.flow_share < 1.0:
        return _("By the formula %(formula)s, enough; through the network only %(network)s") % facts
    return _("By the formula %(formula)s of demand, through the network %(network)s") % facts


def _design(answer: OutagesAnswer) -> str:
    design = answer.standards.design
    return said(design.note_zh, design.note_en)


def _rare(answer: OutagesAnswer) -> str:
    """The day that one winter in so many has, and the province's formula on its demand; empty where it is not known."""
    rare, areas = answer.standards.design.rare, answer.standards.areas
    if rare is None or not areas:
        return ""
    share, low, high = (percent(part) for part in rare.formula(areas[0].capacity))
    stock = percent(areas[0].storage)
    return said(
        f"{rare.note_zh}。储气 {stock} 时，全省公式得 {share}（{low}—{high}）",
        f"{rare.note_en}. With stores at {stock} the province's formula gives {share} ({low}–{high})",
    )
