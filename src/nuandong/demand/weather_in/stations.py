"""Whose weather a feed's stations speak for: the small TOML that maps stations of a bureau to weather areas.

    [feed]
    name = "山西省气象局"          # stands in the reference of every row
    temperature_unit = "C"        # C, F, K, or 0.1C
    wind_unit = "m/s"             # m/s, km/h, kn
    time_zone = "+08:00"          # of times that name none
    stale_after_hours = 36

    [[station]]
    station = "53772"
    weather_area = "140100"
    weight = 1.0                  # of several stations in one area

Nothing of it is needed but the stations. Clause: T-022.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta, timezone
from typing import Any

from nuandong.demand.weather_in.faults import fault
from nuandong.findings import Finding, Findings, Place
from nuandong.gasday import CHINA
from nuandong.units import TO_CELSIUS, TO_METRES_A_SECOND

TEMPERATURE_UNITS = {**TO_CELSIUS, "0.1C": (0.1, 0.0)}
WIND_UNITS = {unit: TO_METRES_A_SECOND[unit] for unit in ("m/s", "km/h", "kn")}
STALE_AFTER_HOURS = 36.0
_FEED = ("name", "temperature_unit", "wind_unit", "time_zone", "stale_after_hours")
_STATION = ("station", "weather_area", "weight", "name")


@dataclass(frozen=True, slots=True)
class Station:
    """A station and the weather area it speaks for, with its weight among the area's stations."""

    station: str
    weather_area: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class BureauFeed:
    """How a bureau's feed is to be read. Temperatures in °C are slope * value + shift, winds in m/s slope * value."""

    stations: tuple[Station, ...]
    name: str = "bureau"
    temperature_unit: str = "C"
    wind_unit: str = "m/s"
    time_zone: timezone = CHINA
    stale_after: timedelta = timedelta(hours=STALE_AFTER_HOURS)

    @property
    def areas(self) -> tuple[str, ...]:
        """The weather areas of the feed, sorted."""
        return tuple(sorted({station.weather_area for station in self.stations}))


def read_stations(
    text: str, *, areas: frozenset[str], file: str = "stations.toml"
) -> tuple[BureauFeed | None, Findings]:
    """The feed that a TOML describes, None where it holds an error; `areas` are the case's weather areas."""
    found: list[Finding] = []
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        return None, Findings((fault("broken_toml", place=Place(file), reason=str(trouble)),))
    feed = written.get("feed", {})
    rows = written.get("station", [])
    _report_strangers(written, ("feed", "station"), Place(file), found)
    settings = _feed_settings(feed, file, found)
    stations = _stations(rows, areas, file, found)
    if settings is None or any(finding in Findings(tuple(found)).errors for finding in found):
        return None, Findings(tuple(found))
    return BureauFeed(stations=stations, **settings), Findings(tuple(found))


def _feed_settings(feed: Any, file: str, found: list[Finding]) -> dict[str, Any] | None:
    """Section [feed]; None, with a fault, where something in it cannot be."""
    if not isinstance(feed, dict):
        found.append(_bad("feed", feed, file, ("一节 [feed]", "a section [feed]")))
        return None
    _report_strangers(feed, _FEED, Place(file, None, "feed"), found)
    settings: dict[str, Any] = {"name": str(feed.get("name", "bureau"))}
    for key, units in (("temperature_unit", TEMPERATURE_UNITS), ("wind_unit", WIND_UNITS)):
        if key in feed:
            settings[key] = feed[key]
            if feed[key] not in units:
                found.append(_bad(key, feed[key], file, (" / ".join(units),) * 2))
    if "time_zone" in feed:
        zone = _zone(feed["time_zone"])
        settings["time_zone"] = zone
        if zone is None:
            found.append(_bad("time_zone", feed["time_zone"], file, ("+08:00",) * 2))
    hours = feed.get("stale_after_hours", STALE_AFTER_HOURS)
    if _is_number(hours) and 0 < hours < 1e6:
        settings["stale_after"] = timedelta(hours=float(hours))
    else:
        found.append(_bad("stale_after_hours", hours, file, ("大于 0 的小时数", "a number of hours above 0")))
    return settings


def _stations(rows: Any, areas: frozenset[str], file: str, found: list[Finding]) -> tuple[Station, ...]:
    """The stations; a fault for each that names no area of the case, no weight above 0, or stands twice."""
    stations: dict[str, Station] = {}
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        found.append(_bad("station", "", file, ("至少一节 [[station]]", "at least one [[station]]")))
        return ()
    for row in rows:
        number, area, weight = (
            str(row.get("station", "")),
            str(row.get("weather_area", "")),
            row.get("weight", 1.0),
        )
        place = Place(file, None, "station")
        _report_strangers(row, _STATION, place, found)
        if not number:
            found.append(_bad("station", row, file, ("站号", "the number of the station")))
        elif number in stations:
            found.append(fault("station_twice", place=place, value=number))
        elif area not in areas:
            found.append(fault("area_not_of_case", place=place, value=f"{number}: {area}"))
        elif not _is_number(weight) or not 0 < weight < 1e9:
            found.append(_bad("weight", weight, file, ("大于 0 的数", "a number above 0")))
        else:
            stations[number] = Station(number, area, float(weight))
    return tuple(stations.values())


def _zone(written: Any) -> timezone | None:
    """An offset such as +08:00; None where it is none."""
    try:
        sign, (hours, minutes) = str(written)[0], str(written)[1:].split(":")
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone({"+": offset, "-": -offset}[sign])
    except (ValueError, KeyError, IndexError):
        return None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _bad(key: str, value: object, file: str, wanted: tuple[str, str]) -> Finding:
    place = Place(file, None, key)
    return fault("bad_setting", place=place, value=value, wanted_zh=wanted[0], wanted_en=wanted[1])


def _report_strangers(
    written: Mapping[str, Any], known: tuple[str, ...], place: Place, found: list[Finding]
) -> None:
    found.extend(
        fault("unknown_setting", place=Place(place.file, None, key)) for key in written if key not in known
    )
