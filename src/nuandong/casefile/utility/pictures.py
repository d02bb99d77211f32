"""The pictures of a backtest and of a forecast: each drawn once, in a figure that any page can hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from nuandong.casefile.report_figures import (
    GAP_FILL,
    NORMAL,
    SMALL,
    WIDTH,
    blank_figure,
    drawing,
    fitted,
    key_ground,
    place_axes,
    quiet_grid,
    svg_text,
)
from nuandong.casefile.report_story import INK, MUTED
from nuandong.casefile.report_words import number, percent, pick
from nuandong.casefile.utility.drift import alarms
from nuandong.demand.backtest import CoverageInterval
from nuandong.units import BoolArray, FloatArray

OURS, PEER, PALE, EDGE = "#3f5661", "#a9b8b5", "#e7eaeb", "#9bb3a6"
ROW = 25.0


def league_chart(
    names: Sequence[str], usual: FloatArray, coldest: FloatArray, *, own: int, language: str, title: str
) -> str:
    """A bar a forecaster: error on usual days, and a diamond for the coldest; the best first."""
    count = len(names)
    with drawing("league"):
        figure = blank_figure(height=ROW * count + 62)
        axes = place_axes(figure, left=200, bottom=28, width=WIDTH - 200 - 60, height=ROW * count)
        quiet_grid(axes, axis="x")
        for row in range(count):
            axes.barh(row, usual[row] * 100, height=0.6, color=OURS if row == own else PEER, linewidth=0)
            _diamond(axes, coldest[row] * 100, row)
            furthest = np.nanmax([usual[row], coldest[row], 0.0]) * 100
            axes.annotate(
                percent(float(usual[row])), (furthest, row), xytext=(9, 0), textcoords="offset points", va="center",
                fontweight="bold" if row == own else "normal",
            )  # fmt: skip
        axes.set_ylim(count - 0.5, -0.5)
        axes.set_yticks(range(count), [fitted(name, 30) for name in names])
        for words in axes.get_yticklabels():
            words.set_color(INK)
            words.set_fontsize(NORMAL)
        axes.get_yticklabels()[own].set_fontweight("bold")
        axes.set_xlim(0, max(float(np.nanmax([usual, coldest])) * 112, 1e-9))
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:g} %")
        _league_key(figure, language, ROW * count + 40)
        return svg_text(figure, title=title)


def _diamond(axes: Any, value: float, row: float) -> None:
    axes.plot(
        [value], [row], marker="D", linestyle="none", markersize=6, markerfacecolor="white", markeredgecolor=INK,
        zorder=4,
    )  # fmt: skip


def _league_key(figure: Any, language: str, bottom: float) -> None:
    axes = key_ground(figure, left=200, bottom=bottom)
    axes.barh(8, 16, left=0, height=9, color=OURS, linewidth=0)
    axes.text(21, 7.4, pick(language, "本系统", "this system"), va="center")
    axes.barh(8, 16, left=100, height=9, color=PEER, linewidth=0)
    axes.text(121, 7.4, pick(language, "对照方法", "peers"), va="center")
    _diamond(axes, 206, 8)
    axes.text(216, 7.4, pick(language, "最冷 5% 的日子", "coldest 5 % of days"), va="center")


def calibration_chart(
    levels: FloatArray,
    found: Sequence[CoverageInterval],
    bands: Sequence[tuple[float, CoverageInterval]],
    *,
    language: str,
    title: str,
) -> str:
    """Stated share below each level against the share met, with the 95 % interval of the latter, and the bands' own."""
    with drawing("calibration"):
        figure = blank_figure(height=330)
        axes = place_axes(figure, left=70, bottom=46, width=262, height=262)
        quiet_grid(axes, axis="both")
        axes.plot([0, 100], [0, 100], color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
        met = np.array([one.found for one in found]) * 100
        low, high = (np.array([getattr(one, side) for one in found]) * 100 for side in ("low", "high"))
        axes.vlines(levels * 100, low, high, color=PEER, linewidth=5)
        axes.plot(levels * 100, met, color=OURS, linewidth=1.4, marker="o", markersize=5)
        axes.set_xlim(0, 100)
        axes.set_ylim(0, 100)
        ticks = [0, 25, 50, 75, 100]
        axes.set_xticks(ticks, [f"{tick} %" for tick in ticks])
        axes.set_yticks(ticks, ["", *(f"{tick} %" for tick in ticks[1:])])
        axes.set_xlabel(
            pick(language, "预报所称：实际低于此值的可能", "stated chance of use below the level"),
            color=MUTED,
        )
        axes.set_title(
            pick(language, "实际低于此值的日子", "days with use below it"),
            color=MUTED,
            fontsize=SMALL,
            loc="left",
        )
        _calibration_words(figure, bands, language)
        return svg_text(figure, title=title)


def _calibration_words(figure: Any, bands: Sequence[tuple[float, CoverageInterval]], language: str) -> None:
    axes = key_ground(figure, left=372, bottom=286)
    lines = (
        (pick(language, "虚线：所称与所遇相等", "dashed: stated and met are equal"), MUTED),
        (pick(language, "点在线上方：用气比所称的低", "dots above it: use fell lower than stated"), MUTED),
        (pick(language, "点在线下方：用气比所称的高", "dots below it: use rose higher than stated"), MUTED),
        (pick(language, "竖条：95% 区间（整段抽样）", "bars: 95 % intervals, by block bootstrap"), MUTED),
        ("", INK),
        *(
            (
                pick(
                    language,
                    f"{share:.0%} 区间涵盖 {percent(met.found)} 的日子（{percent(met.low)} 至 {percent(met.high)}）",
                    f"the {share * 100:g} % band held {percent(met.found)} of days ({percent(met.low)} "
                    f"to {percent(met.high)})",
                ),
                INK,
            )
            for share, met in bands
        ),
    )
    for row, (words, colour) in enumerate(lines):
        axes.text(0, -20.0 * row, words, va="center", color=colour)


def temperature_chart(
    edges: FloatArray, *, size: FloatArray, bias: FloatArray, count: FloatArray, language: str, title: str
) -> str:
    """Mean absolute error by temperature as bars, bias as a line with dots, and how many days each rests on."""
    middle, width = (edges[:-1] + edges[1:]) / 2, float(edges[1] - edges[0]) * 0.8
    with drawing("by-temperature"):
        figure = blank_figure(height=300)
        axes = place_axes(figure, left=70, bottom=70, width=WIDTH - 70 - 30, height=196)
        quiet_grid(axes, axis="y")
        axes.bar(middle, size * 100, width=width, color=PEER, linewidth=0)
        axes.plot(middle, bias * 100, color=OURS, linewidth=1.6, marker="o", markersize=4.5)
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:g} %".replace("-", "−"))
        axes.set_xlim(edges[0], edges[-1])
        axes.set_xticks(edges, [f"{edge:g}".replace("-", "−") for edge in edges])
        words = pick(
            language, "三日加权气温 °C（柱下为天数）", "temperature felt over three days, °C (below: days)"
        )
        axes.set_xlabel(words, color=MUTED, labelpad=18)
        for place, days in zip(middle, count, strict=True):
            axes.annotate(
                number(float(days), decimals=0), (place, 0), xycoords=("data", "axes fraction"), xytext=(0, -26),
                textcoords="offset points", ha="center", fontsize=9, color=MUTED,
            )  # fmt: skip
        key = key_ground(figure, left=70, bottom=278)
        key.barh(8, 16, left=0, height=9, color=PEER, linewidth=0)
        key.text(21, 7.4, pick(language, "平均绝对误差", "mean absolute error"), va="center")
        key.plot([160, 178], [8, 8], color=OURS, linewidth=1.6, marker="o", markersize=4.5)
        key.text(
            185,
            7.4,
            pick(language, "平均偏差（正为预报偏高）", "bias (above zero: forecast too high)"),
            va="center",
        )
        return svg_text(figure, title=title)


