"""What a plan does, in a terminal: measures first, then tiers, then the users who are to be cut."""

from __future__ import annotations

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from nuandong.assess.picture import DayPicture
from nuandong.casefile.report_alternatives import alternatives_statement
from nuandong.casefile.report_words import instant_text, number, pick
from nuandong.cli.tables.parts import STRONG, figure_table, headed, pick_rows, unit_line, with_mark, yes

MOST_CUTS = 12


def alternative_table(picture: DayPicture, language: str) -> RenderableType:
    """Measures other than cutting: what there is, what is used, why the rest is not."""
    rows_of = picture.alternatives
    columns = headed(
        language,
        ("措施", "Measure", "w"),
        ("可用", "There is", "n"),
        ("动用", "Used", "n"),
        ("说明", "Note", "t"),
    )
    notes = pick_rows(language, rows_of.note_zh, rows_of.note_en)
    names = pick_rows(language, rows_of.name_zh, rows_of.name_en)
    rows = [
        (names[row], number(float(rows_of.available[row])), number(float(rows_of.used[row])), notes[row])
        for row in range(len(names))
    ]
    return Group(
        unit_line(pick(language, "压减之外的措施", "Measures other than cutting"), language),
        figure_table(columns, rows),
        Text(alternatives_statement(picture, language=language) + "\n"),
    )


def tier_table(picture: DayPicture, language: str) -> RenderableType:
    """Steps of the cut order: what may be cut and what the plan cuts."""
    tiers = picture.tiers
    columns = headed(
        language,
        ("层级", "Tier", "w"),
        ("需求", "Demand", "n"),
        ("可压减", "May be cut", "n"),
        ("方案压减", "Cut", "n"),
        ("本级可压减", "At this level", "w"),
    )
    names = pick_rows(language, tiers.name_zh, tiers.name_en)
    rows = [
        (
            f"{row + 1:>2} {names[row]}",
            number(float(tiers.demand[row, 0])),
            number(float(tiers.curtailable[row, 0])),
            number(float(tiers.relief[row, 0])),
            yes(bool(tiers.may_order[row]), language),
        )
        for row in range(len(names))
    ]
    return Group(unit_line(pick(language, "压减次序", "Cut order"), language), figure_table(columns, rows))


def cut_table(picture: DayPicture, language: str) -> RenderableType:
    """The largest cuts by user, in cut order."""
    cuts, counties = picture.cuts, picture.counties
    if not cuts.user:
        return Text(pick(language, "今日无须压减任何用户\n", "Nobody is to be cut today\n"))
    county = dict(zip(counties.county, pick_rows(language, counties.name_zh, counties.name_en), strict=True))
    names = pick_rows(language, cuts.name_zh, cuts.name_en)
    acts = {"reduce": pick(language, "减", "reduce"), "stop": pick(language, "停", "stop")}
    largest = sorted(int(row) for row in np.argsort(-cuts.relief, kind="stable")[:MOST_CUTS])
    rows = [
        (
            str(cuts.order[row]),
            with_mark(names[row], ""),
            county.get(cuts.county[row], cuts.county[row]),
            acts.get(cuts.state[row], cuts.state[row]),
            number(float(cuts.load[row])),
            number(float(cuts.relief[row])),
            instant_text(cuts.notify_by[row])[5:],
        )
        for row in largest
    ]
    columns = headed(
        language,
        ("次序", "#", "n"),
        ("用户", "User", "t"),
        ("县区", "County", "w"),
        ("减/停", "Act", "w"),
        ("负荷", "Load", "n"),
        ("压减", "Cut", "n"),
        ("告知截止", "Notify by", "w"),
    )
    return Group(Text(_cut_title(picture, language), style=STRONG), figure_table(columns, rows))


def _cut_title(picture: DayPicture, language: str) -> str:
    count, total = len(picture.cuts.user), number(float(picture.cuts.relief.sum()))
    shown = min(count, MOST_CUTS)
    return pick(
        language,
        f"压减建议：{count} 户，合计 {total} 万m³/d，待批准（列出压减量最大的 {shown} 户）",
        f"Proposed cuts: {count} users, {total} ×10⁴ m³/day, to be approved (the {shown} largest are listed)",
    )
