"""The flow engine: bounds, fair shares, binding cuts and outages by maximum flow, where one plan is too slow.

Checks the exact engine and is checked by it. Volumes in 10^4 m3.
"""

from nuandong.balance.flow.screen import FlowBounds, screen
from nuandong.balance.flow.shares import FairShares, fair_shares

__all__ = ["FairShares", "FlowBounds", "fair_shares", "screen"]
