"""What a brief says: sections of sentences and tables, made from figures that keep their source.

A sentence is written once in either language with the keys of its figures in braces; a figure is printed only where
a page or a paper is made. So words can be edited by a person while figures stay bound to the record they come from.
All of it is plain, so that a brief is stored, and digested, as JSON.

Clauses: T-072, T-074 (what is summed up), T-096 (flash report).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

KEY = re.compile(r"\{([a-z][a-z_.]*)\}")  # no digits: a key never looks like a number of the text


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from: in words, and the address of the page that shows it."""

    zh: str
    en: str
    address: str = ""

    def said(self, language: str) -> str:
        """The words in a language, `zh` or `en`."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its number where it has one, and how it is printed in either language, unit included.

    `is_private` marks what a public version never shows: names of users, households of one incident.
    """

    key: str
    label_zh: str
    label_en: str
    zh: str
    en: str
    source: Source
    number: float | None = None
    is_private: bool = False

    def said(self, language: str) -> str:
        """As printed in a language."""
        return self.zh if language == "zh" else self.en

    def label(self, language: str) -> str:
        """What it is called in a language."""
        return self.label_zh if language == "zh" else self.label_en


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or several, with keys of figures in braces; `departures` names what an edit did to its figures."""

    key: str
    zh: str
    en: str
    edited: tuple[str, ...] = ()  # languages whose words a person wrote
    departures: tuple[str, ...] = ()  # figures that an edit dropped, and numbers that no record bears out

    def words(self, language: str) -> str:
        """The words with their keys, in a language."""
        return self.zh if language == "zh" else self.en

    def keys(self, language: str) -> tuple[str, ...]:
        """Keys of the figures in a language's words, in their order."""
        return tuple(KEY.findall(self.words(language)))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, as printed, and its number in full where it has one."""

    zh: str
    en: str
    number: float | None = None
    is_private: bool = False

    def said(self, language: str) -> str:
        """As printed in a language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table with the source of its figures."""

    cells: tuple[Cell, ...]
    source: Source
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; units stand in the headings."""

    zh: str
    en: str
    heads: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]

    def title(self, language: str) -> str:
        """The caption in a language."""
        return self.zh if language == "zh" else self.en

    def head_words(self, language: str) -> tuple[str, ...]:
        """The headings in a language."""
        return tuple(zh if language == "zh" else en for zh, en in self.heads)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the brief; one that has nothing says why in `missing_*`, and never shows a blank or a zero."""

    key: str
    zh: str
    en: str
    figures: tuple[Figure, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    tables: tuple[Table, ...] = ()
    missing_zh: str = ""
    missing_en: str = ""

    def title(self, language: str) -> str:
        """The heading in a language."""
        return self.zh if language == "zh" else self.en

    def missing(self, language: str) -> str:
        """Why nothing stands here, empty where something does."""
        return self.missing_zh if language == "zh" else self.missing_en


@dataclass(frozen=True, slots=True)
class Content:
    """A whole brief."""

    sections: tuple[Section, ...]

    @property
    def figures(self) -> dict[str, Figure]:
        """Every figure by its key."""
        return {figure.key: figure for section in self.sections for figure in section.figures}

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source once, in the order in which it is first used: the numbers of the notes on paper."""
        told: dict[Source, None] = {}
        for section in self.sections:
            told.update(dict.fromkeys(figure.source for figure in section.figures))
            told.update(dict.fromkeys(row.source for table in section.tables for row in table.rows))
        return tuple(told)

    @property
    def missing(self) -> tuple[Section, ...]:
        """Sections that have nothing to say yet."""
        return tuple(section for section in self.sections if section.missing_zh)

    @property
    def departures(self) -> tuple[tuple[Paragraph, str], ...]:
        """What edits did to figures, by paragraph."""
        return tuple((paragraph, text) for paragraph in self.paragraphs() for text in paragraph.departures)

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph in its order."""
        for section in self.sections:
            yield from section.paragraphs

    def with_paragraphs(self, changed: Mapping[str, Paragraph]) -> Content:
        """The same brief with some paragraphs replaced, by their keys."""
        sections = (
            replace(section, paragraphs=tuple(changed.get(one.key, one) for one in section.paragraphs))
            for section in self.sections
        )
        return Content(tuple(sections))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence: words, or a figure as printed with its source."""

    text: str
    figure: Figure | None = None


def pieces(paragraph: Paragraph, figures: Mapping[str, Figure], language: str) -> tuple[Piece, ...]:
    """A paragraph's words with its figures printed, piece by piece."""
    words, found, end = paragraph.words(language), [], 0
    for place in KEY.finditer(words):
        figure = figures.get(place[1])
        if figure is None:
            continue
        if place.start() > end:
            found.append(Piece(words[end : place.start()]))
        found.append(Piece(figure.said(language), figure))
        end = place.end()
    return (*found, Piece(words[end:])) if end < len(words) else tuple(found)


def printed(paragraph: Paragraph, figures: Mapping[str, Figure], language: str) -> str:
    """A paragraph as it is read."""
    return "".join(piece.text for piece in pieces(paragraph, figures, language))


def to_plain(content: Content) -> dict[str, Any]:
    """As it is stored."""
    return asdict(content)


def from_plain(plain: Mapping[str, Any]) -> Content:
    """As it was stored."""
    return Content(tuple(_section(one) for one in plain.get("sections", ())))


def _section(plain: Mapping[str, Any]) -> Section:
    return Section(
        **{key: plain[key] for key in ("key", "zh", "en", "missing_zh", "missing_en")},
        figures=tuple(Figure(**{**one, "source": Source(**one["source"])}) for one in plain["figures"]),
        paragraphs=tuple(
            Paragraph(**{**one, "edited": tuple(one["edited"]), "departures": tuple(one["departures"])})
            for one in plain["paragraphs"]
        ),
        tables=tuple(_table(one) for one in plain["tables"]),
    )


def _table(plain: Mapping[str, Any]) -> Table:
    return Table(plain["zh"], plain["en"], _pairs(plain["heads"]), tuple(_row(one) for one in plain["rows"]))


def _row(plain: Mapping[str, Any]) -> Row:
    return Row(tuple(Cell(**one) for one in plain["cells"]), Source(**plain["source"]), plain["is_sum"])


def _pairs(plain: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((zh, en) for zh, en in plain)
