"""A provincial bureau's feed: a table of station, hour, time of issue and temperature, as CSV or as JSON.

CSV has a heading, comma, tab or semicolon, in UTF-8 or GB18030; JSON is a list of objects, or an object that
holds one (`data`, `rows`, `DS`). Columns are known by the names below, in both languages. An hour issued before
it came is forecast, any other is observed; a blank time of issue means: known when received. Bureaus write
999999 and the like where an instrument was silent; these are missing, never temperatures.

Clauses: T-022, T-070.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from nuandong.demand.weather_in.answer import Answer, as_answer
from nuandong.demand.weather_in.areas import rows_of_areas
from nuandong.demand.weather_in.faults import fault, several
from nuandong.demand.weather_in.hours import aware
from nuandong.demand.weather_in.stations import TEMPERATURE_UNITS, WIND_UNITS, BureauFeed
from nuandong.findings import Finding, Place
from nuandong.units import FloatArray

SOURCE = "bureau"
COLUMNS: dict[str, tuple[str, ...]] = {
    "station": ("station", "station_id", "station_id_c", "id", "站号", "区站号", "站点"),
    "valid_at": ("valid_time", "valid_at", "time", "datetime", "时间", "时次", "资料时间", "预报时间"),
    "issue_at": ("issue_time", "issue_at", "issued_at", "发布时间", "起报时间", "入库时间"),
    "temperature": ("temperature", "temp", "tem", "t", "气温", "温度"),
    "wind": ("wind", "wind_speed", "win_s_avg_2mi", "风速"),
}
NEEDED = ("station", "valid_at", "temperature")
HOLDERS = ("rows", "data", "DS", "ds", "result", "records")
MISSING = frozenset({-9999.0, -999.9, -999.0, 9999.0, 9999.9, 32766.0, 99999.0, 999990.0, 999998.0, 999999.0})
MISSING_WORDS = frozenset({"", "-", "--", "/", "null", "none", "nan", "na", "缺测", "缺"})


@dataclass(frozen=True, slots=True, eq=False)
class StationHours:
    """H hours of all stations as read: temperature in °C, wind in m/s, both NaN where missing."""

    station: tuple[str, ...]
    valid_at: tuple[datetime, ...]
    issue_at: tuple[datetime, ...]
    temperature: FloatArray
    wind: FloatArray


def read_bureau(content: bytes, *, feed: BureauFeed, received_at: datetime) -> Answer:
    """Rows of the weather table from a bureau's answer, area means by the weights of their stations."""
    found: list[Finding] = []
    rows = _rows(content, found)
    columns = _columns(rows, found) if rows else None
    if rows is None or columns is None:
        return as_answer((), found)
    hours = _hours(rows, columns, feed, received_at, found)
    return as_answer(rows_of_areas(hours, feed=feed, received_at=received_at, found=found), found)


def _rows(content: bytes, found: list[Finding]) -> list[dict[str, Any]] | None:
    """The rows of a CSV or JSON text by folded heading; None, with a fault, where there are none."""
    place = Place(SOURCE)
    text = _text(content)
    if text is None:
        found.append(fault("not_text", place=place))
        return None
    written: Sequence[Mapping[Any, Any]]
    if text.lstrip()[:1] in ("{", "["):
        listed = _json_rows(text, found)
        if listed is None:
            return None
        written = listed
    else:
        header = next((line for line in text.splitlines() if line.strip()), "")
        delimiter = max(",\t;", key=header.count)
        try:
            written = list(csv.DictReader(io.StringIO(text.lstrip("\r\n")), delimiter=delimiter))
        except csv.Error as trouble:
            found.append(fault("broken_csv", place=place, reason=str(trouble)))
            return None
    if not written:
        found.append(fault("nothing", place=place))
        return None
    return [{str(key).strip().casefold(): value for key, value in row.items()} for row in written]


