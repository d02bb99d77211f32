"""Cells of a reading as values: instants, gas days, volumes, pressures, quality. Pure."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta, tzinfo

from nuandong.desk.reporting.models.readings import ReadingQuality
from nuandong.gasday import CHINA
from nuandong.units import Volume, volume_from_m3

_DATE = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
_INSTANT = re.compile(
    _DATE + r"[\sT]*(\d{1,2})\s*[:：时]\s*(\d{2})?分?(?::(\d{2})(?:\.\d+)?)?\s*(Z|z|[+-]\d{2}:?\d{2})?"
)
_DAY = re.compile(_DATE)
_QUALITIES = {
    "": ReadingQuality.METERED, "metered": ReadingQuality.METERED, "计量": ReadingQuality.METERED,
    "实测": ReadingQuality.METERED, "estimated": ReadingQuality.ESTIMATED, "估算": ReadingQuality.ESTIMATED,
    "suspect": ReadingQuality.SUSPECT, "存疑": ReadingQuality.SUSPECT,
}  # fmt: skip
MIDNIGHT_AFTER = 24


class Unread(ValueError):
    """A cell that says nothing that could be read."""


def instant_of(cell: str) -> tuple[datetime, bool]:
    """An aware instant, and whether the cell named another time zone than China's. Raises Unread."""
    found = _INSTANT.fullmatch(cell.strip())
    if found is None:
        raise Unread(cell)
    year, month, day, hour, minute, second, zone = found.groups()
    try:
        begins = datetime.combine(date(int(year), int(month), int(day)), time(), tzinfo=_zone(zone))
        is_end_of_day = int(hour) == MIDNIGHT_AFTER and not int(minute or 0)
        if not is_end_of_day:
            time(int(hour), int(minute or 0), int(second or 0))
        instant = begins + timedelta(hours=int(hour), minutes=int(minute or 0), seconds=int(second or 0))
        return instant.astimezone(CHINA), instant.utcoffset() != CHINA.utcoffset(None)
    except (ValueError, OverflowError) as wrong:
        raise Unread(cell) from wrong


def day_of(cell: str) -> date:
    """A date. Raises Unread."""
    found = _DAY.fullmatch(cell.strip())
    if found is None:
        raise Unread(cell)
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError as wrong:
        raise Unread(cell) from wrong


def volume_of(cell: str, *, is_m3: bool) -> Volume:
    """A volume in 10^4 m3 from a cell in that unit or in m3; thousands may be parted by commas. Raises Unread."""
    number = number_of(cell)
    return volume_from_m3(volume_m3=number) if is_m3 else number


def number_of(cell: str) -> float:
    """A finite number; thousands may be parted by commas. Raises Unread."""
    try:
        number = float(re.sub(r"[\s,，]", "", cell))
    except ValueError as wrong:
        raise Unread(cell) from wrong
    if not math.isfinite(number):
        raise Unread(cell)
    return number


def quality_of(cell: str) -> ReadingQuality:
    """The quality that a cell names; none named means metered. Raises Unread."""
    try:
        return _QUALITIES[cell.strip().lower()]
    except KeyError as wrong:
        raise Unread(cell) from wrong


def _zone(written: str | None) -> tzinfo:
    if written is None:
        return CHINA
    return datetime.strptime(written.upper().replace("Z", "+0000"), "%z").tzinfo or CHINA
