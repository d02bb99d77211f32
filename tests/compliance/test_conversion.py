"""Coal to gas: gas first, then conversion, and old heating stays until the new one is proven."""

from datetime import date
from itertools import product

import pytest

from nuandong.compliance import (
    ConversionState,
    can_convert,
    can_dismantle,
    can_enter_guarantee,
    may_remove_on,
)
from nuandong.policy import read_policy

SEASONS = read_policy().number("conversion.seasons_from", day=date(2023, 12, 20)).value


@pytest.mark.parametrize(
    ("certified", "gas_on", "opens"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_only_certified_sites_with_gas_enter_the_guarantee(
    certified: bool, gas_on: bool, opens: bool
) -> None:
    verdict = can_enter_guarantee(state=ConversionState(certified, gas_on))
    assert verdict.is_open is opens
    assert len(verdict.reasons_zh) == len(verdict.reasons_en) == (not certified) + (not gas_on)


@pytest.mark.parametrize(
    ("certified", "gas_on", "seasons", "shortages"),
    list(product((True, False), (True, False), (0, 1, 2), (0, 1))),
)
def test_old_heating_goes_only_when_everything_is_proven(
    certified: bool, gas_on: bool, seasons: int, shortages: int
) -> None:
    state = ConversionState(certified, gas_on, seasons, shortages)
    proven = certified and gas_on and seasons >= 1 and shortages == 0
    assert can_dismantle(state=state, seasons_from=SEASONS).is_open is proven


def test_every_reason_for_the_lock_is_given_at_once() -> None:
    verdict = can_dismantle(state=ConversionState(False, False, 0, 2), seasons_from=SEASONS)
    assert len(verdict.reasons_zh) == 4
    assert "尚未通气" in verdict.reasons_zh


def test_what_may_be_dismantled_is_also_guaranteed() -> None:
    for certified, gas_on, seasons, shortages in product((True, False), (True, False), (0, 1), (0, 1)):
        state = ConversionState(certified, gas_on, seasons, shortages)
        if can_dismantle(state=state, seasons_from=SEASONS).is_open:
            assert can_enter_guarantee(state=state).is_open


@pytest.mark.parametrize(
    ("contracted", "existing", "planned", "opens"),
    [
        pytest.param(100.0, 80.0, 20.0, True, id="exactly-enough"),
        pytest.param(100.0, 80.0, 20.1, False, id="a-little-too-many"),
        pytest.param(0.3, 0.1, 0.2, True, id="decimals-that-do-not-add-up-in-binary"),
    ],
)
def test_no_more_households_than_the_contract_carries(
    contracted: float, existing: float, planned: float, opens: bool
) -> None:
    verdict = can_convert(contracted_peak=contracted, existing_peak=existing, planned_peak=planned)
    assert verdict.is_open is opens


def test_the_old_stove_leaves_after_gas_and_test_never_before() -> None:
    gas_on, tested = date(2023, 10, 1), date(2023, 10, 15)
    assert may_remove_on(removal=date(2023, 10, 16), gas_on=gas_on, tested=tested)
    assert not may_remove_on(removal=tested, gas_on=gas_on, tested=tested)
    assert not may_remove_on(removal=date(2024, 1, 1), gas_on=None, tested=tested)
    assert not may_remove_on(removal=date(2024, 1, 1), gas_on=gas_on, tested=None)
