"""A bureau's feed: CSV and JSON, both languages, several stations in an area, and what such feeds get wrong."""

import json
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from nuandong.demand.weather_in import Answer, BureauFeed, Station, read_bureau, read_stations
from nuandong.gasday import CHINA
from nuandong.vocabulary import WeatherKind
from tests.demand.weather_in.answers import HEADING, RECEIVED, bureau_csv

FEED = BureauFeed(stations=(Station("53772", "140100"),), name="bureau of the test")
PAIR = BureauFeed(stations=(Station("53772", "140100", 3.0), Station("53775", "140100", 1.0)))
OF_TAIYUAN = '[[station]]\nstation = "1"\nweather_area = "140100"\n'
AREAS = frozenset({"140100", "140200"})


def read(text: str | bytes, *, feed: BureauFeed = FEED, received_at: datetime = RECEIVED) -> Answer:
    content = text if isinstance(text, bytes) else text.encode()
    return read_bureau(content, feed=feed, received_at=received_at)


def codes(answer: Answer) -> list[str]:
    return [finding.code.removeprefix("weather_in.") for finding in answer.findings]


def test_hours_issued_before_they_came_are_a_forecast_with_its_time_of_issue() -> None:
    answer = read(HEADING + bureau_csv())
    weather = answer.weather
    assert weather.gas_day == (date(2023, 12, 20), date(2023, 12, 21))
    assert weather.kind == (WeatherKind.FORECAST,) * 2
    assert set(weather.issue_at) == {datetime(2023, 12, 19, 16, tzinfo=CHINA)}
    assert weather.mean_temperature.tolist() == [-5.0, -5.0]
    assert answer.weather.mean_wind.tolist() == [2.0, 2.0]
    assert weather.reference[0] == "bureau of the test 53772"
    assert codes(answer) == []


def test_observations_are_known_when_their_last_hour_was() -> None:
    rows = "".join(
        f"53772,{time:%Y-%m-%dT%H:%M+08:00},{time + timedelta(minutes=10):%Y-%m-%dT%H:%M+08:00},-8\n"
        for hour in range(24)
        for time in [datetime(2023, 12, 17, 8) + timedelta(hours=hour)]
    )
    weather = read("station,time,issue_time,temperature\n" + rows).weather
    assert weather.kind == (WeatherKind.OBSERVED,)
    assert weather.issue_at == (datetime(2023, 12, 18, 7, 10, tzinfo=CHINA),)


def test_a_blank_time_of_issue_means_known_when_received() -> None:
    assert set(read(HEADING + bureau_csv(issue="")).weather.issue_at) == {RECEIVED}


