"""From relief by county and tier to named users: who reduces, who stops, by how much, told by when, and why.

Inside a county, a tier and a gas day everybody gives the same percentage of what they can give in time, and
cumulative hours only break ties; tiers that policy lets give by turns begin with the least cumulative hours.
Lines are whole cubic metres and sum to the target.

Clauses: T-028, T-029 (order, protected first), T-041 (notice), T-042 (plan), T-045 (reduce, stop, order).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from nuandong.curtailment.points import PointLoads, notify_by
from nuandong.curtailment.reasons import Ask, reason_en, reason_zh
from nuandong.curtailment.shares import Rank, from_m3, share_out, take_turns, to_m3
from nuandong.curtailment.tables import UserBook
from nuandong.curtailment.targets import ReliefTarget
from nuandong.findings import AssuranceError
from nuandong.policy import PolicyBook, Tier
from nuandong.units import CUBIC_METRE, FloatArray, Share

REDUCE, STOP = "reduce", "stop"


class OtherDecision(AssuranceError):
    """Loads were computed for another time of decision than the plan is made for."""

    def __init__(self, decided_at: datetime, of_loads: datetime) -> None:
        self.decided_at, self.of_loads = decided_at, of_loads
        super().__init__(
            f"The plan is decided at {decided_at.isoformat()}, its loads stand for {of_loads.isoformat()}: "
            f"what can be cut in time differs. Compute the loads for the same time."
        )


@dataclass(frozen=True, slots=True, eq=False)
class CutPlan:
    """The curtailment proposal of one gas day, n lines in cut order; flows in 10^4 m3/day.

    `asked` is the target, `residual` what of it no user on a list in force can give in time.
    """

    day: date
    decided_at: datetime
    order: tuple[int, ...]
    point: tuple[str, ...]
    user: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    county: tuple[str, ...]
    tier: tuple[str, ...]
    consumer_class: tuple[str, ...]
    state: tuple[str, ...]
    load: FloatArray
    safe_load: FloatArray
    relief: FloatArray
    notify_by: tuple[datetime, ...]
    reason_zh: tuple[str, ...]
    reason_en: tuple[str, ...]
    asked: ReliefTarget
    residual: ReliefTarget


@dataclass(frozen=True, slots=True)
class _Sharing:
    """What one county and tier is asked for: by which paper, on which of the loads' days, need in whole m3."""

    county: str
    tier: Tier
    paper_zh: str
    column: int
    need_m3: int


@dataclass(frozen=True, slots=True)
class _Line:
    """One point's part: where it stands in the loads, and what it is asked for."""

    number: int
    relief_m3: int
    ask: Ask


def plan_curtailment(
    *,
    relief: ReliefTarget,
    loads: PointLoads,
    book: UserBook,
    policy: PolicyBook,
    day: date,
    decided_at: datetime,
) -> CutPlan:
    """Named users for the relief asked of each county and tier on a gas day.

    Lines of a county and tier sum to min(asked, what can be given in time), each line in whole m3 and never
    above its reducible flow; the rest is `residual`. Rows of the target that name the same county and tier
    are added up. OtherDecision if `loads` stand for another time, DayNotCovered for another day.
    """
    if decided_at != loads.decided_at:
        raise OtherDecision(decided_at, loads.decided_at)
    column = loads.column(day)
    asked = _merged(relief)
    tiers = {tier.key: tier for tier in policy.tiers(day=day)}
    paper_zh = policy.plan(day).name_zh
    lines: list[_Line] = []
    residual = []
    for county, key, need in zip(asked.county, asked.tier, to_m3(asked.relief), strict=True):
        shared = _lines(_Sharing(county, tiers[key], paper_zh, column, need), loads) if key in tiers else []
        lines += shared
        residual.append(from_m3(need - sum(line.relief_m3 for line in shared)))
    lines.sort(key=lambda line: _place(line, loads))
    unmet = ReliefTarget(asked.county, asked.tier, np.array(residual, dtype=np.float64))
    return _as_plan(lines, loads=loads, book=book, day=day, targets=(asked, unmet))


def _merged(relief: ReliefTarget) -> ReliefTarget:
    """Targets sorted by county and tier, those of the same name added up, in whole m3."""
    total: dict[tuple[str, str], int] = {}
    for county, tier, asked in zip(relief.county, relief.tier, to_m3(relief.relief), strict=True):
        total[county, tier] = total.get((county, tier), 0) + max(0, asked)
    keys = sorted(total)
    return ReliefTarget(
        county=tuple(county for county, _ in keys),
        tier=tuple(tier for _, tier in keys),
        relief=np.array([from_m3(total[key]) for key in keys], dtype=np.float64),
    )


