"""A what-if in a terminal: the level, the gaps, who is cut more and who less."""

from __future__ import annotations

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from nuandong.assess.what_if import Comparison
from nuandong.casefile.report_story import level_word
from nuandong.casefile.report_words import FLOW, number, pick
from nuandong.cli.tables.parts import QUIET, STRONG, figure_table, headed, level_text

MOST_USERS = 12
MOST_COUNTIES = 10
TURNS = {
    "in": ("新列入", "now cut"),
    "out": ("退出", "no longer cut"),
    "more": ("加大", "cut more"),
    "less": ("减小", "cut less"),
}


def print_comparison(comparison: Comparison, console: Console, language: str) -> None:
    """Print what differs on the first gas day."""
    before, after = comparison.level_before, comparison.level_after
    line = Text.assemble(
        "\n", level_text(before, level_word(before, language=language)), "  →  ",
        level_text(after, level_word(after, language=language)),
    )  # fmt: skip
    console.print(line)
    day = comparison.before.stamp.gas_day
    console.print(Text(pick(language, f"气日 {day}，{FLOW[0]}", f"Gas day {day}, {FLOW[1]}"), style=QUIET))
    console.print(_part(comparison, ("province",), language, pick(language, "全省", "Province"), least=0.0))
    if _differs(comparison, "tier"):
        console.print(_part(comparison, ("tier",), language, pick(language, "各层级压减", "Relief by tier")))
    if _differs(comparison, "county"):
        heading = pick(language, "各县压减", "Relief by county")
        console.print(_part(comparison, ("county",), language, heading, most=MOST_COUNTIES))
    if _differs(comparison, "home"):
        heading = pick(language, "保供类用户短供的县", "Protected use that is short, by county")
        console.print(_part(comparison, ("home",), language, heading, most=MOST_COUNTIES, decimals=2))
    _print_users(comparison, console, language)
    _print_outlook(comparison, console, language)


def _print_outlook(comparison: Comparison, console: Console, language: str) -> None:
    """The day of the outlook on which homes miss most: a change may bite later than today."""
    gaps = [
        number(float(part.province.livelihood_gap.max())) for part in (comparison.before, comparison.after)
    ]
    days = len(comparison.before.stamp.days)
    words = pick(
        language,
        f"展望期 {days} 天内，民生缺口最高 {gaps[0]} → {gaps[1]} {FLOW[0]}",
        f"Within the outlook of {days} days the livelihood gap is at most {gaps[0]} → {gaps[1]} {FLOW[1]}",
    )
    console.print(Text(words, style=QUIET))


def _differs(comparison: Comparison, group: str) -> bool:
    rows = comparison.differences
    return any(rows.change[row, 0] != 0 for row, part in enumerate(rows.group) if part == group)


def _part(
    comparison: Comparison,
    groups: tuple[str, ...],
    language: str,
    heading: str,
    *,
    least: float = 1e-9,
    most: int | None = None,
    decimals: int = 1,
) -> Table:
    """Rows of some groups on the first day, those that differ least last."""
    rows = comparison.differences
    change = rows.change[:, 0]
    chosen = [row for row, part in enumerate(rows.group) if part in groups and abs(change[row]) >= least]
    if most is not None:
        chosen = sorted(chosen, key=lambda row: -abs(change[row]))[:most]
    columns = headed(
        language,
        (heading, heading, "t"),
        ("现状", "As it is", "n"),
        ("变化后", "With the change", "n"),
        ("差", "Difference", "n"),
    )
    return figure_table(
        columns,
        [
            (
                pick(language, rows.name_zh[row], rows.name_en[row]),
                number(float(rows.before[row, 0]), decimals=decimals),
                number(float(rows.after[row, 0]), decimals=decimals),
                _signed(float(change[row]), decimals),
            )
            for row in chosen
        ],
    )


def _print_users(comparison: Comparison, console: Console, language: str) -> None:
    users = comparison.users
    if not users.point:
        console.print(pick(language, "压减名单不变。", "The list of users to be cut stays as it is."))
        return
    counts = {turn: users.turn.count(turn) for turn in TURNS}
    said = pick(language, "；", "; ").join(
        f"{pick(language, *TURNS[turn])} {count}" for turn, count in counts.items() if count
    )
    console.print(Text(pick(language, f"用户：{said}", f"Users: {said}"), style=STRONG))
    largest = np.argsort(-np.abs(users.after - users.before), kind="stable")[:MOST_USERS]
    columns = headed(
        language,
        ("用户", "User", "t"),
        ("", "", "w"),
        ("现状", "As it is", "n"),
        ("变化后", "With the change", "n"),
    )
    rows = [
        (
            pick(language, users.name_zh[row], users.name_en[row]),
            pick(language, *TURNS[users.turn[row]]),
            number(float(users.before[row]), decimals=2),
            number(float(users.after[row]), decimals=2),
        )
        for row in largest
    ]
    console.print(figure_table(columns, rows))


def _signed(change: float, decimals: int) -> str:
    text = number(change, decimals=decimals)
    return f"+{text}" if change > 0 and text.strip("0.,") else text
