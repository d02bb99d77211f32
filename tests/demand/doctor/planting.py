"""Real series, faults planted in them, and a count of what is found and of what is said beside it.

The German series (Ruhnau et al. 2023) and the eight cities are read where `NUANDONG_REFERENCE_DATA` names their
folder; Taiyuan's winters ship with the sample province.
"""

import csv
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import numpy as np

from nuandong.demand.doctor import Diagnosis, Fault, FaultKind, Measure, RawSeries, examine
from nuandong.units import FloatArray
from tests.demand.doctor.worlds import households, use_of, weather_of, works

CHECKOUT = Path(__file__).resolve().parents[3]
Planter: TypeAlias = Callable[
    [FloatArray, int, int], FloatArray
]  # values, first place, days: values with a fault
NEAR = timedelta(days=7)  # a finding this near to the planted days speaks of them


@dataclass(frozen=True)
class Ground:
    """Series to plant in, with the free days of the calendar."""

    use: tuple[RawSeries, ...] = ()
    temperature: tuple[RawSeries, ...] = ()
    rest_days: frozenset[date] | None = None

    def examined(self) -> Diagnosis:
        return examine(use=self.use, temperature=self.temperature, rest_days=self.rest_days)

    def series(self, measure: Measure) -> tuple[RawSeries, ...]:
        return self.use if measure is Measure.USE else self.temperature

    def with_series(self, raw: RawSeries) -> "Ground":
        """The same ground with the series of that name and measure replaced."""
        kept = tuple(raw if one.name == raw.name else one for one in self.series(raw.measure))
        return replace(self, use=kept) if raw.measure is Measure.USE else replace(self, temperature=kept)


@dataclass(frozen=True)
class Tally:
    """How often the planted fault was found, and how many findings spoke of something else."""

    planted: int
    found: int
    beside: tuple[Fault, ...]

    @property
    def share(self) -> float:
        return self.found / self.planted


def reference_folder() -> Path:
    """The folder of the reference data; its tests are left out where it is not named."""
    return Path(os.environ["NUANDONG_REFERENCE_DATA"])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> float:
    return float(text) if text not in ("", "NA") else float("nan")


def germany(column: str) -> Ground:
    """Daily gas use of one German group from its first known day, with temperature and holidays."""
    rows = [
        row for row in rows_of(reference_folder() / "demand" / "germany_daily_2017_2020.csv") if row[column]
    ]
    days = tuple(date.fromisoformat(row["date"]) for row in rows)
    free = {day for day, row in zip(days, rows, strict=True) if row["holiday"] == "1" or day.weekday() >= 5}
    return Ground(
        use=(use_of(column, days, np.array([number(row[column]) for row in rows])),),
        temperature=(weather_of("germany", days, np.array([number(row["tmean_c"]) for row in rows])),),
        rest_days=frozenset(free),
    )


def eight_cities() -> Ground:
    """Daily means of Taiyuan and seven neighbours, 2014 to 2019."""
    rows = rows_of(reference_folder() / "weather" / "north_china_8city_daily_2014_2019.csv")
    names = sorted({row["city"] for row in rows})
    cities = []
    for name in names:
        own = [row for row in rows if row["city"] == name]
        days = tuple(date.fromisoformat(row["date"]) for row in own)
        cities.append(weather_of(name, days, np.array([number(row["avgtemp"]) for row in own])))
    return Ground(temperature=tuple(cities))


def taiyuan_by_the_hour() -> tuple[list[datetime], FloatArray]:
    """Taiyuan 2023 hour by hour, Chinese time."""
    rows = rows_of(reference_folder() / "weather" / "taiyuan_53772_hourly_2023_noaa.csv")
    instants = [datetime.fromisoformat(row["time"]).replace(tzinfo=None) + timedelta(hours=8) for row in rows]
    return instants, np.array([number(row["temperature"]) for row in rows])


