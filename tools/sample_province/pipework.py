"""Nodes and arcs: provincial segments and trunk lines of the public record, joins and county branches of ours."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path

from areas import County
from sheets import Row, given

from nuandong.units import flow_from_bcm_per_year
from nuandong.vocabulary import ArcKind, Evidence, NodeKind

RECORD = "Global Energy Monitor, Asia Gas Tracker 2024-05, CC BY 4.0"
YONGHE_XIXIAN = "public reports of November 2023: Yonghe-Xixian, 40 km, 2.5 bcm/y, in service 2023-11-15"


@dataclass(frozen=True)
class Place:
    """A named point of the network."""

    place: str
    name_zh: str
    name_en: str
    county: str
    lon: float
    lat: float
    kind: NodeKind


@dataclass(frozen=True)
class Segment:
    """One segment of the public record."""

    name: str
    status: str
    length_km: float
    length_in_province_km: float
    bcm: float | None


def read_places() -> dict[str, Place]:
    """Junctions and trunk entries, by slug."""
    return {
        row["place"]: Place(
            row["place"], row["name_zh"], row["name_en"], row["county"], float(row["lon"]), float(row["lat"]),
            NodeKind(row["kind"]),
        )
        for row in given("places")
    }  # fmt: skip


def read_segments(folder: Path) -> dict[tuple[str, float], Segment]:
    """Segments of the record by name and length (three share one name)."""
    record = json.loads((folder / "network/gem_shanxi_pipelines_2024-05.geojson").read_text(encoding="utf-8"))
    found = {}
    for feature in record["features"]:
        facts = feature["properties"]
        name = facts.get("segment") or facts["project"]
        bcm = facts.get("capacity_bcm_y")
        found[(name, facts["length_km"])] = Segment(
            name,
            facts["status"],
            facts["length_km"],
            facts["length_in_shanxi_km"],
            float(bcm) if bcm else None,
        )
    return found


def distance_km(a: Place | County, b: Place | County) -> float:
    """Distance on a plane tangent near 37 N; good enough for a schematic map."""
    return hypot((a.lon - b.lon) * 111.32 * cos(radians(37.0)), (a.lat - b.lat) * 110.57)


def node_rows(places: dict[str, Place], counties: list[County]) -> list[Row]:
    """Rows of `nodes`: junctions, trunk entries, one node for each county."""
    rows = [
        {
            "node": place.place, "name_zh": place.name_zh, "name_en": place.name_en, "kind": place.kind,
            "region": place.county, "lon": place.lon, "lat": place.lat, "evidence": Evidence.JUDGED,
            "reference": f"junction read from the schematic routes of {RECORD}",
        }
        for place in places.values()
    ]  # fmt: skip
    return rows + [_county_node(county) for county in counties]


def _county_node(county: County) -> Row:
    return {
        "node": county.code, "name_zh": county.name_zh, "name_en": county.name_en, "kind": NodeKind.COUNTY,
        "region": county.code, "lon": county.lon, "lat": county.lat, "evidence": Evidence.READ,
        "reference": "county seat: public county list",
    }  # fmt: skip


def arc_row(slug: str, names: tuple[str, str], ends: tuple[str, str], **more: object) -> Row:
    """One row of `arcs`; what `more` does not say is unknown."""
    row: Row = {
        "arc": slug, "name_zh": names[0], "name_en": names[1], "from_node": ends[0], "to_node": ends[1],
        "segment": "", "length_km": None, "diameter_mm": None, "pressure_min": None, "pressure_max": None,
        "in_service_from": None, "in_service_to": None,
    }  # fmt: skip
    return row | more


def _spans(places: dict[str, Place], chain: Sequence[str], length_km: float) -> list[float]:
    straight = [distance_km(places[a], places[b]) for a, b in pairwise(chain)]
    return [round(length_km * span / sum(straight), 1) for span in straight]


def pipe_rows(folder: Path, places: dict[str, Place]) -> list[Row]:
    """Provincial segments in operation, each cut at the places it passes."""
    record = read_segments(folder)
    rows: list[Row] = []
    for line in given("segments"):
        segment = record[(line["segment"], float(line["length_km"]))]
        if segment.status != "operating":
            raise ValueError(f"{segment.name} is {segment.status}")
        rows += _segment_arcs(line, segment, places)
    return [*rows, _yonghe_xixian()]


def _segment_arcs(line: dict[str, str], segment: Segment, places: dict[str, Place]) -> list[Row]:
    chain = line["places"].split()
    bcm = segment.bcm or float(line["illustrative_bcm"])
    flow = round(flow_from_bcm_per_year(capacity_bcm_per_year=bcm), 2)
    spans = _spans(places, chain, segment.length_in_province_km)
    evidence = Evidence.READ if segment.bcm else Evidence.ILLUSTRATIVE
    said = f"{bcm} bcm/y published" if segment.bcm else f"no capacity published, {bcm} bcm/y illustrative"
    return [
        arc_row(
            f"{line['slug']}-{step}", _span_names(line["name_zh"], segment.name, places, (a, b)), (a, b),
            kind=ArcKind.PIPE, segment=segment.name, capacity=flow,
            capacity_back=flow if line["both_ways"] == "true" else 0.0, length_km=spans[step - 1],
            evidence=evidence, reference=f"{RECORD}: {segment.name}, {said}",
        )
        for step, (a, b) in enumerate(pairwise(chain), start=1)
    ]  # fmt: skip


def _span_names(zh: str, en: str, places: dict[str, Place], ends: tuple[str, str]) -> tuple[str, str]:
    a, b = places[ends[0]], places[ends[1]]
    return f"{zh}线 {a.name_zh}—{b.name_zh}", f"{en}: {a.name_en} to {b.name_en}"


def _yonghe_xixian() -> Row:
    flow = round(flow_from_bcm_per_year(capacity_bcm_per_year=2.5), 2)
    return arc_row(
        "yonghe-xixian-1", ("永和—隰县线", "Yonghe-Xixian pipeline"), ("yonghe", "xixian"), kind=ArcKind.PIPE,
        segment="Yonghe-Xixian", capacity=flow, capacity_back=flow, length_km=40.0,
        in_service_from=date(2023, 11, 15), evidence=Evidence.READ, reference=YONGHE_XIXIAN,
    )  # fmt: skip


def trunk_rows(folder: Path, places: dict[str, Place]) -> list[Row]:
    """Trunk lines between their entries, limited to what Shanxi has a right to (illustrative)."""
    known = {name for name, _ in read_segments(folder)} | {"Shenmu-Anping Coalbed Gas Pipeline"}
    rows: list[Row] = []
    for line in given("trunks"):
        if line["line"] not in known:
            raise ValueError(f"{line['line']} is not in the record")
        chain = line["places"].split()
        rows += [_trunk_arc(line, places, step, ends) for step, ends in enumerate(pairwise(chain))]
    return rows


def _trunk_arc(line: dict[str, str], places: dict[str, Place], step: int, ends: tuple[str, str]) -> Row:
    a, b = places[ends[0]], places[ends[1]]
    right = float(line["right_flow"])
    return arc_row(
        f"{line['slug']}-{step + 1}",
        (
            f"{line['name_zh']} {a.name_zh.split()[-1]}—{b.name_zh.split()[-1]}",
            f"{line['name_en']}: {a.name_en.split(' at ')[-1]} to {b.name_en.split(' at ')[-1]}",
        ),
        ends, kind=ArcKind.TRUNK, segment=line["line"], capacity=right, capacity_back=0.0,
        length_km=round(distance_km(a, b), 1), evidence=Evidence.ILLUSTRATIVE,
        reference=f"route {RECORD}; capacity is Shanxi's illustrative right, not the line's",
    )  # fmt: skip


def join_rows(places: dict[str, Place]) -> list[Row]:
    """Connections that no record draws and we took to exist."""
    return [_join(line, places[line["from"]], places[line["to"]]) for line in given("joins")]


def _join(line: dict[str, str], a: Place, b: Place) -> Row:
    flow = float(line["capacity"])
    return arc_row(
        f"join-{a.place}-{b.place}",
        (f"本系统连接 {a.name_zh}—{b.name_zh}", f"Joined by us: {a.name_en} to {b.name_en}"),
        (a.place, b.place), kind=ArcKind.JOIN, capacity=flow,
        capacity_back=flow if line["both_ways"] == "true" else 0.0, length_km=round(distance_km(a, b), 1),
        evidence=Evidence.JUDGED, reference=f"joined by us 本系统连接: {line['reason_zh']}；{line['reason_en']}",
    )  # fmt: skip
