"""The flow engine: bounds, fair shares, binding cuts and outages by maximum flow, where one plan is too slow.

Checks the exact engine and is checked by it. Volumes in 10^4 m3.
"""

from nuandong.balance.flow.cut import MinCut, min_cut, min_cuts
from nuandong.balance.flow.outages import OutageBounds, Outages, screen_outages, without
from nuandong.balance.flow.screen import FlowBounds, screen
from nuandong.balance.flow.shares import FairShares, fair_shares
from nuandong.balance.flow.warmth import is_warm, warm

__all__ = [
    "FairShares",
    "FlowBounds",
    "MinCut",
    "OutageBounds",
    "Outages",
    "fair_shares",
    "is_warm",
    "min_cut",
    "min_cuts",
    "screen",
    "screen_outages",
    "warm",
    "without",
]
