"""Whatever comes over the wire, a reader answers with rows and findings; it never breaks."""

import ast
import json
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.demand.weather_in import BureauFeed, Product, Station, faults, read_bureau, read_open_meteo
from tests.demand.weather_in.answers import HEADING, POINTS, RECEIVED, bureau_csv, encoded, open_meteo_place

FEED = BureauFeed(stations=(Station("53772", "140100"), Station("53775", "140200")))
SOUND = encoded(open_meteo_place(hours=60), open_meteo_place(hours=60))
TABLE = (HEADING + bureau_csv(hours=26)).encode()
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def mangled(content: bytes, at: int, much: int, put: bytes) -> bytes:
    begin = at % len(content)
    return content[:begin] + put + content[begin + much :]


def judge(content: bytes) -> None:
    for answer in (
        *(
            read_open_meteo(content, points=POINTS, received_at=RECEIVED, product=product)
            for product in Product
        ),
        read_bureau(content, feed=FEED, received_at=RECEIVED),
    ):
        weather = answer.weather
        assert np.isfinite(weather.mean_temperature).all()
        assert ((weather.mean_temperature >= -60) & (weather.mean_temperature <= 45)).all()
        assert (np.isnan(weather.mean_wind) | (weather.mean_wind >= 0) & (weather.mean_wind <= 60)).all()
        assert all(issue_at <= RECEIVED for issue_at in weather.issue_at)
        assert set(weather.weather_area) <= {"140100", "140200"}
        keys = list(zip(weather.weather_area, weather.gas_day, weather.kind, weather.issue_at, strict=True))
        assert len(set(keys)) == len(keys)
        assert keys or len(answer.findings)


@given(st.sampled_from([SOUND, TABLE]), st.integers(0), st.integers(0, 40), st.binary(max_size=12))
def test_bytes_that_were_damaged_on_the_way(content: bytes, at: int, much: int, put: bytes) -> None:
    judge(mangled(content, at, much, put))


@given(anything, st.sampled_from(["hourly", "hourly_units", "utc_offset_seconds", "latitude"]))
def test_json_that_holds_something_else_in_a_place(value: object, name: str) -> None:
    place = open_meteo_place(hours=60)
    place[name] = value
    judge(json.dumps([place, place]).encode())


@given(anything, st.sampled_from(["time", "temperature_2m", "wind_speed_10m"]))
def test_json_that_holds_something_else_in_a_column(value: object, name: str) -> None:
    place = open_meteo_place(hours=60)
    place["hourly"][name] = [value] * 60 if not isinstance(value, list) else value  # type: ignore[index]
    judge(json.dumps([place, place]).encode())


@given(anything, st.sampled_from(["station", "valid_time", "issue_time", "temperature", "wind"]))
def test_a_bureaus_json_that_holds_something_else(value: object, name: str) -> None:
    row = {
        "station": "53772",
        "valid_time": "2023-12-20T08:00",
        "issue_time": "",
        "temperature": -5,
        "wind": 2,
    }
    judge(json.dumps({"data": [row, {**row, name: value}]}).encode())


@pytest.mark.parametrize("text", ['"' * 9, '"open\n' * 9, "a,b\n" + "x" * 200_000, "station\x00"])
def test_a_table_with_broken_quotes_or_endless_cells(text: str) -> None:
    judge(text.encode())
    judge((HEADING + text).encode())


def test_every_fault_that_is_named_has_words_and_every_word_a_fault() -> None:
    texts = [
        file.read_text("utf-8") for file in Path(faults.__file__).parent.glob("*.py") if file.stem != "faults"
    ]
    calls = [node for text in texts for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    named = {ast.literal_eval(call.args[0]) for call in calls
             if ast.unparse(call.func) == "fault" and isinstance(call.args[0], ast.Constant)}  # fmt: skip
    assert named <= set(faults.FAULTS)
    assert [code for code in faults.FAULTS if not any(f'"{code}"' in text for text in texts)] == []


def test_a_large_feed_is_read_quickly() -> None:
    text = HEADING + "".join(
        bureau_csv(station=f"{station}", hours=240, issue=f"2023-12-{day:02} 08:00")
        for station in range(53700, 53800)
        for day in (17, 18, 19)
    )
    feed = BureauFeed(
        stations=tuple(Station(f"{number}", f"{number % 11}") for number in range(53700, 53800))
    )
    answer = read_bureau(text.encode(), feed=feed, received_at=RECEIVED + timedelta(hours=1))
    assert len(answer.weather.gas_day) == 11 * 3 * 10