def drift_chart(
    days: Sequence[date],
    *,
    leaning: FloatArray,
    alarm: BoolArray,
    language: str,
    title: str,
) -> str:
    """The mean error of four weeks over time; where an alarm rang, hatched with a mark above."""
    place = np.arange(len(days), dtype=np.float64)
    with drawing("drift"):
        figure = blank_figure(height=268)
        axes = place_axes(figure, left=70, bottom=40, width=WIDTH - 70 - 30, height=190)
        quiet_grid(axes, axis="y")
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.plot(place, leaning * 100, color=OURS, linewidth=1.6)
        bound = max(1.0, float(np.nanmax(np.abs(np.append(leaning, 0.0)))) * 115)
        axes.set_ylim(-bound, bound)
        for first, last in alarms(beyond=alarm):
            axes.fill_between(
                [first - 0.5, last + 0.5], -bound, bound, linewidth=0.0, zorder=0, alpha=0.5, **GAP_FILL
            )
            axes.plot(
                [(first + last) / 2], [bound * 0.92], marker="v", markersize=8, color=INK, linestyle="none"
            )
        axes.set_xlim(-0.5, len(days) - 0.5)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:g} %".replace("-", "−"))
        ticks = [row for row, day in enumerate(days) if day.day == 1]
        step = max(1, -(-len(ticks) // 12))
        axes.set_xticks(ticks[::step], [f"{days[row].year}-{days[row].month:02d}" for row in ticks[::step]])
        key = key_ground(figure, left=70, bottom=246)
        key.plot([0, 18], [8, 8], color=OURS, linewidth=1.6)
        key.text(
            24,
            7.4,
            pick(language, "四周平均误差（正为预报偏高）", "mean error of four weeks (above zero: too high)"),
            va="center",
        )
        key.plot([300], [8], marker="v", markersize=8, color=INK, linestyle="none")
        key.text(310, 7.4, pick(language, "漂移警报", "drift alarm"), va="center")
        return svg_text(figure, title=title)