def taiyuan_as_shipped(seed: int = 1) -> Ground:
    """The winter of Taiyuan that ships with the sample (observed), and homes and a works made for it."""
    rows = [
        row
        for row in rows_of(CHECKOUT / "examples" / "shanxi" / "weather.csv")
        if row["weather_area"] == "140100" and row["kind"] == "observed"
    ]
    known = {date.fromisoformat(row["gas_day"]): number(row["mean_temperature"]) for row in rows}
    first, last = min(known), max(known)
    days = tuple(first + timedelta(days=step) for step in range((last - first).days + 1))
    weather = np.array([known.get(day, np.nan) for day in days])
    filled = np.interp(
        np.arange(len(days)), np.flatnonzero(np.isfinite(weather)), weather[np.isfinite(weather)]
    )
    rng = np.random.default_rng(seed)
    return Ground(
        use=(use_of("homes", days, households(days, filled, rng)), use_of("works", days, works(days, rng))),
        temperature=(weather_of("140100", days, weather),),
    )


def times(factor: float) -> Planter:
    return changed(lambda values: values * factor)


def set_to(value: float) -> Planter:
    return changed(lambda values: np.full(len(values), value))


def changed(change: Callable[[FloatArray], FloatArray]) -> Planter:
    """A fault that changes the days themselves."""

    def plant(values: FloatArray, first: int, days: int) -> FloatArray:
        sick = values.copy()
        sick[first : first + days] = change(values[first : first + days])
        return sick

    return plant


def from_there_on(change: Callable[[FloatArray], FloatArray]) -> Planter:
    """A fault that never ends."""

    def plant(values: FloatArray, first: int, days: int) -> FloatArray:
        return np.concatenate([values[:first], change(values[first:])])

    return plant


def written_late(by: int) -> Planter:
    """A span whose values stand some days late (or early, if below 0)."""

    def plant(values: FloatArray, first: int, days: int) -> FloatArray:
        sick = values.copy()
        sick[first : first + days] = values[first - by : first + days - by]
        return sick

    return plant


frozen = changed(lambda values: np.full(len(values), values[0]))
in_fahrenheit = changed(lambda values: values * 1.8 + 32)


def anywhere(values: FloatArray) -> bool:
    return True


def far_from_zero(values: FloatArray) -> bool:
    """Days on which a station that reads 0 matters."""
    return bool(abs(values.mean()) > 5)


def tally(
    ground: Ground,
    measure: Measure,
    plant: Planter,
    kinds: tuple[FaultKind, ...],
    *,
    days: int = 1,
    rounds: int = 10,
    margin: tuple[int, int] = (60, 40),
    where: Callable[[FloatArray], bool] = anywhere,
    size: float | None = None,
) -> Tally:
    """Plant at `rounds` seeded places in turn on every series of the measure, and count what is found."""
    rng = np.random.default_rng(20260101)
    known = {(fault.kind, fault.series, fault.first) for fault in ground.examined().faults}
    found, beside = 0, []
    for number_of_round in range(rounds):
        series = ground.series(measure)
        raw = series[number_of_round % len(series)]
        first = _place(raw.value, days, margin, where, rng)
        sick = replace(raw, value=plant(raw.value, first, days))
        faults = ground.with_series(sick).examined().faults
        begin = date.fromordinal(int(raw.day[first])) - NEAR
        end = date.fromordinal(int(raw.day[first + days - 1])) + NEAR
        near = [one for one in faults if one.series == raw.name and one.first <= end and one.last >= begin]
        named = [
            one for one in near if one.kind in kinds and (size is None or abs(np.log(one.size / size)) < 0.3)
        ]
        found += bool(named)
        beside += [
            one for one in faults if one not in near and (one.kind, one.series, one.first) not in known
        ]
    return Tally(rounds, found, tuple(beside))


def _place(
    values: FloatArray,
    days: int,
    margin: tuple[int, int],
    where: Callable[[FloatArray], bool],
    rng: np.random.Generator,
) -> int:
    """A place at which all days are known and the fault would matter."""
    while True:
        first = int(rng.integers(margin[0], len(values) - days - margin[1]))
        inside = values[first : first + days]
        if np.isfinite(inside).all() and where(inside):
            return first
