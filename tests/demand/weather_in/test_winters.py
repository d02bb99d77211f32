"""Past winters lived again: as spread, as joined over areas and days as the record, leaving the forecast gently."""

from datetime import date, timedelta

import numpy as np
import pytest

from nuandong.demand.weather_in import TooLittleWeather, climatology, resampled_winters
from nuandong.demand.weather_in.climate import what_is_usual
from nuandong.demand.weather_in.winters import SHIFT_DAYS
from nuandong.gasday import gas_days
from tests.demand.weather_in.records import made_record, northern_cities

AHEAD = gas_days(first=date(2024, 1, 10), count=81)
DAYS, RECORD = made_record(years=12)


def departures(temperature: np.ndarray, usual: np.ndarray) -> np.ndarray:
    return temperature - usual[None, :, :]


def test_versions_have_the_spread_the_memory_and_the_bond_of_the_record() -> None:
    found = resampled_winters(days=DAYS, temperature=RECORD, ahead=AHEAD, count=300, seed=1)
    usual = climatology(days=DAYS, temperature=RECORD, asked=AHEAD).mean
    apart = departures(found.temperature, usual)
    assert found.temperature.shape == (300, 2, 81)
    assert apart.mean() == pytest.approx(0.0, abs=0.5)
    assert apart.std() == pytest.approx(4.0, rel=0.12)
    assert np.corrcoef(apart[:, 0].ravel(), apart[:, 1].ravel())[0, 1] == pytest.approx(0.8, abs=0.05)
    assert np.corrcoef(apart[:, :, :-1].ravel(), apart[:, :, 1:].ravel())[0, 1] == pytest.approx(
        0.75, abs=0.06
    )
    assert found.persistence == pytest.approx(0.75, abs=0.06)


def test_the_forecasts_last_day_is_left_as_weather_forgets() -> None:
    days, record = made_record(years=60)
    eve_day = AHEAD[0] - timedelta(days=1)
    usual = climatology(days=days, temperature=record, asked=(eve_day, *AHEAD)).mean
    found = resampled_winters(
        days=days, temperature=record, ahead=AHEAD, count=600, seed=2, eve=usual[:, 0] - 10.0
    )
    apart = departures(found.temperature, usual[:, 1:])
    share = found.persistence
    assert apart[:, :, 0].mean() == pytest.approx(-10 * share, abs=0.5)
    assert apart[:, :, 3].mean() == pytest.approx(-10 * share**4, abs=0.7)
    assert apart[:, :, 20:].mean() == pytest.approx(0.0, abs=0.5)
    assert apart[:, :, 0].std() == pytest.approx(4.0 * np.sqrt(1 - share**2), rel=0.15)
    assert apart[:, :, 10].std() > 1.3 * apart[:, :, 0].std()


def test_each_area_lives_its_own_past_on_the_days_that_were() -> None:
    found = resampled_winters(days=DAYS, temperature=RECORD, ahead=AHEAD, count=24, seed=3)
    for version, source in zip(found.temperature, found.source, strict=True):
        past = RECORD[:, DAYS.index(source) :][:, : len(AHEAD)]
        for area in range(2):
            assert np.corrcoef(version[area], past[area])[0, 1] > 0.98
            assert version[area].std() == pytest.approx(past[area].std(), rel=0.2)


def test_an_area_without_a_forecast_is_not_joined() -> None:
    joined = resampled_winters(
        days=DAYS, temperature=RECORD, ahead=AHEAD, count=5, seed=1, eve=np.array([np.nan, -30.0])
    )
    free = resampled_winters(days=DAYS, temperature=RECORD, ahead=AHEAD, count=5, seed=1)
    assert np.array_equal(joined.temperature[:, 0], free.temperature[:, 0])
    assert (joined.temperature[:, 1, 0] < free.temperature[:, 1, 0]).all()


def test_every_winter_serves_equally_often_and_by_at_most_a_week_moved() -> None:
    found = resampled_winters(days=DAYS, temperature=RECORD, ahead=AHEAD, count=36, seed=1)
    assert found.winters == 12
    years = [source.year for source in found.source]
    assert {years.count(year) for year in years} == {3}
    for source in found.source:
        moved = (source - date(source.year, 1, 10)).days
        assert abs(moved) <= SHIFT_DAYS + 1  # a leap day more


def test_the_same_seed_gives_the_same_weather_and_another_another() -> None:
    def versions(seed: int) -> np.ndarray:
        return resampled_winters(days=DAYS, temperature=RECORD, ahead=AHEAD, count=9, seed=seed).temperature

    assert np.array_equal(versions(1), versions(1))
    assert not np.array_equal(versions(1), versions(2))


def test_what_comes_after_the_record_cannot_enter() -> None:
    last = 4000
    short = resampled_winters(days=DAYS[:last], temperature=RECORD[:, :last], ahead=AHEAD, count=20, seed=1)
    forgotten = RECORD.copy()
    forgotten[:, last:] = np.nan
    same = resampled_winters(days=DAYS, temperature=forgotten, ahead=AHEAD, count=20, seed=1)
    assert np.allclose(short.temperature, same.temperature)


def test_short_holes_are_bridged_and_winters_with_long_ones_left_out() -> None:
    january = DAYS.index(date(2020, 1, 20))
    short, long = RECORD.copy(), RECORD.copy()
    short[0, january : january + 3] = np.nan
    long[0, january : january + 4] = np.nan
    assert resampled_winters(days=DAYS, temperature=short, ahead=AHEAD, count=12, seed=1).winters == 12
    found = resampled_winters(days=DAYS, temperature=long, ahead=AHEAD, count=12, seed=1)
    assert found.winters == 11
    assert 2020 not in {source.year for source in found.source}
    assert np.isfinite(found.temperature).all()


def test_one_past_winter_is_enough_and_none_is_refused() -> None:
    days, temperature = made_record(years=1)
    ahead = gas_days(first=date(2024, 1, 3), count=30)
    assert resampled_winters(days=days, temperature=temperature, ahead=ahead, count=10, seed=1).winters == 1
    summer = days.index(date(2023, 6, 1))
    with pytest.raises(TooLittleWeather, match="01-03"):
        resampled_winters(
            days=days[summer:], temperature=temperature[:, summer:], ahead=ahead, count=10, seed=1
        )


@pytest.mark.reference
def test_real_winters_keep_their_spread_their_coldest_day_and_the_bond_of_neighbours() -> None:
    days, record = northern_cities()
    ahead = gas_days(first=date(2019, 11, 1), count=152)
    found = resampled_winters(days=days, temperature=record, ahead=ahead, count=200, seed=1)
    usual = climatology(days=days, temperature=record, asked=ahead).mean
    cold = np.array([day.month in (11, 12, 1, 2, 3) for day in days])
    real = what_is_usual(days=days, temperature=record).anomaly[:, cold]
    apart = departures(found.temperature, usual)
    assert apart.std(axis=(0, 2)) == pytest.approx(np.nanstd(real, axis=1), rel=0.05)
    known = np.isfinite(real).all(axis=0)
    bond = np.corrcoef(apart.transpose(1, 0, 2).reshape(8, -1))
    assert bond == pytest.approx(np.corrcoef(real[:, known]), abs=0.05)
    assert found.winters == 5
