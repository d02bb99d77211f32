"""Outages as a table: by group, tier and county, the gravest first. Sums only; nothing is decided here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nuandong.assess.day import Workings
from nuandong.risk import Loss, LossQuestion, LossTable
from nuandong.units import BoolArray, FloatArray, IntArray, to_cubic_metre


@dataclass(frozen=True, slots=True)
class Element:
    """A pipe, a source or a store, with its position in the balance case as a loss."""

    element: str
    kind: str  # an arc's kind, "source" or "store"
    name_zh: str
    name_en: str
    loss: Loss


@dataclass(frozen=True, slots=True, eq=False)
class OutageRows:
    """Elements or pairs, the gravest first, n rows; j tiers, c counties.

    Volumes in 10^4 m3 over the whole outage, all beyond the same days without it: `protected`, `safe_load`,
    `beyond_orders` (use that the level may not order), `relief` (orders), `total`; by tier (n, j) and by county
    (n, c). A negative figure is use that is better served because a higher class lost its way to gas.
    `livelihood_gap` (n,) and by county (n, c) is what homes miss with everything released. `drawn_stock` is what
    stores hold less at the end. Flow `protected_shortfall` (10^4 m3/day), `usable_stock` and `survival_hours` are of
    the first day; NaN where the element carries nothing and was not run.
    """

    element: tuple[str, ...]
    kind: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    has_effect: BoolArray
    protected: FloatArray
    safe_load: FloatArray
    beyond_orders: FloatArray
    relief: FloatArray
    total: FloatArray
    by_tier: FloatArray
    by_county: FloatArray
    livelihood_gap: FloatArray
    livelihood_by_county: FloatArray
    drawn_stock: FloatArray
    protected_shortfall: FloatArray
    usable_stock: FloatArray
    survival_hours: FloatArray


def ranked_outages(
    work: Workings, question: LossQuestion, *, table: LossTable, elements: Sequence[Element]
) -> OutageRows:
    """The table of losses by group, tier and county, the gravest first."""
    extra = to_cubic_metre(table.extra)
    demand = work.plan.rows
    rest = ~(question.is_protected | question.is_safe | demand.is_order)
    groups = {
        "protected": extra[:, question.is_protected].sum(axis=1),
        "safe_load": extra[:, question.is_safe].sum(axis=1),
        "beyond_orders": extra[:, rest].sum(axis=1),
        "relief": extra[:, demand.is_order].sum(axis=1),
        "total": extra.sum(axis=1),
    }
    homes = to_cubic_metre(table.livelihood_gap[:, work.axes.county_node])
    gravest = (groups["total"], groups["safe_load"], groups["protected"], homes.sum(axis=1))
    names = np.asarray([element.element for element in elements], dtype=np.str_)
    order = np.lexsort((names, *(-part for part in gravest)))
    tiers = len(work.loads.tiers)
    has_tier = demand.tier >= 0
    return OutageRows(
        element=tuple(elements[row].element for row in order),
        kind=tuple(elements[row].kind for row in order),
        name_zh=tuple(elements[row].name_zh for row in order),
        name_en=tuple(elements[row].name_en for row in order),
        has_effect=table.has_effect[order],
        by_tier=_summed(extra[:, has_tier], demand.tier[has_tier], tiers)[order],
        by_county=_summed(extra, demand.county, len(work.axes.counties))[order],
        livelihood_gap=homes.sum(axis=1)[order],
        livelihood_by_county=homes[order],
        drawn_stock=to_cubic_metre(table.drawn_stock)[order],
        protected_shortfall=table.protected_shortfall[order],
        usable_stock=table.usable_stock[order],
        survival_hours=table.survival_hours[order],
        **{name: to_cubic_metre(values)[order] for name, values in groups.items()},
    )


def _summed(values: FloatArray, place: IntArray, count: int) -> FloatArray:
    """Sum columns by where they belong, (n, count)."""
    total = np.zeros((count, values.shape[0]))
    np.add.at(total, place, values.T)
    return to_cubic_metre(total.T)
