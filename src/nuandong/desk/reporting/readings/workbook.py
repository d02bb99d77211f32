"""Readings as a workbook: the first sheet that holds anything becomes the text of a sheet, and a sheet to fill in.

Clause: T-042 (readings by sheet), T-068 (pressure beside volume).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from xlsxwriter import Workbook

from nuandong.desk.reporting.books.reading import as_text, open_book
from nuandong.findings import Finding

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (30, 20, 20, 16, 16, 10)


def text_of_book(content: bytes) -> tuple[str, Finding | None]:
    """The first filled sheet as comma-parted text, so that its faults are mended like those of any other sheet."""
    sheets, refused = open_book(content)
    if refused is not None:
        return "", refused
    filled = (rows for _name, rows in sheets if any(any(as_text(cell) for cell in row) for row in rows))
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(
        [_cell(cell) for cell in row] for row in next(filled, ())
    )
    return written.getvalue(), None


def book_of(heading: Sequence[str], rows: Iterable[Sequence[str]], *, at: datetime) -> bytes:
    """A workbook of one sheet, every cell a text, so that nothing is taken for a formula or a date."""
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": at.replace(tzinfo=None, microsecond=0)})
    page = book.add_worksheet("readings")
    page.freeze_panes(1, 1)
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)
    page.write_row(0, 0, heading, book.add_format({"bold": True, "bottom": 1}))
    for number, row in enumerate(rows, start=1):
        page.write_row(number, 0, row)
    book.close()
    return written.getvalue()


def _cell(cell: Any) -> str:
    """A cell as text; a date with a time of day keeps it."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    return cell.isoformat() if isinstance(cell, date) else as_text(cell)
