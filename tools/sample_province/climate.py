"""Gas-day mean temperatures of the 11 cities: Taiyuan's record, the others by the difference of normals."""

from __future__ import annotations

import csv
import random
from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from season import DAYS, LAST_OBSERVED, LEAD_IN, SEED, WEATHER_DAYS, WEIGHTS, after, at
from sheets import Row

from nuandong.vocabulary import WeatherKind

# Changzhi has no station in the table of normals: the mean of Yushe and Yangcheng stands for it (judged).
STATIONS = {
    "140100": ("53772",), "140200": ("53487",), "140300": ("53782",), "140400": ("53787", "53975"),
    "140500": ("53975",), "140600": ("53578",), "140700": ("53787", "53863"), "140800": ("53959",),
    "140900": ("53673",), "141000": ("53868",), "141100": ("53764",),
}  # fmt: skip
MONTHS = (11, 12, 1, 2, 3)
MIDDLES = (date(2023, 11, 15), date(2023, 12, 16), date(2024, 1, 16), date(2024, 2, 15), date(2024, 3, 16))
Temperatures = dict[str, dict[date, float]]


def gas_day_means(folder: Path) -> dict[date, float]:
    """Mean of the 24 hourly values 08:00..07:00 at Taiyuan; the record is in UTC, so a gas day begins at 00:00Z.

    Hours the record lacks (some nights are three-hourly) are filled by straight lines between their neighbours.
    """
    return gas_day_means_on(folder, [day for day in WEATHER_DAYS if day <= LAST_OBSERVED])


def gas_day_means_on(folder: Path, days: Iterable[date]) -> dict[date, float]:
    """The same for any days that the record holds."""
    hours, values = _record(folder)
    return {day: sum(_between(hours, values, _hour(day) + step) for step in range(24)) / 24 for day in days}


def _hour(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() / 3600


def _record(folder: Path) -> tuple[list[float], list[float]]:
    with (folder / "weather/taiyuan_53772_hourly_2023_noaa.csv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["temperature"]]
    hours = [datetime.fromisoformat(row["time"]).timestamp() / 3600 for row in rows]
    return hours, [float(row["temperature"]) for row in rows]


def _between(hours: list[float], values: list[float], hour: float) -> float:
    right = min(bisect_right(hours, hour), len(hours) - 1)
    left = right - 1
    share = (hour - hours[left]) / (hours[right] - hours[left])
    return values[left] + min(share, 1.0) * (values[right] - values[left])


def read_normals(folder: Path) -> dict[str, tuple[float, ...]]:
    """CHELSA monthly normals, November to March, of each city."""
    with (folder / "weather/shanxi_station_monthly_normals.csv").open(encoding="utf-8-sig") as stream:
        stations = {
            row["wmo"]: [float(row[f"chelsa_{month:02d}"]) for month in MONTHS]
            for row in csv.DictReader(stream)
        }
    return {
        city: tuple(sum(stations[wmo][step] for wmo in wmos) / len(wmos) for step in range(len(MONTHS)))
        for city, wmos in STATIONS.items()
    }


def daily_normals(monthly: dict[str, tuple[float, ...]]) -> Temperatures:
    """Straight lines between mid-month normals, carried on by the outer slopes before and after."""
    return daily_normals_on(monthly, WEATHER_DAYS)


def daily_normals_on(monthly: dict[str, tuple[float, ...]], days: Iterable[date]) -> Temperatures:
    """The same for any days of any winter: normals know the day of the year only."""
    asked = tuple(days)
    return {
        city: {day: _line(values, _this_winter(day)) for day in asked} for city, values in monthly.items()
    }


def _this_winter(day: date) -> date:
    return day.replace(year=MIDDLES[0].year + (day.month <= MIDDLES[-1].month))


def _line(values: tuple[float, ...], day: date) -> float:
    step = max(0, min(bisect_right(MIDDLES, day) - 1, len(MIDDLES) - 2))
    share = (day - MIDDLES[step]).days / (MIDDLES[step + 1] - MIDDLES[step]).days
    return values[step] + share * (values[step + 1] - values[step])


def generated_anomalies() -> dict[date, float]:
    """A seeded first-order series of departures from normal for January to March (K)."""
    dice = random.Random(SEED + " weather")
    anomaly, series = -1.0, {}
    for day in WEATHER_DAYS:
        if day > LAST_OBSERVED:
            anomaly = 0.72 * anomaly + dice.gauss(0.0, 2.1)
            series[day] = anomaly
    return series


def all_temperatures(folder: Path) -> tuple[Temperatures, Temperatures]:
    """(observed or generated, normal) by city and gas day, rounded to 0.01 degC."""
    normal = daily_normals(read_normals(folder))
    taiyuan = normal["140100"]
    anomaly = {
        day: mean - taiyuan[day] for day, mean in gas_day_means(folder).items()
    } | generated_anomalies()
    real = {
        city: {day: round(line[day] + anomaly[day], 2) for day in WEATHER_DAYS}
        for city, line in normal.items()
    }
    return real, {
        city: {day: round(value, 2) for day, value in line.items()} for city, line in normal.items()
    }


def effective(series: dict[date, float], day: date) -> float:
    """Weighted mean of a gas day and the two before it, as the case's settings say."""
    return sum(weight * series[day - timedelta(days=lag)] for lag, weight in enumerate(WEIGHTS))


def weather_rows(real: Temperatures, normal: Temperatures) -> list[Row]:
    """Rows of `weather`: observed or generated, and normal, for every area and gas day."""
    rows = [
        _row(city, day, value, normal=False) for city, line in real.items() for day, value in line.items()
    ]
    return rows + [
        _row(city, day, value, normal=True) for city, line in normal.items() for day, value in line.items()
    ]


def _row(city: str, day: date, value: float, *, normal: bool) -> Row:
    kind, issued = WeatherKind.NORMAL, at(LEAD_IN, 8)
    reference = "CHELSA monthly normals, lines between mid-months"
    if not normal and day <= LAST_OBSERVED:
        kind, issued = WeatherKind.OBSERVED, at(after(day, 1), 8, 30)
        reference = "NOAA ISD 53772, 24 hourly values from 08:00" if city == "140100" else _difference(city)
    elif not normal:
        kind, issued = WeatherKind.GENERATED, at(LEAD_IN, 8)
        reference = "seeded generator around the normals"
    return {
        "weather_area": city, "gas_day": day, "mean_temperature": value, "kind": kind, "issue_at": issued,
        "reference": reference, "mean_wind": None,
    }  # fmt: skip


def _difference(city: str) -> str:
    note = " (Changzhi: mean of Yushe and Yangcheng)" if city == "140400" else ""
    return f"Taiyuan's record plus the difference of CHELSA normals{note}"


def season_means(real: Temperatures) -> dict[str, float]:
    """Mean temperature of each city over the season, for a look at the whole."""
    return {city: sum(line[day] for day in DAYS) / len(DAYS) for city, line in real.items()}
