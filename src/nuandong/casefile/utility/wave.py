"""The fan of the worst cold wave: how the coldest days of the backtest looked some days before they came."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from nuandong.casefile.report_words import number, pick
from nuandong.casefile.utility.fan import Fan, fan_chart
from nuandong.casefile.utility.parts import Behind, pick_headings, picture
from nuandong.casefile.utility.scored import Scored
from nuandong.casefile.utility.source import Source
from nuandong.casefile.utility.statements import figure_text
from nuandong.casefile.utility.trial import FAN_REACH
from nuandong.casefile.utility.words import method_word, weather_word
from nuandong.units import FloatArray

BEFORE = 4  # days from the origin to the coldest day
PAST = 7  # days shown before the origin


def wave_figure(found: Scored, source: Source, language: str) -> str:
    """The section with the fan; empty where no day of the backtest has a temperature and a use."""
    row = worst_origin(found)
    if row is None:
        return ""
    trial, unit = found.trial, found.shown
    factor = float(found.factors[unit])
    origin = trial.origins[row]
    days = tuple(trial.history.days[0] + timedelta(days=origin + step) for step in range(FAN_REACH))
    quantiles = trial.quantiles[unit, row, :FAN_REACH] / factor
    actual = trial.actual[unit, row, :FAN_REACH] / factor
    statement = _statement(found, quantiles, actual, days, source, language=language)
    word = source.unit_of(unit).word(language=language)
    fan = Fan(
        days, trial.levels, quantiles, actual, past=_past(found, origin, factor), unit=word,
        temperature=_temperatures(found, origin), is_fallback=trial.method[unit][row] != "full",
    )  # fmt: skip
    drawn = fan_chart(fan, language=language, title=statement)
    method = method_word(trial.method[unit][row], language=language)
    eve = trial.history.days[origin] - timedelta(days=1)
    weather = weather_word(trial.weather, language=language)
    line = pick(
        language,
        f"{source.series_of(unit, language)}单位 {word} · 预报时已知至 {eve} · 方法：{method} · 气温：{weather}",
        f"{source.series_of(unit, language)}unit {word} · use known up to {eve} · method: {method} · "
        f"weather: {weather}",
    )
    behind = fan_table(fan, stem="cold_wave", language=language)
    return picture(statement=statement, source=line, drawn=drawn, behind=behind, language=language)


def worst_origin(found: Scored) -> int | None:
    """The origin some days before the coldest day that was scored; None where nothing is known."""
    trial, unit = found.trial, found.shown
    felt = found.winters[unit].felt[list(trial.origins)]
    known = np.where(np.isfinite(trial.actual[unit, :, 0]), felt, np.nan)
    if not np.isfinite(known).any():
        return None
    return max(0, int(np.nanargmin(known)) - BEFORE)


def _middle(levels: FloatArray, quantiles: FloatArray) -> FloatArray:
    middle: FloatArray = quantiles[:, int(np.argmin(np.abs(levels - 0.5)))]
    return middle


def _statement(
    found: Scored,
    quantiles: FloatArray,
    actual: FloatArray,
    days: tuple[date, ...],
    source: Source,
    *,
    language: str,
) -> str:
    levels = found.trial.levels
    low, high = (int(np.argmin(np.abs(levels - level))) for level in (0.1, 0.9))
    known = np.isfinite(actual)
    inside = int(((actual >= quantiles[:, low]) & (actual <= quantiles[:, high]))[known].sum())
    peak = int(np.nanargmax(actual))
    unit = source.unit_of(found.shown).word(language=language)
    used, middle = figure_text(float(actual[peak])), figure_text(float(_middle(levels, quantiles)[peak]))
    return pick(
        language,
        f"最冷的寒潮：{days[peak]} 用气 {used} {unit}，提前 {peak + 1} 天预报 {middle}；"
        f"{int(known.sum())} 天中 {inside} 天落在"
        " 80% 区间内",
        f"The worst cold wave: {days[peak]} took {used} {unit}, forecast {peak + 1} days before as "
        f"{middle}; {inside} of"
        f" {int(known.sum())} days fell within the 80 % band",
    )


def _past(found: Scored, origin: int, factor: float) -> tuple[tuple[date, float], ...]:
    history = found.trial.history
    use = history.use[found.shown] / factor
    return tuple((history.days[row], float(use[row])) for row in range(max(0, origin - PAST), origin))


def _temperatures(found: Scored, origin: int) -> tuple[tuple[date, float], ...]:
    history = found.trial.history
    area = int(history.area_of[found.shown])
    rows = range(max(0, origin - PAST), min(len(history.days), origin + FAN_REACH))
    return tuple((history.days[row], float(history.temperature[area, row])) for row in rows)


def fan_table(fan: Fan, *, stem: str, language: str) -> Behind:
    """The days of a fan with every level and what was used."""
    heads = (
        *pick_headings(language, "日期,实际", "Day,Actual"),
        *(f"{number(float(level) * 100, decimals=1)} %" for level in fan.levels),
    )
    rows = tuple(
        (
            str(day),
            figure_text(float(fan.actual[row])),
            *(figure_text(float(value)) for value in fan.quantiles[row]),
        )
        for row, day in enumerate(fan.days)
    )
    return Behind(stem, heads, "w" + "n" * (1 + fan.levels.size), rows)
