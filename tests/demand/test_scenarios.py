"""Joint scenarios: sums are summed before quantiles are taken, never after."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.demand.planned import NO_PLANNED_USE, PlannedUse, plan_ratio
from nuandong.demand.scenarios import COUNT, Scenarios, around, joint_error
from nuandong.vocabulary import ConsumerClass

HEAT = ConsumerClass.RES_HEAT


def drawn(seed: int, *, units: int = 4, rows: int = 6, days: int = 3) -> Scenarios:
    dice = np.random.default_rng(seed)
    unit_of = np.concatenate([np.arange(units), dice.integers(0, units, rows - units)])
    return Scenarios(dice.gamma(3.0, 2.0, (50, units, days)), unit_of, dice.uniform(0.1, 1.0, (rows, days)))


def test_at_least_two_hundred_scenarios_are_drawn() -> None:
    assert COUNT >= 200


@given(seed=st.integers(0, 10_000))
def test_an_areas_scenarios_are_the_sums_of_its_rows_draw_by_draw(seed: int) -> None:
    scenarios = drawn(seed)
    area_of = np.array([0, 1, 0, -1, 1, 2])
    by_hand = scenarios.draws[:, scenarios.unit_of, :] * scenarios.share
    sums = scenarios.sums(area_of=area_of, areas=3)
    for area in range(3):
        assert sums[:, area] == pytest.approx(by_hand[:, area_of == area].sum(axis=1))
    assert scenarios.totals() == pytest.approx(by_hand.sum(axis=1))


def test_the_quantile_of_a_sum_is_less_than_the_sum_of_quantiles_where_rows_do_not_move_together() -> None:
    scenarios = drawn(3)
    together = np.quantile(scenarios.totals(), 0.9, axis=0)
    apart = scenarios.rows_at(0.9).sum(axis=0)
    assert (together < apart).all()
    assert (together > scenarios.totals().mean(axis=0)).all()


def test_rows_without_history_spread_as_stated_and_err_with_the_others() -> None:
    use, sigma = np.full((2000, 2), 10.0), np.array([0.06, 0.09])
    free = around(use=use, sigma=sigma, shared=0.6, together=None)
    width = (free / 10.0 - 1.0).std(axis=(0, 1))
    assert width == pytest.approx(sigma, rel=0.1)
    error = np.linspace(-2, 2, COUNT)[:, None] * np.ones((1, 2))
    tied = around(use=use, sigma=sigma, shared=0.6, together=error).sum(axis=1)
    assert np.corrcoef(tied[:, 0], error[:, 0])[0, 1] > 0.99


def test_the_same_question_draws_the_same_scenarios() -> None:
    use, sigma = np.full((3, 2), 10.0), np.array([0.06, 0.09])
    once, again = (around(use=use, sigma=sigma, shared=0.6, together=None) for _ in range(2))
    assert np.array_equal(once, again)


def test_the_joint_error_has_mean_zero_and_width_one_and_none_where_nothing_varies() -> None:
    error = joint_error(draws=drawn(1).draws)
    assert error is not None
    assert error.mean(axis=0) == pytest.approx(0, abs=1e-12)
    assert error.std(axis=0) == pytest.approx(1)
    assert joint_error(draws=np.ones((5, 2, 2))) is None


def test_a_plan_replaces_its_points_part_of_the_row() -> None:
    """A point of a quarter of the row that stands still takes a quarter away; a row without plans keeps all."""
    planned = PlannedUse(("c",), (HEAT,), np.array([0.25]), np.array([[0.0, np.nan, 30.0]]))
    ratio = plan_ratio(planned=planned, rows=(("c", HEAT), ("d", HEAT)), use=np.full((2, 3), 40.0))
    assert ratio[0].tolist() == [0.75, 1.0, 1.5]
    assert ratio[1].tolist() == [1.0, 1.0, 1.0]
    assert NO_PLANNED_USE.share.size == 0
