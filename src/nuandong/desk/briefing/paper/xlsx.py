"""The brief as a workbook: sentences, every figure with its source, and each table on a sheet of its own."""

from __future__ import annotations

import io
import re
from typing import Any

from xlsxwriter import Workbook

from nuandong.desk.briefing.content import Figure
from nuandong.desk.briefing.paper.sheet import SetTable, Sheet
from nuandong.gasday import CHINA

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31
WORDS = {
    "zh": ("正文", "数据", "数据来源", ("章节", "内容", "备注"),
           ("数据项", "数值", "精确值", "来源", "地址"), ("序号", "来源", "地址")),
    "en": ("Text", "Figures", "Sources", ("Section", "Text", "Remark"),
           ("Figure", "As printed", "In full", "Source", "Address"), ("No.", "Source", "Address")),
}  # fmt: skip


def xlsx_of(sheet: Sheet) -> bytes:
    """The workbook's bytes, dated by the brief."""
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    naive = sheet.dated.astimezone(CHINA).replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": sheet.title, "author": sheet.body, "created": naive})
    forms = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "sum": book.add_format({"bold": True}),
    }
    names = WORDS[sheet.language]
    _text_sheet(book, sheet, forms, names)
    _figure_sheet(book, sheet, forms, names)
    taken: set[str] = set(names[:3])
    for section in sheet.sections:
        for table in section.tables:
            _table_sheet(book, sheet, table, forms, taken)
    _source_sheet(book, sheet, forms, names)
    book.close()
    return written.getvalue()


def _text_sheet(book: Any, sheet: Sheet, forms: Any, names: Any) -> None:
    page = book.add_worksheet(names[0])
    page.set_column(0, 0, 20)
    page.set_column(1, 1, 90)
    page.set_column(2, 2, 36)
    page.write_string(0, 0, sheet.name, forms["title"])
    page.write_string(
        1, 0, f"{sheet.title}  {sheet.issue}  {sheet.body}  {sheet.date}  {sheet.signer}  {sheet.mark}"
    )
    page.write_row(2, 0, names[3], forms["head"])
    line = 3
    for section in sheet.sections:
        rows = [("".join(part.text for part in told.lines), told.remark) for told in section.paragraphs]
        if section.missing:
            rows.append((section.missing, ""))
        for text, remark in rows:
            for column, cell in enumerate((section.heading, text, remark)):
                page.write_string(line, column, cell, forms["text"])
            line += 1
    for text in (*sheet.note_by_hand, sheet.edition, sheet.closing):
        if text:
            page.write_string(line, 0, sheet.word("notes"), forms["text"])
            page.write_string(line, 1, text, forms["text"])
            line += 1


def _figure_sheet(book: Any, sheet: Sheet, forms: Any, names: Any) -> None:
    page = book.add_worksheet(names[1])
    page.set_column(0, 1, 24)
    page.set_column(2, 2, 18)
    page.set_column(3, 4, 34)
    page.write_row(0, 0, names[4], forms["head"])
    for line, figure in enumerate(_figures(sheet), start=1):
        page.write_string(line, 0, figure.label(sheet.language))
        page.write_string(line, 1, figure.said(sheet.language))
        if figure.number is not None:
            page.write_number(line, 2, figure.number)
        page.write_string(line, 3, figure.source.said(sheet.language))
        page.write_string(line, 4, figure.source.address)


def _figures(sheet: Sheet) -> list[Figure]:
    lines = (part for section in sheet.sections for told in section.paragraphs for part in told.lines)
    return list({part.figure.key: part.figure for part in lines if part.figure is not None}.values())


def _table_sheet(book: Any, sheet: Sheet, told: SetTable, forms: Any, taken: set[str]) -> None:
    page = book.add_worksheet(_free_name(told.table.title(sheet.language), taken))
    page.set_column(0, 0, 28)
    page.set_column(1, len(told.table.heads) + 1, 18)
    heads = (*told.table.head_words(sheet.language), *WORDS[sheet.language][5][1:])
    page.write_row(0, 0, heads, forms["head"])
    page.freeze_panes(1, 1)
    for line, row in enumerate(told.table.rows, start=1):
        form = forms["sum"] if row.is_sum else None
        for column, cell in enumerate(row.cells):
            if cell.number is None:
                page.write_string(line, column, cell.said(sheet.language), form)
            else:
                page.write_number(line, column, cell.number, form)
        page.write_string(line, len(row.cells), row.source.said(sheet.language))
        page.write_string(line, len(row.cells) + 1, row.source.address)


def _source_sheet(book: Any, sheet: Sheet, forms: Any, names: Any) -> None:
    page = book.add_worksheet(names[2])
    page.set_column(1, 2, 40)
    page.write_row(0, 0, names[5], forms["head"])
    for line, source in enumerate(sheet.sources, start=1):
        page.write_number(line, 0, line)
        page.write_string(line, 1, source.said(sheet.language))
        page.write_string(line, 2, source.address)


def _free_name(title: str, taken: set[str]) -> str:
    """A name that a workbook takes: short, without forbidden signs, once."""
    plain = FORBIDDEN.sub(" ", title.replace("（", "(").split("(")[0]).strip()[: LONGEST_NAME - 3]
    name, count = plain, 2
    while name.casefold() in {one.casefold() for one in taken}:
        name, count = f"{plain} {count}", count + 1
    taken.add(name)
    return name
