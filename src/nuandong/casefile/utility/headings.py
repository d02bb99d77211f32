"""Headings of a table of use, as utilities write them: which column is what, and in which unit.

A heading may carry its unit in brackets (`Demand (mcf)`, `用气量（万m³）`), behind a comma or as its last words
(`temperature_c`, `Temp °F`). What is recognised is listed for the reader; what is not is named and left alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from nuandong.casefile.utility.measure import temperature_unit, use_unit, wind_factor


class Role(StrEnum):
    """What a column of the table is."""

    DATE = "date"
    HOUR = "hour"
    SERIES = "series"
    UNIT = "unit"
    ISSUED = "issued"
    TEMPERATURE = "temperature"
    HIGHEST = "highest_temperature"
    LOWEST = "lowest_temperature"
    FORECAST = "forecast_temperature"
    WIND = "wind"
    REST_DAY = "rest_day"
    HOLIDAY = "holiday"
    WORKING_DAY = "working_day"
    HELD_BACK = "held_back"
    USE = "use"


ROLE_WORDS = {
    Role.DATE: ("日期", "the date"),
    Role.HOUR: ("小时", "the hour"),
    Role.SERIES: ("系列", "the series"),
    Role.UNIT: ("单位", "the unit"),
    Role.ISSUED: ("起报时间", "the time of issue"),
    Role.TEMPERATURE: ("日均气温", "the mean temperature"),
    Role.HIGHEST: ("最高气温", "the highest temperature"),
    Role.LOWEST: ("最低气温", "the lowest temperature"),
    Role.FORECAST: ("预报气温", "a forecast temperature"),
    Role.WIND: ("风速", "the wind"),
    Role.REST_DAY: ("休息日", "rest days"),
    Role.HOLIDAY: ("节假日", "public holidays"),
    Role.WORKING_DAY: ("工作日", "working days"),
    Role.HELD_BACK: ("压减", "use held back"),
    Role.USE: ("用气量", "the use"),
}
MANY = frozenset({Role.USE, Role.FORECAST})  # a table may have several of these
_BRACKETS = re.compile(r"[(\[{【（]([^)\]}】）]*)[)\]}】）]")
_LEAD = re.compile(r"(?:lead|d|day|t|\+|_| |前|第)*?\+?(\d{1,2})(?: ?(?:d|days?|天|日))?$")
# The first pattern that fits a heading wins; the order tells a time of issue from a date and a forecast from a reading.
_PATTERNS: tuple[tuple[Role, str], ...] = (
    (Role.ISSUED, r"issue|\brun\b|\binit|forecast (?:time|date|made)|起报|发布|预报时间|ausgabe"),
    (Role.UNIT, r"^(?:unit|units|uom|unit of measure|einheit|计量单位|单位)$"),
    (Role.DATE, r"^(?:(?:gas|settlement|delivery|flow|trade|applicable|reading|calendar|local|business) ?)?"
                r"(?:date|day|datetime|date ?time|time ?stamp)(?: ?(?:utc|local|from|begin|beginning|start|ending))?$"
                r"|^(?:ds|dt|period|time|datum|tag|gastag|fecha|data|dia|giorno|jour|dato|dag|applicable for)$"
                r"|^(?:zeitstempel|zeit|时间|年月日|日|数据时间|统计时间)$|日期|气日"),
    (Role.HOUR, r"^(?:hour|hr|he|hour ?ending|hour of day|time of day|stunde|uhrzeit|heure|hora)$"
                r"|^(?:小时|时|时刻|钟点|时段)$"),
    (Role.WORKING_DAY, r"work(?:ing)? ?day|business day|werktag|工作日|上班"),
    (Role.REST_DAY, r"rest ?day|day off|non ?working|休息日|^(?:is )?weekend$|周末"),
    (Role.HOLIDAY, r"holiday|feiertag|festivo|ferie|节假日|假日|节日"),
    (Role.HELD_BACK, r"held ?back|curtail|interrupted|unserved|压减|限供|停供|减供|中断"),
    (Role.FORECAST, r"(?:temp|气温|温度|t2m).*(?:fore?c|fcst|\bfc\b|predict|prog|lead|ahead|预报|预测|d ?\+)"
                    r"|(?:fore?c|fcst|\bfc\b|predict|prog|预报|预测).*(?:temp|气温|温度|t2m|\bt\b)"),
    (Role.HIGHEST, r"(?:max|high|hoch|最高).*(?:temp|气温|温度|\bt\b)|^(?:tmax|tx|最高温)$"
                   r"|(?:temp|气温|温度).*(?:max|high|最高)"),
    (Role.LOWEST, r"(?:min|low|tief|最低).*(?:temp|气温|温度|\bt\b)|^(?:tmin|tn|最低温)$"
                  r"|(?:temp|气温|温度).*(?:min|low|最低)"),
    (Role.TEMPERATURE, r"temp|^(?:tmean|tavg|tmed|t2m|tm|tg|ta|oat|dry ?bulb)\b|^t$|气温|温度|均温"),
    (Role.WIND, r"^(?!.*(?:dir|gust|max|向|阵|最大)).*(?:wind|\bws\b|\bavgws\b|\bff\b|viento|vent\b|风速|风)"),
    (Role.SERIES, r"^(?:series|series id|utility|area|zone|region|county|city|district|company|ldc|customer|class)$"
                  r"|^(?:sector|segment|customer class|unit id|unit name|name|id|location|station)$"
                  r"|^(?:系列|名称|公司|燃气公司|县区|县|区县|区域|地区|城市|市|用户类别|类别|供气区|分区|行业|站点|站名)$"),
    (Role.USE, r"demand|\buse\b|usage|consum|load|send ?out|throughput|offtake|\bsales\b|deliver|volume|quantity"
               r"|\bgas\b|\bflow\b|energy|verbrauch|abgabe|\blast\b|consommation|^y$"
               r"|用气|气量|用量|消费|供气|销气|销量|负荷|耗气|能量|售气"),
)  # fmt: skip
_COMPILED = tuple((role, re.compile(pattern)) for role, pattern in _PATTERNS)
_NOT_USE = re.compile(
    r"forecast|fcst|predict|price|temp|degree|hdd|预测|预报|价|capacity|customers|users|户数|share|%"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading understood: its text, what it is, the unit written with it, and the lead of a forecast column."""

    position: int
    text: str
    role: Role | None
    unit: str = ""
    lead: int | None = None


