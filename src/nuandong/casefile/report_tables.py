"""The tables of a day's results, once for CSV, workbook and page.

Each table is tidy: one row for each entity and gas day where there is a day, every row with its ids and both names.
Together they hold every flow that enters or leaves a node, so that the balance can be checked again from the files.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from nuandong.assess.case import Case
from nuandong.assess.picture import ArcRows, CountyRows, DayPicture, SeasonPicture, StoreRows
from nuandong.casefile.report_likely import likely_tables
from nuandong.casefile.result_table import Cell, ResultTable
from nuandong.units import FloatArray
from nuandong.vocabulary import ConsumerClass, label

CAPACITY_OF_NOTHING = 1e-12


def day_tables(*, picture: DayPicture, case: Case) -> tuple[ResultTable, ...]:
    """Every table of a day's picture, in the order in which a reader wants them."""
    province, *shared = shared_tables(picture=picture, case=case)
    decided = (reason_table(picture), alternative_table(picture, case), cut_table(picture, case))
    return (province, *decided, *shared, zone_table(picture, case), *likely_tables(picture))


def shared_tables(*, picture: DayPicture | SeasonPicture, case: Case) -> tuple[ResultTable, ...]:
    """The tables that a day and a season have in common; a season's are all of these."""
    days = picture.stamp.days
    return (
        province_table(picture),
        tier_table(picture),
        source_table(picture, case),
        store_table(stores=picture.stores, case=case, days=days),
        county_table(counties=picture.counties, days=days),
        class_table(picture),
        arc_table(arcs=picture.arcs, case=case, days=days),
        node_table(case),
        finding_table(picture),
    )


def by_day(entities: Sequence[Sequence[Cell]], days: Sequence[date]) -> list[list[Cell]]:
    """Columns of entities repeated for each day, the day running fastest, after a column of the days."""
    every_day: list[Cell] = [day for _ in entities[0] for day in days]
    return [every_day, *[[cell for cell in column for _ in days] for column in entities]]


def flat(figures: Any) -> list[Any]:
    """An (n, T) array as one column, the day running fastest; plain Python values."""
    values: list[Any] = np.asarray(figures).ravel().tolist()
    return values


def spread(figures: FloatArray, days: int) -> list[Any]:
    """An (n,) or (n, T) array as one column of n x T values."""
    array = np.asarray(figures)
    return flat(array if array.ndim == 2 else np.repeat(array[:, None], days, axis=1))


def province_table(picture: DayPicture | SeasonPicture) -> ResultTable:
    """The province day by day."""
    province = picture.province
    names = (
        "demand", "demand_low", "demand_high", "supply", "gap_before", "gap_share", "deliverable_gap",
        "gap_after_storage", "gap_residual", "livelihood_gap", "level", "mean_temperature", "normal_temperature",
        "cold_wave",
    )  # fmt: skip
    columns = {name: flat(getattr(province, name)) for name in names}
    if isinstance(picture, DayPicture) and picture.likelihood is not None:
        columns["gap_probability"] = flat(picture.likelihood.gap_probability)
    return ResultTable(
        "province", "全省供需与缺口", "Province by day", {"gas_day": picture.stamp.days, **columns}
    )


def reason_table(picture: DayPicture) -> ResultTable:
    """Why the level is proposed."""
    reasons = picture.proposal.reasons
    columns = {
        name: [getattr(reason, name) for reason in reasons]
        for name in ("text_zh", "text_en", "clause_zh", "clause", "evidence")
    }
    return ResultTable("reasons", "等级依据", "Reasons for the level", columns)


def class_table(picture: DayPicture | SeasonPicture) -> ResultTable:
    """Demand by consumer class and day."""
    rows, days = picture.classes, picture.stamp.days
    classes = [ConsumerClass(word) for word in rows.consumer_class]
    zh, en = ([label(word, language=language) for word in classes] for language in ("zh", "en"))
    entities = by_day([rows.consumer_class, zh, en, flat(rows.protected)], days)
    columns = dict(
        zip(("gas_day", "consumer_class", "name_zh", "name_en", "protected"), entities, strict=True)
    )
    return ResultTable("classes", "分类需求", "Demand by class", {**columns, "demand": flat(rows.demand)})


def county_table(*, counties: CountyRows, days: Sequence[date]) -> ResultTable:
    """Counties by day; `served` is what the plan leaves each county to use."""
    gas_day, county, zh, en, city, reported = by_day(
        [counties.county, counties.name_zh, counties.name_en, counties.city, flat(counties.reported)], days
    )
    columns = {
        "gas_day": gas_day, "county": county, "name_zh": zh, "name_en": en, "city": city, "reported": reported,
        "demand": flat(counties.demand), "delivered": flat(counties.delivered), "shortfall": flat(counties.shortfall),
        "relief": flat(counties.relief), "livelihood_gap": flat(counties.livelihood_gap),
        "unserved": flat(counties.unserved), "served": flat(counties.demand - counties.unserved),
    }  # fmt: skip
    return ResultTable("counties", "县区", "Counties", columns)


