"""Serve the desk from its own database, with pages and worker, until Ctrl-C.

The database is SQLite in the state folder, or the PostgreSQL that NUANDONG_DATABASE_URL names; its tables are brought
up to date first.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from nuandong.cli._options import Debug, Language, Port, StateFolder
from nuandong.cli._refusal import refusing


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Port = 8848,
    state: StateFolder = None,
    case: Annotated[
        Path | None, typer.Option(help="Bring in this case first, once.", show_default=False)
    ] = None,
    first_account: Annotated[
        str, typer.Option(help="Open this account, duty officer of the province, and show its password once.")
    ] = "",
    worker: Annotated[
        bool, typer.Option(help="Run a worker beside the pages; without one, run it elsewhere.")
    ] = True,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Serve the desk from its own database, with pages and worker, until Ctrl-C."""
    if state is not None:
        os.environ["NUANDONG_STATE"] = str(state.absolute())
    with refusing(debug=debug, language=language) as language:
        from nuandong.desk.serving import free_port, serve_desk

        english = language == "en"
        chosen = free_port(host=host, wanted=port)
        folder = _prepared()
        if case is not None:
            _bring_in(case)
        if first_account:
            _open(first_account, english)
        os.environ.setdefault("NUANDONG_COOKIE_MARK", f"_{chosen}")
        words = "The desk" if english else "值守台"
        serve_desk(
            host=host,
            port=chosen,
            state=folder,
            with_worker=worker,
            when_ready=lambda address: Console(highlight=False).print(f"{words}  {address}", soft_wrap=True),
        )


def _prepared() -> Path:
    """State folder, key, tables and assets as they must be; Django is started."""
    from nuandong.desk.frame.state import keep_secret_key, state_folder

    folder: Path = state_folder()
    keep_secret_key(folder)
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
    collect_assets()
    connections.close_all()
    return folder


def _bring_in(folder: Path) -> None:
    from nuandong.casefile import read_case
    from nuandong.desk.frame import clock
    from nuandong.desk.outlook.actions import assess_day, import_case

    season = import_case(case=read_case(folder), by=None, at=clock.now())
    assess_day(gas_day=season.default_gas_day, as_of=season.default_as_of, by=None, clock=clock.now)


def _open(username: str, english: bool) -> None:
    from nuandong.desk.accounts import open_first_account
    from nuandong.desk.frame import clock

    password = secrets.token_urlsafe(12)
    open_first_account(username=username, password=password, at=clock.now())
    words = "password, shown once" if english else "密码（只显示这一次）"
    Console(highlight=False).print(f"{username}  {words}  {password}", soft_wrap=True)
