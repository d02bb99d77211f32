"""Check a case: every fault in its files at once, nothing is computed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nuandong.cli._refusal import console_for, refusing

FOUND_WANTING = 1


def check(
    folder: Annotated[Path, typer.Argument(help="Folder or workbook of the case.", show_default=False)],
    language: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    debug: Annotated[bool, typer.Option("--debug", help="Show the trace of a refusal.")] = False,
) -> None:
    """Check a case: every fault in its files at once, nothing is computed."""
    with refusing(debug=debug, language=language):
        from nuandong.casefile import examine_case
        from nuandong.cli.tables import print_findings
        from nuandong.cli.tables.parts import checked_language

        language = checked_language(language)
        _, findings = examine_case(folder)
        print_findings(findings, console_for(), language)
        if findings.errors:
            raise typer.Exit(FOUND_WANTING)
