"""Open-Meteo's answers: what becomes a row, when it was known, and what a half or faulty answer says."""

import json
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from nuandong.demand.weather_in import Answer, Product, read_open_meteo, request_parameters
from nuandong.findings import Severity
from nuandong.gasday import CHINA, end_of
from nuandong.vocabulary import WeatherKind
from tests.demand.weather_in.answers import POINTS, RECEIVED, by_hour, encoded, open_meteo_place

ONE = POINTS[:1]


def read(content: bytes, *, product: Product = Product.FORECAST, received_at: datetime = RECEIVED) -> Answer:
    return read_open_meteo(content, points=ONE, received_at=received_at, product=product)


def codes(answer: Answer) -> list[str]:
    return [finding.code.removeprefix("weather_in.") for finding in answer.findings]


def test_a_forecast_gives_whole_gas_days_from_the_running_one_on_known_when_received() -> None:
    answer = read(encoded(open_meteo_place()))
    weather = answer.weather
    assert weather.gas_day == tuple(date(2023, 12, 19) + timedelta(days=step) for step in range(15))
    assert set(weather.kind) == {WeatherKind.FORECAST}
    assert set(weather.issue_at) == {RECEIVED}
    hours_of_the_19th = [by_hour(24 + hour) for hour in range(8, 32)]
    assert weather.mean_temperature[0] == round(float(np.mean(hours_of_the_19th)), 2)
    assert answer.weather.mean_wind.tolist() == [3.0] * 15
    assert len(answer.findings) == 0
    assert "CC BY 4.0" in weather.reference[0]


def test_several_places_come_in_the_order_they_were_asked_for() -> None:
    cold = open_meteo_place(temperature=lambda hour: -12.0)
    answer = read_open_meteo(
        encoded(open_meteo_place(temperature=lambda hour: -2.0), cold),
        points=POINTS,
        received_at=RECEIVED,
        product=Product.FORECAST,
    )
    of_area = dict(zip(answer.weather.weather_area, answer.weather.mean_temperature.tolist(), strict=True))
    assert of_area == {"140100": -2.0, "140200": -12.0}


def test_the_archive_is_observed_and_known_when_the_archive_was_written() -> None:
    place = open_meteo_place(begins=datetime(2023, 1, 1), hours=72)
    answer = read(encoded(place), product=Product.ARCHIVE)
    assert answer.weather.gas_day == (date(2023, 1, 1), date(2023, 1, 2))
    assert set(answer.weather.kind) == {WeatherKind.OBSERVED}
    assert answer.weather.issue_at[0] == end_of(date(2023, 1, 1)) + timedelta(days=5)


def test_the_archive_never_says_it_was_known_after_it_came_nor_speaks_of_a_day_that_is_not_over() -> None:
    place = open_meteo_place(begins=datetime(2023, 12, 16), hours=6 * 24)
    answer = read(encoded(place), product=Product.ARCHIVE)
    assert max(answer.weather.gas_day) == date(2023, 12, 18)
    assert max(answer.weather.issue_at) == RECEIVED


def test_a_run_of_n_days_ago_was_known_n_days_before_its_last_hour_and_not_before_it_was_public() -> None:
    suffixes = tuple(f"_previous_day{ahead}" for ahead in range(1, 8))
    place = open_meteo_place(begins=datetime(2023, 12, 1), hours=48, suffixes=suffixes)
    answer = read(encoded(place), product=Product.PREVIOUS_RUNS)
    assert set(answer.weather.gas_day) == {date(2023, 12, 1)}
    assert sorted(answer.weather.issue_at)[-1] == datetime(2023, 12, 1, 16, tzinfo=CHINA)
    assert sorted(answer.weather.issue_at)[0] == datetime(2023, 11, 25, 16, tzinfo=CHINA)
    assert "previous day1" in answer.weather.reference[-1]


def test_a_run_that_the_source_does_not_keep_is_passed_over() -> None:
    place = open_meteo_place(
        begins=datetime(2023, 12, 1), hours=48, suffixes=("_previous_day1", "_previous_day2")
    )
    for ahead in range(3, 8):
        place["hourly"][f"temperature_2m_previous_day{ahead}"] = [None] * 48  # type: ignore[index]
        place["hourly_units"][f"temperature_2m_previous_day{ahead}"] = "°C"  # type: ignore[index]
    answer = read(encoded(place), product=Product.PREVIOUS_RUNS)
    assert len(answer.weather.gas_day) == 2
    assert len(answer.findings) == 0


