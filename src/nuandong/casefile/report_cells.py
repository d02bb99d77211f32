"""Tables of the report page as HTML: columns with headings and units, rows, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from nuandong.casefile.report_words import FLOW, VOLUME, Heading, mark, number, pick


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table on the page: its heading and its cells as finished HTML."""

    heading: Heading
    cells: Sequence[str]
    kind: str = "n"  # n number, w words kept on one line, t text that may wrap


def words(zh: str, en: str, cells: Sequence[str]) -> Column:
    """A column of short texts, escaped here, each kept on one line."""
    return Column(Heading(zh, en), [escape(cell) for cell in cells], "w")


def sentences(zh: str, en: str, cells: Sequence[str]) -> Column:
    """A column of texts that may wrap, escaped here."""
    return Column(Heading(zh, en), [escape(cell) for cell in cells], "t")


def flows(zh: str, en: str, figures: Iterable[float]) -> Column:
    """A column of flows."""
    return Column(Heading(zh, en, FLOW), [number(float(figure)) for figure in figures])


def volumes(zh: str, en: str, figures: Iterable[float]) -> Column:
    """A column of volumes."""
    return Column(Heading(zh, en, VOLUME), [number(float(figure)) for figure in figures])


def names(heading: Heading, *, labels: Sequence[str], evidence: Sequence[str], language: str) -> Column:
    """A column of names, each with the mark of how well its row is known."""
    marks = [mark(word, language=language) for word in evidence]
    cells = [
        escape(label) + (f' <span class="mark">{note}</span>' if note else "")
        for label, note in zip(labels, marks, strict=True)
    ]
    return Column(heading, cells, "t")


def section(
    title: str, columns: Sequence[Column], language: str, *, after: str = "", reasons: Sequence[str] = ()
) -> str:
    """A heading with its table; a table without rows says so. A reason stands below its row over the whole width."""
    if not columns[0].cells:
        return f"<section><h2>{escape(title)}</h2><p>{pick(language, '无', 'none')}</p></section>"
    kinds = [column.kind for column in columns]
    heads = "".join(
        f'<th scope="col" class="{column.kind}">{_head(column.heading, language)}</th>' for column in columns
    )
    rows = [
        "".join(f'<td class="{kind}">{cell}</td>' for kind, cell in zip(kinds, row, strict=True))
        for row in zip(*(column.cells for column in columns), strict=True)
    ]
    lines = "".join(
        _lines(row, reasons[place] if reasons else "", len(kinds)) for place, row in enumerate(rows)
    )
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>\n{lines}</tbody></table>".replace(
        ' class="t"', ""
    )
    return f'<section><h2>{escape(title)}</h2><div class="scroll">{table}</div>{after}</section>'


def _head(heading: Heading, language: str) -> str:
    """A heading whose unit stays in one piece."""
    name = escape(pick(language, heading.zh, heading.en))
    unit = escape(heading.text(language=language)).removeprefix(name)
    return f"{name}<i>{unit}</i>" if unit else name


def _lines(row: str, reason: str, width: int) -> str:
    if not reason:
        return f"<tr>{row}</tr>\n"
    below = f'<td class="n"></td><td colspan="{width - 1}">{escape(reason)}</td>'
    return f'<tr class="led">{row}</tr>\n<tr class="why">{below}</tr>\n'


def left_out(language: str, hidden: int, file: str) -> str:
    """What a table on the page leaves out, and the file where it stands."""
    if hidden <= 0:
        return ""
    return f'<p class="source">{pick(language, f"另有 {hidden} 行，见 {file}", f"{hidden} more rows in {file}")}</p>'


def by_language(language: str, zh: Sequence[str], en: Sequence[str]) -> Sequence[str]:
    """Names in the language asked for."""
    return en if language.startswith("en") else zh


def evidence_of(ids: Sequence[str], known: Sequence[str], evidence: Sequence[str]) -> list[str]:
    """Evidence of each id, empty where the case does not know it."""
    of: Mapping[str, str] = dict(zip(known, evidence, strict=True))
    return [str(of.get(name, "")) for name in ids]
