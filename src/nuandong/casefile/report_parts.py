"""The tables of the report page: what stands behind the figures, cut to what a reader needs on paper.

Every table in full stands in the CSV files and the workbook of the same folder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from nuandong.assess.case import Case
from nuandong.assess.picture import DayPicture
from nuandong.casefile.report_story import binding_pipes, level_word, supply_by_kind
from nuandong.casefile.report_words import (
    FLOW,
    VOLUME,
    Heading,
    instant_text,
    mark,
    number,
    percent,
    pick,
    word_label,
)
from nuandong.units import CUBIC_METRE
from nuandong.vocabulary import ArcKind, ConsumerClass, MeasureKind

MOST_COUNTIES = 30


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table on the page: its heading and its cells as finished HTML."""

    heading: Heading
    cells: Sequence[str]
    kind: str = "n"  # n number, w words kept on one line, t text that may wrap


def words(zh: str, en: str, cells: Sequence[str]) -> Column:
    """A column of short texts, escaped here, each kept on one line."""
    return Column(Heading(zh, en), [escape(cell) for cell in cells], "w")


def sentences(zh: str, en: str, cells: Sequence[str]) -> Column:
    """A column of texts that may wrap, escaped here."""
    return Column(Heading(zh, en), [escape(cell) for cell in cells], "t")


def flows(zh: str, en: str, figures: Sequence[float]) -> Column:
    """A column of flows."""
    return Column(Heading(zh, en, FLOW), [number(float(figure)) for figure in figures])


def names(zh: str, en: str, labels: Sequence[str], evidence: Sequence[str], language: str) -> Column:
    """A column of names, each with the mark of how well its row is known."""
    marks = [mark(word, language=language) for word in evidence]
    cells = [
        escape(label) + (f' <span class="mark">{note}</span>' if note else "")
        for label, note in zip(labels, marks, strict=True)
    ]
    return Column(Heading(zh, en), cells, "t")


def section(title: str, columns: Sequence[Column], language: str, *, after: str = "") -> str:
    """A heading with its table; a table without rows says so."""
    if not columns[0].cells:
        return f"<section><h2>{escape(title)}</h2><p>{pick(language, '无', 'none')}</p></section>"
    kinds = [column.kind for column in columns]
    heads = "".join(
        f'<th scope="col" class="{kind}">{escape(column.heading.text(language=language))}</th>'
        for kind, column in zip(kinds, columns, strict=True)
    )
    lines = "".join(
        "<tr>"
        + "".join(f'<td class="{kind}">{cell}</td>' for kind, cell in zip(kinds, row, strict=True))
        + "</tr>\n"
        for row in zip(*(column.cells for column in columns), strict=True)
    )
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>\n{lines}</tbody></table>".replace(
        ' class="t"', ""
    )
    return f'<section><h2>{escape(title)}</h2><div class="scroll">{table}</div>{after}</section>'


def by_language(language: str, zh: Sequence[str], en: Sequence[str]) -> Sequence[str]:
    """Names in the language asked for."""
    return en if language.startswith("en") else zh


def evidence_of(ids: Sequence[str], known: Sequence[str], evidence: Sequence[str]) -> list[str]:
    """Evidence of each id, empty where the case does not know it."""
    of: Mapping[str, str] = dict(zip(known, evidence, strict=True))
    return [str(of.get(name, "")) for name in ids]


def sources_part(picture: DayPicture, case: Case, language: str) -> str:
    """Supply by kind, today."""
    kinds = supply_by_kind(picture)
    columns = [
        words("类别", "Kind", [kind.name(language=language) for kind in kinds]),
        Column(Heading("气源数", "Sources"), [str(kind.count) for kind in kinds]),
        flows("日指定", "Nominated", [kind.nominated[0] for kind in kinds]),
        flows("方案取用", "Taken by the plan", [kind.taken[0] for kind in kinds]),
    ]
    total = sum(float(kind.nominated[0]) for kind in kinds)
    title = pick(
        language,
        f"今日日指定供应 {number(total)} 万m³/d，分气源",
        f"Sources: {number(total)} ×10⁴ m³/d nominated today",
    )
    return section(title, columns, language)


def stores_part(picture: DayPicture, case: Case, language: str) -> str:
    """Stores today."""
    stores = picture.stores
    evidence = evidence_of(stores.store, case.network.stores.store, case.network.stores.evidence)
    columns = [
        names("储气设施", "Store", by_language(language, stores.name_zh, stores.name_en), evidence, language),
        Column(Heading("库存", "Stock", VOLUME), [number(float(stock)) for stock in stores.inventory[:, 0]]),
        Column(
            Heading("工作气量", "Working capacity", VOLUME),
            [number(float(most)) for most in stores.working_capacity],
        ),
        Column(Heading("应急储备", "Reserve", VOLUME), [number(float(kept)) for kept in stores.reserve]),
        flows("今日外输", "Send-out today", stores.sendout[:, 0]),
        flows("最大外输", "Most", stores.sendout_max),
        Column(
            Heading("可供", "Cover", ("天", "days")), [number(float(days)) for days in stores.days_of_cover]
        ),
    ]
    return section(pick(language, "储气设施", "Stores"), columns, language)


