"""What a user did wrong is said in a table or a line and ends with exit code 2; `--debug` shows the trace as well."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.text import Text

REFUSED = 2


@contextmanager
def refusing(*, debug: bool, language: str) -> Iterator[str]:
    """Turn errors of our own, and files that cannot be read or written, into words and exit code 2.

    Yields the language to speak, `zh` or `en`; one that nothing is written in is the first thing refused.
    """
    from nuandong.casefile.recheck import UnreadableResults
    from nuandong.cli.tables.parts import checked_language
    from nuandong.findings import AssuranceError, FaultyCase

    errors = Console(stderr=True, highlight=False)
    try:
        yield checked_language(language)
    except (AssuranceError, UnreadableResults, OSError) as trouble:
        if isinstance(trouble, BrokenPipeError):
            raise
        if debug:
            errors.print_exception(width=None)
        if isinstance(trouble, FaultyCase):
            from nuandong.cli.tables import print_findings

            print_findings(trouble.findings, errors, language)
        else:
            errors.print(Text.assemble(("✗ ", "bold"), str(trouble)))
        raise typer.Exit(REFUSED) from None


def console_for(stream: str = "stdout") -> Console:
    """A console for results; one that is no terminal is as wide as its lines need."""
    is_terminal = sys.stdout.isatty()
    return Console(stderr=stream == "stderr", highlight=False, width=None if is_terminal else 120)
