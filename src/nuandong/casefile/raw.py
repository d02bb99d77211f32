"""Rows as they stand in a file or sheet, before anything is understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nuandong.casefile.cells import Cell
from nuandong.casefile.faults import Gathering
from nuandong.casefile.limits import Limits
from nuandong.findings import Place


@dataclass(frozen=True, slots=True)
class RawTable:
    """A header, the rows that hold something, and where each stands (as a person counts, header is row 1)."""

    file: str
    header: tuple[Cell, ...]
    header_row: int
    rows: tuple[Sequence[Cell], ...]
    numbers: tuple[int, ...]

    def place(self, *, row: int | None = None, column: str = "") -> Place:
        """Place of a row by its index among the rows that hold something."""
        return Place(self.file, None if row is None else self.numbers[row], column)


def is_empty(row: Sequence[Cell]) -> bool:
    """Whether a row holds nothing but blanks."""
    if row and isinstance(row[0], str) and row[0].strip():
        return False  # nearly every row
    return not any(cell is not None and cell != "" and not str(cell).isspace() for cell in row)


def gather_rows(
    *, file: str, rows: Iterable[Sequence[Cell]], first: int, limits: Limits, faults: Gathering
) -> RawTable | None:
    """Rows with something in them; None, with a fault, for an empty table or one that is too long.

    `first` is the number of the first row. After `limits.empty_rows` empty rows the table is over; should
    anything stand behind them it is a fault, because a half-read table must not be computed.
    """
    header: tuple[Cell, ...] | None = None
    header_row, gap = 0, 0
    kept: list[Sequence[Cell]] = []
    numbers: list[int] = []
    for number, row in enumerate(rows, start=first):
        if is_empty(row):
            gap += 1
        elif header is None:
            header, header_row, gap = tuple(row), number, 0
        elif gap > limits.empty_rows:
            faults.add("rows_after_gap", place=Place(file, number), limit=limits.empty_rows)
            return None
        elif len(kept) >= limits.rows:
            faults.add("too_many_rows", place=Place(file), limit=f"{limits.rows:,}")
            return None
        else:
            gap = 0
            kept.append(row)
            numbers.append(number)
    if header is None:
        faults.add("no_header", place=Place(file))
        return None
    return RawTable(file, header, header_row, tuple(kept), tuple(numbers))
