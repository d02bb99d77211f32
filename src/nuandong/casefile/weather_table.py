"""Adding to a case's weather table what has become known: rows are appended, none that stands is ever changed.

What was known before must stay as it was, or a replay would know better than the people did. So a row whose
area, gas day, kind and time of issue stand already is left out, and named where its temperature differs.
"""

from __future__ import annotations

import codecs
import csv
import fcntl
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from nuandong.casefile.canonical import column_texts
from nuandong.casefile.csvfile import delimiter_of, encoding_of, read_csv
from nuandong.casefile.faults import Gathering
from nuandong.casefile.files import read_bytes
from nuandong.casefile.limits import Limits
from nuandong.casefile.shape import column_names, match_header, read_table, table_named
from nuandong.demand.tables import Weather
from nuandong.findings import AssuranceError, FaultyCase, Finding, Findings, Place, Severity

TABLE = "weather"
KEY = ("weather_area", "gas_day", "kind", "issue_at")
BELOW_A_HUNDREDTH = 0.005  # K; a value that was rounded elsewhere is the same value
WIND = "mean_wind"
_MARK_LENGTH = {"utf-8-sig": 3, "utf-16": 2}


class NotAFolder(AssuranceError):
    """A case in a form that nothing can be appended to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"{path}: 只能向文件夹形式的案例追加天气；请先把工作簿另存为文件夹。"
            "Weather is added to a case that is a folder; write the workbook's tables as CSV files first."
        )


class FullTable(AssuranceError):
    """A weather table that would hold more rows than a case may."""

    def __init__(self, file: Path, rows: int, limit: int) -> None:
        self.file, self.rows, self.limit = file, rows, limit
        super().__init__(
            f"{file}: 追加后有 {rows:,} 行，超过上限 {limit:,} 行；请先把往年的预报行移出。"
            f"It would hold {rows:,} rows, {limit:,} are allowed; move forecasts of past winters out of it first."
        )


@dataclass(frozen=True, slots=True)
class Appended:
    """How many rows were added, how many were known already, and those that say otherwise than what stands."""

    file: Path
    added: int
    known: int
    findings: Findings


def append_weather(weather: Weather, *, folder: Path, limits: Limits | None = None) -> Appended:
    """Append the rows of `weather` that the case's table does not hold; the file changes whole or not at all.

    Raises NotAFolder, FullTable, and FaultyCase for a table that cannot be read.
    """
    if not folder.is_dir():
        raise NotAFolder(folder)
    bounds = limits or Limits()
    with _alone_in(folder):
        file = _file_of(folder)
        before = _Standing.read(file, bounds) if file.exists() else _Standing.empty()
        rows, known, differing = _further(weather, before)
        if before.count + len(rows) > bounds.rows:
            raise FullTable(file, before.count + len(rows), bounds.rows)
        if rows:
            if np.isfinite(weather.mean_wind[rows]).any():
                before = before.with_column(WIND)
            _replace(file, before.encoded(before.text + _lines(weather, rows, before)))
    return Appended(file, len(rows), known, Findings(tuple(differing)))


def read_weather_table(file: Path, *, areas: frozenset[str]) -> Weather:
    """An uploaded table of weather in the form of the case's own; FaultyCase with every fault.

    `areas` are the weather areas of the case; a row of another one is a fault.
    """
    faults = Gathering(limit=Limits().findings)
    raw = read_csv(file, limits=Limits(), faults=faults)
    table = None if raw is None else read_table(TABLE, raw, faults=faults)
    if table is not None:
        words = ("“行政区”表的气象分区", "weather areas of the table “Regions”")
        for row, area in enumerate(table.columns["weather_area"]):
            if area and area not in areas:
                faults.add("unknown_reference", place=table.place(row, "weather_area"), value=area,
                           tables_zh=words[0], tables_en=words[1])  # fmt: skip
    if table is None or faults.findings.errors:
        raise FaultyCase(faults.findings)
    weather: Weather = table.as_dataclass()
    return weather


@dataclass(frozen=True, slots=True)
class _Standing:
    """The table as it stands: its text, how it is written, and the temperature of each key."""

    text: str
    encoding: str
    mark: bytes
    delimiter: str
    line_end: str
    heading: tuple[str, ...]
    mean: dict[tuple[Any, ...], float]
    count: int

    @classmethod
    def empty(cls) -> _Standing:
        heading = column_names(TABLE)
        return cls(",".join(heading) + "\n", "utf-8", b"", ",", "\n", heading, {}, 0)

    @classmethod
    def read(cls, file: Path, limits: Limits) -> _Standing:
        faults = Gathering(limit=limits.findings)
        content = read_bytes(file, limit=limits.file_bytes, faults=faults)
        raw = read_csv(file, limits=limits, faults=faults)
        table = None if raw is None else read_table(TABLE, raw, faults=faults)
        encoding = None if content is None else encoding_of(content)
        if raw is None or table is None or content is None or encoding is None or faults.findings.errors:
            raise FaultyCase(faults.findings)
        named = {at: name for name, at in match_header(TABLE, raw, faults=Gathering(limit=0)).items()}
        keys = zip(*(table.columns[name] for name in KEY), strict=True)
        text = content.decode(encoding)
        return cls(
            text=text,
            encoding=encoding,
            mark=content[: _MARK_LENGTH.get(encoding, 0)],
            delimiter=delimiter_of(content, encoding),
            line_end="\r\n" if "\r\n" in text else "\n",
            heading=tuple(named.get(at, "") for at in range(len(raw.header))),
            mean=dict(zip(keys, table.columns["mean_temperature"].tolist(), strict=True)),
            count=len(raw.rows),
        )

    def with_column(self, name: str) -> _Standing:
        """The same with one column more at the end, empty in every row that stands; itself where it has that."""
        header, end, rows = self.text.partition(self.line_end)
        cells = next(csv.reader([header], delimiter=self.delimiter), [])
        if name in self.heading or len(cells) != len(self.heading):  # a heading on no line or on several
            return self
        text = f"{header}{self.delimiter}{name}{end}{rows}"
        return replace(self, text=text, heading=(*self.heading, name))

    def encoded(self, text: str) -> bytes:
        """A text as the file was written, with the mark it began with."""
        plain = {
            "utf-8-sig": "utf-8",
            "utf-16": "utf-16-le" if self.mark == codecs.BOM_UTF16_LE else "utf-16-be",
        }
        return self.mark + text.encode(plain.get(self.encoding, self.encoding))


def _further(weather: Weather, before: _Standing) -> tuple[list[int], int, list[Finding]]:
    """Rows that do not stand yet, how many do, and a finding for each that says otherwise."""
    rows: dict[tuple[Any, ...], int] = {}
    known, differing = 0, []
    keys = zip(*(getattr(weather, name) for name in KEY), strict=True)
    for row, (key, mean) in enumerate(zip(keys, weather.mean_temperature.tolist(), strict=True)):
        if key not in before.mean:
            rows[key] = row
            continue
        known += 1
        if abs(before.mean[key] - mean) > BELOW_A_HUNDREDTH:
            differing.append(_says_otherwise(key, mean, before.mean[key]))
    return list(rows.values()), known, differing


def _says_otherwise(key: tuple[Any, ...], mean: float, standing: float) -> Finding:
    area, day, kind, _ = key
    return Finding(
        code="weather_in.says_otherwise",
        place=Place(f"{TABLE}.csv", None, "mean_temperature"),
        value=f"{area} {day} {kind.value} {mean:g}",
        wanted_zh=f"表中同一发布时间已有 {standing:g} ℃，未覆盖；更正须有新的发布时间",
        wanted_en=f"the table already says {standing:g} °C for this issue and was not overwritten; "
        "a correction needs a time of issue of its own",
        severity=Severity.WARNING,
    )


def _lines(weather: Weather, rows: list[int], before: _Standing) -> str:
    """The rows as the table writes them: its columns, delimiter and line ends."""
    texts = {name: column_texts(weather, name) for name in column_names(TABLE)}
    written = io.StringIO()
    writer = csv.writer(written, delimiter=before.delimiter, lineterminator=before.line_end)
    writer.writerows([texts[name][row] if name else "" for name in before.heading] for row in rows)
    begun = "" if before.text.endswith(("\n", "\r")) else before.line_end
    return begun + written.getvalue()


def _file_of(folder: Path) -> Path:
    """The folder's weather table, by whatever name it goes; weather.csv where there is none."""
    tables = (file for file in sorted(folder.iterdir()) if file.suffix.lower() == ".csv")
    return next((file for file in tables if table_named(file.stem) == TABLE), folder / f"{TABLE}.csv")


def _replace(file: Path, content: bytes) -> None:
    """The file's content changed in one step, so that nobody reads half a table."""
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        if file.exists():
            part.chmod(file.stat().st_mode & 0o777)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Two fetches at once wait for each other, or the second would write back what the first had not seen."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)
