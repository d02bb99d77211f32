"""Opening a utility's table: any separator, the usual encodings, a workbook's sheet, lines above the headings."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nuandong.casefile.cells import Cell, text_of
from nuandong.casefile.csvfile import encoding_of
from nuandong.casefile.faults import Gathering
from nuandong.casefile.files import read_bytes
from nuandong.casefile.limits import Limits
from nuandong.casefile.raw import RawTable, gather_rows
from nuandong.casefile.utility.asked import Reading
from nuandong.casefile.utility.headings import Role, understood
from nuandong.casefile.utility.measure import temperature_unit, use_unit
from nuandong.casefile.utility.moments import read_moments
from nuandong.casefile.utility.said import Said
from nuandong.casefile.workbook import read_workbook
from nuandong.findings import Place, shortened

SEPARATORS = ",;\t|"
MOST_LINES_ABOVE = 30  # titles and notes above the headings
_TEXTS = frozenset({".csv", ".tsv", ".txt", ".tab", ".asc", ".dat"})
_SAMPLE = 60  # lines by which the separator is judged
_RUNS = re.compile(r"[^\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class Opened:
    """A table as it stands in the file, its text, what separates its cells, and what was taken for granted."""

    raw: RawTable
    separator: str
    said: tuple[Said, ...]


def open_table(path: Path, *, reading: Reading, limits: Limits, faults: Gathering) -> Opened | None:
    """The rows of a CSV or of the one sheet that looks like a table of use; None, with faults, where there is none."""
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return _of_workbook(path, reading, limits, faults)
    if suffix in _TEXTS or not suffix:
        return _of_text(path, reading, limits=limits, faults=faults)
    faults.add("not_a_table", place=Place(path.name))
    return None


def _of_text(path: Path, reading: Reading, *, limits: Limits, faults: Gathering) -> Opened | None:
    content = read_bytes(path, limit=limits.file_bytes, faults=faults)
    if content is None:
        return None
    encoding = western_or(encoding_of(content), content)
    if encoding is None:
        faults.add("not_text", place=Place(path.name))
        return None
    text = content.decode(encoding)
    separator = separator_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        raw = gather_rows(file=path.name, rows=iter(reader), first=1, limits=limits, faults=faults)
    except csv.Error as trouble:
        faults.add("broken_csv", place=Place(path.name, reader.line_num), reason=shortened(trouble))
        return None
    if raw is None:
        return None
    shown = {",": ",", ";": ";", "\t": "Tab", "|": "|"}[separator]
    said = Said(
        f"文本编码 {encoding}，分隔符 {shown}",
        f"Text in {encoding}, cells parted by {'a tab' if separator == chr(9) else shown}",
    )
    raw, above = _headed(raw, reading)
    return Opened(raw, separator, (said, *above))


def western_or(encoding: str | None, content: bytes) -> str | None:
    """cp1252 for bytes that read as Chinese only because a lone accent meets its neighbour (`Temp °C` as `Temp 癈`).

    Chinese headings hold at least one run of two characters; accents of western languages stand alone.
    """
    if encoding == "gb18030" and all(len(run) < 2 for run in _RUNS.findall(content.decode(encoding))):
        return "cp1252"
    if encoding is None and b"\0" not in content:
        try:
            content.decode("cp1252")
        except UnicodeDecodeError:
            return None
        return "cp1252"
    return encoding


def separator_of(text: str) -> str:
    """The mark that parts the most lines into equally many cells, the more cells the better."""
    lines = [line for line in text[:200_000].splitlines() if line.strip()][:_SAMPLE]
    best, most = ",", 0.0
    for mark in SEPARATORS:
        counts = Counter(count for row in csv.reader(lines, delimiter=mark) if (count := len(row) - 1))
        worth = max((lines_of * (1 + 0.1 * cells) for cells, lines_of in counts.items()), default=0)
        if mark == "," and any(";" in line for line in lines[:1]):
            worth *= 0.5  # a decimal comma parts every line too
        if worth > most:
            best, most = mark, worth
    return best


def _of_workbook(path: Path, reading: Reading, limits: Limits, faults: Gathering) -> Opened | None:
    sheets = read_workbook(path, limits=limits, faults=faults)
    if sheets is None:
        return None
    filled = {name: raw for name, raw in sheets.items() if raw is not None}
    if reading.sheet is not None:
        if reading.sheet not in filled:
            faults.add(
                "sheet_not_there", place=Place(path.name), value=reading.sheet, sheets=", ".join(filled)
            )
            return None
        filled = {reading.sheet: filled[reading.sheet]}
    headed = {name: _headed(raw, reading) for name, raw in filled.items()}
    likely = [name for name, (raw, _) in headed.items() if _likeness(raw.header, reading) >= 2]
    if len(likely) > 1:
        faults.add("several_sheets", place=Place(path.name), sheets=", ".join(likely))
        return None
    name = likely[0] if likely else next(iter(headed))
    raw, above = headed[name]
    said = Said(f"读取工作表“{name}”", f"Sheet “{name}” was read")
    return Opened(replace(raw, file=f"{path.name} [{name}]"), "", (said, *above))


def _headed(raw: RawTable, reading: Reading) -> tuple[RawTable, tuple[Said, ...]]:
    """The table from its headings on, with a row of units below them drawn up into them."""
    found, above = _below_titles(raw, reading)
    if not found.rows or not _is_row_of_units(found.rows[0]):
        return found, above
    below = [text_of(cell).strip("()[]（）【】 ") for cell in found.rows[0]]
    below += [""] * (len(found.header) - len(below))
    header = tuple(
        f"{text_of(name)} ({unit})" if unit else name for name, unit in zip(found.header, below, strict=False)
    )
    said = Said(
        "表头下一行是单位，已并入表头", "The row below the headings holds units and was read with them"
    )
    return replace(found, header=header, rows=found.rows[1:], numbers=found.numbers[1:]), (*above, said)


def _is_row_of_units(row: Sequence[Cell]) -> bool:
    """Whether a row holds nothing but names of units, at least one of which is known."""
    words = [text_of(cell).strip("()[]（）【】 ") for cell in row]
    filled = [word for word in words if word]
    known = [word for word in filled if use_unit(word) or temperature_unit(word)]
    return (
        bool(known) and len(filled) < len(row) and not any(read_moments([word]).moments[0] for word in filled)
    )


def _below_titles(raw: RawTable, reading: Reading) -> tuple[RawTable, tuple[Said, ...]]:
    """The table beginning with the row that looks most like headings; the lines above it are told, not read."""
    if _likeness(raw.header, reading) >= 2:
        return raw, ()
    rows = raw.rows[:MOST_LINES_ABOVE]
    likeness = [_likeness(raw.header, reading), *(_likeness(row, reading) for row in rows)]
    best = max(range(len(likeness)), key=lambda row: (likeness[row], -row))
    if best == 0 or likeness[best] < 2:
        return raw, ()
    row = best - 1
    said = Said(
        f"表头在第 {raw.numbers[row]} 行，其上各行未读",
        f"Headings stand in row {raw.numbers[row]}; lines above were not read",
    )
    found = replace(
        raw,
        header=tuple(raw.rows[row]),
        header_row=raw.numbers[row],
        rows=raw.rows[row + 1 :],
        numbers=raw.numbers[row + 1 :],
    )
    return found, (said,)


def _likeness(row: Sequence[Cell], reading: Reading) -> int:
    """2 where a row names dates and use, 1 for one of them, 0 for neither."""
    roles = {heading.role for heading in understood([text_of(cell) for cell in row], named=reading.columns)}
    return len(roles & {Role.DATE, Role.USE})
