"""The level that is proposed, the level that a person declared, and the supply zones (T-040, T-041)."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from nuandong.desk.briefing.compose import ground as g
from nuandong.desk.briefing.compose.ground import Ground
from nuandong.desk.briefing.content import Figure, Paragraph, Row, Section, Source, Table
from nuandong.desk.frame.rooms import is_built

LEVEL = ("level", "预警等级", "Warning level")
ZONES = ("zones", "供应分区", "Supply zones")
REASONS_TOLD = 3
NO_WARNING = ("不预警", "no warning")


def level_section(ground: Ground) -> Section:
    """Proposed with its reasons, and declared; that nothing was declared is said."""
    proposal, source = ground.picture.proposal, ground.run_source
    proposed = level_words(ground, proposal.level)
    figures = [g.words("level.proposed", ("建议级别", "level proposed"), proposed, source)]
    reasons = proposal.reasons[:REASONS_TOLD]
    because = (
        "；".join(reason.text_zh.rstrip("。") for reason in reasons),
        "; ".join(reason.text_en.rstrip(".") for reason in reasons),
    )
    if reasons:
        figures.append(g.words("level.because", ("理由", "reasons"), because, source))
    paragraphs = [
        Paragraph(
            "level.proposed",
            "系统建议预警级别为{level.proposed}" + ("。理由：{level.because}。" if reasons else "。"),
            "The engine proposes: {level.proposed}" + (". Because: {level.because}." if reasons else "."),
        )
    ]
    declared, more = _declared(ground)
    return Section(*LEVEL, figures=(*figures, *more), paragraphs=(*paragraphs, declared))


def level_words(ground: Ground, key: str) -> tuple[str, str]:
    """The name of a level in either language."""
    for level in ground.policy.levels(day=ground.gas_day):
        if level.key == key and level.rank > 0:
            return level.name_zh, level.name_en
    return NO_WARNING if key in ("", "none") else (key, key)


def _declared(ground: Ground) -> tuple[Paragraph, tuple[Figure, ...]]:
    declaration = declaration_in_force(ground)
    if declaration is None:
        return Paragraph(
            "level.declared",
            "截至编制时，未发布预警；上述级别仅为建议，须经有权机关批准后发布。",
            "No level has been declared by now; the level above is a proposal that a person has to declare.",
        ), ()
    source = declaration_source(declaration)
    figures = (
        g.words("level.declared", ("已发布级别", "level declared"), level_words(ground, declaration.level), source),
        g.instant("level.since", ("发布时间", "declared at"), declaration.declared_at, source),
    )  # fmt: skip
    return Paragraph(
        "level.declared",
        "经批准，{level.since}已发布{level.declared}预警，目前继续有效。",
        "{level.declared} was declared at {level.since} and is in force.",
    ), figures


def declaration_in_force(ground: Ground) -> Any:
    """The declaration that holds for the province on this gas day; None where there is none, or no such room."""
    if not is_built("nuandong.desk.alerts.levels"):
        return None
    levels = import_module("nuandong.desk.alerts.levels")
    return levels.level_in_force(gas_day=ground.gas_day, at=ground.at)


def declaration_source(declaration: Any) -> Source:
    """Where a declaration stands."""
    number = getattr(declaration, "pk", "")
    return Source(f"预警发布第{number}号", f"declaration {number}", g.address("alerts"))


def zone_section(ground: Ground) -> Section:
    """Every supply zone on the gas day, the worst first."""
    table = ground.picture.zones
    if not table.zone:
        return g.lacking(
            "zones",
            ZONES[1:],
            ("推演结果中没有本区域的供应分区。", "The run holds no supply zone of this region."),
        )
    order = np.argsort(-table.gap_share, kind="stable")
    short = int((table.gap_share > 0).sum())
    figures = (
        g.count("zones.count", ("供应分区", "zones"), len(table.zone), ground.day_source, "个"),
        g.count("zones.short", ("有缺口的分区", "zones with a gap"), short, ground.day_source, "个"),
    )
    paragraph = Paragraph(
        "zones.summary",
        "共有供应分区{zones.count}，其中存在缺口的{zones.short}，具体如下。",
        "Of {zones.count} supply zones {zones.short} miss gas, as follows.",
    )
    rows = tuple(
        Row(
            (
                g.text_cell(table.name_zh[row], table.name_en[row]),
                g.number_cell(float(table.demand[row])),
                g.number_cell(float(table.supply[row])),
                g.percent_cell(float(table.gap_share[row])),
                g.text_cell(*level_words(ground, table.level[row])),
            ),
            ground.day_source,
        )
        for row in order
    )
    heads = (
        ("分区", "Zone"),
        ("需求（万立方米）", "Demand (10⁴ m³)"),
        ("供应（万立方米）", "Supply (10⁴ m³)"),
        ("缺口率（%）", "Gap (%)"),
        ("对应级别", "Level"),
    )
    return Section(*ZONES, figures=figures, paragraphs=(paragraph,),
                   tables=(Table("供应分区情况", "Supply zones", heads, rows),))  # fmt: skip
