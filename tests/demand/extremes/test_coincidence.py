"""The province's peak against the sum of its counties' peaks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuandong.demand.extremes import coincidence
from tests.demand.extremes.records import record


def demand(winters: int, *, counties: int = 5, seed: int = 1) -> np.ndarray:
    size = np.linspace(1.0, 3.0, counties)[:, None, None]
    return size * (18.0 - record(winters, seed=seed, stations=counties))


def test_counties_that_freeze_together_peak_together() -> None:
    one = demand(10, counties=1)
    found = coincidence(demand=np.concatenate([one, 2 * one, 5 * one]), redraws=40)
    assert found.value == pytest.approx(1.0)
    assert found.low == pytest.approx(1.0)
    assert found.province == pytest.approx(found.summed)


def test_counties_with_weather_of_their_own_do_not() -> None:
    found = coincidence(demand=demand(15), redraws=60)
    assert 0.75 < found.value < 0.99
    assert found.low < found.value < found.high


def test_counties_on_opposite_sides_of_the_weather_coincide_least() -> None:
    cold = record(15)[0]
    mirrored = np.stack([18.0 - cold, 18.0 - (2 * cold.mean() - cold)])
    assert coincidence(demand=mirrored, redraws=10).value < coincidence(demand=demand(15), redraws=10).value


def test_fewer_winters_leave_it_less_sure() -> None:
    short, long = (
        [coincidence(demand=demand(count, seed=seed), redraws=60) for seed in range(6)] for count in (7, 25)
    )
    assert np.mean([each.high - each.low for each in short]) > np.mean(
        [each.high - each.low for each in long]
    )


def test_an_estimate_that_comes_out_above_one_is_one() -> None:
    cold = 18.0 - record(3, seed=1, stations=1)[0]
    first, second = cold.copy(), cold.copy()
    first[:, 75:] *= (
        0.97  # two counties whose peaks take turns: each record alone looks less steep than their sum
    )
    second[:, :75] *= 0.97
    found = coincidence(demand=np.stack([first, second]), redraws=10)
    assert found.value == 1.0
    assert found.province == found.summed


@settings(max_examples=15, deadline=None)
@given(winters=st.integers(3, 12), counties=st.integers(1, 4), seed=st.integers(0, 1000))
def test_a_province_never_peaks_above_the_sum_of_its_counties(winters: int, counties: int, seed: int) -> None:
    found = coincidence(demand=demand(winters, counties=counties, seed=seed), redraws=8)
    assert 0.0 <= found.low <= found.value <= found.high <= 1.0
    assert found.province <= found.summed * (1 + 1e-12)
