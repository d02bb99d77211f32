"""Records of weather: made ones whose truth is known, and the real one of eight northern cities."""

from __future__ import annotations

import csv
import os
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from nuandong.units import FloatArray
from tests.fixtures.left_out import SETTING

Days = tuple[date, ...]


def days_in_a_row(first: date, count: int) -> Days:
    return tuple(first + timedelta(days=step) for step in range(count))


def usual_of(days: Days) -> FloatArray:
    """The true mean of a made record: a cosine with its low in mid January, in degC."""
    place = np.array([day.timetuple().tm_yday for day in days])
    return np.asarray(10.0 - 14.0 * np.cos(2 * np.pi * (place - 15) / 365.25))


def made_record(*, years: int, seed: int = 1, persistence: float = 0.75) -> tuple[Days, FloatArray]:
    """Days to 31 October 2023 and temperatures (2, D): two areas whose departures go together, sd 4 K each."""
    days = days_in_a_row(date(2023 - years, 11, 1), int(years * 365.25))
    chance = np.random.default_rng(seed)
    shock = chance.normal(size=(2, len(days)))
    shock[1] = 0.8 * shock[0] + 0.6 * shock[1]
    departure = np.zeros(shock.shape)
    departure[:, 0] = shock[:, 0]
    for day in range(1, len(days)):
        departure[:, day] = persistence * departure[:, day - 1] + np.sqrt(1 - persistence**2) * shock[:, day]
    return days, usual_of(days) + 4.0 * departure


def northern_cities() -> tuple[Days, FloatArray]:
    """Daily means of eight northern cities, 2014 to 2019, (8, D), from the folder of public records."""
    path = Path(os.environ[SETTING]) / "weather" / "north_china_8city_daily_2014_2019.csv"
    with path.open(encoding="utf-8") as opened:
        rows = [
            (row["city"], date.fromisoformat(row["date"]), row["avgtemp"]) for row in csv.DictReader(opened)
        ]
    cities = sorted({city for city, _, _ in rows})
    first, last = min(day for _, day, _ in rows), max(day for _, day, _ in rows)
    days = days_in_a_row(first, (last - first).days + 1)
    table = np.full((len(cities), len(days)), np.nan)
    for city, day, mean in rows:
        if mean:
            table[cities.index(city), (day - first).days] = float(mean)
    return days, table
