"""One .xlsx workbook to raw rows, sheet by sheet.

A workbook is a packed folder that others may have made: before it is handed to the reader every member is
unpacked once against its declared size, and no sheet may spread its cells over more area than a case needs
(one cell at the far corner would otherwise claim the memory of seventeen thousand million).
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import python_calamine

from nuandong.casefile.faults import Gathering
from nuandong.casefile.files import megabytes, read_bytes
from nuandong.casefile.limits import MEGABYTE, Limits
from nuandong.casefile.raw import RawTable, gather_rows
from nuandong.findings import Place, shortened

# A cell that holds something: its element is not closed at once. `r` names its column and row.
_FILLED_CELL = re.compile(rb"""r\s*+=\s*+["']([A-Za-z]{1,9}+)([0-9]{1,12}+)["'][^<>]*+(?<!/)>""")
_UNPLACED_CELL = re.compile(
    rb"""<(?:\w+:)?c(?:>|\s(?![^<>]*r\s*=)[^<>]*(?<!/)>)"""
)  # allowed, but spans unseen
_OVERLAP = 400  # longer than any opening tag of a cell
_UNSOUND = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


def read_workbook(path: Path, *, limits: Limits, faults: Gathering) -> dict[str, RawTable | None] | None:
    """Raw rows by sheet name; None, with a fault, for a workbook that cannot be read at all.

    A sheet that holds nothing is None and no fault: workbooks are born with empty sheets.
    """
    content = read_bytes(path, limit=limits.workbook_bytes, faults=faults)
    if content is None or not _is_sound(content, path.name, limits=limits, faults=faults):
        return None
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = {name: _rows_of(book, name) for name in book.sheet_names}
    except BaseException as trouble:  # the reader is compiled; its panics are no ordinary exceptions
        if not isinstance(trouble, Exception) and type(trouble).__name__ != "PanicException":
            raise
        faults.add("damaged_workbook", place=Place(path.name), reason=shortened(trouble))
        return None
    filled = {name: rows for name, rows in sheets.items() if rows[1]}
    if not filled:
        faults.add("empty_workbook", place=Place(path.name))
        return None
    return {
        name: gather_rows(file=name, rows=rows, first=first, limits=limits, faults=faults) if rows else None
        for name, (first, rows) in sheets.items()
    }


def _rows_of(book: python_calamine.CalamineWorkbook, name: str) -> tuple[int, list[list[Any]]]:
    """Number of the first row that is not empty, and the rows from there on."""
    sheet = book.get_sheet_by_name(name)
    start = sheet.start
    return (1, []) if start is None else (start[0] + 1, sheet.to_python(skip_empty_area=True))


def _is_sound(content: bytes, file: str, *, limits: Limits, faults: Gathering) -> bool:
    """Whether the package is a workbook, unpacks within the limit and spreads no sheet too wide."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            if not any(member.filename.lower() == "xl/workbook.xml" for member in members):
                faults.add("not_a_workbook", place=Place(file))
                return False
            unpacked = sum(member.file_size for member in members)
            if unpacked > limits.unpacked_bytes:
                size, limit = megabytes(unpacked), megabytes(limits.unpacked_bytes)
                faults.add("unpacks_too_large", place=Place(file), size=size, limit=limit)
                return False
            corners = [_far_corner(package, member) for member in members]
    except zipfile.BadZipFile:
        faults.add("not_a_workbook", place=Place(file))
        return False
    except _UNSOUND as trouble:
        faults.add("damaged_workbook", place=Place(file), reason=shortened(trouble))
        return False
    too_large = [corner for area, corner in corners if area > limits.cells]
    for corner in too_large:
        faults.add("sheet_too_large" if corner else "unplaced_cells", place=Place(file), corner=corner)
    return not too_large


def _far_corner(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[int, str]:
    """Area that the filled cells of a sheet span, and its far corner; (0, "") for other members.

    Cells that do not say where they stand may stand anywhere: their area is boundless, without a corner.

    Reads the member to its end, so a member that lies about its size fails its checksum here.
    """
    is_sheet = member.filename.lower().startswith("xl/worksheets/")
    rows, columns, corner_column = [0, 0], [0, 0], ""
    for chunk in _chunks(package, member):
        if not is_sheet:
            continue
        if _UNPLACED_CELL.search(chunk):
            return sys.maxsize, ""
        for letters, digits in _FILLED_CELL.findall(chunk):
            row, column = int(digits), _column_number(letters)
            rows = [row if not rows[0] else min(rows[0], row), max(rows[1], row)]
            if column > columns[1]:
                corner_column = letters.decode()
            columns = [column if not columns[0] else min(columns[0], column), max(columns[1], column)]
    area = (rows[1] - rows[0] + 1) * (columns[1] - columns[0] + 1)
    return (area, f"{corner_column}{rows[1]}") if rows[1] else (0, "")


def _chunks(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member in pieces that overlap, so that no opening tag is cut in two."""
    tail = b""
    with package.open(member) as opened:
        while piece := opened.read(MEGABYTE):
            chunk = tail + piece
            yield chunk
            tail = chunk[-_OVERLAP:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
