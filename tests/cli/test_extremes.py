"""One command tells how cold one winter in twenty is, from a table or a case, and what a short record cannot carry."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from nuandong.cli import main

SHANXI = Path(__file__).parents[2] / "examples" / "shanxi"
STEADY, HEAT, BALANCE = 40.0, 5.0, 16.0


def weather(winters: int, *, seed: int = 3, first: int = 2010) -> tuple[list[date], np.ndarray]:
    """Days from a July to a July and a northern city's daily means."""
    days = [
        date(first, 7, 1) + timedelta(days=step)
        for step in range((date(first + winters, 7, 1) - date(first, 7, 1)).days)
    ]
    dice, drift = np.random.default_rng(seed), 0.0
    season = np.array([10 - 15 * np.cos((day.timetuple().tm_yday - 15) / 365.25 * 2 * np.pi) for day in days])
    away = np.zeros(len(days))
    for step in range(len(days)):
        drift = 0.75 * drift + dice.normal(0, 2.3)
        away[step] = drift
    return days, season + away


def use_of(mild: np.ndarray) -> np.ndarray:
    """What a town without weekends uses: straight below its balance temperature, with a memory of three days."""
    felt = mild.copy()
    felt[2:] = 0.5 * mild[2:] + 0.3 * mild[1:-1] + 0.2 * mild[:-2]
    used: np.ndarray = STEADY + HEAT * np.maximum(0.0, BALANCE - felt)
    return used


