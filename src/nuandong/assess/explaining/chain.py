"""The chain of reasons from the province's gap to one user's share, a sentence each, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nuandong.assess.explaining.names import Namer, Words, joined
from nuandong.assess.explaining.subject import Subject, ordered_points
from nuandong.assess.measures import drawn_beyond
from nuandong.balance.certificate import ROOM_TOLERANCE
from nuandong.balance.reasons import Goal, NextServed
from nuandong.units import CUBIC_METRE
from nuandong.vocabulary import label

if TYPE_CHECKING:
    from nuandong.assess.day import Answers

MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Because:
    """One reason: its topic (gap, level, powers, measures, tiers, county, user), what it says, its clause."""

    topic: str
    text_zh: str
    text_en: str
    clause: str = ""
    clause_zh: str = ""  # empty where nobody said it in Chinese


def of_province(answers: Answers) -> tuple[Because, ...]:
    """The links that all subjects of a day share."""
    return (_gap(answers), *_level(answers), _powers(answers), _measures(answers), _tiers(answers))


def of_subject(answers: Answers, subject: Subject, namer: Namer, *, goal: Goal | None) -> tuple[Because, ...]:
    """The links of a subject alone; `goal` is the row in which it is short, None where it is not."""
    county = _county(answers, subject, namer)
    if not subject.user:
        return (county,)
    return (county, *(_asked(answers, subject) if goal else [_not_asked(answers, subject)]))


def _gap(answers: Answers) -> Because:
    work = answers.work
    demand = float(work.loads.by_county[:, 0].sum())
    supply = float(work.grounds.firm.total[0])
    gap, held = max(demand - supply, 0.0), float(answers.firm.missing_total[0])
    return Because(
        "gap",
        f"全省当日需求{demand:,.1f}、合同与日指定供应{supply:,.1f}，缺口{gap:,.1f}万m³/d；"
        f"按管网实际可送达计缺{held:,.1f}万m³/d。",
        f"The province needs {demand:,.1f}, contracted and nominated supply is {supply:,.1f}: a gap of {gap:,.1f} "
        f"×10⁴ m³/d; as the network can deliver it, {held:,.1f} ×10⁴ m³/d are missing.",
        "T-008",
    )


def _level(answers: Answers) -> list[Because]:
    """What calls for the level: the first of its reasons is the gravest."""
    level, reasons = answers.levels.today, answers.levels.by_day[0].reasons
    return [
        Because(
            "level",
            f"{level.name_zh}：{reason.text_zh}",
            f"{level.name_en}: {reason.text_en}",
            reason.clause,
            reason.clause_zh,
        )
        for reason in reasons[:1]
    ]


def _powers(answers: Answers) -> Because:
    powers = answers.work.powers
    tiers = answers.work.policy.tiers(day=answers.work.axes.days[0])
    zh, en = joined(
        [(tier.name_zh, tier.name_en) for tier in tiers if tier.key in powers.may_order], most=len(tiers)
    )
    return Because(
        "powers",
        f"本级响应可令压减：{zh or '无'}；储备可动用{powers.may_release:.0%}。",
        f"This level may order cuts of: {en or 'nobody'}; it may release {powers.may_release:.0%} of the reserve.",
        powers.clause,
        powers.clause_zh,
    )


def _measures(answers: Answers) -> Because:
    """Alternatives come before any cut (T-010)."""
    work = answers.work
    bought = float(work.plan.plan.take[len(work.case.network.sources.supply) :, 0].sum())
    beyond = float(drawn_beyond(work=work).sum())
    return Because(
        "measures",
        f"先用替代：应急与调剂气{bought:,.1f}、日指定以外储气{beyond:,.1f}万m³/d。",
        f"Alternatives first: {bought:,.1f} from measures and {beyond:,.1f} ×10⁴ m³/d from stores beyond nominations.",
        "T-010",
    )


def _tiers(answers: Answers) -> Because:
    work = answers.work
    tiers = work.policy.tiers(day=work.axes.days[0])
    relief = work.plan.relief(tiers=len(tiers)).sum(axis=1)[:, 0]
    room = work.loads.reducible.sum(axis=1)[:, 0]
    told: list[Words] = [
        (f"{tier.name_zh}{cut:,.1f}/{most:,.1f}", f"{tier.name_en} {cut:,.1f} of {most:,.1f}")
        for tier, cut, most in zip(tiers, relief, room, strict=True)
        if cut > 0
    ]
    zh, en = joined(told, most=len(told))
    return Because(
        "tiers",
        f"仍须压减{float(relief.sum()):,.1f}万m³/d，按次序（压减/可压减）：{zh or '无'}。",
        f"{float(relief.sum()):,.1f} ×10⁴ m³/d must still be cut, in order (of what can be cut): {en or 'none'}.",
        "T-028",
    )


def _county(answers: Answers, subject: Subject, namer: Namer) -> Because:
    """What the county misses under the plan, row by row, best protected first."""
    work = answers.work
    zh, en = namer.county(work.axes.county_at[subject.county])
    rows, plan = work.plan.rows, work.plan.plan
    short = np.flatnonzero(
        (rows.county == work.axes.county_at[subject.county]) & (plan.unserved[:, 0] > ROOM_TOLERANCE)
    )
    told = []
    for row in short:
        use, missing, asked = namer.use(int(row)), float(plan.unserved[row, 0]), float(rows.quantity[row, 0])
        told.append(
            (
                f"{use[0]}{missing:,.2f}/{asked:,.2f}（{missing / asked:.0%}）",
                f"{use[1]} {missing:,.2f} of {asked:,.2f} ({missing / asked:.0%})",
            )
        )
    if not told:
        return Because("county", f"{zh}当日各类用气均可满足。", f"{en} misses nothing on this day.", "T-007")
    lines = joined(told, most=len(told))
    return Because(
        "county", f"{zh}当日未供：{lines[0]}万m³/d。", f"{en} goes without: {lines[1]} ×10⁴ m³/d.", "T-007"
    )


def _asked(answers: Answers, subject: Subject) -> list[Because]:
    """The lines of the order that name the user, in the order's own words."""
    cuts = answers.cuts
    return [
        Because("user", cuts.reason_zh[row], cuts.reason_en[row], "T-041")
        for row, user in enumerate(cuts.user)
        if user == subject.user
    ]


