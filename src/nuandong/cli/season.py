"""Look at a whole season of a case: every gas day in one balance, as an outlook that orders nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nuandong.cli._refusal import console_for, refusing


def season(
    folder: Annotated[Path, typer.Argument(help="Folder or workbook of the case.", show_default=False)],
    out: Annotated[Path | None, typer.Option(help="Folder into which the tables are written.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Use only what was known then, 2023-10-31T17:00.")] = None,
    language: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    debug: Annotated[bool, typer.Option("--debug", help="Show the trace of a refusal.")] = False,
) -> None:
    """Look at a whole season of a case: every gas day in one balance, as an outlook that orders nothing."""
    with refusing(debug=debug, language=language):
        from nuandong.assess import plan_season
        from nuandong.casefile import read_case
        from nuandong.casefile.results import write_season
        from nuandong.cli._case import asked_instant, shown_progress
        from nuandong.cli.tables import print_season
        from nuandong.cli.tables.parts import checked_language

        language = checked_language(language)
        case = read_case(folder)
        instant = asked_instant(as_of, case, until=case.settings.season_last)
        with shown_progress(language) as tell:
            picture = plan_season(case=case, as_of=instant, progress=tell)
            if out:
                tell("write", 0.95)
                write_season(picture, case, out, at=picture.stamp.as_of)
        console = console_for()
        print_season(picture, console, language)
        if out:
            console.print(f"{out}/*.csv", soft_wrap=True)
