"""Scores of a backtest, worked out by hand on a few days."""

from datetime import date, timedelta

import numpy as np
import pytest

from nuandong.demand.backtest import (
    DayKind,
    League,
    backtest,
    by_temperature,
    calibrate,
    coverage_interval,
    score,
    winter_days,
)
from nuandong.demand.series import UseHistory

LEVELS = np.array([0.1, 0.5, 0.9])


def year_of(temperature: np.ndarray, use: np.ndarray, first: date = date(2021, 1, 1)) -> UseHistory:
    days = tuple(first + timedelta(days=step) for step in range(use.size))
    return UseHistory.of_one(days=days, use=use, temperature=temperature)


def test_errors_bias_and_peak_of_four_days() -> None:
    found = score(forecast=np.array([11.0, 18.0, 45.0, 10.0]), actual=np.array([10.0, 20.0, 50.0, np.nan]))
    assert found.count == 3
    assert found.mae == pytest.approx((1 + 2 + 5) / 3)
    assert found.mape == pytest.approx((0.1 + 0.1 + 0.1) / 3)
    assert found.bias == pytest.approx((1 - 2 - 5) / 3)
    assert found.peak_error == pytest.approx(-5)
    assert found.relative == pytest.approx(8 / 80)


def test_nothing_to_score_is_said_and_not_zero() -> None:
    found = score(forecast=np.array([np.nan]), actual=np.array([1.0]))
    assert found.count == 0
    assert np.isnan(found.mae)


def test_pinball_is_the_mean_over_days_and_levels() -> None:
    quantiles = np.array([[8.0, 10.0, 12.0], [8.0, 10.0, 12.0]])
    found = score(forecast=quantiles[:, 1], actual=np.array([11.0, 7.0]), quantiles=quantiles, levels=LEVELS)
    by_hand = np.mean([0.1 * 3, 0.5 * 1, 0.1 * 1, 0.9 * 1, 0.5 * 3, 0.1 * 5])
    assert found.pinball == pytest.approx(by_hand)
    assert found.coverage[0][0] == pytest.approx(0.8)
    assert found.coverage[0][1].found == pytest.approx(0.5)


def test_the_interval_of_a_coverage_is_wider_where_misses_come_in_runs() -> None:
    rng = np.random.default_rng(1)
    scattered = (rng.random((1, 700)) < 0.8).astype(float)
    in_runs = np.repeat((rng.random((1, 50)) < 0.8).astype(float), 14, axis=1)
    narrow, wide = (coverage_interval(inside=flags, seed=2) for flags in (scattered, in_runs))
    assert narrow.low < 0.8 < narrow.high
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)


def test_the_interval_of_a_coverage_holds_the_truth_about_as_often_as_it_says() -> None:
    held = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        inside = (rng.random((3, 280)) < 0.8).astype(float)
        held += coverage_interval(inside=inside, seed=seed, draws=199).holds(0.8)
    assert 0.85 <= held / 200 <= 0.99


def test_calibrated_quantiles_lie_on_the_diagonal_and_narrow_ones_leave_days_at_both_ends() -> None:
    rng = np.random.default_rng(3)
    actual = rng.normal(0, 1, 4000)
    right = np.tile([-1.2816, 0.0, 1.2816], (4000, 1))
    good, narrow = (calibrate(quantiles=told, actual=actual, levels=LEVELS) for told in (right, right * 0.5))
    assert good.apart < 0.02
    assert good.below == pytest.approx(LEVELS, abs=0.02)
    assert narrow.histogram[0] + narrow.histogram[-1] > 1.8 * (good.histogram[0] + good.histogram[-1])


def test_error_by_temperature_counts_each_day_in_its_own_bin() -> None:
    size, bias, count = by_temperature(
        forecast=np.array([2.0, 4.0, 9.0]),
        actual=np.array([1.0, 6.0, 9.0]),
        felt=np.array([-5.0, -5.0, 5.0]),
        edges=np.array([-10.0, 0.0, 10.0]),
    )
    assert count.tolist() == [2, 1]
    assert size.tolist() == [1.5, 0.0]
    assert bias.tolist() == [-0.5, 0.0]


def test_winter_is_found_in_either_half_of_the_world() -> None:
    days = tuple(date(2021, 1, 1) + timedelta(days=step) for step in range(730))
    turn = np.array([day.timetuple().tm_yday for day in days]) / 365 * 2 * np.pi
    north = winter_days(days=days, temperature=10 - 12 * np.cos(turn))
    south = winter_days(days=days, temperature=10 + 7 * np.cos(turn))
    assert {day.month for day, cold in zip(days, north.winter, strict=True) if cold} == {1, 2, 3, 11, 12}
    assert {day.month for day, cold in zip(days, south.winter, strict=True) if cold} == {4, 5, 6, 7, 8, 9}


def test_the_coldest_days_are_a_twentieth_of_the_asked_winter_days() -> None:
    temperature = np.concatenate([np.linspace(0, -5, 100), np.full(265, 25.0)])
    days = tuple(date(2021, 1, 1) + timedelta(days=step) for step in range(365))
    winter = winter_days(days=days, temperature=temperature)
    asked = np.zeros(365, dtype=bool)
    asked[20:80] = True
    assert np.flatnonzero(winter.coldest(asked)).tolist() == [77, 78, 79]


def test_a_sudden_fall_begins_a_cold_wave_of_two_days() -> None:
    days = tuple(date(2021, 1, 1) + timedelta(days=step) for step in range(31))
    temperature = np.full(31, 2.0) + 0.01 * np.arange(31)
    temperature[10:16] = -9.0
    wave = winter_days(days=days, temperature=temperature).wave
    assert np.flatnonzero(wave).tolist() == [10, 11]


def test_the_rival_is_chosen_once_and_the_best_peer_on_each_series() -> None:
    league = League(("ours", "a", "b"), ("x", "y"), np.array([[0.04, 0.05], [0.05, 0.06], [0.10, 0.045]]))
    standing = league.standing("ours")
    assert standing.rival == "a"
    assert standing.ratio == pytest.approx(np.sqrt(0.04 * 0.05) / np.sqrt(0.05 * 0.06))
    assert (standing.worst_series, standing.worst_peer) == ("y", "b")
    assert standing.worst_ratio == pytest.approx(0.05 / 0.045)
    assert league.ranked()[0][0] == "ours"


def test_a_backtest_reads_the_day_of_each_lead_and_leaves_cut_days_out() -> None:
    history = year_of(np.full(20, -5.0), np.arange(20.0))
    history.held_back[0, 12] = 3.0
    mean = np.zeros((1, 2, 2))
    trial = backtest(history=history, origins=(10, 11), leads=(1, 3), mean=mean)
    assert trial.actual[0, 0].tolist()[0] == 10.0
    assert np.isnan(trial.actual[0, 0, 1])  # day 12 was cut
    assert trial.actual[0, 1].tolist() == [11.0, 13.0]
    assert trial.scores(unit=0, lead=3, kind=DayKind.ALL).count == 1
