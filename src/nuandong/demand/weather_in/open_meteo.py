"""Open-Meteo: hourly forecasts, the archive of past weather, and what was forecast one to seven days ahead.

The answer is JSON: one object for one place, a list for several, hours as columns, units beside them, times
local by `utc_offset_seconds`; a refusal is {"error": true, "reason": …}. It gives no time of issue, so a
forecast counts as known when it was received; a forecast of an earlier run (`…_previous_dayN`) as known N days
before the hour and as long again as runs take to be published; the archive as known when it is written.

Weather by Open-Meteo.com, CC BY 4.0. Clauses: T-022, T-070.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import numpy as np

from nuandong.demand.weather_in.answer import Answer, AreaDay, as_answer, hole_findings, implausible
from nuandong.demand.weather_in.faults import fault
from nuandong.demand.weather_in.hours import NO_DAYS, DayMeans, aware, gas_day_means
from nuandong.findings import Finding, Place
from nuandong.gasday import CHINA, end_of, gas_day_of
from nuandong.units import TO_CELSIUS, TO_METRES_A_SECOND, FloatArray
from nuandong.vocabulary import WeatherKind

SOURCE = "open-meteo"
TEMPERATURE, WIND = "temperature_2m", "wind_speed_10m"
FORECAST_DAYS = 16
PREVIOUS_DAYS = (1, 2, 3, 4, 5, 6, 7)
PUBLISHED_AFTER = timedelta(
    hours=8
)  # from a run's begin to its being public; recalled: 5 to 7 hours, rounded up
ARCHIVED_AFTER = timedelta(days=5)  # ERA5 in the archive, stated by the source; other sets of it are sooner
TEMPERATURES = {
    "°C": TO_CELSIUS["C"],
    "°F": TO_CELSIUS["F"],
    "K": TO_CELSIUS["K"],
}  # as the source writes them
WINDS = {**TO_METRES_A_SECOND, "mp/h": TO_METRES_A_SECOND["mph"]}


class Product(StrEnum):
    """Which of the source's services answers."""

    FORECAST = "forecast"
    ARCHIVE = "archive"
    PREVIOUS_RUNS = "previous-runs"


ADDRESSES = {
    Product.FORECAST: "https://api.open-meteo.com/v1/forecast",
    Product.ARCHIVE: "https://archive-api.open-meteo.com/v1/archive",
    Product.PREVIOUS_RUNS: "https://previous-runs-api.open-meteo.com/v1/forecast",
}


@dataclass(frozen=True, slots=True)
class WeatherPoint:
    """Where the weather of an area is asked for: WGS84 degrees."""

    weather_area: str
    latitude: float
    longitude: float


def request_parameters(
    *,
    points: tuple[WeatherPoint, ...],
    product: Product = Product.FORECAST,
    first: date | None = None,
    last: date | None = None,
) -> dict[str, str]:
    """What to ask for: hourly temperature and wind at every point, in °C, m/s and China's time.

    `first` and `last` are gas days; without them a forecast begins with the running gas day. A gas day ends on
    the next date, so one date more is asked for.
    """
    names = [TEMPERATURE, WIND]
    if product is Product.PREVIOUS_RUNS:
        names = [f"{name}_previous_day{ahead}" for name in (TEMPERATURE, WIND) for ahead in PREVIOUS_DAYS]
    asked = {
        "latitude": ",".join(f"{point.latitude:g}" for point in points),
        "longitude": ",".join(f"{point.longitude:g}" for point in points),
        "hourly": ",".join(names),
        "temperature_unit": "celsius",
        "wind_speed_unit": "ms",
        "timezone": "Asia/Shanghai",
    }
    if first is not None and last is not None:
        return asked | {"start_date": f"{first}", "end_date": f"{last + timedelta(days=1)}"}
    return asked | {"past_days": "1", "forecast_days": f"{FORECAST_DAYS}"}


def read_open_meteo(
    content: bytes, *, points: tuple[WeatherPoint, ...], received_at: datetime, product: Product
) -> Answer:
    """Rows of the weather table from an answer to `request_parameters`, in the order of the points asked."""
    found: list[Finding] = []
    places = _places(content, len(points), found)
    rows: list[AreaDay] = []
    for point, place in zip(points, places, strict=False):
        where = Place(SOURCE, None, point.weather_area)
        times = _times(place, where, found)
        if times:
            before = len(found)
            taken = list(_rows(point.weather_area, place, times, product, received_at, found))
            rows += taken
            if not taken and len(found) == before:
                found.append(fault("no_full_day", place=where))
    return as_answer(rows, found)


def _places(content: bytes, wanted: int, found: list[Finding]) -> list[Mapping[str, Any]]:
    """The places of an answer; none, with a fault, for anything that is no answer to this question."""
    at = Place(SOURCE)
    try:
        written = json.loads(content)
    except (ValueError, RecursionError) as trouble:
        found.append(fault("not_json", place=at, reason=str(trouble)[:80]))
        return []
    if isinstance(written, dict) and written.get("error"):
        found.append(fault("refused", place=at, value=written.get("reason", "")))
        return []
    places = written if isinstance(written, list) else [written]
    if any(not isinstance(place, dict) or not isinstance(place.get("hourly"), dict) for place in places):
        found.append(fault("other_shape", place=at, wanted="hourly", source="Open-Meteo"))
        return []
    if len(places) != wanted:
        found.append(fault("other_count", place=at, value=len(places), wanted=wanted))
        return []
    return places


