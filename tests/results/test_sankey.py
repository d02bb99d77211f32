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
from nuandong.casefile.ribbons import Block, Frame, Ribbon
from nuandong.casefile.sankey import sankey
from tests.results.three_counties import three_county_day

PAPER = Frame(730.0, 420.0, (150.0, 527.0), 13.0, 17.0, 5.0, ("before", "after"))
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
    blocks = [Block("all", 0, "all", "#000", sum(taken))]
    blocks += [
        Block(f"use {n}", 1, f"use {n}", "#000", had, want - had)
        for n, (want, had) in enumerate(zip(wanted, taken, strict=True))
    ]
    ribbons = [Ribbon("all", f"use {n}", flow, "#000") for n, flow in enumerate(taken)]
    return sankey(blocks=blocks, ribbons=ribbons, title="uses", frame=replace(PAPER, height=height))


@given(FLOWS)
def test_every_drawing_keeps_inside_its_height_and_every_label_has_its_own_line(flows: list[float]) -> None:
    svg = drawn(flows, flows)
    assert all(top >= -0.1 and top + high <= 421.0 for top, high in heights(svg))
    lines = sorted(float(y) for y in re.findall(r'<text x="[\d.]+" y="([\d.]+)" text-anchor="start"', svg))
    assert len(lines) == len(flows)
    assert all(later - sooner >= PAPER.line - 0.2 for sooner, later in itertools.pairwise(lines))


def test_what_is_wanted_and_not_had_stays_hollow() -> None:
    svg = drawn([10.0, 10.0], [10.0, 4.0])
    assert svg.count('style="fill:url(#sankey-hollow)') == 1
    bars = heights(svg)
    assert bars[3][1] == pytest.approx(bars[2][1] * 6 / 4, rel=0.01)


def test_a_flow_of_nothing_has_no_ribbon() -> None:
    assert drawn([10.0, 5.0], [10.0, 0.0]).count("<path") == 1


def test_words_inside_a_bar_run_along_it() -> None:
    blocks = [Block("a", 0, "middle", "#000", 1.0)]
    frame = replace(PAPER, lefts=(100.0,), words=("inside",))
    svg = sankey(blocks=blocks, ribbons=[], title="", frame=frame)
    assert 'x="106.5" y="210.0" text-anchor="middle"' in svg
    assert 'transform="rotate(-90 106.5 210.0)"' in svg


def test_a_flow_to_nowhere_is_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        sankey(
            blocks=[Block("a", 0, "a", "#000", 1.0)],
            ribbons=[Ribbon("a", "b", 1.0, "#000")],
            title="",
            frame=PAPER,
        )


def test_words_of_others_cannot_break_out_of_the_drawing() -> None:
    svg = sankey(
        blocks=[Block("a", 0, "<script>", "#000", 0.0, 1.0)], ribbons=[], title="\"'><script>", frame=PAPER
    )
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