def test_each_issue_gives_rows_of_its_own() -> None:
    later = bureau_csv(issue="2023-12-19 08:00", temperature=lambda hour: -9)
    weather = read(HEADING + bureau_csv() + later).weather
    assert len(weather.gas_day) == 4
    assert weather.mean_temperature.tolist() == [-9.0, -9.0, -5.0, -5.0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_chinese_table_as_a_clerks_machine_writes_it(encoding: str) -> None:
    text = (
        "站号\t时次\t起报时间\t气温\r\n" + bureau_csv().replace(",2.0\n", "\r\n").replace(",", "\t")
    ).encode(encoding)
    answer = read(text)
    assert answer.weather.mean_temperature.tolist() == [-5.0, -5.0]
    assert np.isnan(answer.weather.mean_wind).all()
    assert codes(answer) == []


def test_json_in_a_wrapper_with_bare_digits_for_times() -> None:
    rows = [
        {
            "Station_Id_C": 53772,
            "Datetime": f"{datetime(2023, 12, 20, 8) + timedelta(hours=hour):%Y%m%d%H%M%S}",
            "起报时间": "2023121916",
            "TEM": "-5.0",
        }
        for hour in range(24)
    ]
    answer = read(json.dumps({"returnCode": "0", "DS": rows}, ensure_ascii=False))
    assert answer.weather.gas_day == (date(2023, 12, 20),)
    assert answer.weather.mean_temperature.tolist() == [-5.0]


def test_a_refusal_in_json_is_repeated() -> None:
    answer = read('{"returnCode": "-1", "returnMessage": "no such user"}')
    assert codes(answer) == ["other_shape"]
    assert "no such user" in answer.findings.found[0].value


def test_stations_of_an_area_count_by_their_weight() -> None:
    both = bureau_csv(hours=24) + bureau_csv(station="53775", hours=24, temperature=lambda hour: -9)
    weather = read(HEADING + both, feed=PAIR).weather
    assert weather.mean_temperature.tolist() == [-6.0]
    assert weather.reference == ("bureau 53772+53775",)


def test_an_areas_wind_is_that_of_the_stations_that_measure_it() -> None:
    without = bureau_csv(station="53775", hours=24).replace(",2.0\n", ",\n")
    weather = read(HEADING + bureau_csv(hours=24) + without, feed=PAIR).weather
    assert weather.mean_wind.tolist() == [2.0]


def test_a_wind_that_cannot_be_is_missing_and_said() -> None:
    answer = read(HEADING + bureau_csv(hours=24).replace(",2.0\n", ",200\n"))
    assert np.isnan(answer.weather.mean_wind).all()
    assert answer.weather.mean_temperature.tolist() == [-5.0]
    assert codes(answer) == ["implausible_wind"]


def test_a_silent_station_is_left_out_of_the_mean_and_named_never_a_zero() -> None:
    answer = read(HEADING + bureau_csv(hours=24), feed=PAIR)
    assert answer.weather.mean_temperature.tolist() == [-5.0]
    assert [f.value for f in answer.findings if f.code.endswith("silent_station")] == ["53775"]


def test_an_area_without_any_station_is_an_error() -> None:
    answer = read(HEADING + bureau_csv(station="99999"))
    assert answer.weather.gas_day == ()
    assert set(codes(answer)) == {"unknown_station", "silent_area"}
    assert answer.findings.errors


@pytest.mark.parametrize("mark", ["999999", "9999", "-9999", "", "缺测", "null"])
def test_a_bureaus_mark_of_a_missing_value_is_never_a_temperature(mark: str) -> None:
    answer = read(HEADING + bureau_csv(hours=24, temperature=lambda hour: mark if hour == 5 else -5.0))
    assert answer.weather.mean_temperature.tolist() == [-5.0]
    assert codes(answer) == ["bridged_hours"]


@pytest.mark.parametrize(
    ("unit", "written"), [("K", 268.15), ("F", 23.0), ("0.1C", -50), ("C", -5.0)]
)  # fmt: skip
def test_a_unit_that_the_feed_names_is_converted(unit: str, written: float) -> None:
    feed = BureauFeed(stations=FEED.stations, temperature_unit=unit)
    answer = read(HEADING + bureau_csv(hours=24, temperature=lambda hour: written), feed=feed)
    assert answer.weather.mean_temperature.tolist() == [-5.0]


@pytest.mark.parametrize(
    ("written", "guess"), [(268.15, "kelvin"), (-185, "tenths"), (999.5, "mark of missing")]
)
def test_a_unit_that_cannot_be_is_refused_with_a_guess(written: float, guess: str) -> None:
    answer = read(HEADING + bureau_csv(hours=24, temperature=lambda hour: written))
    assert answer.weather.gas_day == ()
    [finding] = [finding for finding in answer.findings if finding.code.endswith("implausible")]
    assert guess in finding.wanted_en


def test_an_issue_after_it_was_received_is_a_wrong_clock_and_not_taken() -> None:
    answer = read(HEADING + bureau_csv(issue="2023-12-20 01:00"))
    assert answer.weather.gas_day == ()
    assert "from_the_future" in codes(answer)


def test_a_feed_that_has_stopped_is_noticed() -> None:
    answer = read(HEADING + bureau_csv(issue="2023-12-17 16:00"))
    assert codes(answer) == ["stale"]
    assert len(answer.weather.gas_day) == 2
    patient = BureauFeed(stations=FEED.stations, stale_after=timedelta(hours=72))
    assert codes(read(HEADING + bureau_csv(issue="2023-12-17 16:00"), feed=patient)) == []


def test_rows_that_cannot_be_read_are_named_and_the_others_taken() -> None:
    text = (
        HEADING
        + bureau_csv(hours=24)
        + "53772,20 December,2023-12-19 16:00,-5,2\n53772,2023-12-21 08:00,,cold,2\n"
    )
    answer = read(text)
    assert len(answer.weather.gas_day) == 1
    assert {"not_a_time", "not_a_number"} <= set(codes(answer))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(b"", "nothing", id="empty"),
        pytest.param(HEADING.encode(), "nothing", id="only-a-heading"),
        pytest.param(b"\x00\x01", "not_text", id="bytes"),
        pytest.param(b"station,temperature\n53772,-5\n", "missing_column", id="no-time"),
        pytest.param(b"[1, 2]", "other_shape", id="numbers"),
        pytest.param(b'{"data": {"rows": [', "not_json", id="half"),
    ],
)
def test_what_is_no_feed_is_named_and_gives_no_row(text: bytes, code: str) -> None:
    answer = read(text)
    assert codes(answer) == [code]
    assert answer.weather.gas_day == ()


