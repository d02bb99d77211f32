"""Cells to columns: text of a CSV or values of a workbook become numbers, dates, words.

A column is read as a whole, quickly; only a column that holds a fault is looked at cell by cell. A faulty
cell leaves a blank (NaN, "", None) in the column, so that the other checks can still run.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any, TypeAlias

import numpy as np

from nuandong import vocabulary
from nuandong.gasday import CHINA
from nuandong.quantities import Kind, Quantity

Cell: TypeAlias = Any  # str from a CSV; str, float, int, bool, date, datetime from a workbook
Column: TypeAlias = Any  # tuple, or numpy array

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}([,，]\d{3})+(\.\d+)?")
_TRUE = frozenset({"true", "是", "1", "yes", "y", "t"})
_FALSE = frozenset({"false", "否", "0", "no", "n", "f"})


class BadCell(ValueError):
    """A cell that cannot be read as its column asks; the code names the fault."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def text_of(cell: Cell) -> str:
    """A cell as text; a workbook's 140105.0 is the code 140105."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time(0):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


def number_of(cell: Cell) -> float:
    """A cell as a finite number; thousands separators are allowed. BadCell otherwise."""
    if isinstance(cell, bool) or not isinstance(cell, (str, int, float)):
        raise BadCell("not_a_number")
    written = cell
    if isinstance(cell, str):
        written = cell.strip().replace("−", "-")
        if _THOUSANDS.fullmatch(written):
            written = written.replace(",", "").replace("，", "")
    try:
        number = float(written)
    except (ValueError, OverflowError):
        raise BadCell("not_a_number") from None
    if not math.isfinite(number):
        raise BadCell("not_a_number")
    return number


def date_of(cell: Cell) -> date:
    """A cell as a calendar date: 2023-12-20, 2023/12/20, 2023年12月20日, 20231220 or a workbook's date."""
    if isinstance(cell, datetime):
        if cell.time() == time(0):
            return cell.date()
        raise BadCell("not_a_date")
    if isinstance(cell, date):
        return cell
    written = text_of(cell)
    try:
        if len(written) == 8 and written.isdigit():
            return date(int(written[:4]), int(written[4:6]), int(written[6:]))
        found = _DATE.fullmatch(written.removesuffix(" 00:00:00"))
        if found:
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        pass
    raise BadCell("not_a_date")


def instant_of(cell: Cell) -> datetime:
    """A cell as an aware instant in China's time; without an offset it is taken as China's time."""
    if isinstance(cell, datetime):
        found = cell
    elif isinstance(cell, date):
        raise BadCell("not_an_instant")
    else:
        written = text_of(cell).replace("/", "-")
        if ":" not in written:  # a day is not an instant
            raise BadCell("not_an_instant")
        try:
            found = datetime.fromisoformat(written)
        except ValueError:
            raise BadCell("not_an_instant") from None
    aware = found if found.tzinfo is not None else found.replace(tzinfo=CHINA)
    try:
        return aware.astimezone(CHINA)
    except OverflowError:
        raise BadCell("not_an_instant") from None


def flag_of(cell: Cell) -> bool:
    """A cell as true or false; 是 and 否, 1 and 0 are understood."""
    written = text_of(cell).lower()
    if written in _TRUE:
        return True
    if written in _FALSE:
        return False
    raise BadCell("not_a_flag")


def choice_reader(entry: Quantity) -> Callable[[Cell], Any]:
    """Reader of a closed list: its words, and their labels in both languages."""
    known: dict[str, Any] = {}
    if entry.vocabulary is None:
        known = {choice: choice for choice in entry.choices}
    else:
        for word in entry.vocabulary:
            for language in ("en", "zh"):
                known.setdefault(vocabulary.label(word, language=language).casefold(), word)
        known |= {word.value.casefold(): word for word in entry.vocabulary}

    def read(cell: Cell) -> Any:
        found = known.get(text_of(cell).casefold())
        if found is None:
            raise BadCell("not_a_choice")
        return found

    return read


def reader_of(entry: Quantity) -> Callable[[Cell], Any]:
    """The function that reads one cell of this quantity."""
    if entry.kind is Kind.CHOICE:
        return choice_reader(entry)
    return {
        Kind.TEXT: text_of,
        Kind.REFERENCE: text_of,
        Kind.NUMBER: number_of,
        Kind.DATE: date_of,
        Kind.INSTANT: instant_of,
        Kind.FLAG: flag_of,
    }[entry.kind]


def blank_of(entry: Quantity) -> Any:
    """What stands in a column where a cell is empty or faulty."""
    if entry.kind in (Kind.TEXT, Kind.REFERENCE):
        return ""
    return math.nan if entry.kind is Kind.NUMBER else None


def read_cells(entry: Quantity, cells: Sequence[Cell], report: Callable[[str, int, Cell], None]) -> list[Any]:
    """All cells of a column, read; `report(code, index, cell)` is called for each that cannot be."""
    if entry.kind is Kind.NUMBER:
        quick = _quick_numbers(cells)
        if quick is not None and (entry.may_be_empty or not np.isnan(quick).any()):
            return quick.tolist()  # type: ignore[no-any-return]
    read, blank = reader_of(entry), blank_of(entry)
    known: dict[tuple[type, Cell], Any] = {}
    column: list[Any] = []
    for index, cell in enumerate(cells):
        memory = (type(cell), cell)
        if memory in known:
            column.append(known[memory])
            continue
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            if not entry.may_be_empty:
                report("empty_cell", index, "")
            column.append(blank)
            continue
        try:
            value = known[memory] = read(cell)
        except BadCell as fault:
            report(fault.code, index, cell)
            value = blank
        column.append(value)
    return column


def as_column(entry: Quantity, values: Sequence[Any]) -> Column:
    """Read values as the table keeps them: arrays for numbers and flags, tuples for the rest."""
    if entry.kind is Kind.NUMBER:
        numbers = np.asarray(values, dtype=np.float64) + 0.0
        return np.nan_to_num(numbers).astype(np.int64) if entry.whole else numbers
    if entry.kind is Kind.FLAG:
        return np.asarray([bool(value) for value in values], dtype=np.bool_)
    return tuple(values)


def _quick_numbers(cells: Sequence[Cell]) -> Any:
    """The column as floats in one go, or None where some cell needs a closer look."""
    try:
        numbers = np.array([math.nan if cell == "" else float(cell) for cell in cells], dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        return None
    empty = sum(1 for cell in cells if cell == "")
    is_clean = not any(isinstance(cell, bool) for cell in cells)
    return numbers if is_clean and int(np.isfinite(numbers).sum()) + empty == len(cells) else None
