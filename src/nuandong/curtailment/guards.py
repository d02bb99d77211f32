"""What no curtailment plan may break, whoever wrote or edited it. A plan with a finding must not be issued.

The guards read the loads and the policy, never the plan's own words about itself: a line that calls a
hospital a liquefaction plant is refused like any other.

Clauses: T-029 (protected first, always), T-041 (notice), T-042, T-044 (lists).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from nuandong.curtailment.broken import PLAN_FILE, broken
from nuandong.curtailment.plan import STOP, CutPlan
from nuandong.curtailment.points import PointLoads, share_in_time, whole_m3_down
from nuandong.curtailment.shares import from_m3, to_m3
from nuandong.curtailment.tables import UserBook
from nuandong.findings import Finding, Findings, Place
from nuandong.policy import PolicyBook, Powers
from nuandong.units import CUBIC_METRE, Share
from nuandong.vocabulary import label

HALF_M3 = CUBIC_METRE / 2


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a plan beside the truth about its point."""

    row: int
    plan: CutPlan
    loads: PointLoads
    number: int
    column: int
    powers: Powers | None

    @property
    def relief(self) -> float:
        return float(self.plan.relief[self.row])

    @property
    def load(self) -> float:
        return float(self.loads.load[self.number, self.column])

    @property
    def safe(self) -> float:
        return float(self.loads.safe[self.number, self.column])

    @property
    def max_cut(self) -> Share:
        """Largest share of load that the tier, and the level if it may order the tier, let be cut."""
        limit, tier = float(self.loads.max_cut[self.number]), self.loads.tier[self.number]
        if self.powers is None or tier not in self.powers.may_order:
            return limit
        return min(limit, self.powers.cut_limit(tier))

    def fault(self, rule: str, column: str, wanted_zh: str, wanted_en: str) -> Finding:
        return broken(self.plan, self.row, rule, column=column, wanted=(wanted_zh, wanted_en))


def check(
    *, plan: CutPlan, loads: PointLoads, policy: PolicyBook, day: date, powers: Powers | None = None
) -> Findings:
    """Everything that forbids a plan for a gas day, line by line; empty if it may be issued.

    Protected points, points off the lists in force, points named twice or not at all, amounts that are not
    whole m3, safe loads, what notice and ramp leave time for, states, the tiers of a level's `powers` where
    given, and relief above what is asked of a county and tier. DayNotCovered for another day.
    """
    lines = check_lines(plan=plan, loads=loads, policy=policy, day=day, powers=powers)
    return lines + Findings(tuple(_above_need(plan)))


def check_lines(
    *, plan: CutPlan, loads: PointLoads, policy: PolicyBook, day: date, powers: Powers | None = None
) -> Findings:
    """What of `check` can be said of each line alone, without knowing what was asked for."""
    column = loads.column(day)
    number_at = {point: number for number, point in enumerate(loads.point)}
    untouched = policy.untouched_classes(day=day)
    found: list[Finding] = []
    for row, point in enumerate(plan.point):
        if point not in number_at:
            found.append(_unknown_point(plan, row))
            continue
        line = _Line(row, plan, loads, number_at[point], column, powers)
        if point in plan.point[:row]:
            found.append(
                line.fault(
                    "repeated_point",
                    "point",
                    "同一用气点只能出现一次；请合并",
                    "may appear only once; put its lines together",
                )
            )
        if not loads.tier[line.number] or loads.consumer_class[line.number] in untouched:
            found.append(_protected(line))
        else:
            found += [*_standing(line), *_amount(line), *_notice(line)]
    return Findings(tuple(found))


def check_names(*, plan: CutPlan, loads: PointLoads, book: UserBook, day: date) -> Findings:
    """Lines whose user, name, load or safe load is not that of their point: such a line would cut somebody else, or
    tell a company figures that are not its own."""
    column = loads.column(day)
    owner = dict(zip(book.delivery_points.point, book.delivery_points.user, strict=True))
    name = dict(zip(book.users.user, book.users.name_zh, strict=True))
    number_at = {point: number for number, point in enumerate(loads.point)}
    found: list[Finding] = []
    for row, point in enumerate(plan.point):
        if point not in number_at:
            continue
        line = _Line(row, plan, loads, number_at[point], column, None)
        user = owner.get(point, "")
        if plan.user[row] != user:
            words = (f"该用气点属于 {user}；请更正", f"the point belongs to {user}; mend it")
            found.append(line.fault("wrong_user", "user", *words))
        elif plan.name_zh[row] != name.get(user, user):
            words = (f"该用户名称为“{name.get(user, user)}”", f"the user's name is “{name.get(user, user)}”")
            found.append(line.fault("wrong_name", "name_zh", *words))
        for figure, true in (("load", line.load), ("safe_load", line.safe)):
            if not abs(float(getattr(plan, figure)[row]) - true) <= HALF_M3:
                words = (f"当日测算为 {true:.4f}，不可手改", f"is {true:.4f} that day and may not be edited")
                found.append(line.fault("wrong_load", figure, *words))
    return Findings(tuple(found))


