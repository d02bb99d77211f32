"""Reading the authored tables and writing the case's tables: one place for how a cell looks."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import MISSING, fields
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

GIVEN = Path(__file__).parent / "given"
Row = dict[str, Any]


def given(stem: str) -> list[dict[str, str]]:
    """Rows of an authored table beside this file."""
    with (GIVEN / f"{stem}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def cell(value: object) -> str:
    """One cell: ISO dates, plain decimals without trailing zeros, `true`/`false`, empty for unknown."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".") if value else "0"
    return str(value)


def write_table(*, folder: Path, stem: str, table: type, rows: Sequence[Row]) -> int:
    """Write rows under the columns of a table's dataclass; every row must fill exactly those columns.

    A column that may be left out (it has a default) stands only where the rows fill it.
    """
    filled = set(rows[0]) if rows else set()
    columns = [
        column.name for column in fields(table) if column.default_factory is MISSING or column.name in filled
    ]
    for row in rows:
        if set(row) != set(columns):
            raise ValueError(f"{stem}: {sorted(set(row) ^ set(columns))} in {row}")
    lines = ([cell(row[column]) for column in columns] for row in rows)
    write_csv(path=folder / f"{stem}.csv", columns=columns, lines=lines)
    return len(rows)


def write_csv(*, path: Path, columns: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    """A CSV file in UTF-8 with line feeds, the same bytes on every machine."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(lines)
