"""Demand of each county by step of the cut order, split into what may be ordered and what may not.

A county's use of a tier on a gas day falls into three parts: safe load, which harms somebody when it goes;
what the lists in force, notice and ramp allow to be cut in time; and the rest, which no order reaches.
Protected classes are a part of their own. The parts become rows of the balance (see `ranks`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.assess.axes import Axes
from nuandong.curtailment import PointLoads
from nuandong.demand import DemandForecast
from nuandong.policy import PolicyBook
from nuandong.units import BoolArray, FloatArray
from nuandong.vocabulary import ConsumerClass


@dataclass(frozen=True, slots=True, eq=False)
class CountyLoads:
    """Flows in 10^4 m3/day: protected (c, t); by tier (j, c, t) in cut order, least protected first."""

    tiers: tuple[str, ...]
    protected: FloatArray
    safe: FloatArray
    reducible: FloatArray
    beyond: FloatArray

    @property
    def by_tier(self) -> FloatArray:
        """All use of each tier, (j, c, t)."""
        total: FloatArray = self.safe + self.reducible + self.beyond
        return total

    @property
    def by_county(self) -> FloatArray:
        """All use of each county that counts as demand, (c, t)."""
        total: FloatArray = self.protected + self.by_tier.sum(axis=0)
        return total


def county_loads(
    *, axes: Axes, forecast: DemandForecast, points: PointLoads, policy: PolicyBook
) -> CountyLoads:
    """Gather a forecast and the loads of delivery points by county and tier."""
    day = axes.days[0]
    tiers = tuple(tier.key for tier in policy.tiers(day=day))
    shape = (len(tiers), len(axes.counties), axes.count)
    safe, reducible, listed = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for row, tier in enumerate(points.tier):
        if tier and points.county[row] in axes.county_at:
            place = (tiers.index(tier), axes.county_at[points.county[row]])
            listed[place] += points.load[row]
            reducible[place] += points.reducible[row]
            safe[place] += np.minimum(points.safe[row], points.load[row] - points.reducible[row])
    protected, unlisted = _unlisted(axes, forecast, points, policy, tiers)
    beyond = np.maximum(listed + unlisted - safe - reducible, 0.0)
    return CountyLoads(tiers=tiers, protected=protected, safe=safe, reducible=reducible, beyond=beyond)


def _unlisted(
    axes: Axes,
    forecast: DemandForecast,
    points: PointLoads,
    policy: PolicyBook,
    tiers: tuple[str, ...],
) -> tuple[FloatArray, FloatArray]:
    """Protected use (c, t), and use of each tier that no delivery point accounts for (j, c, t)."""
    day = axes.days[0]
    counted = policy.demand_counts(day=day)
    rest = {
        (county, str(word)): forecast.use[row].copy()
        for row, (county, word) in enumerate(zip(forecast.county, forecast.consumer_class, strict=True))
        if ConsumerClass(word) in counted and county in axes.county_at
    }
    for row, used_for in enumerate(points.consumer_class):
        place = (points.county[row], str(used_for))
        if points.tier[row] and place in rest:
            rest[place] -= points.load[row]
    protected = np.zeros((len(axes.counties), axes.count))
    unlisted = np.zeros((len(tiers), len(axes.counties), axes.count))
    tier_of = {
        word: policy.tier_of(
            consumer_class=ConsumerClass(word), is_dual_fuel=False, is_interruptible=False, day=day
        )
        for word in {word for _, word in rest}
    }
    for (county, word), use in rest.items():
        column, tier = axes.county_at[county], tier_of[word]
        if tier is None:
            protected[column] += use
        else:
            unlisted[tiers.index(tier.key), column] += np.maximum(use, 0.0)
    return protected, unlisted


@dataclass(frozen=True, slots=True, eq=False)
class RankedRows:
    """Demand rows in the order of protection: rank 0 is the last to go short.

    `tier` is the position in the cut order (-1 for protected use and safe loads), `is_order` whether the row
    is load that an order may free.
    """

    county: np.ndarray[tuple[int], np.dtype[np.int64]]
    rank: np.ndarray[tuple[int], np.dtype[np.int64]]
    tier: np.ndarray[tuple[int], np.dtype[np.int64]]
    is_order: BoolArray
    is_protected: BoolArray
    quantity: FloatArray


def ranked_rows(*, loads: CountyLoads, may_order: frozenset[str]) -> RankedRows:
    """Rows under the powers of a level: households, safe loads, use beyond orders, then orders.

    Inside the last two the order is that of protection, so that the first tier of the cut order is the first
    to go. Load of a tier that the level may not touch counts as beyond orders. Households stand above safe
    loads: no furnace is kept warm by a cold home (decision 0004).
    """
    parts: list[tuple[FloatArray, int, bool, bool]] = [(loads.protected, -1, False, True)]
    parts.append((loads.safe.sum(axis=0), -1, False, False))
    backwards = range(len(loads.tiers) - 1, -1, -1)
    ordered = [tier in may_order for tier in loads.tiers]
    for tier in backwards:
        kept = loads.beyond[tier] + (0.0 if ordered[tier] else loads.reducible[tier])
        parts.append((kept, tier, False, False))
    parts += [(loads.reducible[tier], tier, True, False) for tier in backwards if ordered[tier]]
    used = [part for part in parts if bool((part[0] > 0).any())]
    return _as_rows(used)


def _as_rows(parts: list[tuple[FloatArray, int, bool, bool]]) -> RankedRows:
    county, rank, tier, order, protected, quantity = [], [], [], [], [], []
    for position, (use, place, is_order, is_protected) in enumerate(parts):
        rows = np.flatnonzero((use > 0).any(axis=1))
        county.append(rows)
        rank.append(np.full(rows.size, position))
        tier.append(np.full(rows.size, place))
        order.append(np.full(rows.size, is_order))
        protected.append(np.full(rows.size, is_protected))
        quantity.append(use[rows])
    return RankedRows(
        county=np.concatenate(county).astype(np.int64),
        rank=np.concatenate(rank).astype(np.int64),
        tier=np.concatenate(tier).astype(np.int64),
        is_order=np.concatenate(order).astype(np.bool_),
        is_protected=np.concatenate(protected).astype(np.bool_),
        quantity=np.concatenate(quantity),
    )
