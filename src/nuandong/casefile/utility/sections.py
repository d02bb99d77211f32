"""The pictures of a backtest as sections of its page, each with its statement, its source and the table behind it."""

from __future__ import annotations

import numpy as np

from nuandong.casefile.report_words import number, percent, pick
from nuandong.casefile.utility import statements as told
from nuandong.casefile.utility.parts import (
    Behind,
    pick_headings,
    picture,
)
from nuandong.casefile.utility.pictures import (
    calibration_chart,
    drift_chart,
    league_chart,
    temperature_chart,
)
from nuandong.casefile.utility.scored import ALL, COLDEST, WINTER, Scored
from nuandong.casefile.utility.source import Source
from nuandong.casefile.utility.trial import OWN
from nuandong.casefile.utility.words import forecaster_word, span_word, weather_word
from nuandong.demand.backtest import by_temperature
from nuandong.units import FloatArray

STEPS = (1.0, 2.0, 3.0, 4.0, 5.0, 10.0)  # kelvin, widths of a class of temperature
MOST_CLASSES = 14


def _source(found: Scored, source: Source, language: str, *, unit: str, pooled: bool) -> str:
    """Series, unit, source, days and weather of a picture."""
    days, count = found.trial.days, len(found.trial.history.units)
    weather = weather_word(found.trial.weather, language=language)
    series = source.series_of(found.shown, language)
    if pooled and count > 1:
        series = pick(language, f"{count} 个系列合评 · ", f"{count} series together · ")
    return pick(
        language,
        f"{series}单位 {unit} · 来源：{source.file} 滚动回测 · {days[0]} 至 {days[-1]} · 气温：{weather}",
        f"{series}unit {unit} · source: rolling backtest on {source.file} · {days[0]} to {days[-1]} · "
        f"weather: {weather}",
    )


def league_section(found: Scored, source: Source, language: str) -> str:
    """Everybody's errors beside each other."""
    lead, span = found.trial.leads[0], found.span
    names = found.ranked(lead, span)
    usual = np.array([found.relative(name, lead, span) for name in names])
    coldest = np.array([found.relative(name, lead, COLDEST) for name in names])
    statement = told.league_statement(found, language=language)
    words = [forecaster_word(name, language=language) for name in names]
    drawn = league_chart(words, usual, coldest, own=names.index(OWN), language=language, title=statement)
    unit = pick(language, f"占用气量 %，提前 {lead} 天", f"% of mean use, lead {lead}")
    return picture(
        statement=statement, source=_source(found, source, language, unit=unit, pooled=True), drawn=drawn,
        behind=_league_table(found, names, language), language=language,
    )  # fmt: skip


def _league_table(found: Scored, names: tuple[str, ...], language: str) -> Behind:
    """Errors of every forecaster at every lead and kind of days."""
    headings = [pick(language, "方法", "Forecaster")]
    spans = [span for span in (ALL, WINTER, COLDEST, "cold_wave_first_days")
             if np.isfinite(found.relative(OWN, found.trial.leads[0], span))]  # fmt: skip
    pairs = [(lead, span) for span in spans for lead in found.trial.leads]
    headings += [
        pick(
            language,
            f"{span_word(span, language=language)} 提前{lead}天",
            f"{span_word(span, language=language)}, lead {lead}",
        )
        for lead, span in pairs
    ]
    rows = tuple(
        (
            forecaster_word(name, language=language),
            *(percent(found.relative(name, lead, span), decimals=2) for lead, span in pairs),
        )
        for name in names
    )
    return Behind("league", tuple(headings), "w" + "n" * len(pairs), rows)


def calibration_section(found: Scored, source: Source, language: str) -> str:
    """How often use fell below each quantile, beside how often it was said to."""
    levels, met = found.trial.levels, found.calibration
    statement = told.calibration_statement(found, language=language)
    drawn = calibration_chart(levels, met, found.bands, language=language, title=statement)
    rows = tuple(
        (percent(float(level)), percent(one.found), percent(one.low), percent(one.high), str(one.count))
        for level, one in zip(levels, met, strict=True)
    )
    heads = pick_headings(language, "所称,所遇,区间下限,区间上限,天数", "Stated,Met,Interval from,to,Days")
    unit = pick(language, "占天数 %，提前 1 天", "% of days, lead 1")
    return picture(
        statement=statement, source=_source(found, source, language, unit=unit, pooled=True), drawn=drawn,
        behind=Behind("calibration", heads, "nnnnn", rows), language=language,
    )  # fmt: skip


