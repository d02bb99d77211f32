"""The balance chart: supply under demand day by day, with temperature and level on the same axis."""

from __future__ import annotations

from typing import Any

import numpy as np

from nuandong.assess.picture import DayPicture
from nuandong.casefile.report_figures import (
    GAP_FILL,
    SMALL,
    WIDTH,
    blank_figure,
    drawing,
    place_axes,
    quiet_grid,
    svg_text,
    write_key,
)
from nuandong.casefile.report_palette import kept
from nuandong.casefile.report_story import (
    INK,
    MUTED,
    balance_statement,
    level_look,
    level_word,
    supply_by_kind,
)
from nuandong.casefile.report_words import WEEKDAYS_EN, WEEKDAYS_ZH, number, pick

LEFT, RIGHT = 62.0, 150.0


def balance_chart(picture: DayPicture, *, language: str) -> str:
    """Supply by kind stacked under the demand line with its band, the gap hatched, temperature and level above."""
    with drawing("balance"):
        figure = blank_figure(height=372)
        across = WIDTH - LEFT - RIGHT
        above = place_axes(figure, left=LEFT, bottom=292, width=across, height=62)
        words = place_axes(figure, left=LEFT, bottom=262, width=across, height=16)
        main = place_axes(figure, left=LEFT, bottom=40, width=across, height=214)
        _temperature_strip(above, picture, language)
        _level_strip(words, picture, language)
        _balance_bars(main, picture, language)
        return svg_text(figure, title=balance_statement(picture, language=language))


def _day_axis(axes: Any, count: int) -> None:
    axes.set_xlim(-0.6, count - 0.4)
    axes.set_xticks([])


def _cold_wave_ground(axes: Any, picture: DayPicture) -> None:
    for day in np.flatnonzero(picture.province.cold_wave):
        axes.axvspan(day - 0.5, day + 0.5, color="#e9edef", linewidth=0, zorder=0)


def _temperature_strip(axes: Any, picture: DayPicture, language: str) -> None:
    province = picture.province
    place = np.arange(len(picture.stamp.days))
    _day_axis(axes, place.size)
    _cold_wave_ground(axes, picture)
    axes.plot(place, province.normal_temperature, color=MUTED, linewidth=1, linestyle=(0, (3, 2)))
    axes.plot(place, province.mean_temperature, color=INK, linewidth=1.6, marker="o", markersize=3)
    low, high = _reach(province.mean_temperature, province.normal_temperature)
    axes.set_ylim(low - 3, high + 3)
    axes.set_yticks([round(low), round(high)])
    axes.text(-0.01, 1.1, "°C", transform=axes.transAxes, ha="right", color=MUTED)
    coldest = int(np.argmin(province.mean_temperature))
    value = number(float(province.mean_temperature[coldest]))
    axes.text(coldest + 0.22, province.mean_temperature[coldest] - 0.4, value, va="top", fontsize=SMALL)
    last = place[-1] + 0.6
    axes.text(last, province.mean_temperature[-1], pick(language, "日均气温", "Mean temp."), va="center")
    apart = province.normal_temperature[-1] + (
        4 if province.normal_temperature[-1] > province.mean_temperature[-1] else -4
    )
    axes.text(last, apart, pick(language, "常年同期（虚线）", "Normal (dashed)"), va="center", color=MUTED)
    if province.cold_wave.any():
        first = int(np.flatnonzero(province.cold_wave)[0])
        axes.text(first - 0.45, high + 2.6, pick(language, "寒潮", "cold wave"), va="top", color=MUTED)


def _reach(*series: Any) -> tuple[float, float]:
    return float(min(part.min() for part in series)), float(max(part.max() for part in series))


def _level_strip(axes: Any, picture: DayPicture, language: str) -> None:
    """The level each day would call for: colour, word and place in one."""
    levels = picture.province.level
    _day_axis(axes, len(levels))
    axes.set_ylim(0, 1)
    axes.set_yticks([])
    for day, level in enumerate(levels):
        look = level_look(level)
        ground, ink = (kept(look.ground), kept(look.ink)) if look.rank else (look.ground, look.ink)
        axes.bar(day, 1, width=0.94, color=ground, linewidth=0)
        word = level_word(level, language=language) if look.rank else "·"
        axes.text(day, 0.46, word, ha="center", va="center", color=ink, fontsize=9)
    axes.text(len(levels) - 0.4, 0.46, pick(language, "应报等级", "Level called for"), va="center")


def _balance_bars(axes: Any, picture: DayPicture, language: str) -> None:
    province, days = picture.province, picture.stamp.days
    place = np.arange(len(days))
    _day_axis(axes, place.size)
    _cold_wave_ground(axes, picture)
    quiet_grid(axes, axis="y")
    top = np.zeros(place.size)
    kinds = supply_by_kind(picture)
    for kind in kinds:
        colour = kind.colour
        axes.bar(place, kind.nominated, bottom=top, width=0.8, color=colour, edgecolor="white", linewidth=0.6)
        top = top + kind.nominated
    short = np.flatnonzero(province.gap_before > 0)
    axes.bar(short, province.gap_before[short], bottom=top[short], width=0.8, linewidth=0.8, **GAP_FILL)
    axes.fill_between(place, province.demand_low, province.demand_high, color=INK, alpha=0.16, linewidth=0)
    axes.plot(place, province.demand, color=INK, linewidth=2, marker="o", markersize=3.5)
    axes.set_ylim(0, max(float(province.demand_high.max()), float(top.max())) * 1.1)
    _gap_figures(axes, picture, top)
    axes.set_xticks(place, [_day_words(day, language) for day in days])
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.text(
        -0.01, 1.035, pick(language, "万m³/d", "10⁴ m³/d"), transform=axes.transAxes, ha="right", color=MUTED
    )
    marks: list[tuple[str, dict[str, Any]]] = [
        (pick(language, "需求", "Demand"), {"facecolor": INK}),
        (pick(language, "10–90 % 区间", "10–90 % band"), {"facecolor": INK, "alpha": 0.16}),
        (pick(language, "缺口", "Gap"), GAP_FILL),
    ]
    marks += [(kind.name(language=language), {"facecolor": kind.colour}) for kind in reversed(kinds)]
    write_key(axes, marks, top=1.0, step=0.083)


def _gap_figures(axes: Any, picture: DayPicture, top: Any) -> None:
    gaps = picture.province.gap_before
    for day in np.flatnonzero(gaps > 0.0005 * picture.province.demand):
        height = max(top[day] + gaps[day], picture.province.demand_high[day])
        axes.annotate(
            number(float(gaps[day]), decimals=0), (day, height), xytext=(0, 4), textcoords="offset points", ha="center",
            fontsize=SMALL, fontweight="bold",
        )  # fmt: skip


def _day_words(day: Any, language: str) -> str:
    weekday = WEEKDAYS_EN[day.weekday()][:2] if language.startswith("en") else WEEKDAYS_ZH[day.weekday()]
    return f"{day.month}-{day.day:02d}\n{weekday}"
