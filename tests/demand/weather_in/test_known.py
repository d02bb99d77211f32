"""Nothing is learned from what was not known: later rows never change what an earlier instant knew."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nuandong.demand.tables import Weather
from nuandong.demand.temperature import CERTAINTY
from nuandong.demand.weather_in import weather_ahead, weather_as_known
from nuandong.gasday import CHINA, begin_of, gas_days
from nuandong.vocabulary import WeatherKind
from tests.demand.provinces import weather

NOON = datetime(2023, 12, 20, 12, tzinfo=CHINA)
DAYS = gas_days(first=date(2023, 12, 18), count=5)
FORECAST, OBSERVED = WeatherKind.FORECAST, WeatherKind.OBSERVED
ROWS = (
    ("taiyuan", DAYS[0], -8.0, OBSERVED, NOON - timedelta(days=1)),
    ("taiyuan", DAYS[0], -6.0, FORECAST, NOON - timedelta(days=3)),
    ("taiyuan", DAYS[1], -9.0, FORECAST, NOON - timedelta(days=2)),
    ("taiyuan", DAYS[1], -10.0, FORECAST, NOON - timedelta(days=1)),
    ("taiyuan", DAYS[1], -12.0, OBSERVED, NOON + timedelta(hours=1)),
    ("taiyuan", DAYS[3], -7.0, FORECAST, NOON),
    ("taiyuan", DAYS[3], -4.0, FORECAST, NOON + timedelta(minutes=1)),
    ("taiyuan", DAYS[4], -3.0, WeatherKind.NORMAL, NOON - timedelta(days=300)),
)


def known(table: Weather, at: datetime = NOON) -> list[float | None]:
    found = weather_as_known(weather=table, areas=("taiyuan",), days=DAYS, as_of=at)
    return [None if np.isnan(mean) else mean for mean in found.mean[0].tolist()]


def test_the_best_row_that_was_known_counts_and_none_that_came_later() -> None:
    assert known(weather(*ROWS)) == [-8.0, -10.0, None, -7.0, -3.0]
    found = weather_as_known(weather=weather(*ROWS), areas=("taiyuan",), days=DAYS, as_of=NOON)
    assert [CERTAINTY[rank] for rank in found.certainty[0]] == [
        "observed", "forecast", "carried", "forecast", "normal"
    ]  # fmt: skip
    assert known(weather(*ROWS), NOON + timedelta(hours=2))[1] == -12.0


def test_the_wind_is_that_of_the_row_that_counts() -> None:
    table = replace(weather(*ROWS), mean_wind=np.arange(float(len(ROWS))))
    found = weather_as_known(weather=table, areas=("taiyuan",), days=DAYS, as_of=NOON)
    assert found.wind[0, [0, 1, 3]].tolist() == [0.0, 3.0, 5.0]
    assert np.isnan(
        weather_as_known(weather=weather(*ROWS), areas=("taiyuan",), days=DAYS, as_of=NOON).wind
    ).all()


def test_an_area_or_day_nobody_asked_for_is_passed_over() -> None:
    assert known(weather(("datong", DAYS[0], -20.0, OBSERVED, NOON))) == [None] * 5


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.floats(-40, 30), st.sampled_from(WeatherKind), st.integers(1, 9000))
    )
)
def test_rows_that_come_later_change_nothing(later: list[tuple[int, float, WeatherKind, int]]) -> None:
    appended = [
        ("taiyuan", DAYS[day], mean, kind, NOON + timedelta(minutes=minutes))
        for day, mean, kind, minutes in later
    ]
    assert known(weather(*ROWS, *appended)) == known(weather(*ROWS))


@given(st.permutations(ROWS))
def test_the_order_of_rows_does_not_matter(
    rows: list[tuple[str, date, float, WeatherKind, datetime]],
) -> None:
    assert known(weather(*rows)) == known(weather(*ROWS))


def test_what_had_been_forecast_on_the_eve_of_each_day() -> None:
    table = weather(
        *(
            (
                "taiyuan",
                origin + timedelta(days=lead),
                float(-10 * at - lead),
                FORECAST,
                begin_of(origin) - before,
            )
            for at, origin in enumerate(DAYS)
            for lead in range(3)
            for before in (timedelta(hours=15),)
        ),
        ("taiyuan", DAYS[0], -99.0, FORECAST, begin_of(DAYS[0]) - timedelta(hours=14)),  # after deciding
        ("taiyuan", DAYS[1], -50.0, OBSERVED, begin_of(DAYS[0])),
    )
    ahead = weather_ahead(weather=table, areas=("taiyuan",), origins=DAYS[:3], reach=4)
    assert ahead.shape == (1, 3, 4)
    assert ahead[0, :, 0].tolist() == [0.0, -10.0, -20.0]
    assert ahead[0, 1, :3].tolist() == [-10.0, -11.0, -12.0]
    assert np.isnan(ahead[0, :, 3]).all()
