"""One table of a case as plain texts and back: for whoever keeps a table whole beside its own records."""

from __future__ import annotations

from typing import Any

from nuandong.casefile.canonical import column_texts
from nuandong.casefile.faults import Gathering
from nuandong.casefile.raw import RawTable
from nuandong.casefile.shape import column_names, read_table
from nuandong.findings import FaultyCase


def table_texts(name: str, table: Any) -> list[list[str]]:
    """Header and rows of a table of the case format, each cell as it is written to CSV."""
    columns = column_names(name)
    rows = zip(*(column_texts(table, column) for column in columns), strict=True)
    return [list(columns), *(list(row) for row in rows)]


def table_from_texts(name: str, texts: list[list[str]]) -> Any:
    """The frozen table that `table_texts` gave; raises `FaultyCase` for texts that are none."""
    faults = Gathering(limit=1)
    header, *rows = texts
    numbers = tuple(range(2, len(rows) + 2))
    raw = RawTable(name, tuple(header), 1, tuple(tuple(row) for row in rows), numbers)
    read = read_table(name, raw, faults=faults)
    found = faults.findings
    if found.errors:
        raise FaultyCase(found, language="zh")
    return read.as_dataclass()
