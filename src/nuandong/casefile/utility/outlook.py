"""The days ahead of a utility: quantiles of use, with the weather the table gives or, told as such, earlier years'.

Where the table gives no temperature for a day ahead, earlier winters are lived again from the last day known, and the
quantiles are those of all these cases together. With fewer than five such years the mean of the season stands in, and
the band is widened by how far days stray from it. Clause: T-022 (estimate of demand).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from nuandong.casefile.utility.climate import usual_temperature
from nuandong.casefile.utility.known import known_days
from nuandong.casefile.utility.said import Said
from nuandong.casefile.utility.stored_weather import StoredWeather
from nuandong.demand.learning import (
    DEFAULT_LEARNING_RULES,
    LearningRules,
    Method,
    UseForecast,
    forecast_use,
    joint_draws,
    usual_weather_error,
)
from nuandong.demand.series import UseHistory
from nuandong.demand.weather_in import TooLittleWeather, WinterScenarios, resampled_winters
from nuandong.units import BoolArray, FloatArray

FEWEST_YEARS = 5
COURSES = 12  # versions of the weather ahead that are each reckoned through
DRAWS, FEWEST_DRAWS = 400, 40  # joint scenarios in all, and of one course of the weather
GRID = np.linspace(0.005, 0.995, 199)  # levels at which cases are joined
SEED = 20171216


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """Quantiles (n, H, Q) and means (n, H) of use on the days ahead, inner units; `total` (H, Q) of all series.

    `temperature` (a, H) in degC is what was reckoned with, `weather` how it is known: given, earlier_years, usual
    or none.
    """

    history: UseHistory
    known: int
    days: tuple[date, ...]
    levels: FloatArray
    mean: FloatArray
    quantiles: FloatArray
    total: FloatArray
    method: tuple[str, ...]
    temperature: FloatArray
    weather: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Ahead:
    """Courses of temperature ahead, (a, H) each and equally likely; their usual error (H,) in kelvin; what is said."""

    cases: tuple[FloatArray, ...]
    error: FloatArray | None
    weather: str
    said: Said


def outlook(*, history: UseHistory, reach: int, stored: StoredWeather | None = None) -> Outlook:
    """The next `reach` days behind the last with known use, under `stored` forecasts where there are no readings."""
    known = known_days(history)
    if stored is not None:
        history = _with_stored(history, known, stored, reach=reach)
    ahead = _weather_ahead(history, known, reach)
    forecasts = _under_each(history, known, ahead)
    first = forecasts[0]
    levels = np.asarray(first.levels)
    return Outlook(
        history=history,
        known=known,
        days=first.days,
        levels=levels,
        mean=np.mean([one.mean for one in forecasts], axis=0),
        quantiles=_joined(forecasts, levels),
        total=_total(forecasts, history, levels),
        method=tuple(str(word) for word in first.method),
        temperature=np.mean(ahead.cases, axis=0),
        weather=ahead.weather,
        said=(ahead.said,),
    )


def _with_stored(history: UseHistory, known: int, stored: StoredWeather, *, reach: int) -> UseHistory:
    """The history with the newest stored forecasts on days ahead that have no temperature of their own."""
    temperature = history.temperature.copy()
    ahead = temperature[:, known : known + reach]
    seen = stored.seen_from((known,), reach)[:, 0, : ahead.shape[1]]
    temperature[:, known : known + reach] = np.where(np.isnan(ahead), seen, ahead)
    return replace(history, temperature=temperature)


def _weather_ahead(history: UseHistory, known: int, reach: int) -> _Ahead:
    """What is known of the weather ahead, and what stands in for the rest."""
    given = history.temperature[:, known : known + reach]
    lacking = np.isnan(given)
    if not np.isfinite(history.temperature).any():
        zh, en = (
            "没有气温：只凭过去的用气和日历推算",
            "No temperature: reckoned from past use and the calendar alone",
        )
        return _Ahead((given,), None, "none", Said(zh, en))
    judged = usual_weather_error(reach)
    if not lacking.any():
        zh = "未来气温取自表中（有气温而没有用气量的行，或所存预报）；其误差按常见的预报误差计入区间"
        en = "Temperatures ahead are the table's own; the usual error of such forecasts is in the band"
        return _Ahead((given,), judged, "given", Said(zh, en))
    count = int(lacking.any(axis=0).sum())
    lived = _winters_again(history, known, lacking)
    if lived is not None and lived.winters >= FEWEST_YEARS:
        cases = tuple(np.where(lacking, _behind(given, course), given) for course in lived.temperature)
        zh = (
            f"{count} 天没有未来气温：由此前 {lived.winters} 年同期的天气推演 {len(cases)} 种可能，"
            "区间已含天气的不确定"
        )
        en = (
            f"{count} days ahead have no temperature: the weather of {lived.winters} earlier years, lived again in "
            f"{len(cases)} versions, stands in, so the band holds the weather's uncertainty"
        )
        error = np.where(lacking.any(axis=0), 0.0, judged)
        return _Ahead(cases, error, "earlier_years", Said(zh, en))
    return _usual_ahead(history, known, given, judged)


def _winters_again(history: UseHistory, known: int, lacking: BoolArray) -> WinterScenarios | None:
    """Versions of the weather from the first day ahead that lacks it, joined to the day before; None without record."""
    begin = known + int(np.flatnonzero(lacking.any(axis=0))[0])
    try:
        return resampled_winters(
            days=history.days[:known],
            temperature=history.temperature[:, :known],
            ahead=history.days[begin : known + lacking.shape[1]],
            count=COURSES,
            seed=SEED,
            eve=history.temperature[:, begin - 1],
        )
    except TooLittleWeather:
        return None


def _behind(given: FloatArray, course: FloatArray) -> FloatArray:
    """The days given, and a course of the weather laid over the last of them, (a, H)."""
    laid = given.copy()
    laid[:, given.shape[1] - course.shape[1] :] = course
    return laid


def _usual_ahead(history: UseHistory, known: int, given: FloatArray, judged: FloatArray) -> _Ahead:
    """The mean of the season where a record is too short to lend whole years, and how far days stray from it."""
    days, lacking = history.days[known : known + given.shape[1]], np.isnan(given)
    usual = usual_temperature(temperature=history.temperature, days=history.days, known=known, asked=days)
    past = usual_temperature(
        temperature=history.temperature, days=history.days, known=known, asked=history.days[:known]
    )
    stray = float(np.nanstd(history.temperature[:, :known] - past))
    error = np.where(lacking.any(axis=0), np.maximum(stray, judged), judged)
    count = int(lacking.any(axis=0).sum())
    zh = f"{count} 天没有未来气温，完整的往年不足 {FEWEST_YEARS} 个：用同期平均，并按 {stray:.1f} K 的偏离放宽区间"
    en = (
        f"{count} days ahead have no temperature and fewer than {FEWEST_YEARS} whole earlier years are "
        "known: the mean of the "
        f"season stands in, and the band is widened for days that stray {stray:.1f} K from it"
    )
    return _Ahead((np.where(lacking, usual, given),), error, "usual", Said(zh, en))


def _under_each(history: UseHistory, known: int, ahead: _Ahead) -> list[UseForecast]:
    """The forecast under each course of the weather: all stand side by side, so that the past is learned once.

    A unit without a model of its own leans on others, and must lean on those of its own course: then each is alone.
    """
    count = len(ahead.cases)
    if count > 1:
        # Side by side they are many units, and yet learned from as often as one course alone would be.
        rules = replace(DEFAULT_LEARNING_RULES, many=DEFAULT_LEARNING_RULES.many * count)
        whole = _one(_side_by_side(history, count), known, np.concatenate(ahead.cases), ahead.error, rules)
        if Method.POOLED not in whole.method:
            return [_part(whole, course, len(history.units)) for course in range(count)]
    return [_one(history, known, case, ahead.error) for case in ahead.cases]


def _side_by_side(history: UseHistory, count: int) -> UseHistory:
    """The history so many times over, (count n) units in (count a) areas."""

    def named(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(f"{word} · {course}" for course in range(count) for word in words)

    areas = len(history.areas)
    return replace(
        history,
        units=named(history.units),
        use=np.tile(history.use, (count, 1)),
        held_back=np.tile(history.held_back, (count, 1)),
        areas=named(history.areas),
        area_of=np.concatenate([history.area_of + course * areas for course in range(count)]),
        temperature=np.tile(history.temperature, (count, 1)),
        wind=np.tile(history.wind, (count, 1)),
    )


def _part(whole: UseForecast, course: int, units: int) -> UseForecast:
    """The forecast of one course out of all that stand side by side."""
    rows = slice(course * units, (course + 1) * units)
    past = replace(whole.past, error=whole.past.error[rows], told=whole.past.told[rows])
    return replace(
        whole, units=whole.units[rows], mean=whole.mean[rows], quantiles=whole.quantiles[rows],
        method=whole.method[rows], past=past,
    )  # fmt: skip


def _one(
    history: UseHistory,
    known: int,
    temperature: FloatArray,
    error: FloatArray | None,
    rules: LearningRules = DEFAULT_LEARNING_RULES,
) -> UseForecast:
    """The forecast under one course of the weather."""
    reach = temperature.shape[1]
    filled = history.temperature.copy()
    filled[:, known : known + reach] = temperature
    filled[:, known + reach :] = np.nan
    with np.errstate(all="ignore"):  # what a series without use divides by nothing is NaN, and told as such
        return forecast_use(
            history=replace(history, temperature=filled),
            known=known,
            reach=reach,
            weather_error=error,
            rules=rules,
        )


def _total(forecasts: list[UseForecast], history: UseHistory, levels: FloatArray) -> FloatArray:
    """Quantiles of the sum of all series, (H, Q), from joint scenarios: quantiles of a sum are no sums of quantiles."""
    count = max(FEWEST_DRAWS, DRAWS // len(forecasts))
    drawn = [
        joint_draws(forecast=one, history=history, count=count, seed=SEED + place)
        for place, one in enumerate(forecasts)
    ]
    total: FloatArray = np.quantile(np.concatenate(drawn).sum(axis=1), levels, axis=0).T
    return total


def _joined(forecasts: list[UseForecast], levels: FloatArray) -> FloatArray:
    """Quantiles of all cases together, each equally likely, (n, H, Q)."""
    if len(forecasts) == 1:
        return np.asarray(forecasts[0].quantiles)
    finer = np.concatenate(
        [
            np.apply_along_axis(lambda row: np.interp(GRID, levels, row), -1, one.quantiles)
            for one in forecasts
        ],
        axis=-1,
    )
    return np.moveaxis(np.quantile(finer, levels, axis=-1), 0, -1)
