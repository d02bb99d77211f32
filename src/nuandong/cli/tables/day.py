"""A gas day in a terminal: how bad, why, what now and by when; then what stands behind it."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from nuandong.assess.picture import DayPicture
from nuandong.casefile.report_likely import odds_note
from nuandong.casefile.report_story import binding_pipes, level_word, store_statement, supply_by_kind
from nuandong.casefile.report_words import FLOW, day_text, instant_text, mark, number, percent, pick
from nuandong.cli.tables.cuts import alternative_table, cut_table, tier_table
from nuandong.cli.tables.faults import finding_table
from nuandong.cli.tables.parts import QUIET, STRONG, figure_table, headed, level_text, unit_line
from nuandong.findings import Findings

MOST_REASONS = 4
MOST_FINDINGS = 8


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
        alternative_table(picture, language),
        tier_table(picture, language),
        cut_table(picture, language),
        _closing_lines(picture, language),
        _finding_part(picture, language),
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
    lines.append(odds_note(picture, language=language))
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
        clause = pick(language, reason.clause_zh or reason.clause, reason.clause)
        words = Text.assemble(pick(language, reason.text_zh, reason.text_en), (f"  {clause}", QUIET))
        grid.add_row(" ·", Text.assemble(words, (f" [{note}]" if note else "", QUIET)))
    more = len(reasons) - MOST_REASONS
    if more > 0:
        grid.add_row(
            "", Text(pick(language, f"另有 {more} 条依据，见报告", f"{more} more in the report"), style=QUIET)
        )
    return Group(Text(pick(language, "依据", "Why"), style=STRONG), grid, Text(""))


def _outlook_table(picture: DayPicture, language: str) -> RenderableType:
    province = picture.province
    columns = headed(
        language,
        ("气日", "Gas day", "w"),
        ("°C", "°C", "n"),
        ("需求", "Demand", "n"),
        ("供应", "Supply", "n"),
        ("缺口", "Gap", "n"),
        ("%", "%", "n"),
        ("等级", "Level", "w"),
        ("", "", "w"),
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
        unit_line(pick(language, "未来各日", "The days ahead"), language), figure_table(columns, rows)
    )


def _source_table(picture: DayPicture, language: str) -> RenderableType:
    columns = headed(
        language,
        ("类别", "Kind", "w"),
        ("处", "n", "n"),
        ("日指定", "Nominated", "n"),
        ("方案取用", "Taken", "n"),
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
        unit_line(pick(language, "今日气源", "Sources today"), language), figure_table(columns, rows)
    )


def _closing_lines(picture: DayPicture, language: str) -> Text:
    proposal = picture.proposal
    further = pick(language, proposal.next_level_text_zh, proposal.next_level_text_en)
    return Text(f"{further}\n" if further else "", style=QUIET)


def _finding_part(picture: DayPicture, language: str) -> RenderableType:
    """What the day's computing found doubtful, the gravest first; --out writes all of it to findings.csv."""
    found = picture.findings
    if not found:
        return Text(pick(language, "数据问题：无\n", "Findings: none\n"), style=QUIET)
    shown = Findings((*found.errors, *found.warnings)[:MOST_FINDINGS])
    more = len(found) - len(shown)
    rest = Text(
        pick(
            language,
            f"另有 {more} 项，--out 写入 findings.csv\n",
            f"{more} more; --out writes all to findings.csv\n",
        )
        if more
        else "",
        style=QUIET,
    )
    title = pick(language, f"数据问题 {len(found)} 项", f"Findings: {len(found)}")
    return Group(Text(title, style=STRONG), finding_table(shown, language), rest)
