"""Start Django for a verb: with the records as they are, or brought up to date first."""

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


def prepare_desk(*, with_assets: bool) -> Path:
    """State folder, key, tables and, where pages are to be served, assets as they must be; Django is started."""
    from nuandong.desk.frame.state import keep_secret_key, state_folder

    folder: Path = state_folder()
    keep_secret_key(folder)
    if with_assets:
        os.environ["NUANDONG_ASSETS"] = "collected"  # they are before the first page is served
    os.environ["DJANGO_SETTINGS_MODULE"] = "nuandong.desk.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from nuandong.desk.drill.gate import refuse_other_world
    from nuandong.desk.frame.collect import collect_assets

    refuse_other_world()  # before its tables are touched
    call_command("migrate", verbosity=0, interactive=False)
    if with_assets:
        collect_assets()
    connections.close_all()
    return folder


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
