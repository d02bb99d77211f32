"""The cells of one line as span, volume and quality; what is wrong is put to what was found so far. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from nuandong.desk.reporting.models.readings import ReadingQuality
from nuandong.desk.reporting.readings import parsing
from nuandong.desk.reporting.readings.parsing import Unread
from nuandong.desk.reporting.readings.record import LONGEST
from nuandong.desk.reporting.readings.sheet import Line
from nuandong.desk.reporting.readings.words import fault
from nuandong.findings import Finding
from nuandong.gasday import begin_of, end_of
from nuandong.units import Volume


def has_volume(line: Line) -> bool:
    """Whether a line tells a volume, in either unit."""
    return bool(line.cells.get("volume") or line.cells.get("volume_m3"))


def span_of(line: Line, at: datetime, found: list[Finding]) -> tuple[datetime, datetime] | None:
    """Begin and end, by instants or by a gas day."""
    cell = line.cells.get("gas_day", "")
    if cell and not (line.cells.get("from") or line.cells.get("to")):
        try:
            day = parsing.day_of(cell)
        except Unread:
            found.append(fault("day.unread", row=line.number, column="gas_day", value=cell))
            return None
        begins, ends = begin_of(day), end_of(day)
    else:
        first, last = _instant(line, "from", found), _instant(line, "to", found)
        if first is None or last is None:
            return None
        begins, ends = first, last
    wrong = _span_fault(line, begins, ends, at)
    if wrong is not None:
        found.append(wrong)
        return None
    if (ends - begins) == timedelta(days=1) and not begins.hour:
        found.append(fault("time.calendar_day", row=line.number, column="from"))
    return begins, ends


def _span_fault(line: Line, begins: datetime, ends: datetime, at: datetime) -> Finding | None:
    value = f"{ends:%Y-%m-%d %H:%M}"
    if ends <= begins:
        return fault(
            "time.order", row=line.number, column="to", value=value, begin=f"{begins:%Y-%m-%d %H:%M}"
        )
    if ends - begins > LONGEST:
        days = round((ends - begins) / timedelta(days=1))
        return fault("time.long", row=line.number, column="to", value=value, days=days, most=LONGEST.days)
    if ends > at:
        now = f"{at.astimezone(ends.tzinfo):%Y-%m-%d %H:%M}"
        return fault("time.future", row=line.number, column="to", value=value, now=now)
    return None


def _instant(line: Line, name: str, found: list[Finding]) -> datetime | None:
    cell = line.cells.get(name, "")
    if not cell:
        words = {"from": ("起始时刻", "begin"), "to": ("截止时刻", "end")}[name]
        found.append(fault("time.missing", row=line.number, column=name, name=words))
        return None
    try:
        instant, is_elsewhere = parsing.instant_of(cell)
    except Unread:
        found.append(fault("time.unread", row=line.number, column=name, value=cell))
        return None
    if is_elsewhere:
        local = f"{instant:%Y-%m-%d %H:%M}"
        found.append(fault("time.zone", row=line.number, column=name, value=cell, local=local))
    return instant


def volume_of(line: Line, found: list[Finding]) -> Volume | None:
    """The volume in 10^4 m3."""
    name = "volume" if line.cells.get("volume") or "volume_m3" not in line.cells else "volume_m3"
    cell = line.cells.get(name, "")
    if not cell:
        found.append(fault("volume.missing", row=line.number, column=name))
        return None
    try:
        volume = parsing.volume_of(cell, is_m3=name == "volume_m3")
    except Unread:
        found.append(fault("volume.unread", row=line.number, column=name, value=cell))
        return None
    if volume < 0:
        found.append(fault("volume.negative", row=line.number, column=name, value=cell))
        return None
    return volume


def quality_of(line: Line, found: list[Finding]) -> ReadingQuality | None:
    """How far the line may be trusted; none named means metered."""
    cell = line.cells.get("quality", "")
    try:
        return parsing.quality_of(cell)
    except Unread:
        found.append(fault("quality.unknown", row=line.number, column="quality", value=cell))
        return None
