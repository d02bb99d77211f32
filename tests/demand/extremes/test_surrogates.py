"""Surrogate winters: nothing invented, yet sequences and cold that nobody has seen."""

import numpy as np
import pytest

from nuandong.demand.extremes import BlockRule, surrogate_winters
from nuandong.demand.extremes.measures import smooth_normal
from nuandong.demand.extremes.surrogate import surrogate_days
from tests.demand.extremes.records import record


def test_every_day_of_a_surrogate_is_an_observed_departure_on_the_normal_of_its_date() -> None:
    seen = record(7)[0]
    normal = smooth_normal(cold=seen)
    drawn = surrogate_winters(record=seen, count=50, seed=1)
    observed = np.sort((seen - normal).ravel())
    taken = (drawn - normal).ravel()
    nearest = np.clip(np.searchsorted(observed, taken), 1, observed.size - 1)
    gap = np.minimum(np.abs(observed[nearest] - taken), np.abs(observed[nearest - 1] - taken))
    assert gap.max() < 1e-9


def test_blocks_move_no_farther_than_the_rule_says_and_keep_their_order() -> None:
    rule = BlockRule(mean_days=12.0, shift_days=5)
    winter, day = surrogate_days(winters=6, days=151, count=200, seed=2, rule=rule)
    assert np.abs(day - np.arange(151))[:, 10:-10].max() <= 5
    stays = (np.diff(winter, axis=1) == 0) & (np.diff(day, axis=1) == 1)
    assert stays[:, 10:-10].mean() > 0.85  # eleven days of twelve follow their yesterday


def test_sequences_arise_that_no_winter_had() -> None:
    seen = record(7)[0]
    drawn = surrogate_winters(record=seen, count=300, seed=3)
    assert drawn.min() < seen.min()  # a departure of December on a day of January
    weekly = drawn[:, 60:90].mean(axis=1)
    assert weekly.min() < seen[:, 60:90].mean(axis=1).min()


def test_without_shift_and_chance_a_surrogate_is_its_home_winter() -> None:
    seen = record(5)[0]
    drawn = surrogate_winters(record=seen, count=20, seed=4, rule=BlockRule(15.0, 0, 1.0))
    assert all(np.isclose(seen, winter).all(axis=1).any() for winter in drawn)


def test_stations_take_the_same_blocks() -> None:
    seen = record(6)[0]
    both = surrogate_winters(record=np.stack([seen, seen - 4.0]), count=30, seed=5)
    assert both[1] == pytest.approx(both[0] - 4.0)


def test_a_seed_gives_the_same_winters_again() -> None:
    seen = record(6)[0]
    first, again, other = (surrogate_winters(record=seen, count=5, seed=seed) for seed in (6, 6, 7))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_the_normal_of_a_straight_course_is_that_course() -> None:
    assert smooth_normal(cold=np.full((4, 151), 3.0)) == pytest.approx(np.full(151, 3.0))
    inner = smooth_normal(cold=np.tile(np.arange(151.0), (4, 1)))[20:-20]
    assert inner == pytest.approx(np.arange(20.0, 131.0))
