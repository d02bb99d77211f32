"""Copies of the whole database: made while the desk is at work, put back with a proof that nothing is missing.

SQLite is copied by its own online backup, so that writers go on; PostgreSQL by its own `pg_dump`. A copy stands in its
place only when it is whole, with a label beside the records: how many rows each table has, and where the ledger ended.

Clause: T-098 (evidence is kept).
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from nuandong.desk.ledger.chain import canonical_instant
from nuandong.findings import AssuranceError

FORMAT = "nuandong-backup-1"
LABEL, SQLITE, POSTGRESQL = "label.json", "desk.sqlite3", "desk.pgdump"
COPY_WAITS_S = 60
LEFT_OUT = (
    "sqlite_",
    "django_session",
)  # sessions come and go while the copy is made; nobody is signed in by one


class NoCopy(AssuranceError):
    """A copy could not be made or put back; says what to do."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a copy holds: rows by table, the ledger's last entry and its hash, and of which database it is."""

    format: str
    vendor: str
    made_at: str
    sequence: int
    head: str
    rows: Mapping[str, int]


def back_up_sqlite(*, database: Path, copy: Path, at: datetime) -> Label:
    """Copy a SQLite database that may be written to meanwhile. Raises NoCopy, OSError."""
    if not database.is_file():
        raise NoCopy(f"{database} 不存在，无可备份 (no such database).")
    fresh = copy.with_name(f"{copy.name}.part")
    whole = copy.with_name(f"{copy.name}.copy")
    try:
        with (
            closing(sqlite3.connect(database, timeout=COPY_WAITS_S)) as source,
            closing(sqlite3.connect(whole)) as target,
        ):
            source.backup(
                target
            )  # in one step: with a write-ahead log it holds up no writer, and none undoes it
            target.execute("PRAGMA journal_mode=DELETE")
            _is_sound(target)
            label = _label("sqlite", at, *_counted(target))
        _pack(fresh, whole, SQLITE, label)
        os.replace(fresh, copy)
    finally:
        whole.unlink(missing_ok=True)
        fresh.unlink(missing_ok=True)
    return label


def restore_sqlite(*, copy: Path, database: Path, replace: bool) -> Label:
    """Put a copy in a database's place, checked before it stands there. Raises NoCopy, OSError."""
    label = read_label(copy, wanted="sqlite")
    if database.is_file() and not replace and not _is_empty(database):
        raise NoCopy(
            f"{database} 中已有记录；确要以备份替换，请先停止值守台，再加 --replace "
            "(the database is not empty; stop the desk and add --replace)."
        )
    database.parent.mkdir(parents=True, exist_ok=True)
    fresh = database.with_name(f"{database.name}.restored")
    try:
        with zipfile.ZipFile(copy) as packed, packed.open(SQLITE) as source, open(fresh, "wb") as target:
            shutil.copyfileobj(source, target)
        with closing(sqlite3.connect(fresh)) as restored:
            _is_sound(restored)
            check_against(label, *_counted(restored))
        _move_aside(database)
        os.replace(fresh, database)
    except zipfile.BadZipFile as wrong:
        raise NoCopy(f"{copy} 已损坏，未作任何改动 (the copy is damaged; nothing was changed).") from wrong
    finally:
        fresh.unlink(missing_ok=True)
    return label


def back_up_postgresql(*, url: str, copy: Path, at: datetime) -> Label:
    """Copy a PostgreSQL database with `pg_dump`, of the same moment as the label. Raises NoCopy, OSError."""
    import psycopg

    programme = _programme("pg_dump")
    whole, fresh = copy.with_name(f"{copy.name}.copy"), copy.with_name(f"{copy.name}.part")
    try:
        with psycopg.connect(url) as connection, connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (moment,) = cursor.fetchone() or ("",)
            _run(programme, url, "--format=custom", "--no-owner", f"--snapshot={moment}", f"--file={whole}")
            label = _label("postgresql", at, *_counted_postgresql(cursor))
        _pack(fresh, whole, POSTGRESQL, label)
        os.replace(fresh, copy)
    finally:
        whole.unlink(missing_ok=True)
        fresh.unlink(missing_ok=True)
    return label


def restore_postgresql(*, copy: Path, url: str, replace: bool) -> Label:
    """Put a copy into a PostgreSQL database in one transaction. Raises NoCopy, OSError."""
    import psycopg

    label = read_label(copy, wanted="postgresql")
    programme = _programme("pg_restore")
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()")
        (tables,) = cursor.fetchone() or (0,)
    if tables and not replace:
        raise NoCopy(
            "数据库中已有表；确要以备份替换，请先停止值守台，再加 --replace "
            "(the database is not empty; stop the desk and add --replace)."
        )
    whole = copy.with_name(f"{copy.name}.copy")
    try:
        with zipfile.ZipFile(copy) as packed, packed.open(POSTGRESQL) as source, open(whole, "wb") as target:
            shutil.copyfileobj(source, target)
        more = ["--clean", "--if-exists"] if replace else []
        _run(programme, url, "--no-owner", "--single-transaction", "--exit-on-error", *more, str(whole))
    finally:
        whole.unlink(missing_ok=True)
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        check_against(label, *_counted_postgresql(cursor))
    return label