def _text(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return None if b"\0" in content else content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _json_rows(text: str, found: list[Finding]) -> list[Mapping[Any, Any]] | None:
    """The list of objects in a JSON text; None, with a fault, where there is none."""
    try:
        written = json.loads(text)
    except (ValueError, RecursionError) as trouble:
        found.append(fault("not_json", place=Place(SOURCE), reason=str(trouble)[:80]))
        return None
    while isinstance(written, dict):
        holder = next((name for name in HOLDERS if name in written), None)
        if holder is None:
            said = {key: value for key, value in written.items() if isinstance(value, (str, int))}
            found.append(
                fault("other_shape", place=Place(SOURCE), value=said or "", wanted="rows", source="bureau")
            )
            return None
        written = written[holder]
    if not isinstance(written, list) or not all(isinstance(row, dict) for row in written):
        found.append(fault("other_shape", place=Place(SOURCE), wanted="rows", source="bureau"))
        return None
    return written


def _columns(rows: list[dict[str, Any]], found: list[Finding]) -> dict[str, str] | None:
    """Which heading holds what; None, with a fault for each, where a needed one is missing."""
    headings = set().union(*rows[:1])
    columns = {
        name: heading for name, known in COLUMNS.items() for heading in known[::-1] if heading in headings
    }
    lost = [name for name in NEEDED if name not in columns]
    for name in lost:
        wanted = " / ".join(COLUMNS[name][:1] + COLUMNS[name][-1:])
        found.append(fault("missing_column", place=Place(SOURCE, 1, name), wanted=wanted))
    return None if lost else columns


def _hours(
    rows: list[dict[str, Any]],
    columns: dict[str, str],
    feed: BureauFeed,
    received_at: datetime,
    found: list[Finding],
) -> StationHours:
    """The rows of mapped stations as columns; strangers and unreadable rows are named once each."""
    known = {station.station for station in feed.stations}
    strangers: dict[str, None] = {}
    unread: list[str] = []
    bad_numbers: list[str] = []
    kept: list[tuple[str, datetime, datetime, float, float]] = []
    for row in rows:
        station = _station_number(row.get(columns["station"]))
        if station not in known:
            strangers[station] = None
            continue
        valid_at = _instant(row.get(columns["valid_at"]), feed)
        written_issue = row.get(columns.get("issue_at", ""), "")
        issue_at = received_at if _is_blank(written_issue) else _instant(written_issue, feed)
        if valid_at is None or issue_at is None:
            unread.append(str(row.get(columns["valid_at"]) if valid_at is None else written_issue))
            continue
        temperature = _number(row.get(columns["temperature"]), bad_numbers)
        wind = _number(row.get(columns.get("wind", ""), ""), bad_numbers)
        kept.append((station, valid_at, issue_at, temperature, wind))
    for code, values in (
        ("unknown_station", list(strangers)),
        ("not_a_time", unread),
        ("not_a_number", bad_numbers),
    ):
        if values:
            found.append(fault(code, place=Place(SOURCE), value=several(values)))
    slope, shift = TEMPERATURE_UNITS[feed.temperature_unit]
    return StationHours(
        station=tuple(row[0] for row in kept),
        valid_at=tuple(row[1] for row in kept),
        issue_at=tuple(row[2] for row in kept),
        temperature=np.array([row[3] for row in kept], dtype=np.float64) * slope + shift,
        wind=np.array([row[4] for row in kept], dtype=np.float64) * WIND_UNITS[feed.wind_unit],
    )


def _station_number(written: Any) -> str:
    """A station's number as text; 53772.0 of a spreadsheet is 53772."""
    text = "" if written is None else str(written).strip()
    return text.removesuffix(".0")


def _instant(written: Any, feed: BureauFeed) -> datetime | None:
    """An aware instant: ISO, with a blank or slashes, or the bare digits 2023122008 that bureaus write."""
    text = str(written).strip().replace("/", "-")
    try:
        if text.isdigit():
            shapes = {10: "%Y%m%d%H", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
            return aware(datetime.strptime(text, shapes.get(len(text), "")), feed.time_zone)
        if ":" not in text and "T" not in text and " " not in text:
            return None  # a date is no instant
        return aware(datetime.fromisoformat(text), feed.time_zone)
    except ValueError:
        return None


def _is_blank(written: Any) -> bool:
    return written is None or str(written).strip().casefold() in MISSING_WORDS


def _number(written: Any, bad: list[str]) -> float:
    """A number; NaN where the bureau's mark of a missing one stands, or where it is none."""
    if _is_blank(written):
        return np.nan
    try:
        number = float(str(written).strip().replace("−", "-"))
    except ValueError:
        bad.append(str(written))
        return np.nan
    return np.nan if number in MISSING else number
