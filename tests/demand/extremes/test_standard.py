"""Design temperatures of GB 50736-2012, and demand at its extreme minimum as an upper bound."""

import numpy as np
import pytest

from nuandong.demand.extremes import (
    NoStationInTheStandard,
    demand_at_minimum,
    standard_station,
    standard_stations,
)


@pytest.mark.parametrize(
    ("city", "design", "minimum"),
    [("太原", -10.1, -22.7), ("大同市", -16.3, -27.2), ("Yuncheng", -4.5, -18.9), ("朔州", -20.8, -40.4)],
)
def test_a_city_has_its_row(city: str, design: float, minimum: float) -> None:
    row = standard_station(city=city)
    assert (row.heating_design, row.extreme_minimum) == (design, minimum)


def test_every_row_is_dated_sourced_and_colder_at_its_minimum() -> None:
    rows = standard_stations()
    assert len(rows) == 10
    assert all((row.first_year, row.last_year) == (1971, 2000) and "50736" in row.reference for row in rows)
    assert all(row.extreme_minimum < row.heating_design for row in rows)


def test_changzhi_is_not_in_the_table_and_is_not_invented() -> None:
    with pytest.raises(NoStationInTheStandard, match="长治"):
        standard_station(city="长治")


@pytest.mark.parametrize(("city", "ratio"), [("阳泉", 1.30), ("临汾", 1.67)])
def test_heating_at_the_minimum_is_the_known_multiple_of_the_design_day(city: str, ratio: float) -> None:
    found = demand_at_minimum(city=city, response=lambda mean: 18.0 - mean)
    assert found.ratio == pytest.approx(ratio, abs=0.005)
    assert "上界" in found.note_zh
    assert "upper bound" in found.note_en


def test_a_response_with_a_memory_is_asked_about_a_cold_that_lasts() -> None:
    def lagged(mean: np.ndarray) -> np.ndarray:
        return 18.0 - np.convolve(mean, [0.5, 0.5], mode="valid")

    found = demand_at_minimum(city="太原", response=lagged, steady_days=5)
    assert found.upper_bound == pytest.approx(18.0 + 22.7)
