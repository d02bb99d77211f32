"""Serve the desk from its own database, with pages and worker, until Ctrl-C.

The database is SQLite in the state folder, or the PostgreSQL that NUANDONG_DATABASE_URL names; its tables are brought
up to date first.
"""

from __future__ import annotations

import os
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
        str,
        typer.Option(
            help="Open this account, duty officer of the province; its one-time password is shown once."
        ),
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
        from nuandong.cli._desk import prepare_desk
        from nuandong.desk.serving import free_port, serve_desk

        english = language == "en"
        chosen = free_port(host=host, wanted=port)
        os.environ.setdefault("NUANDONG_SECOND_FACTOR", "required")
        folder = prepare_desk(with_assets=True)
        if case is not None:
            _bring_in(case)
        if first_account:
            _open(first_account, english)
        _call_for_administrators(english)
        os.environ.setdefault("NUANDONG_COOKIE_MARK", f"_{chosen}")
        words = "The desk" if english else "值守台"
        serve_desk(
            host=host,
            port=chosen,
            state=folder,
            with_worker=worker,
            when_ready=lambda address: Console(highlight=False).print(f"{words}  {address}", soft_wrap=True),
        )


def _bring_in(folder: Path) -> None:
    from nuandong.casefile import read_case
    from nuandong.desk.frame import clock
    from nuandong.desk.outlook.actions import assess_day, import_case

    season = import_case(case=read_case(folder), by=None, at=clock.now())
    assess_day(gas_day=season.default_gas_day, as_of=season.default_as_of, by=None, clock=clock.now)


def _open(username: str, english: bool) -> None:
    from nuandong.desk.accounts import open_first_account
    from nuandong.desk.frame import clock

    password = open_first_account(username=username, at=clock.now())
    if not password:  # a later start with the same words: the account is there and keeps its password
        return
    words = (
        "password, shown once; an own one is set at the first sign-in, within seven days"
        if english
        else "密码（只显示这一次；七天内首次登录并改为自己的密码）"
    )
    Console(highlight=False).print(f"{username}  {words}  {password}", soft_wrap=True)


def _call_for_administrators(english: bool) -> None:
    """Say how the three administrators are opened where a site has none."""
    from django.db import connections

    from nuandong.desk.accounts import has_administrators

    if not has_administrators():
        words = (
            "No administrators yet; open the three with" if english else "尚无系统、安全、审计管理员；请开立"
        )
        verb = "nuandong administrators --system NAME --security NAME --audit NAME"
        Console(stderr=True, highlight=False).print(f"{words}：{verb}", soft_wrap=True, markup=False)
    connections.close_all()
