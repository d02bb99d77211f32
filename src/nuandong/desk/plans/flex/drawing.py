"""The curve of what can be had: hours across, on a scale that gives the first hours room, flow upwards (T-030)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from nuandong.desk.plans.flex.register import STEPS_H, FlexRow
from nuandong.desk.plans.models import FlexKind

WIDTH, HEIGHT, FOOT = 720, 200, 20
PLOT = HEIGHT - FOOT
LATEST = STEPS_H[-1]


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark below the curve."""

    x: float
    hours: float


@dataclass(frozen=True, slots=True)
class CurveDrawing:
    """Outlines of both kinds stacked, the line of the gap, and marks in hours."""

    interruptible: str
    together: str
    gap_y: float | None
    ticks: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    plot: int = PLOT


def curve_drawing(rows: Sequence[FlexRow], gap: float | None) -> CurveDrawing:
    """Steps upwards at each lead time; what takes longer than three days stands at the right edge."""
    total = sum(row.counts for row in rows)
    most = max(total, gap or 0.0) * 1.05 or 1.0
    one_kind = [row for row in rows if row.kind == FlexKind.INTERRUPTIBLE]
    return CurveDrawing(
        interruptible=_outline(one_kind, most), together=_outline(rows, most),
        gap_y=None if gap is None else round(PLOT - gap / most * PLOT, 1),
        ticks=tuple(Tick(_x(hours), hours) for hours in STEPS_H),
    )  # fmt: skip


def _outline(rows: Sequence[FlexRow], most: float) -> str:
    held, path = 0.0, f"M0,{PLOT}"
    for row in sorted(rows, key=lambda one: one.lead_hours):
        before, held = held, held + row.counts
        x = _x(row.lead_hours)
        path += f"L{x},{_y(before, most)}L{x},{_y(held, most)}"
    return f"{path}L{WIDTH},{_y(held, most)}L{WIDTH},{PLOT}Z"


def _x(hours: float) -> float:
    return round(min(1.0, math.log1p(hours) / math.log1p(LATEST)) * WIDTH, 1)


def _y(flow: float, most: float) -> float:
    return round(PLOT - flow / most * PLOT, 1)
