"""Rows of a table understood cell by cell: when each stands, which series it belongs to, and its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nuandong.casefile.cells import Cell, text_of
from nuandong.casefile.faults import Gathering
from nuandong.casefile.raw import RawTable
from nuandong.casefile.utility.asked import Reading
from nuandong.casefile.utility.columns import Columns
from nuandong.casefile.utility.figures import Figures, decimal_of, read_figures
from nuandong.casefile.utility.headings import Heading, Role
from nuandong.casefile.utility.moments import Moments, read_moments
from nuandong.casefile.utility.said import Said

UNSETTLED = frozenset({"ambiguous", "mixed"})  # orders of day and month that somebody must tell
NUMBERS = (Role.USE, Role.TEMPERATURE, Role.HIGHEST, Role.LOWEST, Role.FORECAST, Role.WIND, Role.HELD_BACK)
_TRUE = frozenset({"1", "1.0", "true", "yes", "y", "t", "是", "休", "节", "holiday"})
_FALSE = frozenset({"0", "0.0", "false", "no", "n", "f", "否", "班", ""})


@dataclass(frozen=True, slots=True, eq=False)
class Understood:
    """A table's rows: `moments` (m,) None where unreadable and a guess where not `is_dated`, `series` (m,), `issued`
    (m,) None for readings; the figures of each column of numbers by its place in the table.
    """

    raw: RawTable
    columns: Columns
    moments: tuple[datetime | None, ...]
    has_clock: bool
    is_dated: bool
    series: tuple[str, ...]
    issued: tuple[datetime | None, ...] | None
    figures: dict[int, Figures]

    def of(self, heading: Heading) -> Figures:
        """The figures of a column."""
        return self.figures[heading.position]


def understood_rows(
    columns: Columns, reading: Reading, *, separator: str, faults: Gathering
) -> tuple[Understood, tuple[Said, ...]]:
    """Every cell read; each fault is told and leaves a blank."""
    said: list[Said] = []
    heading = columns.one(Role.DATE)
    assert heading is not None, "settled_columns gives none without a date"
    found = _moments(columns, heading, reading=reading, faults=faults, said=said)
    moments, has_clock = _with_hours(columns, found, faults, said)
    issued = None
    if (column := columns.one(Role.ISSUED)) is not None:
        issued = _moments(
            columns, column, reading=reading, faults=faults, said=said, may_be_empty=True
        ).moments
    figures = _figures(columns, reading, separator, faults, said)
    is_dated = found.order not in UNSETTLED
    rows = Understood(columns.raw, columns, moments, has_clock, is_dated, _series(columns), issued, figures)
    return rows, tuple(said)


def _moments(
    columns: Columns,
    heading: Heading,
    *,
    reading: Reading,
    faults: Gathering,
    said: list[Said],
    may_be_empty: bool = False,
) -> Moments:
    """A column of dates read; what cannot be is told, and so is what was taken for granted."""
    cells = columns.cells(heading)
    found = read_moments(cells, told=reading.dates)
    if found.order in UNSETTLED:
        _report_order(columns.raw, heading, found, cells=cells, faults=faults)
    else:
        for row, (cell, moment) in enumerate(zip(cells, found.moments, strict=True)):
            empty = cell is None or not str(cell).strip()
            if moment is None and not (empty and may_be_empty):
                place = columns.raw.place(row=row, column=heading.text)
                faults.add("unreadable_date", place=place, value=text_of(cell))
    said += _said_of(heading.text, found)
    return found


def _report_order(
    raw: RawTable, heading: Heading, found: Moments, *, cells: Sequence[Cell], faults: Gathering
) -> None:
    """Day and month that cannot be told apart, at the row that shows it."""
    row = max(found.witnesses)
    place, value = raw.place(row=row, column=heading.text), text_of(cells[row])
    if found.order == "ambiguous":
        faults.add("ambiguous_dates", place=place, value=value)
    else:
        faults.add("mixed_dates", place=place, value=value, other=raw.numbers[min(found.witnesses)])


def _said_of(text: str, found: Moments) -> Iterator[Said]:
    """How a column of dates was read."""
    order = {"dmy": ("日/月/年", "day/month/year"), "mdy": ("月/日/年", "month/day/year")}.get(found.order)
    if order:
        yield Said(f"“{text}”按{order[0]}读", f"“{text}” is read as {order[1]}")
    if found.is_serial:
        yield Said(f"“{text}”里的数字是 Excel 日期序号", f"Figures in “{text}” are Excel's serial days")
    if found.has_short_years:
        zh, en = (
            "两位年份：70–99 为 19xx 年，其余为 20xx 年",
            "Years of two digits: 70–99 are 19xx, all others 20xx",
        )
        yield Said(zh, en)
    if found.zones:
        zones = ", ".join(sorted(found.zones))
        zh = f"时间按所写的钟点归日（偏移 {zones} 未换算）"
        yield Said(zh, f"Days follow the clock as written (offsets {zones} were not converted)")


def _with_hours(
    columns: Columns, found: Moments, faults: Gathering, said: list[Said]
) -> tuple[tuple[datetime | None, ...], bool]:
    """Moments with the clock of a column of hours; hours 1 to 24 name the hour that ends then."""
    heading = columns.one(Role.HOUR)
    if heading is None:
        return found.moments, found.has_clock
    cells = columns.cells(heading)
    hours = [_hour(text_of(cell)) for cell in cells]
    for row, (cell, hour) in enumerate(zip(cells, hours, strict=True)):
        if hour is None:
            faults.add(
                "unreadable_date", place=columns.raw.place(row=row, column=heading.text), value=text_of(cell)
            )
    ends = any(hour == 24 for hour in hours) and not any(hour == 0 for hour in hours)
    if ends:
        said.append(Said("小时 1–24 指该小时结束的钟点", "Hours 1 to 24 name the hour that ends then"))
    shift = -1 if ends else 0
    moments = tuple(
        None if day is None or hour is None else day + timedelta(hours=hour + shift)
        for day, hour in zip(found.moments, hours, strict=True)
    )
    return moments, True


def _hour(text: str) -> float | None:
    whole, _, minutes = text.casefold().replace("时", "").replace("he", "").strip().partition(":")
    try:
        hour = float(whole) + (float(minutes[:2]) / 60 if minutes else 0.0)
    except ValueError:
        return None
    return hour if 0 <= hour <= 24 else None


def _series(columns: Columns) -> tuple[str, ...]:
    """The series each row belongs to, empty where the table is of one; several columns name it together."""
    named = columns.headings.get(Role.SERIES, ())
    if not named:
        return ("",) * len(columns.raw.rows)
    cells = [[text_of(cell) for cell in columns.cells(heading)] for heading in named]
    return tuple(" · ".join(part for part in parts if part) for parts in zip(*cells, strict=True))


def _figures(
    columns: Columns, reading: Reading, separator: str, faults: Gathering, said: list[Said]
) -> dict[int, Figures]:
    raw = columns.raw
    headings = [heading for role in NUMBERS for heading in columns.headings.get(role, ())]
    cells = {heading.position: columns.cells(heading) for heading in headings}
    decimal = reading.decimal or decimal_of(list(cells.values()), separator=separator)
    if decimal is None:
        at, row, cell = _first_comma(cells)
        faults.add("ambiguous_decimal", place=raw.place(row=row, column=text_of(raw.header[at])), value=cell)
        decimal = "point"
    elif decimal == "comma":
        said.append(Said("逗号为小数点", "A comma parts decimals"))
    figures = {}
    for heading in headings:
        if heading.role is Role.HELD_BACK:
            cells[heading.position] = [_flag_as_figure(cell) for cell in cells[heading.position]]

        def report(row: int, cell: Cell, heading: Heading = heading) -> None:
            faults.add("text_in_number", place=raw.place(row=row, column=heading.text), value=cell)

        figures[heading.position] = read_figures(cells[heading.position], decimal=decimal, report=report)
    codes = dict.fromkeys(code for part in figures.values() for code in part.missing_codes)
    if codes:
        shown = ", ".join(f"“{code}”" for code in codes)
        said.append(Said(f"{shown} 按未知处理", f"{shown} count as unknown"))
    return figures


def _first_comma(cells: dict[int, list[Cell]]) -> tuple[int, int, Cell]:
    for at, column in cells.items():
        for row, cell in enumerate(column):
            if isinstance(cell, str) and "," in cell:
                return at, row, cell
    raise AssertionError("only a column with a comma is in doubt")


def _flag_as_figure(cell: Cell) -> Cell:
    """A word for yes or no of a column of cuts as 1 or 0."""
    word = text_of(cell).casefold()
    if isinstance(cell, str) and word and not word[0].isdigit():
        return 1.0 if word in _TRUE else 0.0 if word in _FALSE else cell
    return cell


def read_flags(columns: Columns, heading: Heading, faults: Gathering) -> list[bool | None]:
    """A column of yes and no; a word beside 0, no and nothing that is no number is a holiday's name and so a yes."""
    flags: list[bool | None] = []
    for row, cell in enumerate(columns.cells(heading)):
        word = text_of(cell).casefold()
        if word in _FALSE:
            flags.append(False)
        elif word in _TRUE or (heading.role is Role.HOLIDAY and not _is_number(word)):
            flags.append(True)
        else:
            faults.add(
                "unreadable_flag", place=columns.raw.place(row=row, column=heading.text), value=text_of(cell)
            )
            flags.append(None)
    return flags


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def distinct(words: Sequence[str]) -> tuple[str, ...]:
    """Words once each, in the order of their first row."""
    return tuple(dict.fromkeys(words))
