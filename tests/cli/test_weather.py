"""`nuandong weather`: from a real server, a bureau and files into a case's table, and what it says without one."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nuandong.casefile import read_case
from nuandong.cli import main
from nuandong.gasday import CHINA, gas_day_of
from nuandong.vocabulary import WeatherKind
from tests.cli.web import answering, no_proxy, served, silent  # noqa: F401 - the fixture is asked for by its name
from tests.demand.weather_in.answers import HEADING, bureau_csv, encoded, open_meteo_place

pytestmark = pytest.mark.usefixtures("no_proxy")
TINY = Path(__file__).parents[1] / "cases" / "tiny"
STATIONS = """
[feed]
name = "test bureau"
[[station]]
station = "53772"
weather_area = "jia"
[[station]]
station = "53775"
weather_area = "yi"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


def today() -> datetime:
    """Midnight in China on the eve of the running gas day, as an answer with past_days=1 begins."""
    eve = gas_day_of(datetime.now(UTC)) - timedelta(days=1)
    return datetime(eve.year, eve.month, eve.day)


def live_answer() -> bytes:
    place = open_meteo_place(begins=today(), temperature=lambda hour: -6.0)
    return encoded(place, open_meteo_place(begins=today(), temperature=lambda hour: -11.0))


def weather(folder: Path, *words: str) -> int:
    return main(["weather", str(folder), "--language", "en", "--retries", "0", *words])


def rows(folder: Path) -> list[tuple[str, str, float, str]]:
    table = read_case(folder).weather
    return [
        (area, str(day), mean, kind.value)
        for area, day, mean, kind in zip(
            table.weather_area, table.gas_day, table.mean_temperature.tolist(), table.kind, strict=True
        )
    ]


