"""The one command line: `nuandong VERB …`.

Each verb is one module of this folder with one function of the same name (`plan.py` holds `plan`; `_` becomes `-` on
the command line, and a trailing `_` keeps a verb clear of a Python keyword). The first line of the module's
docstring is what `nuandong --help` says of it. Only the module of the verb that was asked for is imported, so
`--help` stays quick however heavy a verb is.
"""

import ast
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.resources import files
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

ENDED_BY_CTRL_C = 130  # what a shell reports for a program stopped by SIGINT
REFUSED = 2

HELP = """暖冬 Nuandong: winter gas assurance, from a county's report to an order that keeps every household warm.

In a checkout, ./nuandong test, ./nuandong lint and ./nuandong bench are there as well.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 done, 1 found wanting, 2 refused, 130 interrupted."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        app = build_app(chosen=_first_verb(words))
        outcome = app(args=words, prog_name="nuandong", standalone_mode=True)
    except SystemExit as ended:
        return _exit_code(ended.code)
    except KeyboardInterrupt:
        return ENDED_BY_CTRL_C
    except BrokenPipeError:  # the reader of our output (`head`, a pager) has gone: nothing left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as trouble:
        if not _is_refusal(trouble):
            raise
        Console(stderr=True, highlight=False).print(Text.assemble(("✗ ", "bold red"), str(trouble)))
        return REFUSED
    return _exit_code(outcome)


def build_app(*, chosen: str | None) -> typer.Typer:
    """The command line with every verb listed and `chosen` ready to run."""
    app = typer.Typer(
        help=HELP,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_global_options)
    for verb, summary in verbs().items():
        if verb == chosen:
            module_name = _module_of(verb)
            app.command(verb)(getattr(import_module(f"{__name__}.{module_name}"), module_name.rstrip("_")))
        else:
            app.command(verb, help=summary)(_listed_only)
    return app


def verbs() -> dict[str, str]:
    """Every verb with its one-line summary, in the order of the alphabet, without importing any of them."""
    found = {}
    for source in sorted(files(__name__).iterdir(), key=lambda entry: entry.name):
        if source.name.endswith(".py") and not source.name.startswith("_"):
            docstring = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or ""
            found[_verb_of(source.name.removesuffix(".py"))] = docstring.partition("\n")[0]
    return found


def _say_version(asked: bool) -> None:
    if asked:
        from nuandong import __version__

        typer.echo(f"nuandong {__version__}")
        raise typer.Exit


def _global_options(
    version: Annotated[
        bool, typer.Option("--version", help="Say the version and end.", callback=_say_version, is_eager=True)
    ] = False,
) -> None:
    """Options before the verb; `--version` acts in its callback."""


def _listed_only() -> None:
    """Stands in the list of `--help`; the verb that runs is always the real one."""


def _first_verb(words: Sequence[str]) -> str | None:
    return next((word for word in words if not word.startswith("-")), None)


def _verb_of(module_name: str) -> str:
    return module_name.rstrip("_").replace("_", "-")


def _module_of(verb: str) -> str:
    name = verb.replace("-", "_")
    return name if files(__name__).joinpath(f"{name}.py").is_file() else f"{name}_"


def _is_refusal(trouble: Exception) -> bool:
    """Errors of our own end with what to do and need no trace; anything else is a fault and shows one."""
    from nuandong.findings import AssuranceError

    return isinstance(trouble, AssuranceError)


def _exit_code(code: object) -> int:
    if code is None:
        return 0
    return code if isinstance(code, int) else 1
