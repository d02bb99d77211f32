"""Processes of the desk are killed at every moment that matters, and nothing is lost or done twice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nuandong.desk.demo import sqlite_url
from tests.desk.test_both_databases import environment, own_database

HERE = Path(__file__).resolve().parent
REPORT_MOMENTS, ORDER_MOMENTS = 9, 14
EACH = 10  # of the long run: 230 deaths
SEED = 20201124
BETWEEN = {  # of which so many lie between two things that must both be, or neither
    "commit and enqueue": [
        "report kept, letter not put",
        "letter taken, errand not begun",
        "notices made, letters not put",
        "order committed, letters not taken",
    ],
    "send and receipt": [
        "notice taken, not sent",
        "notice sent, not written down",
        "sending written down, letter not struck off",
        "acknowledged, receipt not written",
    ],
    "receipt and ledger": [
        "receipt written, not in the ledger",
        "receipt in the ledger, not committed",
        "code entered, not in the ledger",
        "letter put, not in the ledger",
    ],
}
LEAST_BETWEEN = 30


def after_deaths(script: str, state: Path, url: str, *, each: int) -> dict[str, Any]:
    """What stands in the records after so many deaths at each moment."""
    words = [sys.executable, str(HERE / script), str(each), str(SEED)]
    ended = subprocess.run(
        words, env=environment(state, url), capture_output=True, text=True, timeout=1200, check=False
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    told: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return told


def check_reports(told: dict[str, Any], *, each: int) -> None:
    """Every report once, every letter done, one picture a letter, a ledger that holds."""
    count = REPORT_MOMENTS * each
    assert list(told["deaths"].values()) == [each] * REPORT_MOMENTS
    assert told["survived"] == []
    assert told["filed"] == told["versions"] == told["filings_in_the_ledger"] == count
    assert told["letters"] == told["runs_done"] == count
    assert told["letters_open"] == told["runs_open"] == 0
    assert told["holds"]


def check_orders(told: dict[str, Any], *, each: int) -> None:
    """Every order issued and withdrawn once, its three notices sent, two acknowledged once, one climbed once."""
    count = ORDER_MOMENTS * each
    assert list(told["deaths"].values()) == [each] * ORDER_MOMENTS
    assert told["survived"] == []
    assert told["orders"] == told["issued"] == count
    assert told["notices"] == 3 * count
    assert told["told"] == 2 * 3 * count  # the notice, and its withdrawal
    assert told["told_again"] == count
    assert told["not_sent"] == told["letters_due"] == 0
    assert told["robot_knows"] == (3 + 1 + 3) * count
    again = each  # sent, and dead before it was written down: it leaves the house again rather than never
    assert told["robot_heard"] == told["robot_knows"] + again
    assert told["receipts"] == 2 * count
    acts = ("draft_order", "approve_order", "issue_order", "withdraw_order", "climb_notice")
    assert [told["ledger"][act] for act in acts] == [count] * len(acts)
    assert told["ledger"]["acknowledged_notice"] == 2 * count
    assert told["holds"]


def test_a_death_at_each_moment_of_a_report_loses_nothing_on_sqlite(tmp_path: Path) -> None:
    check_reports(after_deaths("deaths.py", tmp_path, sqlite_url(tmp_path / "desk.sqlite3"), each=1), each=1)


def test_a_death_at_each_moment_of_an_order_loses_nothing_on_sqlite(tmp_path: Path) -> None:
    told = after_deaths("order_deaths.py", tmp_path, sqlite_url(tmp_path / "desk.sqlite3"), each=1)
    check_orders(told, each=1)


@pytest.mark.slow
def test_ten_deaths_at_each_moment_of_a_report_lose_nothing_on_sqlite(tmp_path: Path) -> None:
    told = after_deaths("deaths.py", tmp_path, sqlite_url(tmp_path / "desk.sqlite3"), each=EACH)
    check_reports(told, each=EACH)


@pytest.mark.slow
def test_ten_deaths_at_each_moment_of_an_order_lose_nothing_on_sqlite(tmp_path: Path) -> None:
    told = after_deaths("order_deaths.py", tmp_path, sqlite_url(tmp_path / "desk.sqlite3"), each=EACH)
    check_orders(told, each=EACH)


def test_the_long_run_is_of_two_hundred_deaths_thirty_of_them_in_each_gap() -> None:
    assert (REPORT_MOMENTS + ORDER_MOMENTS) * EACH >= 200
    known = (HERE / "deaths.py").read_text(encoding="utf-8") + (HERE / "order_deaths.py").read_text(
        encoding="utf-8"
    )
    for moments in BETWEEN.values():
        assert all(f'"{moment}"' in known for moment in moments)
        assert len(moments) * EACH >= LEAST_BETWEEN


@pytest.mark.slow
@pytest.mark.postgres
def test_deaths_at_each_moment_lose_nothing_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    each = 3
    check_reports(
        after_deaths("deaths.py", tmp_path, own_database(postgres_url, "deaths"), each=each), each=each
    )
    told = after_deaths("order_deaths.py", tmp_path, own_database(postgres_url, "order_deaths"), each=each)
    check_orders(told, each=each)
