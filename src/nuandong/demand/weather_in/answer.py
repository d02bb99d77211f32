"""What a feed's answer becomes: rows of the weather table, and what was wrong.

Every reader of this room takes bytes and gives an `Answer`; nothing here opens a file or asks a network.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from nuandong.demand.tables import Weather
from nuandong.demand.weather_in.faults import fault, several
from nuandong.demand.weather_in.hours import LONGEST_GAP, DayMeans
from nuandong.findings import Finding, Findings, Place
from nuandong.quantities import quantity
from nuandong.units import TO_CELSIUS, FloatArray
from nuandong.vocabulary import WeatherKind

DECIMALS = 2  # of a mean temperature as it is stored; sources give tenths


@dataclass(frozen=True, slots=True)
class AreaDay:
    """The mean of one gas day in one weather area: temperature in degC, wind in m/s (NaN where not given)."""

    weather_area: str
    gas_day: date
    mean_temperature: float
    mean_wind: float
    kind: WeatherKind
    issue_at: datetime
    reference: str


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """Rows for the weather table, and every fault of the feed."""

    weather: Weather
    findings: Findings


def as_answer(rows: Iterable[AreaDay], found: Sequence[Finding]) -> Answer:
    """Rows in the order of area, issue and day, rounded to hundredths; a wind that cannot be is missing, and said."""
    ordered = sorted(rows, key=lambda row: (row.weather_area, row.issue_at, row.kind, row.gas_day))
    wind = np.array([round(row.mean_wind, DECIMALS) for row in ordered], dtype=np.float64)
    calm, storm = _bounds("mean_wind")
    absurd = (wind < calm) | (wind > storm)
    if absurd.any():
        value = several(f"{speed:g}" for speed in wind[absurd])
        found = [
            *found,
            fault("implausible_wind", place=Place(), value=value, calm=f"{calm:g}", storm=f"{storm:g}"),
        ]
    weather = Weather(
        weather_area=tuple(row.weather_area for row in ordered),
        gas_day=tuple(row.gas_day for row in ordered),
        mean_temperature=np.array(
            [round(row.mean_temperature, DECIMALS) for row in ordered], dtype=np.float64
        ),
        kind=tuple(row.kind for row in ordered),
        issue_at=tuple(row.issue_at for row in ordered),
        reference=tuple(row.reference for row in ordered),
        mean_wind=np.where(absurd, np.nan, wind),
    )
    return Answer(weather, Findings(tuple(found)))


def implausible(values: FloatArray, *, place: Place) -> Finding | None:
    """The fault of temperatures (°C) that cannot be, with a guess at the slip; None where all can."""
    coldest, warmest = _bounds("mean_temperature")
    known = values[np.isfinite(values)]
    outside = known[(known < coldest) | (known > warmest)]
    if outside.size == 0:
        return None
    middle = float(np.median(known))
    slope, shift = TO_CELSIUS["K"]
    if coldest <= slope * middle + shift <= warmest:
        guess = ("像是开尔文（K）", "these look like kelvin")
    elif coldest <= middle / 10 <= warmest and np.all(known == np.round(known)):
        guess = ("像是 0.1 ℃", "these look like tenths of a degree")
    else:
        guess = ("请核对单位与缺测代码", "check the unit and the mark of missing values")
    named = several(f"{value:g}" for value in outside)
    return fault(
        "implausible", place=place, value=named, guess=guess, coldest=f"{coldest:g}", warmest=f"{warmest:g}"
    )


def _bounds(name: str) -> tuple[float, float]:
    """What a column of the weather table may hold by the dictionary, least and most."""
    entry = quantity(f"weather.{name}")
    assert entry.lower is not None
    assert entry.upper is not None
    return entry.lower, entry.upper


def hole_findings(means: DayMeans, *, place: Place) -> list[Finding]:
    """Gas days inside the feed that have holes: left out where too long, named where bridged."""
    whole = [at for at, day_mean in enumerate(means.mean) if np.isfinite(day_mean)]
    if not whole:
        return [fault("no_full_day", place=place)]
    inside = range(whole[0], whole[-1] + 1)
    lost = [means.days[at] for at in inside if means.unknown[at]]
    bridged = [at for at in whole if means.bridged[at]]
    found = []
    if lost:
        found.append(fault("missing_hours", place=place, value=several(lost), gap=f"{LONGEST_GAP:g}"))
    if bridged:
        hours = int(means.bridged[bridged].sum())
        days = several(means.days[at] for at in bridged)
        found.append(fault("bridged_hours", place=place, value=days, hours=hours))
    return found
