"""Made worlds: seeded, physical, and with a truth that is the mean of what is seen."""

from functools import cache

import numpy as np
import pytest

from benchmarks.worlds import KINDS, World, build_world, simulated_outlook
from benchmarks.worlds.climate import STEPS, Sky
from benchmarks.worlds.houses import Habits, burn, draw_stock
from benchmarks.worlds.outlooks import error_sd

SHORT = "short record, one winter"


@cache
def short_world() -> World:
    return build_world(kind=SHORT)


def test_the_same_seed_gives_the_same_world_and_another_seed_another() -> None:
    one, same, other = short_world(), build_world(kind=SHORT), build_world(kind=SHORT, seed=5)
    np.testing.assert_array_equal(one.history.use, same.history.use)
    assert not np.allclose(one.history.use, other.history.use)


def test_truth_is_the_mean_of_what_chance_makes_of_it() -> None:
    world = short_world()
    assert world.expected is not None
    ratio = world.history.use / world.expected - 1
    assert np.abs(ratio.mean(axis=1)).max() < 0.01
    assert 0.005 < ratio.std() < 0.06


def test_who_knows_the_truth_misses_by_chance_alone_and_more_the_farther_ahead() -> None:
    world = short_world()
    origins = tuple(range(300, 600))
    best = world.best(origins=origins, leads=(1, 7))
    actual = world.history.use[:, np.array(origins)[:, None] + np.array([0, 6])]
    missed = np.abs(best / actual - 1).mean(axis=(0, 1))
    assert missed[0] < missed[1] < 0.04


def test_boilers_saturate_and_warm_days_burn_nothing_but_hot_water() -> None:
    stock = draw_stock(dwellings=10, offices=0, design=-10.0, seed=1)
    habits = Habits(np.zeros(40, dtype=bool), np.zeros(40), -5.0)

    def last_day(outside: float) -> np.ndarray:
        steps = np.full((1, 40 * STEPS), outside)
        return burn(stock=stock, sky=Sky(steps, steps * 0 + 2, steps * 0), habits=habits)[0, :, -1]

    mild, cold, colder, coldest = (last_day(outside) for outside in (24.0, 0.0, -15.0, -60.0))
    assert (mild < 0.35 * cold).all()
    assert (colder > cold).all()
    most = 24 * stock.boiler / 0.88
    assert (
        coldest < 1.25 * most + 24 * stock.hot_water * 3
    ).all()  # 60 K below zero draws no more than boilers give


@pytest.mark.parametrize("kind", ["curtailed days", "faulty station"])
def test_faults_are_in_the_record_and_not_in_the_truth(kind: str) -> None:
    world = build_world(kind=kind)
    history = world.history
    assert world.expected is not None
    if kind == "curtailed days":
        cut = history.held_back > 0
        assert cut.sum() > 10
        assert (history.use[cut] < 0.75 * world.expected[cut]).all()
    else:
        assert np.isnan(history.temperature).any()
        assert np.isnan(history.use).any()
    assert not np.isnan(world.expected).any()


def test_simulated_forecasts_miss_as_much_as_stated_and_errors_last() -> None:
    history = short_world().history
    origins = tuple(range(60, 600))
    told = simulated_outlook(history=history, origins=origins, reach=7, seed=3)
    target = np.array(origins)[:, None] + np.arange(7)
    miss = told - history.temperature[:, target]
    np.testing.assert_allclose(miss.std(axis=(0, 1)), error_sd(7), rtol=0.25)
    assert np.corrcoef(miss[0, :, 5], miss[0, :, 6])[0, 1] > 0.4
    np.testing.assert_array_equal(told, simulated_outlook(history=history, origins=origins, reach=7, seed=3))


def test_an_outlook_of_one_origin_does_not_hang_on_the_others() -> None:
    history = short_world().history
    many = simulated_outlook(history=history, origins=(100, 200), reach=7, seed=3)
    alone = simulated_outlook(history=history, origins=(200,), reach=7, seed=3)
    np.testing.assert_array_equal(many[:, 1:], alone)


def test_every_kind_has_its_own_name() -> None:
    assert len(set(KINDS)) == len(KINDS) >= 12
