"""Look up a term: what a column, figure or word is called in Chinese and English, its unit and meaning."""

from __future__ import annotations

from typing import Annotated

import typer

from nuandong.cli._options import Debug, Language
from nuandong.cli._refusal import console_for, refusing

FOUND_WANTING = 1


def terms(
    word: Annotated[
        str, typer.Argument(help="Part of a name in either language; leave it out for all.")
    ] = "",
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Look up a term: what a column, figure or word is called in Chinese and English, its unit and meaning."""
    with refusing(debug=debug, language=language) as language:
        from nuandong.casefile.report_words import pick
        from nuandong.cli.tables.parts import figure_table, headed

        rows = [row for row in _figures(language) + _words() if word.lower() in " ".join(row).lower()]
        console = console_for()
        if not rows:
            console.print(pick(language, f"没有找到“{word}”。", f"Nothing is called “{word}”."), markup=False)
            raise typer.Exit(FOUND_WANTING)
        columns = headed(
            language,
            ("标识", "Identifier", "w"),
            ("中文", "Chinese", "w"),
            ("英文", "English", "t"),
            ("单位", "Unit", "w"),
            ("含义", "Meaning", "t"),
        )
        console.print(figure_table(columns, rows))


def _figures(language: str) -> list[tuple[str, str, str, str, str]]:
    from nuandong.quantities import keys, quantity

    return [
        (
            key,
            entry.label_zh,
            entry.label_en,
            entry.unit_text(language=language),
            entry.meaning(language=language),
        )
        for key in keys("figures")
        for entry in [quantity(key)]
    ]


def _words() -> list[tuple[str, str, str, str, str]]:
    from nuandong import vocabulary

    lists = (
        vocabulary.ConsumerClass, vocabulary.SourceKind, vocabulary.NodeKind, vocabulary.ArcKind, vocabulary.StoreKind,
        vocabulary.MeasureKind, vocabulary.WeatherKind, vocabulary.Evidence,
    )  # fmt: skip
    return [
        (f"{words.__name__}.{word}", vocabulary.label(word), vocabulary.label(word, language="en"), "", "")
        for words in lists
        for word in words
    ]
