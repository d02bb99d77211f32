"""Tables that leave the desk as CSV: opened by spreadsheets with Chinese intact, and no cell of them a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

BOM = "\N{BYTE ORDER MARK}"  # without it Excel reads Chinese as something else
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: Any) -> Any:
    """A cell that is no formula to a spreadsheet: a text that begins like one gets a quote, a negative number not."""
    if not isinstance(cell, str) or not cell.startswith(FORMULA_STARTS) or _is_negative_number(cell):
        return cell
    return f"'{cell}"


def _is_negative_number(cell: str) -> bool:
    try:
        return cell.startswith("-") and float(cell) <= 0
    except ValueError:
        return False


def csv_answer(name: str, lines: Iterable[Iterable[Any]]) -> HttpResponse:
    """Lines, headings first, as a file of this name."""
    answer = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(answer).writerows([harmless(cell) for cell in line] for line in lines)
    return answer
