"""Models fitted to a history, and a forecast held against a real winter."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.history import WINTER, day_ahead, fitted, read_history
from nuandong.demand import HeatLoad, TooLittleHistory, coverage, fit_heat_load, mape
from nuandong.gasday import gas_days

FELT = np.tile(np.linspace(-20.0, 25.0, 91), 2)
REST = np.arange(FELT.size) % 7 >= 5


def use_of(model: HeatLoad) -> np.ndarray:
    calendar = np.where(REST, model.rest_day_factor, 1.0)
    return model.steady_use * calendar + model.heat_use * np.maximum(0.0, model.balance_temperature - FELT)


@given(
    steady=st.floats(0.5, 50),
    heat=st.floats(0.01, 5),
    half_degrees=st.integers(20, 40),
    factor=st.floats(0.2, 1.2),
)
def test_a_history_that_follows_the_model_gives_the_model_back(
    steady: float, heat: float, half_degrees: int, factor: float
) -> None:
    model = HeatLoad(steady, heat, half_degrees / 2, factor)
    found = fit_heat_load(use=use_of(model), effective_temperature=FELT, rest_day=REST)
    assert found.balance_temperature == model.balance_temperature
    assert [found.steady_use, found.heat_use, found.rest_day_factor] == pytest.approx([steady, heat, factor])


def test_a_class_that_shows_no_heating_gets_none() -> None:
    found = fit_heat_load(use=5.0 + 0.1 * FELT, effective_temperature=FELT, rest_day=REST)
    assert found.heat_use == 0.0
    assert found.steady_use == pytest.approx(np.mean((5.0 + 0.1 * FELT)[~REST]))


def test_days_without_use_do_not_count() -> None:
    use = use_of(HeatLoad(10.0, 1.0, 18.0, 0.9))
    use[::3] = np.nan
    found = fit_heat_load(use=use, effective_temperature=FELT, rest_day=REST)
    assert found.heat_use == pytest.approx(1.0)


def test_a_history_that_is_too_short_is_refused_with_the_number_wanted() -> None:
    with pytest.raises(TooLittleHistory, match="at least 30 days"):
        fit_heat_load(use=np.ones(29), effective_temperature=np.ones(29), rest_day=np.zeros(29, dtype=bool))


@pytest.mark.reference
def test_a_real_winter_is_missed_by_six_per_cent_a_day_ahead_and_the_band_holds_two_days_in_three() -> None:
    history = read_history()
    assert history is not None
    model = fitted(history)
    first, last = WINTER
    days = gas_days(first=first, count=(last - first).days + 1)
    made = [day_ahead(history, model, day - timedelta(days=1), reach=1) for day in days]
    actual = history.use[history.span(first, last)]
    guess = np.array([forecast.use[0, 0] for forecast in made])
    low = np.array([forecast.use_low[0, 0] for forecast in made])
    high = np.array([forecast.use_high[0, 0] for forecast in made])
    assert mape(forecast=guess, actual=actual) < 0.06
    assert coverage(low=low, high=high, actual=actual) > 2 / 3
