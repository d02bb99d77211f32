"""One table of results: columns of one length by name, for CSV, workbook, page and any library of data frames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

import numpy as np

Cell: TypeAlias = str | float | int | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class ResultTable:
    """One table: its file stem, its titles, and its columns by name in order, all of equal length."""

    stem: str
    title_zh: str
    title_en: str
    columns: Mapping[str, Sequence[Cell]]

    @property
    def rows(self) -> Iterable[tuple[Cell, ...]]:
        """The rows in order."""
        return zip(*self.columns.values(), strict=True)

    @property
    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """The columns as numpy arrays of one length: figures, flags, `datetime64[D]` for days, else objects; a data
        frame of any library takes them as they are."""
        return {name: _array(column) for name, column in self.columns.items()}

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))


def _array(column: Sequence[Cell]) -> np.ndarray[Any, Any]:
    kinds = {type(cell) for cell in column}
    if kinds == {date}:
        return np.asarray(column, dtype="datetime64[D]")
    if (kinds and kinds <= {float, int}) or kinds == {bool}:
        return np.asarray(column)
    return np.asarray(column, dtype=object)
