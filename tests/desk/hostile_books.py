"""Workbooks as nobody should make them, each with its name: for every door of the desk that takes a workbook."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
MILLION = 1_000_000
CELLS: tuple[Any, ...] = (
    datetime(1899, 12, 31), datetime(9999, 12, 31), timedelta(days=99999), True, False, -1, 0, 1e308, -1e-308, 10**15,
    "#DIV/0!", "#REF!", "=1/0", "=HYPERLINK(\"http://x\")", "@SUM(1)", "NaN", "inf", "-inf", "1e999",
    "١٢٣", "1，5", "½",
    "é" * 32767, "🜏" * 300, "\u202eabc", "<script>alert(1)</script>", "' OR 1=1 --", "\t", "{{ 7*7 }}",
    "%s%n", "../../etc/passwd",
)  # fmt: skip


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as book:
        return {name: book.read(name) for name in book.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in parts.items():
            book.writestr(name, part)
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    return packed({**parts_of(content), name: part})


def changed(content: bytes, change: Callable[[Any], None]) -> bytes:
    """A workbook after something was done to it by hand."""
    book = openpyxl.load_workbook(BytesIO(content))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def far_cell(row: int, column: int) -> bytes:
    """Two cells, and a rectangle between them."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("measures")
    sheet.write(0, 0, "unit")
    sheet.write(row, column, "x")
    book.close()
    return out.getvalue()


def long_table(rows: int) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("measures")
    sheet.write_row(0, 0, ("point", "from", "to", "volume"))
    for row in range(1, rows):
        sheet.write_row(row, 0, ("p-glass", "2023-12-19 08:00", "2023-12-20 08:00", row))
    book.close()
    return out.getvalue()


def one_string_pointed_to_often(times: int, length: int) -> bytes:
    """A few kilobytes that stand for gigabytes of text."""
    parts = parts_of(far_cell(0, 1))
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts[STRINGS] = b'<sst xmlns="%s"><si><t>%s</t></si></sst>' % (main, b"a" * length)
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(1, times)
    )
    head, _, tail = parts[SHEET].partition(b"<sheetData>")
    parts[SHEET] = head + b"<sheetData>" + cells + b"</sheetData>" + tail.partition(b"</sheetData>")[2]
    return packed(parts)


def that_lies_about_its_size(content: bytes) -> bytes:
    """Forty megabytes of blanks in the sheet, and a directory that says a hundred bytes."""
    parts = parts_of(content)
    parts[SHEET] = parts[SHEET].replace(b"<sheetData", b" " * 40 * MILLION + b"<sheetData", 1)
    out = bytearray(packed(parts))
    true = struct.pack("<I", len(parts[SHEET]))
    assert out.count(true) >= 2
    return bytes(out.replace(true, struct.pack("<I", 100)))


def laughing(content: bytes) -> bytes:
    """Entities within entities."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    start = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]>'.encode()
    sheet = parts_of(content)[SHEET].partition(b"?>")[2].replace(b"<sheetData", b"<x>&l9;</x><sheetData", 1)
    return with_part(content, SHEET, start + sheet)


def hostile_books(good: bytes) -> Iterator[tuple[str, bytes]]:
    """Whatever somebody may hand in instead of a good workbook."""
    yield "nothing", b""
    yield "two letters", b"PK"
    yield "zeros", b"PK\x03\x04" + b"\0" * 5000
    yield "an old or locked workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096
    yield "a page", b"<html><table><tr><td>unit</td></tr></table></html>"
    yield "a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
    for share in (0.1, 0.5, 0.9, 0.999):
        yield f"cut off at {share}", good[: int(len(good) * share)]
    yield "an empty archive", packed({})
    yield "another format within", packed({**parts_of(good), "content.xml": b"<x/>"})
    yield "without a sheet", packed({name: part for name, part in parts_of(good).items() if name != SHEET})
    yield "a sheet that is no XML", with_part(good, SHEET, b"\xff\xfe\0\0<not")
    yield "a sheet that never ends", with_part(good, SHEET, parts_of(good)[SHEET][:-200])
    yield "entities", laughing(good)
    yield "five thousand parts", packed({**parts_of(good), **{f"x/{n}": b"" for n in range(5000)}})
    yield "too much unpacked", with_part(good, "xl/media/a.bin", b"\0" * 70 * MILLION)
    yield "sizes that are a lie", that_lies_about_its_size(good)
    yield "the last cell of a sheet", far_cell(1_048_575, 16_383)
    yield "a far row", far_cell(1_048_575, 3)
    yield "one string a million times", one_string_pointed_to_often(60_000, 30_000)
    yield "a hundred thousand rows", long_table(100_000)
    yield "macros", with_part(good, "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + b"\0" * 2000)
    yield (
        "links outside",
        with_part(good, "xl/externalLinks/externalLink1.xml", b'<externalLink r:id="x" xmlns:r="r"/>'),
    )
    yield "a name that climbs", with_part(good, "../../../../tmp/evil.xml", b"<x/>")


def rearranged(good: bytes) -> Iterator[tuple[str, bytes]]:
    """Good workbooks that somebody worked on by hand."""

    def hide(book: Any) -> None:
        for sheet in book.worksheets[1:]:
            sheet.sheet_state = "hidden"

    def merge(book: Any) -> None:
        book.worksheets[0].merge_cells("A1:F3")
        book.worksheets[0].merge_cells("E8:G9")

    def rename(book: Any) -> None:
        book.worksheets[0].title = "<b>改名<b> & 表"

    def move(book: Any) -> None:
        book.move_sheet(book.worksheets[0], len(book.worksheets) - 1)
        book.create_sheet("空", 0)

    def double(book: Any) -> None:
        book.copy_worksheet(book.worksheets[0])

    def colour(book: Any) -> None:
        book.worksheets[0]["ZZ9999"].fill = openpyxl.styles.PatternFill("solid", "FF0000")

    for change in (hide, merge, rename, move, double, colour):
        yield change.__name__, changed(good, change)
    for place, value in enumerate(CELLS):

        def fill(book: Any, value: Any = value) -> None:
            sheet = book.worksheets[0]
            for row in range(1, 30):
                sheet.cell(row, 5).value = value
                sheet.cell(row, 2).value = value

        yield f"cells of kind {place}", changed(good, fill)
