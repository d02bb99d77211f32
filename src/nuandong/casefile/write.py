"""Writing a case: the inverse of reading, with full precision, the same bytes for the same case."""

from __future__ import annotations

import csv
import io
import math
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from nuandong.assess.case import Case
from nuandong.casefile.canonical import column_texts, settings_values, tables_of, value_text
from nuandong.casefile.shape import column_names
from nuandong.quantities import column, label

_CREATED = datetime(2000, 1, 1)  # a workbook's own date would make the same case other bytes


def write_case(case: Case, folder: str | Path) -> None:
    """The case as a folder: case.toml and one CSV per table, UTF-8, numbers in full precision."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    (target / "case.toml").write_text(settings_toml(case), encoding="utf-8", newline="\n")
    if case.policy_text:
        (target / "policy.toml").write_text(case.policy_text, encoding="utf-8", newline="\n")
    for name, table in tables_of(case).items():
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        writer.writerow(column_names(name))
        writer.writerows(zip(*(column_texts(table, head) for head in column_names(name)), strict=True))
        (target / f"{name}.csv").write_text(written.getvalue(), encoding="utf-8", newline="\n")


def settings_toml(case: Case) -> str:
    """The text of case.toml."""
    lines = ["[case]"]
    lines += [f"{name} = {_toml(value)}" for name, value in settings_values(case.settings).items()]
    return "\n".join(lines) + "\n"


def write_workbook(case: Case, path: str | Path) -> None:
    """The case as one workbook: sheet `case` and one sheet per table, headings with their labels as notes."""
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
        book.set_properties({"created": _CREATED, "title": case.settings.name_zh})
        heading = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        _write_settings(book.add_worksheet("case"), case, heading)
        if case.policy_text:
            lines = book.add_worksheet("policy")
            for row, line in enumerate(case.policy_text.splitlines()):
                lines.write_string(row, 0, line)
        for name, table in tables_of(case).items():
            sheet = book.add_worksheet(name, worksheet_class=_ExactWorksheet)
            _write_table(sheet, name, table, heading=heading, day=day)


class _ExactWorksheet(Worksheet):  # type: ignore[misc]
    """A sheet that keeps a number's full precision, where the writer's own rounds to 16 digits."""

    def _xml_number_element(self, number: float, attributes: Any = ()) -> None:
        written = "".join(f' {key}="{value}"' for key, value in attributes)
        self.fh.write(f"<c{written}><v>{float(number)!r}</v></c>")


def _write_settings(sheet: Any, case: Case, heading: Any) -> None:
    sheet.write_row(0, 0, ("setting", "value"), heading)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 40)
    for row, (name, value) in enumerate(settings_values(case.settings).items(), start=1):
        parts = value if isinstance(value, tuple) else (value,)
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, ", ".join(value_text(part) for part in parts))


def _write_table(sheet: Any, name: str, table: Any, *, heading: Any, day: Any) -> None:
    sheet.freeze_panes(1, 0)
    for at, head in enumerate(column_names(name)):
        sheet.write_string(0, at, head, heading)
        sheet.write_comment(
            0, at, label(f"{name}.{head}", with_unit=True) + "\n" + column(name, name=head).meaning_zh
        )
        sheet.set_column(at, at, 14)
        values = getattr(table, head)
        for row, value in enumerate(values.tolist() if isinstance(values, np.ndarray) else values, start=1):
            _write_cell(sheet, row, at, value, day)


def _write_cell(sheet: Any, row: int, at: int, value: Any, day: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, at, value)
    elif isinstance(value, (int, float)):
        if not math.isnan(value):
            sheet.write_number(row, at, value)
    elif isinstance(value, date) and not isinstance(value, datetime):
        sheet.write_datetime(row, at, value, day)
    elif value_text(value):
        sheet.write_string(row, at, value_text(value))


def _toml(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(part) for part in value) + "]"
    if isinstance(value, str):
        return _quoted(value)
    return value_text(value)


def _quoted(text: str) -> str:
    """A basic TOML string: quotation marks, backslashes and control characters are escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"'
        + "".join(char if ord(char) >= 32 and ord(char) != 127 else f"\\u{ord(char):04x}" for char in escaped)
        + '"'
    )
