"""Balance of demand against every source over the network, exact tier by tier.

The case and its plan are columns; `solve_tiers` finds the plan, `certificate` checks it without a solver.
"""

from nuandong.balance.case import BalanceCase, BalancePlan, Demands, Links, Steps, Supplies, Tanks
from nuandong.balance.solve import SolverFailure, solve_step_by_step, solve_tiers
from nuandong.balance.terms import SendoutCurves, StockTargets, Totals

__all__ = [
    "BalanceCase",
    "BalancePlan",
    "Demands",
    "Links",
    "SendoutCurves",
    "SolverFailure",
    "Steps",
    "StockTargets",
    "Supplies",
    "Tanks",
    "Totals",
    "solve_step_by_step",
    "solve_tiers",
]
