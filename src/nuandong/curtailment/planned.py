"""Loads of delivery points whose users have said what they will use; the others of their class share the rest.

Clauses: T-022 (estimate of demand), T-044 (lists of users who may be cut).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nuandong.curtailment.tables import DeliveryPoints
from nuandong.units import FloatArray, Flow

LEAST_REFERENCE: Flow = 1e-6  # of the points without plans; below, nobody is left to share anything


def load_as_planned(
    *,
    points: DeliveryPoints,
    load: FloatArray,
    planned: FloatArray,
    use: dict[tuple[str, str], FloatArray],
    reference: dict[tuple[str, str], float],
) -> FloatArray:
    """Load of each point, (n, T): its plan where it has one, and of the others of its class their part of what is left.

        load[n,t] = load of the point * (use - sum of plans) / (reference use - loads of points with plans)

    `load` (n, T) is what points use without plans, `planned` (n, T) NaN without one; `use` (T,) and `reference` by
    county and class, plans already inside `use`.
    """
    told = ~np.isnan(planned)
    found = np.where(told, np.nan_to_num(planned), load)
    keys: Sequence[tuple[str, str]] = list(zip(points.county, points.consumer_class, strict=True))
    for key in {keys[row] for row in np.flatnonzero(told.any(axis=1)).tolist()} & set(use):
        rows = np.array([row for row, other in enumerate(keys) if other == key])
        plans = np.where(told[rows], found[rows], 0.0).sum(axis=0)
        stated = np.where(told[rows], points.load[rows][:, None], 0.0).sum(axis=0)
        left = reference[key] - stated
        scale = np.where(
            left > LEAST_REFERENCE, np.maximum(use[key] - plans, 0.0) / np.maximum(left, 1e-9), 0.0
        )
        found[rows] = np.where(told[rows], found[rows], points.load[rows][:, None] * scale)
    return found
