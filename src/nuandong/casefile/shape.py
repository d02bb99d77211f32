"""From raw rows to the columns of one table: headers matched, cells read, bounds kept, keys unique."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np

from nuandong.casefile.cells import Cell, Column, as_column, blank_of, read_cells, text_of
from nuandong.casefile.faults import Gathering
from nuandong.casefile.raw import RawTable
from nuandong.curtailment import tables as curtailment
from nuandong.demand import tables as demand
from nuandong.findings import Place
from nuandong.network import tables as network
from nuandong.network import terms
from nuandong.quantities import Kind, Quantity, column, table_words

TABLES: dict[str, type[Any]] = {
    "regions": network.Regions,
    "nodes": network.Nodes,
    "arcs": network.Arcs,
    "arc_limits": network.ArcLimits,
    "zones": network.Zones,
    "zone_members": network.ZoneMembers,
    "sources": network.Sources,
    "stores": network.Stores,
    "store_shares": network.StoreShares,
    "inventories": network.Inventories,
    "contracts": network.Contracts,
    "nominations": network.Nominations,
    "measures": network.Measures,
    "conversions": network.Conversions,
    "contract_terms": terms.ContractTerms,
    "shared_limits": terms.SharedLimits,
    "limit_members": terms.LimitMembers,
    "store_curves": terms.StoreCurves,
    "store_targets": terms.StoreTargets,
    "demand_models": demand.DemandModels,
    "weather": demand.Weather,
    "use_reports": demand.UseReports,
    "hour_shapes": demand.HourShapes,
    "use_history": demand.PastUse,
    "use_held_back": demand.HeldBack,
    "use_plans": demand.UsePlans,
    "users": curtailment.Users,
    "delivery_points": curtailment.DeliveryPoints,
    "curtailment_lists": curtailment.CurtailmentLists,
    "list_entries": curtailment.ListEntries,
    "cut_history": curtailment.CutHistory,
}

_BRACKETED = re.compile(r"[(\[【].*")


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One table as read: its columns, and where each row stood.

    `is_whole` is false if a key column or all rows are missing.
    """

    name: str
    columns: Mapping[str, Column]
    raw: RawTable | None
    is_whole: bool

    def place(self, row: int | None, column_name: str = "") -> Place:
        """Where a row of the table stood in the case."""
        if self.raw is None:
            return Place(self.name, None, column_name)
        return self.raw.place(row=row, column=column_name)

    def as_dataclass(self) -> Any:
        """The table's frozen dataclass."""
        return TABLES[self.name](**self.columns)


def column_names(table: str) -> tuple[str, ...]:
    """The columns of a table in the order of its dataclass."""
    return tuple(field.name for field in fields(TABLES[table]))


def table_named(written: str) -> str | None:
    """The table that a file or sheet of this name holds: the name itself or its label in either language."""
    wanted = plain(written)
    for name in TABLES:
        words = table_words(name)
        if wanted in (name, plain(words.label_zh), plain(words.label_en)):
            return name
    return None


def plain(written: object) -> str:
    """A heading without case, spaces, full-width forms and a unit in brackets."""
    folded = unicodedata.normalize("NFKC", text_of(written)).casefold()
    return "_".join(_BRACKETED.sub("", folded).replace("_", " ").split())


def empty_table(table: str) -> ReadTable:
    """The table without rows, as where its file is absent."""
    columns = {name: as_column(column(table, name=name), ()) for name in column_names(table)}
    return ReadTable(table, columns, None, is_whole=not table_words(table).required)


def read_table(table: str, raw: RawTable, *, faults: Gathering) -> ReadTable:
    """The columns of a table; every fault is reported and leaves a blank."""
    words = table_words(table)
    if not raw.rows and not words.may_have_no_rows:
        faults.add("no_rows", place=Place(raw.file))
    _report_cells_beyond_header(raw, faults)
    where = match_header(table, raw, faults=faults)
    width = len(raw.header)
    padded = [row if len(row) >= width else [*row, *[""] * (width - len(row))] for row in raw.rows]
    transposed = list(zip(*padded, strict=False)) if padded else [()] * width
    columns: dict[str, Column] = {}
    for name in column_names(table):
        entry = column(table, name=name)
        if name in where:
            columns[name] = read_column(entry, name, transposed[where[name]], raw=raw, faults=faults)
        else:
            columns[name] = as_column(entry, [blank_of(entry)] * len(raw.rows))
    if "name_en" in columns:
        pairs = zip(columns["name_en"], columns["name_zh"], strict=True)
        columns["name_en"] = tuple(en or zh for en, zh in pairs)
    is_whole = all(name in where for name in words.key) and (bool(raw.rows) or words.may_have_no_rows)
    read = ReadTable(table, columns, raw, is_whole=is_whole)
    _report_repeated_keys(read, words.key, faults)
    return read


