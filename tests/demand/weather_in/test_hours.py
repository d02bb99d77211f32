"""A gas day's mean: its 24 hours from 08:00, holes bridged where short and never guessed over where long."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.demand.weather_in.hours import aware, gas_day_means
from nuandong.gasday import CHINA, begin_of

DAY = date(2023, 12, 20)


def hours(count: int, *, step: int = 1, first: int = 0) -> tuple[datetime, ...]:
    return tuple(begin_of(DAY) + timedelta(hours=first + step * at) for at in range(count))


def test_a_gas_day_is_the_mean_of_08_to_07() -> None:
    values = np.arange(48, dtype=np.float64)
    means = gas_day_means(times=hours(48), values=values)
    assert means.days == (DAY, DAY + timedelta(days=1))
    assert means.mean.tolist() == [11.5, 35.5]


def test_the_hour_is_the_same_instant_in_any_zone() -> None:
    values = np.arange(24, dtype=np.float64)
    zulu = tuple(time.astimezone(UTC) for time in hours(24))
    assert gas_day_means(times=zulu, values=values).mean.tolist() == [11.5]


def test_hours_before_and_after_whole_days_give_no_day() -> None:
    means = gas_day_means(times=hours(30, first=-6), values=np.zeros(30))
    assert np.isnan(means.mean[0])
    assert means.mean[1] == 0.0
    assert means.unknown.tolist() == [16, 0]  # two hours before the first known one are held


def test_every_third_hour_serves_and_counts_as_no_hole() -> None:
    means = gas_day_means(times=hours(9, step=3), values=np.linspace(0.0, 24.0, 9))
    assert means.mean[0] == pytest.approx(11.5)
    assert means.bridged[0] == 0


@pytest.mark.parametrize(("lost", "known"), [(5, True), (6, False)])
def test_a_hole_is_bridged_up_to_six_hours_apart(lost: int, known: bool) -> None:
    values = np.arange(24, dtype=np.float64)
    values[4 : 4 + lost] = np.nan
    means = gas_day_means(times=hours(24), values=values)
    assert np.isfinite(means.mean[0]) == known
    assert means.bridged[0] == (lost if known else 0)
    assert means.unknown[0] == (0 if known else lost)


def test_of_two_values_for_an_hour_the_last_counts() -> None:
    times = (*hours(24), hours(1)[0])
    assert gas_day_means(times=times, values=np.array([*np.zeros(24), 24.0])).mean.tolist() == [1.0]


def test_nothing_known_gives_no_days() -> None:
    assert gas_day_means(times=hours(24), values=np.full(24, np.nan)).days == ()


@given(st.lists(st.floats(-40, 30), min_size=24, max_size=24), st.randoms())
def test_the_order_of_hours_does_not_matter(values: list[float], chance: object) -> None:
    pairs = list(zip(hours(24), values, strict=True))
    chance.shuffle(pairs)  # type: ignore[attr-defined]
    mixed = gas_day_means(times=tuple(time for time, _ in pairs), values=np.array([v for _, v in pairs]))
    assert mixed.mean[0] == pytest.approx(np.mean(values), abs=1e-9)


@pytest.mark.parametrize("year", [1, 1849, 2201, 9999])
def test_a_year_out_of_any_record_is_no_time(year: int) -> None:
    with pytest.raises(ValueError):
        aware(datetime(year, 1, 1), CHINA)
