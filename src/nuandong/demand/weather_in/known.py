"""What was known of the weather at an instant, and what had been forecast: nothing learns from what came later.

A replay may look at observed weather of days to come and say so (rulings, 12); learning and scoring may not.
So these two never look past the instant they are given, and give NaN where nothing was known then.

Clauses: T-022, T-070.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from nuandong.demand.tables import Weather
from nuandong.demand.temperature import CARRIED, CERTAINTY
from nuandong.gasday import begin_of
from nuandong.units import FloatArray, IntArray
from nuandong.vocabulary import WeatherKind

UNKNOWN = CERTAINTY.index(CARRIED)
DECIDED_BEFORE = timedelta(
    hours=14, minutes=30
)  # before its gas day begins a forecast is made: 17:30 on its eve


@dataclass(frozen=True, slots=True, eq=False)
class KnownWeather:
    """Mean temperature of areas and days as known at `as_of`: `mean` (a, D) in degC, NaN where nothing was.

    `wind` (a, D) in m/s is that of the same rows, NaN where they have none.
    `certainty` (a, D) indexes `CERTAINTY`: 0 observed, 1 forecast, 2 generated, 3 normal, 4 nothing known.
    """

    areas: tuple[str, ...]
    days: tuple[date, ...]
    as_of: datetime
    mean: FloatArray
    wind: FloatArray
    certainty: IntArray


def weather_as_known(
    *, weather: Weather, areas: tuple[str, ...], days: tuple[date, ...], as_of: datetime
) -> KnownWeather:
    """The best row of each area and day among those issued by `as_of`: observed before forecast, newest issue first.

    To learn from past days take this with the instant of learning: a day whose observation was not in yet
    shows its last forecast, and says so by its certainty. Nothing issued later can change the answer.
    """
    mean = np.full((len(areas), len(days)), np.nan)
    wind = mean.copy()
    certainty = np.full(mean.shape, UNKNOWN, dtype=np.int64)
    for _, _, row, area, day, rank in sorted(_rows(weather, areas, days, as_of)):
        mean[area, day], wind[area, day] = weather.mean_temperature[row], weather.mean_wind[row]
        certainty[area, day] = rank
    return KnownWeather(areas, days, as_of, mean, wind, certainty)


def weather_ahead(
    *,
    weather: Weather,
    areas: tuple[str, ...],
    origins: tuple[date, ...],
    reach: int,
    decided_before: timedelta = DECIDED_BEFORE,
) -> FloatArray:
    """What had been forecast on the eve of each origin for its day and those after it, (a, O, reach) in degC.

    `origins` are first days of forecasts (lead 1), decided `decided_before` their gas day begins. Only stored
    forecasts count; NaN where there was none. This is the weather to score a forecast of demand with.
    """
    ahead = np.full((len(areas), len(origins), reach), np.nan)
    area_at = {area: at for at, area in enumerate(areas)}
    origin_at = {origin: at for at, origin in enumerate(origins)}
    decided = [begin_of(origin) - decided_before for origin in origins]
    rows = [row for row, kind in enumerate(weather.kind) if kind is WeatherKind.FORECAST]
    for row in sorted(rows, key=lambda row: weather.issue_at[row]):  # the newest that was known stays
        area, mean = area_at.get(weather.weather_area[row]), weather.mean_temperature[row]
        if area is None or not np.isfinite(mean):
            continue
        for step in range(reach):
            at = origin_at.get(weather.gas_day[row] - timedelta(days=step))
            if at is not None and weather.issue_at[row] <= decided[at]:
                ahead[area, at, step] = mean
    return ahead


def _rows(
    weather: Weather, areas: tuple[str, ...], days: tuple[date, ...], as_of: datetime
) -> Iterator[tuple[int, float, int, int, int, int]]:
    """Rows that were known, to be sorted so that the best comes last: -rank, issue, row, area, day, rank."""
    area_at = {area: at for at, area in enumerate(areas)}
    day_at = {day: at for at, day in enumerate(days)}
    rank_of = {kind: CERTAINTY.index(kind.value) for kind in WeatherKind}
    columns = zip(weather.weather_area, weather.gas_day, weather.kind, weather.issue_at, strict=True)
    for row, (area, day, kind, issue_at) in enumerate(columns):
        if (
            area in area_at
            and day in day_at
            and issue_at <= as_of
            and np.isfinite(weather.mean_temperature[row])
        ):
            rank = rank_of[kind]
            yield -rank, issue_at.timestamp(), row, area_at[area], day_at[day], rank
