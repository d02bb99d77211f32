"""Single days far from what weather, week and season call for, and no other fault explains them.

Seen: one or two days beyond anything this series does. A longer excursion is an event, not a slip of the pen, and a
dip on a holiday or one that other years know too is ordinary life. Repair: forget the day.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.doctor.diagnosis import Fault, FaultKind
from nuandong.demand.doctor.expected import Expected
from nuandong.demand.doctor.raw import Measure
from nuandong.demand.doctor.repairs import Stretch, Words
from nuandong.demand.doctor.robust import bridged
from nuandong.demand.doctor.seasons import known_in_other_years, other_years, weekdays_off
from nuandong.demand.doctor.sheet import Sheet
from nuandong.demand.doctor.witnesses import ExpectedWeather
from nuandong.demand.runs import runs_of
from nuandong.units import BoolArray, FloatArray, IntArray

FAR = 7.0  # spreads, for errors that scatter as a normal law does
TAIL = 0.98  # quantile that tells how heavily a series scatters
OF_NORMAL = 2.33  # what the normal law has there
SMALLEST = 0.25  # of a log: no day within 28 % is called an outlier
DEEP = 1.6  # of a log: a dip on or beside a holiday needs to be deeper than this (a fifth)
RARE = (0.03, 0.97)  # quantiles of three days' temperature beyond which the law is hardly known
EXTREME = 1.2  # of a log: above it no cold wave explains the day
LONGEST = 2  # days
SPARED = 3  # largest errors that have no say in how heavily a series scatters
WEATHER_BETWEEN = (
    5.0  # spreads from what the days beside say, and from what neighbours (half: the season) say
)
WEATHER_SMALLEST = 5.0  # K
ZERO_IS_DOUBTED = 0.7  # of the limits, where the value is exactly 0
EXPECTED = Words("改为预期值", "replace by what is expected")
WHY = Words(
    "远超该序列平日的波动，天气、星期、节日与往年均无此例",
    "far beyond how this series scatters; neither weather, week, holidays nor other years know the like",
)
WHY_ZERO = Words("0 多半是缺测的填充值", "0 here most likely stands for a missing value")
WHY_WEATHER = Words("前后日与邻站都不支持", "neither the days beside nor the neighbours support it")


def find_outliers(
    *, sheet: Sheet, expected: Expected, spoken_of: BoolArray, weather: FloatArray
) -> list[Fault]:
    """Days of use far from the law and its level; `spoken_of` (n, D) are days another fault explains."""
    error = np.where(spoken_of, np.nan, expected.error)
    score = error / expected.spread
    high, low = heaviness(np.where(score > 0, score, np.nan)), heaviness(np.where(score < 0, score, np.nan))
    limit = FAR * np.maximum(1.0, np.where(score > 0, high[:, None], low[:, None]))
    with np.errstate(invalid="ignore"):
        far = (np.abs(score) > limit) & (np.abs(error) > SMALLEST)
        half = (np.abs(score) > limit / 2) & (np.abs(error) > SMALLEST / 2)
    usual = np.exp(expected.law + expected.level)
    near_holiday = weekdays_off(sheet.rest_day, sheet.weekday)
    return [
        _fault(
            sheet.stretch(Measure.USE, int(row), first, last),
            error[row, first : last + 1],
            usual[row, first : last + 1],
        )
        for row in np.flatnonzero(far.any(axis=1))
        for first, last in runs_of(half[row])
        if far[row, first : last + 1].any() and last - first < LONGEST and _stands_out(error[row], first, last)
        and not _ordinary(error[row], first, last, near_holiday)
        and not _answers_extremes(sheet, int(row), first, float(error[row, first : last + 1].mean()), weather)
    ]  # fmt: skip


def _stands_out(error: FloatArray, first: int, last: int) -> bool:
    """Whether the days beside are nearer to what is expected by half: the edge of a step is not an outlier."""
    size = float(error[first : last + 1].mean())
    beside = [
        error[day] for day in (first - 1, last + 1) if 0 <= day < len(error) and np.isfinite(error[day])
    ]
    return all(abs(size - one) > abs(size) / 2 for one in beside)


def _answers_extremes(sheet: Sheet, row: int, day: int, error: float, weather: FloatArray) -> bool:
    """Whether high use falls on the coldest or hottest days on record, of which a law knows too few."""
    area = int(sheet.area_of[row])
    if area < 0 or error < 0 or error > EXTREME:
        return False
    there = bridged(weather[area : area + 1])[0]
    felt = np.convolve(there, np.full(3, 1 / 3))[: len(there)]
    coldest, hottest = np.quantile(felt[2:], RARE)
    return bool(felt[max(2, day)] <= coldest or felt[max(2, day)] >= hottest)


def heaviness(score: FloatArray) -> FloatArray:
    """How much further than a normal law errors of one sign, or of both, reach in each row, (n,), a few spared."""
    size = np.sort(np.abs(score), axis=1)
    known = np.isfinite(size).sum(axis=1)
    place: IntArray = np.clip(np.minimum((TAIL * known).astype(np.int64), known - 1 - SPARED), 0, None)
    reach = np.take_along_axis(size, place[:, None], axis=1)[:, 0]
    beyond: FloatArray = np.nan_to_num(reach) / OF_NORMAL
    return beyond


def _ordinary(error: FloatArray, first: int, last: int, near_holiday: BoolArray) -> bool:
    """Whether a dip lies by a holiday, or near the date of another year's dip of half its depth.

    Use stands high by a holiday, as in other years, where this feast is kept less than those that the law knows.
    """
    depth = float(error[first : last + 1].mean())
    if depth > 0:
        return bool(near_holiday[first : last + 1].any()) and known_in_other_years(
            error > depth / 2, first, last
        )
    if (
        near_holiday[first : last + 1].any()
        and depth > -DEEP
        and not _other_years_were_level(error, first, last)
    ):
        return True
    return known_in_other_years(error < depth / 2, first, last)


def _other_years_were_level(error: FloatArray, first: int, last: int) -> bool:
    """Whether the same dates of at least one other year are known, and none of them dipped by a third as much."""
    depth = float(error[first : last + 1].mean())
    near = [error[dates] for dates in other_years(first, last, around=2, reach=3)]
    lowest = [float(np.nanmin(days)) for days in near if np.isfinite(days).any()]
    return bool(lowest) and min(lowest) >= depth / 3


def _fault(stretch: Stretch, error: FloatArray, usual: FloatArray) -> Fault:
    ratio, middle = float(np.exp(error.mean())), float(usual.mean())
    return Fault(
        FaultKind.OUTLIER,
        stretch,
        Words(
            f"用量为预期（约 {middle:.3g}）的 {ratio:.2f} 倍",
            f"use is {ratio:.2f} times what is expected (about {middle:.3g})",
        ),
        WHY,
        (stretch.forget(), stretch.replace(EXPECTED, usual)),
        size=float(error.mean()),
    )


def find_weather_outliers(*, sheet: Sheet, expected: ExpectedWeather, spoken_of: BoolArray) -> list[Fault]:
    """Temperatures that fit neither the days beside nor the neighbours; exactly 0 is named as a missing value."""
    values = sheet.temperature.values
    beside = (values - expected.between) / expected.between_spread
    away = (values - expected.expected) / expected.spread
    beside_limit = WEATHER_BETWEEN * np.maximum(1.0, heaviness(beside))[:, None]
    away_limit = np.where(expected.witnessed[:, None], WEATHER_BETWEEN, WEATHER_BETWEEN / 2)
    share = np.where(values == 0.0, ZERO_IS_DOUBTED, 1.0)
    with np.errstate(invalid="ignore"):
        far = (np.abs(beside) > share * beside_limit) & (np.abs(away) > share * away_limit)
        far &= (np.abs(values - expected.between) > WEATHER_SMALLEST) & ~spoken_of
    return [
        _weather_fault(
            sheet.stretch(Measure.TEMPERATURE, int(row), first, last),
            float(values[row, first]),
            float(expected.between[row, first]),
        )
        for row in np.flatnonzero(far.any(axis=1))
        for first, last in runs_of(far[row])
    ]


def _weather_fault(stretch: Stretch, value: float, usual: float) -> Fault:
    zero = value == 0.0
    return Fault(
        FaultKind.ZERO if zero else FaultKind.OUTLIER,
        stretch,
        Words(
            f"气温 {value:g}℃，按前后日应近 {usual:.1f}℃",
            f"reads {value:g} °C, expected is about {usual:.1f} °C",
        ),
        WHY_ZERO if zero else WHY_WEATHER,
        (stretch.forget(),),
        size=value - usual,
    )
