"""Flows as ribbons between columns of places (Sankey), drawn as one `<svg>` text.

The height of a place is what passes it, or what it asks for where that is more: the part that no ribbon reaches stays
hollow. Every place is given room for its words, so that no label covers another however small its flow. Quiet colours
become CSS variables (`report_palette`): a page may set them for dark ground, a lone file shows the light ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from nuandong.casefile.report_palette import themed
from nuandong.units import Flow

LINE = 17.0  # points of height that a place's words take
GAP = 5.0  # points between places of a column
BAR = 13.0  # points of width of a place
THINNEST = 0.75  # points: what is there can be seen
BISECTIONS = 60
INK, MUTED, PAPER = "#1f2933", "#5b6770", "#ffffff"
FONT = '"Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif'


@dataclass(frozen=True, slots=True)
class SankeyPlace:
    """One place: its column from the left, its words, its fill; `wanted` what it asks for (10^4 m3/day)."""

    key: str
    column: int
    words: str
    fill: str
    wanted: Flow = 0.0


@dataclass(frozen=True, slots=True)
class SankeyFlow:
    """What runs from one place to another, in 10^4 m3/day."""

    tail: str
    head: str
    flow: Flow


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a column's bar stands, how wide the drawing is, and how many points a unit of flow takes."""

    width: float
    margins: tuple[float, float]
    last: int
    scale: float

    def left(self, column: int) -> float:
        """Left edge of a column's bars."""
        first, free = self.margins[0], self.width - sum(self.margins) - BAR
        return first + (free * column / self.last if self.last else 0.0)


def sankey(
    *,
    places: Sequence[SankeyPlace],
    flows: Sequence[SankeyFlow],
    title: str,
    width: float = 730.0,
    height: float = 420.0,
    margins: tuple[float, float] = (150.0, 190.0),
) -> str:
    """The drawing as an `<svg>` element; places from top to bottom as given, `margins` hold the outer words.

    Flows that are not positive are left out. KeyError for a flow whose end is no place.
    """
    kept = [flow for flow in flows if flow.flow > 0]
    sizes = _sizes(places, kept)
    frame = _Frame(width, margins, max((p.column for p in places), default=0), _scale(places, sizes, height))
    tops = {
        top[0]: top[1] for column in _columns(places) for top in _stacked(column, sizes, frame.scale, height)
    }
    parts = [*_ribbons(places, kept, tops, frame)]
    for place in places:
        parts += _bar(place, tops[place.key], sizes[place.key], _passing(place, kept), frame)
    return themed(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" '
        f"aria-label=\"{escape(title, quote=True)}\" style='font-family:{FONT};font-size:11px'>"
        f'<defs><pattern id="sankey-hollow" width="5" height="5" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="5" style="stroke:{MUTED};stroke-width:1.4"/>'
        f"</pattern></defs>{''.join(parts)}</svg>"
    )


def _columns(places: Sequence[SankeyPlace]) -> list[list[SankeyPlace]]:
    return [[p for p in places if p.column == column] for column in sorted({p.column for p in places})]


def _passing(place: SankeyPlace, flows: Sequence[SankeyFlow]) -> float:
    inward = sum(flow.flow for flow in flows if flow.head == place.key)
    outward = sum(flow.flow for flow in flows if flow.tail == place.key)
    return max(inward, outward)


def _sizes(places: Sequence[SankeyPlace], flows: Sequence[SankeyFlow]) -> dict[str, float]:
    return {place.key: max(place.wanted, _passing(place, flows)) for place in places}


def _slots(column: Sequence[SankeyPlace], sizes: Mapping[str, float], scale: float) -> list[float]:
    """Room that each place of a column takes, in points."""
    return [max(sizes[place.key] * scale, LINE) for place in column]


def _scale(places: Sequence[SankeyPlace], sizes: Mapping[str, float], height: float) -> float:
    """The largest number of points a unit at which every column fits, found by halving."""
    low, high = 0.0, height / max(max(sizes.values(), default=0.0), 1e-9)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        fits = all(
            sum(_slots(column, sizes, middle)) + GAP * (len(column) - 1) <= height
            for column in _columns(places)
        )
        low, high = (middle, high) if fits else (low, middle)
    return low


