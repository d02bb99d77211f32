"""The tables of the report page: what stands behind the figures, cut to what a reader needs on paper.

Every table in full stands in the CSV files and the workbook of the same folder.
"""

from __future__ import annotations

from html import escape

import numpy as np

from nuandong.assess.case import Case
from nuandong.assess.picture import DayPicture
from nuandong.casefile.report_alternatives import alternatives_statement
from nuandong.casefile.report_cells import (
    Column,
    by_language,
    evidence_of,
    flows,
    left_out,
    names,
    section,
    sentences,
    volumes,
    words,
)
from nuandong.casefile.report_story import binding_pipes, level_word, supply_by_kind
from nuandong.casefile.report_words import Heading, instant_text, number, percent, pick, word_label
from nuandong.units import CUBIC_METRE
from nuandong.vocabulary import ArcKind, ConsumerClass, MeasureKind

MOST_COUNTIES = 30
MOST_STORES = 15
MOST_CUTS = 30


def sources_part(picture: DayPicture, language: str) -> str:
    """Supply by kind, today."""
    kinds = supply_by_kind(picture)
    columns = [
        words("类别", "Kind", [kind.name(language=language) for kind in kinds]),
        Column(Heading("气源数", "Sources"), [str(kind.count) for kind in kinds]),
        flows("日指定", "Nominated", [kind.nominated[0] for kind in kinds]),
        flows("方案取用", "Taken by the plan", [kind.taken[0] for kind in kinds]),
    ]
    total = number(sum(float(kind.nominated[0]) for kind in kinds))
    title = pick(language, f"今日日指定供应 {total} 万m³/d", f"{total} ×10⁴ m³/day nominated today")
    return section(title, columns, language)


def stores_part(picture: DayPicture, case: Case, language: str) -> str:
    """The largest stores today."""
    stores = picture.stores
    shown = np.argsort(-stores.working_capacity, kind="stable")[:MOST_STORES]
    evidence = evidence_of(stores.store, case.network.stores.store, case.network.stores.evidence)
    labels = by_language(language, stores.name_zh, stores.name_en)
    cover = [number(float(days)) for days in stores.days_of_cover[shown]]
    columns = [
        names(
            Heading("储气设施", "Store"),
            labels=[labels[row] for row in shown],
            evidence=[evidence[row] for row in shown],
            language=language,
        ),
        volumes("库存", "Stock", stores.inventory[shown, 0]),
        volumes("工作气量", "Working capacity", stores.working_capacity[shown]),
        volumes("应急储备", "Reserve", stores.reserve[shown]),
        flows("今日外输", "Send-out today", stores.sendout[shown, 0]),
        flows("最大外输", "Most", stores.sendout_max[shown]),
        Column(Heading("可供", "Cover", ("天", "days")), cover),
    ]
    more = left_out(language, len(stores.store) - len(shown), "stores.csv")
    return section(pick(language, "储气设施", "Stores"), columns, language, after=more)


def cuts_part(picture: DayPicture, case: Case, language: str) -> str:
    """The largest cuts that the plan proposes, in cut order, each with its reason."""
    cuts, counties = picture.cuts, picture.counties
    shown = sorted(int(row) for row in np.argsort(-cuts.relief, kind="stable")[:MOST_CUTS])
    county = dict(
        zip(counties.county, by_language(language, counties.name_zh, counties.name_en), strict=True)
    )
    evidence = evidence_of(cuts.user, case.users.users.user, case.users.users.evidence)
    labels = by_language(language, cuts.name_zh, cuts.name_en)
    reasons = by_language(language, cuts.reason_zh, cuts.reason_en)
    acts = {"reduce": pick(language, "减", "reduce"), "stop": pick(language, "停", "stop")}
    classes = [word_label(ConsumerClass, cuts.consumer_class[row], language=language) for row in shown]
    columns = [
        Column(Heading("次序", "Order"), [str(cuts.order[row]) for row in shown]),
        names(
            Heading("用户", "User"),
            labels=[labels[row] for row in shown],
            evidence=[evidence[row] for row in shown],
            language=language,
        ),
        words("县区", "County", [county.get(cuts.county[row], cuts.county[row]) for row in shown]),
        sentences("类别", "Class", classes),
        words("减/停", "Act", [acts.get(cuts.state[row], cuts.state[row]) for row in shown]),
        flows("负荷", "Load", cuts.load[shown]),
        flows("压减", "Cut", cuts.relief[shown]),
        flows("保安负荷", "Safe load", cuts.safe_load[shown]),
        Column(Heading("告知截止", "Notify by"), [instant_text(cuts.notify_by[row])[5:] for row in shown]),
    ]
    more = left_out(language, len(cuts.user) - len(shown), "cuts.csv")
    why = [reasons[row] for row in shown]
    return section(_cut_title(picture, language), columns, language, after=more, reasons=why)


