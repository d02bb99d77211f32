"""Ground for the terminal's tables: one plain style, figures to the right, marks for what is not known well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from nuandong.casefile.report_story import level_look
from nuandong.casefile.report_words import pick
from nuandong.findings import AssuranceError

QUIET = "dim"
STRONG = "bold"


class UnknownLanguage(AssuranceError):
    """A language that no text is written in."""

    def __init__(self, language: str) -> None:
        self.language = language
        super().__init__(f"{language}: 只有 zh 与 en。Only zh and en are spoken; name one of them.")


def checked_language(language: str) -> str:
    """`zh` or `en`; raises `UnknownLanguage` for anything else."""
    word = language.lower().replace("_", "-").split("-")[0]
    if word not in ("zh", "en"):
        raise UnknownLanguage(language)
    return word


def headed(language: str, *columns: tuple[str, str, str]) -> tuple[tuple[str, str], ...]:
    """Columns for `figure_table` from (Chinese heading, English heading, kind), in the language asked for."""
    return tuple((pick(language, zh, en), kind) for zh, en, kind in columns)


def figure_table(columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[str | Text]]) -> Table:
    """A table whose columns are (heading, kind): `n` figures, `w` words kept whole, `t` texts that may wrap."""
    table = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for heading, kind in columns:
        table.add_column(
            heading,
            justify="right" if kind == "n" else "left",
            no_wrap=kind != "t",
            overflow="fold" if kind == "t" else "ellipsis",
        )
    for row in rows:
        table.add_row(*row)
    return table


def level_text(level: str, words: str) -> Text:
    """A level's words on its own ground with its place as squares: read the same without colour."""
    look = level_look(level)
    return Text(f" {look.bars} {words} ", style=f"bold {look.ink} on {look.ground}")


def with_mark(words: str, note: str) -> Text:
    """Words with the mark of how well they are known."""
    return Text.assemble(words, (f" [{note}]" if note else "", QUIET))


def yes(truth: bool, language: str) -> str:
    """A truth in words, empty for no."""
    return pick(language, "是", "yes") if truth else ""


def unit_line(words: str, language: str) -> Text:
    """A table's title with the unit of its figures."""
    return Text.assemble((words, STRONG), (pick(language, "（万m³/d）", " (10⁴ m³/day)"), QUIET))


def pick_rows(language: str, zh: tuple[str, ...], en: tuple[str, ...]) -> tuple[str, ...]:
    """Names in the language asked for."""
    return en if language.startswith("en") else zh
