"""Counties under one sky learn together: each keeps its size, steepness and level, and all add up to their pool."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from nuandong.demand.pools import FEWEST_DAYS, Pools, drawn_errors, pools_of, units_from_pools
from nuandong.demand.series import UseHistory
from nuandong.gasday import gas_days

DAYS, KNOWN = 300, 290
GROUP = ("heating",) * 4


def winter(*, use: np.ndarray | None = None, areas: tuple[int, ...] = (0, 0, 0, 0)) -> UseHistory:
    """Four counties of 10, 20, 40 and 30 in one swing, a little noise on each."""
    dice = np.random.default_rng(7)
    pace = 1.0 + 0.4 * np.sin(np.arange(DAYS) / 9.0)
    sizes = np.array([10.0, 20.0, 40.0, 30.0])
    told = sizes[:, None] * pace * np.exp(0.01 * dice.standard_normal((4, DAYS)))
    filled = told if use is None else use
    return UseHistory(
        units=("a", "b", "c", "d"), days=gas_days(first=date(2022, 11, 1), count=DAYS), use=filled,
        held_back=np.zeros(filled.shape), areas=("north", "south"), area_of=np.array(areas, dtype=np.int64),
        temperature=np.zeros((2, DAYS)), wind=np.full((2, DAYS), np.nan),
        rest_day=np.zeros(DAYS, dtype=np.bool_),
    )  # fmt: skip


def pooled(history: UseHistory) -> Pools:
    return pools_of(history=history, known=KNOWN, group=GROUP)


def test_a_pool_is_the_sum_of_its_counties_and_knows_nothing_of_days_to_come() -> None:
    history = winter()
    pools = pooled(history)
    assert pools.history.units == ("north/heating",)
    assert pools.history.use[0, :KNOWN] == pytest.approx(history.use[:, :KNOWN].sum(axis=0), rel=1e-3)
    assert np.isnan(pools.history.use[0, KNOWN:]).all()
    changed = winter(use=np.where(np.arange(DAYS) < KNOWN, history.use, 999.0))
    again = pooled(changed)
    assert np.array_equal(again.level, pools.level)
    assert np.array_equal(again.size, pools.size)


def test_counties_under_another_sky_or_of_another_group_learn_apart() -> None:
    history = winter(areas=(0, 0, 1, 1))
    assert pooled(history).history.units == ("north/heating", "south/heating")
    mixed = pools_of(history=history, known=KNOWN, group=("heating", "power", "heating", "heating"))
    assert mixed.history.units == ("north/heating", "north/power", "south/heating")


def test_a_county_that_files_late_leaves_its_pool_where_it_was() -> None:
    history = winter()
    lacking = history.use.copy()
    lacking[2, 100:180] = np.nan
    lacking[2, KNOWN - 3 :] = np.nan
    whole, part = pooled(history), pooled(winter(use=lacking))
    assert part.history.use[0, :KNOWN] == pytest.approx(whole.history.use[0, :KNOWN], rel=0.02)


def test_a_county_of_few_days_has_no_pool() -> None:
    use = winter().use.copy()
    use[3, : KNOWN - FEWEST_DAYS + 1] = np.nan
    pools = pooled(winter(use=use))
    assert pools.told.tolist() == [True, True, True, False]
    assert np.isnan(units_from_pools(pools=pools, pooled=np.full((1, 5), 80.0))[3]).all()


def test_nobody_with_days_enough_means_no_pool_at_all() -> None:
    use = np.full((4, DAYS), np.nan)
    pools = pooled(winter(use=use))
    assert pools.history.units == ()
    assert not pools.told.any()


def test_a_slip_of_unit_is_doubted_and_moves_neither_pool_nor_neighbours() -> None:
    history = winter()
    slipped = history.use.copy()
    slipped[1, 50:62] *= 10.0
    pools, clean = pooled(winter(use=slipped)), pooled(history)
    assert set(zip(*np.nonzero(pools.doubted), strict=True)) == {(1, day) for day in range(50, 62)}
    assert not clean.doubted.any()
    assert pools.history.use[0, :KNOWN] == pytest.approx(clean.history.use[0, :KNOWN], rel=0.01)


def test_counties_told_from_a_pool_add_up_to_it_in_every_scenario() -> None:
    pools = pooled(winter())
    ahead = np.linspace(80.0, 150.0, 7)
    told = units_from_pools(pools=pools, pooled=ahead[None, :])
    assert told.sum(axis=0) == pytest.approx(ahead)
    assert told[:, 0] == pytest.approx(np.array([0.1, 0.2, 0.4, 0.3]) * 80.0, rel=0.05)
    drawn = np.random.default_rng(1).uniform(50.0, 150.0, (30, 1, 7))
    errors = drawn_errors(pools=pools, reach=7, count=30, seed=1)
    each = units_from_pools(pools=pools, pooled=drawn, errors=errors)
    assert each.sum(axis=1) == pytest.approx(drawn[:, 0])
    assert 0.005 < errors.std() < 0.03  # what each county adds is its own noise of one per cent


def test_a_steeper_county_takes_more_of_a_cold_day() -> None:
    history = winter()
    pace = 1.0 + 0.4 * np.sin(np.arange(DAYS) / 9.0)
    use = history.use.copy()
    use[0] = 10.0 * pace**1.5
    pools = pooled(winter(use=use))
    assert pools.lean[0] > 0.2
    mild, cold = units_from_pools(pools=pools, pooled=np.array([[70.0, 140.0]]))[0]
    assert cold / mild > 2.15


def test_a_level_that_moves_is_followed_and_its_errors_are_those_of_past_eves() -> None:
    use = winter().use.copy()
    use[0, KNOWN - 10 :] *= 1.2
    pools = pooled(winter(use=use))
    told = units_from_pools(pools=pools, pooled=np.full((1, 1), 100.0))[:, 0]
    assert 11.2 < told[0] < 12.2
    moved = replace(
        pools, apart=np.where(np.isnan(pools.apart), np.nan, 0.0), level=np.zeros(pools.level.shape)
    )
    assert not drawn_errors(pools=moved, reach=5, count=10, seed=3).any()
