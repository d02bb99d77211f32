"""A gas day in a terminal: how bad, why, what now and by when; then what stands behind it."""

from __future__ import annotations

import numpy as np
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from nuandong.assess.picture import DayPicture
from nuandong.casefile.report_story import binding_pipes, level_word, store_statement, supply_by_kind
from nuandong.casefile.report_words import FLOW, day_text, instant_text, mark, number, percent, pick
from nuandong.cli.tables.parts import QUIET, STRONG, figure_table, level_text, with_mark, yes

MOST_CUTS = 12
MOST_REASONS = 4


def print_day(picture: DayPicture, console: Console, language: str = "zh") -> None:
    """Print a gas day to a console in `zh` or `en`."""
    parts: tuple[RenderableType, ...] = (
        _headline(picture, language),
        _stamp_lines(picture, language),
        _gap_table(picture, language),
        _reason_part(picture, language),
        _outlook_table(picture, language),
        _source_table(picture, language),
        Text(store_statement(picture, language=language), style="bold"),
        Text(""),
        _alternative_table(picture, language),
        _tier_table(picture, language),
        _cut_table(picture, language),
        _closing_lines(picture, language),
    )
    for part in parts:
        console.print(part, highlight=False)


def _headline(picture: DayPicture, language: str) -> Text:
    proposal = picture.proposal
    words = pick(language, proposal.headline_zh, proposal.headline_en)
    until = pick(language, "系统建议，由有权人员发布", "proposed by the system; a person declares")
    return Text.assemble("\n", level_text(proposal.level, words), "\n ", (until, QUIET))


def _stamp_lines(picture: DayPicture, language: str) -> Text:
    stamp = picture.stamp
    lines = [
        pick(
            language,
            f"气日 {day_text(stamp.gas_day, language=language)} 08:00 起 · 数据截至 {instant_text(stamp.as_of)}"
            f" · 上报 {stamp.reported}/{stamp.expected} 县区 · 预案 {stamp.plan_code}",
            f"Gas day {day_text(stamp.gas_day, language=language)} from 08:00 · as of {instant_text(stamp.as_of)}"
            f" · {stamp.reported}/{stamp.expected} counties reported · plan {stamp.plan_code}",
        ),
        pick(language, stamp.weather_note_zh, stamp.weather_note_en),
    ]
    if stamp.has_illustrative:
        lines.append(
            pick(
                language,
                "含示意数据，以下数字不可作为实际依据",
                "Holds illustrative figures: not a real record",
            )
        )
    return Text("\n".join(line for line in lines if line) + "\n", style=QUIET)


def _gap_table(picture: DayPicture, language: str) -> Table:
    province = picture.province
    share = percent(float(province.gap_share[0]))
    rows = (
        (pick(language, "需求", "Demand"), province.demand, ""),
        (pick(language, "供应（合同与日指定）", "Supply, contracted and nominated"), province.supply, ""),
        (
            pick(language, "缺口（措施前）", "Gap before measures"),
            province.gap_before,
            _sets_level(share, language),
        ),
        (
            pick(language, "可输送缺口", "Deliverable gap"),
            province.deliverable_gap,
            _pipes_note(picture, language),
        ),
        (
            pick(language, "缺口（动用储气等措施后）", "Gap after storage and measures"),
            province.gap_after_storage,
            "",
        ),
        (pick(language, "剩余缺口（压减后）", "Residual gap after cuts"), province.gap_residual, ""),
        (
            pick(language, "民生缺口", "Livelihood gap"),
            province.livelihood_gap,
            _livelihood_note(picture, language),
        ),
    )
    unit = pick(language, *FLOW)
    columns = ((pick(language, "全省今日", "Province today"), "w"), (unit, "n"), ("", "t"))
    return figure_table(columns, [(name, number(float(values[0])), note) for name, values, note in rows])


def _sets_level(share: str, language: str) -> str:
    return pick(language, f"占需求 {share}，定级口径", f"{share} of demand; levels are read from this gap")


def _pipes_note(picture: DayPicture, language: str) -> str:
    count = len(binding_pipes(picture))
    return pick(language, f"{count} 段管道满负荷", f"{count} pipes run full") if count else ""


def _livelihood_note(picture: DayPicture, language: str) -> str:
    if picture.province.livelihood_gap[0] > 0:
        return pick(
            language,
            "其余用户压至保安负荷后仍短缺：红色",
            "short even after all others are at safe load: red",
        )
    return pick(language, "居民等保障类不受影响", "protected classes are untouched")


