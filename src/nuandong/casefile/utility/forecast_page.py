"""The report of a forecast as one page: the days ahead with their bands, the table, and what it rests on."""

from __future__ import annotations

from datetime import date, datetime
from html import escape
from pathlib import Path

import numpy as np

from nuandong.casefile.report_words import day_text, number, pick
from nuandong.casefile.result_table import Cell, ResultTable
from nuandong.casefile.results import csv_bytes
from nuandong.casefile.utility.fan import Fan, fan_chart
from nuandong.casefile.utility.outcome import write_whole
from nuandong.casefile.utility.outlook import Outlook
from nuandong.casefile.utility.parts import (
    FILE_OF,
    Behind,
    document,
    findings_part,
    header,
    pick_headings,
    picture,
    said_part,
)
from nuandong.casefile.utility.source import Source
from nuandong.casefile.utility.statements import figure_text
from nuandong.casefile.utility.wave import fan_table
from nuandong.casefile.utility.words import method_word, weather_word

NAME = ("暖冬 · 用气预报", "Nuandong · demand forecast")
PAST = 7  # days shown before
MOST_SERIES = 12  # drawn on the page; the file holds all
SHOWN = (0.05, 0.1, 0.5, 0.9, 0.95)


def write_forecast(folder: str | Path, *, found: Outlook, source: Source, at: datetime) -> tuple[Path, ...]:
    """forecast.csv and the report in both languages; raises `ResultsNotWritten`."""
    contents = {"forecast.csv": csv_bytes(forecast_table(found, source))}
    for language, name in FILE_OF.items():
        contents[name] = forecast_page(found=found, source=source, language=language, at=at)
    return write_whole(Path(folder), contents)


def forecast_table(found: Outlook, source: Source) -> ResultTable:
    """One line a series and day, in the units of the file."""
    levels = [f"p{level * 100:g}" for level in found.levels]
    names = ("series", "unit", "day", "lead_days", "method", "temperature", "forecast", *levels)
    rows: list[tuple[Cell, ...]] = []
    for unit, name in enumerate(found.history.units):
        factor, area, word = (
            source.unit_of(unit).factor,
            int(found.history.area_of[unit]),
            source.unit_of(unit).word_en,
        )
        mean, quantiles = found.mean[unit] / factor, found.quantiles[unit] / factor
        for step, day in enumerate(found.days):
            warmth = float(found.temperature[area, step])
            told = (float(mean[step]), *quantiles[step].tolist())
            rows.append((name, word, day, step + 1, found.method[unit], warmth, *told))
    return ResultTable("forecast", "预报", "Forecast", dict(zip(names, zip(*rows, strict=True), strict=True)))


def forecast_page(*, found: Outlook, source: Source, language: str, at: datetime) -> bytes:
    """The whole page in one language, as UTF-8."""
    title = pick(
        language,
        f"{source.name} 未来 {len(found.days)} 天用气预报",
        f"{source.title(language)}: use in the next {len(found.days)} days",
    )
    order = np.argsort(-found.mean.sum(axis=1), kind="stable")[:MOST_SERIES]
    body = [
        header(NAME, language),
        f"<h1>{escape(title)}</h1>",
        _together(found, source, language),
        *(_series(found, source, int(unit), language) for unit in order),
        said_part((*source.said, *found.said), language),
        findings_part(source.findings, language, after=source.repairs(language)),
        source.footer(language, known=found.history.days[found.known - 1], at=at),
    ]
    return document(title=title, language=language, body=body)


def forecast_statement(found: Outlook, source: Source, unit: int, *, language: str) -> str:
    """The highest day ahead and how sure it is."""
    factor, word = source.unit_of(unit).factor, source.unit_of(unit).word(language=language)
    middle = found.quantiles[unit, :, _nearest(found, 0.5)] / factor
    peak = int(np.nanargmax(middle)) if np.isfinite(middle).any() else 0
    low, high = (found.quantiles[unit, peak, _nearest(found, level)] / factor for level in (0.1, 0.9))
    day = day_text(found.days[peak], language=language)
    between = f"{figure_text(float(low))}–{figure_text(float(high))}"
    return pick(
        language,
        f"{source.series_of(unit, language)}最高日 {day}：{figure_text(float(middle[peak]))} {word}，"
        f"80% 可能在 {between} 之间",
        f"{source.series_of(unit, language)}Highest on {day}: {figure_text(float(middle[peak]))} "
        f"{word}, with 80 % between {between}",
    )


def _nearest(found: Outlook, level: float) -> int:
    return int(np.argmin(np.abs(found.levels - level)))