def temperature_section(found: Scored, source: Source, language: str) -> str:
    """Error by temperature; nothing where no temperature is known."""
    trial, unit = found.trial, found.shown
    target = np.array(trial.origins) + trial.leads[0] - 1
    felt = np.full(target.size, np.nan)
    inside = target < len(trial.history.days)
    felt[inside] = found.winters[unit].felt[target[inside]]
    actual = trial.actual[unit, :, trial.leads[0] - 1]
    if not (np.isfinite(felt) & np.isfinite(actual)).any():
        return ""
    edges = _edges(felt[np.isfinite(felt) & np.isfinite(actual)])
    size, bias, count = by_temperature(
        forecast=trial.mean[0, unit, :, 0], actual=actual, felt=felt, edges=edges
    )
    used = _mean_by_class(actual, felt, edges)
    size, bias = size / used, bias / used
    statement = told.coldest_statement(found, language=language)
    drawn = temperature_chart(edges, size=size, bias=bias, count=count, language=language, title=statement)
    rows = tuple(
        (f"{edges[at]:g} … {edges[at + 1]:g}", percent(size[at], decimals=2), percent(bias[at], decimals=2),
         number(float(count[at]), decimals=0))
        for at in range(count.size)
    )  # fmt: skip
    heads = pick_headings(
        language, "气温 °C,平均绝对误差,平均偏差,天数", "Temperature °C,Mean absolute error,Bias,Days"
    )
    words = pick(
        language,
        f"占该档平均用气量 %，提前 {trial.leads[0]} 天",
        f"% of mean use of the class, lead {trial.leads[0]}",
    )
    return picture(
        statement=statement, source=_source(found, source, language, unit=words, pooled=False), drawn=drawn,
        behind=Behind("error_by_temperature", heads, "wnnn", rows), language=language,
    )  # fmt: skip


def _mean_by_class(actual: FloatArray, felt: FloatArray, edges: FloatArray) -> FloatArray:
    """Mean use of the days of each class of temperature, NaN where there is none."""
    known = np.isfinite(actual) & np.isfinite(felt)
    where = np.digitize(felt[known], edges) - 1
    count = np.bincount(where, minlength=edges.size - 1)[: edges.size - 1]
    total = np.bincount(where, weights=actual[known], minlength=edges.size - 1)[: edges.size - 1]
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _edges(felt: FloatArray) -> FloatArray:
    """Round classes of temperature that hold all days, at most fourteen."""
    low, high = float(felt.min()), float(felt.max())
    step = next((step for step in STEPS if (high - low) / step <= MOST_CLASSES - 1), STEPS[-1])
    return np.arange(np.floor(low / step) * step, high + step, step)


def drift_section(found: Scored, source: Source, language: str) -> str:
    """The mean error of four weeks over time; nothing where too little is known."""
    days = found.trial.days
    statement = told.drift_statement(found, language=language)
    if not np.isfinite(found.leaning).any():
        return ""
    drawn = drift_chart(
        days,
        leaning=found.leaning,
        alarm=found.alarm,
        language=language,
        title=statement,
    )
    chosen = range(len(days) - 1, -1, -7)
    rows = tuple(
        (
            str(days[row]),
            percent(float(found.leaning[row]), decimals=2),
            pick(language, "警报", "alarm") if found.alarm[max(0, row - 6) : row + 1].any() else "",
        )
        for row in sorted(chosen)
    )
    heads = pick_headings(
        language,
        "截至,四周平均误差,本周警报",
        "Up to,Mean error of four weeks,Alarm that week",
    )
    unit = pick(language, "占用气量 %，提前 1 天", "% of use, lead 1")
    return picture(
        statement=statement, source=_source(found, source, language, unit=unit, pooled=False), drawn=drawn,
        behind=Behind("drift", heads, "wnw", rows), language=language,
    )  # fmt: skip
