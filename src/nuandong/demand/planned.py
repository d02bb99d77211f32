"""Large users' own plans in a forecast: a plant that says it stands still is not forecast from its past.

Clause: T-022 (estimate of demand).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.units import FloatArray
from nuandong.vocabulary import ConsumerClass


@dataclass(frozen=True, slots=True, eq=False)
class PlannedUse:
    """k delivery points with plans: `share` (k,) of their county's class on the reference day, which a forecast would
    give them; `use` (k, T) in 10^4 m3/day what they plan, NaN on days without a plan."""

    county: tuple[str, ...]
    consumer_class: tuple[ConsumerClass, ...]
    share: FloatArray
    use: FloatArray


NO_PLANNED_USE = PlannedUse((), (), np.zeros(0), np.zeros((0, 0)))


def plan_ratio(
    *, planned: PlannedUse, rows: tuple[tuple[str, ConsumerClass], ...], use: FloatArray
) -> FloatArray:
    """By what plans change each row, (n, T).

    ratio[n,t] = (use[n,t] + sum over planned points of (plan - share * use[n,t])) / use[n,t]

    1 without plans and where a row uses nothing; never below 0.
    """
    row_at = {row: place for place, row in enumerate(rows)}
    changed = use.copy()
    for point, key in enumerate(zip(planned.county, planned.consumer_class, strict=True)):
        if key in row_at:
            row = row_at[key]
            told = planned.use[point]
            changed[row] += np.where(np.isnan(told), 0.0, told - planned.share[point] * use[row])
    used = use > 0
    ratio: FloatArray = np.where(used, np.maximum(changed, 0.0) / np.where(used, use, 1.0), 1.0)
    return ratio
