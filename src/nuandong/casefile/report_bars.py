"""The bar charts of a day: how the gap is closed, the stores, the tiers of the cut order."""

from __future__ import annotations

from typing import Any

import numpy as np

from nuandong.assess.picture import DayPicture
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
from nuandong.casefile.report_story import (
    GROUND,
    INK,
    MUTED,
    closing_statement,
    closing_steps,
    store_statement,
    tier_statement,
)
from nuandong.casefile.report_words import number, percent, pick

ROW = 24.0  # points a row of a bar table
MOST_STORES = 14
MOST_PLACES = 32  # half-width places that a row's name may take
STEP_FILLS = {
    "gap": GAP_FILL,
    "network": {"facecolor": "white", "edgecolor": INK, "hatch": "...."},
    "storage": {"facecolor": "#a9b8b5"},
    "measure": {"facecolor": "#857698"},
    "relief": {"facecolor": "#3f5661"},
    "residual": GAP_FILL,
}


def closing_chart(picture: DayPicture, *, language: str) -> str:
    """How the first day's gap is closed, step under step."""
    steps = closing_steps(picture)
    with drawing("closing"):
        figure = blank_figure(height=ROW * len(steps) + 34)
        axes = place_axes(figure, left=210, bottom=28, width=WIDTH - 210 - 70, height=ROW * len(steps))
        quiet_grid(axes, axis="x")
        level, widest = 0.0, 0.0
        for row, step in enumerate(steps):
            before = 0.0 if step.kind == "residual" else level
            level = step.change if step.kind == "residual" else level + step.change
            left, width = min(before, level), abs(step.change)
            widest = max(widest, left + width)
            look = {"linewidth": 0.8, **STEP_FILLS[step.kind]}
            axes.barh(row, width, left=left, height=0.62, **look)
            if row + 1 < len(steps):
                axes.plot([level, level], [row - 0.31, row + 1.31], color=MUTED, linewidth=0.8)
            sign = "" if step.kind in ("gap", "residual") else ("+" if step.change > 0 else "")
            text = sign + number(step.change)
            axes.annotate(text, (left + width, row), xytext=(5, 0), textcoords="offset points", va="center")
        _row_axis(axes, [step.name(language=language) for step in steps])
        axes.set_xlim(0, max(widest, 1e-9) * 1.02)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        return svg_text(figure, title=closing_statement(picture, language=language))


def _row_axis(axes: Any, names: list[str]) -> None:
    axes.set_ylim(max(len(names), 1) - 0.5, -0.5)
    axes.set_yticks(range(len(names)), [fitted(name, MOST_PLACES) for name in names])
    for words in axes.get_yticklabels():
        words.set_color(INK)
        words.set_fontsize(NORMAL)


def store_chart(picture: DayPicture, *, language: str) -> str:
    """Stores as bullet bars: stock over working capacity; a rule marks the reserve, a diamond the last day's stock."""
    stores = picture.stores
    shown = _largest_stores(picture)
    with drawing("stores"):
        figure = blank_figure(height=ROW * len(shown) + 62)
        axes = place_axes(
            figure, left=190, bottom=28, width=WIDTH - 190 - 200, height=ROW * max(1, len(shown))
        )
        axes.set_xlim(0, 1)
        for row, store in enumerate(shown):
            capacity = max(float(stores.working_capacity[store]), 1e-9)
            stock, later = stores.inventory[store, 0] / capacity, stores.inventory[store, -1] / capacity
            axes.barh(row, 1, height=0.66, color="#e7eaeb", linewidth=0)
            axes.barh(row, stock, height=0.36, color="#3f5661", linewidth=0)
            axes.plot(
                [stores.reserve[store] / capacity] * 2, [row - 0.38, row + 0.38], color=INK, linewidth=2.2
            )
            axes.plot(
                [later],
                [row],
                marker="D",
                linestyle="none",
                markersize=5,
                markerfacecolor="white",
                markeredgecolor=INK,
            )
            axes.text(1.02, row, _store_words(picture, store, language), va="center", fontsize=SMALL)
        _row_axis(axes, [pick(language, stores.name_zh[store], stores.name_en[store]) for store in shown])
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100 %"])
        _bullet_key(figure, len(picture.stamp.days), language, ROW * len(shown) + 40)
        return svg_text(figure, title=store_statement(picture, language=language))