def _stacked(
    column: Sequence[SankeyPlace], sizes: Mapping[str, float], scale: float, height: float
) -> list[tuple[str, float]]:
    """Top of each bar: slots one under the other, the column in the middle, each bar in the middle of its slot."""
    slots = _slots(column, sizes, scale)
    top = max(0.0, (height - sum(slots) - GAP * (len(slots) - 1)) / 2)
    found = []
    for place, slot in zip(column, slots, strict=True):
        found.append((place.key, top + (slot - sizes[place.key] * scale) / 2))
        top += slot + GAP
    return found


def _ribbons(
    places: Sequence[SankeyPlace], flows: Sequence[SankeyFlow], tops: Mapping[str, float], frame: _Frame
) -> list[str]:
    """One path a flow; at each end they lie in the order of the places at the other end."""
    at = {place.key: place for place in places}
    leaving, arriving = dict(tops), dict(tops)
    start = {id(flow): 0.0 for flow in flows}
    for flow in sorted(flows, key=lambda one: tops[one.head]):
        start[id(flow)] = leaving[flow.tail]
        leaving[flow.tail] += flow.flow * frame.scale
    drawn = []
    for flow in sorted(flows, key=lambda one: tops[one.tail]):
        thick = flow.flow * frame.scale
        ends = (start[id(flow)], arriving[flow.head])
        arriving[flow.head] += thick
        spans = (frame.left(at[flow.tail].column) + BAR, frame.left(at[flow.head].column))
        outer = flow.tail if at[flow.tail].column == 0 else flow.head
        drawn.append(_ribbon(spans, ends, max(thick, THINNEST), at[outer].fill))
    return drawn


def _ribbon(spans: tuple[float, float], ends: tuple[float, float], thick: float, fill: str) -> str:
    (left, right), (y0, y1) = spans, ends
    middle = (left + right) / 2
    path = (
        f"M{left:.1f},{y0:.1f}C{middle:.1f},{y0:.1f} {middle:.1f},{y1:.1f} {right:.1f},{y1:.1f}"
        f"V{y1 + thick:.1f}C{middle:.1f},{y1 + thick:.1f} {middle:.1f},{y0 + thick:.1f} {left:.1f},{y0 + thick:.1f}Z"
    )
    return f'<path d="{path}" style="fill:{fill};opacity:.42"/>'


def _bar(place: SankeyPlace, top: float, size: float, passing: float, frame: _Frame) -> list[str]:
    """The bar, solid as far as gas passes and hollow beyond, and its words on the outer side."""
    left, full = frame.left(place.column), size * frame.scale
    solid = passing * frame.scale
    parts = [
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{BAR:g}" height="{max(solid, THINNEST):.1f}" '
        f'style="fill:{place.fill}"/>'
    ]
    if full - solid > THINNEST:
        parts.append(
            f'<rect x="{left:.1f}" y="{top + solid:.1f}" width="{BAR:g}" height="{full - solid:.1f}" '
            f'style="fill:url(#sankey-hollow);stroke:{MUTED};stroke-width:.8"/>'
        )
    return [*parts, _label(place, left, top + full / 2, frame)]


def _label(place: SankeyPlace, left: float, middle: float, frame: _Frame) -> str:
    words = escape(place.words)
    if 0 < place.column < frame.last:
        x = left + BAR / 2
        turned = f'transform="rotate(-90 {x:.1f} {middle:.1f})"'
        return (
            f'<text x="{x:.1f}" y="{middle:.1f}" text-anchor="middle" dominant-baseline="central" {turned} '
            f'style="fill:{PAPER};font-size:10px">{words}</text>'
        )
    x, anchor = (left - 6, "end") if place.column == 0 else (left + BAR + 6, "start")
    return (
        f'<text x="{x:.1f}" y="{middle:.1f}" text-anchor="{anchor}" dominant-baseline="central" '
        f'style="fill:{INK}">{words}</text>'
    )
