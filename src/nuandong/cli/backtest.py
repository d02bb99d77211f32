"""Backtest the forecast on a utility's own past: a CSV of any utility, or a case folder, to a report with pictures.

Every day is forecast from the days before it alone, by this system and by simple peers; the report says how far off,
how honest the bands are, on which days, and whether errors drift.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nuandong.cli._options import Debug, Language
from nuandong.cli._refusal import console_for, refusing
from nuandong.cli._table_options import Table, TableOptions, reads_a_table

if TYPE_CHECKING:
    from nuandong.casefile.utility.scored import Scored
    from nuandong.casefile.utility.source import Source
    from nuandong.casefile.utility.trial import TrialRequest


@reads_a_table()
def backtest(
    table: Table,
    options: TableOptions,
    out: Annotated[
        Path | None, typer.Option(help="Folder for scores.csv, forecasts.csv and the report.")
    ] = None,
    leads: Annotated[str, typer.Option(help="Days ahead that are scored.")] = "1,7,14",
    begins: Annotated[
        str | None,
        typer.Option("--from", help="First day forecast, 2019-11-01; after two years if left out."),
    ] = None,
    weather: Annotated[
        str | None, typer.Option(help="observed or stored (as had been forecast); stored where there is any.")
    ] = None,
    peers: Annotated[
        bool, typer.Option("--peers", help="Also the slow peers, where their packages are there.")
    ] = False,
    by: Annotated[
        str | None, typer.Option(help="Of a case: by group of use, city or county; group where left out.")
    ] = None,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Backtest the forecast on a utility's own past: a CSV of any utility, or a case folder, to a report."""
    with refusing(debug=debug, language=language) as language:
        request = _request(leads, begins, weather=weather, peers=peers)
        source = options.source(table, by=by)
        found = _found(source, request, language)
        _told(found, source, out=out, language=language)


def _request(leads: str, begins: str | None, *, weather: str | None, peers: bool) -> TrialRequest:
    from nuandong.casefile.utility.asked import one_of
    from nuandong.casefile.utility.trial import TrialRequest
    from nuandong.cli._case import parse_day
    from nuandong.cli._utility import asked_leads

    return TrialRequest(
        leads=asked_leads(leads),
        first=None if begins is None else parse_day(begins),
        weather=one_of("--weather", weather, "observed", "stored"),
        all_peers=peers,
    )


def _found(source: Source, request: TrialRequest, language: str) -> Scored:
    from nuandong.casefile.utility.scored import scored
    from nuandong.casefile.utility.trial import run_trial
    from nuandong.cli._case import shown_progress

    with shown_progress(language) as tell:
        trial = run_trial(history=source.history, stored=source.weather, request=request, progress=tell)
        tell("score", 0.95)
        return scored(trial=trial, factors=source.factors)


def _told(found: Scored, source: Source, *, out: Path | None, language: str) -> None:
    from nuandong.cli.tables.utility import print_backtest

    console = console_for()
    print_backtest(found, source, console, language)
    if out:
        from nuandong.casefile.utility.outcome import write_backtest

        write_backtest(out, found=found, source=source, at=datetime.now())
        page = "report.en.html" if language == "en" else "report.html"
        words = "Report" if language == "en" else "报告"
        console.print(
            f"{words}: {out / page} · {out / 'scores.csv'} · {out / 'forecasts.csv'}", soft_wrap=True
        )
