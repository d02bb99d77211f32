"""The ledger of fairness in a terminal: who has given most, by county and tier and by user."""

from __future__ import annotations

import numpy as np
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from nuandong.assess.picture import DayPicture
from nuandong.casefile.report_fairness import (
    burdened_rows,
    county_fairness_table,
    fairness_statement,
    ledger_rows,
    ledger_users,
)
from nuandong.casefile.report_words import day_text, instant_text, number, percent, pick
from nuandong.cli.tables.parts import QUIET, STRONG, figure_table, headed, pick_rows


def print_fairness(picture: DayPicture, console: Console, language: str = "zh", *, top: int = 20) -> None:
    """Print the ledger: where it stands, the `top` counties and tiers, the `top` users."""
    parts: tuple[RenderableType, ...] = (
        _headline(picture, language),
        _counties(picture, language, top),
        _users(picture, language, top),
    )
    for part in parts:
        console.print(part, highlight=False)


def _headline(picture: DayPicture, language: str) -> RenderableType:
    stamp = picture.stamp
    when = pick(
        language,
        f"截至气日 {day_text(stamp.gas_day, language=language)} 的方案 · 数据截至 {instant_text(stamp.as_of)}",
        f"Up to the plan of gas day {day_text(stamp.gas_day, language=language)} · as of {instant_text(stamp.as_of)}",
    )
    notes = [pick(language, "含示意数据", "Holds illustrative figures")] if stamp.has_illustrative else []
    statement = fairness_statement(picture, language=language)
    return Group(
        Text(""), Text(statement, style=STRONG), Text(" · ".join([when, *notes]) + "\n", style=QUIET)
    )


def _counties(picture: DayPicture, language: str, top: int) -> RenderableType:
    rows, shown = ledger_rows(picture), burdened_rows(picture)[:top]
    if not shown:
        return Text(pick(language, "本季没有压减\n", "Nobody was cut this season\n"))
    table, tongue = county_fairness_table(picture).columns, pick(language, "zh", "en")
    columns = headed(
        language,
        ("县区", "County", "w"),
        ("层级", "Tier", "t"),
        ("户", "Users", "n"),
        ("今日压减", "Cut today", "n"),
        ("比例", "Share", "n"),
        ("本季累计", "Season", "n"),
        ("本季比例", "Share", "n"),
        ("排位", "Rank", "n"),
        ("各户时数", "Hours", "n"),
    )
    lines = [
        (
            str(table[f"county_{tongue}"][row]),
            str(table[f"tier_{tongue}"][row]),
            str(int(rows.users[row])),
            number(float(rows.relief[row])),
            percent(float(rows.share[row])),
            number(float(rows.season_volume[row])),
            percent(float(rows.season_share[row])),
            str(int(rows.rank[row])),
            f"{number(float(rows.hours_least[row]), decimals=0)}–{number(float(rows.hours_most[row]), decimals=0)}",
        )
        for row in shown
    ]
    title = pick(
        language,
        "县区与层级（万m³/d；累计为万m³；比例以保安负荷以上的负荷计）",
        "Counties and tiers (10⁴ m³/day; season 10⁴ m³; shares of what is above safe load)",
    )
    return Group(Text(title, style=STRONG), figure_table(columns, lines))


def _users(picture: DayPicture, language: str, top: int) -> Table | Text:
    rows = ledger_users(picture)
    order = [
        int(row)
        for row in np.lexsort((-rows.season_volume, -rows.hours_season))
        if rows.hours_season[row] > 0
    ]
    if not order:
        return Text("")
    names = pick_rows(language, rows.name_zh, rows.name_en)
    columns = headed(
        language,
        ("累计时数最多的用户", "Users with most hours", "t"),
        ("此前", "Before", "n"),
        ("今日", "Today", "n"),
        ("本季（小时）", "Season (h)", "n"),
        ("气日", "Days", "n"),
        ("累计（万m³）", "Volume (10⁴ m³)", "n"),
        ("排位", "Rank", "n"),
    )
    lines = [
        (
            names[row],
            number(float(rows.hours_before[row])),
            number(float(rows.hours_today[row])),
            number(float(rows.hours_season[row])),
            str(int(rows.days_cut[row])),
            number(float(rows.season_volume[row])),
            str(int(rows.rank[row])),
        )
        for row in order[:top]
    ]
    return figure_table(columns, lines)
