"""The ledger of fairness: who gave how much on the gas day and over the season, by county and tier and by user.

    share        = relief / (load - safe load)                               of a county and tier on the gas day
    season share = season volume / (load - safe load of the gas day * gas days with a cut)
    spread       = largest - smallest season share of the counties of a tier
    gini         = sum_i sum_j |x_i - x_j| / (2 n^2 mean(x)), 0 where all are equal or all are zero

Counties are compared inside a tier only: a furnace and a shop are not asked alike. The season share takes the gas
day's own loads for every day, because the loads of earlier days are not kept.

Clauses: T-028, T-045 (fair order); rulings, 9.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from nuandong.curtailment.history import (
    day_history,
    days_cut,
    history_days,
    hours_cut,
    joined,
    rows_that_count,
    volume_cut,
)
from nuandong.curtailment.plan import CutPlan
from nuandong.curtailment.points import PointLoads
from nuandong.curtailment.tables import CutHistory, UserBook
from nuandong.units import HOURS_PER_DAY, FloatArray, IntArray, Share

SAME = 1e-9  # shares that differ by less share a rank


@dataclass(frozen=True, slots=True, eq=False)
class CountyFairness:
    """One row a county and tier, (n,): flows in 10^4 m3/day, volumes in 10^4 m3, hours of users. `rank` 1 has borne
    most of its tier; `tier_spread` and `tier_gini` are those of all counties of the tier."""

    county: tuple[str, ...]
    tier: tuple[str, ...]
    users: IntArray
    cuttable: FloatArray
    reducible: FloatArray
    relief: FloatArray
    share: FloatArray
    season_volume: FloatArray
    season_share: FloatArray
    rank: IntArray
    hours_least: FloatArray
    hours_most: FloatArray
    hours_gini: FloatArray
    tier_spread: FloatArray
    tier_gini: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class UserFairness:
    """One row a user who may be cut, (u,): hours and volume before and with the gas day; `rank` 1 has most hours."""

    user: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    county: tuple[str, ...]
    days_cut: IntArray
    hours_before: FloatArray
    hours_today: FloatArray
    hours_season: FloatArray
    season_volume: FloatArray
    rank: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class FairnessLedger:
    """Both views; the season's earlier gas days with a cut that they rest on; and the history with this day's plan
    in it, which the next gas day's case may take as its own."""

    days: tuple[date, ...]
    counties: CountyFairness
    users: UserFairness
    history: CutHistory


def fairness_ledger(*, loads: PointLoads, plan: CutPlan, book: UserBook) -> FairnessLedger:
    """The ledger with the plan's gas day in it. `loads` are those before any powers narrow them."""
    days = history_days(history=book.cut_history, day=plan.day, decided_at=plan.decided_at)
    today = _relief_by_point(loads, plan)
    volume = volume_cut(book=book, day=plan.day, decided_at=plan.decided_at) + today
    users = _users(loads, plan, book, today, volume)
    hours = dict(zip(users.user, users.hours_season.tolist(), strict=True))
    count = len(days) + bool(plan.point)
    counties = _counties(loads, book, (plan.day, count), (today, volume), hours)
    return FairnessLedger(days, counties, users, _history_with(loads, plan, book))


def _history_with(loads: PointLoads, plan: CutPlan, book: UserBook) -> CutHistory:
    """Earlier rows that count, and the plan's lines; the day's own earlier rows give way to the plan."""
    history = book.cut_history
    kept = rows_that_count(history=history, day=plan.day, decided_at=plan.decided_at)
    earlier = CutHistory(
        point=tuple(history.point[row] for row in kept),
        gas_day=tuple(history.gas_day[row] for row in kept),
        relief=history.relief[list(kept)],
        hours=history.hours[list(kept)],
        known_at=tuple(history.known_at[row] for row in kept),
    )
    at = {point: row for row, point in enumerate(loads.point)}
    in_time = loads.in_time[[at[point] for point in plan.point], loads.column(plan.day)]
    today = day_history(
        points=plan.point, relief=plan.relief, in_time=in_time, day=plan.day, decided_at=plan.decided_at
    )
    return joined((earlier, today))


def gini(values: FloatArray) -> Share:
    """How unequal values are: 0 where all are equal, near 1 where one has all."""
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    total = float(ordered.sum())
    if ordered.size == 0 or total <= 0:
        return 0.0
    places = np.arange(1, ordered.size + 1)
    return max(
        0.0, float(2 * (places * ordered).sum() / (ordered.size * total) - (ordered.size + 1) / ordered.size)
    )


def ranks(values: FloatArray) -> IntArray:
    """Rank of each value from the largest down, 1 first; equal values share the better rank."""
    larger = values[None, :] > values[:, None] + SAME
    found: IntArray = 1 + larger.sum(axis=1).astype(np.int64)
    return found