def _not_asked(answers: Answers, subject: Subject) -> Because:
    """Why a user is not on the order: the first of the reasons that hold for all its points."""
    work = answers.work
    points = work.case.users.delivery_points
    own = [row for row, user in enumerate(points.user) if user == subject.user]
    day = work.axes.days[0]
    tiers = [
        work.policy.tier_of(
            consumer_class=points.consumer_class[row],
            is_dual_fuel=bool(points.is_dual_fuel[row]),
            is_interruptible=bool(points.is_interruptible[row]),
            day=day,
        )
        for row in own
    ]
    open_tiers = [tier for tier in tiers if tier is not None]
    if not open_tiers:
        kinds = sorted({label(points.consumer_class[row]) for row in own})
        kinds_en = sorted({label(points.consumer_class[row], language="en") for row in own})
        return Because(
            "user",
            f"未列入压减：{'、'.join(kinds)}受保护，任何命令都不得压减。",
            f"Not on the order: {', '.join(kinds_en)} is protected and in no order.",
            "T-029",
        )
    if not any(tier.key in work.powers.may_order for tier in open_tiers):
        names = joined([(tier.name_zh, tier.name_en) for tier in open_tiers], most=MOST_NAMED)
        return Because(
            "user",
            f"未列入压减：本级响应不得压减{names[0]}。",
            f"Not on the order: this level may not cut {names[1]}.",
            work.powers.clause,
            work.powers.clause_zh,
        )
    return _spared(answers, own)


def _spared(answers: Answers, own: list[int]) -> Because:
    """A user whose tier may be ordered and who still gives nothing: it cannot be asked, cannot give, or need not."""
    loads = ordered_points(answers.work)
    if not any(loads.may_ask[row, 0] for row in own):
        return Because(
            "user",
            "未列入压减：不在有效的调峰用户清单上，或合同可中断天数已用完。",
            "Not on the order: it is on no list in force, or its interruptible days are used up.",
            "T-044",
        )
    if not any(loads.reducible[row, 0] > 0 for row in own):
        return Because(
            "user",
            "未列入压减：保安负荷以上没有可压减量，或告知与降负荷来不及在当日完成。",
            "Not on the order: it has nothing above its safe load, or notice and ramp would take the whole day.",
            "T-041",
        )
    return Because(
        "user",
        "未列入压减：本县本层级当日无须压减。",
        "Not on the order: its county and tier need give nothing on this day.",
        "T-028",
    )


def next_words(following: NextServed, namer: Namer) -> Words:
    """Who would get one more 10^4 m3/day, largest first."""
    gained = following.gained
    rows = np.flatnonzero((np.abs(gained) > CUBIC_METRE).any(axis=1))
    days = namer.problem.steps.days[None, :]
    volume = (gained * days).sum(axis=1)
    order = sorted(rows, key=lambda row: (-volume[row], row))
    if not order:
        return "不增加任何一户的用气，只节省购气。", "Nobody would get more; purchases would be saved."
    named = [namer.row(int(row)) for row in order]
    told = [
        (f"{zh} {volume[row]:+,.3f}", f"{en} {volume[row]:+,.3f}")
        for (zh, en), row in zip(named, order, strict=True)
    ]
    zh, en = joined(told, most=MOST_NAMED)
    return f"{zh}（万m³）", f"{en} (×10⁴ m³)"
