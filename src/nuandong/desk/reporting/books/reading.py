"""Read a workbook of reports: cells as text, each with its place; whatever cannot be read is a finding. Pure.

Clause: T-095 (the daily channel by workbook).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, ZipError

from nuandong.desk.frame.workbooks import MEGABYTE, MOST_UNPACKED, TooHeavy, Unreadable, weigh
from nuandong.desk.reporting.books.layout import (
    DAY_KEY,
    FIRST_UNIT_COLUMN,
    LAST_SHEET,
    MOST_ROWS,
    MOST_UNITS,
    NAME_KEY,
    NOTE_KEY,
    UNIT_KEY,
    cell_name,
)
from nuandong.desk.reporting.fields import number_fields, report_fields
from nuandong.findings import Finding, Findings, Place, shortened

LARGEST_FILE, LARGEST_UNPACKED = 5 * MEGABYTE, MOST_UNPACKED
NOT_READ = frozenset({NAME_KEY})
YES = {"是", "yes", "y", "true", "1", "√", "✓", "零报告"}
NO = {"否", "no", "n", "false", "0", ""}


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """One unit's column: text by field, and the cell in which each stood."""

    sheet: str
    unit: str
    gas_day: str
    cells: dict[str, str]
    places: dict[str, str]
    name: str = ""

    def place(self, field: str) -> str:
        """The cell of a field, else that of the unit."""
        return self.places.get(field, self.places.get(UNIT_KEY, ""))


def read_book(content: bytes) -> tuple[list[ReadColumn], Findings]:
    """Every column of every sheet of reports in a workbook, and what could not be read at all."""
    sheets, refused = open_book(content)
    if refused is not None:
        return [], Findings((refused,))
    columns: list[ReadColumn] = []
    found: list[Finding] = []
    for name, rows in sheets:
        read, faults = _read_sheet(name, rows)
        columns += read
        found += faults
    if not columns and not found:
        found.append(_fault("book.no_sheet", Place(), "",
                            f"没有找到日报表：第一列须有 {UNIT_KEY}、{DAY_KEY}；请用本页下载的模板",
                            f"no sheet of reports: its first column holds {UNIT_KEY}, {DAY_KEY}; use the template"
                            ))  # fmt: skip
    return columns, Findings(tuple(found))


def open_book(content: bytes) -> tuple[list[tuple[str, Sequence[Sequence[Any]]]], Finding | None]:
    """Sheets of a workbook as rows of cells, or why it cannot be read: too large, or no workbook."""
    refused = _refused(content)
    if refused is not None:
        return [], refused
    try:
        return _sheets(content), None
    except (CalamineError, ZipError, zipfile.BadZipFile, OSError, ValueError):
        return [], _unreadable()
    except (
        BaseException
    ) as wrong:  # a fault inside the reader's own machine code is told as none of Python's errors
        if type(wrong).__name__ != "PanicException":
            raise
        return [], _unreadable()


def _refused(content: bytes) -> Finding | None:
    if len(content) > LARGEST_FILE:
        return _fault("book.too_large", Place(), f"{len(content) / MEGABYTE:.1f} MB",
                      "文件超过 5 MB；请只保留日报表", "larger than 5 MB; keep only the sheet of reports")  # fmt: skip
    if not content.startswith(b"PK"):
        return _unreadable()
    try:
        weigh(content)
    except Unreadable:
        return _unreadable()
    except TooHeavy as heavy:
        return _fault("book.too_large", Place(), heavy.weight,
                      "展开后过大：全部不得超过 60 MB、150 万格；请只保留日报表，并删去表尾远处的单元格",
                      "too much once unpacked, at most 60 MB and 1.5 million cells; keep only the sheet of reports, "
                      "and delete cells far away from the table")  # fmt: skip
    return None


def _unreadable() -> Finding:
    return _fault("book.unreadable", Place(), "", "不是可读的 .xlsx 工作簿；请用 Excel 或 WPS 另存为 .xlsx",
                  "not a workbook that can be read; save it as .xlsx")  # fmt: skip


def _sheets(content: bytes) -> list[tuple[str, Sequence[Sequence[Any]]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return [
        (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        for name in book.sheet_names
        if name != LAST_SHEET
    ]


def _read_sheet(name: str, rows: Sequence[Sequence[Any]]) -> tuple[list[ReadColumn], list[Finding]]:
    """Columns of one sheet; a sheet that names no unit is none of ours and is passed over."""
    keys: dict[str, int] = {}
    found: list[Finding] = []
    for number, row in enumerate(rows[:MOST_ROWS]):
        key = as_text(row[0]) if row else ""
        if key in keys:
            found.append(_fault("book.row_twice", Place(name, column=cell_name(number, 0)), key,
                                f"与第 {keys[key] + 1} 行重复；请删去一行",
                                f"stands in row {keys[key] + 1} too; delete one")
                         )  # fmt: skip
        elif key:
            keys[key] = number
    if UNIT_KEY not in keys or DAY_KEY not in keys:
        return [], []
    found += _unknown_rows(name, keys, rows)
    width = max((len(row) for row in rows[:MOST_ROWS]), default=0)
    if width - FIRST_UNIT_COLUMN > MOST_UNITS:
        found.append(_fault("book.too_wide", Place(name), str(width), f"超过 {MOST_UNITS} 个单位；请分成几份",
                            f"more than {MOST_UNITS} units; split the workbook"))  # fmt: skip
        return [], found
    columns = (_read_column(name, keys, rows, place) for place in range(FIRST_UNIT_COLUMN, width))
    return [one for one in columns if one.unit or one.cells], found


def _unknown_rows(name: str, keys: dict[str, int], rows: Sequence[Sequence[Any]]) -> Iterator[Finding]:
    """A row that is filled in and means nothing to us would be lost without a word."""
    known = {UNIT_KEY, DAY_KEY, NOTE_KEY, *NOT_READ, *report_fields()}
    for key, number in keys.items():
        if key not in known and any(as_text(cell) for cell in rows[number][FIRST_UNIT_COLUMN:]):
            yield _fault("book.row_unknown", Place(name, column=cell_name(number, 0)), key,
                         "没有这个填报项；请用模板中的代码", "no such field; use the keys of the template")  # fmt: skip


def _read_column(sheet: str, keys: dict[str, int], rows: Sequence[Sequence[Any]], place: int) -> ReadColumn:
    texts = {key: as_text(rows[number][place]) if place < len(rows[number]) else ""
             for key, number in keys.items()}  # fmt: skip
    known = {*report_fields(), NOTE_KEY}
    return ReadColumn(
        sheet=sheet,
        unit=texts[UNIT_KEY].removesuffix(".0"),
        gas_day=texts[DAY_KEY],
        cells={key: text for key, text in texts.items() if text and key in known},
        places={key: cell_name(number, place) for key, number in keys.items()},
        name=texts.get(NAME_KEY, ""),
    )


def as_text(cell: Any) -> str:
    """A cell as a person would type it: numbers in full, dates as dates, errors as they show."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell).replace("\0", "").strip()  # PostgreSQL keeps no text with a nought in it


def flag_of(text: str) -> bool | None:
    """Yes or no as people write it; None for anything else."""
    plain = text.strip().lower()
    if plain in YES:
        return True
    return False if plain in NO else None


def is_figure(field: str) -> bool:
    """Whether a field is a number."""
    return field in number_fields()


def _fault(code: str, place: Place, value: str, zh: str, en: str) -> Finding:
    return Finding(code, place, shortened(value), zh, en)