def read_label(copy: Path, *, wanted: str) -> Label:
    """What a copy says it holds. Raises NoCopy, OSError."""
    try:
        with zipfile.ZipFile(copy) as packed:
            label = Label(**json.loads(packed.read(LABEL)))
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError) as wrong:
        raise NoCopy(f"{copy} 不是备份文件 (no backup); make one with nuandong backup FILE.") from wrong
    if label.format != FORMAT or label.vendor != wanted:
        raise NoCopy(
            f"{copy} 是 {label.vendor} 的备份，此处是 {wanted} (a backup of another kind of database)."
        )
    return label


def check_against(label: Label, sequence: int, head: str, rows: Mapping[str, int]) -> None:
    """Whether what stands there is what the label tells. Raises NoCopy."""
    if (label.sequence, label.head) != (sequence, head):
        raise NoCopy(
            f"日志末条应为 {label.sequence}:{label.head}，实为 {sequence}:{head}；未采用 "
            "(the ledger does not end where the label says)."
        )
    wrong = [name for name in {*label.rows, *rows} if label.rows.get(name, 0) != rows.get(name, 0)]
    if wrong:
        raise NoCopy(f"行数与标签不符：{'、'.join(sorted(wrong))} (rows are missing or too many).")


def _label(vendor: str, at: datetime, sequence: int, head: str, rows: Mapping[str, int]) -> Label:
    return Label(FORMAT, vendor, canonical_instant(at), sequence, head, rows)


def _pack(fresh: Path, whole: Path, name: str, label: Label) -> None:
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.write(whole, name)
        packed.writestr(LABEL, json.dumps(asdict(label), ensure_ascii=False, indent=1))
    fresh.chmod(0o600)  # it holds everything, personal records included


def _counted(connection: sqlite3.Connection) -> tuple[int, str, dict[str, int]]:
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in _kept(names)}
    last = connection.execute("SELECT sequence, hash FROM ledger_entry ORDER BY sequence DESC LIMIT 1")
    sequence, head = last.fetchone() or (0, "")
    return sequence, head, rows


def _counted_postgresql(cursor: Any) -> tuple[int, str, dict[str, int]]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    names = [name for (name,) in cursor.fetchall()]
    rows = {}
    for name in _kept(names):
        cursor.execute(f'SELECT count(*) FROM "{name}"')
        rows[name] = cursor.fetchone()[0]
    cursor.execute("SELECT sequence, hash FROM ledger_entry ORDER BY sequence DESC LIMIT 1")
    sequence, head = cursor.fetchone() or (0, "")
    return sequence, head, rows


def _kept(names: list[str]) -> list[str]:
    return sorted(name for name in names if not name.startswith(LEFT_OUT))


def _is_sound(connection: sqlite3.Connection) -> None:
    try:
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        connection.execute("SELECT 1 FROM ledger_entry LIMIT 1")
    except sqlite3.DatabaseError as wrong:
        raise NoCopy(f"不是完好的值守台数据库：{wrong} (no sound database of a desk).") from wrong
    if verdict != "ok":
        raise NoCopy(f"数据库已损坏：{verdict} (the database is damaged).")


def _is_empty(database: Path) -> bool:
    with closing(sqlite3.connect(database)) as connection:
        return not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()


def _move_aside(database: Path) -> None:
    """The journal of a database that is replaced would be played into the copy: it goes first."""
    for ending in ("-wal", "-shm", "-journal"):
        database.with_name(database.name + ending).unlink(missing_ok=True)


def _programme(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NoCopy(
            f"找不到 {name}；请安装与服务器同版本的 PostgreSQL 客户端 (install PostgreSQL's client programmes)."
        )
    return found


def _run(programme: str, url: str, *words: str) -> None:
    """The password goes by the environment: other users of the machine can read a command line."""
    parts = urlsplit(url)
    netloc = parts.netloc.rpartition("@")[2]
    shown = parts._replace(netloc=f"{parts.username}@{netloc}" if parts.username else netloc).geturl()
    environment = {**os.environ, "PGPASSWORD": parts.password or ""}
    done = subprocess.run(
        [programme, f"--dbname={shown}", *words], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise NoCopy(f"{Path(programme).name}: {done.stderr.strip()[-600:]}")
