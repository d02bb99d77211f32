"""Copy the desk's whole database into one file, while the desk is at work.

The copy holds everything, personal records included; keep it as safe as the desk itself.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from nuandong.cli._options import Debug, Language, StateFolder
from nuandong.cli._refusal import console_for, refusing


def backup(
    file: Annotated[Path, typer.Argument(help="The copy, a zip file.", show_default=False)],
    state: StateFolder = None,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Copy the desk's whole database into one file, while the desk is at work."""
    if state is not None:
        os.environ["NUANDONG_STATE"] = str(state.absolute())
    with refusing(debug=debug, language=language) as language:
        from datetime import UTC, datetime

        from nuandong.cli._desk import database_file, postgresql_url
        from nuandong.desk.ledger.keeping import back_up_postgresql, back_up_sqlite

        at = datetime.now(UTC)
        url = postgresql_url()
        if url:
            label = back_up_postgresql(url=url, copy=file, at=at)
        else:
            label = back_up_sqlite(database=database_file(), copy=file, at=at)
        rows = sum(label.rows.values())
        words = (
            f"{len(label.rows)} tables, {rows} rows → {file}; ledger ends {label.sequence}:{label.head}"
            if language == "en"
            else f"{len(label.rows)} 张表、{rows} 行 → {file}；日志止于 {label.sequence}:{label.head}"
        )
        console_for().print(f"✓ {words}", soft_wrap=True, markup=False)