def test_the_table_of_stations_is_read_with_its_units_and_zone() -> None:
    feed, findings = read_stations(
        '[feed]\nname = "省气象局"\ntemperature_unit = "0.1C"\ntime_zone = "+00:00"\nstale_after_hours = 12\n'
        '[[station]]\nstation = "53772"\nweather_area = "140100"\nweight = 2\n',
        areas=AREAS,
    )
    assert findings.found == ()
    assert feed is not None
    assert feed.stations == (Station("53772", "140100", 2.0),)
    assert (feed.name, feed.temperature_unit) == ("省气象局", "0.1C")
    assert feed.stale_after == timedelta(hours=12)
    utc = read(HEADING + bureau_csv(issue="2023-12-19 08:00", hours=24), feed=feed).weather
    assert utc.issue_at == ()  # hours from 08:00 UTC make no whole gas day
    whole = bureau_csv(
        begins=datetime(2023, 12, 20, 0), issue="2023-12-19 08:00", hours=24, temperature=lambda h: -50
    )
    assert read(HEADING + whole, feed=feed).weather.issue_at == (RECEIVED - timedelta(hours=1),)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("[[station", "broken_toml", id="broken"),
        pytest.param("", "bad_setting", id="no-station"),
        pytest.param('[[station]]\nweather_area = "140100"\n', "bad_setting", id="no-number"),
        pytest.param(
            '[[station]]\nstation = "1"\nweather_area = "99"\n', "area_not_of_case", id="strange-area"
        ),
        pytest.param(OF_TAIYUAN + "weight = 0\n", "bad_setting", id="weightless"),
        pytest.param(OF_TAIYUAN * 2, "station_twice", id="twice"),
        pytest.param('[feed]\ntemperature_unit = "R"\n' + OF_TAIYUAN, "bad_setting", id="unit"),
        pytest.param('[feed]\ntime_zone = "Beijing"\n' + OF_TAIYUAN, "bad_setting", id="zone"),
        pytest.param("feed = 3\n" + OF_TAIYUAN, "bad_setting", id="no-section"),
    ],
)
def test_a_faulty_table_of_stations_is_refused(text: str, code: str) -> None:
    feed, findings = read_stations(text, areas=AREAS)
    assert feed is None
    assert f"weather_in.{code}" in [finding.code for finding in findings]
