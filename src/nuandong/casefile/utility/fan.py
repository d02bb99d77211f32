"""The fan of a forecast: bands of quantiles with what came before, what then came, and the temperature above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from matplotlib.patches import Rectangle

from nuandong.casefile.report_figures import WIDTH, blank_figure, drawing, place_axes, quiet_grid, svg_text
from nuandong.casefile.report_story import INK, MUTED
from nuandong.casefile.report_words import WEEKDAYS_EN, WEEKDAYS_ZH, pick
from nuandong.units import FloatArray

BANDS = ((0.9, "#dfe4e5"), (0.8, "#c9d3d2"), (0.5, "#93a5a6"))  # share of the band, fill
MOST_TICKS = 16
SQUARE: dict[str, Any] = {
    "linestyle": "none",
    "marker": "s",
    "markersize": 7,
    "markerfacecolor": "white",
    "markeredgecolor": INK,
}


@dataclass(frozen=True, slots=True, eq=False)
class Fan:
    """A forecast to draw: quantiles (H, Q) at `levels` (Q,), the middle (H,), and use (H,), NaN where not known yet.

    `past` is use by day before it, `temperature` by day from then on in degC; `unit` is how use is told, and
    `is_fallback` whether the forecast came from a fallback.
    """

    days: tuple[date, ...]
    levels: FloatArray
    quantiles: FloatArray
    actual: FloatArray
    past: tuple[tuple[date, float], ...]
    temperature: tuple[tuple[date, float], ...]
    unit: str
    is_fallback: bool

    @property
    def first(self) -> date:
        """The first day drawn."""
        return min([self.days[0], *(day for day, _ in self.past)])

    @property
    def middle(self) -> FloatArray:
        """The quantile nearest to one half, (H,)."""
        found: FloatArray = self.quantiles[:, int(np.argmin(np.abs(self.levels - 0.5)))]
        return found

    def at(self, level: float) -> FloatArray | None:
        """The quantile at a level, (H,); None where it was not told."""
        found = np.flatnonzero(np.abs(self.levels - level) < 1e-6)
        return self.quantiles[:, found[0]] if found.size else None


def fan_chart(fan: Fan, *, language: str, title: str) -> str:
    """Quantile bands of a forecast with what came before, what then came, and the temperature above them."""
    with drawing("fan"):
        figure = blank_figure(height=366)
        across = WIDTH - 70 - 118
        above = place_axes(figure, left=70, bottom=296, width=across, height=50)
        axes = place_axes(figure, left=70, bottom=44, width=across, height=220)
        _temperature_strip(above, fan, language)
        quiet_grid(axes, axis="y")
        place = _places(fan.days, fan.first)
        for share, fill in BANDS:
            low, high = fan.at((1 - share) / 2), fan.at((1 + share) / 2)
            if low is not None and high is not None:
                axes.fill_between(place, low, high, color=fill, linewidth=0)
        if fan.past:
            known = [*fan.past, *zip(fan.days[:1], fan.actual[:1], strict=True)]
            earlier = _places([day for day, _ in known], fan.first)
            axes.plot(earlier, [value for _, value in known], color=INK, linewidth=1.6)
        axes.plot(place, fan.middle, color=INK, linewidth=1.6, linestyle=(0, (4, 2)))
        axes.plot(place, fan.actual, color=INK, linewidth=1.8, marker="o", markersize=4)
        if fan.is_fallback:
            axes.plot(place, fan.middle, **SQUARE)
        axes.axvline(place[0] - 0.5, color=MUTED, linewidth=0.8, linestyle=(0, (2, 2)))
        _day_ticks(axes, fan, language)
        axes.yaxis.set_major_formatter(
            lambda value, _: f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
        )
        axes.text(-0.01, 1.04, fan.unit, transform=axes.transAxes, ha="right", color=MUTED)
        _key(axes, fan, language)
        return svg_text(figure, title=title)


def _places(days: Sequence[date], first: date) -> FloatArray:
    return np.array([(day - first).days for day in days], dtype=np.float64)


def _temperature_strip(axes: Any, fan: Fan, language: str) -> None:
    axes.set_xticks([])
    axes.set_yticks([])
    if not fan.temperature:
        return
    place = _places([day for day, _ in fan.temperature], fan.first)
    values = np.array([value for _, value in fan.temperature])
    axes.plot(place, values, color=INK, linewidth=1.4, marker="o", markersize=2.5)
    axes.set_xlim(-0.6, (fan.days[-1] - fan.first).days + 0.6)
    axes.text(-0.01, 1.14, "°C", transform=axes.transAxes, ha="right", color=MUTED)
    words = pick(language, "日均气温", "mean temp.")
    if np.isfinite(values).any():
        low, high = float(np.nanmin(values)), float(np.nanmax(values))
        axes.set_ylim(low - 2, high + 2)
        axes.set_yticks([round(low), round(high)] if round(high) > round(low) else [round(low)])
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}".replace("-", "−"))
    else:
        words = pick(language, "没有气温", "none known")
    axes.text(1.02, 0.5, words, transform=axes.transAxes, va="center")


def _day_ticks(axes: Any, fan: Fan, language: str) -> None:
    span = (fan.days[-1] - fan.first).days
    step = max(1, -(-span // MOST_TICKS))
    days = [fan.first + timedelta(days=place) for place in range(0, span + 1, step)]
    axes.set_xlim(-0.6, span + 0.6)
    axes.set_xticks(range(0, span + 1, step), [_day_words(day, language) for day in days])


def _day_words(day: date, language: str) -> str:
    weekday = WEEKDAYS_EN[day.weekday()][:2] if language.startswith("en") else WEEKDAYS_ZH[day.weekday()]
    return f"{day.month}-{day.day:02d}\n{weekday}"


def _key(axes: Any, fan: Fan, language: str) -> None:
    """Swatches down the right margin: the bands that were told, the lines, and the mark of a fallback."""
    heights = iter(0.96 - 0.09 * row for row in range(8))
    for share, fill in BANDS:
        if fan.at((1 + share) / 2) is None:
            continue
        height = next(heights)
        place = Rectangle((1.015, height - 0.02), 0.028, 0.045, transform=axes.transAxes, clip_on=False)
        place.set(facecolor=fill, linewidth=0)
        axes.add_patch(place)
        words = pick(language, f"{share:.0%} 区间", f"{share * 100:g} % band")
        axes.text(1.062, height, words, transform=axes.transAxes, va="center")
    line: dict[str, Any] = {"color": INK, "linewidth": 1.6, "linestyle": (0, (4, 2))}
    marks = [(pick(language, "预报", "forecast"), line)]
    if np.isfinite(fan.actual).any():
        marks.append(
            (
                pick(language, "实际", "actual"),
                {"color": INK, "linewidth": 1.8, "marker": "o", "markersize": 4},
            )
        )
    if fan.is_fallback:
        marks.append((pick(language, "退用方法", "fallback"), SQUARE))
    for words, look in marks:
        height = next(heights)
        axes.plot([1.015, 1.043], [height] * 2, transform=axes.transAxes, clip_on=False, **look)
        axes.text(1.062, height, words, transform=axes.transAxes, va="center")
