"""The database by its address: SQLite in the state folder, or PostgreSQL named by `NUANDONG_DATABASE_URL`.

SQLite runs with WAL, IMMEDIATE transactions and full synchronisation: measured, 500 counties that file in the
same instant all succeed so, while with Django's own settings four of five fail, because a transaction that
reads and then writes cannot be upgraded. Every `atomic()` is therefore a writer: keep it short.

A drill world is another database with another key, reached by another address; no column tells the two apart
(rulings, 16).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from nuandong.findings import AssuranceError

SQLITE_WAITS_S = 30
SQLITE_AT_CONNECT = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"


class UnknownDatabase(AssuranceError):
    """The database address names no database that the desk knows."""

    def __init__(self, scheme: str) -> None:
        self.scheme = scheme
        super().__init__(
            f"NUANDONG_DATABASE_URL begins with {scheme!r}; "
            "write postgresql://user:password@host:5432/name or sqlite:////absolute/path.sqlite3, or leave it unset."
        )


def database_settings(*, url: str, default_file: Path) -> dict[str, Any]:
    """Django's entry for one database; an empty address means the embedded one in `default_file`."""
    if not url:
        return sqlite_settings(default_file)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite_settings(Path(unquote(parts.path.removeprefix("/"))))
    if parts.scheme in ("postgres", "postgresql"):
        return postgresql_settings(url)
    raise UnknownDatabase(parts.scheme)


def sqlite_settings(file: Path) -> dict[str, Any]:
    """SQLite as it must be for many writers; see the head of this module."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": 60,  # opening reads the whole schema, and the last one to close writes the log back
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": SQLITE_WAITS_S,
            "init_command": SQLITE_AT_CONNECT,
        },
    }


def postgresql_settings(url: str) -> dict[str, Any]:
    """PostgreSQL by psycopg 3; a host given as `?host=/folder` is a local socket."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", parts.hostname or "")
    port = options.pop("port", parts.port or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or options.pop("password", "")),
        "HOST": host,
        "PORT": str(port),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