def test_fahrenheit_is_converted_and_said() -> None:
    answer = read(encoded(open_meteo_place(unit="°F", temperature=lambda hour: 14.0)))
    assert set(answer.weather.mean_temperature) == {-10.0}
    assert codes(answer) == ["converted_unit"]


def test_kelvin_named_as_celsius_is_refused_with_the_guess() -> None:
    answer = read(encoded(open_meteo_place(temperature=lambda hour: 263.15)))
    assert answer.weather.gas_day == ()
    [finding] = answer.findings
    assert finding.severity is Severity.ERROR
    assert "kelvin" in finding.wanted_en


def test_a_long_hole_loses_its_day_and_a_short_one_is_bridged_and_both_are_said() -> None:
    def with_holes(hour: int) -> float | None:
        return None if 60 <= hour < 70 or 100 <= hour < 103 else -3.0

    answer = read(encoded(open_meteo_place(temperature=with_holes)))
    assert date(2023, 12, 20) not in answer.weather.gas_day  # hours 60 to 69 from the 18th: 12:00 to 21:00
    assert date(2023, 12, 22) in answer.weather.gas_day
    assert sorted(codes(answer)) == ["bridged_hours", "missing_hours"]
    [long] = [finding for finding in answer.findings if finding.code.endswith("missing_hours")]
    assert long.value == "2023-12-20"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "not_json", id="nothing"),
        pytest.param(encoded(open_meteo_place())[:900], "not_json", id="half-an-answer"),
        pytest.param(b"<html>502 Bad Gateway</html>", "not_json", id="a-page-of-a-proxy"),
        pytest.param(b"\xff\xfe\x00", "not_json", id="bytes"),
        pytest.param(b"[" * 100_000, "not_json", id="nested-without-end"),
        pytest.param(json.dumps({"error": True, "reason": "out of range"}).encode(), "refused", id="refusal"),
        pytest.param(b"{}", "other_shape", id="no-hours"),
        pytest.param(b"[1, 2]", "other_shape", id="a-list-of-numbers"),
        pytest.param(b'{"hourly": {"time": []}}', "other_shape", id="no-times"),
        pytest.param(b'{"hourly": {"time": ["today"]}, "utc_offset_seconds": 0}', "not_a_time", id="no-time"),
        pytest.param(b'{"hourly": {"time": ["0001-01-01T00:00"]}, "utc_offset_seconds": 0}', "not_a_time", id="year-1"),
        pytest.param(b'{"hourly": {"time": ["2023-12-20T08:00"]}}', "not_a_time", id="no-offset"),
        pytest.param(encoded(open_meteo_place(), open_meteo_place()), "other_count", id="one-place-too-many"),
        pytest.param(encoded(open_meteo_place(unit="")), "wrong_unit", id="no-unit"),
        pytest.param(encoded(open_meteo_place(unit="°R")), "wrong_unit", id="unknown-unit"),
        pytest.param(encoded(open_meteo_place(hours=30)), "no_full_day", id="only-the-day-before"),
        pytest.param(encoded(open_meteo_place(temperature=lambda hour: None)), "no_full_day", id="all-null"),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_named_and_gives_no_row(content: bytes, code: str) -> None:
    answer = read(content)
    assert codes(answer) == [code]
    assert answer.weather.gas_day == ()


def test_columns_shorter_than_their_times_are_not_taken() -> None:
    place = open_meteo_place()
    place["hourly"]["temperature_2m"] = [1.0] * 100  # type: ignore[index]
    assert codes(read(encoded(place))) == ["uneven_columns"]


def test_a_forecast_is_asked_for_in_our_units_and_a_span_with_the_date_after_it() -> None:
    asked = request_parameters(points=POINTS)
    assert asked["latitude"] == "37.818,40.09"
    assert (asked["temperature_unit"], asked["wind_speed_unit"], asked["timezone"]) == (
        "celsius",
        "ms",
        "Asia/Shanghai",
    )
    assert asked["past_days"] == "1"
    span = request_parameters(
        points=ONE, product=Product.ARCHIVE, first=date(2022, 11, 1), last=date(2023, 3, 31)
    )
    assert (span["start_date"], span["end_date"]) == ("2022-11-01", "2023-04-01")
    runs = request_parameters(points=ONE, product=Product.PREVIOUS_RUNS)
    assert "temperature_2m_previous_day7" in runs["hourly"].split(",")
