"""Answers about outages and what-ifs as tidy CSV tables, figures in full precision, base units.

outages.csv              one line an element or pair, the gravest first
outages_by_tier.csv      what of each tier is not served beyond the same days without the outage
outages_by_county.csv    the same by county, with the homes' part
n_minus_one.csv          formula and network side by side, by area and stock
own_first.csv            unserved gas by city, shared and own-first
differences.csv          figures of a what-if before and after, by gas day
users.csv                delivery points whose cut changes
before/ and after/       the pictures of a what-if are written by `write_results`, if asked for
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nuandong.assess.n_minus_one import StandardPicture
from nuandong.assess.outage_rows import OutageRows
from nuandong.assess.outages import OutagePicture
from nuandong.assess.sharing import SharingPicture
from nuandong.assess.what_if import Comparison
from nuandong.casefile.result_table import Cell, ResultTable
from nuandong.casefile.results import csv_bytes, write_files

Line = tuple[Cell, ...]
OUTAGE_FIGURES = (
    "protected", "safe_load", "beyond_orders", "relief", "total", "livelihood_gap", "drawn_stock",
    "protected_shortfall", "usable_stock", "survival_hours",
)  # fmt: skip


def write_risk(
    folder: str | Path,
    *,
    outages: OutagePicture | None = None,
    standards: StandardPicture | None = None,
    sharing: SharingPicture | None = None,
    comparison: Comparison | None = None,
) -> tuple[Path, ...]:
    """Write the tables of what was asked into `folder`; raises `ResultsNotWritten` where that cannot be."""
    tables: list[ResultTable] = []
    if outages:
        tables += outage_tables(outages)
    if standards:
        tables.append(_standard_table(standards))
    if sharing:
        tables.append(_sharing_table(sharing))
    if comparison:
        tables += comparison_tables(comparison)
    return write_files(Path(folder), {f"{table.stem}.csv": csv_bytes(table) for table in tables})


def outage_tables(picture: OutagePicture) -> list[ResultTable]:
    """Singles, then pairs, in one table each of figures, tiers and counties."""
    parts = (picture.single, picture.pairs)
    head = ("first", "days", "element", "kind", "name_zh", "name_en", "has_effect")
    lines: list[Line] = [
        (picture.first, picture.days, *_names(part, row), bool(part.has_effect[row]),
         *(_figure(getattr(part, name)[row]) for name in OUTAGE_FIGURES))
        for part in parts
        for row in range(len(part.element))
    ]  # fmt: skip
    tiers: list[Line] = [
        (part.element[row], tier, float(part.by_tier[row, place]))
        for part in parts
        for row in range(len(part.element))
        for place, tier in enumerate(picture.tiers)
        if part.has_effect[row]
    ]
    counties: list[Line] = [
        (part.element[row], county, float(part.by_county[row, place]),
         float(part.livelihood_by_county[row, place]))
        for part in parts
        for row in range(len(part.element))
        for place, county in enumerate(picture.counties)
        if part.has_effect[row]
    ]  # fmt: skip
    return [
        _of("outages", ("停运", "Outages"), (*head, *OUTAGE_FIGURES), lines),
        _of("outages_by_tier", ("停运·层级", "Outages by tier"), ("element", "tier", "unserved"), tiers),
        _of(
            "outages_by_county",
            ("停运·县", "Outages by county"),
            ("element", "county", "unserved", "livelihood_gap"),
            counties,
        ),
    ]


def comparison_tables(comparison: Comparison) -> list[ResultTable]:
    """Figures before and after by gas day, and users whose cut changes."""
    rows, users = comparison.differences, comparison.users
    days = comparison.before.stamp.days
    lines: list[Line] = [
        (rows.group[row], rows.key[row], rows.name_zh[row], rows.name_en[row], day,
         _figure(rows.before[row, step]), _figure(rows.after[row, step]), _figure(rows.change[row, step]))
        for row in range(len(rows.key))
        for step, day in enumerate(days)
    ]  # fmt: skip
    people: list[Line] = [
        (users.point[row], users.name_zh[row], users.name_en[row], users.county[row], users.tier[row],
         users.turn[row], float(users.before[row]), float(users.after[row]))
        for row in range(len(users.point))
    ]  # fmt: skip
    return [
        _of(
            "differences",
            ("前后差异", "Differences"),
            ("group", "key", "name_zh", "name_en", "gas_day", "before", "after", "change"),
            lines,
        ),
        _of(
            "users",
            ("用户变化", "Users whose cut changes"),
            ("point", "name_zh", "name_en", "county", "tier", "turn", "before", "after"),
            people,
        ),
    ]


def _standard_table(picture: StandardPicture) -> ResultTable:
    columns = (
        "area", "name_zh", "name_en", "storage", "demand", "entry", "production", "sendout", "regasification",
        "largest", "largest_element", "formula", "passes", "flow_share", "no_gas", "full_pipes", "explained_zh",
        "explained_en",
    )  # fmt: skip
    lines: list[Line] = [
        (row.area, row.name_zh, row.name_en, row.storage, row.demand, row.capacity.entry,
         row.capacity.production, row.capacity.sendout, row.capacity.regasification, row.capacity.largest,
         row.largest, row.formula.share, row.formula.passes, row.flow_share, row.no_gas, row.full_pipes,
         row.explained_zh, row.explained_en)
        for row in picture.areas
    ]  # fmt: skip
    return _of("n_minus_one", ("N-1", "N-1"), columns, lines)


def _sharing_table(picture: SharingPicture) -> ResultTable:
    columns = (
        "city", "name_zh", "name_en", "shared", "own_first", "protected_shared", "protected_own_first",
    )  # fmt: skip
    lines: list[Line] = [
        (city, picture.name_zh[row], picture.name_en[row],
         *(float(getattr(picture, name)[row]) for name in columns[3:]))
        for row, city in enumerate(picture.city)
    ]  # fmt: skip
    return _of("own_first", ("先保本市", "Own-first"), columns, lines)


def _of(stem: str, titles: tuple[str, str], columns: Sequence[str], lines: Sequence[Line]) -> ResultTable:
    """A table from its lines; an empty one keeps its columns."""
    cells = list(zip(*lines, strict=True)) if lines else [()] * len(columns)
    return ResultTable(stem, *titles, dict(zip(columns, cells, strict=True)))


def _names(part: OutageRows, row: int) -> tuple[str, str, str, str]:
    return part.element[row], part.kind[row], part.name_zh[row], part.name_en[row]


def _figure(value: float | np.float64) -> float | None:
    """A number, empty where there is none; infinite hours stand as they are."""
    return None if np.isnan(value) else float(value)
