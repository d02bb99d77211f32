"""Answers of weather sources as their papers describe them, made up for the tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

from nuandong.demand.weather_in import WeatherPoint
from nuandong.gasday import CHINA

POINTS = (WeatherPoint("140100", 37.818, 112.564), WeatherPoint("140200", 40.09, 113.29))
RECEIVED = datetime(2023, 12, 19, 17, 0, tzinfo=CHINA)
MIDNIGHT = datetime(2023, 12, 18)  # past_days=1: the answer begins on the eve, 00:00 local


def by_hour(hour: int) -> float:
    """A temperature that tells its hour of the day: 0.0 at midnight … 2.3 at 23:00, and falls a degree a day."""
    return round(hour % 24 / 10 - hour // 24, 1)


def open_meteo_place(
    *,
    hours: int = 17 * 24,
    begins: datetime = MIDNIGHT,
    temperature: Callable[[int], float | None] = by_hour,
    unit: str = "°C",
    suffixes: tuple[str, ...] = ("",),
) -> dict[str, object]:
    """One place of an answer in Open-Meteo's documented form, hourly from `begins` (local)."""
    times = [(begins + timedelta(hours=hour)).strftime("%Y-%m-%dT%H:%M") for hour in range(hours)]
    hourly: dict[str, object] = {"time": times}
    units = {"time": "iso8601"}
    for suffix in suffixes:
        hourly[f"temperature_2m{suffix}"] = [temperature(hour) for hour in range(hours)]
        hourly[f"wind_speed_10m{suffix}"] = [3.0] * hours
        units |= {f"temperature_2m{suffix}": unit, f"wind_speed_10m{suffix}": "m/s"}
    return {
        "latitude": 37.8,
        "longitude": 112.5,
        "generationtime_ms": 0.105,
        "utc_offset_seconds": 28800,
        "timezone": "Asia/Shanghai",
        "timezone_abbreviation": "GMT+8",
        "elevation": 785.0,
        "hourly_units": units,
        "hourly": hourly,
    }


def encoded(*places: dict[str, object]) -> bytes:
    """The bytes of an answer: one object for one place, a list for several."""
    return json.dumps(places[0] if len(places) == 1 else list(places)).encode()


def bureau_csv(
    *,
    station: str = "53772",
    begins: datetime = datetime(2023, 12, 20, 8),
    hours: int = 48,
    issue: str = "2023-12-19 16:00",
    temperature: Callable[[int], object] = lambda hour: -5.0,
) -> str:
    """A bureau's table in China's time, without its heading."""
    return "".join(
        f"{station},{begins + timedelta(hours=hour):%Y-%m-%d %H:%M},{issue},{temperature(hour)},2.0\n"
        for hour in range(hours)
    )


HEADING = "station,valid_time,issue_time,temperature,wind\n"
