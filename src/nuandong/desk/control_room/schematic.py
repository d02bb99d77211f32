"""The schematic map of a gas day: counties by what they miss, pipes by how full they are.

The shapes are a drawing, not a survey: nothing is measured on them, and the page says so (示意图). A county is grey
unless gas is missing there; a pipe is thin unless it carries much, and dark only where it is full.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import hypot
from typing import Any

from django.utils.translation import gettext as _

from nuandong.assess.picture import DayPicture
from nuandong.desk.control_room.shown import DRAWN, NOTHING
from nuandong.desk.control_room.tongue import said
from nuandong.desk.frame.templatetags.figures import flow, percent

GEOMETRY = "static/control_room/geo/shanxi.json"
LISTED = 8  # full pipes listed beside the map; the others are numbered on it and stand in the table of pipes
ASIDE = 26  # a full pipe's number stands this far from the pipe
STEPS = (0.05, 0.10, 0.20)  # shares of county demand at which the shade deepens
THINNEST, THICKEST = 1.5, 11.0  # stroke widths of an empty and of a full pipe


@dataclass(frozen=True, slots=True)
class CountyShape:
    """One county: its outline, how deep its shade, and its line of text."""

    code: str
    path: str
    step: int  # 0 nothing missing .. 4 most
    is_reported: bool
    is_red: bool  # protected users go short
    name: str
    line: str


@dataclass(frozen=True, slots=True)
class CityShape:
    """A city's border and where its name stands."""

    path: str
    x: str
    y: str
    name: str


@dataclass(frozen=True, slots=True)
class PipeShape:
    """One pipe: line, width by use, and a number where it is full."""

    path: str
    width: str
    is_full: bool
    is_joined: bool
    number: int
    x: str
    y: str
    name: str
    use: float
    flow: float
    line: str


@dataclass(frozen=True, slots=True)
class Schematic:
    """The whole drawing; `unseen` are outlines of counties outside the reader's scope."""

    view_box: str
    counties: tuple[CountyShape, ...]
    unseen: tuple[str, ...]
    cities: tuple[CityShape, ...]
    pipes: tuple[PipeShape, ...]
    full_pipes: tuple[PipeShape, ...]
    listed_pipes: tuple[PipeShape, ...]
    unlisted: int
    steps: tuple[str, ...]


@cache
def geometry() -> dict[str, Any]:
    """The drawing's shapes, read once."""
    text = files("nuandong.desk.control_room").joinpath(GEOMETRY).read_text(encoding="utf-8")
    shapes: dict[str, Any] = json.loads(text)
    return shapes


def schematic(*, picture: DayPicture, city_names: Mapping[str, str]) -> Schematic:
    """The drawing of the first gas day; `city_names` by code, in the language of the page."""
    shapes = geometry()
    pipes = _pipes(picture, shapes["nodes"])
    full = tuple(sorted((pipe for pipe in pipes if pipe.is_full), key=lambda pipe: pipe.number))
    outlines = {county["code"]: county["d"] for county in shapes["counties"]}
    return Schematic(
        view_box=" ".join(str(number) for number in shapes["view"]),
        counties=tuple(_counties(picture, outlines)),
        unseen=tuple(path for code, path in outlines.items() if code not in picture.counties.county),
        cities=city_shapes(shapes, city_names),
        pipes=pipes,
        full_pipes=full,
        listed_pipes=full[:LISTED],
        unlisted=max(0, len(full) - LISTED),
        steps=("0", "≤ 5 %", "≤ 10 %", "≤ 20 %", "> 20 %"),
    )


def _counties(picture: DayPicture, shapes: Mapping[str, str]) -> list[CountyShape]:
    table = picture.counties
    return [_county(picture, row, shapes[code]) for row, code in enumerate(table.county) if code in shapes]


def city_shapes(shapes: Mapping[str, Any], city_names: Mapping[str, str]) -> tuple[CityShape, ...]:
    """Borders of the cities, with a name in the middle of each."""
    places: dict[str, list[list[int]]] = {}
    for county in shapes["counties"]:
        places.setdefault(county["city"], []).append(county["at"])
    return tuple(_city(city, places[city["code"]], city_names) for city in shapes["cities"])


def _city(city: Mapping[str, str], seats: list[list[int]], city_names: Mapping[str, str]) -> CityShape:
    """A city's name stands in the middle of its counties' seats."""
    x, y = (str(round(sum(seat[axis] for seat in seats) / len(seats))) for axis in (0, 1))
    return CityShape(city["d"], x, y, city_names.get(city["code"], city["name_zh"]))


def _county(picture: DayPicture, row: int, path: str) -> CountyShape:
    table = picture.counties
    demand, missing = float(table.demand[row, 0]), float(table.shortfall[row, 0])
    share = missing / demand if demand > NOTHING else 0.0
    name = said(table.name_zh[row], table.name_en[row])
    facts = {"name": name, "demand": flow(demand), "missing": flow(missing), "share": percent(share)}
    line = _("%(name)s: demand %(demand)s, missing %(missing)s (%(share)s)") % facts
    if not table.reported[row]:
        line += _("; not reported")
    return CountyShape(
        table.county[row], path, _step(share if missing > NOTHING else 0.0), bool(table.reported[row]),
        float(table.livelihood_gap[row, 0]) > NOTHING, name, line,
    )  # fmt: skip


def _step(share: float) -> int:
    if share <= 0:
        return 0
    return 1 + sum(share > limit for limit in STEPS)


def _pipes(picture: DayPicture, places: Mapping[str, list[Any]]) -> tuple[PipeShape, ...]:
    table = picture.arcs
    drawn = [
        row
        for row in range(len(table.arc))
        if table.kind[row] in DRAWN and table.from_node[row] in places and table.to_node[row] in places
    ]
    full = sorted(
        (row for row in drawn if table.binding[row, 0]), key=lambda row: -abs(float(table.flow[row, 0]))
    )
    numbers = {row: place + 1 for place, row in enumerate(full)}
    in_order = sorted(drawn, key=lambda row: row in numbers)  # full pipes are drawn last, above the others
    return tuple(_pipe(picture, row, places, numbers.get(row, 0)) for row in in_order)


def _pipe(picture: DayPicture, row: int, places: Mapping[str, list[Any]], number: int) -> PipeShape:
    table = picture.arcs
    carried = float(table.flow[row, 0])
    room = float((table.capacity if carried >= 0 else table.capacity_back)[row, 0])
    use = min(1.0, abs(carried) / room) if room > NOTHING else 0.0
    name = said(table.name_zh[row], table.name_en[row])
    facts = {"name": name, "flow": flow(abs(carried)), "room": flow(room), "use": percent(use)}
    (x1, y1, *_kind), (x2, y2, *_kind) = places[table.from_node[row]], places[table.to_node[row]]
    length = max(1.0, hypot(x2 - x1, y2 - y1))
    aside_x, aside_y = ASIDE * (y2 - y1) / length, -ASIDE * (x2 - x1) / length
    return PipeShape(
        path=f"M{x1},{y1}L{x2},{y2}",
        width=f"{THINNEST + (THICKEST - THINNEST) * use:.1f}",
        is_full=number > 0,
        is_joined=table.kind[row] == "join",
        number=number,
        x=str(round((x1 + x2) / 2 + aside_x)),
        y=str(round((y1 + y2) / 2 + aside_y)),
        name=name,
        use=use,
        flow=abs(carried),
        line=_("%(name)s: carries %(flow)s of %(room)s (%(use)s)") % facts,
    )
