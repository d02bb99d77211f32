"""Where the blocks and ribbons of a flow drawing (Sankey) stand: three columns, every block with room for its words.

The height of a block is what passes it; its hollow part is what is asked for and not served. Nothing here knows gas:
`balance_flow` says what the blocks are. Coordinates are texts, so that SVG reads them in every language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

BISECTIONS = 50
EDGE = 2  # so that no stroke is cut off
THINNEST = 0.8  # what is there can be seen


@dataclass(frozen=True, slots=True)
class Block:
    """One block: column 0, 1 or 2, its name and class; `solid` passes it, `hollow` is not served."""

    key: str
    column: int
    name: str
    look: str
    solid: float
    hollow: float = 0.0


class Ribbon(NamedTuple):
    """What runs from one block to another; a hollow one leads what is not served."""

    tail: str
    head: str
    flow: float
    look: str
    is_hollow: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The paper: size, left edge and width of each column's bars, height of a line of words, gap between blocks."""

    width: float
    height: float
    lefts: tuple[float, float, float]
    bar: float
    line: float
    gap: float
    words: tuple[str, str, str]  # where each column's words stand: "before", "after" or "above" the bar


@dataclass(frozen=True, slots=True)
class BlockShape:
    """A block as drawn."""

    block: Block
    x: str
    solid_y: str
    solid_height: str
    hollow_y: str
    hollow_height: str
    width: str
    text_x: str
    text_y: str
    anchor: str


@dataclass(frozen=True, slots=True)
class RibbonShape:
    """A ribbon as drawn."""

    path: str
    look: str
    is_hollow: bool


@dataclass(frozen=True, slots=True)
class FlowDrawing:
    """The whole drawing."""

    view_box: str
    blocks: tuple[BlockShape, ...]
    ribbons: tuple[RibbonShape, ...]


def drawing(blocks: Sequence[Block], ribbons: Sequence[Ribbon], *, frame: Frame) -> FlowDrawing:
    """Blocks from top to bottom as given, ribbons in the order of the blocks at their other end."""
    scale = _scale(blocks, frame)
    tops = {
        key: top for column in range(3) for key, top in _stacked(_of(blocks, column), scale, frame).items()
    }
    shapes = tuple(_block(block, tops[block.key], scale, frame) for block in blocks)
    return FlowDrawing(
        f"0 {-EDGE} {frame.width:g} {frame.height + 2 * EDGE:g}",
        shapes,
        tuple(_ribbons(blocks, ribbons, tops, scale, frame)),
    )


def _of(blocks: Sequence[Block], column: int) -> list[Block]:
    return [block for block in blocks if block.column == column]


def _slot(block: Block, scale: float, frame: Frame) -> float:
    lines = frame.line * (2 if frame.words[block.column] == "above" else 1)
    size = (block.solid + block.hollow) * scale
    return size + lines if frame.words[block.column] == "above" else max(size, lines)


def _taken(column: Sequence[Block], scale: float, frame: Frame) -> float:
    return sum(_slot(block, scale, frame) for block in column) + frame.gap * max(0, len(column) - 1)


def _scale(blocks: Sequence[Block], frame: Frame) -> float:
    """The most points a unit at which every column fits, by halving."""
    columns = [_of(blocks, column) for column in range(3)]
    largest = max((block.solid + block.hollow for block in blocks), default=0.0)
    low, high = 0.0, frame.height / max(largest, 1e-9)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        if all(_taken(column, middle, frame) <= frame.height for column in columns):
            low = middle
        else:
            high = middle
    return low


def _stacked(column: Sequence[Block], scale: float, frame: Frame) -> dict[str, float]:
    """Top of each block's bar: slots one under the other, the column in the middle of the paper."""
    top = max(0.0, (frame.height - _taken(column, scale, frame)) / 2)
    tops = {}
    for block in column:
        slot, size = _slot(block, scale, frame), (block.solid + block.hollow) * scale
        is_above = frame.words[block.column] == "above"
        tops[block.key] = top + (slot - size if is_above else (slot - size) / 2)
        top += slot + frame.gap
    return tops


def _block(block: Block, top: float, scale: float, frame: Frame) -> BlockShape:
    left, solid, hollow = frame.lefts[block.column], block.solid * scale, block.hollow * scale
    where = frame.words[block.column]
    middle = top + (solid + hollow) / 2
    text_x, text_y, anchor = {
        "before": (left - 6, middle, "end"),
        "after": (left + frame.bar + 6, middle, "start"),
        "above": (left + frame.bar / 2, top - frame.line * 0.62, "middle"),
    }[where]
    return BlockShape(
        block=block,
        x=f"{left:.1f}",
        solid_y=f"{top:.1f}",
        solid_height=f"{max(solid, THINNEST if block.solid > 0 else 0.0):.1f}",
        hollow_y=f"{top + solid:.1f}",
        hollow_height=f"{max(hollow, THINNEST if block.hollow > 0 else 0.0):.1f}",
        width=f"{frame.bar:g}",
        text_x=f"{text_x:.1f}",
        text_y=f"{text_y:.1f}",
        anchor=anchor,
    )


def _ribbons(
    blocks: Sequence[Block], ribbons: Sequence[Ribbon], tops: dict[str, float], scale: float, frame: Frame
) -> list[RibbonShape]:
    at = {block.key: block for block in blocks}
    leaving, arriving = dict(tops), dict(tops)
    begins: dict[Ribbon, float] = {}
    for ribbon in sorted(ribbons, key=lambda one: tops[one.head]):
        begins[ribbon] = leaving[ribbon.tail]
        leaving[ribbon.tail] += ribbon.flow * scale
    drawn = []
    for ribbon in sorted(ribbons, key=lambda one: (one.is_hollow, tops[one.tail])):
        ends = (begins[ribbon], arriving[ribbon.head])
        arriving[ribbon.head] += ribbon.flow * scale
        spans = (frame.lefts[at[ribbon.tail].column] + frame.bar, frame.lefts[at[ribbon.head].column])
        path = _path(spans, ends, max(ribbon.flow * scale, THINNEST))
        drawn.append(RibbonShape(path, ribbon.look, ribbon.is_hollow))
    return drawn


def _path(spans: tuple[float, float], ends: tuple[float, float], thick: float) -> str:
    (left, right), (begin, end), middle = spans, ends, sum(spans) / 2
    return (
        f"M{left:.1f},{begin:.1f}C{middle:.1f},{begin:.1f} {middle:.1f},{end:.1f} {right:.1f},{end:.1f}"
        f"V{end + thick:.1f}C{middle:.1f},{end + thick:.1f} {middle:.1f},{begin + thick:.1f} "
        f"{left:.1f},{begin + thick:.1f}Z"
    )
