"""Which temperature counts, what a house remembers of it, and when a cold wave holds."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.demand import (
    ColdWaveRule,
    NoWeather,
    WrongWeights,
    cold_wave_days,
    degree_days,
    effective_temperature,
    province_cold_wave,
)
from nuandong.demand.temperature import CARRIED, CERTAINTY, ChosenWeather, choose_weather, missing_weather
from nuandong.gasday import CHINA, gas_days
from nuandong.vocabulary import WeatherKind
from tests.demand.provinces import AS_OF, TAIYUAN_DECEMBER, observed, weather

TODAY, TOMORROW = date(2023, 12, 19), date(2023, 12, 20)
MORNING = datetime(2023, 12, 19, 9, 0, tzinfo=CHINA)
LATER = datetime(2024, 1, 2, 9, 0, tzinfo=CHINA)
RULE = ColdWaveRule()


def chosen(*rows: tuple[str, date, float, WeatherKind, datetime], day: date = TOMORROW) -> ChosenWeather:
    return choose_weather(weather=weather(*rows), areas=("taiyuan",), days=(day,), as_of=AS_OF)


def test_a_house_remembers_the_days_before_by_their_weights() -> None:
    mean = np.array([[-4.0, -6.0, -10.0, -12.0]])
    effective = effective_temperature(mean_temperature=mean, weights=(0.5, 0.3, 0.2))
    assert effective.tolist() == [pytest.approx([-5.0 - 1.8 - 0.8, -6.0 - 3.0 - 1.2])]


@given(mean=st.floats(-40, 40), count=st.integers(1, 30))
def test_steady_weather_feels_as_it_is(mean: float, count: int) -> None:
    effective = effective_temperature(mean_temperature=np.full((2, count + 2), mean), weights=(0.5, 0.3, 0.2))
    assert effective.shape == (2, count)
    assert np.allclose(effective, mean)


@pytest.mark.parametrize("weights", [(), (0.5, 0.4), (1.2, -0.2)])
def test_weights_that_do_not_sum_to_one_are_refused_with_what_to_do(weights: tuple[float, ...]) -> None:
    with pytest.raises(WrongWeights, match="effective_weights"):
        effective_temperature(mean_temperature=np.zeros((1, 9)), weights=weights)


def test_degree_days_of_taiyuans_normal_heating_season_are_those_of_the_standard() -> None:
    season = np.full(141, -1.7)  # GB 50736-2012: 141 days at a mean of -1.7
    assert degree_days(mean_temperature=season).sum() == pytest.approx(2778, abs=0.5)
    assert degree_days(mean_temperature=np.array([18.0, 25.0])).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        pytest.param([WeatherKind.NORMAL, WeatherKind.OBSERVED, WeatherKind.FORECAST], 1, id="observed"),
        pytest.param([WeatherKind.NORMAL, WeatherKind.GENERATED, WeatherKind.FORECAST], 2, id="forecast"),
        pytest.param([WeatherKind.NORMAL, WeatherKind.GENERATED], 1, id="generated-before-normal"),
        pytest.param([WeatherKind.NORMAL], 0, id="normal-where-nothing-else"),
    ],
)
def test_the_most_certain_kind_counts(kinds: list[WeatherKind], expected: int) -> None:
    rows = [("taiyuan", TOMORROW, -float(number), kind, MORNING) for number, kind in enumerate(kinds)]
    picked = chosen(*rows)
    assert picked.mean[0, 0] == -expected
    assert CERTAINTY[picked.certainty[0, 0]] == kinds[expected].value


def test_the_newest_forecast_known_by_then_counts_whatever_the_order_of_rows() -> None:
    rows = [
        ("taiyuan", TOMORROW, -3.0, WeatherKind.FORECAST, MORNING),
        ("taiyuan", TOMORROW, -1.0, WeatherKind.FORECAST, MORNING - timedelta(days=1)),
        ("taiyuan", TOMORROW, -9.0, WeatherKind.FORECAST, LATER),
    ]
    assert chosen(*rows).mean[0, 0] == chosen(*reversed(rows)).mean[0, 0] == -3.0


def test_an_observation_of_a_day_to_come_replays_the_past_and_is_marked() -> None:
    picked = chosen(("taiyuan", TOMORROW, -13.3, WeatherKind.OBSERVED, LATER))
    assert picked.mean[0, 0] == -13.3
    assert picked.replayed.all()


def test_a_forecast_that_was_known_beats_an_observation_that_was_not() -> None:
    """History replays as known then: nobody on 19 December knew the 20th but by its forecast."""
    forecast = ("taiyuan", TOMORROW, -9.0, WeatherKind.FORECAST, MORNING)
    seen = ("taiyuan", TOMORROW, -13.0, WeatherKind.OBSERVED, LATER)
    guessed = ("taiyuan", TOMORROW, -5.0, WeatherKind.GENERATED, MORNING)
    picked = chosen(forecast, seen, guessed)
    assert picked.mean.tolist() == [[-9.0]]
    assert not picked.replayed.any()
    assert chosen(seen, guessed).mean.tolist() == [[-13.0]]


def test_an_observation_known_by_then_is_no_replay() -> None:
    picked = chosen(
        ("taiyuan", TODAY - timedelta(days=1), -8.2, WeatherKind.OBSERVED, MORNING),
        day=TODAY - timedelta(days=1),
    )
    assert not picked.replayed.any()


def test_an_observation_of_a_past_day_that_came_later_does_not_count() -> None:
    yesterday = TODAY - timedelta(days=1)
    picked = chosen(
        ("taiyuan", yesterday, -8.2, WeatherKind.OBSERVED, LATER),
        ("taiyuan", yesterday, -5.0, WeatherKind.NORMAL, MORNING),
        day=yesterday,
    )
    assert picked.mean[0, 0] == -5.0


def test_a_day_without_temperature_takes_the_last_known_one_and_says_so() -> None:
    days = gas_days(first=date(2023, 12, 18), count=4)
    table = observed(first=days[0], means=(-8.0, -9.0))
    picked = choose_weather(weather=table, areas=("taiyuan",), days=days, as_of=AS_OF)
    assert picked.mean.tolist() == [[-8.0, -9.0, -9.0, -9.0]]
    (finding,) = missing_weather(chosen=picked, first=days[0], last=days[-1])
    assert finding.value == "taiyuan 2023-12-20…2023-12-21"
    assert [CERTAINTY[rank] for rank in picked.certainty[0]].count(CARRIED) == 2


def test_an_area_without_any_temperature_takes_the_mean_of_the_others() -> None:
    table = weather(
        ("taiyuan", TOMORROW, -10.0, WeatherKind.FORECAST, MORNING),
        ("datong", TOMORROW, -20.0, WeatherKind.FORECAST, MORNING),
    )
    areas = ("datong", "taiyuan", "yuncheng")
    picked = choose_weather(weather=table, areas=areas, days=(TOMORROW,), as_of=AS_OF)
    assert picked.mean[2, 0] == -15.0
    assert len(missing_weather(chosen=picked, first=TOMORROW, last=TOMORROW)) == 1


def test_areas_that_lack_the_same_days_share_one_finding() -> None:
    table = weather(("taiyuan", TOMORROW, -10.0, WeatherKind.FORECAST, MORNING))
    areas = ("datong", "taiyuan", "yuncheng")
    picked = choose_weather(weather=table, areas=areas, days=(TOMORROW,), as_of=AS_OF)
    (finding,) = missing_weather(chosen=picked, first=TOMORROW, last=TOMORROW)
    assert finding.value == "datong, yuncheng 2023-12-20"


def test_without_any_temperature_there_is_no_forecast_and_the_cure_is_named() -> None:
    with pytest.raises(NoWeather, match="kind normal will do"):
        chosen(("taiyuan", TOMORROW, -9.0, WeatherKind.FORECAST, LATER))


def wave(means: tuple[float, ...], rule: ColdWaveRule = RULE) -> list[bool]:
    return [bool(day) for day in cold_wave_days(mean_temperature=np.array([means]), rule=rule)[0]]


def test_the_wave_of_december_2023_lasts_from_the_tenth_to_the_twenty_fifth() -> None:
    days = [number + 1 for number, held in enumerate(wave(TAIYUAN_DECEMBER)) if held]
    assert days == list(range(10, 26))


@pytest.mark.parametrize(
    ("means", "expected"),
    [
        pytest.param((10.0, 6.0, 2.0), [False, False, True], id="eight-kelvin-in-two-days-is-a-wave"),
        pytest.param((9.9, 6.0, 2.0), [False, False, False], id="less-is-none"),
        pytest.param((20.0, 4.1), [False, False], id="too-warm-at-the-end"),
        pytest.param((0.0, -8.0, -4.1, -3.9), [False, True, True, False], id="ends-when-half-is-regained"),
        pytest.param((0.0, -3.0, -6.0, -9.0, -12.0), [False] * 5, id="a-slow-fall-is-none"),
    ],
)
def test_when_a_cold_wave_holds(means: tuple[float, ...], expected: list[bool]) -> None:
    assert wave(means) == expected


def test_half_of_the_areas_make_it_the_provinces_wave() -> None:
    in_wave = np.array([[True, True, False], [False, True, False]])
    assert province_cold_wave(in_wave=in_wave).tolist() == [True, True, False]


@given(tenths=st.lists(st.integers(-400, 300), min_size=1, max_size=40))
def test_every_wave_begins_with_a_fast_deep_fall_to_the_cold(tenths: list[int]) -> None:
    held = wave(tuple(tenth / 10 for tenth in tenths), ColdWaveRule(drop=8.05))
    for day, now in enumerate(held):
        if now and not (day and held[day - 1]):
            assert max(tenths[max(0, day - 2) : day + 1]) - tenths[day] > 80
            assert tenths[day] <= 40
