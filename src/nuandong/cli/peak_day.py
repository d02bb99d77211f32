"""Look at the gas day hour by hour: does what suffices for the day also suffice at its highest hour?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nuandong.cli._options import AsOf, CaseFolder, Debug, Language
from nuandong.cli._refusal import console_for, refusing


def peak_day(
    folder: CaseFolder,
    out: Annotated[Path | None, typer.Option(help="Folder into which hours.csv is written.")] = None,
    as_of: AsOf = None,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Look at the gas day hour by hour: does what suffices for the day also suffice at its highest hour?"""
    with refusing(debug=debug, language=language) as language:
        from nuandong.assess.hours import assess_hours
        from nuandong.casefile import read_case
        from nuandong.casefile.hour_results import write_hours
        from nuandong.cli._case import asked_instant, shown_progress
        from nuandong.cli.tables.hours import print_hours

        case = read_case(folder)
        instant = asked_instant(as_of, case)
        with shown_progress(language) as tell:
            picture = assess_hours(case=case, as_of=instant, progress=tell)
        console = console_for()
        print_hours(picture, console, language)
        if out:
            write_hours(out, picture)
            console.print(f"{out}/hours.csv", soft_wrap=True)
