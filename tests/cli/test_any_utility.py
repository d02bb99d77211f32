"""A table of a utility that nobody here knows goes through `backtest` and `forecast` in one command each."""

from __future__ import annotations

import csv
import re
from dataclasses import fields
from datetime import date, timedelta
from inspect import signature
from pathlib import Path

import numpy as np
import pytest

from nuandong.casefile.utility import outcome
from nuandong.casefile.utility.asked import Reading
from nuandong.casefile.utility.from_case import history_of_areas
from nuandong.casefile.utility.read import read_utility
from nuandong.casefile.utility.trial import TrialRequest, run_trial
from nuandong.cli import main
from nuandong.cli._table_options import TableOptions
from nuandong.cli.backtest import backtest
from nuandong.cli.extremes import extremes
from nuandong.cli.forecast import forecast

SHANXI = Path(__file__).parents[2] / "examples" / "shanxi"
COUNT = 420


def town(
    folder: Path, *, count: int = COUNT, name: str = "Springfield.csv", extra: str = "", lead: bool = False
) -> Path:
    """Send-out in Mcf and temperatures in Fahrenheit of an American town, as its clerk keeps them."""
    dice = np.random.default_rng(7)
    first = date(2021, 9, 1)
    days = [first + timedelta(days=step) for step in range(COUNT)]
    season = np.array([-13 * np.cos((day.timetuple().tm_yday - 200) / 365.25 * 2 * np.pi) for day in days])
    mild = 11 - season + np.convolve(dice.normal(0, 3.5, COUNT + 4), np.ones(5) / 2.2, mode="valid")
    felt = 0.6 * mild + 0.4 * np.concatenate([mild[:1], mild[:-1]])
    use = (2000 + 260 * np.maximum(0, 17 - felt)) * np.exp(dice.normal(0, 0.025, COUNT))
    head = "Gas Day,Total Send-out (Mcf),Avg Temp (°F)" + (",Temp forecast lead 1 (°F)" if lead else "")
    lines = [head] + [
        f'{day:%m/%d/%Y},"{amount:,.0f}",{warmth * 1.8 + 32:.1f}'
        + (f",{warmth * 1.8 + 33:.1f}" if lead else "")
        for day, warmth, amount in list(zip(days, mild, use, strict=True))[:count]
    ]
    path = folder / name
    path.write_text("\n".join(lines) + "\n" + extra, encoding="cp1252")
    return path


