"""The picture of a plan: a column a week, the gap as a frame, measures stacked inside it by kind.

Coordinates are whole numbers of a drawing of fixed size; templates only place them.

Clause: T-023.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nuandong.desk.directory.models import MeasureSort
from nuandong.desk.plans.balance.weeks import CoveredWeek

WIDTH, HEIGHT, FOOT = 720, 220, 20
PLOT = HEIGHT - FOOT
LABELS_MOST = 8


@dataclass(frozen=True, slots=True)
class Block:
    """One stacked measure: its kind, its upper edge and its height."""

    kind: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """One week of the drawing."""

    covered: CoveredWeek
    x: float
    width: float
    gap_y: float
    gap_height: float
    blocks: tuple[Block, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All columns, and the kinds that occur, for the legend."""

    columns: tuple[Column, ...]
    kinds: tuple[tuple[str, str], ...]
    most: float
    width: int = WIDTH
    height: int = HEIGHT
    plot: int = PLOT


def drawing_of(weeks: Sequence[CoveredWeek]) -> Drawing:
    """The picture of these weeks on one scale."""
    most = max([one.week.gap for one in weeks] + [one.covered for one in weeks], default=0.0) or 1.0
    step = WIDTH / max(1, len(weeks))
    named = max(1, -(-len(weeks) // LABELS_MOST))
    columns = tuple(_column(one, place, step, most, named) for place, one in enumerate(weeks))
    there = {kind for one in weeks for kind in one.by_kind}
    kinds = tuple((str(kind), str(kind.label)) for kind in MeasureSort if kind in there)
    return Drawing(columns, kinds, most)


def _column(one: CoveredWeek, place: int, step: float, most: float, named: int) -> Column:
    blocks, top = [], float(PLOT)
    for kind in MeasureSort:
        height = round(one.by_kind.get(kind, 0.0) / most * PLOT, 1)
        if height > 0:
            top = round(top - height, 1)
            blocks.append(Block(str(kind), top, height))
    tall = round(one.week.gap / most * PLOT, 1)
    label = f"{one.week.begins:%m-%d}" if place % named == 0 else ""
    return Column(
        one,
        round(place * step + step * 0.1, 1),
        round(step * 0.8, 1),
        round(PLOT - tall, 1),
        tall,
        tuple(blocks),
        label,
    )
