"""A bottleneck on the schematic map: the counties behind it tinted, the pipes that limit it thick and numbered.

Sources taken whole and stores at full send-out are rings, as large as what they give; each limit stands beside the map
with its figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import hypot, sqrt
from typing import Any

from django.utils.translation import gettext as _

from nuandong.assess.explaining.cuts import PIPES, CutStory, Limit
from nuandong.assess.picture import DayPicture
from nuandong.balance.reasons import Way
from nuandong.desk.control_room.schematic import ASIDE, CityShape, city_shapes, geometry
from nuandong.desk.control_room.shown import DRAWN, NOTHING
from nuandong.desk.control_room.tongue import said
from nuandong.desk.frame.templatetags.figures import flow

LISTED = 7
RING = 2.4  # radius a square root of 10^4 m3/d
RINGS = (Way.SUPPLY, Way.SENDOUT)


@dataclass(frozen=True, slots=True)
class TintedCounty:
    """A county, and whether it lies behind the bottleneck."""

    code: str
    path: str
    is_behind: bool
    line: str


@dataclass(frozen=True, slots=True)
class LimitShape:
    """One limit on the map; a pipe has a path and a number, a source or store a radius."""

    number: int
    name: str
    volume: float
    path: str
    x: str
    y: str
    radius: str
    is_store: bool
    line: str


@dataclass(frozen=True, slots=True)
class CutMap:
    """The drawing of one bottleneck."""

    view_box: str
    number: int
    missing: float
    need: float
    brought: float
    counties: tuple[TintedCounty, ...]
    unseen: tuple[str, ...]
    cities: tuple[CityShape, ...]
    network: tuple[str, ...]
    pipes: tuple[LimitShape, ...]
    rings: tuple[LimitShape, ...]
    listed_rings: tuple[LimitShape, ...]
    unlisted: int


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the drawing rests on: the picture, names of cities, and the node of each source and store."""

    picture: DayPicture
    city_names: Mapping[str, str]
    places: Mapping[str, str]


def cut_map(cut: CutStory, *, number: int, grounds: Grounds) -> CutMap:
    """The drawing of a bottleneck."""
    shapes, picture = geometry(), grounds.picture
    outlines = {county["code"]: county["d"] for county in shapes["counties"]}
    rings = tuple(_rings(cut, grounds, shapes["nodes"]))
    pipes = tuple(_pipes(cut, picture, shapes["nodes"]))
    return CutMap(
        view_box=" ".join(str(number) for number in shapes["view"]),
        number=number,
        missing=cut.missing,
        need=cut.need,
        brought=cut.brought,
        counties=tuple(_counties(picture, set(cut.counties), outlines)),
        unseen=tuple(path for code, path in outlines.items() if code not in picture.counties.county),
        cities=city_shapes(shapes, grounds.city_names),
        network=tuple(_network(picture, shapes["nodes"])),
        pipes=pipes,
        rings=rings,
        listed_rings=rings[:LISTED],
        unlisted=max(0, len(rings) - LISTED),
    )


def _counties(picture: DayPicture, behind: set[str], outlines: Mapping[str, str]) -> Iterator[TintedCounty]:
    table = picture.counties
    for row, code in enumerate(table.county):
        if code in outlines:
            facts = {
                "name": said(table.name_zh[row], table.name_en[row]),
                "unserved": flow(float(table.unserved[row, 0])),
            }
            text = (
                _("%(name)s lies behind the bottleneck: %(unserved)s unserved under the plan")
                if code in behind
                else _("%(name)s is not behind this bottleneck")
            )
            yield TintedCounty(code, outlines[code], code in behind, text % facts)


def _network(picture: DayPicture, places: Mapping[str, list[Any]]) -> Iterator[str]:
    table = picture.arcs
    for row, kind in enumerate(table.kind):
        if kind in DRAWN and table.from_node[row] in places and table.to_node[row] in places:
            (x1, y1, *_tail), (x2, y2, *_head) = places[table.from_node[row]], places[table.to_node[row]]
            yield f"M{x1},{y1}L{x2},{y2}"


def _pipes(cut: CutStory, picture: DayPicture, places: Mapping[str, list[Any]]) -> Iterator[LimitShape]:
    at = {arc: row for row, arc in enumerate(picture.arcs.arc)}
    number = 0
    for limit in cut.limits:
        if limit.way in PIPES and limit.ident in at:
            number += 1
            row = at[limit.ident]
            ends = places.get(picture.arcs.from_node[row]), places.get(picture.arcs.to_node[row])
            yield _pipe(limit, number, ends)


def _pipe(limit: Limit, number: int, ends: tuple[list[Any] | None, list[Any] | None]) -> LimitShape:
    name, (tail, head) = said(limit.name_zh, limit.name_en), ends
    line = _("%(name)s: brings at most %(flow)s") % {"name": name, "flow": flow(limit.volume)}
    if tail is None or head is None:
        return LimitShape(number, name, limit.volume, "", "", "", "", False, line)
    (x1, y1, *_tail), (x2, y2, *_head) = tail, head
    length = max(1.0, hypot(x2 - x1, y2 - y1))
    x = (x1 + x2) / 2 + ASIDE * (y2 - y1) / length
    y = (y1 + y2) / 2 - ASIDE * (x2 - x1) / length
    return LimitShape(
        number, name, limit.volume, f"M{x1},{y1}L{x2},{y2}", f"{x:.0f}", f"{y:.0f}", "", False, line
    )


def _rings(cut: CutStory, grounds: Grounds, places: Mapping[str, list[Any]]) -> Iterator[LimitShape]:
    for limit in sorted(cut.limits, key=lambda one: -one.volume):
        if limit.way not in RINGS or limit.volume <= NOTHING:
            continue
        name = said(limit.name_zh, limit.name_en)
        line = _("%(name)s: gives at most %(flow)s") % {"name": name, "flow": flow(limit.volume)}
        place = places.get(grounds.places.get(limit.ident, ""))
        x, y = (str(place[0]), str(place[1])) if place else ("", "")
        radius = f"{RING * sqrt(limit.volume):.1f}"
        yield LimitShape(0, name, limit.volume, "", x, y, radius, limit.way == Way.SENDOUT, line)
