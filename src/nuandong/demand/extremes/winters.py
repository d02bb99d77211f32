"""A daily series cut into winters: the same stretch of every year around its coldest time, whole or left out.

Clause: T-038.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from nuandong.demand.runs import short_holes_filled
from nuandong.findings import AssuranceError
from nuandong.units import Celsius, FloatArray

WINTER_DAYS = 151  # as long as a heating season from 1 November to 31 March
YEAR_DAYS = 365.25
LEAST_WINTERS = 3  # below it not even a spread can be told
MISSING_ALLOWED = 0.05  # share of a winter's days that may be filled between their neighbours
LONGEST_GAP = 3  # days


class TooFewWinters(AssuranceError):
    """A record from which no extreme can be told at all."""

    def __init__(self, found: int) -> None:
        self.found = found
        super().__init__(
            f"The record holds {found} whole winters; extremes need {LEAST_WINTERS} at least. "
            f"Add earlier winters of this station, or pool it with a neighbour that has them."
        )


class CrookedWinters(AssuranceError):
    """Winters that do not stand in one table of stations, winters and days without gaps."""

    def __init__(self, found: object, wanted: str) -> None:
        self.found, self.wanted = found, wanted
        super().__init__(
            f"Winters need {wanted}, not {found}. Cut a daily series with winters_of, which fills short gaps."
        )


@dataclass(frozen=True, slots=True, eq=False)
class Winters:
    """Daily means of whole winters, (stations, W winters, D days) in degC, without gaps, oldest winter first.

    `year` names each winter by the year it ends in; `left_out` the winters of the series that were not whole.
    """

    stations: tuple[str, ...]
    year: tuple[int, ...]
    temperature: FloatArray
    left_out: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """TooFewWinters below three, CrookedWinters where shapes differ or a day is missing."""
        wanted = (len(self.stations), len(self.year))
        if self.temperature.ndim != 3 or self.temperature.shape[:2] != wanted:
            raise CrookedWinters(self.temperature.shape, f"the shape {(*wanted, 'days')}")
        if len(self.year) < LEAST_WINTERS:
            raise TooFewWinters(len(self.year))
        if not np.isfinite(self.temperature).all():
            raise CrookedWinters("days without a temperature", "every day of every winter")

    @classmethod
    def of_record(cls, temperature: FloatArray, *, first_year: int = 1) -> Winters:
        """Winters from an array (W, D) or (stations, W, D), numbered from `first_year`."""
        table = temperature[None] if temperature.ndim == 2 else temperature
        names = tuple(f"station {number + 1}" for number in range(table.shape[0]))
        years = tuple(range(first_year, first_year + table.shape[1]))
        return cls(names, years, np.asarray(table, dtype=np.float64))

    def of_station(self, row: int) -> Winters:
        """The winters of one station alone."""
        return replace(self, stations=(self.stations[row],), temperature=self.temperature[row : row + 1])


@dataclass(frozen=True, slots=True)
class ClimateTrend:
    """What is assumed of a changing climate: kelvin a decade, how sure (one standard deviation), for which winter.

    Nothing is assumed by default: a record is read as it stands, which errs to the cold side where winters
    have grown milder. Seven winters cannot show a trend, so it is never fitted here; whoever knows one
    states it. `towards` None: the winter after the last of the record.
    """

    per_decade: Celsius = 0.0
    unsure: Celsius = 0.0
    towards: int | None = None

    def moved(self, winters: Winters) -> Winters:
        """The winters as they would have been in the climate of `towards`."""
        shift = self.per_decade / 10.0 * self.years_ahead(winters)
        return replace(winters, temperature=winters.temperature + shift[None, :, None])

    def years_ahead(self, winters: Winters) -> FloatArray:
        """Years from each winter to the one asked for, (W,)."""
        goal = winters.year[-1] + 1 if self.towards is None else self.towards
        return goal - np.asarray(winters.year, dtype=np.float64)


NO_TREND = ClimateTrend()


def winters_of(
    *, days: tuple[date, ...], temperature: FloatArray, stations: tuple[str, ...] = ("station",)
) -> Winters:
    """Whole winters of daily means (D,) or (stations, D) in degC on unbroken days, NaN where not known.

    A winter is the 151 days about the coldest time of the year, found by a yearly wave fitted to the mean of
    the stations, so it needs no calendar and holds on either hemisphere. Gaps of up to three days are filled
    between their neighbours; a winter that lacks more, or lies partly outside the series, is left out for
    every station. TooFewWinters where fewer than three are left.
    """
    table = np.atleast_2d(np.asarray(temperature, dtype=np.float64))
    filled = short_holes_filled(table, longest=LONGEST_GAP)
    known = np.isfinite(table).any(axis=0)
    coldest = _coldest_day_of_year(days, np.where(known, _mean_known(table), np.nan))
    kept: list[FloatArray] = []
    years: list[int] = []
    left_out: list[int] = []
    for year in range(days[0].year, days[-1].year + 2):
        middle = date(year, 1, 1) + timedelta(days=coldest)
        begin = (middle - timedelta(days=WINTER_DAYS // 2) - days[0]).days
        if begin + WINTER_DAYS <= 0 or begin >= len(days):
            continue
        name = (middle + timedelta(days=WINTER_DAYS // 2)).year
        inside = begin >= 0 and begin + WINTER_DAYS <= len(days)
        if inside and _whole(table, filled, slice(begin, begin + WINTER_DAYS)):
            kept.append(filled[:, begin : begin + WINTER_DAYS])
            years.append(name)
        else:
            left_out.append(name)
    if len(kept) < LEAST_WINTERS:
        raise TooFewWinters(len(kept))
    return Winters(stations, tuple(years), np.stack(kept, axis=1), tuple(left_out))


def spells(*, series: FloatArray, span_days: int) -> FloatArray:
    """Means of every `span_days` days on end along the last axis, (…, D) to (…, D - span + 1)."""
    sums = np.cumsum(np.concatenate([np.zeros((*series.shape[:-1], 1)), series], axis=-1), axis=-1)
    means: FloatArray = (sums[..., span_days:] - sums[..., :-span_days]) / span_days
    return means


def _mean_known(table: FloatArray) -> FloatArray:
    known = np.isfinite(table)
    mean: FloatArray = np.where(known, table, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return mean


def _coldest_day_of_year(days: tuple[date, ...], mean: FloatArray) -> int:
    """Days from 1 January to the trough of the yearly wave, -182 … 182."""
    angle = 2 * np.pi * np.array([(day - date(day.year, 1, 1)).days for day in days]) / YEAR_DAYS
    seen = np.isfinite(mean)
    waves = np.stack([np.ones(seen.sum()), np.cos(angle[seen]), np.sin(angle[seen])], axis=1)
    _, cosine, sine = np.linalg.lstsq(waves, mean[seen], rcond=None)[0]
    return round(float(np.arctan2(-sine, -cosine)) / (2 * np.pi) * YEAR_DAYS)


def _whole(table: FloatArray, filled: FloatArray, days: slice) -> bool:
    """Whether a winter has every day after filling, and few of them were filled."""
    missing = ~np.isfinite(table[:, days])
    return bool(np.isfinite(filled[:, days]).all() and missing.mean(axis=1).max() <= MISSING_ALLOWED)