def cuts_part(picture: DayPicture, case: Case, language: str) -> str:
    """The curtailment proposal by user."""
    cuts, counties = picture.cuts, picture.counties
    county = dict(
        zip(counties.county, by_language(language, counties.name_zh, counties.name_en), strict=True)
    )
    evidence = evidence_of(cuts.user, case.users.users.user, case.users.users.evidence)
    states = {"reduce": pick(language, "减", "reduce"), "stop": pick(language, "停", "stop")}
    columns = [
        Column(Heading("次序", "Order"), [str(order) for order in cuts.order]),
        names("用户", "User", by_language(language, cuts.name_zh, cuts.name_en), evidence, language),
        words("县区", "County", [county.get(code, code) for code in cuts.county]),
        words(
            "类别",
            "Class",
            [word_label(ConsumerClass, word, language=language) for word in cuts.consumer_class],
        ),
        words("减/停", "Act", [states.get(state, state) for state in cuts.state]),
        flows("负荷", "Load", cuts.load),
        flows("压减", "Cut", cuts.relief),
        flows("保安负荷", "Safe load", cuts.safe_load),
        Column(Heading("告知截止", "Notify by"), [instant_text(instant)[5:] for instant in cuts.notify_by]),
        sentences("理由", "Reason", by_language(language, cuts.reason_zh, cuts.reason_en)),
    ]
    total, count = number(float(cuts.relief.sum())), len(cuts.user)
    title = pick(
        language,
        f"压减建议：{count} 户，合计 {total} 万m³/d（待批准）",
        f"Proposed cuts: {count} users, {total} ×10⁴ m³/d (to be approved)",
    )
    return section(title, columns, language)


def alternatives_part(picture: DayPicture, case: Case, language: str) -> str:
    """Measures before anybody is cut."""
    rows, measures = picture.alternatives, case.network.measures
    evidence = evidence_of(rows.measure, measures.measure, measures.evidence)
    columns = [
        names("措施", "Measure", by_language(language, rows.name_zh, rows.name_en), evidence, language),
        words("类别", "Kind", [word_label(MeasureKind, kind, language=language) for kind in rows.kind]),
        flows("可用", "Available", rows.available),
        flows("动用", "Used", rows.used),
        Column(
            Heading("提前量", "Lead", ("小时", "h")),
            [number(float(lead), decimals=0) for lead in rows.lead_hours],
        ),
        sentences("说明", "Note", by_language(language, rows.note_zh, rows.note_en)),
    ]
    return section(pick(language, "压减之外的措施", "Measures other than cutting"), columns, language)


def zones_part(picture: DayPicture, case: Case, language: str) -> str:
    """Supply zones on the first day."""
    zones = picture.zones
    evidence = evidence_of(zones.zone, case.network.zones.zone, case.network.zones.evidence)
    columns = [
        names("供气区", "Zone", by_language(language, zones.name_zh, zones.name_en), evidence, language),
        words(
            "跨市",
            "Crosses cities",
            [pick(language, "是", "yes") if crosses else "" for crosses in zones.crosses_cities],
        ),
        flows("需求", "Demand", zones.demand),
        flows("可供", "Supply", zones.supply),
        Column(Heading("缺口占需求", "Gap, share"), [percent(float(share)) for share in zones.gap_share]),
        words("等级", "Level", [level_word(level, language=language) for level in zones.level]),
    ]
    return section(pick(language, "供气区", "Supply zones"), columns, language)


def pipes_part(picture: DayPicture, case: Case, language: str) -> str:
    """Pipes that carry all they can today."""
    arcs, rows = picture.arcs, list(binding_pipes(picture))
    labels = by_language(language, arcs.name_zh, arcs.name_en)
    evidence = evidence_of(arcs.arc, case.network.arcs.arc, case.network.arcs.evidence)
    columns = [
        names("管段", "Pipe", [labels[row] for row in rows], [evidence[row] for row in rows], language),
        words("类别", "Kind", [word_label(ArcKind, arcs.kind[row], language=language) for row in rows]),
        flows("流量", "Flow", [abs(arcs.flow[row, 0]) for row in rows]),
        flows("能力", "Capacity", [arcs.capacity[row, 0] for row in rows]),
    ]
    return section(pick(language, "满负荷管段", "Pipes running full"), columns, language)


def counties_part(picture: DayPicture, language: str) -> str:
    """Counties that are short before measures, the worst first."""
    counties = picture.counties
    short = counties.shortfall[:, 0]
    rows = [int(row) for row in np.argsort(-short, kind="stable") if short[row] > CUBIC_METRE]
    shown = rows[:MOST_COUNTIES]
    labels = by_language(language, counties.name_zh, counties.name_en)
    columns = [
        words("县区", "County", [labels[row] for row in shown]),
        flows("需求", "Demand", counties.demand[shown, 0]),
        flows("措施前可供", "Before measures", counties.delivered[shown, 0]),
        flows("短缺", "Short", counties.shortfall[shown, 0]),
        flows("压减", "Cut", counties.relief[shown, 0]),
        flows("民生缺口", "Livelihood gap", counties.livelihood_gap[shown, 0]),
        words(
            "已上报",
            "Reported",
            [
                pick(language, "是", "yes") if counties.reported[row] else pick(language, "否", "no")
                for row in shown
            ],
        ),
    ]
    hidden = len(rows) - len(shown)
    more = (
        pick(language, f"另有 {hidden} 个县区，见 counties.csv", f"{hidden} more in counties.csv")
        if hidden > 0
        else ""
    )
    title = pick(
        language, f"措施前供气不足的县区：{len(rows)} 个", f"Counties short before measures: {len(rows)}"
    )
    return section(title, columns, language, after=f'<p class="source">{more}</p>' if more else "")


def findings_part(picture: DayPicture, language: str) -> str:
    """What is doubtful in the input."""
    found = picture.findings.found
    columns = [
        words("代码", "Code", [finding.code for finding in found]),
        sentences("问题", "Finding", [finding.text(language=language) for finding in found]),
    ]
    return section(pick(language, f"数据问题 {len(found)} 项", f"Findings: {len(found)}"), columns, language)
