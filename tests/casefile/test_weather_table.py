"""Adding to a weather table: what is new is appended, what stands is never changed, the file's own form stays."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from nuandong.casefile import Limits, read_case
from nuandong.casefile.weather_table import FullTable, NotAFolder, append_weather, read_weather_table
from nuandong.findings import FaultyCase
from nuandong.gasday import CHINA
from nuandong.vocabulary import WeatherKind
from tests.demand.provinces import weather

TINY = Path(__file__).parents[1] / "cases" / "tiny"
DAY = date(2023, 12, 22)
ISSUE = datetime(2023, 12, 19, 16, tzinfo=CHINA)
ROW = ("jia", DAY, -7.5, WeatherKind.FORECAST, ISSUE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


def test_rows_are_appended_and_the_case_reads_them(folder: Path) -> None:
    before = (folder / "weather.csv").read_bytes()
    done = append_weather(weather(ROW, ("yi", DAY, -9.25, WeatherKind.FORECAST, ISSUE)), folder=folder)
    assert (done.added, done.known, len(done.findings)) == (2, 0, 0)
    after = (folder / "weather.csv").read_bytes()
    assert after.startswith(before)
    assert after[len(before) :].decode().splitlines() == [
        "jia,2023-12-22,-7.5,forecast,2023-12-19T16:00:00+08:00,test,",
        "yi,2023-12-22,-9.25,forecast,2023-12-19T16:00:00+08:00,test,",
    ]
    assert read_case(folder).weather.mean_temperature[-2:].tolist() == [-7.5, -9.25]


def test_what_stands_already_is_not_added_again(folder: Path) -> None:
    append_weather(weather(ROW), folder=folder)
    before = (folder / "weather.csv").read_bytes()
    done = append_weather(weather(ROW, ROW), folder=folder)
    assert (done.added, done.known) == (0, 2)
    assert (folder / "weather.csv").read_bytes() == before


def test_what_was_known_is_never_overwritten_and_the_difference_is_said(folder: Path) -> None:
    append_weather(weather(ROW), folder=folder)
    done = append_weather(weather((*ROW[:2], -1.0, *ROW[3:])), folder=folder)
    assert done.added == 0
    [finding] = done.findings
    assert "-7.5 °C" in finding.wanted_en
    assert read_case(folder).weather.mean_temperature[-1] == -7.5


def test_a_later_issue_stands_beside_the_earlier_one(folder: Path) -> None:
    later = (*ROW[:2], -8.0, WeatherKind.FORECAST, ISSUE + timedelta(hours=6))
    assert append_weather(weather(ROW, later), folder=folder).added == 2
    assert read_case(folder).weather.mean_temperature[-2:].tolist() == [-7.5, -8.0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encoding_separator_line_ends_and_order_of_columns_stay(
    folder: Path, encoding: str, line_end: str
) -> None:
    rows = [line.split(",") for line in (folder / "weather.csv").read_text().splitlines()]
    rows[0] = ["气象分区", "气日", "日均气温", "类型", "发布时间", "来源", "日均风速"]
    text = line_end.join(";".join(reversed(row)) for row in rows)  # no line end behind the last row
    (folder / "weather.csv").unlink()
    (folder / "气温.csv").write_bytes(text.encode(encoding))
    count = len(read_case(folder).weather.gas_day)
    assert append_weather(weather(ROW), folder=folder).file == folder / "气温.csv"
    written = (folder / "气温.csv").read_bytes().decode(encoding)
    assert written.startswith(text)
    assert written.endswith(
        f"{line_end};test;2023-12-19T16:00:00+08:00;forecast;-7.5;2023-12-22;jia{line_end}"
    )
    assert len(read_case(folder).weather.gas_day) == count + 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030"])
def test_wind_gets_a_column_of_its_own_and_no_row_that_stands_changes(folder: Path, encoding: str) -> None:
    text = "".join(
        line.rpartition(",")[0] + "\n" for line in (folder / "weather.csv").read_text().splitlines()
    )
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    (folder / "weather.csv").write_bytes((mark + text).encode(encoding))
    append_weather(replace(weather(ROW), mean_wind=np.array([3.5])), folder=folder)
    written = (folder / "weather.csv").read_bytes().decode(encoding).removeprefix(mark)
    assert (
        written.splitlines()[0] == "weather_area,gas_day,mean_temperature,kind,issue_at,reference,mean_wind"
    )
    assert written.splitlines()[1:-1] == text.splitlines()[1:]
    found = read_case(folder).weather
    assert found.mean_wind[-1] == 3.5
    assert np.isnan(found.mean_wind[:-1]).all()
    calm = (*ROW[:4], ISSUE + timedelta(hours=1))
    append_weather(weather(calm), folder=folder)
    assert np.isnan(read_case(folder).weather.mean_wind[-1])


def test_a_folder_without_a_table_gets_one(tmp_path: Path) -> None:
    append_weather(weather(ROW), folder=tmp_path)
    found = read_weather_table(tmp_path / "weather.csv", areas=frozenset({"jia"}))
    assert found.mean_temperature.tolist() == [-7.5]


def test_fetches_at_the_same_moment_lose_nothing_of_each_other(folder: Path) -> None:
    def fetched(number: int) -> None:
        append_weather(weather((*ROW[:4], ISSUE + timedelta(minutes=number)), ROW), folder=folder)

    count = len(read_case(folder).weather.gas_day)
    with ThreadPoolExecutor(8) as several:
        list(several.map(fetched, range(1, 17)))
    assert len(read_case(folder).weather.gas_day) == count + 17
    assert [file.name for file in folder.iterdir() if file.name.startswith(".")] == []


def test_a_faulty_table_and_a_full_one_are_left_as_they_are(folder: Path) -> None:
    before = (folder / "weather.csv").read_bytes()
    with pytest.raises(FullTable, match="move forecasts of past winters"):
        append_weather(weather(ROW), folder=folder, limits=Limits(rows=before.count(b"\n") - 1))
    assert (folder / "weather.csv").read_bytes() == before
    (folder / "weather.csv").write_bytes(before + b"jia,someday,1,observed,2023-12-11T09:00:00+08:00,x\n")
    with pytest.raises(FaultyCase):
        append_weather(weather(ROW), folder=folder)


def test_a_workbook_is_not_appended_to(tmp_path: Path) -> None:
    (tmp_path / "case.xlsx").write_bytes(b"PK")
    with pytest.raises(NotAFolder, match="folder"):
        append_weather(weather(ROW), folder=tmp_path / "case.xlsx")


def test_an_uploaded_table_names_areas_of_the_case_only(folder: Path) -> None:
    with pytest.raises(FaultyCase, match="yi"):
        read_weather_table(folder / "weather.csv", areas=frozenset({"jia"}))