def zone_table(picture: DayPicture, case: Case) -> ResultTable:
    """Supply zones on the first day."""
    zones = picture.zones
    evidence = dict(zip(case.network.zones.zone, case.network.zones.evidence, strict=True))
    columns = {
        name: flat(getattr(zones, name))
        for name in ("crosses_cities", "demand", "supply", "gap_share", "level")
    }
    names = {"zone": zones.zone, "name_zh": zones.name_zh, "name_en": zones.name_en}
    marks = {"evidence": [str(evidence.get(zone, "")) for zone in zones.zone]}
    return ResultTable("zones", "供气区", "Supply zones", {**names, **columns, **marks})


def source_table(picture: DayPicture | SeasonPicture, case: Case) -> ResultTable:
    """Sources, stores and measures by day: nominated and taken, and the node at which each enters."""
    sources, network = picture.sources, case.network
    known = (
        ("source", network.sources.supply, network.sources.node, network.sources.evidence),
        ("store", network.stores.store, network.stores.node, network.stores.evidence),
        ("measure", network.measures.measure, network.measures.node, network.measures.evidence),
    )
    rows = [(role, *row) for role, *columns in known for row in zip(*columns, strict=True)]
    of = {name: (role, node, str(evidence)) for role, name, node, evidence in rows}
    role, node, evidence = (
        zip(*(of[supply] for supply in sources.supply), strict=True) if sources.supply else ((),) * 3
    )
    names = ("gas_day", "source", "name_zh", "name_en", "role", "kind", "node", "evidence")
    entities = [sources.supply, sources.name_zh, sources.name_en, role, sources.kind, node, evidence]
    columns = dict(zip(names, by_day(entities, picture.stamp.days), strict=True))
    figures = {"nominated": flat(sources.nominated), "taken": flat(sources.delivered)}
    return ResultTable("sources", "气源", "Sources", {**columns, **figures})


def store_table(*, stores: StoreRows, case: Case, days: Sequence[date]) -> ResultTable:
    """Stores by day with their movements and both ends of the inventory."""
    network = case.network.stores
    node = dict(zip(network.store, network.node, strict=True))
    evidence = dict(zip(network.store, network.evidence, strict=True))
    count = len(days)
    entities = by_day(
        [
            stores.store,
            stores.name_zh,
            stores.name_en,
            stores.kind,
            [node.get(store, "") for store in stores.store],
            [str(evidence.get(store, "")) for store in stores.store],
        ],
        days,
    )
    names = ("gas_day", "store", "name_zh", "name_en", "kind", "node", "evidence")
    figures = {
        "inventory_begin": flat(stores.inventory[:, :-1]), "sendout": flat(stores.sendout),
        "injection": flat(stores.injection), "boil_off": flat(boil_off_flow(stores)),
        "inventory_end": flat(stores.inventory[:, 1:]), "nominated": spread(stores.nominated, count),
        "sendout_max": spread(stores.sendout_max, count), "reserve": spread(stores.reserve, count),
        "working_capacity": spread(stores.working_capacity, count),
    }  # fmt: skip
    return ResultTable("stores", "储气设施", "Stores", {**dict(zip(names, entities, strict=True)), **figures})


def boil_off_flow(stores: StoreRows) -> FloatArray:
    """Boil-off of each store and day (10^4 m3/day); a row given as a share loses that share of its stock."""
    lost = np.asarray(stores.boil_off)
    return lost if lost.ndim == 2 else lost[:, None] * stores.inventory[:, :-1]


def arc_table(*, arcs: ArcRows, case: Case, days: Sequence[date]) -> ResultTable:
    """Arcs by day: flow, capacity and whether it binds."""
    evidence = dict(zip(case.network.arcs.arc, case.network.arcs.evidence, strict=True))
    marks = [str(evidence.get(arc, "")) for arc in arcs.arc]
    entities = by_day(
        [arcs.arc, arcs.name_zh, arcs.name_en, arcs.kind, arcs.from_node, arcs.to_node, marks], days
    )
    names = ("gas_day", "arc", "name_zh", "name_en", "kind", "from_node", "to_node", "evidence")
    figures = {
        "flow": flat(arcs.flow), "capacity": flat(arcs.capacity), "capacity_back": flat(arcs.capacity_back),
        "capacity_use": flat(use_of_capacity(arcs)), "binding": flat(arcs.binding),
    }  # fmt: skip
    return ResultTable(
        "arcs", "管段", "Pipes and branches", {**dict(zip(names, entities, strict=True)), **figures}
    )