def _cut_title(picture: DayPicture, language: str) -> str:
    count, total = len(picture.cuts.user), number(float(picture.cuts.relief.sum()))
    return pick(
        language,
        f"压减建议：{count} 户，合计 {total} 万m³/d（待批准）",
        f"Proposed cuts: {count} users, {total} ×10⁴ m³/day (to be approved)",
    )


def alternatives_part(picture: DayPicture, case: Case, language: str) -> str:
    """Measures before anybody is cut."""
    rows, measures = picture.alternatives, case.network.measures
    evidence = evidence_of(rows.measure, measures.measure, measures.evidence)
    columns = [
        names(
            Heading("措施", "Measure"),
            labels=by_language(language, rows.name_zh, rows.name_en),
            evidence=evidence,
            language=language,
        ),
        words("类别", "Kind", [word_label(MeasureKind, kind, language=language) for kind in rows.kind]),
        flows("可用", "Available", rows.available),
        flows("动用", "Used", rows.used),
        Column(
            Heading("提前量", "Lead", ("小时", "h")),
            [number(float(lead), decimals=0) for lead in rows.lead_hours],
        ),
        sentences("说明", "Note", by_language(language, rows.note_zh, rows.note_en)),
    ]
    said = alternatives_statement(picture, language=language)
    after = f'<p class="source">{escape(said)}</p>' if said else ""
    return section(
        pick(language, "压减之外的措施", "Measures other than cutting"), columns, language, after=after
    )


def zones_part(picture: DayPicture, case: Case, language: str) -> str:
    """Supply zones on the first day."""
    zones = picture.zones
    evidence = evidence_of(zones.zone, case.network.zones.zone, case.network.zones.evidence)
    columns = [
        names(
            Heading("供气区", "Zone"),
            labels=by_language(language, zones.name_zh, zones.name_en),
            evidence=evidence,
            language=language,
        ),
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
        names(
            Heading("管段", "Pipe"),
            labels=[labels[row] for row in rows],
            evidence=[evidence[row] for row in rows],
            language=language,
        ),
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
    yes, no = pick(language, "是", "yes"), pick(language, "否", "no")
    columns = [
        words("县区", "County", [labels[row] for row in shown]),
        flows("需求", "Demand", counties.demand[shown, 0]),
        flows("措施前可供", "Before measures", counties.delivered[shown, 0]),
        flows("短缺", "Short", counties.shortfall[shown, 0]),
        flows("压减", "Cut", counties.relief[shown, 0]),
        flows("民生缺口", "Livelihood gap", counties.livelihood_gap[shown, 0]),
        words("已上报", "Reported", [yes if counties.reported[row] else no for row in shown]),
    ]
    more = left_out(language, len(rows) - len(shown), "counties.csv")
    title = pick(
        language, f"措施前供气不足的县区：{len(rows)} 个", f"Counties short before measures: {len(rows)}"
    )
    return section(title, columns, language, after=more)


def findings_part(picture: DayPicture, language: str) -> str:
    """What is doubtful in the input."""
    found = picture.findings.found
    columns = [
        words("代码", "Code", [finding.code for finding in found]),
        sentences("问题", "Finding", [finding.text(language=language) for finding in found]),
    ]
    return section(pick(language, f"数据问题 {len(found)} 项", f"Findings: {len(found)}"), columns, language)
