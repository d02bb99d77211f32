"""Published formulas by hand: EU N-1, the supply standard's days, the British trigger."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nuandong.assess.n_minus_one import n_minus_one_areas
from nuandong.assess.standard_words import explained
from nuandong.casefile import read_case
from nuandong.risk import NMinusOneCapacity, n_minus_one, supply_after_trigger, supply_standard_days
from nuandong.risk.standards import NothingAsked

TINY = Path(__file__).parents[1] / "cases" / "tiny"


def capacity(largest: float) -> NMinusOneCapacity:
    return NMinusOneCapacity(
        entry=700.0, production=100.0, sendout=150.0, regasification=50.0, largest=largest
    )


def test_the_textbook_case_covers_six_sevenths() -> None:
    """Supply 450, demand 350, the largest 150: 300 remain, 50 are missing (NATO ENSEC COE)."""
    textbook = NMinusOneCapacity(entry=300, production=50, sendout=60, regasification=40, largest=150)
    answer = n_minus_one(capacity=textbook, demand=350)
    assert f"{answer.share:.2%}" == "85.71%"
    assert (answer.passes, answer.remaining, answer.missing) == (False, 300, 50)


def test_a_market_that_responds_makes_the_same_area_pass() -> None:
    answer = n_minus_one(capacity=capacity(400.0), demand=700.0, market_response=100.0)
    assert (answer.share, answer.passes, answer.missing) == (1.0, True, 0.0)


@pytest.mark.parametrize("demand", [0.0, -5.0, float("nan")])
def test_a_formula_without_demand_is_refused(demand: float) -> None:
    with pytest.raises(NothingAsked, match="positive demand"):
        n_minus_one(capacity=capacity(400.0), demand=demand)


def test_the_british_trigger_falls_with_its_interconnector() -> None:
    """National Grid's revised trigger: 428.7 to 414.1 as 20 by interconnector end and other flows rise by 5.4."""
    others = 428.7 - 20.0
    before = supply_after_trigger(flows=[others, 20.0], stock=[], monitor=[], max_sendout=[])
    after = supply_after_trigger(flows=[others, 5.4, 0.0], stock=[], monitor=[], max_sendout=[])
    assert (before, after) == pytest.approx((428.7, 414.1))


def test_a_store_within_two_days_of_its_monitor_is_not_counted() -> None:
    """Flows 300; two stores of 40 and 20 a day: the first is one unit short of two days, the second has three."""
    assumed = supply_after_trigger(
        flows=[240.0, 40.0, 20.0], stock=[179.0, 160.0], monitor=[100.0, 100.0], max_sendout=[40.0, 20.0]
    )
    assert assumed == 260.0


def test_a_store_exactly_two_days_above_its_monitor_is_not_counted_either() -> None:
    parts = {"flows": [100.0, 40.0], "monitor": [100.0], "max_sendout": [40.0]}
    assert supply_after_trigger(stock=[180.0], **parts) == 100.0
    assert supply_after_trigger(stock=[180.1], **parts) == 140.0


def test_days_of_the_supply_standard_end_with_stock_or_with_its_rate() -> None:
    use, supply = np.full(7, 10.0), np.full(7, 6.0)
    assert supply_standard_days(protected_use=use, supply=supply, stock=28.0, sendout=4.0) == 7
    assert supply_standard_days(protected_use=use, supply=supply, stock=27.0, sendout=4.0) == 6
    assert supply_standard_days(protected_use=use, supply=supply, stock=99.0, sendout=3.9) == 0


# ---- formula and network of a case -----------------------------------------------------------------------------


def test_the_province_and_each_city_are_asked_at_both_stocks() -> None:
    areas = n_minus_one_areas(case=read_case(TINY)).areas
    assert [(area.area, area.storage) for area in areas] == [
        (name, stock) for name in ("shanxi", "149100", "149200") for stock in (0.3, 1.0)
    ]


def test_the_tiny_province_loses_its_trunk_and_the_formula_says_what_a_hand_says() -> None:
    province = n_minus_one_areas(case=read_case(TINY)).areas[0]
    parts = province.capacity
    assert (province.largest, parts.largest) == ("trunk-north", 36.0)
    assert (parts.entry, parts.production, parts.regasification) == (36.0, 14.0, 8.0)  # trucks 2, tank 6
    assert province.formula.share == pytest.approx((36 + 14 + 8 - 36) / province.demand)


def test_the_network_delivers_less_than_the_formula_where_a_pipe_is_full() -> None:
    """Tank (6) and trucks (2) stand behind a pipe of 6: two a day that the formula counts cannot leave."""
    province = n_minus_one_areas(case=read_case(TINY)).areas[0]
    assert province.full_pipes == pytest.approx(2.0, abs=1e-5)
    assert province.no_gas == pytest.approx(province.formula.missing, abs=1e-5)
    assert province.flow_share == pytest.approx((22 - 2) / province.demand, abs=1e-6)


def test_stock_decides_where_it_is_less_than_a_day_of_sendout() -> None:
    """With a rate of 30 a day, 30 % of 60 in store gives only 18, a full store all 30."""
    case = read_case(TINY)
    quick = replace(case.network.stores, sendout=np.array([30.0]))
    low, full = n_minus_one_areas(case=replace(case, network=replace(case.network, stores=quick))).areas[:2]
    assert (low.capacity.regasification, full.capacity.regasification) == (20.0, 32.0)
    assert low.formula.share < full.formula.share


def test_a_warmer_design_day_passes_where_the_coldest_fails() -> None:
    case = read_case(TINY)
    cold, warm = (n_minus_one_areas(case=case, temperature=kelvin).areas[0] for kelvin in (-15.0, 18.0))
    assert cold.demand > warm.demand
    assert cold.formula.share < warm.formula.share


def test_words_tell_lack_of_gas_from_full_pipes() -> None:
    answer = n_minus_one(capacity=capacity(300.0), demand=700.0)
    zh, en = explained(answer, 700.0, missing=90.0, no_gas=0.0)
    assert answer.passes
    assert "90.0 万m³/d 因管道满负荷送不到" in zh
    assert "pipes are full" in en
    assert "no gas" not in en
