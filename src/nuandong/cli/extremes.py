"""How cold one winter in twenty is, with what is asked for then: from a CSV of any utility, or a case folder.

A table needs dates and temperatures; use is welcome. Every level that is told bears its 90 % interval.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nuandong.cli._options import Debug, Language
from nuandong.cli._refusal import console_for, refusing
from nuandong.cli._table_options import Table, TableOptions, reads_a_table
from nuandong.findings import AssuranceError

if TYPE_CHECKING:
    from nuandong.casefile.utility.cold_record import ColdRecord

LEAST_PERIOD, MOST_PERIOD = 5.0, 100.0


class WrongPeriod(AssuranceError):
    """A return period that no interval is known for."""

    def __init__(self, period: float) -> None:
        self.period = period
        least, most = LEAST_PERIOD, MOST_PERIOD
        super().__init__(
            f"--return-period {period:g}: 应为 {least:g} 至 {most:g} 年；更罕见的日子无法从几个冬季读出。"
            f"From {least:g} to {most:g} winters; a rarer day cannot be read from a few."
        )


class WrongShare(AssuranceError):
    """A share of over-reaction that is negative or beyond all use."""

    def __init__(self, share: float) -> None:
        self.share = share
        super().__init__(
            f"--overreaction {share:g}: 应为 0 至 1（0.05 即多用 5%）。A share from 0 to 1; 0.05 is 5 % more."
        )


@reads_a_table(without=("forecast_rows",))
def extremes(
    table: Table,
    options: TableOptions,
    out: Annotated[Path | None, typer.Option(help="Folder for extremes.csv.")] = None,
    return_period: Annotated[
        float, typer.Option(help="Winters, one of which is colder, 5 to 100; 50 is told beside it.")
    ] = 20.0,
    overreaction: Annotated[
        float, typer.Option(help="Share of heating use added on the design day; 0 leaves it out.")
    ] = 0.0,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """How cold one winter in twenty is, with what is asked for then: from a CSV of any utility, or a case folder."""
    with refusing(debug=debug, language=language) as language:
        from nuandong.casefile.utility.extreme_days import extremes_of, write_extremes
        from nuandong.cli.tables.extremes import print_extremes

        _check(return_period, overreaction)
        record = _record(table, options)
        found = extremes_of(record, period=return_period, overreaction=overreaction)
        console = console_for()
        print_extremes(found, console, language)
        if out:
            (written,) = write_extremes(out, found)
            words = "Written" if language == "en" else "已写出"
            console.print(f"{words}: {written}", soft_wrap=True)


def _check(return_period: float, overreaction: float) -> None:
    if not LEAST_PERIOD <= return_period <= MOST_PERIOD:
        raise WrongPeriod(return_period)
    if not 0.0 <= overreaction <= 1.0:
        raise WrongShare(overreaction)


def _record(table: Path, options: TableOptions) -> ColdRecord:
    from nuandong.casefile.utility.cold_record import (
        has_use,
        record_of_case,
        record_of_source,
        record_of_temperatures,
    )

    reading = options.reading()
    if table.is_dir():
        return record_of_case(table)
    if has_use(table, reading=reading):
        return record_of_source(options.source(table))
    return record_of_temperatures(table, reading=reading)
