"""Columns of numbers as the world writes them: decimal commas, thousands, codes for missing, a unit in the cell."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nuandong.casefile.cells import Cell
from nuandong.units import FloatArray

MISSING = frozenset(
    {"", "-", "--", "---", "—", "–", "/", ".", "..", "...", "?", "*", "na", "n/a", "#n/a", "nan", "nil", "none", "null",
     "missing", "x", "缺测", "缺", "缺失", "无", "空", "\\n", "m", "tba", "tbd", "k.a."}
)  # fmt: skip
_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009']")
_SIGNED = re.compile(r"[-+]?[\d.,]*\d[\d.,]*(?:e[-+]?\d+)?", re.IGNORECASE)
_WITH_UNIT = re.compile(r"([-+]?[\d.,]*\d[\d.,]*(?:e[-+]?\d+)?)([^\d.,].*)", re.IGNORECASE)
_IN_THREES = re.compile(r"[-+]?\d{1,3}(,\d{3})+")


@dataclass(frozen=True, slots=True)
class Figures:
    """A column as numbers, NaN where none; which rows held a code for missing; the unit written in each row, if any."""

    values: FloatArray
    missing_codes: tuple[str, ...]
    units: tuple[str, ...]


def decimal_of(columns: Sequence[Sequence[Cell]], *, separator: str) -> str | None:
    """`point` or `comma`, whichever the cells of all columns of numbers agree on; None where both may be meant."""
    doubtful = False
    for cell in (cell for column in columns for cell in column if isinstance(cell, str) and "," in cell):
        text = _BLANKS.sub("", cell)
        if "." in text:
            return "comma" if text.rfind(",") > text.rfind(".") else "point"
        if text.count(",") == 1 and not _IN_THREES.fullmatch(_digits(text)):
            return "comma"
        if text.count(",") > 1:
            return "point"
        doubtful = True
    if not doubtful:
        return "point"
    return None if separator != "," else "point"


def _digits(text: str) -> str:
    met = _SIGNED.match(text)
    return met[0] if met else text


def read_figures(cells: Sequence[Cell], *, decimal: str, report: Callable[[int, Cell], None]) -> Figures:
    """The column as numbers; `report(row, cell)` is called for cells that are neither number nor known as missing."""
    values = np.full(len(cells), np.nan)
    units = [""] * len(cells)
    codes: dict[str, None] = {}
    for row, cell in enumerate(cells):
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            values[row] = cell
            continue
        text = "" if cell is None else str(cell).strip()
        if text.casefold() in MISSING:
            if text:
                codes[text] = None
            continue
        figure, units[row] = _parsed(text, decimal)
        if figure is None:
            report(row, cell)
        else:
            values[row] = figure
    return Figures(values, tuple(codes), tuple(units))


@lru_cache(maxsize=65536)
def _parsed(text: str, decimal: str) -> tuple[float | None, str]:
    """A number and the unit behind it; (None, "") where there is none."""
    squeezed = _BLANKS.sub("", unicodedata.normalize("NFKC", text.replace("³", "3")).replace("−", "-"))
    unit = ""
    if not _SIGNED.fullmatch(squeezed):
        met = _WITH_UNIT.fullmatch(squeezed)
        if not met:
            return None, ""
        squeezed, unit = met[1], met[2]
    thousands, mark = (".", ",") if decimal == "comma" else (",", ".")
    plain = squeezed.replace(thousands, "").replace(mark, ".")
    if not _well_parted(squeezed, thousands, mark):
        return None, ""
    try:
        number = float(plain)
    except ValueError:
        return None, ""
    return (number, unit) if math.isfinite(number) else (None, "")


def _well_parted(text: str, thousands: str, mark: str) -> bool:
    """Whether thousands stand in threes before the decimals, so that a slip of a comma is no silent factor."""
    whole = text.partition(mark)[0].lstrip("+-")
    groups = whole.split(thousands)
    return len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
