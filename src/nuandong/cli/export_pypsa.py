"""Export the balance problem of a case as a folder that PyPSA reads, to check a plan or to go on there.

The folder holds CSV files; nothing of PyPSA need be installed to write it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nuandong.cli._options import AsOf, CaseFolder, Debug, GasDay, Language
from nuandong.cli._refusal import console_for, refusing

ALONE = (
    "：缺少上列各项，单凭它求解不是同一个问题",
    ": without what is named above, and so alone not the same problem",
)


def export_pypsa(
    folder: CaseFolder,
    out: Annotated[
        Path, typer.Argument(help="Folder into which the network is written.", show_default=False)
    ],
    season: Annotated[
        bool, typer.Option("--season", help="The whole season instead of the gas day and its outlook.")
    ] = False,
    gas_day: GasDay = None,
    as_of: AsOf = None,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Export the balance problem of a case as a folder that PyPSA reads, to check a plan or to go on there."""
    with refusing(debug=debug, language=language) as language:
        from nuandong.assess.export import day_problem, season_problem
        from nuandong.casefile import read_case
        from nuandong.casefile.pypsa_folder import write_pypsa
        from nuandong.casefile.report_words import pick
        from nuandong.cli._case import asked_instant, on_asked_day, shown_progress

        case = read_case(folder)
        case = on_asked_day(gas_day, case)
        instant = asked_instant(as_of, case, until=case.settings.season_last if season else None)
        with shown_progress(language) as tell:
            if season:
                exported = season_problem(case=case, as_of=instant)
            else:
                exported = day_problem(case=case, as_of=instant, progress=tell)
            tables = exported.tables()
            tell("write", 0.95)
            write_pypsa(tables, out, name=case.settings.name_en)
        for note in tables.notes:
            console_for("stderr").print(note.text(language=language), soft_wrap=True)
        caveat = "" if not tables.notes else pick(language, *ALONE)
        console_for().print(f'{out}: pypsa.Network("{out}"){caveat}', soft_wrap=True)
