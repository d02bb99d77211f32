"""The weights behind the intervals, and that the intervals keep what they state on winters never taught."""

import numpy as np
import pytest

from benchmarks.winters import PROVING, TEACHING, Size, draw_truths
from nuandong.demand.extremes import Method
from nuandong.demand.extremes.calibration import BOUNDS, calibration_of, gumbel_variate
from nuandong.demand.extremes.measures import tail_length
from nuandong.demand.extremes.readings import MEASURED_BY, levels
from tests.demand.extremes.records import record


@pytest.mark.parametrize("method", list(Method))
def test_the_shipped_table_is_whole(method: Method) -> None:
    weights = calibration_of(method)
    assert weights.weights.shape == (3, 5, len(BOUNDS), len(MEASURED_BY[method]), 2)
    assert (np.abs(weights.weights).sum(axis=(-2, -1)) > 0).all()
    assert (weights.spans[0], weights.spans[-1]) == (1.0, 30.0)
    assert (weights.periods[0], weights.periods[-1]) == (5.0, 100.0)


def test_between_two_taught_return_periods_the_level_lies_between_theirs() -> None:
    cold = -record(10)
    known = {
        period: levels(cold=cold, method=Method.EXTREME_VALUE, span_days=1, return_period=period)
        for period in (20.0, 30.0, 50.0)
    }
    part = (gumbel_variate(30.0) - gumbel_variate(20.0)) / (gumbel_variate(50.0) - gumbel_variate(20.0))
    assert known[30.0] == pytest.approx((1 - part) * known[20.0] + part * known[50.0])


def test_the_tail_does_not_depend_on_where_a_winter_is_cut_off() -> None:
    cold = -record(10)
    assert tail_length(cold=cold[:, :, 15:-15]) == pytest.approx(tail_length(cold=cold), abs=0.15)


def test_no_family_both_teaches_and_proves() -> None:
    assert not {family.__name__ for family in TEACHING} & {family.__name__ for family in PROVING}


def test_a_seed_draws_the_same_truths_again() -> None:
    first, again = (draw_truths(PROVING[:1], Size(2, 50, longest=5), seed=3) for _ in range(2))
    assert np.array_equal(first.record, again.record)
    assert np.array_equal(first.level, again.level)


@pytest.mark.slow
@pytest.mark.parametrize("winters", [7, 20])
def test_nine_in_ten_truths_of_families_never_taught_lie_within_the_interval(winters: int) -> None:
    truths = draw_truths(PROVING, Size(30, 1200), seed=5)
    cold = -truths.record[:, 0, :winters].astype(np.float64)
    bounds = levels(cold=cold, method=Method.EXTREME_VALUE, span_days=1, return_period=20.0)
    truth = -truths.level[:, 0, 0, 0]
    inside = ((bounds[:, 0] <= truth) & (truth <= bounds[:, 2])).mean()
    assert 0.85 < inside < 0.96  # 180 truths: two standard errors about 88 to 93 %
