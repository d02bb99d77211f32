"""Two worlds never mix: a drill opens no real database, a desk at work no drill's, and nothing leaves as real."""

import os
import sqlite3
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from nuandong.desk.demo import sqlite_url
from nuandong.desk.dispatch import channels
from nuandong.desk.dispatch.models import Channel
from nuandong.desk.drill.gate import OtherWorld, refuse_other_world
from nuandong.desk.drill.models import World
from nuandong.desk.frame import clock
from nuandong.desk.frame.drill_mark import marked
from nuandong.desk.frame.world import NotInADrill
from nuandong.desk.frame.worlds import UnknownWorld, world_named
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import BEGINNING, Act, beginning_of
from nuandong.desk.ledger.models import Entry
from nuandong.desk.ledger.verify import verify
from nuandong.desk.outlook.models import Season
from tests.desk.drills import become_a_drill

REFUSED = 2
NOT_SERVED = 503


@pytest.mark.django_db
def test_a_drill_opens_no_real_database(settings: Any) -> None:
    refuse_other_world()
    settings.IS_DRILL = True
    with pytest.raises(OtherWorld) as refused:
        refuse_other_world()
    assert (refused.value.ours, refused.value.theirs) == ("drill", "real")
    assert Client().get("/accounts/login/").status_code == NOT_SERVED


@pytest.mark.django_db
def test_a_desk_at_work_opens_no_database_of_a_drill(settings: Any) -> None:
    become_a_drill(settings)
    refuse_other_world()
    settings.IS_DRILL = False
    with pytest.raises(OtherWorld):
        refuse_other_world()
    response = Client().get("/accounts/login/")
    assert response.status_code == NOT_SERVED
    assert "演练" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE drill_world SET word = 'drill'", "DELETE FROM drill_world"])
def test_the_database_does_not_let_go_of_its_world(statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert World.objects.get().word == "real"


@pytest.mark.parametrize("word", ["Drill", "test", "演练", "drill "])
def test_a_world_that_is_misspelt_starts_no_desk(word: str) -> None:
    with pytest.raises(UnknownWorld):
        world_named(word)
    assert (world_named(""), world_named("drill")) == ("real", "drill")


@pytest.mark.django_db
def test_the_chain_of_a_drill_holds_as_a_drill_and_breaks_as_real(
    season: Season, at: datetime, settings: Any
) -> None:
    assert verify().holds
    Season.objects.get()
    assert Entry.objects.get(sequence=1).previous_hash == BEGINNING
    become_a_drill(settings)
    broken = verify().broken
    assert broken is not None
    assert broken.sequence == 1


@pytest.mark.django_db
def test_a_ledger_that_begins_in_a_drill_never_verifies_as_real(at: datetime, settings: Any) -> None:
    become_a_drill(settings)
    Entry.objects.all().exists()
    with transaction.atomic():
        append(act=Act("try", "desk", "thing", "1", {}), at=at)
    if Entry.objects.count() == 1:
        assert Entry.objects.get().previous_hash == beginning_of("drill") != BEGINNING
    assert verify().holds
    settings.IS_DRILL = False
    assert not verify().holds


@pytest.mark.django_db
def test_every_page_of_a_drill_says_so_and_no_page_of_a_desk_at_work(
    season: Season, settings: Any, account: Any
) -> None:
    client = Client()
    client.force_login(account("province"), backend="django.contrib.auth.backends.ModelBackend")
    addresses = ("/report/", "/clauses/", "/accounts/login/", "/nowhere/")
    for address in addresses:
        assert "DRILL" not in client.get(address, follow=True).content.decode()
    assert client.get("/drill/").status_code == 404
    become_a_drill(settings)
    for address in addresses:
        response = client.get(address, follow=True)
        page = response.content.decode()
        assert "<title>演练 DRILL" in page, address
        assert 'class="drill-banner"' in page
        assert "mark-drill" in page
        assert response["X-Nuandong-World"] == "drill"


@pytest.mark.django_db
def test_every_download_of_a_drill_bears_the_word_in_its_name(
    season: Season, settings: Any, account: Any
) -> None:
    client = Client()
    client.force_login(account("province"), backend="django.contrib.auth.backends.ModelBackend")
    assert "DRILL" not in client.get("/report/board.csv")["Content-Disposition"]
    become_a_drill(settings)
    assert 'filename="DRILL-board' in client.get("/report/board.csv")["Content-Disposition"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('attachment; filename="a.csv"', 'attachment; filename="DRILL-a.csv"'),
        ("attachment; filename=a.csv", "attachment; filename=DRILL-a.csv"),
        (
            "attachment; filename*=utf-8''%E6%97%A5.csv",
            "attachment; filename*=utf-8''%E6%BC%94%E7%BB%83-DRILL-%E6%97%A5.csv",
        ),
        ("attachment", 'attachment; filename="DRILL-download"'),
        ("inline", 'inline; filename="DRILL-download"'),
    ],
)
def test_a_file_name_is_marked_in_each_of_its_spellings(before: str, after: str) -> None:
    assert marked(before) == after
    assert marked(after) == after


