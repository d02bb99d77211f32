"""What a class uses at a temperature, and when a coal-to-gas batch counts."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.demand import reference_use, rest_days_among
from nuandong.demand.calendar import calendar_factors, rest_flags
from nuandong.demand.models import conversion_use, modelled_use, with_conversion_rows
from nuandong.gasday import gas_days
from nuandong.network.tables import Conversions
from nuandong.vocabulary import ConsumerClass
from tests.demand.provinces import QINGXU, TWO_CLASSES, XIAODIAN, batch

DAYS = gas_days(first=date(2023, 12, 20), count=3)


@pytest.mark.parametrize(
    ("temperature", "expected"),
    [
        pytest.param(-2.0, 1.0 + 0.5 * 20, id="twenty-kelvin-below"),
        pytest.param(18.0, 1.0, id="at-the-balance-temperature-nothing-is-heated"),
        pytest.param(25.0, 1.0, id="warmth-does-not-give-gas-back"),
    ],
)
def test_use_of_households_at_a_temperature(temperature: float, expected: float) -> None:
    use = modelled_use(
        models=TWO_CLASSES,
        effective_temperature=np.full((2, 1), temperature),
        calendar=np.ones((2, 1)),
    )
    assert use[:, 0].tolist() == pytest.approx([expected, 10.0])


def test_a_rest_day_lowers_the_steady_part_only() -> None:
    calendar = calendar_factors(rest=np.array([False, True]), rest_day_factor=np.array([0.5, 0.8]))
    use = modelled_use(models=TWO_CLASSES, effective_temperature=np.full((2, 2), -2.0), calendar=calendar)
    assert use.tolist() == [pytest.approx([11.0, 10.5]), pytest.approx([10.0, 8.0])]


@given(warm=st.floats(-45, 45), colder_by=st.floats(0, 40))
def test_colder_never_means_less_gas(warm: float, colder_by: float) -> None:
    both = np.array([[warm, warm - colder_by]] * 2)
    use = modelled_use(models=TWO_CLASSES, effective_temperature=both, calendar=np.ones((2, 2)))
    assert (use[:, 1] >= use[:, 0]).all()


def test_reference_use_is_that_of_a_working_day() -> None:
    assert reference_use(models=TWO_CLASSES, reference_temperature=-5.0).tolist() == [12.5, 10.0]


def used_by(conversions: Conversions, *, temperature: float = -10.0) -> list[float]:
    use = conversion_use(
        conversions=conversions, effective_temperature=np.full((1, 3), temperature), days=DAYS
    )
    return [round(float(value), 9) for value in use[0]]


@pytest.mark.parametrize(
    ("certified", "gas_on", "expected"),
    [
        pytest.param(True, DAYS[1], [0.0, 2.8, 2.8], id="from-its-gas-on-day"),
        pytest.param(True, DAYS[0], [2.8, 2.8, 2.8], id="on-before"),
        pytest.param(False, DAYS[0], [0.0, 0.0, 0.0], id="not-certified"),
        pytest.param(True, None, [0.0, 0.0, 0.0], id="no-gas-yet"),
    ],
)
def test_only_a_certified_batch_with_gas_on_counts(
    certified: bool, gas_on: date | None, expected: list[float]
) -> None:
    assert used_by(batch(certified=certified, gas_on=gas_on)) == expected


def test_a_batch_follows_the_weather_from_its_reference_day() -> None:
    assert used_by(batch(gas_on=DAYS[0]), temperature=4.0) == [1.4, 1.4, 1.4]
    assert used_by(batch(gas_on=DAYS[0]), temperature=-17.0) == [3.5, 3.5, 3.5]


def test_a_county_with_batches_but_no_coal_to_gas_row_gets_one_at_the_end() -> None:
    rows = with_conversion_rows(models=TWO_CLASSES, conversions=batch(county=QINGXU))
    assert rows.county == (XIAODIAN, QINGXU, QINGXU)
    assert rows.consumer_class[-1] is ConsumerClass.C2G
    assert with_conversion_rows(models=rows, conversions=batch(county=QINGXU)) is rows


def test_make_up_days_work_and_holidays_rest() -> None:
    newyear = gas_days(first=date(2023, 12, 30), count=4)  # Saturday … Tuesday
    resting = rest_days_among(days=newyear, holidays=frozenset({date(2024, 1, 1)}))
    assert sorted(resting) == [date(2023, 12, 30), date(2023, 12, 31), date(2024, 1, 1)]
    swapped = rest_days_among(days=newyear, make_up_days=frozenset({date(2023, 12, 31)}))
    assert sorted(swapped) == [date(2023, 12, 30)]


def test_without_a_calendar_weekends_rest() -> None:
    week = gas_days(first=date(2023, 12, 20), count=7)
    flags = [False, False, False, True, True, False, False]
    assert rest_flags(days=week, rest_days=None).tolist() == flags
    assert not rest_flags(days=week, rest_days=frozenset()).any()