def table(path: Path, winters: int, *, stations: int = 1, use: bool = False, header: str = "") -> Path:
    """Daily means of stations, one below the other, and use in 10^4 m3 where it is wanted."""
    heads = [
        "date",
        *(["station"] if stations > 1 else []),
        "temperature (°C)",
        *(["use (万m³)"] if use else []),
    ]
    lines = [header or ",".join(heads)]
    for station in range(stations):
        days, mild = weather(winters, seed=3 + station)
        for day, warmth, amount in zip(days, mild, use_of(mild), strict=True):
            cells = [day.isoformat(), *([f"S{station}"] if stations > 1 else []), f"{warmth:.2f}"]
            lines.append(",".join([*cells, *([f"{amount:.3f}"] if use else [])]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def written(folder: Path) -> list[dict[str, str]]:
    with (folder / "extremes.csv").open(encoding="utf-8-sig") as opened:
        return list(csv.DictReader(opened))


def level(lines: list[dict[str, str]], **wanted: str) -> dict[str, str]:
    (found,) = [line for line in lines if all(line[name] == text for name, text in wanted.items())]
    return found


def fitted(lines: list[dict[str, str]], span: str) -> float:
    """The 1-in-20 mean of so many days by the extreme-value law of one station."""
    found = level(lines, kind="temperature", span_days=span, return_period="20", method="extreme_value")
    return float(found["value"])


def test_temperatures_alone_give_days_and_spells_by_two_methods_with_their_winters(tmp_path: Path) -> None:
    path, out = table(tmp_path / "Taiyuan.csv", 7), tmp_path / "out"
    assert main(["extremes", str(path), "--out", str(out)]) == 0
    lines = written(out)
    assert {(line["span_days"], line["return_period"], line["method"]) for line in lines} == {
        (span, period, method)
        for span in ("1", "7", "30")
        for period in ("20", "50")
        for method in ("extreme_value", "resampled")
    }
    assert {(line["kind"], line["winters"], line["evidence"]) for line in lines} == {
        ("temperature", "7", "generated")
    }
    for line in lines:
        assert float(line["low"]) < float(line["value"]) < float(line["high"])
    assert fitted(lines, "1") < fitted(lines, "7") < fitted(lines, "30")


def test_the_terminal_owns_up_to_a_short_record_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path / "Taiyuan.csv", 7)
    assert main(["extremes", str(path)]) == 0
    assert re.search(r"7 个冬季.*记录短于 20 年，不足以直接给出此值", capsys.readouterr().out)
    assert main(["extremes", str(path), "--language", "en"]) == 0
    told = capsys.readouterr().out
    assert re.search(r"7 winters.*shorter than 20 years, so the record cannot carry it by itself", told)
    assert not re.search("[一-鿿]", told)


def test_a_record_of_twenty_four_winters_carries_its_1_in_20_day_and_not_its_1_in_50(tmp_path: Path) -> None:
    path, out = table(tmp_path / "long.csv", 24), tmp_path / "out"
    assert main(["extremes", str(path), "--out", str(out)]) == 0
    lines = written(out)
    assert level(lines, span_days="1", return_period="20", method="extreme_value")["evidence"] == "measured"
    assert level(lines, span_days="1", return_period="50", method="extreme_value")["evidence"] == "generated"


def test_several_stations_are_pooled_and_each_is_named(tmp_path: Path) -> None:
    path, out = table(tmp_path / "north.csv", 6, stations=3), tmp_path / "out"
    assert main(["extremes", str(path), "--return-period", "10", "--out", str(out)]) == 0
    lines = written(out)
    assert {line["place"] for line in lines} == {"S0", "S1", "S2"}
    assert {line["method"] for line in lines} == {"pooled", "resampled"}
    assert {line["return_period"] for line in lines} == {"10", "50"}


def test_demand_of_the_cold_day_is_what_the_town_would_use(tmp_path: Path) -> None:
    path, out = table(tmp_path / "town.csv", 8, use=True), tmp_path / "out"
    assert main(["extremes", str(path), "--out", str(out)]) == 0
    lines = written(out)
    demand = level(lines, kind="demand", return_period="20")
    coldest, week = (fitted(lines, span) for span in ("1", "7"))
    # Three days' weighted cold lies between that of the coldest day and of the coldest week.
    assert STEADY + HEAT * (BALANCE - week) < float(demand["value"]) < STEADY + HEAT * (BALANCE - coldest)
    assert demand["unit"] == "万m³"
    assert "demand_overreaction" not in {line["kind"] for line in lines}


def test_overreaction_stands_beside_the_demand_and_never_in_it(tmp_path: Path) -> None:
    path, out = table(tmp_path / "town.csv", 8, use=True), tmp_path / "out"
    assert main(["extremes", str(path), "--out", str(tmp_path / "without")]) == 0
    assert main(["extremes", str(path), "--overreaction", "0.1", "--out", str(out)]) == 0
    lines = written(out)
    ordinary = level(lines, kind="demand", return_period="20")
    assert ordinary == level(written(tmp_path / "without"), kind="demand", return_period="20")
    more = float(level(lines, kind="demand_overreaction", return_period="20")["value"])
    heating = float(ordinary["value"]) - STEADY
    assert more - float(ordinary["value"]) == pytest.approx(0.1 * heating, rel=0.15)


def test_series_of_several_areas_are_told_together_with_their_coincidence(tmp_path: Path) -> None:
    path, out = table(tmp_path / "north.csv", 6, stations=3, use=True), tmp_path / "out"
    assert main(["extremes", str(path), "--out", str(out)]) == 0
    lines = written(out)
    peaks = [level(lines, kind="demand", place=f"S{row}", return_period="20") for row in range(3)]
    each = sum(float(peak["value"]) for peak in peaks)
    together = float(level(lines, kind="demand", place="全部合计", return_period="20")["value"])
    share = float(level(lines, kind="coincidence")["value"])
    assert together < each
    assert share == pytest.approx(together / each, rel=1e-3)


@pytest.mark.parametrize(
    ("winters", "options", "wanted"),
    [
        (2, [], "只有 2 个完整冬季.*补上更早冬季.*add daily means of earlier winters"),
        (5, ["--return-period", "500"], "应为 5 至 100 年"),
        (5, ["--overreaction", "7"], "应为 0 至 1"),
    ],
)
def test_what_cannot_be_told_is_refused_with_its_cure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], winters: int, options: list[str], wanted: str
) -> None:
    assert main(["extremes", str(table(tmp_path / "short.csv", winters)), *options]) == 2
    assert re.search(wanted, capsys.readouterr().err.replace("\n", ""))


def test_a_table_without_temperature_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = table(tmp_path / "bare.csv", 4, header="date,remark")
    assert main(["extremes", str(path)]) == 2
    assert "没有气温" in capsys.readouterr().err


def test_a_faulty_temperature_is_named_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path / "faulty.csv", 4)
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[10] = lines[10].split(",")[0] + ",cold"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert main(["extremes", str(path)]) == 2
    told = capsys.readouterr().err
    assert "cold" in told
    assert "11" in told
    assert main(["extremes", str(path), "--leave-out"]) == 0


def test_the_sample_province_tells_its_upper_bounds_and_what_is_generated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["extremes", str(SHANXI), "--language", "en", "--out", str(out)]) == 0
    told, lines = capsys.readouterr().out, written(out)
    bounds = [line for line in lines if line["kind"] == "demand_upper_bound"]
    assert len(bounds) == 10  # the standard has no station for Changzhi
    assert {(line["low"], line["high"]) for line in bounds} == {("", "")}
    assert "no station: Changzhi" in told
    assert "generated, not observed" in told
    assert 0 < float(level(lines, kind="coincidence")["value"]) <= 1
    assert level(lines, kind="demand", place_en="all together", return_period="20")["winters"] == "3"