def use_of_capacity(arcs: ArcRows) -> FloatArray:
    """Flow over the capacity of its direction, (n, T); not a number where that direction has none."""
    limit = np.where(arcs.flow >= 0, arcs.capacity, arcs.capacity_back)
    share: FloatArray = np.full(limit.shape, np.nan)
    np.divide(np.abs(arcs.flow), limit, out=share, where=limit > CAPACITY_OF_NOTHING)
    return share


def tier_table(picture: DayPicture | SeasonPicture) -> ResultTable:
    """Steps of the cut order by day, least protected first."""
    tiers, days = picture.tiers, picture.stamp.days
    entities = by_day([tiers.tier, tiers.name_zh, tiers.name_en, flat(tiers.may_order)], days)
    names = ("gas_day", "tier", "name_zh", "name_en", "may_order")
    figures = {name: flat(getattr(tiers, name)) for name in ("demand", "curtailable", "relief")}
    return ResultTable(
        "tiers", "压减层级", "Tiers of the cut order", {**dict(zip(names, entities, strict=True)), **figures}
    )


def cut_table(picture: DayPicture, case: Case) -> ResultTable:
    """The curtailment proposal by user for the first day, in cut order."""
    cuts, counties, users = picture.cuts, picture.counties, case.users.users
    zh = dict(zip(counties.county, counties.name_zh, strict=True))
    en = dict(zip(counties.county, counties.name_en, strict=True))
    evidence = dict(zip(users.user, users.evidence, strict=True))
    names = (
        "order", "point", "user", "name_zh", "name_en", "county", "tier", "consumer_class", "state", "load",
        "safe_load", "relief", "notify_by", "reason_zh", "reason_en",
    )  # fmt: skip
    columns: dict[str, Sequence[Cell]] = {}
    for name in names:
        figures = getattr(cuts, name)
        columns[name] = flat(figures) if isinstance(figures, np.ndarray) else figures
        if name == "county":
            columns["county_zh"] = [zh.get(code, code) for code in cuts.county]
            columns["county_en"] = [en.get(code, code) for code in cuts.county]
    columns["evidence"] = [str(evidence.get(user, "")) for user in cuts.user]
    return ResultTable("cuts", "压减建议", "Curtailment proposal", columns)


def alternative_table(picture: DayPicture, case: Case) -> ResultTable:
    """Measures other than cutting, first day, and the node at which each acts."""
    rows, measures = picture.alternatives, case.network.measures
    node = dict(zip(measures.measure, measures.node, strict=True))
    evidence = dict(zip(measures.measure, measures.evidence, strict=True))
    columns: dict[str, Sequence[Cell]] = {
        "measure": rows.measure, "name_zh": rows.name_zh, "name_en": rows.name_en, "kind": rows.kind,
        "node": [node.get(measure, "") for measure in rows.measure],
        "available": flat(rows.available), "used": flat(rows.used), "lead_hours": flat(rows.lead_hours),
        "why": rows.why or [""] * len(rows.measure), "note_zh": rows.note_zh, "note_en": rows.note_en,
        "evidence": [str(evidence.get(measure, "")) for measure in rows.measure],
    }  # fmt: skip
    return ResultTable("alternatives", "替代措施", "Other measures", columns)


def node_table(case: Case) -> ResultTable:
    """Points of the network, so that a reader needs no other file to draw it."""
    nodes = case.network.nodes
    columns: dict[str, Sequence[Cell]] = {
        "node": nodes.node, "name_zh": nodes.name_zh, "name_en": nodes.name_en,
        "kind": [str(kind) for kind in nodes.kind],
        "lon": flat(nodes.lon), "lat": flat(nodes.lat), "evidence": [str(evidence) for evidence in nodes.evidence],
    }  # fmt: skip
    return ResultTable("nodes", "节点", "Nodes", columns)


def finding_table(picture: DayPicture | SeasonPicture) -> ResultTable:
    """What is wrong or doubtful in the input."""
    found = picture.findings.found
    columns: dict[str, Sequence[Cell]] = {
        "severity": [str(finding.severity) for finding in found], "code": [finding.code for finding in found],
        "file": [finding.place.file for finding in found], "row": [finding.place.row for finding in found],
        "column": [finding.place.column for finding in found], "value": [finding.value for finding in found],
        "wanted_zh": [finding.wanted_zh for finding in found], "wanted_en": [finding.wanted_en for finding in found],
    }  # fmt: skip
    return ResultTable("findings", "数据问题", "Findings", columns)
