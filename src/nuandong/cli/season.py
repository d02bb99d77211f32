"""Look at a whole season of a case: every gas day in one balance, as an outlook that orders nothing."""

from __future__ import annotations

from typing import Annotated

import typer

from nuandong.cli._options import CaseFolder, Debug, Language, TablesFolder
from nuandong.cli._refusal import console_for, refusing


def season(
    folder: CaseFolder,
    out: TablesFolder = None,
    as_of: Annotated[str | None, typer.Option(help="Use only what was known then, 2023-10-31T17:00.")] = None,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Look at a whole season of a case: every gas day in one balance, as an outlook that orders nothing."""
    with refusing(debug=debug, language=language) as language:
        from nuandong.assess import plan_season
        from nuandong.casefile import read_case
        from nuandong.casefile.results import write_season
        from nuandong.cli._case import asked_instant, shown_progress
        from nuandong.cli.tables import print_season

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
