"""The British trigger on a case: stores within two days of their reserve are no supply to be relied upon."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nuandong.assess.trigger import trigger_supply
from nuandong.casefile import read_case
from nuandong.cli import main
from tests.casefile.spoil import copy_of_tiny, put

TINY = Path(__file__).parents[1] / "cases" / "tiny"


def test_a_store_with_days_to_spare_counts_in_full() -> None:
    """Nominated 31 and 12, trucks have no contract; the tank holds 53, keeps 18, gives 6: nearly six days."""
    found = trigger_supply(case=read_case(TINY))
    assert (found.all_flows, found.assumed) == pytest.approx((31 + 12 + 6, 31 + 12 + 6))
    assert found.stores_zh == ()


@pytest.mark.parametrize(("stock", "assumed"), [(30.1, 49.0), (30.0, 43.0), (18.0, 43.0)])
def test_the_tank_stops_counting_two_days_above_its_reserve(stock: float, assumed: float) -> None:
    """18 + 2 * 6 = 30."""
    case = read_case(TINY)
    inventories = replace(
        case.network.inventories, inventory=np.full_like(case.network.inventories.inventory, stock)
    )
    found = trigger_supply(case=replace(case, network=replace(case.network, inventories=inventories)))
    assert found.assumed == pytest.approx(assumed)
    assert found.stores_en == (() if assumed == 49.0 else ("Jia LNG tank",))


def test_the_command_tells_it_beside_n_minus_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copy_of_tiny(tmp_path)
    put("inventories", 3, "inventory", "25")(folder)
    assert main(["outages", str(folder), "--standards", "--element", "trunk-1", "--language", "en"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "British trigger (2023-12-20): sources and all stores 49.0, of which 43.0" in said
    assert "not counted: Jia LNG tank" in said
