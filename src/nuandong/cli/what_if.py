"""Ask what changes if a pipe closes, it gets warmer, a source fails: the day as it is and as it would be.

Each option may be given again; parts are named by their id, shares as 0.5 for one half.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nuandong.cli._options import AsOf, CaseFolder, Debug, Language, TablesFolder
from nuandong.cli._refusal import console_for, refusing

if TYPE_CHECKING:
    from nuandong.cli._changes import Words

Many = list[str] | None


def what_if(
    folder: CaseFolder,
    close: Annotated[Many, typer.Option(help="Close a pipe: its id.")] = None,
    narrow: Annotated[Many, typer.Option(help="A pipe at a share of its capacity: ID=0.5.")] = None,
    warmer: Annotated[float | None, typer.Option(help="Warmer by so many kelvin; colder below zero.")] = None,
    demand: Annotated[
        Many,
        typer.Option(help="More use: 0.05, or of a county 140105=0.3, or of its class 140105/COMM=-0.2."),
    ] = None,
    source: Annotated[Many, typer.Option(help="A source at a share of its nominations: ID=0.8.")] = None,
    trucks: Annotated[
        float | None, typer.Option(help="Trucked LNG at this share, 0 for closed roads.")
    ] = None,
    fleet: Annotated[
        float | None, typer.Option(help="All trucked LNG together, at most so many 10^4 m3 a day.")
    ] = None,
    store: Annotated[Many, typer.Option(help="A store at a share of its send-out: ID=0.5.")] = None,
    stock: Annotated[Many, typer.Option(help="A store's stock this morning in 10^4 m3: ID=900.")] = None,
    contract: Annotated[Many, typer.Option(help="A contract at a share of what it brings: ID=0.8.")] = None,
    nominate: Annotated[Many, typer.Option(help="A contract's nomination in 10^4 m3/day: ID=350.")] = None,
    first: Annotated[str | None, typer.Option(help="First gas day of the changes; the case's own.")] = None,
    last: Annotated[str | None, typer.Option(help="Last gas day of the changes; the outlook's end.")] = None,
    as_of: AsOf = None,
    out: TablesFolder = None,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Ask what changes if a pipe closes, it gets warmer, a source fails: the day as it is and as it would be."""
    with refusing(debug=debug, language=language) as language:
        from nuandong.cli._changes import Words

        words = Words(
            close=close or [],
            narrow=narrow or [],
            warmer=warmer,
            demand=demand or [],
            source=source or [],
            trucks=trucks,
            fleet=fleet,
            store=store or [],
            stock=stock or [],
            contract=contract or [],
            nominate=nominate or [],
        )
        _show(folder, words, span=(first, last), as_of=as_of, out=out, language=language)


def _show(
    folder: Path,
    words: Words,
    *,
    span: tuple[str | None, str | None],
    as_of: str | None,
    out: Path | None,
    language: str,
) -> None:
    from nuandong.assess.what_if import what_if as compared
    from nuandong.casefile import read_case
    from nuandong.casefile.risk_results import write_risk
    from nuandong.cli._case import asked_instant, parse_day, shown_progress
    from nuandong.cli._changes import changes_of
    from nuandong.cli.tables.what_if import print_comparison

    first, last = (parse_day(day) if day else None for day in span)
    changes = changes_of(words, first=first, last=last)
    case = read_case(folder)
    instant = asked_instant(as_of, case)
    with shown_progress(language) as tell:
        comparison = compared(case=case, changes=changes, as_of=instant, progress=tell)
    console = console_for()
    print_comparison(comparison, console, language)
    if out:
        write_risk(out, comparison=comparison)
        console.print(f"{out}/*.csv", soft_wrap=True)
