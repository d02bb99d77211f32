"""Peers see nothing later than the eve, and each does what its name says."""

import sys
from dataclasses import replace
from datetime import date, timedelta
from importlib.util import find_spec

import numpy as np
import pytest

from nuandong.demand.learning.features import carried
from nuandong.demand.peers import (
    PEERS,
    PeerMissing,
    boosted_trees,
    degree_days_and_level,
    linear_degree_days,
    persistence,
)
from nuandong.demand.peers.felt import felt_record, levels, weights_of
from nuandong.demand.peers.ground import eve_of, series_of
from nuandong.demand.series import UseHistory

NEEDS = {
    "BDEW sigmoid": "demandlib",
    "ARIMA with regressors": "statsforecast",
    "boosted trees": "lightgbm",
    "boosted residual": "lightgbm",
}
DAYS = tuple(date(2021, 7, 1) + timedelta(days=step) for step in range(600))


def small_town(seed: int = 1) -> UseHistory:
    rng = np.random.default_rng(seed)
    turn = np.array([day.timetuple().tm_yday for day in DAYS]) / 365 * 2 * np.pi
    temperature = 10 - 13 * np.cos(turn) + rng.normal(0, 3, len(DAYS))
    use = (20 + 5 * np.maximum(0, 15 - felt_record(temperature, 0.4))) * rng.normal(1, 0.02, len(DAYS))
    return UseHistory.of_one(days=DAYS, use=use, temperature=temperature, wind=rng.uniform(1, 5, len(DAYS)))


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in NEEDS else []) for name in PEERS]
)
def test_no_peer_changes_when_later_use_is_appended(name: str) -> None:
    if name in NEEDS and find_spec(NEEDS[name]) is None:
        pytest.skip(f"{NEEDS[name]} is not installed")
    town, origins = small_town(), (500, 515)
    before = PEERS[name](history=town.upto(515), origins=origins, leads=(1, 7))
    other = replace(town, use=np.where(np.arange(600) < 515, town.use, 7 * town.use + 1000))
    after = PEERS[name](history=other, origins=origins, leads=(1, 7))
    assert not np.isnan(before).any()
    np.testing.assert_allclose(before, after, rtol=1e-9)
    alone = PEERS[name](history=town, origins=(500,), leads=(1, 7))
    np.testing.assert_allclose(before[:, :1], alone, rtol=1e-9)  # nor with the other origins that are asked


@pytest.mark.parametrize("name", ["degree days", "degree days × level"])
def test_forecast_weather_takes_the_place_of_what_came(name: str) -> None:
    town = small_town()
    ahead = np.broadcast_to(town.temperature[:, 500:507], (1, 1, 7)).copy()
    right = PEERS[name](history=town, origins=(500,), leads=(1, 7))
    same = PEERS[name](history=town, origins=(500,), leads=(1, 7), weather_ahead=ahead)
    colder = PEERS[name](history=town, origins=(500,), leads=(1, 7), weather_ahead=ahead - 5)
    np.testing.assert_allclose(right, same)
    assert (colder > same).all()


@pytest.mark.parametrize("name", ["degree days", "degree days × level"])
def test_before_the_first_fit_is_due_all_days_so_far_teach(name: str) -> None:
    town = small_town()
    winter = replace(town, use=town.use[:, 150:], held_back=town.held_back[:, 150:], days=town.days[150:],
                     temperature=town.temperature[:, 150:], wind=town.wind[:, 150:],
                     rest_day=town.rest_day[150:], from_festival=town.from_festival[150:])  # fmt: skip
    told = PEERS[name](history=winter, origins=(25,), leads=(1,))
    assert told[0, 0, 0] == pytest.approx(winter.use[0, 25], rel=0.15)


@pytest.mark.parametrize("absent", ["lightgbm", "sklearn"])
def test_what_a_peer_lacks_is_told_with_the_way_to_get_it(
    absent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, absent, None)
    with pytest.raises(PeerMissing, match=r"pip install 'nuandong\[peers\]'"):
        boosted_trees(history=small_town(), origins=(500,), leads=(1,))


def test_the_last_known_day_is_carried_over_a_gap() -> None:
    town = small_town()
    town.use[0, 498:500] = np.nan
    assert persistence(history=town, origins=(500,), leads=(1, 7))[0, 0].tolist() == [town.use[0, 497]] * 2


def test_degree_days_find_the_line_they_were_made_from() -> None:
    town = small_town()
    short = np.maximum(0.0, 14.0 - town.temperature)
    straight = replace(town, use=10 + 3 * short)
    told = linear_degree_days(history=straight, origins=(500,), leads=(1,))
    assert told[0, 0, 0] == pytest.approx(straight.use[0, 500], rel=1e-6)


def test_the_level_follows_a_step_in_use() -> None:
    town = small_town()
    stepped = replace(town, use=town.use * np.where(np.arange(600) < 530, 1.0, 0.8))
    told = degree_days_and_level(history=stepped, origins=(530, 560), leads=(1,))
    actual = town.use[0, [530, 560]]
    assert told[0, 0, 0] == pytest.approx(actual[0], rel=0.08)
    assert told[0, 1, 0] == pytest.approx(0.8 * actual[1], rel=0.08)


def test_weights_and_levels_by_hand() -> None:
    assert weights_of(0.5).sum() == pytest.approx(1.0)
    assert felt_record(np.array([0.0, 10.0]), 0.0).tolist() == [0.0, 10.0]
    level = levels(np.array([2.0, np.nan, 2.0]), np.ones(3), np.array([1.0]))
    assert level[:, 0].tolist() == [1.0, 2.0, 2.0, 2.0]


def test_cut_use_is_added_again_and_gaps_are_carried() -> None:
    town = small_town()
    town.use[0, 10], town.held_back[0, 10] = 5.0, 15.0
    town.held_back[0, 11] = np.nan
    series = series_of(town, 0)
    assert series.use[10] == 20.0
    assert np.isnan(series.use[11])
    assert carried(np.array([np.nan, 1.0, np.nan, 3.0])).tolist() == [1.0, 1.0, 1.0, 3.0]


def test_wind_of_days_that_are_only_forecast_is_not_known() -> None:
    town = small_town()
    series = series_of(town, 0)
    eve = eve_of(series, np.array([500]), 7, weather_ahead=town.temperature[:, 500:507])
    assert np.unique(eve.wind[0, -7:]).size == 1
    assert eve.wind[0, -1] == pytest.approx(town.wind[0, 486:500].mean())
