"""What somebody asks of a plan by hand, as conditions on the day's balance problem, and whether it can be had.

Every request stands beside two conditions of the house: homes keep what the plan gives them, and so do safe loads
and use beyond orders. A wish that could be met only at their cost is thus shown to contradict them.

Clauses: T-007 (households), T-028 (order).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from nuandong.assess.explaining.names import Namer
from nuandong.assess.explaining.subject import UnknownSubject, county_subject, ordered_points, user_subject
from nuandong.balance.reasons import Bound, Condition
from nuandong.findings import AssuranceError
from nuandong.units import BoolArray, Flow, IntArray, Share

if TYPE_CHECKING:
    from nuandong.assess.day import Workings

UNBOUNDED = float("inf")


class DayOutsideOutlook(AssuranceError):
    """A day of a wish that the outlook does not hold."""

    def __init__(self, day: date, days: tuple[date, ...]) -> None:
        self.day, self.days = day, days
        super().__init__(f"{day}: 不在本次研判的日期内。The outlook runs from {days[0]} to {days[-1]}.")


@dataclass(frozen=True, slots=True)
class CountyShare:
    """A county is to be served at least this share of its whole use on a day (None: the gas day)."""

    county: str
    share: Share
    day: date | None = None


@dataclass(frozen=True, slots=True)
class StoreFill:
    """A store is to hold at least this share of its working capacity at the end of a day (None: the last)."""

    store: str
    share: Share
    day: date | None = None


@dataclass(frozen=True, slots=True)
class UserSpared:
    """A user is not to be cut on the gas day: its county and tier get by with what the others can give."""

    user: str


@dataclass(frozen=True, slots=True)
class ArcAtMost:
    """An arc is to carry at most this flow (10^4 m3/day) either way on every day of the outlook."""

    arc: str
    flow: Flow


Wish = CountyShare | StoreFill | UserSpared | ArcAtMost


def condition_of(wish: Wish, namer: Namer) -> Condition:
    """A wish as a named condition; raises `UnknownSubject` or `DayOutsideOutlook`."""
    match wish:
        case CountyShare():
            return _county(wish, namer)
        case StoreFill():
            return _store(wish, namer)
        case UserSpared():
            return _user(wish, namer)
        case ArcAtMost():
            return _arc(wish, namer)


def house_conditions(namer: Namer) -> tuple[Condition, Condition]:
    """Homes, and safe loads with use beyond orders, go no shorter than under the plan, day by day."""
    rows = namer.work.plan.rows
    firm = ~rows.is_protected & ~rows.is_order
    return (
        Condition(
            "民生用气不少于方案", "homes keep what the plan gives them", _kept(namer, rows.is_protected)
        ),
        Condition(
            "保安负荷及不可令用气不少于方案",
            "safe loads and use beyond orders keep what the plan gives them",
            _kept(namer, firm),
        ),
    )


def _kept(namer: Namer, where: BoolArray) -> tuple[Bound, ...]:
    chosen, unserved = np.flatnonzero(where), namer.work.plan.plan.unserved
    return tuple(
        _sum_of_rows(chosen, step, float(unserved[chosen, step].sum()))
        for step in range(namer.work.axes.count)
        if chosen.size
    )


def _sum_of_rows(rows: IntArray, step: int, upper: Flow) -> Bound:
    return Bound("unserved", rows, np.full(rows.size, step, dtype=np.int64), 0.0, upper)


def _step(work: Workings, day: date) -> int:
    if day not in work.axes.days:
        raise DayOutsideOutlook(day, work.axes.days)
    return work.axes.days.index(day)


def _county(wish: CountyShare, namer: Namer) -> Condition:
    work = namer.work
    found = county_subject(case=work.case, county=wish.county)
    day = wish.day or work.axes.days[0]
    step = _step(work, day)
    rows = np.flatnonzero(work.plan.rows.county == work.axes.county_at[found.county])
    asked = float(work.plan.rows.quantity[rows, step].sum())
    return Condition(
        f"{found.name_zh}{day}至少供{wish.share:.0%}",
        f"{found.name_en} is served at least {wish.share:.0%} on {day}",
        (_sum_of_rows(rows, step, asked * (1.0 - wish.share)),),
    )


def _store(wish: StoreFill, namer: Namer) -> Condition:
    work, stores = namer.work, namer.work.case.network.stores
    if wish.store not in stores.store:
        raise UnknownSubject(wish.store, "stores")
    tank, day = stores.store.index(wish.store), wish.day or work.axes.days[-1]
    zh, en = namer.tank(tank)
    at, step = np.asarray([tank], dtype=np.int64), np.asarray([_step(work, day)], dtype=np.int64)
    least = wish.share * float(stores.working_capacity[tank])
    return Condition(
        f"{zh}{day}日末库存不低于{wish.share:.0%}",
        f"{en} holds at least {wish.share:.0%} at the end of {day}",
        (Bound("inventory", at, step, least, UNBOUNDED),),
    )


def _user(wish: UserSpared, namer: Namer) -> Condition:
    """The row of the user's county and tier may miss what the other users of the list can give, no more."""
    work, rows = namer.work, namer.work.plan.rows
    found = user_subject(case=work.case, user=wish.user)
    points = work.case.users.delivery_points
    loads = ordered_points(work)
    own: dict[tuple[str, str], float] = {}
    for number, owner in enumerate(points.user):
        if owner == found.user and loads.tier[number]:
            key = (loads.county[number], loads.tier[number])
            own[key] = own.get(key, 0.0) + float(loads.reducible[number, 0])
    bounds = []
    for (county, tier), gives in own.items():
        at_county = rows.county == work.axes.county_at[county]
        row = np.flatnonzero(at_county & (rows.tier == work.loads.tiers.index(tier)) & rows.is_order)
        if row.size:
            bounds.append(_sum_of_rows(row, 0, float(rows.quantity[row, 0].sum()) - gives))
    return Condition(f"{found.name_zh}不压减", f"{found.name_en} is not cut", tuple(bounds))


def _arc(wish: ArcAtMost, namer: Namer) -> Condition:
    arcs, count = namer.work.case.network.arcs, namer.work.axes.count
    if wish.arc not in arcs.arc:
        raise UnknownSubject(wish.arc, "arcs")
    link = arcs.arc.index(wish.arc)
    zh, en = namer.link(link)
    at = np.asarray([link], dtype=np.int64)
    steps = [np.asarray([step], dtype=np.int64) for step in range(count)]
    return Condition(
        f"{zh}日输量不超过{wish.flow:,.1f}万m³",
        f"{en} carries at most {wish.flow:,.1f} ×10⁴ m³/d",
        tuple(Bound("flow", at, step, -wish.flow, wish.flow) for step in steps),
    )
