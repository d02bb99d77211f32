"""A plan's measures as a workbook, out and in; what comes in replaces the draft's measures whole, or nothing.

Clause: T-023.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, ZipError

from nuandong.desk.directory.models import BalancePlan, MeasureSort, Organisation
from nuandong.desk.directory.templatetags.directory import named
from nuandong.desk.frame.workbooks import MEGABYTE, TooHeavy, Unreadable, weigh
from nuandong.desk.plans.balance.actions import MeasureSketch
from nuandong.desk.plans.balance.weeks import covered_weeks

SHEET, WEEKS = "measures", "weeks"
KEYS = ("kind", "name", "amount", "begins", "ends", "owner")
LARGEST, MOST_ROWS, MOST = 2 * MEGABYTE, 500, 1e5
LONGEST_NAME = 200


def write_plan_book(*, plan: BalancePlan, at: datetime) -> bytes:
    """The measures to edit, the weeks to compare with, and what may stand in a cell."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": f"balance plan {plan.pk}", "created": at.replace(tzinfo=None)})
    day, bold = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"bold": True})
    sheet = book.add_worksheet(SHEET)
    sheet.write_row(0, 0, KEYS, bold)
    sheet.write_row(1, 0, [str(words) for words in _heads().values()], bold)
    for row, measure in enumerate(plan.measures.all(), start=2):
        sheet.write_string(row, 0, measure.kind)
        sheet.write_string(row, 1, measure.name)
        sheet.write_number(row, 2, measure.amount)
        sheet.write_datetime(row, 3, _noon(measure.begins or plan.begins), day)
        sheet.write_datetime(row, 4, _noon(measure.ends or plan.ends), day)
        sheet.write_string(row, 5, measure.owner_id)
    sheet.set_column(0, 5, 18)
    weeks = book.add_worksheet(WEEKS)
    weeks.write_row(0, 0, [_("From"), _("To"), _("Gap"), _("Measures give"), _("Still to be found")], bold)
    for row, one in enumerate(covered_weeks(plan), start=1):
        weeks.write_datetime(row, 0, _noon(one.week.begins), day)
        weeks.write_datetime(row, 1, _noon(one.week.ends), day)
        weeks.write_row(row, 2, [one.week.gap, one.covered, one.missing])
    _write_words(book.add_worksheet("words"), plan)
    book.close()
    return out.getvalue()


def read_plan_book(
    *, content: bytes, plan: BalancePlan, owners: Any
) -> tuple[list[MeasureSketch], list[str]]:
    """Measures of a workbook, and every fault with its cell; measures count only where there is no fault."""
    rows, fault = _rows(content)
    if fault:
        return [], [fault]
    known = {one.code: one for one in owners}
    sketches, faults = [], []
    for number, cells in rows:
        sketch, wrong = _sketch(cells, plan, known)
        faults += [_("Row %(row)d, %(cell)s") % {"row": number, "cell": words} for words in wrong]
        if sketch is not None:
            sketches.append(sketch)
    if not sketches and not faults:
        faults.append(_("The sheet “measures” holds no measure."))
    return ([], faults) if faults else (sketches, [])


def _heads() -> dict[str, Any]:
    return {"kind": _("Kind"), "name": _("Measure"), "amount": _("Gives, 10⁴ m³/d"), "begins": _("First day"),
            "ends": _("Last day"), "owner": _("Who answers for it (code)")}  # fmt: skip


def _write_words(sheet: Any, plan: BalancePlan) -> None:
    for row, kind in enumerate(MeasureSort):
        sheet.write_row(row, 0, [str(kind), str(kind.label)])
    bodies = Organisation.objects.filter(region_id=plan.region_id).order_by("code")
    for row, one in enumerate(bodies):
        sheet.write_row(row, 3, [one.code, named(one)])


def _rows(content: bytes) -> tuple[list[tuple[int, Mapping[str, Any]]], str]:
    """Rows of the sheet of measures by key, with the number that a person sees; or why there are none."""
    unreadable = _("This is not a workbook that can be read; save it as .xlsx.")
    try:
        if len(content) > LARGEST:
            return [], _("The workbook is larger than 2 MB.")
        weigh(content)
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        if SHEET not in book.sheet_names:
            return [], _("There is no sheet “measures”; begin with the workbook of this page.")
        table = book.get_sheet_by_name(SHEET).to_python(skip_empty_area=False, nrows=MOST_ROWS + 3)
    except (Unreadable, TooHeavy, CalamineError, ZipError, OSError, ValueError):
        return [], unreadable
    except BaseException as wrong:  # a fault inside the reader's own machine code is none of Python's errors
        if type(wrong).__name__ != "PanicException":
            raise
        return [], unreadable
    return _named_rows(table)


def _named_rows(table: Sequence[Sequence[Any]]) -> tuple[list[tuple[int, Mapping[str, Any]]], str]:
    head = [str(cell).strip() for cell in table[0]] if table else []
    missing = [key for key in KEYS if key not in head]
    if missing:
        return [], _("The first row lacks: %(keys)s.") % {"keys": ", ".join(missing)}
    if len(table) > MOST_ROWS + 2:
        return [], _("More than %(most)d measures; keep those that matter.") % {"most": MOST_ROWS}
    at = {key: head.index(key) for key in KEYS}
    rows = [
        (number, {key: row[place] for key, place in at.items()})
        for number, row in enumerate(table[2:], start=3)
    ]
    return [
        (number, cells) for number, cells in rows if any(str(cell).strip() for cell in cells.values())
    ], ""


def _sketch(
    cells: Mapping[str, Any], plan: BalancePlan, owners: Mapping[str, Organisation]
) -> tuple[MeasureSketch | None, list[str]]:
    wrong = []
    kind, name = str(cells["kind"]).strip(), str(cells["name"]).strip()
    if kind not in MeasureSort.values:
        wrong.append(_("kind: one of %(kinds)s") % {"kinds": ", ".join(MeasureSort.values)})
    if not name or len(name) > LONGEST_NAME:
        wrong.append(_("name: 1 to 200 characters"))
    amount = _number(cells["amount"])
    if amount is None or not 0 < amount <= MOST:
        wrong.append(_("amount: a number above 0, in 10⁴ m³/d"))
    begins, ends = _day(cells["begins"], plan.begins), _day(cells["ends"], plan.ends)
    if begins is None or ends is None or not plan.begins <= begins <= ends <= plan.ends:
        wrong.append(_("begins, ends: days within the plan, such as 2023-12-01"))
    owner = owners.get(str(cells["owner"]).strip())
    if owner is None:
        wrong.append(_("owner: the code of an organisation that you see; the sheet “words” lists them"))
    if wrong or owner is None or amount is None:
        return None, wrong
    return MeasureSketch(name, amount, owner, kind, begins, ends), []


def _number(cell: Any) -> float | None:
    if isinstance(cell, (bool, date, datetime)):
        return None
    try:
        number = float(str(cell).strip())
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _day(cell: Any, otherwise: date) -> date | None:
    """A cell as a day; an empty one stands for the plan's own."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip()
    if not text:
        return otherwise
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)
