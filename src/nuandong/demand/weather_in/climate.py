"""What is usual on a day of the year, from past winters, and how far a day may stray from it.

The mean is smooth over the days of the year; the quantiles come from how far each winter strayed from the
mean of the *other* winters, so that few winters give a wide band and not a confident one. A level that the
winters at hand cannot carry is NaN: extremes have a room of their own.

Clauses: T-022, T-038, T-070.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from nuandong.demand.weighing import weighted_quantiles
from nuandong.findings import AssuranceError
from nuandong.units import BoolArray, FloatArray, IntArray

WINDOW = 21  # days on either side of a day that speak for it; judged: shorter follows single cold spells
YEAR = 366  # places of the calendar, 29 February among them
WINTER_BEGINS = 7  # a winter is counted from July, so that New Year does not part it
MEMORY_DAYS = 5.0  # days after which weather has forgotten itself: so many days count as one; judged
LEVELS = (0.05, 0.1, 0.5, 0.9, 0.95)
FEWEST_DAYS = 30


class TooLittleWeather(AssuranceError):
    """A record of weather too short or too broken to say what is usual."""

    def __init__(self, days: int, wanted: str) -> None:
        self.days, self.wanted = days, wanted
        super().__init__(
            f"{days} days of weather do not say what is usual; {wanted}. Add past winters to the weather table "
            f"(observed), for example from an archive."
        )


@dataclass(frozen=True, slots=True, eq=False)
class Climatology:
    """What is usual of a areas on T days: `mean` (a, T) in degC, `quantiles` (a, T, Q) at `levels` (Q,).

    `winters` (a, T) is how many past winters speak for each day; a quantile that they cannot carry is NaN.
    """

    days: tuple[date, ...]
    levels: tuple[float, ...]
    mean: FloatArray
    quantiles: FloatArray
    winters: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Usual:
    """The record against what is usual: `mean` (a, 366) by place in the year; `anomaly` (a, D) of each day
    from the mean of the other winters (of its own where there is only one); `winter` (D,) numbers winters."""

    place: IntArray
    winter: IntArray
    mean: FloatArray
    anomaly: FloatArray


def climatology(
    *,
    days: tuple[date, ...],
    temperature: FloatArray,
    asked: tuple[date, ...],
    levels: tuple[float, ...] = LEVELS,
    window: int = WINDOW,
) -> Climatology:
    """What is usual on `asked` (T,) by a record of `days` (D,) and `temperature` (a, D) in degC, NaN unknown.

        mean[p]     = straight line through the days within `window` of place p in the year, weighed by nearness
        quantile[p] = mean[p] + quantile of (day - mean of other winters) over the same days and weights

    A level q is given where min(q, 1 - q) (n + 1) >= 1 with n the number of independent days behind it.
    TooLittleWeather for fewer than 30 known days in an area.
    """
    usual = what_is_usual(days=days, temperature=temperature, window=window)
    places = places_in_year(asked)
    mean = usual.mean[:, places]
    quantiles = np.full((*mean.shape, len(levels)), np.nan)
    winters = np.zeros(mean.shape, dtype=np.int64)
    kernel = _kernel(window)
    for area in range(temperature.shape[0]):
        known = np.isfinite(usual.anomaly[area])
        for place in np.unique(places):
            weights = kernel[place, usual.place] * known
            here = places == place
            counted = np.unique(usual.winter[weights > 0]).size
            winters[area, here] = counted
            if counted > 1:
                found = _quantiles(usual.anomaly[area], weights, levels)
                quantiles[area, here] = mean[area, here][:, None] + found
    return Climatology(asked, levels, mean, quantiles, winters)


def what_is_usual(*, days: tuple[date, ...], temperature: FloatArray, window: int = WINDOW) -> Usual:
    """The smooth mean of each place in the year and each day's departure from the mean of the other winters."""
    place, winter = places_in_year(days), winter_numbers(days)
    known = np.isfinite(temperature)
    if not known.size or known.sum(axis=1).min() < FEWEST_DAYS:
        raise TooLittleWeather(int(known.sum(axis=1).min()) if known.size else 0, f"{FEWEST_DAYS} are wanted")
    kernel, lag = _kernel(window), _lags()
    numbers = np.unique(winter)
    areas = temperature.shape[0]
    count, total = (np.zeros((numbers.size, areas, YEAR)) for _ in range(2))
    for at, number in enumerate(numbers):
        for area in range(areas):
            chosen = known[area] & (winter == number)
            np.add.at(count[at, area], place[chosen], 1.0)
            np.add.at(total[at, area], place[chosen], temperature[area, chosen])
    mean = _smoothed(count.sum(axis=0), total.sum(axis=0), kernel, lag)
    anomaly = np.full(temperature.shape, np.nan)
    for at, number in enumerate(numbers):
        chosen = winter == number
        others = _smoothed(count.sum(axis=0) - count[at], total.sum(axis=0) - total[at], kernel, lag)
        against = np.where(np.isfinite(others), others, mean)
        anomaly[:, chosen] = temperature[:, chosen] - against[:, place[chosen]]
    return Usual(place, winter, mean, anomaly)


def places_in_year(days: tuple[date, ...]) -> IntArray:
    """Place of each day in a leap year, 0 for 1 January … 365 for 31 December."""
    return np.array([date(2000, day.month, day.day).timetuple().tm_yday - 1 for day in days], dtype=np.int64)


def winter_numbers(days: tuple[date, ...]) -> IntArray:
    """The year in which each day's winter began: July to June."""
    return np.array([day.year - (day.month < WINTER_BEGINS) for day in days], dtype=np.int64)


def _lags() -> FloatArray:
    """Signed days from each place in the year to each other, the short way round, (366, 366)."""
    places = np.arange(YEAR)
    lag: FloatArray = ((places[None, :] - places[:, None] + YEAR // 2) % YEAR - YEAR // 2).astype(np.float64)
    return lag


def _kernel(window: int) -> FloatArray:
    """Weight of each place for each other, (366, 366): one on the day, none from `window` + 1 days on."""
    weight: FloatArray = np.clip(1.0 - (np.abs(_lags()) / (window + 1)) ** 3, 0.0, None) ** 3
    return weight


def _smoothed(count: FloatArray, total: FloatArray, kernel: FloatArray, lag: FloatArray) -> FloatArray:
    """Weighted straight line through sums by place, read at each place, (a, 366); NaN where nothing is near.

    Where the days near a place lie on too few places to draw a line, their weighted mean.
    """
    zeroth, first, second = (count @ (kernel * lag**power).T for power in (0, 1, 2))
    level, moment = total @ kernel.T, total @ (kernel * lag).T
    spread = zeroth * second - first**2
    with np.errstate(divide="ignore", invalid="ignore"):
        line = (second * level - first * moment) / spread
        plain = level / zeroth
    enough: BoolArray = spread > zeroth**2  # at least a day's spread of places
    found: FloatArray = np.where(zeroth > 0, np.where(enough, line, plain), np.nan)
    return found


def _quantiles(values: FloatArray, weights: FloatArray, levels: tuple[float, ...]) -> FloatArray:
    """Weighted quantiles of the values with weight, (Q,); NaN for levels that they cannot carry."""
    chosen = weights > 0
    weight = weights[chosen]
    independent = weight.sum() ** 2 / (weight**2).sum() / MEMORY_DAYS
    found = weighted_quantiles(values[None, chosen], weight[None, :], levels)[0]
    tail = np.minimum(levels, 1.0 - np.asarray(levels))
    return np.where(tail * (independent + 1.0) >= 1.0, found, np.nan)
