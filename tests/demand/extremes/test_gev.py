"""The extreme-value law and its L-moments against what is known of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.demand.extremes import ExtremeValueLaw, ShapePrior, fit_extreme_values, l_moments

EULER = 0.5772156649015329


def law(location: float, scale: float, shape: float) -> ExtremeValueLaw:
    return ExtremeValueLaw(np.array(location), np.array(scale), np.array(shape))


@pytest.mark.parametrize(
    ("below", "shape", "expected"),
    [
        pytest.param(np.exp(-1.0), 0.2, 10.0, id="the-location-is-passed-by-one-minus-one-over-e"),
        pytest.param(0.95, 1e-9, 10.0 + 2.0 * 2.970195249, id="Gumbel-one-in-twenty"),
        pytest.param(0.95, 0.2, 10.0 + 2.0 * (1 - 0.0512932944**0.2) / 0.2, id="with-an-end"),
        pytest.param(1.0 - 1e-15, 0.5, 14.0, id="the-end-itself"),
    ],
)
def test_the_level_of_a_law_is_the_textbook_one(below: float, shape: float, expected: float) -> None:
    assert float(law(10.0, 2.0, shape).quantile(below)) == pytest.approx(expected, abs=1e-5)


def test_l_moments_of_three_values_are_counted_by_hand() -> None:
    mean, spread, third = l_moments(np.array([1.0, 2.0, 6.0]))
    # half the mean distance of two values; and the mean of largest - 2 middle + smallest, by three
    assert (float(mean), float(spread), float(third)) == pytest.approx((3.0, 5.0 / 3.0, 1.0))


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        pytest.param("uniform", (0.5, 1 / 6, 0.0), id="uniform"),
        pytest.param("exponential", (1.0, 0.5, 1 / 6), id="exponential"),
        pytest.param("normal", (0.0, 1 / np.sqrt(np.pi), 0.0), id="normal"),
        pytest.param("gumbel", (EULER, np.log(2), 0.1699 * np.log(2)), id="Gumbel"),
    ],
)
def test_l_moments_of_known_laws(sample: str, expected: tuple[float, float, float]) -> None:
    drawn = getattr(np.random.default_rng(1), sample)(size=(40, 20_000))
    found = [float(moment.mean()) for moment in l_moments(drawn)]
    assert found == pytest.approx(expected, abs=0.003)


@pytest.mark.parametrize("shape", [-0.2, 0.0, 0.3])
def test_a_long_record_gives_its_law_back(shape: float) -> None:
    drawn = law(-20.0, 3.0, shape).quantile(np.random.default_rng(2).random(200_000))
    found = fit_extreme_values(maxima=drawn, prior=None)
    assert (float(found.location), float(found.scale), float(found.shape)) == pytest.approx(
        (-20.0, 3.0, shape), abs=0.05
    )


def test_the_shape_of_a_short_record_is_mostly_the_prior() -> None:
    rng = np.random.default_rng(3)
    maxima = law(0.0, 1.0, -0.1).quantile(rng.random((300, 7)))
    alone = fit_extreme_values(maxima=maxima, prior=None).shape
    drawn = fit_extreme_values(maxima=maxima, prior=ShapePrior(shape=0.1, winters=40.0)).shape
    assert drawn.std() < alone.std() / 4
    assert abs(float(drawn.mean()) - 0.1) < 0.05


@given(
    maxima=st.lists(st.floats(-40, 40), min_size=4, max_size=30),
    moved=st.floats(-30, 30),
    stretched=st.floats(0.1, 10),
)
def test_the_law_moves_and_stretches_with_its_record(
    maxima: list[float], moved: float, stretched: float
) -> None:
    record = np.array(maxima)
    if np.ptp(record) < 1e-3:
        return
    level = fit_extreme_values(maxima=record).quantile(0.95)
    shifted = fit_extreme_values(maxima=moved + stretched * record).quantile(0.95)
    assert float(shifted) == pytest.approx(moved + stretched * float(level), abs=1e-6, rel=1e-6)


@given(first=st.floats(0.5, 0.998), further=st.floats(0.0001, 0.001), shape=st.floats(-0.4, 0.4))
def test_a_rarer_level_is_higher(first: float, further: float, shape: float) -> None:
    made = law(0.0, 1.0, shape)
    assert float(made.quantile(first + further)) > float(made.quantile(first))