def understood(headings: Sequence[str], *, named: Sequence[tuple[Role, str]] = ()) -> tuple[Heading, ...]:
    """Every heading with its role; `named` are (role, heading) that the reader was told, which overrule the rest."""
    told: dict[str, Role] = {plain(text): role for role, text in named}
    roles_told = {role for role, _ in named}
    found = []
    for position, text in enumerate(headings):
        heading = _understood(position, text)
        if plain(text) in told:
            heading = replace(heading, role=told[plain(text)])
        elif heading.role in roles_told:
            heading = replace(heading, role=None)
        found.append(heading)
    if any(heading.role is Role.USE for heading in found):
        return tuple(found)
    return tuple(_promoted(heading) for heading in found)


def _promoted(heading: Heading) -> Heading:
    """Where nothing is called use, a column in a unit of use is (`Works (GWh)`)."""
    is_use = heading.role is None and use_unit(heading.unit) and not _NOT_USE.search(plain(heading.text))
    return replace(heading, role=Role.USE) if is_use else heading


def role_of(text: str) -> Role | None:
    """What a heading would be taken for if nobody had named any column."""
    return _understood(0, text).role


def plain(text: str) -> str:
    """A heading without case, doubled blanks, full-width forms and marks of words."""
    whole = unicodedata.normalize("NFKC", text.replace("³", "3")).replace("\ufeff", "")
    parted = re.sub(r"(?<=[a-z]{2})(?=[A-Z][a-z])", " ", whole).casefold()
    return " ".join(re.sub(r"[_\-/:.#\"']+", " ", parted).split())


def _understood(position: int, text: str) -> Heading:
    name, unit = _parted(text)
    words = plain(name)
    role = next((role for role, pattern in _COMPILED if pattern.search(words)), None)
    if role is Role.USE and _NOT_USE.search(words):
        role = None
    if role is None and unit and use_unit(unit) and not words:
        role = Role.USE  # a heading that is nothing but a unit of use
    lead = None
    if role is Role.FORECAST:
        hit = _LEAD.search(words)
        lead = int(hit[1]) if hit else None
    return Heading(position, text, role, unit, lead)


def _parted(text: str) -> tuple[str, str]:
    """A heading's name and its unit, empty where none is written."""
    for met in reversed(list(_BRACKETS.finditer(text))):
        if met[1].strip():
            return (text[: met.start()] + " " + text[met.end() :]).strip(), met[1].strip()
    for mark in (",", "，", "/", " - ", ":", "："):
        name, _, last = text.rpartition(mark)
        if name.strip() and _is_unit(last.strip()):
            return name.strip(), last.strip()
    words = [word for word in re.split(r"[\s_]+", text) if word]
    for count in (3, 2, 1):
        last = " ".join(words[-count:])
        if len(words) > count and _is_unit(last):
            return " ".join(words[:-count]), last
    tail = re.search(
        r"(?<=[\u4e00-\u9fff])([^\u4e00-\u9fff].*|[万亿百千]?[^\u4e00-\u9fff]+|万方|亿方|立方米|万立方米)$",
        text,
    )
    if tail and _is_unit(tail[1]):
        return text[: tail.start()], tail[1]
    if len(words) == 1 and use_unit(text) and len(text) > 1:
        return "", text
    return text, ""


def _is_unit(text: str) -> bool:
    return bool(use_unit(text) or temperature_unit(text) or wind_factor(text))
