"""The flow engine: bounds, fair shares, binding cuts and outages by maximum flow, where one plan is too slow.

Checks the exact engine and is checked by it. Volumes in 10^4 m3.
"""

from nuandong.balance.flow.screen import FlowBounds, screen

__all__ = ["FlowBounds", "screen"]
