"""Temperatures that a demand forecast rests on, and what they mean for heating.

A house remembers: use follows not today's temperature alone but a weighted mean of today and the days
before (effective temperature). Which row of the weather table counts for an area and a day is decided here
too, because a replay must not know more than was known then, and must say so where it does.

Clauses: T-022 (estimate of demand), T-038 (extreme peaks).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from nuandong.demand.tables import Weather
from nuandong.findings import AssuranceError, Finding, Findings, Place, Severity
from nuandong.gasday import gas_day_of
from nuandong.units import BoolArray, Celsius, FloatArray, IntArray
from nuandong.vocabulary import WeatherKind

CARRIED = "carried"  # a temperature that nobody gave: taken over from an earlier day or from other areas
CERTAINTY = (
    WeatherKind.OBSERVED.value,
    WeatherKind.FORECAST.value,
    WeatherKind.GENERATED.value,
    WeatherKind.NORMAL.value,
    CARRIED,
)
REPLAY_RANK = 1.5  # an observation nobody knew yet stands behind a known forecast, before the generator
WEIGHT_TOLERANCE = 1e-6


class NoWeather(AssuranceError):
    """No temperature at all for any asked day: there is nothing to forecast from."""

    def __init__(self, first: date, last: date, as_of: datetime) -> None:
        self.first, self.last, self.as_of = first, last, as_of
        super().__init__(
            f"No temperature of any area between {first} and {last} was known at {as_of.isoformat()}. "
            f"Add rows to the weather table (kind normal will do), or ask as of a later time."
        )


class WrongWeights(AssuranceError):
    """Weights of the effective temperature that are empty, negative, or do not sum to 1."""

    def __init__(self, weights: tuple[float, ...]) -> None:
        self.weights = weights
        super().__init__(
            f"Weights of the effective temperature {weights} must be 0 or more and sum to 1. "
            f"Correct effective_weights in case.toml (today first), for example [0.5, 0.3, 0.2]."
        )


@dataclass(frozen=True, slots=True, eq=False)
class ChosenWeather:
    """The temperature that counts for each area and day, (areas, days) in degC, with what it is.

    `certainty` indexes `CERTAINTY` (0 observed … 4 carried over); `replayed` marks observations that were
    not known at the time of asking and serve as a perfect forecast (实况回放).
    """

    areas: tuple[str, ...]
    days: tuple[date, ...]
    mean: FloatArray
    certainty: IntArray
    replayed: BoolArray


def effective_temperature(*, mean_temperature: FloatArray, weights: tuple[float, ...]) -> FloatArray:
    """Weighted mean of a day and the days before it, along the last axis.

        effective[…, t] = sum over j of weights[j] * mean[…, t + k - 1 - j],  k = len(weights)

    `mean_temperature` (…, k - 1 + T) in degC begins k - 1 days before the first day asked; the result is
    (…, T). Weights stand today first and sum to 1; WrongWeights otherwise.

    Source: lagged mean temperature as in the dossier's q = a + b max(0, 18 - mean of three days), judged.
    """
    if not weights or min(weights) < 0 or abs(sum(weights) - 1.0) > WEIGHT_TOLERANCE:
        raise WrongWeights(weights)
    reach = len(weights) - 1
    count = mean_temperature.shape[-1] - reach
    total = np.zeros((*mean_temperature.shape[:-1], max(count, 0)))
    for back, weight in enumerate(weights):
        total += weight * mean_temperature[..., reach - back : reach - back + count]
    return total


def degree_days(*, mean_temperature: FloatArray, balance_temperature: Celsius = 18.0) -> FloatArray:
    """Kelvin by which each day stays below the balance temperature (degC in, K·day out, same shape)."""
    shortfall: FloatArray = np.maximum(0.0, balance_temperature - mean_temperature)
    return shortfall


def choose_weather(
    *, weather: Weather, areas: tuple[str, ...], days: tuple[date, ...], as_of: datetime
) -> ChosenWeather:
    """One temperature for each area and day: observed before forecast, generated, normal; newest issue first.

    Rows issued after `as_of` do not count, save observations of gas days from that of `as_of` on where no
    forecast was known (rulings, 12): they replay the past with a perfect forecast and are marked. A day
    without any row takes the last earlier temperature of its area, else the mean of the other areas;
    `missing_weather` lists them. NoWeather if there is none at all.
    """
    mean = np.full((len(areas), len(days)), np.nan)
    certainty = np.full(mean.shape, CERTAINTY.index(CARRIED), dtype=np.int64)
    replayed = np.zeros(mean.shape, dtype=np.bool_)
    rows, area, day, rank, late = _usable_rows(weather, areas, days, as_of)
    mean[area, day] = weather.mean_temperature[rows]  # of equal places the last row written counts
    certainty[area, day] = rank
    replayed[area, day] = late
    if mean.size and np.isnan(mean).all():
        raise NoWeather(days[0], days[-1], as_of)
    return ChosenWeather(areas, days, _carried_over(mean), certainty, replayed)


def _usable_rows(
    weather: Weather, areas: tuple[str, ...], days: tuple[date, ...], as_of: datetime
) -> tuple[IntArray, IntArray, IntArray, IntArray, BoolArray]:
    """Rows that count, the best one last: row number, area, day, rank of certainty, known too late."""
    area_at = {area: index for index, area in enumerate(areas)}
    day_at = {day: index for index, day in enumerate(days)}
    today = gas_day_of(as_of)
    found: list[tuple[float, float, int, int, int, bool, int]] = []
    columns = zip(weather.weather_area, weather.gas_day, weather.kind, weather.issue_at, strict=True)
    for row, (area, day, kind, issue_at) in enumerate(columns):
        if area not in area_at or day not in day_at or np.isnan(weather.mean_temperature[row]):
            continue
        late = issue_at > as_of
        if late and not (kind is WeatherKind.OBSERVED and day >= today):
            continue
        rank = CERTAINTY.index(kind.value)
        worth = -(REPLAY_RANK if late else rank)
        found.append((worth, issue_at.timestamp(), row, area_at[area], day_at[day], late, rank))
    found.sort()
    table = np.array([(row, area, day, rank) for _, _, row, area, day, _, rank in found], dtype=np.int64)
    rows, area_index, day_index, ranks = table.reshape(-1, 4).T
    late_rows = np.array([late for _, _, _, _, _, late, _ in found], dtype=np.bool_)
    return rows, area_index, day_index, ranks, late_rows


def _carried_over(mean: FloatArray) -> FloatArray:
    """Gaps filled from the area's last earlier day, else from the other areas' mean, else their nearest day."""
    filled = mean.copy()
    for day in range(1, filled.shape[1]):
        gap = np.isnan(filled[:, day])
        filled[gap, day] = filled[gap, day - 1]
    known = ~np.isnan(filled)
    count = known.sum(axis=0)
    average = np.where(count > 0, np.where(known, filled, 0.0).sum(axis=0) / np.maximum(count, 1), np.nan)
    if np.isnan(average).any():  # only leading days can still be empty: the first known day stands for them
        average[np.isnan(average)] = average[~np.isnan(average)][0]
    return np.where(known, filled, average[None, :])


def missing_weather(*, chosen: ChosenWeather, first: date, last: date) -> Findings:
    """Warnings for days from `first` to `last` that nobody gave a temperature, areas that lack the same together."""
    lacking: dict[tuple[date, ...], list[str]] = {}
    for area, certainty in zip(chosen.areas, chosen.certainty, strict=True):
        carried = certainty == CERTAINTY.index(CARRIED)
        days = tuple(
            day for day, gone in zip(chosen.days, carried, strict=True) if gone and first <= day <= last
        )
        if days:
            lacking.setdefault(days, []).append(area)
    return Findings(tuple(_missing(areas, days) for days, areas in lacking.items()))


def _missing(areas: list[str], days: tuple[date, ...]) -> Finding:
    """The warning for areas that lack the same days."""
    span = f"{days[0]}…{days[-1]}" if len(days) > 1 else f"{days[0]}"
    return Finding(
        code="demand.weather.missing",
        place=Place(file="weather", column="mean_temperature"),
        value=f"{', '.join(areas)} {span}",
        wanted_zh=f"缺 {len(days)} 个气日的气温，暂以该区前一已知气日（否则以其他区均值）代替；请补录",
        wanted_en=f"{len(days)} gas days lack a temperature; the area's last known day (else the mean of the "
        "other areas) stands in; please add the rows",
        severity=Severity.WARNING,
    )
