"""Start Django for a verb that reads or writes the desk's records without serving them."""

from __future__ import annotations

import os
from pathlib import Path


def start_desk() -> None:
    """Django with the database of the state folder or of NUANDONG_DATABASE_URL. Raises NoDesk."""
    from nuandong.desk.frame.state import state_folder
    from nuandong.findings import AssuranceError

    folder = state_folder()
    if not os.environ.get("NUANDONG_DATABASE_URL") and not (folder / "desk.sqlite3").is_file():
        raise AssuranceError(
            f"{folder} 中没有值守台的数据库；请用 --state 指明状态目录，或设置 NUANDONG_DATABASE_URL "
            "(no desk there; name its folder with --state)."
        )
    os.environ["DJANGO_SETTINGS_MODULE"] = "nuandong.desk.settings"
    import django

    django.setup()


def postgresql_url() -> str:
    """The address of the desk's PostgreSQL; empty where the desk keeps SQLite."""
    url = os.environ.get("NUANDONG_DATABASE_URL", "")
    return url if url.startswith(("postgres://", "postgresql://")) else ""


def database_file() -> Path:
    """The desk's SQLite file, there or not yet. Raises UnknownDatabase."""
    from nuandong.desk.frame.database import database_settings
    from nuandong.desk.frame.state import DATABASE_FILE, state_folder

    url = os.environ.get("NUANDONG_DATABASE_URL", "")
    return Path(database_settings(url=url, default_file=state_folder() / DATABASE_FILE)["NAME"])
