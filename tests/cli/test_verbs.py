"""The verbs of the command line: what they print, write, and answer to the shell."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from nuandong.cli import main

SHANXI = Path(__file__).parents[2] / "examples" / "shanxi"
TINY = Path(__file__).parents[1] / "cases" / "tiny"


def test_a_folder_that_is_not_there_is_refused_without_a_trace(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "/no/such/folder"]) == 2
    said = capsys.readouterr()
    assert "/no/such/folder" in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


def test_debug_shows_the_trace_of_a_refusal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "/no/such/folder", "--debug"]) == 2
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value", "wanted"),
    [
        ("--gas-day", "20 December", "2023-12-20"),
        ("--gas-day", "2024-08-01", "2023-11-01"),
        ("--as-of", "yesterday", "2023-12-19T17:00"),
        ("--as-of", "1999-01-01", "2023-09-02 08:00"),
        ("--as-of", "2023-12-21T08:00", "2023-12-20 is over at 2023-12-21 08:00"),
        ("--as-of", "2030-01-01", "2023-12-20 is over"),
        ("--language", "fr", "zh"),
    ],
)
def test_an_option_that_cannot_be_read_is_refused_with_what_is_wanted(
    option: str, value: str, wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", str(SHANXI), option, value]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert value in said
    assert wanted in said


def test_a_faulty_case_gets_all_its_findings_and_nothing_is_computed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulty = tmp_path / "shanxi"
    shutil.copytree(SHANXI, faulty)
    (faulty / "nodes.csv").unlink()
    (faulty / "users.csv").write_text("user,nonsense\n", encoding="utf-8")
    out = tmp_path / "out"
    assert main(["plan", str(faulty), "--out", str(out), "--language", "en"]) == 2
    said = capsys.readouterr().err
    assert "nodes" in said
    assert "users" in said
    assert "nothing was computed" in said
    assert not out.exists()


def test_check_answers_zero_for_a_sound_case_and_one_for_a_faulty_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(SHANXI)]) == 0
    assert main(["check", str(tmp_path)]) == 1
    assert "case" in capsys.readouterr().out


def test_terms_finds_a_word_in_either_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["terms", "livelihood"]) == 0
    assert "民生缺口" in capsys.readouterr().out
    assert main(["terms", "煤层气"]) == 0
    assert "Coal-bed methane" in capsys.readouterr().out
    assert main(["terms", "no such word"]) == 1


@pytest.mark.parametrize("verb", ["verify", "verify-balance"])
@pytest.mark.parametrize(
    ("folder", "wanted"),
    [
        ("empty", "no written results"),
        ("not-there", "no such folder"),
        ("a-file", "no folder"),
        (str(SHANXI), "a case, not its results"),
    ],
)
def test_verifying_what_holds_no_results_is_refused_in_plain_words(
    verb: str, folder: str, wanted: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a-file").write_text("")
    assert main([verb, str(tmp_path / folder)]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert wanted in said
    assert "nuandong plan" in said
    assert "Errno" not in said


@pytest.mark.parametrize("verb", ["plan", "outages", "what-if", "explain"])
def test_every_verb_that_computes_a_day_refuses_an_instant_after_it(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    further = ["--cut"] if verb == "explain" else ["--warmer", "1"] if verb == "what-if" else []
    assert main([verb, str(SHANXI), "--as-of", "2024-02-01", *further]) == 2
    assert "is over" in " ".join(capsys.readouterr().err.split())


def test_a_season_may_be_looked_at_on_any_of_its_days_but_not_after_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["season", str(SHANXI), "--as-of", "2024-04-01T08:00"]) == 2
    assert "2024-03-31 is over" in " ".join(capsys.readouterr().err.split())


@pytest.mark.slow
def test_planning_shanxi_writes_the_report_twice_to_the_same_byte_and_it_balances(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "一", tmp_path / "二"
    for folder in (first, second):
        assert main(["plan", str(SHANXI), "--out", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "全省缺口" in said
    digests = [
        {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
        for folder in (first, second)
    ]
    assert digests[0] == digests[1]
    assert {"report.html", "report.en.html", "report.xlsx", "manifest.json", "cuts.csv"} <= set(digests[0])
    assert main(["verify-balance", str(first)]) == 0


@pytest.mark.slow
def test_the_season_of_152_days_balances_at_every_node_and_day_from_the_written_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["season", str(SHANXI), "--out", str(tmp_path)]) == 0
    assert main(["verify-balance", str(tmp_path)]) == 0
    assert "152 个气日" in capsys.readouterr().out


def test_check_says_of_a_plan_whether_it_may_be_issued_and_names_the_row_that_breaks_a_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["plan", str(TINY), "--out", str(out)]) == 0
    capsys.readouterr()
    assert main(["check", str(TINY), "--plan", str(out)]) == 0
    assert "可提交批准" in capsys.readouterr().out
    cuts = out / "cuts.csv"
    cuts.write_text(cuts.read_text(encoding="utf-8").replace("p-methanol", "p-hospital"), encoding="utf-8")
    assert main(["check", str(TINY), "--plan", str(out), "--language", "en"]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "cuts.csv 4 point" in said
    assert "May not be issued" in said
    assert main(["check", str(TINY), "--plan", str(tmp_path / "nowhere")]) == 1
