"""Figures that are each in order and cannot be true together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nuandong.casefile import read_case
from nuandong.network.plausible import check_contract_minimums, check_sizes
from nuandong.network.tables import Network

ROOT = Path(__file__).resolve().parents[2]
TINY = ROOT / "tests" / "cases" / "tiny"


@pytest.fixture(scope="module")
def network() -> Network:
    return read_case(TINY).network


def scaled(network: Network, table: str, column: str, row: int, factor: float) -> Network:
    """One figure in another unit."""
    rows: Any = getattr(network, table)
    figures = getattr(rows, column).copy()
    figures[row] *= factor
    return replace(network, **{table: replace(rows, **{column: figures})})


@pytest.mark.parametrize("folder", ["tests/cases/tiny", "examples/shanxi"])
def test_a_sound_case_has_no_finding(folder: str) -> None:
    network = read_case(ROOT / folder).network
    assert list(check_contract_minimums(contracts=network.contracts)) == []
    assert list(check_sizes(network=network)) == []


def test_a_season_that_holds_less_than_its_daily_minimums_contradicts_itself(network: Network) -> None:
    """20 a day over the 152 days of the season are 3 040."""
    contracts = network.contracts
    assert float(contracts.daily_min[0]) == 20.0
    for season, said in ((3040.0, []), (3039.0, ["3039"]), (np.nan, [])):
        limits = contracts.season_max.copy()
        limits[0] = season
        found = list(check_contract_minimums(contracts=replace(contracts, season_max=limits)))
        assert [one.value for one in found] == said
    both = replace(contracts, season_max=np.full_like(contracts.season_max, 1000.0))
    found = list(check_contract_minimums(contracts=both))
    assert [(one.code, one.place.row) for one in found] == [
        ("season_below_daily", 2),
        ("season_below_daily", 3),
    ]
    assert "3040" in found[0].wanted_zh
    assert "3040" in found[0].wanted_en


@pytest.mark.parametrize(
    ("table", "column", "row", "factor", "named"),
    [
        pytest.param("sources", "max_flow", 0, 100.0, ("sources", "max_flow"), id="a-source-too-large"),
        pytest.param("arcs", "capacity", 0, 1e-3, ("sources", "max_flow"), id="the-pipe-of-a-source-too-small"),
        pytest.param("measures", "flow", 1, 1e3, ("measures", "flow"), id="a-measure-in-another-unit"),
        pytest.param("stores", "working_capacity", 0, 1e3, ("stores", "working_capacity"), id="a-store-too-large"),
        pytest.param("stores", "sendout", 0, 1e4, ("stores", "working_capacity"), id="a-send-out-in-m3"),
    ],
)  # fmt: skip
def test_a_slip_of_a_thousand_is_named_with_the_figure_it_does_not_fit(
    network: Network, table: str, column: str, row: int, factor: float, named: tuple[str, str]
) -> None:
    found = list(check_sizes(network=scaled(network, table, column, row, factor)))
    assert [(one.code, one.place.file, one.place.column) for one in found] == [("sizes_disagree", *named)]
    assert not check_sizes(
        network=scaled(network, table, column, row, factor)
    ).errors  # a warning, not a refusal


def test_a_node_that_gas_cannot_leave_at_all_is_left_to_the_check_of_reach(network: Network) -> None:
    closed = scaled(network, "arcs", "capacity", 0, 0.0)
    assert list(check_sizes(network=closed)) == []
