"""Storage duties: the figures of the notice, the edges, and laws."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.compliance import (
    DeadlinePassed,
    NothingToFill,
    company_duty,
    counted_capacity,
    days_of_cover,
    fill,
    government_duty,
    meets_duty,
    reaches_fill,
    required_daily_fill,
    storage_rate,
    upstream_duty,
    usable_flow,
)
from nuandong.policy import read_policy

DAY = date(2023, 11, 30)
BOOK = read_policy()
DAYS = BOOK.number("storage.government_days", day=DAY).value
COMPANY = BOOK.number("storage.company_share", day=DAY).value
TARGET = BOOK.number("storage.fill_target_from", day=DAY).value
ALL = np.array([True])


def test_three_days_and_five_percent_of_3_65_hundred_million() -> None:
    annual_use = 36_500.0  # 3.65 亿m³ in 10^4 m3
    assert government_duty(annual_use=annual_use, days=DAYS) == pytest.approx(300.0)
    assert company_duty(annual_use=annual_use, share=COMPANY) == pytest.approx(1825.0)


def test_the_companies_duty_is_six_times_the_governments() -> None:
    ratio = company_duty(annual_use=1.0, share=COMPANY) / government_duty(annual_use=1.0, days=DAYS)
    assert ratio == pytest.approx(6.08, abs=0.01)


def test_ten_percent_of_a_suppliers_sales() -> None:
    share = BOOK.number("storage.upstream_share", day=DAY).value
    assert upstream_duty(annual_sales=20_000.0, share=share) == pytest.approx(2_000.0)


@pytest.mark.parametrize(
    ("inventory", "passes"),
    [
        pytest.param(79.9, False, id="79.9-percent-fails"),
        pytest.param(80.0, True, id="80.0-percent-passes"),
        pytest.param(79.9999, False, id="one-cubic-metre-short"),
        pytest.param(100.0, True, id="full"),
        pytest.param(0.0, False, id="empty"),
    ],
)
def test_fill_on_30_november(inventory: float, passes: bool) -> None:
    filled = fill(inventory=np.array([inventory]), working_capacity=np.array([100.0]), in_service=ALL)
    assert reaches_fill(filled=filled, target=TARGET) is passes


def test_eighty_percent_passes_for_capacities_that_have_no_round_figures() -> None:
    for capacity in (0.3, 7.7, 33.33, 181.2, 612.457):
        filled = fill(
            inventory=np.array([0.8 * capacity]), working_capacity=np.array([capacity]), in_service=ALL
        )
        assert reaches_fill(filled=filled, target=TARGET)


def test_facilities_not_yet_in_service_count_on_neither_side() -> None:
    filled = fill(
        inventory=np.array([80.0, 0.0]),
        working_capacity=np.array([100.0, 500.0]),
        in_service=np.array([True, False]),
    )
    assert filled == 0.8


def test_where_nothing_is_in_service_there_is_no_fill_to_show() -> None:
    with pytest.raises(NothingToFill, match="facilities in service"):
        fill(inventory=np.array([1.0]), working_capacity=np.array([5.0]), in_service=np.array([False]))


def test_counted_capacity_takes_shares_and_whole_season_leases_only() -> None:
    counted = counted_capacity(
        owned=np.array([100.0, 50.0]),
        shares=np.array([1.0, 0.4]),
        bought=np.array([30.0, 40.0]),
        covers_season=np.array([True, False]),
        double_counted=5.0,
    )
    assert counted == pytest.approx(100 + 20 + 30 - 5)


def test_who_owns_and_buys_nothing_has_no_capacity() -> None:
    nothing = np.array([])
    counted = counted_capacity(
        owned=nothing, shares=nothing, bought=nothing, covers_season=np.array([], dtype=bool)
    )
    assert counted == 0.0
    assert storage_rate(counted=counted, duty=300.0) == 0.0


@pytest.mark.parametrize(
    ("counted", "duty", "rate", "met"),
    [
        pytest.param(300.0, 300.0, 1.0, True, id="exactly-enough"),
        pytest.param(299.9, 300.0, 0.999667, False, id="a-thousand-m3-short"),
        pytest.param(450.0, 300.0, 1.5, True, id="more-than-enough"),
        pytest.param(0.0, 0.0, 1.0, True, id="nothing-owed"),
    ],
)
def test_rate_of_a_duty(counted: float, duty: float, rate: float, met: bool) -> None:
    assert storage_rate(counted=counted, duty=duty) == pytest.approx(rate)
    assert meets_duty(counted=counted, duty=duty) is met


@pytest.mark.parametrize(
    ("gas_day", "inventory", "expected"),
    [
        pytest.param(date(2023, 11, 21), 60.0, 2.0, id="twenty-missing-in-ten-days"),
        pytest.param(date(2023, 11, 30), 79.0, 1.0, id="last-day-still-counts"),
        pytest.param(date(2023, 11, 1), 90.0, 0.0, id="already-there"),
        pytest.param(date(2023, 12, 5), 80.0, 0.0, id="there-after-the-deadline"),
    ],
)
def test_daily_fill_that_still_reaches_the_target(gas_day: date, inventory: float, expected: float) -> None:
    flow = required_daily_fill(
        inventory=inventory,
        working_capacity=100.0,
        target=TARGET,
        gas_day=gas_day,
        deadline=date(2023, 11, 30),
    )
    assert flow == pytest.approx(expected)


def test_after_the_deadline_no_daily_fill_reaches_the_target() -> None:
    with pytest.raises(DeadlinePassed) as refused:
        required_daily_fill(
            inventory=70.0, working_capacity=100.0, target=0.8, gas_day=date(2023, 12, 1), deadline=DAY
        )
    assert refused.value.missing == pytest.approx(10.0)


def test_yangzhou_could_not_send_out_what_it_had_stored() -> None:
    assert usable_flow(inventory=181.2, gap_days=1, sendout=107.9) == 107.9
    assert usable_flow(inventory=181.2, gap_days=3, sendout=107.9) == pytest.approx(60.4)


def test_days_of_cover() -> None:
    assert days_of_cover(inventory=300.0, daily_use=100.0) == 3.0
    assert days_of_cover(inventory=300.0, daily_use=0.0) == float("inf")


@given(use=st.floats(1, 1e6), capacity=st.floats(0, 1e5), more=st.floats(0, 1e4))
def test_more_capacity_never_worsens_the_rate(use: float, capacity: float, more: float) -> None:
    duty = government_duty(annual_use=use, days=DAYS)
    assert storage_rate(counted=capacity + more, duty=duty) >= storage_rate(counted=capacity, duty=duty)


@given(inventory=st.floats(0, 100), later=st.integers(0, 28))
def test_waiting_never_makes_the_daily_fill_smaller(inventory: float, later: int) -> None:
    def flow(day: int) -> float:
        return required_daily_fill(
            inventory=inventory, working_capacity=100.0, target=0.8, gas_day=date(2023, 11, day), deadline=DAY
        )

    assert flow(1 + later) >= flow(1)
