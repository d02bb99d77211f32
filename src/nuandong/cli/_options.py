"""Options that several verbs share, each written once: the same word on the command line means the same in every verb.

A verb whose option says something else (a file of its own, a day that ends a season) writes it out itself. Nothing
heavy is imported here, for `--help` reads it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

CaseFolder = Annotated[Path, typer.Argument(help="Folder or workbook of the case.", show_default=False)]
ResultsFolder = Annotated[Path, typer.Argument(help="Folder of written results.", show_default=False)]
TablesFolder = Annotated[Path | None, typer.Option(help="Folder into which the tables are written.")]
StateFolder = Annotated[
    Path | None, typer.Option(help="State folder instead of NUANDONG_STATE.", show_default=False)
]

GasDay = Annotated[str | None, typer.Option(help="Gas day instead of the case's own, 2023-12-20.")]
AsOf = Annotated[str | None, typer.Option(help="Use only what was known then, 2023-12-19T17:00.")]
EarlierResults = Annotated[
    list[Path] | None,
    typer.Option(help="Results of an earlier gas day, whose cuts count; may be given again."),
]

Port = Annotated[int, typer.Option(help="Port to serve on; 0 takes a free one.")]
Language = Annotated[str, typer.Option(help="zh or en.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the trace of a refusal.")]
