"""`nuandong export-pypsa`: the folder holds the problem to the last digit, whether PyPSA is there or not."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from nuandong.assess.export import day_problem, season_problem
from nuandong.balance.terms import NO_CURVES, NO_TARGETS, NO_TOTALS
from nuandong.casefile import read_case
from nuandong.casefile.pypsa_folder import write_pypsa
from nuandong.cli import main
from tests.balance.component_solver import objective_of
from tests.balance.termed import termed_case
from tests.balance.test_export import direct

TINY = Path(__file__).parents[1] / "cases" / "tiny"


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_a_gas_day_is_written_without_pypsa_to_the_last_digit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pypsa", None)  # as Python itself marks what cannot be imported
    folder = tmp_path / "网络"
    assert main(["export-pypsa", str(TINY), str(folder), "--language", "en"]) == 0
    assert f'pypsa.Network("{folder}")' in capsys.readouterr().out.replace("\n", "")
    found = day_problem(case=read_case(TINY))
    tables = found.tables()
    for stem, component in tables.components.items():
        written = lines(folder / f"{stem}.csv")
        assert [line["name"] for line in written] == list(component.name)
        for key, column in component.columns.items():
            kind = str if isinstance(column, tuple) else float
            assert [kind(line[key]) for line in written] == list(column), (stem, key)
        for key, series in component.series.items():
            if series.rows.size:
                varying = lines(folder / f"{stem}-{key}.csv")
                names = [component.name[row] for row in series.rows]
                assert [[float(line[name]) for line in varying] for name in names] == series.values.tolist()
    snapshots = lines(folder / "snapshots.csv")
    assert [line["snapshot"] for line in snapshots] == [day.isoformat() for day in found.gas_days]
    assert {line["stores"] for line in snapshots} == {"1.0"}
    assert json.loads((folder / "meta.json").read_text(encoding="utf-8"))["units"].startswith(
        "flow 10^4 m3/day"
    )


def test_the_exported_gas_day_costs_what_its_problem_costs_without_its_terms() -> None:
    found = day_problem(case=read_case(TINY))
    plain = replace(found.problem, totals=NO_TOTALS, targets=NO_TARGETS, curves=NO_CURVES)
    assert objective_of(found.tables()) == pytest.approx(direct(plain), rel=1e-6)


def test_the_season_goes_from_its_first_gas_day_to_its_last() -> None:
    case = read_case(TINY)
    found = season_problem(case=case)
    assert found.gas_days[0] == case.settings.season_first
    assert found.gas_days[-1] == case.settings.season_last
    assert found.problem.steps.count == len(found.gas_days)


def test_what_pypsa_cannot_be_told_is_said_on_the_error_stream_and_in_the_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    season, notes = season_problem(case=read_case(TINY)), []
    assert main(["export-pypsa", str(TINY), str(tmp_path / "out"), "--season", "--language", "en"]) == 0
    notes = json.loads((tmp_path / "out" / "meta.json").read_text(encoding="utf-8"))["notes"]
    said = capsys.readouterr().err
    assert [note.text(language="en") for note in season.tables().notes] == notes
    assert all(note in said.replace("\n", "") for note in notes)


@pytest.mark.parametrize(
    ("language", "note", "alone"),
    [
        ("zh", "不是同一个问题，而是更宽松的另一个", "：缺少上列各项，单凭它求解不是同一个问题"),
        ("en", "alone is NOT THE SAME PROBLEM but a looser one", "and so alone not the same problem"),
    ],
)
def test_a_folder_without_its_terms_says_that_it_is_another_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, note: str, alone: str
) -> None:
    folder = tmp_path / "out"
    assert main(["export-pypsa", str(TINY), str(folder), "--season", "--language", language]) == 0
    said = capsys.readouterr()
    assert note in said.err
    assert "extra_functionality=found.terms()" in said.err
    assert alone in said.out
    kept = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    assert note in kept["notes_zh" if language == "zh" else "notes"][0]


def test_a_folder_of_numbered_steps_keeps_the_length_of_each(tmp_path: Path) -> None:
    from nuandong.balance.peers import pypsa_tables

    case = termed_case(2)
    write_pypsa(pypsa_tables(case=case), tmp_path)
    written = lines(tmp_path / "snapshots.csv")
    assert [float(line["objective"]) for line in written] == list(case.steps.days)
    assert [line["snapshot"] for line in written] == ["0", "1", "2", "3"]
    assert len(json.loads((tmp_path / "meta.json").read_text(encoding="utf-8"))["notes"]) == 3


def test_a_folder_that_cannot_be_written_is_refused_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert main(["export-pypsa", str(TINY), str(tmp_path / "file")]) == 2
    assert "Traceback" not in capsys.readouterr().err
