"""Processes of the desk are killed at every moment that matters, and nothing is lost or done twice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nuandong.desk.demo import sqlite_url
from tests.desk.test_both_databases import environment, own_database

HERE = Path(__file__).resolve().parent
MOMENTS = 9
SEED = 20201124


def after_deaths(state: Path, url: str, *, each: int) -> dict[str, object]:
    """What stands in the records after so many deaths at each moment."""
    words = [sys.executable, str(HERE / "deaths.py"), str(each), str(SEED)]
    ended = subprocess.run(
        words, env=environment(state, url), capture_output=True, text=True, timeout=1200, check=False
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    told: dict[str, object] = json.loads(ended.stdout.splitlines()[-1])
    return told


def check(told: dict[str, object], *, each: int) -> None:
    """Every report once, every letter done, one picture a letter, a ledger that holds."""
    count = MOMENTS * each
    assert isinstance(told["deaths"], dict)
    assert list(told["deaths"].values()) == [each] * MOMENTS
    assert told["survived"] == []
    assert told["filed"] == told["versions"] == told["filings_in_the_ledger"] == count
    assert told["letters"] == told["runs_done"] == count
    assert told["letters_open"] == told["runs_open"] == 0
    assert told["holds"]


def test_a_death_at_each_moment_loses_nothing_on_sqlite(tmp_path: Path) -> None:
    check(after_deaths(tmp_path, sqlite_url(tmp_path / "desk.sqlite3"), each=1), each=1)


@pytest.mark.slow
def test_thirty_deaths_at_each_moment_lose_nothing_on_sqlite(tmp_path: Path) -> None:
    check(after_deaths(tmp_path, sqlite_url(tmp_path / "desk.sqlite3"), each=30), each=30)


@pytest.mark.slow
@pytest.mark.postgres
def test_deaths_at_each_moment_lose_nothing_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    check(after_deaths(tmp_path, own_database(postgres_url, "deaths"), each=5), each=5)