def _series(found: Outlook, source: Source, unit: int, language: str) -> str:
    factor, area = source.unit_of(unit).factor, int(found.history.area_of[unit])
    word = source.unit_of(unit).word(language=language)
    statement = forecast_statement(found, source, unit, language=language)
    rows = range(max(0, found.known - PAST), found.known)
    history = found.history
    past = tuple((history.days[row], float(history.use[unit, row] / factor)) for row in rows)
    quantiles = found.quantiles[unit] / factor
    count = len(found.days)
    fan = Fan(
        found.days, found.levels, quantiles, np.full(count, np.nan), past=past, temperature=_warmth(found, area),
        unit=word, is_fallback=found.method[unit] != "full",
    )  # fmt: skip
    drawn = fan_chart(fan, language=language, title=statement)
    line = pick(
        language,
        f"单位 {word} · 用气已知至 {found.history.days[found.known - 1]} · 方法："
        f"{method_word(found.method[unit], language=language)}"
        f" · 气温：{weather_word(found.weather, language=language)} · 来源：{source.file}",
        f"unit {word} · use known up to {found.history.days[found.known - 1]} · method: "
        f"{method_word(found.method[unit], language=language)} · weather: "
        f"{weather_word(found.weather, language=language)}"
        f" · source: {source.file}",
    )
    behind = ahead_table(found, source, unit, language=language)
    return picture(statement=statement, source=line, drawn=drawn, behind=behind, language=language)


def _warmth(found: Outlook, area: int) -> tuple[tuple[date, float], ...]:
    """Temperature of an area by day, before the forecast and on its days."""
    history = found.history
    rows = range(max(0, found.known - PAST), found.known)
    past = ((history.days[row], float(history.temperature[area, row])) for row in rows)
    return (*past, *((day, float(found.temperature[area, step])) for step, day in enumerate(found.days)))


def _together(found: Outlook, source: Source, language: str) -> str:
    """The sum of all series that are told in one unit; empty where there is one series or several units."""
    words = {unit.word_en for unit in source.units}
    if len(found.history.units) < 2 or len(words) > 1:
        return ""
    factor, word = source.unit_of(0).factor, source.unit_of(0).word(language=language)
    rows = range(max(0, found.known - PAST), found.known)
    past = tuple((found.history.days[row], float(found.history.use[:, row].sum() / factor)) for row in rows)
    count, total = len(found.days), found.total / factor
    warmth = _warmth(found, 0) if len(found.history.areas) == 1 else ()
    fallback = any(method != "full" for method in found.method)
    fan = Fan(
        found.days, found.levels, total, np.full(count, np.nan), past=past, temperature=warmth, unit=word,
        is_fallback=fallback,
    )  # fmt: skip
    peak = int(np.argmax(fan.middle))
    day = day_text(found.days[peak], language=language)
    low, high = (figure_text(float(total[peak, _nearest(found, level)])) for level in (0.1, 0.9))
    middle = figure_text(float(fan.middle[peak]))
    statement = pick(
        language,
        f"各系列合计最高日 {day}：{middle} {word}，80% 可能在 {low}–{high} 之间",
        f"All series together, highest on {day}: {middle} {word}, with 80 % between {low}–{high}",
    )
    line = pick(
        language,
        f"单位 {word} · 联合情景求和，不是各分位数相加 · 来源：{source.file}",
        f"unit {word} · from joint scenarios, never summed quantiles · source: {source.file}",
    )
    drawn = fan_chart(fan, language=language, title=statement)
    behind = fan_table(fan, stem="total", language=language)
    return picture(statement=statement, source=line, drawn=drawn, behind=behind, language=language)


def ahead_table(found: Outlook, source: Source, unit: int, *, language: str) -> Behind:
    """The days ahead of one series, as the page and the terminal show them."""
    factor, area = source.unit_of(unit).factor, int(found.history.area_of[unit])
    heads = (
        *pick_headings(language, "日期,气温 °C", "Day,Temperature °C"),
        *(f"{level * 100:g} %" for level in SHOWN),
        pick(language, "方法", "Method"),
    )
    rows = tuple(
        (
            _day(day, language),
            number(float(found.temperature[area, step])),
            *(
                figure_text(float(found.quantiles[unit, step, _nearest(found, level)] / factor))
                for level in SHOWN
            ),
            method_word(found.method[unit], language=language),
        )
        for step, day in enumerate(found.days)
    )
    return Behind("forecast", heads, "w" + "n" * (1 + len(SHOWN)) + "w", rows)


def _day(day: date, language: str) -> str:
    return day_text(day, language=language)