def _lines(sharing: _Sharing, loads: PointLoads) -> list[_Line]:
    """The lines of one county and tier: those who give anything."""
    key = (sharing.county, sharing.tier.key)
    members = [number for number, at in enumerate(zip(loads.county, loads.tier, strict=True)) if at == key]
    most = to_m3(loads.reducible[members, sharing.column])
    ranks = [(float(loads.cumulative_hours[number]), loads.point[number]) for number in members]
    shares = shares_in(sharing.tier, need_m3=sharing.need_m3, reducible_m3=most, ranks=ranks)
    percentage = min(1.0, sharing.need_m3 / sum(most)) if sum(most) else 0.0
    turn = {
        place: number for number, place in enumerate(sorted(range(len(ranks)), key=lambda n: ranks[n]), 1)
    }
    return [
        _Line(number, share, _ask(number, share, (percentage, turn[place]), sharing, loads))
        for place, (number, share) in enumerate(zip(members, shares, strict=True))
        if share
    ]


def shares_in(tier: Tier, *, need_m3: int, reducible_m3: Sequence[int], ranks: Sequence[Rank]) -> list[int]:
    """What each user of a county and tier gives in whole m3, by the tier's way of sharing."""
    divide = take_turns if tier.sharing == "turns" else share_out
    return divide(need_m3=need_m3, reducible_m3=reducible_m3, ranks=ranks)


def _ask(number: int, share: int, part: tuple[Share, int], sharing: _Sharing, loads: PointLoads) -> Ask:
    """The facts of one line; `part` is the percentage that all give, and the place among them by hours."""
    at = (number, sharing.column)
    load, safe, in_time = float(loads.load[at]), float(loads.safe[at]), float(loads.in_time[at])
    lead = float(loads.lead_hours[number])
    return Ask(
        tier=sharing.tier,
        paper_zh=sharing.paper_zh,
        state=state_of(relief=from_m3(share), load=load, safe=safe, in_time=in_time),
        need=from_m3(sharing.need_m3),
        percentage=part[0],
        turn=part[1],
        hours_before=float(loads.cumulative_hours[number]),
        load=load,
        safe=safe,
        in_time=in_time,
        max_cut=float(loads.max_cut[number]),
        reducible=float(loads.reducible[at]),
        relief=from_m3(share),
        notify_by=notify_by(lead_hours=lead, day=loads.days[sharing.column], decided_at=loads.decided_at),
    )


def state_of(*, relief: float, load: float, safe: float, in_time: float) -> str:
    """`stop` where nothing must be kept and the whole load of the hours left is asked for, else `reduce`."""
    whole = (load - safe) * in_time
    return STOP if safe <= 0 and relief > whole - CUBIC_METRE else REDUCE


def _place(line: _Line, loads: PointLoads) -> tuple[int, str, int, str]:
    """Where a line stands: tier, county, largest relief first, id."""
    return line.ask.tier.order, loads.county[line.number], -line.relief_m3, loads.point[line.number]


def _as_plan(
    lines: list[_Line],
    *,
    loads: PointLoads,
    book: UserBook,
    day: date,
    targets: tuple[ReliefTarget, ReliefTarget],
) -> CutPlan:
    """The lines as columns, with the names of their users; `targets` are what is asked and what stays unmet."""
    numbers = [line.number for line in lines]
    users = tuple(book.delivery_points.user[number] for number in numbers)
    user_at = {user: row for row, user in enumerate(book.users.user)}
    return CutPlan(
        day=day,
        decided_at=loads.decided_at,
        order=tuple(range(1, len(lines) + 1)),
        point=tuple(loads.point[number] for number in numbers),
        user=users,
        name_zh=tuple(book.users.name_zh[user_at[user]] if user in user_at else user for user in users),
        name_en=tuple(book.users.name_en[user_at[user]] if user in user_at else user for user in users),
        county=tuple(loads.county[number] for number in numbers),
        tier=tuple(loads.tier[number] for number in numbers),
        consumer_class=tuple(loads.consumer_class[number].value for number in numbers),
        state=tuple(line.ask.state for line in lines),
        load=np.array([line.ask.load for line in lines], dtype=np.float64),
        safe_load=np.array([line.ask.safe for line in lines], dtype=np.float64),
        relief=np.array([line.ask.relief for line in lines], dtype=np.float64),
        notify_by=tuple(line.ask.notify_by for line in lines),
        reason_zh=tuple(reason_zh(line.ask) for line in lines),
        reason_en=tuple(reason_en(line.ask) for line in lines),
        asked=targets[0],
        residual=targets[1],
    )
