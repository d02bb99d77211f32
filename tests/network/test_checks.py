"""The network's own checks, on tables handed in."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuandong.casefile import read_case
from nuandong.network.checks import check_network, check_reach
from nuandong.network.tables import Network

TINY = Path(__file__).resolve().parents[1] / "cases" / "tiny"
COUNTIES = frozenset({"149101", "149102", "149201", "149202"})


@pytest.fixture(scope="module")
def network() -> Network:
    return read_case(TINY).network


def codes(network: Network) -> list[str]:
    return [finding.code for finding in check_network(network=network, demand_counties=COUNTIES)]


def test_a_sound_network_has_no_finding(network: Network) -> None:
    assert codes(network) == []


def test_closing_a_gate_leaves_its_county_unreachable_and_names_it(network: Network) -> None:
    capacity = network.arcs.capacity.copy()
    capacity[network.arcs.arc.index("gate-149202")] = 0.0
    closed = replace(network, arcs=replace(network.arcs, capacity=capacity))
    found = check_network(network=closed, demand_counties=COUNTIES).found
    assert [(finding.code, finding.place.row, finding.value) for finding in found] == [
        ("no_capacity", 9, "0"),
        ("county_unreachable", 10, "149202"),
    ]
    assert found[1].text(language="en") == (
        "nodes row 10 column node: “149202”: Yichuan uses gas but no source reaches it through the network; "
        "add the missing arc"
    )


def test_gas_does_not_run_backwards_through_a_one_way_pipe(network: Network) -> None:
    sources = replace(network.sources, node=("yi-n",) * 3)
    stores = replace(network.stores, node=("yi-n",))
    arcs = network.arcs
    one_way = replace(arcs, capacity_back=np.zeros_like(arcs.capacity_back))
    found = check_reach(
        nodes=network.nodes, arcs=one_way, sources=sources, stores=stores, demand_counties=COUNTIES
    )
    assert [finding.value for finding in found] == ["149101", "149102"]


def test_a_county_that_uses_no_gas_need_not_be_reached(network: Network) -> None:
    capacity = network.arcs.capacity.copy()
    capacity[network.arcs.arc.index("gate-149202")] = 0.0
    closed = replace(network, arcs=replace(network.arcs, capacity=capacity))
    found = check_network(network=closed, demand_counties=COUNTIES - {"149202"})
    assert [finding.code for finding in found] == ["no_capacity"]


def test_unknown_figures_are_no_faults(network: Network) -> None:
    unknown = np.full_like(network.arcs.capacity, np.nan)
    arcs = replace(network.arcs, capacity=unknown, pressure_min=unknown, pressure_max=unknown)
    stores = replace(network.stores, working_capacity=np.array([np.nan]))
    assert codes(replace(network, arcs=arcs, stores=stores)) == []


@settings(max_examples=60, deadline=None)
@given(open_pipes=st.lists(st.booleans(), min_size=8, max_size=8), again=st.integers(0, 7))
def test_opening_a_pipe_never_makes_a_county_unreachable(open_pipes: list[bool], again: int) -> None:
    network = read_case(TINY).network

    def unreachable(mask: list[bool]) -> set[str]:
        open_now = np.array(mask)
        arcs = replace(
            network.arcs,
            capacity=np.where(open_now, network.arcs.capacity, 0.0),
            capacity_back=np.where(open_now, network.arcs.capacity_back, 0.0),
        )
        found = check_reach(
            nodes=network.nodes,
            arcs=arcs,
            sources=network.sources,
            stores=network.stores,
            demand_counties=COUNTIES,
        )
        return {finding.value for finding in found if finding.code == "county_unreachable"}

    wider = [state or at == again for at, state in enumerate(open_pipes)]
    assert unreachable(wider) <= unreachable(open_pipes)
