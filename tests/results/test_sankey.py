"""Ribbons: what goes in comes out, small flows keep room for their words, and what is cut stays hollow."""

import itertools
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.assess.picture import DayPicture
from nuandong.casefile.report_sankey import day_flows, flow_chart, flow_statement
from nuandong.casefile.sankey import LINE, SankeyFlow, SankeyPlace, sankey
from tests.results.three_counties import three_county_day

FLOWS = st.lists(st.floats(1e-4, 1e4), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def picture() -> DayPicture:
    return three_county_day()


def heights(svg: str) -> list[tuple[float, float]]:
    """Top and height of every bar."""
    return [
        (float(y), float(h))
        for y, h in re.findall(r'<rect x="[\d.]+" y="([\d.]+)" [^>]*height="([\d.]+)"', svg)
    ]


def drawn(wanted: list[float], taken: list[float], height: float = 420.0) -> str:
    places = [SankeyPlace("all", 0, "all", "#000")]
    places += [SankeyPlace(f"use {n}", 1, f"use {n}", "#000", want) for n, want in enumerate(wanted)]
    flows = [SankeyFlow("all", f"use {n}", flow) for n, flow in enumerate(taken)]
    return sankey(places=places, flows=flows, title="uses", height=height)


@given(FLOWS)
def test_every_drawing_keeps_inside_its_height_and_every_label_has_its_own_line(flows: list[float]) -> None:
    svg = drawn(flows, flows)
    assert all(top >= -0.1 and top + high <= 421.0 for top, high in heights(svg))
    lines = sorted(float(y) for y in re.findall(r'<text x="[\d.]+" y="([\d.]+)" text-anchor="start"', svg))
    assert len(lines) == len(flows)
    assert all(later - sooner >= LINE - 0.2 for sooner, later in itertools.pairwise(lines))


def test_what_is_wanted_and_not_had_stays_hollow() -> None:
    svg = drawn([10.0, 10.0], [10.0, 4.0])
    assert svg.count('style="fill:url(#sankey-hollow)') == 1
    bars = heights(svg)
    assert bars[3][1] == pytest.approx(bars[2][1] * 6 / 4, rel=0.01)


def test_a_flow_to_nowhere_is_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        sankey(places=[SankeyPlace("a", 0, "a", "#000")], flows=[SankeyFlow("a", "b", 1.0)], title="")


def test_words_of_others_cannot_break_out_of_the_drawing() -> None:
    svg = sankey(places=[SankeyPlace("a", 0, "<script>", "#000", 1.0)], flows=[], title="\"'><script>")
    assert "<script>" not in svg


def test_what_enters_the_network_leaves_it_to_uses_and_stores(picture: DayPicture) -> None:
    places, flows = day_flows(picture, language="zh")
    inward = sum(flow.flow for flow in flows if flow.head == "network")
    assert inward == pytest.approx(float(picture.sources.delivered[:, 0].sum()))
    assert {place.column for place in places} == {0, 1, 2}


def test_where_more_is_short_than_was_ordered_no_tier_is_blamed(picture: DayPicture) -> None:
    counties = replace(picture.counties, unserved=picture.counties.relief + 1.0)
    short = replace(picture, counties=replace(counties, livelihood_gap=np.zeros_like(counties.relief)))
    keys = [place.key for place in day_flows(short, language="en")[0]]
    assert "others" in keys
    assert not any(key.startswith("tier-") for key in keys)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_chart_says_what_it_shows(picture: DayPicture, language: str) -> None:
    assert flow_statement(picture, language=language) in flow_chart(picture, language=language).replace(
        "&#x27;", "'"
    )
