"""Dates and times as the world writes them; where day and month cannot be told apart, that is asked, not guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from nuandong.casefile.cells import Cell

EXCEL_BEGINS = datetime(1899, 12, 30)
_EXCEL = (10_000, 80_000)  # 1927 to 2119
LAST_MONTH = 12
_CENTURY = 70  # two digits from here on are of the last century
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年 ](\d{1,2})[-/.月 ](\d{1,2})日?")
_EIGHT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([a-z]{3,9})\.?[-/., ]*(\d{4}|\d{2})")
_NAMED_FIRST = re.compile(r"([a-z]{3,9})\.? *(\d{1,2})(?:st|nd|rd|th)?,? *(\d{4})")
_CLOCK = re.compile(
    r"^(.*?\d日?)(?:t| +|-(?=\d\d:))(\d{1,2})(?::(\d{2}))(?::(\d{2})(?:[.,]\d+)?)? *(am|pm)? *"
    r"(z|utc|gmt|[-+]\d{2}:?\d{0,2})?$"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = re.compile(
    r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]? +|[（(]?(?:周|星期)[一二三四五六日天][）)]?$"
)


@dataclass(frozen=True, slots=True)
class Moments:
    """A column of dates: when each row stands, None where it cannot be read; the order of day and month.

    `order` is ymd, dmy, mdy, `ambiguous`, or `mixed` with the rows that speak for dmy and for mdy in `witnesses`;
    an ambiguous column names its first open row there.
    `has_clock` tells rows by the hour from rows by the day; `zones` are the offsets written.
    """

    moments: tuple[datetime | None, ...]
    order: str
    witnesses: tuple[int, int] = (-1, -1)
    has_clock: bool = False
    zones: frozenset[str] = frozenset()
    is_serial: bool = False
    has_short_years: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A date in pieces: year first, or two figures whose order is open."""

    first: int
    second: int
    year: int
    is_open: bool
    clock: time = time(0)
    carries: int = 0  # days to add: 24:00 is the next day
    has_clock: bool = False
    zone: str = ""
    is_dotted: bool = False


def read_moments(cells: Sequence[Cell], *, told: str | None = None) -> Moments:
    """A column of dates or of instants; `told` is the order of day and month where somebody has said it."""
    parts = [_pieces(cell) for cell in cells]
    order, witnesses = _order(parts, told)
    chosen = "dmy" if order in ("ambiguous", "mixed") else order
    moments = tuple(_moment(part, chosen) for part in parts)
    known = [part for part in parts if isinstance(part, _Part)]
    return Moments(
        moments=moments,
        order=order,
        witnesses=witnesses,
        has_clock=any(part.has_clock and (part.clock != time(0) or part.carries) for part in known),
        zones=frozenset(part.zone for part in known if part.zone),
        is_serial=any(isinstance(cell, (int, float)) or _is_serial(cell) for cell in cells[:50]),
        has_short_years=any(
            isinstance(cell, str) and (met := _YEAR_LAST.match(cell.strip())) and len(met[4]) == 2
            for cell in cells[:50]
        ),
    )


def _order(parts: Sequence[_Part | None], told: str | None) -> tuple[str, tuple[int, int]]:
    """The order of day and month that the open dates prove; -1 for a witness that there is not."""
    open_rows = [
        (row, part)
        for row, part in enumerate(parts)
        if part is not None and part.is_open and min(part.first, part.second) <= LAST_MONTH
    ]
    if not open_rows:
        return "ymd", (-1, -1)
    if told in ("dmy", "mdy"):
        return told, (-1, -1)
    day_first = next((row for row, part in open_rows if part.first > LAST_MONTH >= part.second), -1)
    month_first = next((row for row, part in open_rows if part.second > LAST_MONTH >= part.first), -1)
    if day_first >= 0 and month_first >= 0:
        return "mixed", (day_first, month_first)
    if month_first >= 0:
        return "mdy", (-1, month_first)
    if day_first >= 0 or all(part.is_dotted for _, part in open_rows):
        return "dmy", (day_first, -1)  # dots stand between day and month wherever they are used
    return "ambiguous", (-1, open_rows[0][0])


def _moment(part: _Part | None, order: str) -> datetime | None:
    if part is None:
        return None
    month, day = (part.first, part.second)
    if part.is_open and order == "dmy":
        month, day = day, month
    try:
        return datetime.combine(date(part.year, month, day), part.clock) + timedelta(days=part.carries)
    except (ValueError, OverflowError):
        return None


def _pieces(cell: Cell) -> _Part | None:
    """A cell in pieces; None for what is no date."""
    if isinstance(cell, datetime):
        return _Part(cell.month, cell.day, cell.year, False, cell.time(), has_clock=True)
    if isinstance(cell, date):
        return _Part(cell.month, cell.day, cell.year, False)
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, (int, float)) and not _is_serial(cell):
        cell = str(int(cell)) if float(cell).is_integer() else ""
    if _is_serial(cell):
        return _pieces(_rounded(EXCEL_BEGINS + timedelta(days=float(cell))))
    return _of_text(str(cell).strip().casefold())


def _is_serial(cell: Cell) -> bool:
    if isinstance(cell, str) and not re.fullmatch(r"\d{5}(?:\.\d+)?", cell.strip()):
        return False
    try:
        return (
            not isinstance(cell, (bool, date)) and cell is not None and _EXCEL[0] <= float(cell) <= _EXCEL[1]
        )
    except ValueError:
        return False


def _rounded(moment: datetime) -> datetime:
    """A serial day's time to the second: 0.041666 of a day is one o'clock."""
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


@lru_cache(maxsize=65536)
def _of_text(text: str) -> _Part | None:
    text = _WEEKDAY.sub("", text).strip()
    hit = _CLOCK.match(text)
    if not hit:
        return _day(text)
    part = _day(hit[1].strip())
    hour, minute, second = (int(hit[group] or 0) for group in (2, 3, 4))
    if hit[5]:
        hour = hour % 12 + (12 if hit[5] == "pm" else 0)
    if part is None or hour > 24 or minute > 59 or second > 59 or (hour == 24 and minute):
        return None
    return _Part(
        part.first, part.second, part.year, part.is_open, time(hour % 24, minute, second), int(hour == 24), True,
        hit[6] or "", part.is_dotted,
    )  # fmt: skip


def _day(text: str) -> _Part | None:
    if hit := _YEAR_FIRST.fullmatch(text) or _EIGHT.fullmatch(text):
        return _Part(int(hit[2]), int(hit[3]), int(hit[1]), False)
    if hit := _YEAR_LAST.fullmatch(text):
        return _Part(int(hit[1]), int(hit[3]), _year(hit[4]), True, is_dotted=hit[2] == ".")
    if (hit := _NAMED.fullmatch(text)) and hit[2][:3] in _MONTHS:
        return _Part(_MONTHS.index(hit[2][:3]) + 1, int(hit[1]), _year(hit[3]), False)
    if (hit := _NAMED_FIRST.fullmatch(text)) and hit[1][:3] in _MONTHS:
        return _Part(_MONTHS.index(hit[1][:3]) + 1, int(hit[2]), int(hit[3]), False)
    return None


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (1900 if year >= _CENTURY else 2000)