def _largest_stores(picture: DayPicture) -> list[int]:
    order = np.argsort(-picture.stores.working_capacity, kind="stable")
    return [int(row) for row in order[:MOST_STORES]]


def _store_words(picture: DayPicture, store: int, language: str) -> str:
    stores = picture.stores
    stock, capacity = (
        number(stores.inventory[store, 0], decimals=0),
        number(stores.working_capacity[store], decimals=0),
    )
    cover = number(float(stores.days_of_cover[store]))
    share = percent(float(stores.fill[store]), decimals=0)
    return pick(
        language,
        f"{stock} / {capacity} · {share} · {cover} 天",
        f"{stock} / {capacity} · {share} · {cover} d",
    )


def _bullet_key(figure: Any, days: int, language: str, bottom: float) -> None:
    axes = key_ground(figure, left=190, bottom=bottom)
    axes.barh(8, 18, left=0, height=6, color="#3f5661", linewidth=0)
    axes.text(24, 7.4, pick(language, "今晨库存", "Stock this morning"), va="center")
    axes.plot([142, 142], [2, 14], color=INK, linewidth=2.2)
    axes.text(150, 7.4, pick(language, "应急储备", "Reserve"), va="center")
    axes.plot(
        [218], [8], marker="D", linestyle="none", markersize=5, markerfacecolor="white", markeredgecolor=INK
    )
    axes.text(228, 7.4, pick(language, f"{days} 天后", f"after {days} days"), va="center")
    axes.text(
        350,
        7.4,
        pick(language, "库存/工作气量 万m³ · 库容率 · 可供", "Stock / capacity 10⁴ m³ · fill · cover"),
        va="center",
        color=MUTED,
    )


def tier_chart(picture: DayPicture, *, language: str) -> str:
    """Tiers in cut order: demand, what may be freed, what the plan frees; those beyond the powers stay hollow."""
    tiers = picture.tiers
    count = len(tiers.tier)
    with drawing("tiers"):
        figure = blank_figure(height=ROW * count + 62)
        axes = place_axes(figure, left=190, bottom=28, width=WIDTH - 190 - 200, height=ROW * max(1, count))
        quiet_grid(axes, axis="x")
        for row in range(count):
            may = bool(tiers.may_order[row])
            axes.barh(row, tiers.demand[row, 0], height=0.66, color="#e7eaeb", linewidth=0)
            reach = {"facecolor": "#a9b8b5"} if may else {"facecolor": GROUND, "linestyle": (0, (2, 2))}
            axes.barh(row, tiers.curtailable[row, 0], height=0.5, edgecolor=MUTED, linewidth=0.8, **reach)
            axes.barh(row, tiers.relief[row, 0], height=0.5, color="#3f5661", linewidth=0)
            axes.text(
                1.02,
                row,
                _tier_words(picture, row, language),
                transform=axes.get_yaxis_transform(),
                va="center",
            )
        _row_axis(axes, [pick(language, tiers.name_zh[row], tiers.name_en[row]) for row in range(count)])
        axes.set_xlim(0, max(float(tiers.demand[:, 0].max(initial=0.0)), 1e-9) * 1.02)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        _tier_key(figure, language, ROW * count + 40)
        return svg_text(figure, title=tier_statement(picture, language=language))


def _tier_words(picture: DayPicture, row: int, language: str) -> str:
    tiers = picture.tiers
    figures = f"{number(tiers.relief[row, 0])} / {number(tiers.curtailable[row, 0])}"
    barred = "" if tiers.may_order[row] else pick(language, " · 本级不可压减", " · not at this level")
    return figures + barred


def _tier_key(figure: Any, language: str, bottom: float) -> None:
    axes = key_ground(figure, left=190, bottom=bottom)
    words = (
        (0, "#3f5661", pick(language, "方案压减", "Cut by the plan")),
        (110, "#a9b8b5", pick(language, "可压减", "May be cut")),
        (195, "#e7eaeb", pick(language, "需求", "Demand")),
    )
    for left, colour, text in words:
        axes.barh(8, 16, left=left, height=9, color=colour, linewidth=0)
        axes.text(left + 21, 7.4, text, va="center")
    axes.text(
        350,
        7.4,
        pick(language, "压减 / 可压减 万m³/d", "Cut / may be cut, 10⁴ m³/d"),
        va="center",
        color=MUTED,
    )