def _times(place: Mapping[str, Any], where: Place, found: list[Finding]) -> tuple[datetime, ...]:
    """The aware instants of a place's hours; none, with a fault, where they cannot be read."""
    written = place["hourly"].get("time")
    if not isinstance(written, list) or not written:
        found.append(fault("other_shape", place=where, wanted="hourly.time", source="Open-Meteo"))
        return ()
    try:
        if all(isinstance(time, int) for time in written):  # timeformat=unixtime
            return tuple(aware(datetime.fromtimestamp(time, tz=CHINA), CHINA) for time in written)
        zone = timezone(timedelta(seconds=int(place["utc_offset_seconds"])))
        return tuple(aware(datetime.fromisoformat(time), zone) for time in written)
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as trouble:
        found.append(fault("not_a_time", place=where, value=trouble))
        return ()


def _rows(
    area: str,
    place: Mapping[str, Any],
    times: tuple[datetime, ...],
    product: Product,
    received_at: datetime,
    found: list[Finding],
) -> Iterator[AreaDay]:
    """The whole gas days of one place that the product can speak of."""
    where = Place(SOURCE, None, area)
    for suffix, days_ahead in _variables(product):
        temperature = _celsius(place, TEMPERATURE + suffix, len(times), where, found)
        if temperature is None or (days_ahead and not np.isfinite(temperature).any()):
            continue  # a run of so many days ago that the source does not keep
        means = gas_day_means(times=times, values=temperature)
        found += hole_findings(means, place=Place(SOURCE, None, f"{area} {TEMPERATURE}{suffix}"))
        wind = _wind(place, WIND + suffix, times)
        for day, mean in zip(means.days, means.mean, strict=True):
            issue_at = _issue(product, day, days_ahead, received_at)
            if np.isfinite(mean) and issue_at is not None:
                kind = WeatherKind.OBSERVED if product is Product.ARCHIVE else WeatherKind.FORECAST
                words = f"Open-Meteo {product}{suffix.replace('_', ' ')}, CC BY 4.0"
                yield AreaDay(area, day, float(mean), wind.get(day, np.nan), kind, issue_at, words)


def _variables(product: Product) -> list[tuple[str, int]]:
    """The endings of a product's variables, and by how many days each run came before its hours."""
    if product is Product.PREVIOUS_RUNS:
        return [(f"_previous_day{ahead}", ahead) for ahead in PREVIOUS_DAYS]
    return [("", 0)]


def _issue(product: Product, day: date, days_ahead: int, received_at: datetime) -> datetime | None:
    """When the mean of a gas day was known; None for one that this product cannot speak of at all.

    The last hour decides: its run came latest. A gas day that was over when a forecast was received is no
    forecast any more, and one that is not over has no archive.
    """
    if product is Product.FORECAST:
        return received_at if day >= gas_day_of(received_at) else None
    if product is Product.ARCHIVE:
        known = min(end_of(day) + ARCHIVED_AFTER, received_at)
        return known if end_of(day) <= received_at else None
    known = end_of(day) - timedelta(days=days_ahead) + PUBLISHED_AFTER
    return known if known <= received_at else None


def _celsius(
    place: Mapping[str, Any], name: str, count: int, where: Place, found: list[Finding]
) -> FloatArray | None:
    """A column of temperatures in °C, NaN where null; None, with a fault, where it cannot be taken."""
    written = place["hourly"].get(name)
    if not isinstance(written, list):
        found.append(fault("other_shape", place=where, wanted=f"hourly.{name}", source="Open-Meteo"))
        return None
    if len(written) != count:
        found.append(fault("uneven_columns", place=where, value=f"{name} {len(written)}", wanted=count))
        return None
    unit = _unit(place, name)
    if unit not in TEMPERATURES:
        found.append(fault("wrong_unit", place=where, value=f"{name} {unit}", wanted="°C"))
        return None
    if unit != "°C":
        found.append(fault("converted_unit", place=where, value=unit, wanted="°C"))
    slope, shift = TEMPERATURES[unit]
    column = np.array([_number(value) for value in written], dtype=np.float64) * slope + shift
    trouble = implausible(column, place=where)
    if trouble is not None:
        found.append(trouble)
        return None
    return column


def _wind(place: Mapping[str, Any], name: str, times: tuple[datetime, ...]) -> dict[date, float]:
    """Means of wind in m/s by gas day; empty where the answer has no wind in a unit we know."""
    written = place["hourly"].get(name)
    slope = WINDS.get(_unit(place, name))
    means: DayMeans = NO_DAYS
    if isinstance(written, list) and len(written) == len(times) and slope is not None:
        speed = np.array([_number(value) for value in written], dtype=np.float64) * slope
        means = gas_day_means(times=times, values=speed)
    return dict(zip(means.days, means.mean.tolist(), strict=True))


def _unit(place: Mapping[str, Any], name: str) -> str:
    """The unit an answer gives a column; empty where it gives none."""
    units = place.get("hourly_units")
    return str(units.get(name, "")) if isinstance(units, dict) else ""


def _number(value: Any) -> float:
    """A JSON number; NaN for null and everything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return np.nan
    try:
        return float(value)
    except OverflowError:
        return np.nan
