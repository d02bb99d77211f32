"""Put a copy of the desk's database back, checked against its label; stop the desk first.

A database that holds anything is left alone unless `--replace` says otherwise.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from nuandong.cli._options import Debug, Language, StateFolder
from nuandong.cli._refusal import console_for, refusing


def restore(
    file: Annotated[Path, typer.Argument(help="A copy made by backup.", show_default=False)],
    replace: Annotated[bool, typer.Option("--replace", help="Replace a database that is not empty.")] = False,
    state: StateFolder = None,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Put a copy of the desk's database back, checked against its label; stop the desk first."""
    if state is not None:
        os.environ["NUANDONG_STATE"] = str(state.absolute())
    with refusing(debug=debug, language=language) as language:
        from nuandong.cli._desk import database_file, postgresql_url
        from nuandong.desk.ledger.keeping import restore_postgresql, restore_sqlite

        url = postgresql_url()
        if url:
            label = restore_postgresql(copy=file, url=url, replace=replace)
        else:
            label = restore_sqlite(copy=file, database=database_file(), replace=replace)
        rows = sum(label.rows.values())
        words = (
            f"restored as of {label.made_at}: {len(label.rows)} tables, {rows} rows; "
            f"ledger ends {label.sequence}:{label.head}"
            if language == "en"
            else f"已恢复至 {label.made_at}：{len(label.rows)} 张表、{rows} 行；日志止于 {label.sequence}:{label.head}"
        )
        console_for().print(f"✓ {words}", soft_wrap=True, markup=False)
