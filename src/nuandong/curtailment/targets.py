"""How much relief is asked of each county and tier: given by a balance, or walked down the cut order.

Clauses: T-028 (order), T-029 (protected first), T-042 (start of the cut).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from nuandong.curtailment.points import PointLoads
from nuandong.curtailment.shares import from_m3, share_out, to_m3
from nuandong.policy import PolicyBook
from nuandong.units import FloatArray, Flow


@dataclass(frozen=True, slots=True, eq=False)
class ReliefTarget:
    """Relief asked of each county and tier on one gas day, m rows, `relief` in 10^4 m3/day."""

    county: tuple[str, ...]
    tier: tuple[str, ...]
    relief: FloatArray

    @property
    def total(self) -> Flow:
        """Relief asked in all, exact to the cubic metre."""
        return from_m3(sum(to_m3(self.relief)))


@dataclass(frozen=True, slots=True, eq=False)
class CountyTiers:
    """Delivery points added up by county and tier, m rows sorted by both, (m, T) in 10^4 m3/day."""

    county: tuple[str, ...]
    tier: tuple[str, ...]
    load: FloatArray
    safe: FloatArray
    reducible: FloatArray


def relief_by_county_tier(*, loads: PointLoads) -> CountyTiers:
    """What each county can give in each tier on each day; points that no order may name are left out."""
    keys = sorted({key for key in zip(loads.county, loads.tier, strict=True) if key[1]})
    row_at = {key: row for row, key in enumerate(keys)}
    kept = [number for number, tier in enumerate(loads.tier) if tier]
    rows = np.array([row_at[loads.county[n], loads.tier[n]] for n in kept], dtype=np.int64)
    return CountyTiers(
        county=tuple(county for county, _ in keys),
        tier=tuple(tier for _, tier in keys),
        load=_added(loads.load[kept], rows, len(keys)),
        safe=_added(loads.safe[kept], rows, len(keys)),
        reducible=np.round(_added(loads.reducible[kept], rows, len(keys)), 4),
    )


def walk_tiers(*, need: Flow, loads: PointLoads, policy: PolicyBook, day: date) -> ReliefTarget:
    """Relief asked of each county and tier when gas can flow anywhere: tier after tier, counties evenly.

    A tier is asked only after every tier before it gives all it can. `need` in 10^4 m3/day; what exceeds
    all tiers together stays unmet and shows as the plan's residual only through `need` less the total.
    """
    rows = relief_by_county_tier(loads=loads)
    most = to_m3(rows.reducible[:, loads.column(day)])
    asked = [0] * len(most)
    left = max(0, to_m3(np.array([need]))[0])
    for tier in policy.tiers(day=day):
        members = [row for row, key in enumerate(rows.tier) if key == tier.key]
        shares = share_out(
            need_m3=left,
            reducible_m3=[most[row] for row in members],
            ranks=[(0.0, rows.county[row]) for row in members],
        )
        for row, share in zip(members, shares, strict=True):
            asked[row] = share
        left -= sum(shares)
    chosen = [row for row, share in enumerate(asked) if share]
    return ReliefTarget(
        county=tuple(rows.county[row] for row in chosen),
        tier=tuple(rows.tier[row] for row in chosen),
        relief=np.array([from_m3(asked[row]) for row in chosen], dtype=np.float64),
    )


def _added(values: FloatArray, rows: np.ndarray[tuple[int], np.dtype[np.int64]], count: int) -> FloatArray:
    total = np.zeros((count, values.shape[1]))
    np.add.at(total, rows, values)
    return total
