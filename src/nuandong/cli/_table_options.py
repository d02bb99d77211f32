"""The options that say how a utility's table is read, written once for every verb that reads one.

    @reads_a_table
    def forecast(table: Table, options: TableOptions, days: … = 14, language: Language = "zh", debug: Debug = False)

The verb gets them as one value. On the command line they stand behind the verb's own options, before the language.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_type_hints

import typer

if TYPE_CHECKING:
    from nuandong.casefile.utility.asked import Reading
    from nuandong.casefile.utility.source import Source

Table = Annotated[
    Path,
    typer.Argument(
        metavar="FILE|FOLDER", help="A utility's CSV or .xlsx, or a case folder.", show_default=False
    ),
]
LAST = ("language", "debug")  # stand behind everything else


@dataclass(frozen=True, slots=True)
class TableOptions:
    """How a table is to be read, as it was asked on the command line."""

    unit: Annotated[
        str | None, typer.Option(help="Unit of use where no heading tells it: mcf, m3, 万m³, GJ, GWh …")
    ] = None
    temperature_unit: Annotated[str | None, typer.Option(help="C, F or K, where no heading tells it.")] = None
    column: Annotated[
        list[str] | None,
        typer.Option("--column", help="What a column is, as date=HEADING or use=HEADING; again for more."),
    ] = None
    dates: Annotated[
        str | None, typer.Option(help="Order of day and month where it cannot be told: dmy or mdy.")
    ] = None
    decimal: Annotated[
        str | None, typer.Option(help="What parts decimals where it cannot be told: point or comma.")
    ] = None
    forecast_rows: Annotated[
        str | None,
        typer.Option(help="Columns of forecasts: each row issued on its day, or made for it (target)."),
    ] = None
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook.")] = None
    day_begins: Annotated[int, typer.Option(help="Hour at which a day of hourly rows begins.")] = 0
    country: Annotated[str | None, typer.Option(help="Country whose holidays hold, as CN, DE-BY or US.")] = (
        None
    )
    leave_out: Annotated[
        bool, typer.Option("--leave-out", help="Take faulty cells as unknown, and say so.")
    ] = False
    repair: Annotated[
        list[str] | None,
        typer.Option(help="Make the repair the data doctor offers: all, a kind, or kind@day."),
    ] = None

    def reading(self) -> Reading:
        """The options as the reader of tables wants them; raises what `asked_reading` raises."""
        from nuandong.cli._utility import asked_reading

        return asked_reading(
            unit=self.unit, temperature_unit=self.temperature_unit, column=self.column,
            written=(self.dates, self.decimal, self.forecast_rows), sheet=self.sheet,
            day=(self.day_begins, self.country), leave_out=self.leave_out,
        )  # fmt: skip

    def source(self, table: Path, *, by: str | None = None) -> Source:
        """The history in a file or case folder, examined, and repaired where that was asked for."""
        from nuandong.cli._utility import source_of

        return source_of(table, reading=self.reading(), repair=self.repair or (), by=by)


def reads_a_table(*, without: Sequence[str] = ()) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Puts the options of a table in place of a verb's parameter `options`, save those that it is better `without`."""

    def given(verb: Callable[..., None]) -> Callable[..., None]:
        names = [part.name for part in fields(TableOptions) if part.name not in without]

        @wraps(verb)
        def run(**asked: object) -> None:
            options = TableOptions(**{name: asked.pop(name) for name in names})  # type: ignore[arg-type]
            verb(options=options, **asked)

        parameters = _parameters(verb, names)
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {part.name: part.annotation for part in parameters} | {"return": None}
        return run

    return given


def _parameters(verb: Callable[..., None], names: Sequence[str]) -> list[inspect.Parameter]:
    """The verb's own parameters, the table's options behind them, language and trace last."""
    told = get_type_hints(verb, include_extras=True)
    own = [part.replace(annotation=told[part.name], kind=inspect.Parameter.KEYWORD_ONLY)
           for part in inspect.signature(verb).parameters.values() if part.name != "options"]  # fmt: skip
    words = get_type_hints(TableOptions, include_extras=True)
    usual = {part.name: part.default for part in fields(TableOptions)}
    table = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=usual[name], annotation=words[name])
        for name in names
    ]
    return [
        *(part for part in own if part.name not in LAST),
        *table,
        *(part for part in own if part.name in LAST),
    ]
