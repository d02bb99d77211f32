"""Many writers at once on SQLite and on PostgreSQL, and the whole desk on PostgreSQL."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from nuandong.desk.demo import sqlite_url

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]


def environment(state: Path, url: str) -> dict[str, str]:
    return {
        **os.environ,
        "NUANDONG_STATE": str(state),
        "NUANDONG_DATABASE_URL": url,
        "PYTHONPATH": os.pathsep.join([str(CHECKOUT / "src"), str(CHECKOUT)]),
    }


def own_database(postgres_url: str, name: str) -> str:
    """A fresh database on the test's server."""
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlsplit(postgres_url)._replace(path=f"/{name}").geturl()


def file_at_once(state: Path, url: str, *, units: int, filings: int) -> dict:
    """What came of so many units filing so many times each, all in one instant."""
    words = [sys.executable, str(HERE / "filing_at_once.py"), str(units), str(filings)]
    ended = subprocess.run(
        words, env=environment(state, url), capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    return json.loads(ended.stdout.splitlines()[-1])


def check(told: dict, *, units: int, filings: int) -> None:
    assert told["troubles"] == []
    assert told["versions"] == units * filings
    assert told["numbers"] == sorted(list(range(1, filings + 1)) * units)
    assert told["entries"] == 2 * units * filings
    assert told["letters"] == 1
    assert told["holds"]


def test_forty_units_file_in_one_instant_on_sqlite(tmp_path: Path) -> None:
    told = file_at_once(tmp_path, sqlite_url(tmp_path / "desk.sqlite3"), units=40, filings=1)
    check(told, units=40, filings=1)


def test_one_unit_that_files_many_times_at_once_gets_versions_in_a_row(tmp_path: Path) -> None:
    told = file_at_once(tmp_path, sqlite_url(tmp_path / "desk.sqlite3"), units=2, filings=10)
    check(told, units=2, filings=10)


@pytest.mark.postgres
def test_forty_filings_in_one_instant_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    told = file_at_once(tmp_path, own_database(postgres_url, "filing"), units=10, filings=4)
    check(told, units=10, filings=4)


@pytest.mark.postgres
@pytest.mark.slow
def test_the_whole_desk_passes_its_tests_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    words = [
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist",
        "-m", "not postgres and not slow",
        "src/nuandong/desk", "tests/desk",
        "--deselect", "tests/desk/test_both_databases.py", "--deselect", "tests/desk/test_demo.py",
        "--deselect", "tests/desk/test_messages.py",
    ]  # fmt: skip
    ended = subprocess.run(
        words, cwd=CHECKOUT, env=environment(tmp_path, own_database(postgres_url, "desk")), capture_output=True,
        text=True, timeout=1500, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout[-4000:] + ended.stderr[-2000:]
