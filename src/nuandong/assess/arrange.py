"""Arranges answers as pictures: of a gas day, and of a season."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nuandong.assess import odds, proposal, rows
from nuandong.assess.measures import alternative_rows, source_rows
from nuandong.assess.picture import CutLines, DayPicture, SeasonPicture, ZoneRows
from nuandong.assess.term_rows import term_rows
from nuandong.findings import Findings

if TYPE_CHECKING:
    from nuandong.assess.day import Answers, Workings


def day_picture(answers: Answers) -> DayPicture:
    """The picture of one gas day."""
    work = answers.work
    verdict = rows.Verdict(
        deliverable_gap=answers.firm.missing_total,
        livelihood_gap=answers.livelihood,
        level=tuple(call.level.key for call in answers.levels.by_day),
    )
    province = rows.province_rows(work, verdict=verdict)
    cuts = answers.cuts
    return DayPicture(
        stamp=rows.stamp(work),
        proposal=proposal.of(answers, province),
        province=province,
        classes=rows.class_rows(work),
        counties=rows.county_rows(work, missing=answers.firm.by_county()),
        zones=_zones(answers),
        sources=source_rows(work),
        stores=rows.store_rows(work),
        arcs=rows.arc_rows(work),
        tiers=rows.tier_rows(work),
        cuts=CutLines(**{name: getattr(cuts, name) for name in CutLines.__dataclass_fields__}),
        alternatives=alternative_rows(work),
        findings=answers.findings,
        fairness=answers.fairness,
        terms=term_rows(work),
        likelihood=odds.likelihood(answers),
        areas=odds.area_demand(answers),
        forecast=odds.row_demand(work.forecast),
    )


def season_picture(work: Workings, *, findings: Findings) -> SeasonPicture:
    """The picture of a season: its levels follow from sums alone, nothing before measures is run."""
    demand = work.loads.by_county.sum(axis=0)
    gap = np.maximum(demand - work.grounds.firm.total, 0.0)
    ladder = work.policy.province_ladder(day=work.axes.days[0])
    protected = work.plan.plan.unserved[work.plan.rows.is_protected].sum(axis=0)
    verdict = rows.Verdict(
        deliverable_gap=np.full(work.axes.count, np.nan),
        livelihood_gap=protected,
        level=tuple(ladder.level(float(share)).key for share in rows.shares(gap, demand)),
    )
    return SeasonPicture(
        stamp=rows.stamp(work),
        province=rows.province_rows(work, verdict=verdict),
        classes=rows.class_rows(work),
        counties=rows.county_rows(work, missing=np.full((len(work.axes.counties), work.axes.count), np.nan)),
        sources=source_rows(work),
        stores=rows.store_rows(work),
        arcs=rows.arc_rows(work),
        tiers=rows.tier_rows(work),
        findings=findings,
        terms=term_rows(work),
    )


def _zones(answers: Answers) -> ZoneRows:
    table, names = answers.levels.zones, answers.work.case.network.zones
    ladder = answers.work.policy.zone_ladder(day=answers.work.axes.days[0])
    demand, supply = table.demand[:, 0], table.supply[:, 0]
    share = rows.shares(np.maximum(demand - supply, 0.0), demand)
    return ZoneRows(
        zone=table.zone,
        name_zh=names.name_zh,
        name_en=names.name_en,
        crosses_cities=table.crosses_cities,
        demand=demand,
        supply=supply,
        gap_share=share,
        level=tuple(
            ladder.level(float(part)).key if crosses else "none"
            for part, crosses in zip(share, table.crosses_cities, strict=True)
        ),
    )
