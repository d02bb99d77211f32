"""Look at the gas day hour by hour: does what suffices for the day also suffice at its highest hour?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nuandong.cli._refusal import console_for, refusing


def peak_day(
    folder: Annotated[Path, typer.Argument(help="Folder or workbook of the case.", show_default=False)],
    out: Annotated[Path | None, typer.Option(help="Folder into which hours.csv is written.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Use only what was known then, 2023-12-19T17:00.")] = None,
    language: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    debug: Annotated[bool, typer.Option("--debug", help="Show the trace of a refusal.")] = False,
) -> None:
    """Look at the gas day hour by hour: does what suffices for the day also suffice at its highest hour?"""
    with refusing(debug=debug, language=language):
        from nuandong.assess.hours import assess_hours
        from nuandong.casefile import read_case
        from nuandong.casefile.hour_results import write_hours
        from nuandong.cli._case import asked_instant, shown_progress
        from nuandong.cli.tables.hours import print_hours
        from nuandong.cli.tables.parts import checked_language

        language = checked_language(language)
        case = read_case(folder)
        instant = asked_instant(as_of, case)
        with shown_progress(language) as tell:
            picture = assess_hours(case=case, as_of=instant, progress=tell)
        console = console_for()
        print_hours(picture, console, language)
        if out:
            write_hours(out, picture)
            console.print(f"{out}/hours.csv", soft_wrap=True)
