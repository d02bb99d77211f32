"""Do the tables of a case agree: ids that exist, dates in order, contracts in season, loads that fit.

Every check reads columns that may hold blanks where a cell was faulty; blanks are passed over, for they have
been reported already.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from nuandong.assess.case import Settings
from nuandong.casefile.faults import Gathering
from nuandong.casefile.shape import TABLES, ReadTable, column_names
from nuandong.findings import Finding, Findings, Place
from nuandong.network.faults import FIRST_ROW
from nuandong.quantities import Kind, column, label, table_words
from nuandong.vocabulary import RegionKind

Tables = Mapping[str, ReadTable]
_ELSEWHERE = {("arcs", "from_node"), ("arcs", "to_node")}  # network.checks names pipes to nowhere


def report_disagreements(tables: Tables, settings: Settings | None, *, faults: Gathering) -> None:
    """All checks between rows and tables of a case, in the order of the tables."""
    _report_unknown_references(tables, faults)
    _report_reversed_dates(tables, faults)
    _report_shared_supply_ids(tables, faults)
    _report_least_above_most(tables, faults)
    if settings is not None:
        _report_contracts_out_of_season(tables, settings, faults)
    _report_nominations(tables, settings, faults)
    _report_counties_without_weather(tables, faults)


def relocated(findings: Findings, tables: Tables) -> Findings:
    """Findings that name a table and a counted row, with the file and row in which it really stood."""
    return Findings(tuple(_relocated(finding, tables) for finding in findings))


def _relocated(finding: Finding, tables: Tables) -> Finding:
    table = tables.get(finding.place.file)
    if table is None:
        return finding
    row = None if finding.place.row is None else finding.place.row - FIRST_ROW
    place = table.place(row, finding.place.column)
    return Finding(finding.code, place, finding.value, finding.wanted_zh, finding.wanted_en, finding.severity)


def _report_unknown_references(tables: Tables, faults: Gathering) -> None:
    """Each reference names an id of the table it refers to; silent where that table itself is missing."""
    for table in TABLES:
        for name in column_names(table):
            entry = column(table, name=name)
            if entry.kind is not Kind.REFERENCE or (table, name) in _ELSEWHERE:
                continue
            targets = [target.split(".") for target in entry.refers]
            if not all(tables[target].is_whole for target, _ in targets):
                continue
            known = {""}.union(*(tables[target].columns[field] for target, field in targets))
            words = [table_words(target) for target, _ in targets]
            names = (
                "、".join(f"“{word.label_zh}”表" for word in words),
                " or ".join(f"the table “{word.label_en}”" for word in words),
            )
            for row, value in enumerate(tables[table].columns[name]):
                if value not in known:
                    place = tables[table].place(row, name)
                    faults.add(
                        "unknown_reference", place=place, value=value, tables_zh=names[0], tables_en=names[1]
                    )


def _report_reversed_dates(tables: Tables, faults: Gathering) -> None:
    for table in TABLES:
        if not {"begins", "ends"} <= set(column_names(table)):
            continue
        columns = tables[table].columns
        for row, (begins, ends) in enumerate(zip(columns["begins"], columns["ends"], strict=True)):
            if begins is not None and ends is not None and ends < begins:
                place = tables[table].place(row, "ends")
                faults.add("ends_before_begins", place=place, value=ends, begins=begins)


def _report_shared_supply_ids(tables: Tables, faults: Gathering) -> None:
    """A contract's `supply` names a source or a store, so the two must not share an id."""
    stores = set(tables["stores"].columns["store"]) - {""}
    for row, supply in enumerate(tables["sources"].columns["supply"]):
        if supply in stores:
            faults.add("supply_named_twice", place=tables["sources"].place(row, "supply"), value=supply)


def _report_least_above_most(tables: Tables, faults: Gathering) -> None:
    for table, least, most in (
        ("contracts", "daily_min", "daily_max"),
        ("delivery_points", "safe_load", "load"),
    ):
        columns = tables[table].columns
        for row in np.flatnonzero(columns[least] > columns[most]):
            words = tuple(label(f"{table}.{most}", language=language) for language in ("zh", "en"))
            limit = f"{columns[most][row]:g}"
            place = tables[table].place(int(row), least)
            faults.add(
                "least_above_most", place=place, value=f"{columns[least][row]:g}", most=words, limit=limit
            )


def _report_contracts_out_of_season(tables: Tables, settings: Settings, faults: Gathering) -> None:
    first, last = settings.season_first, settings.season_last
    columns = tables["contracts"].columns
    for row, (begins, ends) in enumerate(zip(columns["begins"], columns["ends"], strict=True)):
        if begins is None or ends is None or ends < begins or (begins <= last and ends >= first):
            continue
        faults.add(
            "contract_out_of_season",
            place=tables["contracts"].place(row, "begins"),
            value=columns["contract"][row],
            begins=begins,
            ends=ends,
            first=first,
            last=last,
        )


def _report_nominations(tables: Tables, settings: Settings | None, faults: Gathering) -> None:
    """A nomination lies on a day of its contract and, but for a warning, within its daily maximum.

    Contracts out of season are passed over: they have been reported, once for all their nominations.
    """
    terms = _terms_of_contracts(tables["contracts"])
    if settings is not None:
        season = (settings.season_first, settings.season_last)
        terms = {contract: term for contract, term in terms.items() if _meets(term, season)}
    nominations = tables["nominations"]
    columns = nominations.columns
    flows = columns["flow"].tolist()
    for row, (contract, day) in enumerate(zip(columns["contract"], columns["gas_day"], strict=True)):
        if contract not in terms or day is None:
            continue
        begins, ends, daily_max = terms[contract]
        if begins is not None and ends is not None and not begins <= day <= ends and begins <= ends:
            facts: dict[str, Any] = {"contract": contract, "begins": begins, "ends": ends}
            faults.add(
                "nomination_outside_contract", place=nominations.place(row, "gas_day"), value=day, **facts
            )
        if flows[row] > daily_max * (1.0 + 1e-9):
            place = nominations.place(row, "flow")
            limit = f"{daily_max:g}"
            faults.add(
                "nomination_above_contract",
                place=place,
                value=f"{flows[row]:g}",
                contract=contract,
                limit=limit,
            )


def _meets(term: tuple[date | None, date | None, float], season: tuple[date, date]) -> bool:
    """Whether a contract's validity and the season have a day in common; true where a date is not known."""
    begins, ends, _ = term
    return begins is None or ends is None or (begins <= season[1] and ends >= season[0])


def _terms_of_contracts(contracts: ReadTable) -> dict[str, tuple[date | None, date | None, float]]:
    columns = contracts.columns
    terms = zip(columns["begins"], columns["ends"], columns["daily_max"].tolist(), strict=True)
    return dict(zip(columns["contract"], terms, strict=True))


def _report_counties_without_weather(tables: Tables, faults: Gathering) -> None:
    """Each county with a demand model lies in a weather area that has temperatures."""
    if not all(tables[name].is_whole for name in ("demand_models", "weather", "regions")):
        return
    areas = set(tables["weather"].columns["weather_area"])
    users_of_gas = set(tables["demand_models"].columns["county"])
    regions = tables["regions"]
    columns = regions.columns
    for row, (region, area) in enumerate(zip(columns["region"], columns["weather_area"], strict=True)):
        if (
            region in users_of_gas
            and columns["kind"][row] is RegionKind.COUNTY
            and (not area or area not in areas)
        ):
            place: Place = regions.place(row, "weather_area")
            faults.add(
                "county_without_weather", place=place, value=f"{columns['name_zh'][row]} {area}".strip()
            )