def _reason_part(picture: DayPicture, language: str) -> RenderableType:
    """The reasons, the gravest first, each with its clause; the rest of a long list is counted."""
    reasons = picture.proposal.reasons
    grid = Table.grid(padding=(0, 1, 0, 0))
    for reason in reasons[:MOST_REASONS]:
        note = mark(reason.evidence, language=language)
        words = Text.assemble(pick(language, reason.text_zh, reason.text_en), (f"  {reason.clause}", QUIET))
        grid.add_row(" ·", Text.assemble(words, (f" [{note}]" if note else "", QUIET)))
    more = len(reasons) - MOST_REASONS
    if more > 0:
        grid.add_row(
            "", Text(pick(language, f"另有 {more} 条依据，见报告", f"{more} more in the report"), style=QUIET)
        )
    return Group(Text(pick(language, "依据", "Why"), style=STRONG), grid, Text(""))


def _outlook_table(picture: DayPicture, language: str) -> RenderableType:
    province = picture.province
    columns = (
        (pick(language, "气日", "Gas day"), "w"),
        ("°C", "n"),
        (pick(language, "需求", "Demand"), "n"),
        (pick(language, "供应", "Supply"), "n"),
        (pick(language, "缺口", "Gap"), "n"),
        ("%", "n"),
        (pick(language, "等级", "Level"), "w"),
        ("", "w"),
    )
    rows = [
        (
            day_text(day, language=language),
            number(float(province.mean_temperature[step])),
            number(float(province.demand[step]), decimals=0),
            number(float(province.supply[step]), decimals=0),
            number(float(province.gap_before[step]), decimals=0),
            number(float(province.gap_share[step]) * 100),
            level_text(province.level[step], level_word(province.level[step], language=language)),
            pick(language, "寒潮", "cold wave") if province.cold_wave[step] else "",
        )
        for step, day in enumerate(picture.stamp.days)
    ]
    return Group(
        _unit_line(pick(language, "未来各日", "The days ahead"), language), figure_table(columns, rows)
    )


def _unit_line(words: str, language: str) -> Text:
    return Text.assemble((words, STRONG), (pick(language, "（万m³/d）", " (10⁴ m³/day)"), QUIET))


def _source_table(picture: DayPicture, language: str) -> RenderableType:
    columns = (
        (pick(language, "类别", "Kind"), "w"),
        (pick(language, "处", "n"), "n"),
        (pick(language, "日指定", "Nominated"), "n"),
        (pick(language, "方案取用", "Taken"), "n"),
    )
    rows = [
        (
            kind.name(language=language),
            str(kind.count),
            number(float(kind.nominated[0])),
            number(float(kind.taken[0])),
        )
        for kind in supply_by_kind(picture)
    ]
    return Group(
        _unit_line(pick(language, "今日气源", "Sources today"), language), figure_table(columns, rows)
    )


def _alternative_table(picture: DayPicture, language: str) -> RenderableType:
    rows_of = picture.alternatives
    columns = (
        (pick(language, "措施", "Measure"), "w"),
        (pick(language, "可用", "There is"), "n"),
        (pick(language, "动用", "Used"), "n"),
        (pick(language, "说明", "Note"), "t"),
    )
    notes = pick_rows(language, rows_of.note_zh, rows_of.note_en)
    names = pick_rows(language, rows_of.name_zh, rows_of.name_en)
    rows = [
        (names[row], number(float(rows_of.available[row])), number(float(rows_of.used[row])), notes[row])
        for row in range(len(names))
    ]
    return Group(
        _unit_line(pick(language, "压减之外的措施", "Measures other than cutting"), language),
        figure_table(columns, rows),
    )


def _tier_table(picture: DayPicture, language: str) -> RenderableType:
    tiers = picture.tiers
    columns = (
        (pick(language, "层级", "Tier"), "w"),
        (pick(language, "需求", "Demand"), "n"),
        (pick(language, "可压减", "May be cut"), "n"),
        (pick(language, "方案压减", "Cut"), "n"),
        (pick(language, "本级可压减", "At this level"), "w"),
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
    return Group(_unit_line(pick(language, "压减次序", "Cut order"), language), figure_table(columns, rows))


def _cut_table(picture: DayPicture, language: str) -> RenderableType:
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
    columns = (
        (pick(language, "次序", "#"), "n"),
        (pick(language, "用户", "User"), "t"),
        (pick(language, "县区", "County"), "w"),
        (pick(language, "减/停", "Act"), "w"),
        (pick(language, "负荷", "Load"), "n"),
        (pick(language, "压减", "Cut"), "n"),
        (pick(language, "告知截止", "Notify by"), "w"),
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


def _closing_lines(picture: DayPicture, language: str) -> Text:
    proposal, findings = picture.proposal, picture.findings
    further = pick(language, proposal.next_level_text_zh, proposal.next_level_text_en)
    counts = pick(
        language,
        f"数据问题 {len(findings)} 项（nuandong check 列出全部）",
        f"{len(findings)} findings (nuandong check lists them all)",
    )
    return Text("\n".join(line for line in (further, counts) if line) + "\n", style=QUIET)


def pick_rows(language: str, zh: tuple[str, ...], en: tuple[str, ...]) -> tuple[str, ...]:
    """Names in the language asked for."""
    return en if language.startswith("en") else zh
