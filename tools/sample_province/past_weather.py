"""Gas-day means of three winters before this one: generated around the normals, observed where the record begins.

Departures from normal have a memory, waves of cold arrive by chance, each city goes a little its own way. From January
2023 the public record of Taiyuan stands in for the generator, as it does this winter.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
from climate import Temperatures, daily_normals_on, gas_day_means_on, read_normals
from season import at
from sheets import Row

from nuandong.gasday import gas_days
from nuandong.vocabulary import WeatherKind

WINTERS = (2020, 2021, 2022)  # by the autumn in which they begin
FIRST_OBSERVED = date(2023, 1, 1)  # where the public record of Taiyuan begins
SEED = 20201101
MEMORY, STEP = 0.72, 2.1  # of the province's departure from normal, K
OWN_MEMORY, OWN_STEP = 0.6, 0.6  # of a city's departure from the province's, K
WAVES, WAVE_DEPTH, WAVE_DAYS = 4, (4.0, 9.5), (4, 8)  # waves of cold a winter


def winter_days(autumn: int) -> tuple[date, ...]:
    """The gas days of a winter, with the week before it that houses remember."""
    first, last = date(autumn, 10, 25), date(autumn + 1, 3, 31)
    return gas_days(first=first, count=(last - first).days + 1)


def past_temperatures(folder: Path) -> Temperatures:
    """Temperature of every city on every day of the past winters, rounded to 0.01 degC."""
    monthly = read_normals(folder)
    dice = np.random.default_rng(SEED)
    found: Temperatures = {city: {} for city in monthly}
    for autumn in WINTERS:
        days = winter_days(autumn)
        normal = daily_normals_on(monthly, days)
        recorded = gas_day_means_on(folder, [day for day in days if day >= FIRST_OBSERVED])
        shared = _departures(len(days), dice)
        for city, line in normal.items():
            own = _memory(len(days), OWN_MEMORY, OWN_STEP, dice)
            for step, day in enumerate(days):
                departure = shared[step] + own[step]
                if day in recorded:
                    departure = recorded[day] - normal["140100"][day]
                found[city][day] = round(float(line[day] + departure), 2)
    return found


def _departures(count: int, dice: np.random.Generator) -> np.ndarray:
    """The province's departures from normal: a memory, and waves that fall fast and leave slowly."""
    departure = _memory(count, MEMORY, STEP, dice)
    for _ in range(WAVES):
        begin = int(dice.integers(20, count - 25))
        depth, lasts = dice.uniform(*WAVE_DEPTH), int(dice.integers(*WAVE_DAYS))
        shape = np.concatenate([[0.55], np.ones(lasts), np.linspace(0.8, 0.1, 5)])
        departure[begin : begin + shape.size] -= depth * shape
    return departure


def _memory(count: int, memory: float, step: float, dice: np.random.Generator) -> np.ndarray:
    series, value = np.zeros(count), 0.0
    for place, shock in enumerate(dice.standard_normal(count) * step):
        value = memory * value + shock
        series[place] = value
    return series


def past_weather_rows(past: Temperatures) -> list[Row]:
    """Rows of `weather` of the past winters: generated, or observed where the record reaches."""
    return [_row(city, day, value) for city, line in past.items() for day, value in line.items()]


def _row(city: str, day: date, value: float) -> Row:
    observed = day >= FIRST_OBSERVED
    known: datetime = at(day + timedelta(days=1), 8, 30)
    return {
        "weather_area": city, "gas_day": day, "mean_temperature": value,
        "kind": WeatherKind.OBSERVED if observed else WeatherKind.GENERATED, "issue_at": known,
        "mean_wind": None,
        "reference": ("NOAA ISD 53772" if city == "140100" else "53772 + normals") if observed else "generator",
    }  # fmt: skip