def _relief_by_point(loads: PointLoads, plan: CutPlan) -> FloatArray:
    given = dict(zip(plan.point, plan.relief.tolist(), strict=True))
    return np.asarray([given.get(point, 0.0) for point in loads.point], dtype=np.float64)


def _users(
    loads: PointLoads, plan: CutPlan, book: UserBook, today: FloatArray, volume: FloatArray
) -> UserFairness:
    """Users with a point that some order may name, in the order of the user book."""
    points, users = book.delivery_points, book.users
    column = loads.column(plan.day)
    before = hours_cut(book=book, day=plan.day, decided_at=plan.decided_at)
    cut_days = days_cut(book=book, day=plan.day, decided_at=plan.decided_at)
    asked = {owner for n, owner in enumerate(points.user) if loads.tier[n]}
    kept = [row for row, user in enumerate(users.user) if user in asked]
    at = {users.user[row]: place for place, row in enumerate(kept)}
    hours, amount, number = np.zeros(len(kept)), np.zeros(len(kept)), np.zeros(len(kept), dtype=np.int64)
    for n, owner in enumerate(points.user):
        if owner in at:
            place = at[owner]
            cut_for = HOURS_PER_DAY * float(loads.in_time[n, column]) if today[n] > 0 else 0.0
            hours[place] = max(hours[place], cut_for)
            amount[place] += volume[n]
            number[place] = max(number[place], int(cut_days[n]) + bool(today[n] > 0))
    season = before[kept] + hours
    return UserFairness(
        user=tuple(users.user[row] for row in kept),
        name_zh=tuple(users.name_zh[row] for row in kept),
        name_en=tuple(users.name_en[row] for row in kept),
        county=tuple(users.county[row] for row in kept),
        days_cut=number,
        hours_before=before[kept],
        hours_today=hours,
        hours_season=season,
        season_volume=amount,
        rank=ranks(season),
    )


def _counties(
    loads: PointLoads,
    book: UserBook,
    when: tuple[date, int],
    volumes: tuple[FloatArray, FloatArray],
    hours: dict[str, float],
) -> CountyFairness:
    """One row a county and tier that has a point; `when` is the gas day and the number of days with a cut."""
    day, count = when
    column = loads.column(day)
    keys = sorted({key for key in zip(loads.county, loads.tier, strict=True) if key[1]})
    members: dict[tuple[str, str], list[int]] = {key: [] for key in keys}
    for n, key in enumerate(zip(loads.county, loads.tier, strict=True)):
        if key[1]:
            members[key].append(n)

    def added(values: FloatArray) -> FloatArray:
        return np.asarray([float(values[members[key]].sum()) for key in keys], dtype=np.float64)

    cuttable = added(np.maximum(loads.load[:, column] - loads.safe[:, column], 0.0))
    relief, volume = added(volumes[0]), added(volumes[1])
    season_share = _shares(volume, cuttable * count)
    spent = [np.asarray(sorted(_hours_of(members[key], book, hours))) for key in keys]
    in_tier = _by_tier([tier for _, tier in keys], season_share)
    return CountyFairness(
        county=tuple(county for county, _ in keys),
        tier=tuple(tier for _, tier in keys),
        users=np.asarray([one.size for one in spent], dtype=np.int64),
        cuttable=cuttable,
        reducible=added(loads.reducible[:, column]),
        relief=relief,
        share=_shares(relief, cuttable),
        season_volume=volume,
        season_share=season_share,
        rank=in_tier[0].astype(np.int64),
        hours_least=np.asarray([one[0] for one in spent], dtype=np.float64),
        hours_most=np.asarray([one[-1] for one in spent], dtype=np.float64),
        hours_gini=np.asarray([gini(one) for one in spent], dtype=np.float64),
        tier_spread=in_tier[1],
        tier_gini=in_tier[2],
    )


def _hours_of(members: list[int], book: UserBook, hours: dict[str, float]) -> list[float]:
    """Season hours of the users behind some points, each user once."""
    owners = sorted({book.delivery_points.user[n] for n in members})
    return [hours.get(owner, 0.0) for owner in owners]


def _shares(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Part over whole; 0 where there is nothing to give."""
    share: FloatArray = np.zeros(part.shape)
    np.divide(part, whole, out=share, where=whole > 0)
    return share


def _by_tier(tiers: list[str], shares: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Rank of each share inside its tier, and the tier's spread and Gini."""
    names = np.asarray(tiers, dtype=np.str_)
    rank, spread, uneven = (np.zeros(len(tiers)) for _ in range(3))
    for tier in sorted(set(tiers)):
        here = names == tier
        rank[here] = ranks(shares[here])
        spread[here] = float(shares[here].max() - shares[here].min())
        uneven[here] = gini(shares[here])
    return rank, spread, uneven
