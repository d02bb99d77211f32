"""A gas day by hour in a terminal."""

from __future__ import annotations

import numpy as np
from rich.console import Console
from rich.text import Text

from nuandong.assess.design_day import DesignDay
from nuandong.assess.hours import HourPicture
from nuandong.assess.rare_day import RareDay
from nuandong.casefile.report_story import level_word
from nuandong.casefile.report_words import FLOW, instant_text, number, pick
from nuandong.cli.tables.outages import print_rare_day
from nuandong.cli.tables.parts import QUIET, STRONG, figure_table
from nuandong.gasday import GAS_DAY_BEGINS, HOURS
from nuandong.vocabulary import label

BAR = 24  # squares of the longest bar


def print_hours(picture: HourPicture, console: Console, language: str) -> None:
    """Print demand, what the hours bring and miss, and what was not known of their shape."""
    stamp = picture.stamp
    level = level_word(picture.level, language=language)
    head = pick(
        language,
        f"\n{stamp.days[0]} 分时平衡 · 按{level}权限 · 数据截至 {instant_text(stamp.as_of)}",
        f"\n{stamp.days[0]} by hour · within the powers of level {level} · as of {instant_text(stamp.as_of)}",
    )
    console.print(Text(head, style=STRONG))
    console.print(Text(pick(language, *FLOW), style=QUIET))
    names = (
        ("时段", "Hour"), ("需求", "Demand"), ("气源", "Sources"), ("储气", "Stores"), ("压减", "Cut"),
        ("仍缺", "Missing"), ("其中民生", "of it homes"), ("需求", "Demand"),
    )  # fmt: skip
    kinds = ("w", *("n",) * 6, "w")
    columns = [(pick(language, *name), kind) for name, kind in zip(names, kinds, strict=True)]
    console.print(figure_table(columns, _lines(picture)))
    console.print(Text(_verdict(picture, language), style=STRONG))
    console.print(Text(_unknown(picture, language), style=QUIET))
    if picture.design is not None:
        console.print(_coldest(picture, picture.design, language), soft_wrap=True, highlight=False)
        print_rare_day(picture.design.rare, console, language)
        if picture.design.rare is not None:
            console.print(_rare_hour(picture, picture.design.rare, language), highlight=False)


def _coldest(picture: HourPicture, design: DesignDay, language: str) -> str:
    note = pick(language, design.note_zh, design.note_en)
    day, hour = number(picture.design_demand), number(picture.design_demand * picture.steepness)
    return pick(
        language,
        f"{note}：需求 {day}，按本日的小时系数最高小时 {hour}。",
        f"Design day: {note}: demand {day}, its highest hour {hour} by this day's shape.",
    )


def _rare_hour(picture: HourPicture, rare: RareDay, language: str) -> str:
    value, low, high = (
        number(flow * picture.steepness) for flow in (rare.demand, rare.demand_low, rare.demand_high)
    )
    return pick(
        language,
        f"该日最高小时 {value}（{low}—{high}），按本日的小时系数。",
        f"Its highest hour {value} ({low}–{high}), by this day's shape.",
    )


def _lines(picture: HourPicture) -> list[list[str]]:
    longest = float(picture.demand.max()) or 1.0
    out = picture.sendout.sum(axis=0)
    rows = []
    for hour in range(HOURS):
        begins = (GAS_DAY_BEGINS.hour + hour) % HOURS
        figures = (
            picture.demand, picture.taken, out, picture.relief, picture.missing, picture.protected_missing,
        )  # fmt: skip
        bar = "█" * round(BAR * float(picture.demand[hour]) / longest)
        rows.append([f"{begins:02d}:00", *(number(float(column[hour])) for column in figures), bar])
    return rows


def _verdict(picture: HourPicture, language: str) -> str:
    begins = (GAS_DAY_BEGINS.hour + picture.peak_hour) % HOURS
    most, missing = float(picture.demand.max()), float(picture.missing.max())
    mean = float(np.mean(picture.demand))
    peak = pick(
        language,
        f"最高小时 {begins:02d}:00，需求 {number(most)}，为日均的 {most / mean:.2f} 倍。",
        f"Highest hour {begins:02d}:00 with {number(most)}, {most / mean:.2f} times the day's mean. ",
    )
    if picture.holds:
        return peak + pick(language, "各小时均可保供。", "No hour misses anything beyond orders.")
    hours = int((picture.missing > 0).sum())
    return peak + pick(
        language,
        f"有 {hours} 个小时在压减之外仍缺气，最多 {number(missing)}；管存未计入，实际只会更少。",
        f"{hours} hours miss gas beyond orders, {number(missing)} at most; linepack is not counted, so it is no more.",
    )


def _unknown(picture: HourPicture, language: str) -> str:
    if not picture.flat:
        return pick(
            language, "小时系数取自 hour_shapes.csv。", "Shapes of the hours are those of hour_shapes.csv."
        )
    named = pick(language, "、", ", ").join(label(word, language=language) for word in picture.flat)
    return pick(
        language,
        f"以下各类没有小时系数，按均匀计：{named}。请在 hour_shapes.csv 中给出。",
        f"Without a shape, counted as flat: {named}. Give them in hour_shapes.csv.",
    )
