"""The schematic map holds every county and every pipe, and stays light."""

import gzip
import json
import re

import pytest

from tests.sample.tables import CHECKOUT, rows

GEO = CHECKOUT / "src/nuandong/desk/control_room/static/control_room/geo/shanxi.json"


@pytest.fixture(scope="module")
def page() -> dict:
    return json.loads(GEO.read_text(encoding="utf-8"))


def test_the_map_is_at_most_60_kb_on_the_wire() -> None:
    assert len(gzip.compress(GEO.read_bytes(), 6)) <= 60_000


def test_every_county_and_city_has_an_outline_inside_the_page(page: dict) -> None:
    assert {shape["code"] for shape in page["counties"]} == {
        row["region"] for row in rows("regions") if row["kind"] == "county"
    }
    assert len(page["cities"]) == 11
    width, height = page["view"][2:]
    for shape in page["counties"] + page["cities"]:
        assert re.fullmatch(r"(M\d+,\d+l[-\d, ]+z)+", shape["d"]), shape["code"]
        x, y = map(int, re.match(r"M(\d+),(\d+)", shape["d"]).groups())
        assert 0 <= x <= width
        assert 0 <= y <= height


def test_every_node_and_arc_of_the_network_can_be_drawn(page: dict) -> None:
    assert set(page["nodes"]) == {row["node"] for row in rows("nodes")}
    assert set(page["arcs"]) == {row["arc"] for row in rows("arcs")}
    assert all(ends[0] in page["nodes"] and ends[1] in page["nodes"] for ends in page["arcs"].values())


def test_the_map_says_that_it_is_schematic(page: dict) -> None:
    assert "示意图" in page["note_zh"]
    assert "MIT" in page["note_en"]
