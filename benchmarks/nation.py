"""Ten times a province, a whole season: bounds of every rank by flow, and a plan in windows with its proven gap."""

from __future__ import annotations

import resource

import numpy as np

from benchmarks.figures import Figure, FigureTable
from benchmarks.flow import timed
from benchmarks.instances import province
from nuandong.balance import solve_tiers
from nuandong.balance.certificate import residuals
from nuandong.balance.flow import screen, warm
from nuandong.balance.rolling import solve_rolling

KIB_PER_GIB = 2**20
NOT_WHOLE = "not tried in one program: 2.4 million columns, and time grows as n^1.5 to n^1.75"


def run(arguments: list[str]) -> FigureTable:
    """Measure a nation's season; `--quick` takes 30 days instead of 151."""
    days = 30 if "--quick" in arguments else 151
    warm()
    table = FigureTable(f"nation (1 700 nodes, 2 200 pipes), {days} gas days")
    add_windows_of_a_province(table, days=days)
    case = province(winter="cold", days=days, scale=10)
    bounds = timed(lambda: screen(case=case))
    table.add(Figure("both bounds of all ranks", bounds.seconds, "s CPU", goal=10))
    width = float((bounds.answer.upper - bounds.answer.lower).max() / case.demands.quantity.sum())
    table.add(Figure("widest distance of the bounds", width * 100, "% of demand"))
    planned = timed(lambda: solve_rolling(case=case, window=7))
    if not residuals(case=case, plan=planned.answer.plan).hold:
        raise AssertionError("the nation's plan does not balance")
    table.add(Figure("plan in windows of seven days", planned.seconds, "s CPU", note=NOT_WHOLE))
    gap = float(planned.answer.gap.max() / case.demands.quantity.sum())
    table.add(Figure("its proven gap, all ranks up to any", gap * 100, "% of demand"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_GIB
    table.add(Figure("most memory", peak, "GiB", goal=4))
    return table


def add_windows_of_a_province(table: FigureTable, *, days: int) -> None:
    """What planning in windows costs where the exact plan can be had: ranks up to any, against the exact ones."""
    case = province(winter="cold", days=days)
    exact = timed(lambda: solve_tiers(case=case, is_fair=False))
    rolling = timed(lambda: solve_rolling(case=case, window=7))
    found, best = (np.cumsum(plan.rank_unserved) for plan in (rolling.answer.plan, exact.answer))
    demand = float(case.demands.quantity.sum())
    table.add(Figure("province: exact plan / plan in windows, time", exact.seconds / rolling.seconds))
    table.add(
        Figure(
            "province: missing beyond the exact plan",
            float((found - best).max()) / demand * 100,
            "% of demand",
        )
    )
    table.add(
        Figure("province: gap that is proven", float(rolling.answer.gap.max()) / demand * 100, "% of demand")
    )
