"""The alarm for a forecaster that has begun to miss to one side."""

import numpy as np
import pytest

from nuandong.demand.backtest import drift_alarms, false_alarm_every, threshold_for


def errors_with_memory(seed: int, days: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    out = np.zeros(days)
    for day in range(1, days):
        out[day] = 0.4 * out[day - 1] + rng.normal(0, 0.02)
    return out


def test_the_run_length_is_that_of_the_tables() -> None:
    assert false_alarm_every(threshold=5.0) == pytest.approx(465, rel=0.02)  # Hawkins 1993: h 5, k 0.5
    assert false_alarm_every(threshold=threshold_for(days=1000)) == pytest.approx(1000)


def test_a_level_that_shifts_by_two_deviations_is_noticed_within_a_fortnight_and_by_its_sign() -> None:
    errors = errors_with_memory(1, 400)
    errors[300:] += 0.06
    found = drift_alarms(errors=errors, reference=200)
    late = found.alarms[found.alarms >= 300]
    assert late.size
    assert late[0] < 314
    assert found.signs[found.alarms >= 300][0] == 1


def test_false_alarms_come_about_as_seldom_as_stated() -> None:
    count = sum(
        drift_alarms(errors=errors_with_memory(seed, 3500), reference=500, false_every=300).alarms.size
        for seed in range(20)
    )
    assert 0.6 * 200 <= count <= 1.5 * 200


def test_one_strange_day_raises_no_alarm_and_a_gap_raises_none() -> None:
    errors = errors_with_memory(3, 300)
    quiet = drift_alarms(errors=errors, reference=200, false_every=1e6).alarms.size
    errors[250], errors[260:270] = 5.0, np.nan
    assert quiet == 0
    assert drift_alarms(errors=errors, reference=200, false_every=1e6).alarms.size == 0


def test_too_short_a_reference_judges_nothing() -> None:
    assert drift_alarms(errors=np.ones(50), reference=10).alarms.size == 0