@pytest.fixture(scope="module")
def scored_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that one command wrote for a utility unknown to the code."""
    folder = tmp_path_factory.mktemp("town")
    out = folder / "out"
    assert main(["backtest", str(town(folder)), "--country", "US", "--leads", "1,7", "--out", str(out)]) == 0
    return out


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def test_one_command_gives_a_report_with_pictures_and_the_figures_behind_them(scored_town: Path) -> None:
    assert {path.name for path in scored_town.iterdir()} == {
        "report.html", "report.en.html", "scores.csv", "forecasts.csv",
    }  # fmt: skip
    for name, words in (("report.html", "图后数据"), ("report.en.html", "The figures behind it")):
        page = (scored_town / name).read_text(encoding="utf-8")
        assert page.count("<svg") == 5
        assert page.count(words) == 5
        assert page.count('download="') == 5
        assert "mcf" in page
        assert "0.0028316846592" in page  # the conversion that was made is told
        assert "<script" not in page
        assert not re.search(r'(?:src|href)="https?:', page)


def test_scores_are_told_in_the_units_of_the_file_beside_simple_peers(scored_town: Path) -> None:
    found = rows(scored_town / "scores.csv")
    assert {row["forecaster"] for row in found} == {
        "nuandong",
        "last known day",
        "degree days",
        "degree days × level",
    }
    assert {row["unit"] for row in found} == {"mcf"}
    ours = next(
        row for row in found if (row["forecaster"], row["lead_days"], row["days"]) == ("nuandong", "1", "all")
    )
    naive = next(
        row
        for row in found
        if (row["forecaster"], row["lead_days"], row["days"]) == ("last known day", "1", "all")
    )
    assert 1500 < float(ours["mean_use"]) < 9000
    assert float(ours["mae"]) < 0.7 * float(naive["mae"])


def test_every_forecast_is_kept_with_its_eve_its_way_and_its_quantiles(scored_town: Path) -> None:
    found = rows(scored_town / "forecasts.csv")
    assert {row["lead_days"] for row in found} == {"1", "7"}
    for row in found:
        eve, day = date.fromisoformat(row["known_until"]), date.fromisoformat(row["day"])
        assert (day - eve).days == int(row["lead_days"])
        assert row["method"] in {"full", "temperature_only", "pooled", "last_comparable_day"}
        assert float(row["p10"]) <= float(row["p50"]) <= float(row["p90"])


def test_a_forecast_tells_the_next_fortnight_and_where_its_weather_is_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ahead = "".join(f"10/{26 + step}/2022,,{40 - step}\n" for step in range(5))
    path = town(tmp_path, extra=ahead)
    assert (
        main(["forecast", str(path), "--days", "7", "--out", str(tmp_path / "out"), "--language", "en"]) == 0
    )
    said = capsys.readouterr().out
    assert "mean of the season" in said
    found = rows(tmp_path / "out" / "forecast.csv")
    assert [row["day"] for row in found] == [f"2022-10-{26 + step}" for step in range(6)] + ["2022-11-01"]
    assert [float(row["temperature"]) for row in found[:2]] == pytest.approx(
        [(40 - 32) / 1.8, (39 - 32) / 1.8]
    )
    assert float(found[4]["p50"]) > float(found[0]["p50"])  # the colder, the more
    assert "<svg" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_stored_forecasts_of_weather_are_used_and_told_from_observed_weather(tmp_path: Path) -> None:
    path = town(tmp_path, count=180, lead=True)
    out = tmp_path / "out"
    assert main(["backtest", str(path), "--leads", "1", "--forecast-rows", "target", "--out", str(out)]) == 0
    names = {row["forecaster"] for row in rows(out / "scores.csv")}
    assert {"nuandong", "nuandong, observed weather"} <= names
    assert "当时的预报气温" in (out / "report.html").read_text(encoding="utf-8")


def test_what_came_later_changes_no_forecast(tmp_path: Path) -> None:
    def trial(count: int) -> tuple[tuple[date, ...], np.ndarray]:
        told = read_utility(town(tmp_path, count=count), reading=Reading())
        request = TrialRequest(leads=(1,), first=date(2022, 3, 1))
        found = run_trial(
            history=told.history, stored=None, request=request, progress=lambda stage, part: None
        )
        return found.days, found.quantiles[0, :, 0]

    (days, early), (later_days, late) = trial(220), trial(260)
    assert later_days[: len(days)] == days
    np.testing.assert_allclose(late[: len(days)], early, rtol=1e-6)


@pytest.mark.parametrize("verb", ["forecast", "backtest"])
def test_a_faulty_table_gets_every_finding_with_its_row_and_nothing_is_written(
    verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = town(tmp_path, extra="12/30/2022,12.3 GWh,30\n12/31/2022,about 5,-999\n")
    assert main([verb, str(path), "--out", str(tmp_path / "out"), "--language", "en"]) == 2
    said = " ".join(capsys.readouterr().err.split())
    for part in (f"{COUNT + 2}", f"{COUNT + 3}", "GWh", "about 5", "-999", "nothing was computed"):
        assert part in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (("--unit", "bushels"), "mcf"),
        (("--column", "warmth=x"), "temperature="),
        (("--dates", "ydm"), "mdy"),
        (("--decimal", "dot"), "comma"),
        (("--day-begins", "25"), "0"),
        (("--country", "XX"), "ISO"),
        (("--repair", "magic"), "all"),
    ],
)
def test_an_option_that_cannot_be_meant_is_refused_with_what_can(
    options: tuple[str, str], wanted: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backtest", str(town(tmp_path)), *options]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert options[1] in said
    assert wanted in said


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (("--leads", "0"), "1,7,14"),
        (("--leads", "soon"), "1,7,14"),
        (("--weather", "stored"), "issue"),
        (("--weather", "guessed"), "observed"),
        (("--from", "2022-10-20"), "28"),
        (("--from", "October"), "2023-12-20"),
    ],
)
def test_a_backtest_that_cannot_be_run_is_refused_with_what_can(
    options: tuple[str, str], wanted: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backtest", str(town(tmp_path)), *options]) == 2
    assert wanted in " ".join(capsys.readouterr().err.split())


def test_a_repair_is_made_only_where_it_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = town(tmp_path, count=210)
    lines = path.read_text(encoding="cp1252").splitlines()
    day, amount, warmth = next(csv.reader([lines[200]]))
    lines[200] = f'{day},"{float(amount.replace(",", "")) * 1000:,.0f}",{warmth}'
    path.write_text("\n".join(lines), encoding="cp1252")
    assert main(["backtest", str(path), "--leads", "1", "--language", "en"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "could be repaired with --repair, none was" in said
    out = tmp_path / "out"
    assert (
        main(
            [
                "backtest",
                str(path),
                "--leads",
                "1",
                "--repair",
                "unit_slip",
                "--out",
                str(out),
                "--language",
                "en",
            ]
        )
        == 0
    )
    assert "repaired 1 as asked" in " ".join(capsys.readouterr().out.split())
    page = (out / "report.en.html").read_text(encoding="utf-8")
    assert "Repaired as asked, 1 times" in page
    assert "Springfield, 2022-03-19 to 2022-03-19: divide by 1000 (1 days changed)" in page


def test_a_case_without_past_use_says_what_it_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backtest", str(Path(__file__).parents[1] / "cases" / "tiny")]) == 2
    assert "use_history" in capsys.readouterr().err


def test_a_plain_table_cannot_be_divided_by_county(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backtest", str(town(tmp_path)), "--by", "county"]) == 2
    assert "--column series" in capsys.readouterr().err


def test_how_a_table_is_read_is_asked_alike_by_every_verb_that_reads_one() -> None:
    """One block of options: the same names, defaults and words everywhere, none of them of one verb's own making."""
    asked = [signature(verb).parameters for verb in (backtest, forecast, extremes)]
    for part in fields(TableOptions):
        found = [parameters[part.name] for parameters in asked if part.name in parameters]
        assert len(found) >= 2, part.name
        words = {(each.default, each.annotation.__metadata__[0].help) for each in found}
        assert len(words) == 1, part.name
    assert all("options" not in parameters for parameters in asked)


