"""The 1-in-T day and spell of temperature or of demand, with an interval that owns up to a short record.

A level of return period T is passed by one winter in T: its coldest day, or its coldest mean of so many days
on end, or its highest demand. The interval is meant to hold the true level nine times in ten; how far it
keeps that is measured on winters of families it was not set on (`./nuandong bench extremes`, docs/extremes.md).

Clauses: T-038 (peaks under extreme cold), T-022.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from nuandong.demand.extremes.calibration import INTERVAL, Z_95, Method
from nuandong.demand.extremes.readings import levels
from nuandong.demand.extremes.winters import NO_TREND, ClimateTrend, Winters
from nuandong.demand.temperature import effective_temperature
from nuandong.units import FloatArray
from nuandong.vocabulary import Evidence

WORDS = {
    Method.POOLED: (
        "本站与周边站的广义极值分布及逐日尾部",
        "a GEV law and the tail of days, with the stations around",
    ),
    Method.EXTREME_VALUE: (
        "冬季极值的广义极值分布及逐日尾部",
        "a GEV law of the winters' ends and the tail of days",
    ),
    Method.RESAMPLED: ("重采样冬季", "resampled winters"),
}


class ExtremeOf(StrEnum):
    """What a level is a level of."""

    TEMPERATURE = "temperature"
    EFFECTIVE_TEMPERATURE = "effective_temperature"
    DEMAND = "demand"


Response = Callable[[FloatArray], FloatArray]  # (…, D) daily means in degC to (…, D') use, D' <= D


@dataclass(frozen=True, slots=True)
class Asked:
    """Which extreme: passed by one winter in `return_period` (5 to 100), the mean of `span_days` (1 to 30) on end.

    `station` is the row of the winters; `method` None fits an extreme-value law, pooled where there are several
    stations; `seed` draws the surrogate winters.
    """

    return_period: float = 20.0
    span_days: int = 1
    station: int = 0
    method: Method | None = None
    trend: ClimateTrend = NO_TREND
    seed: int = 0


ONE_IN_TWENTY = Asked()


@dataclass(frozen=True, slots=True)
class Extreme:
    """A level that one winter in `return_period` goes beyond, with its 90 % interval `low` to `high`.

    `value`, `low`, `high` in degC, or in the unit of the demand. For a temperature `low` is the cold end, for
    a demand `high` is the dear one. `evidence` is generated where the level lies beyond the record's own
    length (it is then read from what is known of winters elsewhere), measured otherwise.
    """

    of: ExtremeOf
    return_period: float
    span_days: int
    value: float
    low: float
    high: float
    winters: int
    method: Method
    evidence: Evidence
    trend: ClimateTrend = NO_TREND
    interval: float = INTERVAL

    @property
    def beyond_record(self) -> bool:
        """Whether the record is shorter than the return period, so that it need not hold one such day."""
        return self.winters < self.return_period

    @property
    def note_zh(self) -> str:
        """What a reader must know beside the number."""
        told = f"{self.winters} 个冬季，{WORDS[self.method][0]}；90% 区间"
        short = f"；记录短于 {self.return_period:g} 年，不足以直接给出此值" if self.beyond_record else ""
        return f"{told}{short}；{self._trend_zh}"

    @property
    def note_en(self) -> str:
        """English form of the note."""
        told = f"{self.winters} winters, {WORDS[self.method][1]}; 90 % interval"
        short = (
            f"; shorter than {self.return_period:g} years, so the record cannot carry it by itself"
            if self.beyond_record
            else ""
        )
        return f"{told}{short}; {self._trend_en}"

    @property
    def _trend_zh(self) -> str:
        return f"假定每十年 {self.trend.per_decade:+.2f} K" if self.trend != NO_TREND else "未假定气候趋势"

    @property
    def _trend_en(self) -> str:
        moved = f"a trend of {self.trend.per_decade:+.2f} K a decade assumed"
        return moved if self.trend != NO_TREND else "no trend of the climate assumed"


def design_day(*, winters: Winters, asked: Asked = ONE_IN_TWENTY) -> Extreme:
    """The coldest daily mean of a station that one winter in so many has, degC. TooFewWinters, NotTaught."""
    return design_spell(winters=winters, asked=replace(asked, span_days=1))


def design_spell(*, winters: Winters, asked: Asked) -> Extreme:
    """The coldest mean of so many days on end that one winter in so many has, degC."""
    found = _cold(_read(-asked.trend.moved(winters).temperature, asked), ExtremeOf.TEMPERATURE)
    return _with_trend(found, winters)


def design_effective_temperature(
    *, winters: Winters, weights: tuple[float, ...], asked: Asked = ONE_IN_TWENTY
) -> Extreme:
    """The same of the effective temperature, `weights` standing today first and summing to 1, degC."""
    felt = effective_temperature(mean_temperature=asked.trend.moved(winters).temperature, weights=weights)
    return _with_trend(_cold(_read(-felt, asked), ExtremeOf.EFFECTIVE_TEMPERATURE), winters)


def design_demand(*, winters: Winters, response: Response, asked: Asked = ONE_IN_TWENTY) -> Extreme:
    """The highest mean demand of so many days on end that one winter in so many asks for, in the unit of use.

    `response` gives use from daily means along the last axis. Its own error is not in the interval, which is
    that of the weather alone; how unsure a trend is, is carried through the response by asking again with
    winters that much colder.
    """
    trend = asked.trend
    found = _read(response(trend.moved(winters).temperature), asked)
    if trend.unsure == 0.0:
        return found
    colder = replace(trend, per_decade=trend.per_decade - Z_95 * trend.unsure, unsure=0.0)
    shifted = _read(response(colder.moved(winters).temperature), asked)
    return _widened(found, abs(shifted.value - found.value))


def _read(cold: FloatArray, asked: Asked) -> Extreme:
    """The level of a table (stations, W, D) that counts the worse end high."""
    chosen = asked.method or (Method.POOLED if len(cold) > 1 else Method.EXTREME_VALUE)
    pooled = chosen is Method.POOLED
    bounds = levels(
        cold=cold if pooled else cold[asked.station : asked.station + 1],
        method=chosen,
        span_days=asked.span_days,
        return_period=asked.return_period,
        seed=asked.seed,
    )
    low, value, high = (float(bound) for bound in bounds[asked.station if pooled else 0])
    count = cold.shape[-2]
    return Extreme(
        of=ExtremeOf.DEMAND,
        return_period=asked.return_period,
        span_days=asked.span_days,
        value=value,
        low=low,
        high=high,
        winters=count,
        method=chosen,
        evidence=Evidence.GENERATED if count < asked.return_period else Evidence.MEASURED,
        trend=asked.trend,
    )


def _cold(found: Extreme, of: ExtremeOf) -> Extreme:
    """A level counted cold positive as a temperature: the interval's ends change places."""
    return replace(found, of=of, value=-found.value, low=-found.high, high=-found.low)


def _with_trend(found: Extreme, winters: Winters) -> Extreme:
    """The interval widened by how unsure the trend is, over the mean distance of the winters."""
    ahead = abs(float(np.mean(found.trend.years_ahead(winters))))
    return _widened(found, Z_95 * found.trend.unsure / 10.0 * ahead)


def _widened(found: Extreme, apart: float) -> Extreme:
    """Both sides of the interval with another, independent uncertainty of half-width `apart` (sum of squares)."""
    low = found.value - float(np.hypot(found.value - found.low, apart))
    high = found.value + float(np.hypot(found.high - found.value, apart))
    return replace(found, low=low, high=high)