def test_a_forecast_is_fetched_for_every_area_and_stored_with_the_time_it_came(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    count, before = len(rows(folder)), datetime.now(UTC)
    with served(answering(live_answer())) as web:
        monkeypatch.setenv("NUANDONG_WEATHER_ADDRESS", web.address)
        monkeypatch.setenv("NUANDONG_WEATHER_KEY", "paid")
        assert weather(folder, "--source", "open-meteo") == 0
    [query] = web.queries
    assert (query["latitude"], query["longitude"]) == (
        ["37.6667,36.4333"],
        ["111.867,113.133"],
    )  # amid their regions
    assert query["apikey"] == ["paid"]
    added = rows(folder)[count:]
    assert {(area, mean, kind) for area, _, mean, kind in added} == {
        ("jia", -6.0, "forecast"), ("yi", -11.0, "forecast")
    }  # fmt: skip
    assert len(added) == 30
    issued = read_case(folder).weather.issue_at[-1]
    assert before - timedelta(seconds=1) <= issued <= datetime.now(UTC)
    assert "30 rows for 2 weather areas" in capsys.readouterr().out


def test_the_archive_of_a_past_winter_is_observed_weather(folder: Path) -> None:
    place = open_meteo_place(begins=datetime(2022, 12, 1), hours=73, temperature=lambda hour: -4.0)
    with served(answering(encoded(place, place))) as web:
        words = (
            "--product",
            "archive",
            "--first",
            "2022-12-01",
            "--last",
            "2022-12-03",
            "--address",
            web.address,
        )
        assert weather(folder, "--source", "open-meteo", *words) == 0
    assert web.queries[0]["end_date"] == ["2022-12-04"]
    table = read_case(folder).weather
    added = [row for row, day in enumerate(table.gas_day) if day.year == 2022]
    assert {table.kind[row] for row in added} == {WeatherKind.OBSERVED}
    assert table.issue_at[added[0]] == datetime(2022, 12, 7, 8, tzinfo=CHINA)


def test_a_bureaus_feed_is_fetched_and_a_second_time_adds_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stations.toml").write_text(STATIONS, encoding="utf-8")
    feed = HEADING + bureau_csv() + bureau_csv(station="53775", temperature=lambda hour: -8)
    monkeypatch.setenv("NUANDONG_WEATHER_KEY", "token")
    words = ("--source", "bureau", "--stations", str(tmp_path / "stations.toml"))
    with served(answering(feed.encode("gb18030"))) as web:
        assert weather(folder, *words, "--address", web.address) == 0
        count = len(rows(folder))
        assert ("yi", "2023-12-21", -8.0, "forecast") in rows(folder)
        assert weather(folder, *words, "--address", web.address) == 0
    assert len(rows(folder)) == count
    assert web.asked[0][1]["Authorization"] == "Bearer token"
    said = capsys.readouterr()
    assert "4 known already" in said.out
    assert "36 hours ago" in said.err  # the feed of the test is of 2023


def test_files_that_were_carried_in_serve_without_a_network(folder: Path, tmp_path: Path) -> None:
    count = len(rows(folder))
    (tmp_path / "stations.toml").write_text(STATIONS, encoding="utf-8")
    (tmp_path / "feed.csv").write_text(HEADING + bureau_csv() + bureau_csv(station="53775"), encoding="utf-8")
    (tmp_path / "answer.json").write_bytes(encoded(open_meteo_place(), open_meteo_place()))
    header = (TINY / "weather.csv").read_text().splitlines()[0]
    (tmp_path / "table.csv").write_text(f"{header}\njia,2023-12-25,-3,forecast,2023-12-19T10:00,phoned in\n")
    known = ("--known-at", "2023-12-19T17:00")
    assert weather(folder, "--source", str(tmp_path / "table.csv")) == 0
    stations = ("--stations", str(tmp_path / "stations.toml"))
    assert weather(folder, "--source", str(tmp_path / "feed.csv"), *stations, *known) == 0
    assert weather(folder, "--source", str(tmp_path / "answer.json"), *known) == 0
    assert len(rows(folder)) == count + 1 + 4 + 30
    assert read_case(folder).weather.issue_at[-1] == datetime(2023, 12, 19, 17, tzinfo=CHINA)


def test_a_dry_run_stores_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "weather.csv").read_bytes()
    with served(answering(live_answer())) as web:
        assert weather(folder, "--source", "open-meteo", "--address", web.address, "--dry-run") == 0
    assert "nothing stored" in capsys.readouterr().out
    assert (folder / "weather.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        pytest.param(answering(b"busy", status=503), 2, "HTTP 503", id="busy"),
        pytest.param(answering(b'{"hou', promised=90), 2, "only 5 of 90 bytes", id="half"),
        pytest.param(silent(2.0), 2, "no whole answer within 0.4 s", id="slow"),
        pytest.param(answering(b'{"reason": "no such day"}', status=400), 2, "no such day", id="refused"),
        pytest.param(answering(b"<html>log in</html>"), 1, "no complete JSON", id="a-page-to-log-in"),
        pytest.param(answering(encoded(open_meteo_place())), 1, "answers for 2 places", id="one-place-of-two"),
    ],
)  # fmt: skip
def test_where_nothing_usable_comes_the_table_stays_and_the_reason_is_said(
    answer: object, code: int, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "weather.csv").read_bytes()
    with served(answer) as web:  # type: ignore[arg-type]
        words = ("--source", "open-meteo", "--address", web.address, "--timeout", "0.4")
        assert weather(folder, *words) == code
    spoken = " ".join(capsys.readouterr().err.split())
    assert said in spoken
    assert "Traceback" not in spoken
    assert (folder / "weather.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("--source", "open-meteo", "--product", "climate"), "previous-runs"),
        (("--source", "open-meteo", "--product", "archive"), "--first"),
        (("--source", "open-meteo", "--first", "2023-12-02", "--last", "2023-12-01"), "the earlier first"),
        (("--source", "open-meteo", "--first", "someday", "--last", "2023-12-01"), "2023-12-20"),
        (("--source", "bureau"), "--stations"),
        (("--source", "bureau", "--stations", "no.toml"), "no.toml"),
        (("--source", "no-such-file.csv"), "no-such-file.csv"),
        (("--source", "open-meteo", "--address", "file:///etc/hostname"), "https://"),
        (("--source", "open-meteo", "--known-at", "yesterday"), "2023-12-19T17:00"),
    ],
)  # fmt: skip
def test_an_unclear_request_is_refused_with_what_is_wanted(
    words: tuple[str, ...], wanted: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert weather(folder, *words) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert wanted in said
    assert "Traceback" not in said


def test_a_faulty_table_of_stations_is_shown_with_all_its_faults(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulty = STATIONS.replace('"jia"', '"bing"').replace('name = "test bureau"', 'temperature_unit = "R"')
    (tmp_path / "stations.toml").write_text(faulty, encoding="utf-8")
    assert weather(folder, "--source", "bureau", "--stations", str(tmp_path / "stations.toml")) == 2
    said = capsys.readouterr().err
    assert "bing" in said
    assert "temperature_unit" in said
