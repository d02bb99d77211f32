"""A filled desk for the tests that serve it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nuandong.desk.demo import sqlite_url
from tests.chaos.served import Day, build_day


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """A filled SQLite database, as a pattern to copy."""
    state = tmp_path_factory.mktemp("pattern")
    return build_day(state, sqlite_url(state / "desk.sqlite3"))


@pytest.fixture
def day(built: Day, tmp_path: Path) -> Day:
    """A copy of the pattern of a test's own."""
    return copied(built, tmp_path / "state")


def copied(built: Day, state: Path) -> Day:
    """The pattern in a folder that may be written."""
    shutil.copytree(built.state, state, dirs_exist_ok=True)
    return Day(state, sqlite_url(state / "desk.sqlite3"), built.told)
