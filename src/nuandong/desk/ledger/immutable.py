"""Let the database itself refuse to change rows, on SQLite and PostgreSQL alike; for migrations.

A trigger does not stop whoever owns the database; the hash chain finds that one. It stops every programme that
merely uses it, this one included.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

REFUSAL = "nuandong: rows of {table} are never changed; add a row instead"


def forbid(table: str, *acts: str) -> migrations.RunPython:
    """A migration step after which `acts` (UPDATE, DELETE) on a table fail; going back allows them again."""

    def put_up(apps: Any, schema_editor: Any) -> None:
        for statement in statements(schema_editor.connection.vendor, table, acts):
            schema_editor.execute(statement)

    def take_down(apps: Any, schema_editor: Any) -> None:
        for statement in removal(schema_editor.connection.vendor, table, acts):
            schema_editor.execute(statement)

    return migrations.RunPython(put_up, take_down)


def only_forward(table: str, column: str) -> migrations.RunPython:
    """A migration step after which an UPDATE of a table fails unless it raises `column`."""

    def put_up(apps: Any, schema_editor: Any) -> None:
        for statement in forward_statements(schema_editor.connection.vendor, table, column):
            schema_editor.execute(statement)

    def take_down(apps: Any, schema_editor: Any) -> None:
        for statement in forward_removal(schema_editor.connection.vendor, table):
            schema_editor.execute(statement)

    return migrations.RunPython(put_up, take_down)


def standing(connection: Any) -> set[str]:
    """Names of the guards that stand in a database now."""
    question = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        return {name for (name,) in cursor.fetchall()}


def forward_statements(vendor: str, table: str, column: str) -> list[str]:
    """SQL that lets a row go forward only."""
    name = _name(table, "way_back")
    refusal = f"nuandong: {table} never goes back"
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN NEW.{column} <= OLD.{column} "
            f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        ]
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW "
        f"WHEN (NEW.{column} <= OLD.{column}) EXECUTE FUNCTION {name}()",
    ]


def forward_removal(vendor: str, table: str) -> list[str]:
    """SQL that lets it go anywhere again."""
    name = _name(table, "way_back")
    if vendor == "sqlite":
        return [f"DROP TRIGGER {name}"]
    return [f"DROP TRIGGER {name} ON {table}", f"DROP FUNCTION {name}()"]


def statements(vendor: str, table: str, acts: tuple[str, ...]) -> list[str]:
    """SQL that puts the guards up."""
    refusal = REFUSAL.format(table=table)
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {_name(table, act)} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            for act in acts
        ]
    function = (
        f"CREATE OR REPLACE FUNCTION {_name(table, 'guard')}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    guards = [
        f"CREATE TRIGGER {_name(table, act)} BEFORE {act} ON {table} "
        f"FOR EACH {'STATEMENT' if act == 'TRUNCATE' else 'ROW'} EXECUTE FUNCTION {_name(table, 'guard')}()"
        for act in _with_truncate(acts)
    ]
    return [function, *guards]


def removal(vendor: str, table: str, acts: tuple[str, ...]) -> list[str]:
    """SQL that takes the guards down; the function stays, for other guards of the table may call it."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER {_name(table, act)}" for act in acts]
    return [f"DROP TRIGGER {_name(table, act)} ON {table}" for act in _with_truncate(acts)]


def _with_truncate(acts: tuple[str, ...]) -> tuple[str, ...]:
    return (*acts, "TRUNCATE") if "DELETE" in acts else acts


def _name(table: str, act: str) -> str:
    return f"{table}_no_{act.lower()}"
