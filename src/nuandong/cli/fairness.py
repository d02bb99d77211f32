"""Show who has given most this season: by county and tier and by user, earlier gas days and today's plan.

Earlier gas days come from the case's table cut_history, and with --after from archived results of `nuandong plan`.
"""

from __future__ import annotations

from typing import Annotated

import typer

from nuandong.cli._options import AsOf, CaseFolder, Debug, EarlierResults, GasDay, Language, TablesFolder
from nuandong.cli._refusal import console_for, refusing


def fairness(
    folder: CaseFolder,
    after: EarlierResults = None,
    gas_day: GasDay = None,
    as_of: AsOf = None,
    top: Annotated[int, typer.Option(help="How many lines of each table are printed.")] = 20,
    out: TablesFolder = None,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Show who has given most this season: by county and tier and by user, earlier gas days and today's plan."""
    with refusing(debug=debug, language=language) as language:
        from nuandong.assess import assess_day
        from nuandong.casefile import read_case
        from nuandong.casefile.history import after_days
        from nuandong.casefile.results import write_ledger
        from nuandong.cli._case import asked_instant, on_asked_day, shown_progress
        from nuandong.cli.tables.fairness import print_fairness

        case = after_days(read_case(folder), after or ())
        case = on_asked_day(gas_day, case)
        instant = asked_instant(as_of, case)
        with shown_progress(language) as tell:
            picture = assess_day(case=case, as_of=instant, progress=tell)
        console = console_for()
        print_fairness(picture, console, language, top=top)
        if out:
            write_ledger(picture, out)
            console.print(f"{out}/*.csv", soft_wrap=True)