@pytest.mark.parametrize("channel", list(Channel))
def test_no_channel_leads_out_of_a_drill(channel: Channel, settings: Any) -> None:
    settings.IS_DRILL = True
    settings.NOTICE_WEBHOOK = "http://127.0.0.1:9/"
    with pytest.raises(NotInADrill):
        channels._send(channel, None, channels.Said("subject", "text", "number", timezone.now()))


def test_the_clock_of_a_drill_goes_at_its_speed(settings: Any, at: datetime) -> None:
    settings.CLOCK_FROM, settings.CLOCK_SET_AT, settings.CLOCK_SPEED = at.isoformat(), time.time() - 10, 360.0
    assert abs(clock.now() - at - timedelta(hours=1)) < timedelta(minutes=6)


@pytest.fixture(scope="module")
def drill_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database whose tables were made in a drill."""
    folder = tmp_path_factory.mktemp("drill")
    ended = _run(folder, ["-m", "django", "migrate", "--verbosity", "0"], world="drill")
    assert ended.returncode == 0, ended.stderr[-2000:]
    return folder / "desk.sqlite3"


def _run(folder: Path, words: list[str], *, world: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ, "NUANDONG_STATE": str(folder), "NUANDONG_WORLD": world,
        "NUANDONG_DATABASE_URL": sqlite_url(folder / "desk.sqlite3"),
        "DJANGO_SETTINGS_MODULE": "nuandong.desk.settings",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, *words], env=environment, capture_output=True, text=True, timeout=100, check=False
    )


def test_the_database_keeps_the_world_in_which_it_was_made(drill_database: Path) -> None:
    with sqlite3.connect(drill_database) as there:
        assert there.execute("SELECT word FROM drill_world").fetchall() == [("drill",)]


@pytest.mark.parametrize(
    "words",
    [["-m", "nuandong.desk.worker"], ["-m", "nuandong", "serve", "--port", "0"]],
    ids=["worker", "serve"],
)
def test_no_process_of_a_desk_at_work_starts_on_it(drill_database: Path, words: list[str]) -> None:
    ended = _run(drill_database.parent, words, world="")
    assert ended.returncode != 0
    assert "实战" in ended.stderr + ended.stdout


def test_a_whole_drill_is_built_apart_and_its_case_says_so(tmp_path: Path) -> None:
    script = tmp_path / "small.toml"
    script.write_text('[drill]\nname_zh = "小"\nname_en = "small"\nlasts = "2:00"\n', encoding="utf-8")
    tiny = Path(__file__).resolve().parents[1] / "cases" / "tiny"
    environment = {**os.environ, "NUANDONG_STATE": str(tmp_path / "state")}
    environment.pop("NUANDONG_DATABASE_URL", None)
    words = [sys.executable, "-m", "nuandong", "drill", str(script), "--case", str(tiny), "--once"]
    ended = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert ended.returncode == 0, ended.stderr[-2000:]
    assert not (tmp_path / "state" / "desk.sqlite3").exists()
    with sqlite3.connect(tmp_path / "state" / "drill" / "desk.sqlite3") as there:
        assert there.execute("SELECT word FROM drill_world").fetchone() == ("drill",)
        assert there.execute("SELECT name_zh FROM outlook_season").fetchone()[0].startswith("【演练】")
        (case_name,) = there.execute("SELECT case_name FROM outlook_run").fetchone()
        (first,) = there.execute("SELECT previous_hash FROM ledger_entry WHERE sequence = 1").fetchone()
    assert first == beginning_of("drill")
    assert case_name.startswith("【演练】")
