"""From stations' hours to a weather area's gas days: one mean a station, the area by the stations' weights.

A station that is silent is left out of the mean and named; it is never a zero inside an average.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np

from nuandong.demand.weather_in.answer import AreaDay, hole_findings, implausible
from nuandong.demand.weather_in.faults import fault, several
from nuandong.demand.weather_in.hours import gas_day_means
from nuandong.demand.weather_in.stations import BureauFeed
from nuandong.findings import Finding, Place
from nuandong.gasday import begin_of, end_of
from nuandong.units import FloatArray
from nuandong.vocabulary import WeatherKind

if TYPE_CHECKING:
    from nuandong.demand.weather_in.bureau import StationHours

SOURCE = "bureau"
Issue = tuple[WeatherKind, datetime | None]  # of observations every hour has its own
StationMeans = dict[tuple[date, WeatherKind, datetime], tuple[float, float]]  # temperature °C, wind m/s


def rows_of_areas(
    hours: StationHours, *, feed: BureauFeed, received_at: datetime, found: list[Finding]
) -> list[AreaDay]:
    """The gas days of every area, one row for each kind and time of issue."""
    rows_by_station: dict[str, list[int]] = defaultdict(list)
    for row, name in enumerate(hours.station):
        rows_by_station[name].append(row)
    means = {
        station.station: _station_means(
            hours, station.station, rows_by_station[station.station], received_at, found
        )
        for station in feed.stations
    }
    _report_stale(hours, feed, received_at, found)
    rows: list[AreaDay] = []
    for area in feed.areas:
        rows += _area_rows(area, feed, means, found)
    return rows


def _station_means(
    hours: StationHours, station: str, at: list[int], received_at: datetime, found: list[Finding]
) -> StationMeans:
    """Gas-day means of one station by day, kind and issue; empty, with a fault, where its values cannot be."""
    place = Place(SOURCE, None, station)
    late = [row for row in at if hours.issue_at[row] > received_at]
    if late:
        issues = several(sorted({hours.issue_at[row].isoformat() for row in late}))
        found.append(fault("from_the_future", place=place, value=issues))
    at = [row for row in at if hours.issue_at[row] <= received_at]
    trouble = implausible(hours.temperature[at], place=place)
    if trouble is not None:
        found.append(trouble)
        return {}
    means: StationMeans = {}
    for (kind, issue_at), rows in _by_issue(hours, at, place, found).items():
        means |= _issue_means(hours, rows, kind, issue_at, place, found)
    return means


def _by_issue(
    hours: StationHours, at: list[int], place: Place, found: list[Finding]
) -> dict[Issue, list[int]]:
    """Rows that were issued together: each forecast for itself, all observations together."""
    issues: dict[Issue, list[int]] = defaultdict(list)
    seen: set[tuple[Issue, datetime]] = set()
    repeated: dict[str, None] = {}
    for row in sorted(at, key=lambda row: hours.issue_at[row]):
        forecast = hours.issue_at[row] < hours.valid_at[row]
        issue: Issue = (
            (WeatherKind.FORECAST, hours.issue_at[row]) if forecast else (WeatherKind.OBSERVED, None)
        )
        if (issue, hours.valid_at[row]) in seen:
            repeated[hours.valid_at[row].isoformat()] = None
        seen.add((issue, hours.valid_at[row]))
        issues[issue].append(row)
    if repeated:
        found.append(fault("repeated_hours", place=place, value=several(repeated)))
    return issues


def _issue_means(
    hours: StationHours,
    rows: list[int],
    kind: WeatherKind,
    issue_at: datetime | None,
    place: Place,
    found: list[Finding],
) -> StationMeans:
    """Means of the whole gas days of one issue; observations are known when their last hour was."""
    times = tuple(hours.valid_at[row] for row in rows)
    temperature = gas_day_means(times=times, values=hours.temperature[rows])
    wind = gas_day_means(times=times, values=hours.wind[rows])
    found += hole_findings(temperature, place=place)
    winds = dict(zip(wind.days, wind.mean.tolist(), strict=True))
    means: StationMeans = {}
    for day, mean in zip(temperature.days, temperature.mean.tolist(), strict=True):
        if np.isfinite(mean):
            known = issue_at or max(
                hours.issue_at[row] for row in rows if begin_of(day) <= hours.valid_at[row] < end_of(day)
            )
            means[day, kind, known] = (mean, winds.get(day, np.nan))
    return means


def _area_rows(
    area: str, feed: BureauFeed, means: dict[str, StationMeans], found: list[Finding]
) -> Iterator[AreaDay]:
    """Weighted means over the stations that have a day; a station without it is named."""
    stations = [station for station in feed.stations if station.weather_area == area]
    place = Place(SOURCE, None, area)
    days: dict[tuple[date, WeatherKind, datetime | None], list[tuple[str, float, float, float, datetime]]] = (
        defaultdict(list)
    )
    for station in stations:
        for (day, kind, known), (temperature, wind) in means[station.station].items():
            issue = known if kind is WeatherKind.FORECAST else None
            days[day, kind, issue].append((station.station, station.weight, temperature, wind, known))
    if not days:
        found.append(fault("silent_area", place=place, value=several(s.station for s in stations)))
    silent: dict[str, None] = {}
    for (day, kind, _), spoken in days.items():
        heard = {name for name, *_ in spoken}
        silent |= {station.station: None for station in stations if station.station not in heard}
        weight = np.array([part[1] for part in spoken])
        temperature = float(np.average([part[2] for part in spoken], weights=weight))
        wind = _mean_of_known(np.array([part[3] for part in spoken]), weight)
        names = "+".join(sorted(heard))
        yield AreaDay(
            area, day, temperature, wind, kind, max(part[4] for part in spoken), f"{feed.name} {names}"
        )
    if silent:
        found.append(fault("silent_station", place=place, value=several(silent), area=area))


def _mean_of_known(values: FloatArray, weight: FloatArray) -> float:
    """Weighted mean of what is known; NaN where nothing is."""
    known = np.isfinite(values)
    return float(np.average(values[known], weights=weight[known])) if known.any() else np.nan


def _report_stale(hours: StationHours, feed: BureauFeed, received_at: datetime, found: list[Finding]) -> None:
    """A feed whose newest issue is old may have stopped without saying so."""
    known = [issue for issue in hours.issue_at if issue <= received_at]
    if known and received_at - max(known) > feed.stale_after:
        late = f"{feed.stale_after.total_seconds() / 3600:g}"
        found.append(fault("stale", place=Place(SOURCE), value=max(known).isoformat(), hours=late))