def match_header(table: str, raw: RawTable, *, faults: Gathering) -> dict[str, int]:
    """Position of each column that the header names, by field name or by label in either language."""
    known: dict[str, str] = {}
    for name in column_names(table):
        entry = column(table, name=name)
        for written in (name, entry.label_zh, entry.label_en):
            known.setdefault(plain(written), name)
    where: dict[str, int] = {}
    for position, heading in enumerate(raw.header):
        matched = known.get(plain(heading))
        place = Place(raw.file, raw.header_row, text_of(heading))
        if matched is None:
            if text_of(heading):
                faults.add("unknown_column", place=place)
        elif matched in where:
            faults.add("duplicate_column", place=place)
        else:
            where[matched] = position
    for name in column_names(table):
        entry = column(table, name=name)
        if name not in where and not entry.may_be_empty:
            label = (f"{name}（{entry.label_zh}）", f"{name} ({entry.label_en})")
            faults.add("missing_column", place=Place(raw.file, raw.header_row, name), label=label)
    return where


def read_column(
    entry: Quantity, name: str, cells: Sequence[Cell], *, raw: RawTable, faults: Gathering
) -> Column:
    """One column, read and held against its bounds."""
    label = (entry.label_zh, entry.label_en)
    choices = "、".join(entry.choices), ", ".join(entry.choices)

    def report(code: str, row: int, cell: Cell) -> None:
        faults.add(code, place=raw.place(row=row, column=name), value=cell, label=label, choices=choices)

    values = read_cells(entry, cells, report)
    if entry.kind is Kind.NUMBER:
        for row, value in report_bounds(
            entry, values, faults=faults, place=lambda r: raw.place(row=r, column=name)
        ):
            values[row] = value
    return as_column(entry, values)


def report_bounds(
    entry: Quantity, values: Sequence[float], *, faults: Gathering, place: Any
) -> list[tuple[int, float]]:
    """Reports numbers outside their bounds; gives the rows to blank, so that no later check meets them."""
    numbers = np.asarray(values, dtype=np.float64)
    if entry.whole:
        for row in np.flatnonzero(np.isfinite(numbers) & (numbers != np.floor(numbers))):
            faults.add("not_whole", place=place(int(row)), value=_number_text(numbers[row]))
    lower = -np.inf if entry.lower is None else entry.lower
    upper = np.inf if entry.upper is None else entry.upper
    outside = np.flatnonzero((numbers < lower) | (numbers > upper))
    for row in outside:
        faults.add(
            "out_of_bounds",
            place=place(int(row)),
            value=_number_text(numbers[row]),
            lower=f"{lower:,g}" if abs(lower) < 1e6 else f"{lower:,.0f}",
            upper=f"{upper:,g}" if abs(upper) < 1e6 else f"{upper:,.0f}",
            unit_zh=_unit_text(entry.unit.zh),
            unit_en=_unit_text(entry.unit.en),
        )
    if entry.suspect_above is not None:
        for row in np.flatnonzero((numbers > entry.suspect_above) & (numbers <= upper)):
            faults.add(
                "suspect_unit",
                place=place(int(row)),
                value=_number_text(numbers[row]),
                limit=f"{entry.suspect_above:,g}",
                unit_zh=_unit_text(entry.unit.zh),
                unit_en=_unit_text(entry.unit.en),
            )
    return [(int(row), float("nan")) for row in outside]


def _unit_text(written: str) -> str:
    """A unit behind a bound; shares (0–1) say nothing that the bounds do not."""
    return f" {written}" if written and written != "0–1" else ""


def _number_text(number: float) -> str:
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.10g}"


def _report_cells_beyond_header(raw: RawTable, faults: Gathering) -> None:
    width = len(raw.header)
    for index, row in enumerate(raw.rows):
        if len(row) > width:
            beyond = next((text_of(cell) for cell in row[width:] if text_of(cell)), "")
            if beyond:
                faults.add("too_many_cells", place=raw.place(row=index), value=beyond)


def _report_repeated_keys(read: ReadTable, key: tuple[str, ...], faults: Gathering) -> None:
    """Rows whose key stands already in an earlier row; blanks that may not be are reported as such elsewhere."""
    if not read.is_whole or read.raw is None:
        return
    key_columns = [read.columns[name] for name in key]
    rows = list(
        zip(*(part.tolist() if isinstance(part, np.ndarray) else part for part in key_columns), strict=True)
    )
    if len(set(rows)) == len(rows):
        return
    needed = [not column(read.name, name=name).may_be_empty for name in key]
    first: dict[tuple[Any, ...], int] = {}
    for index, row in enumerate(rows):
        if any(part in (None, "") and wanted for part, wanted in zip(row, needed, strict=True)):
            continue
        if row not in first:
            first[row] = index
            continue
        value = " · ".join(_key_text(part) for part in row if part not in (None, ""))
        place = read.place(index, key[0])
        faults.add("duplicate_key", place=place, value=value, first=read.raw.numbers[first[row]])


def _key_text(part: Any) -> str:
    return str(part.isoformat() if isinstance(part, date) else getattr(part, "value", part))
