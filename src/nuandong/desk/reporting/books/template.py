"""Write the workbook that units fill in: labels, units and bounds from the data dictionary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from nuandong.desk.reporting.books.layout import (
    DAY_KEY,
    DAY_ROW,
    FIRST_FIELD_ROW,
    FIRST_UNIT_COLUMN,
    HINT_ROW,
    HOW_SHEET,
    KEY_COLUMN,
    LAST_SHEET,
    NAME_KEY,
    NAME_ROW,
    NOTE_KEY,
    REPORT_SHEET,
    TITLE_ROW,
    UNIT_KEY,
    UNIT_ROW,
)
from nuandong.desk.reporting.checks import PER_CENT, shown_bounds
from nuandong.desk.reporting.fields import number_fields, report_fields

FLAG = "nothing_to_report"
HOW_TO = (
    ("每个填报单位一列；第一列的代码请勿改动，行可以移动。",
     "One column a unit. Leave the keys in the first column; rows may be moved."),
    ("灰色格不用填。没有用气请填 0，不要留空。",
     "Grey cells are not asked. Write 0 where no gas was used, do not leave it empty."),
    ("流量单位为万m³/日：12 345 m³ 应填 1.2345。",
     "Flows are in 10⁴ m³/day: 12 345 m³ is 1.2345."),
    ("确无事项的单位在“零报告”一行填 是。",
     "A unit with nothing to report writes yes in the row of the nil report."),
    ("比例按百分数填写：80 表示 80 %。",
     "Shares are typed in per cent: 80 means 80 %."),
    ("填好后上传，先预览并核对每一格，确认后才入库。",
     "Upload it when done: every cell is checked and shown, and filed once you confirm."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One unit of a template: what it is asked, and what its last report said (base units)."""

    unit: str
    name_zh: str
    name_en: str
    asked: frozenset[str]
    last: Mapping[str, float]


def write_book(*, columns: Sequence[TemplateColumn], gas_day: date, at: datetime) -> bytes:
    """The workbook to fill in for a gas day, as bytes; the same for the same arguments."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": f"Daily report {gas_day.isoformat()}", "created": at.replace(tzinfo=None)})
    looks = _looks(book)
    filled = book.add_worksheet(REPORT_SHEET)
    _head(filled, looks, columns, gas_day)
    _rows(filled, looks, columns, is_last=False)
    last = book.add_worksheet(LAST_SHEET)
    _head(last, looks, columns, gas_day)
    _rows(last, looks, columns, is_last=True)
    last.write(
        TITLE_ROW,
        0,
        "上次上报（仅供对照，不读取） · The last report, to compare; it is not read",
        looks["title"],
    )
    last.protect()
    how = book.add_worksheet(HOW_SHEET)
    how.set_column(0, 1, 70)
    for row, (zh, en) in enumerate(HOW_TO):
        how.write_row(row, 0, (zh, en))
    book.close()
    return out.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    return {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "key": book.add_format({"font_color": "#999999", "font_size": 8}),
        "label": book.add_format({"text_wrap": True, "valign": "vcenter"}),
        "unit": book.add_format({"bold": True, "num_format": "@", "bottom": 1}),
        "day": book.add_format({"num_format": "@", "align": "right"}),
        "figure": book.add_format({"num_format": "#,##0.00##", "border": 1, "border_color": "#CCCCCC"}),
        "words": book.add_format({"num_format": "@", "border": 1, "border_color": "#CCCCCC"}),
        "blank": book.add_format({"bg_color": "#E3E3E0"}),
    }


def _head(sheet: Any, looks: dict[str, Any], columns: Sequence[TemplateColumn], gas_day: date) -> None:
    sheet.set_column(0, 0, 14, looks["key"])
    sheet.set_column(1, 2, 26)
    sheet.set_column(3, 3, 11)
    sheet.set_column(FIRST_UNIT_COLUMN, FIRST_UNIT_COLUMN + len(columns), 15)
    sheet.freeze_panes(FIRST_FIELD_ROW, FIRST_UNIT_COLUMN)
    sheet.write(TITLE_ROW, 0, f"日报 Daily report · {gas_day.isoformat()}", looks["title"])
    sheet.write(HINT_ROW, 0, "每单位一列 · a column a unit · 08:00–08:00", looks["key"])
    for row, key, zh, en in (
        (UNIT_ROW, UNIT_KEY, "填报单位代码", "Code of the unit"),
        (NAME_ROW, NAME_KEY, "填报单位", "Unit"),
        (DAY_ROW, DAY_KEY, "气日", "Gas day"),
    ):
        sheet.write_row(row, KEY_COLUMN, (key, zh, en))
    for place, one in enumerate(columns, start=FIRST_UNIT_COLUMN):
        sheet.write_string(UNIT_ROW, place, one.unit, looks["unit"])
        sheet.write_string(NAME_ROW, place, one.name_zh, looks["unit"])
        sheet.write_string(DAY_ROW, place, gas_day.isoformat(), looks["day"])


def _rows(sheet: Any, looks: dict[str, Any], columns: Sequence[TemplateColumn], *, is_last: bool) -> None:
    for row, (name, entry) in enumerate(report_fields().items(), start=FIRST_FIELD_ROW):
        unit = entry.unit_text(language="zh") if name in number_fields() else ""
        sheet.write_row(row, KEY_COLUMN, (name, entry.label_zh, entry.label_en, unit), looks["label"])
        for place, one in enumerate(columns, start=FIRST_UNIT_COLUMN):
            if name not in one.asked:
                sheet.write_blank(row, place, None, looks["blank"])
            elif is_last and name in one.last:
                shown = one.last[name] * (PER_CENT if entry.unit.key == "share" else 1.0)
                sheet.write_number(row, place, shown, looks["figure"])
            else:
                sheet.write_blank(row, place, None, looks["figure" if name in number_fields() else "words"])
        if not is_last:
            _bound(sheet, row, name, FIRST_UNIT_COLUMN + len(columns) - 1)
    if not is_last:
        row = FIRST_FIELD_ROW + len(report_fields())
        sheet.write_row(row, KEY_COLUMN, (NOTE_KEY, "备注", "Note"), looks["label"])
        for place in range(FIRST_UNIT_COLUMN, FIRST_UNIT_COLUMN + len(columns)):
            sheet.write_blank(row, place, None, looks["words"])


def _bound(sheet: Any, row: int, name: str, last_column: int) -> None:
    """Let the spreadsheet itself warn; it never forbids, because the gate is here and says why."""
    if name == FLAG:
        sheet.data_validation(row, FIRST_UNIT_COLUMN, row, last_column, {
            "validate": "list", "source": ["是", "否"], "error_type": "warning"})  # fmt: skip
        return
    if name not in number_fields():
        return
    lower, upper = shown_bounds(number_fields()[name])
    if lower is None or upper is None:
        return
    sheet.data_validation(row, FIRST_UNIT_COLUMN, row, last_column, {
        "validate": "decimal", "criteria": "between", "minimum": lower, "maximum": upper, "error_type": "warning",
        "error_title": "请核对 Check", "error_message": f"{lower:g} … {upper:g}"})  # fmt: skip
