"""Plan one gas day of a case: gap, level, measures, and whose gas is to be cut.

Reads a case folder or workbook, prints the day, and with --out writes CSV files, a workbook and a one-page report.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nuandong.cli._refusal import console_for, refusing


def plan(
    folder: Annotated[Path, typer.Argument(help="Folder or workbook of the case.", show_default=False)],
    out: Annotated[Path | None, typer.Option(help="Folder into which the results are written.")] = None,
    gas_day: Annotated[
        str | None, typer.Option(help="Gas day instead of the case's own, 2023-12-20.")
    ] = None,
    as_of: Annotated[str | None, typer.Option(help="Use only what was known then, 2023-12-19T17:00.")] = None,
    after: Annotated[
        list[Path] | None,
        typer.Option(help="Results of an earlier gas day, whose cuts count; may be given again."),
    ] = None,
    seconds: Annotated[
        float | None, typer.Option(help="Time limit; a plan cut short by it says how far it is proven.")
    ] = None,
    language: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    debug: Annotated[bool, typer.Option("--debug", help="Show the trace of a refusal.")] = False,
) -> None:
    """Plan one gas day of a case: gap, level, measures, and whose gas is to be cut."""
    with refusing(debug=debug, language=language):
        from nuandong.assess import prove_day
        from nuandong.casefile import read_case, write_results
        from nuandong.casefile.history import after_days
        from nuandong.cli._case import asked_instant, limited_to, moved_to, parse_day, shown_progress
        from nuandong.cli.tables import print_day
        from nuandong.cli.tables.parts import checked_language

        language = checked_language(language)
        case = after_days(read_case(folder), after or ())
        if gas_day:
            case = moved_to(case, parse_day(gas_day))
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
