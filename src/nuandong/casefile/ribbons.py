"""Where the blocks and ribbons of a flow drawing (Sankey) stand: columns of blocks, each with room for its words.

The height of a block is what passes it; its hollow part is what is asked for and not served. Nothing here knows gas,
nor who draws: the report makes a text of these shapes, the desk fills a template with them. Coordinates are texts, so
that SVG reads them in every language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

BISECTIONS = 50
ASIDE = 6  # points between a bar and words beside it
THINNEST = 0.8  # what is there can be seen


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its column from the left, its name and look; `solid` passes it, `hollow` is not served."""

    key: str
    column: int
    name: str
    look: str
    solid: float
    hollow: float = 0.0


class Ribbon(NamedTuple):
    """What runs from one block to another, as thick as its flow; a hollow one leads what is not served."""

    tail: str
    head: str
    flow: float
    look: str
    is_hollow: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The paper: size, left edge of each column's bars, their width, height of a line of words, gap between blocks.

    `words` says where each column's words stand: "before" or "after" the bar, "above" it, or "inside", which whoever
    draws turns along the bar. `edge` is added above and below, so that no stroke is cut off.
    """

    width: float
    height: float
    lefts: tuple[float, ...]
    bar: float
    line: float
    gap: float
    words: tuple[str, ...]
    edge: float = 0.0


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
    """Blocks from top to bottom as given, ribbons in the order of the blocks at their other end.

    Ribbons that lead nothing are left out. KeyError for a ribbon whose end is no block.
    """
    scale = _scale(blocks, frame)
    tops = {key: top for column in _columns(blocks) for key, top in _stacked(column, scale, frame).items()}
    kept = [ribbon for ribbon in ribbons if ribbon.flow > 0]
    return FlowDrawing(
        f"0 {0 - frame.edge:g} {frame.width:g} {frame.height + 2 * frame.edge:g}",
        tuple(_block(block, tops[block.key], scale, frame) for block in blocks),
        tuple(_ribbons(blocks, kept, tops, scale, frame)),
    )


def _columns(blocks: Sequence[Block]) -> list[list[Block]]:
    numbers = sorted({block.column for block in blocks})
    return [[block for block in blocks if block.column == number] for number in numbers]


def _slot(block: Block, scale: float, frame: Frame) -> float:
    lines = frame.line * (2 if frame.words[block.column] == "above" else 1)
    size = (block.solid + block.hollow) * scale
    return size + lines if frame.words[block.column] == "above" else max(size, lines)


def _taken(column: Sequence[Block], scale: float, frame: Frame) -> float:
    return sum(_slot(block, scale, frame) for block in column) + frame.gap * max(0, len(column) - 1)


def _scale(blocks: Sequence[Block], frame: Frame) -> float:
    """The most points a unit at which every column fits, by halving."""
    columns = _columns(blocks)
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
        "before": (left - ASIDE, middle, "end"),
        "after": (left + frame.bar + ASIDE, middle, "start"),
        "inside": (left + frame.bar / 2, middle, "middle"),
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
    numbered, begins = list(enumerate(ribbons)), {}
    for number, ribbon in sorted(numbered, key=lambda one: tops[one[1].head]):
        begins[number] = leaving[ribbon.tail]
        leaving[ribbon.tail] += ribbon.flow * scale
    drawn = []
    for number, ribbon in sorted(numbered, key=lambda one: (one[1].is_hollow, tops[one[1].tail])):
        ends = (begins[number], arriving[ribbon.head])
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
