"""The public version: no user's name, no household's matter, no telephone number, no address of the desk (T-097)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from nuandong.desk.briefing.content import Cell, Content, Figure, Paragraph, Row, Section, Source
from nuandong.desk.directory.models import GasUser

HIDDEN = ("（不公开）", "(not public)")
SOMEBODY = ("某用户", "a user")
TELEPHONE = re.compile(r"(?<!\d)(?:1\d{10}|0\d{2,3}[- ]?\d{7,8})(?!\d)")
Cleaned = Callable[[str], str]


def public_content(content: Content) -> Content:
    """What may be published of a brief."""
    clean = cleaner()
    return Content(tuple(_section(section, clean) for section in content.sections))


def cleaner() -> Cleaned:
    """Takes names of users and telephone numbers out of any words, hand-written ones included."""
    names = _names(GasUser.objects.values_list("name_zh", "name_en"))
    pattern = re.compile("|".join(re.escape(name) for name in names)) if names else None

    def clean(text: str) -> str:
        text = TELEPHONE.sub(HIDDEN[0], text)
        return text if pattern is None else pattern.sub(lambda found: _somebody(found[0]), text)

    return clean


def _names(rows: Iterable[tuple[str, str]]) -> list[str]:
    """The longest first, so that a name inside another one leaves nothing standing."""
    return sorted({name for row in rows for name in row if name}, key=lambda name: (-len(name), name))


def _somebody(name: str) -> str:
    return SOMEBODY[1] if name.isascii() else SOMEBODY[0]


def _section(section: Section, clean: Cleaned) -> Section:
    return replace(
        section,
        figures=tuple(_figure(figure, clean) for figure in section.figures),
        paragraphs=tuple(_paragraph(paragraph, clean) for paragraph in section.paragraphs),
        tables=tuple(
            replace(table, rows=tuple(_row(row, clean) for row in table.rows)) for table in section.tables
        ),
    )


def _figure(figure: Figure, clean: Cleaned) -> Figure:
    source = _source(figure.source, clean)
    if figure.is_private:
        return replace(figure, zh=HIDDEN[0], en=HIDDEN[1], number=None, source=source)
    return replace(figure, zh=clean(figure.zh), en=clean(figure.en), source=source)


def _paragraph(paragraph: Paragraph, clean: Cleaned) -> Paragraph:
    departures = tuple(clean(text) for text in paragraph.departures)
    return replace(paragraph, zh=clean(paragraph.zh), en=clean(paragraph.en), departures=departures)


def _row(row: Row, clean: Cleaned) -> Row:
    return replace(
        row, cells=tuple(_cell(cell, clean) for cell in row.cells), source=_source(row.source, clean)
    )


def _cell(cell: Cell, clean: Cleaned) -> Cell:
    if cell.is_private:
        return replace(cell, zh=HIDDEN[0], en=HIDDEN[1], number=None)
    return replace(cell, zh=clean(cell.zh), en=clean(cell.en))


def _source(source: Source, clean: Cleaned) -> Source:
    """The words stay; addresses of the desk lead nowhere for the public."""
    return Source(clean(source.zh), clean(source.en))
