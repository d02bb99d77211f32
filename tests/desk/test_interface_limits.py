"""Too many calls are refused with the time to come back, alike in all processes; a city that files for all passes."""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from nuandong.desk.api import limits
from nuandong.desk.api.actions import give_token
from nuandong.desk.api.models import Allowance, ApiToken, TokenScope
from nuandong.desk.outlook.models import Season

pytestmark = pytest.mark.django_db
HERE = Path(__file__).resolve().parent
MINUTE = 28_400_000  # any minute


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch: Any) -> None:
    """As if the process had just begun, and the minute did not end while the test runs."""
    limits.forget()
    monkeypatch.setattr(time, "time", lambda: MINUTE * 60.0 + 18)


def caller(account: Any, role: str, at: datetime, settings: Any) -> Client:
    settings.CLOCK_FROM = at.isoformat()
    _, text = give_token(name="test", scope=TokenScope.READ, days=1, by=account(role), at=at)
    return Client(headers={"Authorization": f"Bearer {text}"})


def test_a_token_that_calls_too_often_is_told_when_to_come_back(
    season: Season, account, at, settings
) -> None:
    settings.CALLS_A_MINUTE = 30
    client, other = caller(account, "county", at, settings), caller(account, "city", at, settings)
    assert [client.get("/api/me").status_code for _ in range(30)] == [200] * 30
    refused = client.get("/api/me")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "42"
    (told,) = refused.json()["errors"]
    assert told["code"] == "too_many"
    assert set(told["wanted"]) == {"zh", "en"}
    assert other.get("/api/me").status_code == 200, "each token has its own"


def test_the_next_minute_begins_anew(season: Season, account, at, settings, monkeypatch) -> None:
    settings.CALLS_A_MINUTE = 5
    client = caller(account, "county", at, settings)
    for minute in range(3):
        monkeypatch.setattr(time, "time", lambda minute=minute: (MINUTE + minute) * 60.0)
        assert [client.get("/api/me").status_code for _ in range(7)] == [200] * 5 + [429] * 2
    assert Allowance.objects.count() == 1


def test_two_processes_never_give_out_more_than_the_limit_together(
    season: Season, account, at, settings, monkeypatch
) -> None:
    """A process remembers what it took from the common store; here each has a memory of its own."""
    settings.CALLS_A_MINUTE = 100
    client = caller(account, "county", at, settings)
    memories: list[dict[str, Any]] = [{}, {}]
    well = 0
    for number in range(150):
        monkeypatch.setattr(limits, "_left", memories[number % 2])
        well += client.get("/api/me").status_code == 200
    assert 100 - limits.SLAB < well <= 100


def test_a_call_that_only_reads_writes_seldom(season: Season, account, at, settings) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = caller(account, "county", at, settings)
    client.get("/api/me")
    ApiToken.objects.update(used_at=datetime.now(tz=at.tzinfo))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for _ in range(limits.SLAB - 1):
            client.get("/api/me")
    assert not [one["sql"] for one in asked if "allowance" in one["sql"]]


def test_unknown_tokens_are_counted_by_address_and_known_ones_pass_all_the_same(
    season: Season, account, at, settings
) -> None:
    settings.STRANGERS_A_MINUTE = 10
    known = caller(account, "county", at, settings)
    stranger = Client(headers={"Authorization": "Bearer nd_guessed"})
    statuses = [stranger.get("/api/me").status_code for _ in range(12)]
    assert statuses == [401] * 10 + [429] * 2
    assert stranger.get("/api/me", REMOTE_ADDR="10.9.9.9").status_code == 401
    assert known.get("/api/me").status_code == 200
    settings.HTTPS = True  # behind the site's own server, which says where a call comes from
    elsewhere = {"X-Forwarded-For": "203.0.113.9"}
    assert stranger.get("/api/me", headers=elsewhere).status_code == 401


def test_no_limit_where_the_site_sets_none(season: Season, account, at, settings) -> None:
    settings.CALLS_A_MINUTE = 0
    client = caller(account, "county", at, settings)
    assert {client.get("/api/me").status_code for _ in range(40)} == {200}
    assert not Allowance.objects.exists()


@pytest.mark.slow
def test_five_hundred_units_file_at_once_by_one_token_of_their_city(tmp_path: Path) -> None:
    """Against a database in a file, in threads, under the limit that holds where nothing is set."""
    done = subprocess.run(
        [sys.executable, str(HERE / "filing_by_one_token.py"), "500"],
        capture_output=True, text=True, check=False, timeout=240, cwd=HERE.parents[1],
        env=_environment(tmp_path),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert told["statuses"] == {"201": 500}
    assert told["versions"] == 500
    assert told["with_limit_50"] == {"201": 50, "429": 10}


def _environment(folder: Path) -> dict[str, str]:
    import os

    return {
        **os.environ, "NUANDONG_STATE": str(folder), "NUANDONG_DATABASE_URL": f"sqlite:///{folder / 'd.sqlite3'}",
        "PYTHONPATH": os.pathsep.join([str(HERE.parents[1] / "src"), str(HERE.parents[1])]),
    }  # fmt: skip


def test_threads_of_one_process_share_what_it_took(season: Season, account, at, settings) -> None:
    """Counting from memory is right under threads: nothing is given out twice, nothing is lost."""
    limits._left["token:1"] = limits._Left(MINUTE, 400)
    with ThreadPoolExecutor(8) as threads:
        got = list(threads.map(lambda _: limits._take_kept("token:1", MINUTE), range(500)))
    assert sum(got) <= 400
