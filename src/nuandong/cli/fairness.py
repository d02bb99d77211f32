"""Show who has given most this season: by county and tier and by user, earlier gas days and today's plan.

Earlier gas days come from the case's table cut_history, and with --after from archived results of `nuandong plan`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nuandong.cli._refusal import console_for, refusing


def fairness(
    folder: Annotated[Path, typer.Argument(help="Folder or workbook of the case.", show_default=False)],
    after: Annotated[
        list[Path] | None,
        typer.Option(help="Results of an earlier gas day, whose cuts count; may be given again."),
    ] = None,
    gas_day: Annotated[
        str | None, typer.Option(help="Gas day instead of the case's own, 2023-12-20.")
    ] = None,
    as_of: Annotated[str | None, typer.Option(help="Use only what was known then, 2023-12-19T17:00.")] = None,
    top: Annotated[int, typer.Option(help="How many lines of each table are printed.")] = 20,
    out: Annotated[Path | None, typer.Option(help="Folder into which the tables are written.")] = None,
    language: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    debug: Annotated[bool, typer.Option("--debug", help="Show the trace of a refusal.")] = False,
) -> None:
    """Show who has given most this season: by county and tier and by user, earlier gas days and today's plan."""
    with refusing(debug=debug, language=language):
        from nuandong.assess import assess_day
        from nuandong.casefile import read_case
        from nuandong.casefile.history import after_days
        from nuandong.casefile.results import write_ledger
        from nuandong.cli._case import asked_instant, moved_to, parse_day, shown_progress
        from nuandong.cli.tables.fairness import print_fairness
        from nuandong.cli.tables.parts import checked_language

        language = checked_language(language)
        case = after_days(read_case(folder), after or ())
        if gas_day:
            case = moved_to(case, parse_day(gas_day))
        instant = asked_instant(as_of, case)
        with shown_progress(language) as tell:
            picture = assess_day(case=case, as_of=instant, progress=tell)
        console = console_for()
        print_fairness(picture, console, language, top=top)
        if out:
            write_ledger(picture, out)
            console.print(f"{out}/*.csv", soft_wrap=True)
