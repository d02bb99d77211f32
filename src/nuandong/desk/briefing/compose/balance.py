"""Demand against firm supply of the gas day, and the three gaps: the first sentences of a brief (T-008, T-074)."""

from __future__ import annotations

import numpy as np

from nuandong.desk.briefing.compose import ground as g
from nuandong.desk.briefing.compose.ground import Ground
from nuandong.desk.briefing.content import Paragraph, Row, Section, Table
from nuandong.vocabulary import SourceKind, label

BALANCE = ("balance", ("供需平衡", "Demand and supply"))
NAMED_SILENT = 10


def province_balance(ground: Ground) -> Section:
    """The province's demand, firm supply by source and gaps, as the run has them."""
    province, source = ground.picture.province, ground.run_source
    figures = (
        g.words("balance.day", ("气日", "gas day"), g.full_day_words(ground.gas_day), source),
        g.flow("balance.demand", ("预测需求", "forecast demand"), float(province.demand[0]), source),
        g.flow("balance.supply", ("落实气源", "firm supply"), float(province.supply[0]), source),
        g.flow("balance.gap", ("措施前缺口", "gap before measures"), float(province.gap_before[0]), source),
        g.share("balance.share", ("缺口占需求", "gap of demand"), float(province.gap_share[0]), source),
        g.flow("balance.stored", ("动用储备等措施后缺口", "gap after reserve and other measures"),
               float(province.gap_after_storage[0]), source),
        g.flow("balance.residual", ("有序用气后剩余缺口", "gap after curtailment"),
               float(province.gap_residual[0]), source),
        g.flow("balance.livelihood", ("民生缺口", "livelihood gap"), float(province.livelihood_gap[0]), source),
        g.flow("balance.deliverable", ("管网可送达口径缺口", "deliverable gap"),
               float(province.deliverable_gap[0]), source),
    )  # fmt: skip
    return Section(
        *_titled(BALANCE), figures=figures, paragraphs=_gap_sentences(ground), tables=(_sources(ground),)
    )


def _gap_sentences(ground: Ground) -> tuple[Paragraph, ...]:
    has_gap = float(ground.picture.province.gap_before[0]) > g.NOTHING
    summary_zh = (
        "{balance.day}气日（8时至次日8时），全省天然气预测需求{balance.demand}，落实气源{balance.supply}，"
    )
    summary_en = (
        "On the gas day {balance.day} (08:00 to 08:00) demand is forecast at {balance.demand} against firm supply of "
        "{balance.supply}"
    )
    if has_gap:
        summary_zh += "采取措施前缺口{balance.gap}，占需求的{balance.share}。"
        summary_en += ": a gap of {balance.gap} before measures, {balance.share} of demand."
    else:
        summary_zh += "供需平衡，措施前缺口为{balance.gap}（占需求的{balance.share}）。"
        summary_en += (
            ": supply carries demand, the gap before measures is {balance.gap} ({balance.share} of demand)."
        )
    chain = Paragraph(
        "balance.chain",
        "按当前建议级别的权限测算，动用应急储备等措施后缺口为{balance.stored}，实施有序用气后剩余缺口为{balance.residual}，"
        "其中民生缺口{balance.livelihood}。受管网输送能力限制，按可送达口径测算的缺口为{balance.deliverable}。",
        "Within the powers of the proposed level {balance.stored} remain after reserve and other measures and "
        "{balance.residual} after curtailment; the livelihood gap is {balance.livelihood}. Counting what the network "
        "can deliver, the gap is {balance.deliverable}.",
    )
    return (Paragraph("balance.summary", summary_zh, summary_en), chain)


