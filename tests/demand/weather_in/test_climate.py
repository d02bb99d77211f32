"""What is usual: the mean is found again, the band holds winters it has not seen, and few winters say little."""

from datetime import date

import numpy as np
import pytest

from nuandong.demand.weather_in import TooLittleWeather, climatology
from nuandong.demand.weather_in.climate import places_in_year, winter_numbers
from tests.demand.weather_in.records import days_in_a_row, made_record, northern_cities, usual_of

WINTER = days_in_a_row(date(2023, 11, 1), 152)


def test_the_true_mean_is_found_again() -> None:
    days, temperature = made_record(years=30)
    found = climatology(days=days, temperature=temperature, asked=WINTER)
    assert np.abs(found.mean - usual_of(WINTER)).mean() < 0.6
    assert np.abs(found.mean[0] - found.mean[1]).mean() < 0.7
    assert np.abs(np.diff(found.mean, n=2)).max() < 0.1  # smooth: no day stands out


def test_the_band_of_a_long_record_is_that_of_the_truth() -> None:
    days, temperature = made_record(years=30)
    found = climatology(days=days, temperature=temperature, asked=WINTER, levels=(0.1, 0.5, 0.9))
    low, middle, high = (found.quantiles[:, :, at] - usual_of(WINTER) for at in range(3))
    assert low.mean() == pytest.approx(-1.2816 * 4, abs=0.6)
    assert middle.mean() == pytest.approx(0.0, abs=0.5)
    assert high.mean() == pytest.approx(1.2816 * 4, abs=0.6)


@pytest.mark.parametrize("years", [2, 3, 5])
def test_the_band_of_a_short_record_still_holds_winters_it_has_not_seen(years: int) -> None:
    within = []
    for seed in range(12):
        days, temperature = made_record(years=years + 1, seed=seed)
        last = winter_numbers(days) == 2022
        known = np.where(last, np.nan, temperature)
        asked = tuple(day for day, unseen in zip(days, last, strict=True) if unseen)[:152]
        band = climatology(days=days, temperature=known, asked=asked, levels=(0.1, 0.9)).quantiles
        seen = temperature[:, last][:, :152]
        within.append(((seen >= band[:, :, 0]) & (seen <= band[:, :, 1])).mean())
    assert np.mean(within) == pytest.approx(0.8, abs=0.05)


def test_one_winter_has_a_mean_and_no_band() -> None:
    days, temperature = made_record(years=1)
    found = climatology(days=days, temperature=temperature, asked=WINTER[30:60])
    assert np.isfinite(found.mean).all()
    assert np.isnan(found.quantiles).all()
    assert (found.winters == 1).all()


def test_a_level_that_the_winters_cannot_carry_is_not_given() -> None:
    days, temperature = made_record(years=4)
    found = climatology(
        days=days, temperature=temperature, asked=WINTER[30:31], levels=(0.001, 0.1, 0.9, 0.999)
    )
    assert np.isnan(found.quantiles[0, 0]).tolist() == [True, False, False, True]
    long_days, long_record = made_record(years=300 // 4)
    long = climatology(days=long_days, temperature=long_record, asked=WINTER[30:31], levels=(0.01,))
    assert np.isfinite(long.quantiles).all()


def test_quantiles_rise_with_their_level() -> None:
    days, temperature = made_record(years=6)
    found = climatology(days=days, temperature=temperature, asked=WINTER)
    assert (np.diff(found.quantiles, axis=2) >= 0).all()


def test_a_winter_full_of_holes_counts_by_its_days_only() -> None:
    days, temperature = made_record(years=8)
    holes = temperature.copy()
    holes[:, np.random.default_rng(3).random(len(days)) < 0.3] = np.nan
    whole = climatology(days=days, temperature=temperature, asked=WINTER).mean
    assert np.abs(climatology(days=days, temperature=holes, asked=WINTER).mean - whole).mean() < 0.5


def test_the_year_has_no_seam_at_new_year_and_holds_29_february() -> None:
    days, temperature = made_record(years=20)
    across = days_in_a_row(date(2023, 12, 25), 14)
    assert np.abs(np.diff(climatology(days=days, temperature=temperature, asked=across).mean)).max() < 0.3
    assert places_in_year((date(2024, 2, 28), date(2024, 2, 29), date(2023, 3, 1))).tolist() == [58, 59, 60]


@pytest.mark.parametrize("known", [0, 29])
def test_too_little_weather_is_refused(known: int) -> None:
    days, temperature = made_record(years=1)
    temperature[1, known:] = np.nan
    with pytest.raises(TooLittleWeather, match="past winters"):
        climatology(days=days, temperature=temperature, asked=WINTER)


@pytest.mark.reference
@pytest.mark.parametrize(("winters", "level"), [(3, 0.8), (4, 0.8), (5, 0.8), (5, 0.9)])
def test_real_winters_left_out_lie_in_the_band_as_often_as_it_says(winters: int, level: float) -> None:
    days, temperature = northern_cities()
    winter = winter_numbers(days)
    cold = np.array([day.month in (11, 12, 1, 2, 3) for day in days])
    within = []
    for left_out in range(2014, 2019):
        others = [number for number in np.unique(winter) if number != left_out][:winters]
        known = np.where(np.isin(winter, others), temperature, np.nan)
        unseen = (winter == left_out) & cold
        asked = tuple(day for day, chosen in zip(days, unseen, strict=True) if chosen)
        edge = (1 - level) / 2
        found = climatology(days=days, temperature=known, asked=asked, levels=(edge, 1 - edge)).quantiles
        seen = temperature[:, unseen]
        given = np.isfinite(seen) & np.isfinite(found).all(axis=2)
        within.append(((seen >= found[:, :, 0]) & (seen <= found[:, :, 1]))[given].mean())
    assert np.mean(within) == pytest.approx(level, abs=0.03)
