"""Days in a row: what one day's plan asked counts on the next, read from its archived results."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from nuandong.assess import Case, assess_day
from nuandong.casefile.history import after_days
from nuandong.casefile.results import write_ledger
from nuandong.cli import main
from nuandong.findings import FaultyCase
from tests.fixtures.tiny_case import TINY


def on(case: Case, days: int) -> Case:
    settings, step = case.settings, timedelta(days=days)
    later = replace(settings, gas_day=settings.gas_day + step, decided_at=settings.decided_at + step)
    return replace(case, settings=later)


def planned(case: Case, folder: Path) -> Path:
    write_ledger(assess_day(case=case), folder)
    return folder


def test_three_days_in_a_row_add_up_by_hand(case: Case, tmp_path: Path) -> None:
    first = planned(case, tmp_path / "first")
    second = planned(after_days(on(case, 1), [first]), tmp_path / "second")
    picture = assess_day(case=after_days(on(case, 2), [second]))
    ledger = picture.fairness
    assert ledger is not None
    assert len(ledger.days) == 2
    users = {user: row for row, user in enumerate(ledger.users.user)}
    steel = users["u-steel"]  # 24 h before the season's records, the whole of each of three days
    assert ledger.users.hours_before[steel] == 24.0 + 48.0
    assert ledger.users.hours_season[steel] == 24.0 + 72.0
    assert ledger.users.days_cut[steel] == 3


def test_days_of_an_interruptible_contract_run_out_over_archived_days(case: Case, tmp_path: Path) -> None:
    points = case.users.delivery_points
    row = points.point.index("p-steel")
    left = points.interruptible_days_left.copy()
    left[row] = 1.0
    once = replace(
        case, users=replace(case.users, delivery_points=replace(points, interruptible_days_left=left))
    )
    first = assess_day(case=once)
    assert "p-steel" in first.cuts.point
    archived = planned(once, tmp_path / "first")
    second = assess_day(case=after_days(on(once, 1), [archived]))
    assert "p-steel" not in second.cuts.point


def test_the_same_archive_given_twice_counts_once_and_the_case_is_no_longer_the_one_that_was_read(
    case: Case, tmp_path: Path
) -> None:
    archived = planned(case, tmp_path / "first")
    once, twice = (after_days(case, [archived] * count) for count in (1, 2))
    assert once.users.cut_history.relief.tolist() == twice.users.cut_history.relief.tolist()
    assert once.input_hash == twice.input_hash != case.input_hash
    assert after_days(case, []).input_hash == case.input_hash


def test_archives_that_cannot_be_read_come_back_as_findings_all_at_once(case: Case, tmp_path: Path) -> None:
    (tmp_path / "strange.csv").write_text(
        "point,gas_day,relief,hours,known_at\np-ghost,2023-12-19,1,99,2023-12-18T17:00:00+08:00\n", "utf-8"
    )
    with pytest.raises(FaultyCase) as faulty:
        after_days(case, [tmp_path / "strange.csv", tmp_path / "nowhere", tmp_path])
    codes = [finding.code for finding in faulty.value.findings]
    assert sorted(codes) == ["missing_file", "not_found", "out_of_bounds", "unknown_reference"]


def test_the_ledger_is_shown_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, ledger = tmp_path / "out", tmp_path / "ledger"
    assert main(["plan", str(TINY), "--out", str(out)]) == 0
    capsys.readouterr()
    arguments = ["fairness", str(TINY), "--gas-day", "2023-12-21", "--after", str(out), "--out", str(ledger)]
    assert main([*arguments, "--language", "en"]) == 0
    said = capsys.readouterr().out
    assert "1 earlier gas days of the season hold cuts" in said
    assert "Example liquefaction plant" in said
    assert {path.name for path in ledger.iterdir()} == {
        "fairness.csv",
        "fairness_users.csv",
        "cut_history.csv",
    }