def test_a_case_is_backtested_by_county_each_under_its_own_weather() -> None:
    told = history_of_areas(SHANXI, kind="county")
    history = told.history
    assert len(history.units) == len(told.units) == 116
    assert len(set(history.units)) == 116
    assert history.areas == history.units
    cities = history_of_areas(SHANXI, kind="city").history
    both = np.isfinite(cities.use).all(axis=0) & np.isfinite(history.use).all(axis=0)
    assert both.sum() > 100
    assert history.use[:, both].sum() == pytest.approx(cities.use[:, both].sum(), rel=1e-9)


@pytest.mark.slow
def test_cities_of_a_case_go_through_a_backtest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--by", "city", "--from", "2023-11-10", "--leads", "1", "--out", str(tmp_path))
    assert main(["backtest", str(SHANXI), *options, "--language", "en"]) == 0
    assert "summed by city" in capsys.readouterr().out
    assert len({row["series"] for row in rows(tmp_path / "scores.csv")}) == 11


@pytest.mark.slow
def test_a_case_folder_goes_through_the_same_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["forecast", str(SHANXI), "--days", "3", "--out", str(tmp_path / "next"), "--language", "en"])
        == 0
    )
    said = capsys.readouterr().out
    assert "illustrative" in said  # the sample's own word on its figures
    found = rows(tmp_path / "next" / "forecast.csv")
    assert len({row["series"] for row in found}) * 3 == len(found)
    assert {row["unit"] for row in found} == {"10⁴ m³"}
    options = ("--from", "2023-11-01", "--leads", "1", "--out", str(tmp_path / "scored"))
    assert main(["backtest", str(SHANXI), *options]) == 0
    ours = [
        row
        for row in rows(tmp_path / "scored" / "scores.csv")
        if (row["forecaster"], row["days"]) == ("nuandong", "all")
    ]
    assert all(float(row["mae_share"]) < 0.1 for row in ours)


def test_whoever_stops_the_writing_finds_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []

    def stopped(path: Path, content: bytes) -> int:
        written.append(path.name)
        if len(written) == 2:
            raise KeyboardInterrupt
        path.touch()
        return len(content)

    monkeypatch.setattr(Path, "write_bytes", stopped)
    with pytest.raises(KeyboardInterrupt):
        outcome.write_whole(tmp_path / "out", {"a.csv": b"1", "b.csv": b"2", "c.csv": b"3"})
    assert written == ["a.csv.part", "b.csv.part"]
    assert list((tmp_path / "out").iterdir()) == []
