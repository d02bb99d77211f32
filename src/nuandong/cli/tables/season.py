"""A season's outlook in a terminal, month by month."""

from __future__ import annotations

from itertools import groupby

import numpy as np
from rich.console import Console
from rich.text import Text

from nuandong.assess.picture import SeasonPicture
from nuandong.assess.season_band import SeasonBand
from nuandong.casefile.report_words import VOLUME, instant_text, number, percent, pick
from nuandong.cli.tables.parts import figure_table
from nuandong.units import FloatArray


def print_season(picture: SeasonPicture, console: Console, language: str = "zh") -> None:
    """Print a season: demand, gap and relief by month, the tightest day, what stays short."""
    stamp, province = picture.stamp, picture.province
    head = pick(
        language,
        f"\n采暖季展望 {stamp.days[0]} — {stamp.days[-1]}（{len(stamp.days)} 个气日，全知测算，不作调度依据）"
        f" · 数据截至 {instant_text(stamp.as_of)}",
        f"\nSeason outlook {stamp.days[0]} to {stamp.days[-1]} ({len(stamp.days)} gas days, perfect foresight, "
        f"never an order) · as of {instant_text(stamp.as_of)}",
    )
    console.print(Text(head, style="bold"), highlight=False)
    names = (
        ("月份", "Month"), ("需求", "Demand"), ("供应", "Supply"), ("缺口", "Gap"), ("缺口天数", "Days short"),
        ("压减", "Cut"), ("民生缺口", "Livelihood gap"), ("月末库存", "Stock at end"),
    )  # fmt: skip
    console.print(pick(language, *VOLUME), style="dim", highlight=False)
    columns = [(pick(language, *name), "w" if place == 0 else "n") for place, name in enumerate(names)]
    console.print(figure_table(columns, _months(picture)), highlight=False)
    worst = int(np.argmax(province.gap_before))
    share = percent(float(province.gap_share[worst]))
    gap = number(float(province.gap_before[worst]))
    words = pick(
        language,
        f"最紧的气日 {stamp.days[worst]}：缺 {gap} 万m³/d（{share}）",
        f"Tightest gas day {stamp.days[worst]}: {gap} ×10⁴ m³/day short ({share})",
    )
    console.print(words, highlight=False)
    if picture.band is not None:
        _print_band(picture.band, float(province.demand.sum()), console, language)
    for finding in picture.findings:
        if finding.code == "stock-target-missed":
            console.print(
                f"△ {finding.value} {pick(language, finding.wanted_zh, finding.wanted_en)}", highlight=False
            )


def _print_band(band: SeasonBand, planned: float, console: Console, language: str) -> None:
    """What other winters would ask for, and what they rest on."""
    columns = [
        (pick(language, "其他冬季会怎样", "Were the winter another"), "w"),
        *((f"{level:.0%}", "n") for level in band.levels),
        (pick(language, "本方案", "This plan"), "n"),
    ]
    rows = [
        [pick(language, "全季需求", "Season's demand"), *_figures(band.total), number(planned, decimals=0)],
        [pick(language, "动用储气前缺口", "Gap before stores"), *_figures(band.gap), ""],
        [pick(language, "缺口天数", "Days short"), *_figures(band.short_days), ""],
    ]
    console.print(figure_table(columns, rows), highlight=False)
    made = percent(band.generated, decimals=0)
    words = pick(
        language,
        f"{band.first} 起由 {band.winters} 个过往冬季重采样 {band.scenarios} 次（其气温 {made} 为生成值）；"
        "只含天气之差，不含水平误差；方案仍按一种天气。",
        f"From {band.first} on {band.scenarios} winters resampled from {band.winters} past ones ({made} of their "
        "temperatures generated); weather alone, not the error of the level; the plan keeps to one weather.",
    )
    console.print(words, style="dim", highlight=False)


def _figures(values: FloatArray) -> list[str]:
    return [number(float(value), decimals=0) for value in values]


def _months(picture: SeasonPicture) -> list[list[str]]:
    province = picture.province
    relief, stock = picture.counties.relief.sum(axis=0), picture.stores.inventory.sum(axis=0)
    rows = []
    for month, steps in groupby(
        range(len(picture.stamp.days)), key=lambda step: f"{picture.stamp.days[step]:%Y-%m}"
    ):
        days = list(steps)
        sums = (province.demand, province.supply, province.gap_before)
        rows.append(
            [
                month,
                *[number(float(values[days].sum()), decimals=0) for values in sums],
                str(int((province.gap_before[days] > 0).sum())),
                number(float(relief[days].sum()), decimals=0),
                number(float(province.livelihood_gap[days].sum()), decimals=0),
                number(float(stock[days[-1] + 1]), decimals=0),
            ]
        )
    return rows
