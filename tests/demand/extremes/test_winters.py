"""A daily series is cut into whole winters, wherever on earth it was taken."""

from datetime import date

import numpy as np
import pytest

from nuandong.demand.extremes import ClimateTrend, CrookedWinters, TooFewWinters, Winters, winters_of
from nuandong.demand.extremes.winters import WINTER_DAYS, spells
from tests.demand.extremes.records import record, year_round


def test_winters_lie_about_the_coldest_time_and_bear_the_year_they_end_in() -> None:
    days, mean = year_round(date(2010, 1, 1), date(2019, 12, 31), coldest=15)
    found = winters_of(days=days, temperature=mean)
    assert found.year == tuple(range(2011, 2020))
    assert found.temperature.shape == (1, 9, WINTER_DAYS)
    middle = found.temperature[0, :, 60:91].mean()
    assert middle < found.temperature[0, :, :15].mean() - 5
    assert middle < found.temperature[0, :, -15:].mean() - 5


def test_a_southern_winter_is_found_in_july() -> None:
    days, mean = year_round(date(2010, 1, 1), date(2016, 12, 31), coldest=196)
    found = winters_of(days=days, temperature=mean)
    assert found.year == (2010, 2011, 2012, 2013, 2014, 2015, 2016)
    assert found.temperature.max() < mean.max() - 5


def test_short_gaps_are_bridged_and_a_winter_with_a_long_one_or_many_is_left_out() -> None:
    days, mean = year_round(date(2010, 1, 1), date(2017, 12, 31))
    mean[days.index(date(2012, 1, 10))] = np.nan
    mean[days.index(date(2014, 1, 10)) : days.index(date(2014, 1, 15))] = np.nan
    mean[days.index(date(2016, 1, 1)) : days.index(date(2016, 1, 31)) : 3] = np.nan  # ten days, each alone
    found = winters_of(days=days, temperature=mean)
    assert 2012 in found.year
    assert found.left_out == (2010, 2014, 2016, 2018)


def test_what_is_bridged_lies_between_its_neighbours() -> None:
    days, mean = year_round(date(2010, 1, 1), date(2014, 12, 31))
    place = days.index(date(2012, 1, 10))
    mean[place - 1 : place + 2] = -10.0, np.nan, -12.0
    found = winters_of(days=days, temperature=mean)
    assert -11.0 in found.temperature[0, found.year.index(2012)]


def test_two_winters_are_refused_with_what_to_do() -> None:
    days, mean = year_round(date(2010, 1, 1), date(2012, 6, 30))
    with pytest.raises(TooFewWinters, match="3 at least") as refused:
        winters_of(days=days, temperature=mean)
    assert refused.value.found == 2


def test_a_hole_in_a_table_of_winters_is_refused() -> None:
    holed = record(5)
    holed[0, 2, 7] = np.nan
    with pytest.raises(CrookedWinters):
        Winters.of_record(holed)


def test_a_trend_moves_each_winter_by_its_distance_and_nothing_by_default() -> None:
    winters = Winters.of_record(record(10), first_year=2011)
    moved = ClimateTrend(per_decade=0.5, towards=2021).moved(winters)
    shift = (moved.temperature - winters.temperature)[0, :, 0]
    assert shift == pytest.approx(0.05 * np.arange(10, 0, -1))
    assert np.array_equal(ClimateTrend().moved(winters).temperature, winters.temperature)


def test_a_spell_is_the_mean_of_days_on_end() -> None:
    assert spells(series=np.array([1.0, 2.0, 6.0, 0.0]), span_days=3) == pytest.approx([3.0, 8.0 / 3.0])
