"""Export the ledger into one file, or check such a file offline, line by line.

An export is checked without database and network by hashing every line anew; the first entry that does not hold is
named with its place and what that means.
"""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from nuandong.cli._options import Debug, Language, StateFolder
from nuandong.cli._refusal import console_for, refusing

BROKEN = 1


class Deed(StrEnum):
    """What is to be done with the file."""

    EXPORT = "export"
    VERIFY = "verify"


def audit(
    deed: Annotated[Deed, typer.Argument(help="export or verify.", show_default=False)],
    file: Annotated[Path, typer.Argument(help="The export, a zip file.", show_default=False)],
    root: Annotated[
        list[str] | None,
        typer.Option(help="A root noted earlier, SEQUENCE:HASH, that must still stand; may be given again."),
    ] = None,
    jobs: Annotated[int, typer.Option(help="Processes that hash side by side; 0 takes every core.")] = 0,
    state: StateFolder = None,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Export the ledger into one file, or check such a file offline, line by line."""
    if state is not None:
        os.environ["NUANDONG_STATE"] = str(state.absolute())
    with refusing(debug=debug, language=language) as language:
        if deed is Deed.EXPORT:
            _export(file, language)
        elif not _holds(file, root or [], jobs or os.cpu_count() or 1, language):
            raise typer.Exit(BROKEN)


def _export(file: Path, language: str) -> None:
    from nuandong.cli._desk import start_desk

    start_desk()
    from nuandong.desk.frame import clock
    from nuandong.desk.ledger.export import export_ledger

    ends = export_ledger(path=file, at=clock.now())
    words = (
        f"{ends.sequence} entries → {file}; root {ends.sequence}:{ends.hash}"
        if language == "en"
        else f"共 {ends.sequence} 条 → {file}；根 {ends.sequence}:{ends.hash}"
    )
    console_for().print(f"✓ {words}", soft_wrap=True, markup=False)


def _holds(file: Path, roots: list[str], jobs: int, language: str) -> bool:
    from nuandong.desk.ledger.offline import NoExport, check_export, read_root, told
    from nuandong.findings import AssuranceError

    english = language == "en"
    try:
        noted = [read_root(text) for text in roots]
    except ValueError as wrong:
        raise AssuranceError(
            f"{wrong}: a root is written SEQUENCE:HASH, 64 hex digits"
            if english
            else f"{wrong}：根应写成 序号:散列（64 位十六进制）"
        ) from wrong
    try:
        outcome = check_export(str(file), roots=noted, jobs=jobs)
    except NoExport as wrong:
        raise AssuranceError(
            f"{file} is no export of a ledger; make one with nuandong audit export FILE"
            if english
            else f"{file} 不是日志导出文件；请用 nuandong audit export 文件 导出"
        ) from wrong
    console_for().print(told(outcome, english=english), soft_wrap=True, markup=False)
    return outcome.trouble is None
