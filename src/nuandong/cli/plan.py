"""Plan one gas day of a case: gap, level, measures, and whose gas is to be cut.

Reads a case folder or workbook, prints the day, and with --out writes CSV files, a workbook and a one-page report.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nuandong.cli._options import AsOf, CaseFolder, Debug, EarlierResults, GasDay, Language
from nuandong.cli._refusal import console_for, refusing


def plan(
    folder: CaseFolder,
    out: Annotated[Path | None, typer.Option(help="Folder into which the results are written.")] = None,
    gas_day: GasDay = None,
    as_of: AsOf = None,
    after: EarlierResults = None,
    seconds: Annotated[
        float | None, typer.Option(help="Time limit; a plan cut short by it says how far it is proven.")
    ] = None,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Plan one gas day of a case: gap, level, measures, and whose gas is to be cut."""
    with refusing(debug=debug, language=language) as language:
        from nuandong.assess import prove_day
        from nuandong.casefile import read_case, write_results
        from nuandong.casefile.history import after_days
        from nuandong.cli._case import asked_instant, limited_to, on_asked_day, shown_progress
        from nuandong.cli.tables import print_day

        case = after_days(read_case(folder), after or ())
        case = on_asked_day(gas_day, case)
        instant = asked_instant(as_of, case)
        limited = limited_to(seconds)
        with shown_progress(language) as tell:
            proven = prove_day(case=case, as_of=instant, progress=tell, limited=limited)
            picture = proven.picture
            if out:
                tell("write", 0.95)
                write_results(picture, case, out, at=picture.stamp.as_of, certificate=proven.certificate)
        console = console_for()
        print_day(picture, console, language)
        if out:
            console.print(_written_line(out, language), soft_wrap=True)


def _written_line(out: Path, language: str) -> str:
    page = "report.en.html" if language == "en" else "report.html"
    words = "Results written" if language == "en" else "结果已写入"
    return f"{words}: {out / page} · {out / 'report.xlsx'} · *.csv"
