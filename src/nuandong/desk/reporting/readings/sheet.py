"""A sheet of readings as it is sent: bytes in any usual encoding become numbered lines of named cells. Pure.

Columns are known by their Chinese or English headings; a gas day may stand for begin and end, and a sheet may tell
volumes, least pressures, or both.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nuandong.casefile.csvfile import encoding_of
from nuandong.desk.reporting.readings.words import fault
from nuandong.findings import Finding, Findings

MOST_LINES = 5000
SEPARATORS = ",;\t|"
FIRST_LINE = 2  # the heading is line 1

# A cell's name, what a heading may say, the first of them in each language being what we write ourselves.
HEADINGS: dict[str, tuple[str, ...]] = {
    "point": ("计量点", "point", "用气点", "计量点编码", "表计", "delivery_point", "meter"),
    "from": ("起", "from", "开始", "起始时间", "开始时间", "from_at", "begin", "begins"),
    "to": ("止", "to", "结束", "截止时间", "结束时间", "to_at", "end", "ends"),
    "gas_day": ("气日", "gas_day", "日期", "day", "date"),
    "volume": ("气量", "volume", "用气量", "万m3", "amount"),
    "volume_m3": ("气量m3", "volume_m3", "用气量m3", "m3", "立方米", "方"),
    "pressure": ("压力", "pressure", "最低压力", "表压", "pressure_mpa"),
    "quality": ("质量", "quality", "数据质量"),
}
SHOWN = {
    "point": ("计量点", "point"), "from": ("起", "from"), "to": ("止", "to"),
    "volume": ("气量(万m³)", "volume"),
}  # fmt: skip
INSTEAD = {"from": ("gas_day",), "to": ("gas_day",), "volume": ("volume_m3", "pressure")}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet, by its number as an editor counts it, with its cells by name."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Lines that could be parted into cells, and what was wrong with the sheet as such."""

    lines: tuple[Line, ...]
    findings: Findings


def text_of(content: bytes) -> str | None:
    """The text of a file in UTF-8, UTF-16 with its mark, or GB 18030; None where it is no text."""
    encoding = (
        None if b"\0" in content and content[:2] not in (b"\xff\xfe", b"\xfe\xff") else encoding_of(content)
    )
    if encoding is None or content[:2] == b"PK":
        return None
    return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")


def read_sheet(text: str) -> Sheet:
    """Lines of named cells; what cannot be read is told with its line."""
    separator = max(SEPARATORS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    begun = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((begun + 1, [cell.strip() for cell in cells]))
            begun = reader.line_num
    except csv.Error as trouble:
        return Sheet((), Findings((fault("file.broken", row=begun + 1, reason=trouble),)))
    if len(rows) < FIRST_LINE:
        return Sheet((), Findings((fault("file.empty"),)))
    if len(rows) - 1 > MOST_LINES:
        return Sheet((), Findings((fault("file.too_long", count=len(rows) - 1, most=MOST_LINES),)))
    return _named(rows[0], rows[1:])


def _named(heading: tuple[int, list[str]], rows: Sequence[tuple[int, list[str]]]) -> Sheet:
    row, words = heading
    names = [_name_of(word) for word in words]
    findings = tuple(_heading_faults(row, words, names))
    known = set(names)
    if any(_is_missing(name, known) for name in SHOWN):
        return Sheet((), Findings(findings))
    lines, wrong = [], list(findings)
    for number, cells in rows:
        extra = sum(bool(cell) for cell in cells[len(names) :])
        if extra:
            wrong.append(fault("column.extra_cells", row=number, count=extra))
        lines.append(
            Line(number, {name: cell for name, cell in zip(names, cells, strict=False) if name is not None})
        )
    return Sheet(tuple(lines), Findings(tuple(wrong)))


def _heading_faults(row: int, words: Sequence[str], names: Sequence[str | None]) -> Iterator[Finding]:
    for place, (word, name) in enumerate(zip(words, names, strict=True)):
        if name is None and word:
            yield fault("column.unknown", row=row, value=word)
        elif name is not None and name in names[:place]:
            yield fault("column.twice", row=row, value=word, name=name)
    for name, (zh, en) in SHOWN.items():
        if _is_missing(name, set(names)):
            others = HEADINGS[name] + tuple(
                word for one in INSTEAD.get(name, ()) for word in HEADINGS[one][:2]
            )
            yield fault("column.missing", row=row, name=(zh, en), names="、".join(others))


def _is_missing(name: str, known: set[str | None]) -> bool:
    return known.isdisjoint((name, *INSTEAD.get(name, ())))


def _name_of(word: str) -> str | None:
    plain = word.lower().replace("³", "3").replace(" ", "").replace("（", "(").replace("）", ")")
    bare, _, unit = plain.partition("(")
    for name, headings in HEADINGS.items():
        if bare in headings or plain in headings:
            if name == "volume" and unit.rstrip(")") in ("m3", "立方米", "方"):
                return "volume_m3"
            return name
    return None
