"""Read what the offline form saved: the same columns that a workbook gives, through the same gate. Pure.

The reports stand in the package as one text with its SHA-256, so that a byte lost on a stick is noticed.

Clause: T-095 (the daily channel of a place without a network).
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from nuandong.desk.reporting.books.layout import DAY_KEY, MOST_UNITS, NOTE_KEY, UNIT_KEY
from nuandong.desk.reporting.books.reading import LARGEST_FILE, ReadColumn, read_book
from nuandong.desk.reporting.fields import report_fields
from nuandong.findings import Finding, Findings, Place, shortened

FORM = "nuandong-daily-report-1"
SHEET = "offline"
LONGEST_CELL = 2000


def read_handed(content: bytes) -> tuple[list[ReadColumn], Findings]:
    """Columns of a workbook or of an offline package, by what the file begins with, and what could not be read."""
    return read_package(content) if content.lstrip()[:1] == b"{" else read_book(content)


def read_package(content: bytes) -> tuple[list[ReadColumn], Findings]:
    """Columns of an offline package, and what could not be read at all."""
    if len(content) > LARGEST_FILE:
        return [], _refused("package.too_large", "", "文件超过 5 MB", "larger than 5 MB")
    try:
        package = json.loads(content)
        text = package["reports"]
        if package["form"] != FORM or not isinstance(text, str):
            raise ValueError(package["form"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return [], _refused(
            "package.unreadable", "",
            "不是离线填报表保存的文件；请用本页下载的离线填报表重新保存",
            "not a file that the offline form saved; save it again from the form of this page",
        )  # fmt: skip
    told = package.get("sha256")
    if told and told != hashlib.sha256(text.encode("utf-8", "replace")).hexdigest():
        return [], _refused(
            "package.changed", str(told), "文件在传送中有改动；请从离线填报表重新保存后再交",
            "the file was changed on its way; save it again from the offline form",
        )  # fmt: skip
    try:
        reports = json.loads(text)
    except (ValueError, RecursionError):
        reports = None
    if not isinstance(reports, list) or not reports or len(reports) > MOST_UNITS:
        return [], _refused(
            "package.empty",
            "",
            f"没有任何填报，或超过 {MOST_UNITS} 个单位",
            f"no report in it, or more than {MOST_UNITS}",
        )
    return _columns(reports)


def _columns(reports: list[Any]) -> tuple[list[ReadColumn], Findings]:
    columns, found = [], []
    known = {*report_fields(), NOTE_KEY}
    for number, report in enumerate(reports, start=1):
        cells = report.get("cells") if isinstance(report, dict) else None
        if not isinstance(cells, dict):
            found.append(_fault("package.report", number, "", "缺少填报内容", "holds no cells"))
            continue
        for name, value in cells.items():
            if name not in known:
                found.append(_fault("package.field", number, name, "没有这个填报项", "no such field"))
            elif not isinstance(value, str) or len(value) > LONGEST_CELL:
                found.append(
                    _fault(
                        "package.cell",
                        number,
                        name,
                        "应为文字，不超过 2000 字",
                        "must be text, 2000 letters at most",
                    )
                )
        kept = {
            name: value.replace("\0", "").strip()
            for name, value in cells.items()
            if name in known and isinstance(value, str) and value.strip() and len(value) <= LONGEST_CELL
        }
        columns.append(
            ReadColumn(
                sheet=SHEET,
                unit=_text(report.get(UNIT_KEY)),
                gas_day=_text(report.get(DAY_KEY)),
                cells=kept,
                places={name: name for name in (UNIT_KEY, DAY_KEY, *kept)},
            )
        )
    return columns, Findings(tuple(found))


def _text(value: Any) -> str:
    return value.replace("\0", "").strip()[:80] if isinstance(value, str) else ""


def _fault(code: str, number: int, value: str, zh: str, en: str) -> Finding:
    return Finding(code, Place(SHEET, column=f"#{number}"), shortened(value), zh, en)


def _refused(code: str, value: str, zh: str, en: str) -> Findings:
    return Findings((Finding(code, Place(), shortened(value), zh, en),))
