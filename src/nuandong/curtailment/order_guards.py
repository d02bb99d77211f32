"""The order of a curtailment plan, whoever wrote or edited it: tiers one after the other, users alike.

What can be seen in one county is judged here: gas that two tiers of a county use enters at the same place, so that
the earlier tier can always stand in for the later. What hangs on the network is judged by solving it again
(`assess.plan_check`).

Clauses: T-028 (order), T-045 (order list, fairness).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from nuandong.curtailment.broken import broken
from nuandong.curtailment.plan import CutPlan
from nuandong.curtailment.points import PointLoads
from nuandong.curtailment.precedence import Precedence, shares_by_class
from nuandong.curtailment.shares import from_m3, to_m3
from nuandong.findings import Finding, Findings, Severity
from nuandong.policy import PolicyBook, Tier

ROUNDING_M3 = 2  # sums of a county and tier are rounded to whole m3 once, its lines once more
MOST_NAMED = 3

Key = tuple[str, str]  # county, tier


def check_order(
    *, plan: CutPlan, loads: PointLoads, policy: PolicyBook, day: date, precedence: Precedence | None = None
) -> Findings:
    """Lines out of the tiers' order, tiers asked before their turn, and (as warnings) users not asked alike.

    `loads` are those that the level lets be ordered; lines that name unknown points are passed over. Counties of
    `precedence` share what a tier asks class by class (T-028).
    """
    tiers = {tier.key: tier for tier in policy.tiers(day=day)}
    found = [*_out_of_line(plan, loads, tiers), *_before_turn(plan, loads, tiers, day)]
    return Findings((*found, *_uneven(plan, loads, tiers, precedence or {})))


def _numbers(plan: CutPlan, loads: PointLoads) -> dict[int, int]:
    """Row of the plan to number of its point, for lines that count."""
    at = {point: number for number, point in enumerate(loads.point)}
    return {
        row: at[point]
        for row, point in enumerate(plan.point)
        if point in at and loads.tier[at[point]] and np.isfinite(plan.relief[row]) and plan.relief[row] > 0
    }


def _out_of_line(plan: CutPlan, loads: PointLoads, tiers: dict[str, Tier]) -> Iterator[Finding]:
    """Lines of an earlier tier right below a later one: the list is carried out from top to bottom."""
    above: Tier | None = None
    for row, number in _numbers(plan, loads).items():
        tier = tiers[loads.tier[number]]
        if above is not None and tier.order < above.order:
            yield broken(
                plan,
                row,
                "out_of_line",
                column="tier",
                wanted=(
                    f"第{tier.order}层级“{tier.name_zh}”须排在第{above.order}层级“{above.name_zh}”之前；请移到其前",
                    f"tier {tier.order}, {tier.name_en}, must stand before tier {above.order}, {above.name_en}",
                ),
            )
        above = tier


def _before_turn(plan: CutPlan, loads: PointLoads, tiers: dict[str, Tier], day: date) -> Iterator[Finding]:
    """Counties where a tier is cut while an earlier tier of the same county has more to give in time."""
    left, column = _left_m3(plan, loads, day), loads.column(day)
    told: set[Key] = set()
    for row, number in _numbers(plan, loads).items():
        county, tier = loads.county[number], tiers[loads.tier[number]]
        earlier = [other for other in tiers.values()
                   if other.order < tier.order and left.get((county, other.key), 0) > ROUNDING_M3]  # fmt: skip
        if not earlier or (county, tier.key) in told:
            continue
        told.add((county, tier.key))
        first, rest = earlier[0], from_m3(left[county, earlier[0].key])
        who = _names(loads, plan, (county, first.key), column)
        yield broken(
            plan,
            row,
            "tier_order",
            column="tier",
            wanted=(
                f"本县第{first.order}层级“{first.name_zh}”尚可压减 {rest:.4f} 万m³/d（{who}），须先压完再压本层级",
                f"tier {first.order}, {first.name_en}, of this county can still give {rest:.4f} 10^4 m3/day ({who}); "
                "it comes first",
            ),
        )


def _left_m3(plan: CutPlan, loads: PointLoads, day: date) -> dict[Key, int]:
    """What each county and tier could still give in time, in m3."""
    left: dict[Key, int] = {}
    most = to_m3(loads.reducible[:, loads.column(day)])
    for number, key in enumerate(zip(loads.county, loads.tier, strict=True)):
        if key[1]:
            left[key] = left.get(key, 0) + most[number]
    for row, number in _numbers(plan, loads).items():
        key = (loads.county[number], loads.tier[number])
        left[key] -= to_m3(plan.relief[[row]])[0]
    return left


def _names(loads: PointLoads, plan: CutPlan, key: Key, column: int) -> str:
    """Points of a county and tier that give less than they could, the largest first."""
    given = dict(zip(plan.point, plan.relief.tolist(), strict=True))
    rest = [
        (float(loads.reducible[number, column]) - given.get(point, 0.0), point)
        for number, point in enumerate(loads.point)
        if (loads.county[number], loads.tier[number]) == key
    ]
    able = sorted((pair for pair in rest if pair[0] > 1e-4), reverse=True)
    return "、".join(point for _, point in able[:MOST_NAMED])


def _uneven(
    plan: CutPlan, loads: PointLoads, tiers: dict[str, Tier], precedence: Precedence
) -> Iterator[Finding]:
    """One warning a county and tier whose users are not asked as the tier's way of sharing wants."""
    column = loads.column(plan.day)
    row_of = {number: row for row, number in _numbers(plan, loads).items()}
    members: dict[Key, list[int]] = {}
    for number, key in enumerate(zip(loads.county, loads.tier, strict=True)):
        if key[1]:
            members.setdefault(key, []).append(number)
    for key, numbers in members.items():
        given = [to_m3(plan.relief[[row_of[n]]])[0] if n in row_of else 0 for n in numbers]
        if not any(given):
            continue
        most = to_m3(loads.reducible[numbers, column])
        if any(one > limit + 1 for one, limit in zip(given, most, strict=True)):
            continue  # a line above what its user can give is refused for that
        order = [(float(loads.cumulative_hours[n]), loads.point[n]) for n in numbers]
        fair = shares_by_class(
            tiers[key[1]], need_m3=sum(given), reducible_m3=most, ranks=order,
            classes=[loads.consumer_class[n] for n in numbers], order=precedence.get(key[0], ()),
        )  # fmt: skip
        off = [
            place for place, (one, other) in enumerate(zip(given, fair, strict=True)) if abs(one - other) > 1
        ]
        if off:
            yield _uneven_finding(plan, loads, numbers, row_of, (given, fair, off))


def _uneven_finding(
    plan: CutPlan,
    loads: PointLoads,
    numbers: list[int],
    row_of: dict[int, int],
    shares: tuple[list[int], list[int], list[int]],
) -> Finding:
    given, fair, off = shares
    row = next((row_of[numbers[place]] for place in off if numbers[place] in row_of), row_of[
        next(n for n in numbers if n in row_of)])  # fmt: skip
    zh = "，".join(
        f"{loads.point[numbers[place]]} 应 {from_m3(fair[place]):.4f}（现 {from_m3(given[place]):.4f}）"
        for place in off[:MOST_NAMED]
    )
    en = ", ".join(
        f"{loads.point[numbers[place]]} {from_m3(fair[place]):.4f} (now {from_m3(given[place]):.4f})"
        for place in off[:MOST_NAMED]
    )
    return broken(
        plan,
        row,
        "uneven",
        column="relief",
        wanted=(
            f"同县同层级应公平分担：{zh}；如有理由可保留，须向用户说明",
            f"users of a county and tier are to be asked alike: {en}; keep it only for a reason they are told",
        ),
        severity=Severity.WARNING,
    )
