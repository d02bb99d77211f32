"""Forecast a utility's next days with their quantiles: from a CSV of any utility, or a case folder.

Temperatures ahead come from the table's rows that have a temperature and no use yet; where there are none, from the
same days of earlier years, which is said.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from nuandong.cli._options import Debug, Language
from nuandong.cli._refusal import console_for, refusing
from nuandong.cli._table_options import Table, TableOptions, reads_a_table
from nuandong.findings import AssuranceError

MOST_DAYS = 31


class WrongReach(AssuranceError):
    """A count of days ahead that is none or too many."""

    def __init__(self, days: int) -> None:
        self.days = days
        super().__init__(f"--days {days}: 应为 1 至 {MOST_DAYS}。A count from 1 to {MOST_DAYS} is wanted.")


@reads_a_table()
def forecast(
    table: Table,
    options: TableOptions,
    out: Annotated[
        Path | None, typer.Option(help="Folder for forecast.csv and the page with its fan.")
    ] = None,
    days: Annotated[int, typer.Option(help="How many days ahead.")] = 14,
    by: Annotated[
        str | None, typer.Option(help="Of a case: by group of use, city or county; group where left out.")
    ] = None,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Forecast a utility's next days with their quantiles: from a CSV of any utility, or a case folder."""
    with refusing(debug=debug, language=language) as language:
        from nuandong.casefile.utility.forecast_page import write_forecast
        from nuandong.casefile.utility.outlook import outlook
        from nuandong.cli._case import shown_progress
        from nuandong.cli.tables.utility import print_forecast

        if not 1 <= days <= MOST_DAYS:
            raise WrongReach(days)
        source = options.source(table, by=by)
        with shown_progress(language) as tell:
            tell("forecast", 0.1)
            found = outlook(history=source.history, reach=days, stored=source.weather)
        console = console_for()
        print_forecast(found, source, console, language)
        if out:
            write_forecast(out, found=found, source=source, at=datetime.now())
            page = "report.en.html" if language == "en" else "report.html"
            words = "Report" if language == "en" else "报告"
            console.print(f"{words}: {out / page} · {out / 'forecast.csv'}", soft_wrap=True)
