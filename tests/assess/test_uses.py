"""Who uses a day's gas: lines that add up to what is asked for, and blame nobody of whom the picture is silent."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.assess.picture import DayPicture
from nuandong.assess.uses import Use, UseKind, day_uses, protected_use
from nuandong.units import CUBIC_METRE
from tests.results.three_counties import three_county_day

DAY = three_county_day()


def uses(picture: DayPicture, *, smallest: float = 0.0) -> tuple[Use, ...]:
    return day_uses(picture, smallest=smallest, nothing=CUBIC_METRE)


def missing_more(*, homes: float = 0.0, others: float = 0.0) -> DayPicture:
    """The day with more missing in its first county than was ordered."""
    gap, unserved = DAY.counties.livelihood_gap.copy(), DAY.counties.unserved.copy()
    gap[0, 0] += homes
    unserved[0, 0] += homes + others
    return replace(DAY, counties=replace(DAY.counties, livelihood_gap=gap, unserved=unserved))


@given(smallest=st.floats(0, 1e4), homes=st.floats(0, 5), others=st.floats(0, 5))
def test_uses_add_up_to_demand_and_injection_and_to_all_that_is_missing(
    smallest: float, homes: float, others: float
) -> None:
    picture = missing_more(homes=homes, others=others)
    found = uses(picture, smallest=smallest)
    wanted = float(picture.province.demand[0] + picture.stores.injection[:, 0].sum())
    assert sum(use.asked for use in found) == pytest.approx(wanted, abs=0.01)
    assert sum(use.missing for use in found) == pytest.approx(picture.counties.unserved[:, 0].sum(), abs=0.01)
    assert sum(use.served + use.missing for use in found) == pytest.approx(wanted, abs=0.01)


def test_protected_classes_stand_one_by_one_while_none_is_short() -> None:
    kinds = [use.kind for use in uses(DAY) if use.is_protected]
    assert kinds.count(UseKind.PROTECTED_CLASS) == int(DAY.classes.protected.sum())
    assert UseKind.PROTECTED not in kinds


def test_where_homes_are_short_no_class_is_blamed() -> None:
    protected = [use for use in uses(missing_more(homes=2.0)) if use.is_protected]
    assert [(use.kind, use.missing) for use in protected] == [(UseKind.PROTECTED, pytest.approx(2.0))]
    assert protected[0] == protected_use(missing_more(homes=2.0))


def test_where_more_is_short_than_was_ordered_no_step_is_blamed() -> None:
    steps = [use for use in uses(missing_more(others=3.0)) if use.kind in {UseKind.TIER, UseKind.OTHERS}]
    ordered = float(DAY.tiers.relief[:, 0].sum())
    assert [(use.kind, use.missing) for use in steps] == [(UseKind.OTHERS, pytest.approx(ordered + 3.0))]


def test_steps_stand_the_last_to_be_asked_first() -> None:
    keys = [use.key for use in uses(DAY) if use.kind is UseKind.TIER]
    asked = [tier for tier, row in zip(DAY.tiers.tier, DAY.tiers.demand, strict=True) if row[0] > CUBIC_METRE]
    assert len(asked) > 1
    assert keys == asked[::-1]


def test_a_class_that_asks_for_no_more_than_the_smallest_line_joins_the_rest() -> None:
    classes = DAY.classes
    least = float(classes.demand[classes.protected, 0].min())
    apart, joined = uses(DAY, smallest=np.nextafter(least, 0)), uses(DAY, smallest=least)
    lines = [[use for use in found if use.kind is UseKind.PROTECTED_CLASS] for found in (apart, joined)]
    assert len(lines[0]) == len(lines[1]) + 1


def test_gas_that_goes_into_stores_is_a_use_and_protects_nobody() -> None:
    injection = np.zeros_like(DAY.stores.injection)
    assert all(
        use.kind is not UseKind.INJECTION
        for use in uses(replace(DAY, stores=replace(DAY.stores, injection=injection)))
    )
    injection[0, 0] = 7.0
    last = uses(replace(DAY, stores=replace(DAY.stores, injection=injection)))[-1]
    assert (last.kind, last.asked, last.missing, last.is_protected) == (UseKind.INJECTION, 7.0, 0.0, False)