def _standing(line: _Line) -> Iterator[Finding]:
    """Whether the point may be asked at all: right tier and county, list in force, powers of the level."""
    tier, county = line.loads.tier[line.number], line.loads.county[line.number]
    if line.plan.tier[line.row] != tier or line.plan.county[line.row] != county:
        yield line.fault(
            "wrong_place", "tier", f"应为县 {county}、层级 {tier}", f"must be county {county}, tier {tier}"
        )
    if not line.loads.may_ask[line.number, line.column]:
        yield line.fault(
            "not_listed",
            "point",
            "不在当日有效的调峰用户清单内，或可中断天数已用尽，不得压减",
            "is on no curtailable-user list in force that day, or has no interruption days left",
        )
    powers = line.powers
    if powers is not None and tier not in powers.may_order:
        yield line.fault(
            "beyond_powers",
            "tier",
            f"本级（{powers.level}）不得对层级 {tier} 下达压减",
            f"level {powers.level} may not order tier {tier}",
        )


def _amount(line: _Line) -> Iterator[Finding]:
    """Whether the relief is a whole number of m3 above zero that leaves the safe load, in the right state."""
    if not np.isfinite(line.relief) or line.relief <= 0 or abs(line.relief - _nearest(line.relief)) > 1e-9:
        yield line.fault(
            "amount", "relief", "应为大于 0 的整立方米数（万m³/d 取四位小数）", "must be whole m3 above 0"
        )
    elif line.relief > line.load - line.safe + HALF_M3:
        kept = f"{line.load:.4f} - {line.safe:.4f}"
        yield line.fault(
            "safe_load",
            "relief",
            f"不得侵占保安负荷：至多压减 {kept} 万m³/d",
            f"must keep the safe load: at most {kept} 10^4 m3/day",
        )
    if line.plan.state[line.row] == STOP and line.safe > HALF_M3:
        yield line.fault(
            "state",
            "state",
            "有保安负荷的用户只能“减”，不得“停”",
            "a user with a safe load may be reduced, never stopped",
        )


def _notice(line: _Line) -> Iterator[Finding]:
    """Whether the relief can be had in time from when the user is to be told, within the tier's limit."""
    told = line.plan.notify_by[line.row]
    if told < line.loads.decided_at:
        yield line.fault(
            "notice", "notify_by", "通知时间不得早于决定时间", "cannot be told before the decision"
        )
    lead = line.loads.lead_hours[line.number : line.number + 1]
    left = float(share_in_time(lead_hours=lead, days=(line.plan.day,), decided_at=told)[0, 0])
    cuttable = min(line.max_cut * line.load, line.load - line.safe)
    most = float(whole_m3_down(np.array([max(0.0, cuttable) * left]))[0])
    if line.relief > most + HALF_M3:
        yield line.fault(
            "beyond_limit",
            "relief",
            f"按此时通知，扣除告知与降负荷时间（{lead[0]:g} 小时），按上限 {line.max_cut:.0%} 至多 {most:.4f} 万m³/d",
            f"told then, {lead[0]:g} h of notice and ramp and a limit of {line.max_cut:.0%} of load leave {most:.4f} "
            "10^4 m3/day at most",
        )


def _above_need(plan: CutPlan) -> Iterator[Finding]:
    """Relief of a county and tier above what was asked of it: nobody is cut without need."""
    asked = dict(
        zip(zip(plan.asked.county, plan.asked.tier, strict=True), to_m3(plan.asked.relief), strict=True)
    )
    given: dict[tuple[str, str], int] = {}
    finite = np.nan_to_num(plan.relief, nan=0.0, posinf=0.0, neginf=0.0)
    for county, tier, relief in zip(plan.county, plan.tier, to_m3(finite), strict=True):
        given[county, tier] = given.get((county, tier), 0) + relief
    for key in sorted(given):
        if given[key] > asked.get(key, 0):
            need = from_m3(asked.get(key, 0))
            yield Finding(
                code="curtailment.plan.above_need",
                place=Place(file=PLAN_FILE, column="relief"),
                value=f"{key[0]} {key[1]} {from_m3(given[key]):.4f}",
                wanted_zh=f"同县同层级压减合计不得超过需压减量 {need:.4f} 万m³/d",
                wanted_en=f"a county and tier must not give more than the {need:.4f} 10^4 m3/day asked of it",
            )


def _protected(line: _Line) -> Finding:
    words = line.loads.consumer_class[line.number]
    return line.fault(
        "protected",
        "point",
        f"属保障类或不参与调峰的类别（{label(words)}），任何指令不得压减；请删除此行",
        f"is of a class that no order may cut ({label(words, language='en')}); take the line out",
    )


def _unknown_point(plan: CutPlan, row: int) -> Finding:
    return broken(
        plan,
        row,
        "unknown_point",
        column="point",
        wanted=(
            "需为已登记的用气点；请更正编号或删除此行",
            "must be a known delivery point; mend the id or take the line out",
        ),
    )


def _nearest(flow: float) -> float:
    """The nearest whole m3."""
    return from_m3(round(flow / CUBIC_METRE))
