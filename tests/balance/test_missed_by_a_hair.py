"""What earlier runs hold is rounded; a plan that is missed by a hair is found all the same."""

from __future__ import annotations

import pytest

from nuandong.balance import solve_tiers
from nuandong.balance.certificate import residuals
from tests.balance.networks import random_network
from tests.balance.small import tank_case
from tests.balance.test_engines import agree, cold_volumes


@pytest.mark.parametrize("ratio", [2.0, 3.0, 10.0])
def test_rounding_at_a_hundred_million_a_day_loses_no_plan(ratio: float) -> None:
    """Amounts from 1 to 10 000 in one case: held columns miss their equations by 3e-9."""
    case = random_network(191, lossy=True, largest=30)
    plan = solve_tiers(case=case, start_ratio=ratio)
    assert agree(cold_volumes(case), plan.rank_unserved)
    assert residuals(case=case, plan=plan).hold


def test_a_floor_that_only_the_network_puts_out_of_reach_is_refused_in_words() -> None:
    with pytest.raises(Exception, match="least stocks") as refused:
        solve_tiers(case=tank_case(opening=50, boil_off=0.0, least=60, demand=[1.0]))
    assert "solver" not in str(refused.value)