def _sources(ground: Ground) -> Table:
    """Sources by kind: nominated and taken by the plan, with their sum."""
    table = ground.picture.sources
    kinds_of = np.array(table.kind)
    rows = []
    for kind in (kind for kind in SourceKind if kind in table.kind):
        nominated, taken = (
            float(column[kinds_of == kind, 0].sum()) for column in (table.nominated, table.delivered)
        )
        name = g.text_cell(label(kind, language="zh"), label(kind, language="en"))
        rows.append(Row((name, g.number_cell(nominated), g.number_cell(taken)), ground.day_source))
    total = (float(table.nominated[:, 0].sum()), float(table.delivered[:, 0].sum()))
    rows.append(Row((g.text_cell("合计", "Sum"), *map(g.number_cell, total)), ground.day_source, is_sum=True))
    heads = (
        ("气源", "Source"),
        ("日指定（万立方米）", "Nominated (10⁴ m³)"),
        ("方案取用（万立方米）", "Taken by the plan (10⁴ m³)"),
    )
    return Table("分气源供应情况", "Supply by kind of source", heads, tuple(rows))


def area_balance(ground: Ground) -> Section:
    """A city's or a county's own demand, what the network brings it before measures, and what it misses."""
    counties, source = ground.picture.counties, ground.run_source
    if not counties.county:
        return g.lacking(
            *BALANCE, ("推演结果中没有本行政区域的县（市、区）。", "The run holds no county of this region.")
        )
    demand, delivered, missing, relief, livelihood = (
        float(column[:, 0].sum())
        for column in (
            counties.demand, counties.delivered, counties.shortfall, counties.relief, counties.livelihood_gap,
        )
    )  # fmt: skip
    figures = (
        g.words("balance.day", ("气日", "gas day"), g.full_day_words(ground.gas_day), source),
        g.words("balance.area", ("行政区域", "region"), (ground.region.name_zh, ground.whole[1]), source),
        g.flow("balance.demand", ("预测需求", "forecast demand"), demand, source),
        g.flow("balance.delivered", ("措施前可送达气量", "delivered before measures"), delivered, source),
        g.flow("balance.gap", ("措施前短供", "short before measures"), missing, source),
        g.share("balance.share", ("短供占需求", "short of demand"), missing / max(demand, g.NOTHING), source),
        g.flow("balance.relief", ("方案压减", "relief of the plan"), relief, source),
        g.flow("balance.livelihood", ("民生缺口", "livelihood gap"), livelihood, source),
    )
    paragraph = Paragraph(
        "balance.summary",
        "{balance.day}气日（8时至次日8时），{balance.area}天然气预测需求{balance.demand}，采取措施前管网可送达"
        "{balance.delivered}，短供{balance.gap}，占需求的{balance.share}。"
        "全省方案安排本区域压减{balance.relief}，民生缺口{balance.livelihood}。",
        "On the gas day {balance.day} (08:00 to 08:00) demand of {balance.area} is forecast at {balance.demand}; "
        "before measures the network delivers {balance.delivered}, {balance.gap} ({balance.share}) short. "
        "The province's plan frees {balance.relief} here; the livelihood gap is {balance.livelihood}.",
    )
    return Section(*_titled(BALANCE), figures=figures, paragraphs=(paragraph,), tables=(_counties(ground),))


def _counties(ground: Ground) -> Table:
    table = ground.picture.counties
    rows = tuple(
        Row(
            (
                g.text_cell(table.name_zh[row], table.name_en[row]),
                g.text_cell(*(("已报", "filed") if table.reported[row] else ("未报", "not filed"))),
                *(g.number_cell(float(column[row, 0])) for column in (table.demand, table.delivered, table.shortfall)),
            ),
            county_source(ground, code, table.name_zh[row], table.name_en[row]),
        )
        for row, code in enumerate(table.county)
    )  # fmt: skip
    heads = (
        ("县（市、区）", "County"),
        ("报送", "Report"),
        ("需求（万立方米）", "Demand (10⁴ m³)"),
        ("可送达（万立方米）", "Delivered (10⁴ m³)"),
        ("短供（万立方米）", "Short (10⁴ m³)"),
    )
    return Table("分县（市、区）情况", "By county, before measures", heads, rows)


def county_source(ground: Ground, code: str, zh: str, en: str) -> g.Source:
    """The page of a county on this gas day."""
    return g.Source(f"{zh}气日页", f"page of {en or zh}", g.address("county", ground.gas_day, code))


def _titled(section: tuple[str, tuple[str, str]]) -> tuple[str, str, str]:
    return section[0], *section[1]
