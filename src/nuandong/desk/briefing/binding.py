"""Bind edited words to the figures of their record again, and tell what an edit did to them.

A person edits plain words. Every figure whose printed form still stands in them is bound again; a figure that is gone
and a number that no record bears out are departures, which show on the page, the paper and the sheet (T-074).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nuandong.desk.briefing.content import KEY, Figure, Paragraph, printed

NUMBER = re.compile(r"[+\-−]?\d[\d,]*(?:\.\d+)?(?:\s*%)?")
WORDS_OF = {
    "zh": ("“{label}”（原为{value}）已不在文中", "“{value}”不是本段数据中的数字"),
    "en": ("“{label}” ({value}) no longer stands in the text", "“{value}” is no figure of this paragraph"),
}


def rebound(
    *, drafted: Paragraph, present: Paragraph, words: str, figures: Mapping[str, Figure], language: str
) -> Paragraph:
    """The paragraph with a person's words in one language, bound to the figures that it was drafted with.

    Words put back as they were drafted are no edit.
    """
    own = [figures[key] for key in drafted.keys(language) if key in figures]
    other = tuple(one for one in present.edited if one != language)
    if words == printed(drafted, figures, language):
        return _with(
            present, drafted.words(language), language, edited=other, departures=_kept(present, language)
        )
    text, lost = _bind(words, own, language)
    gone, no_figure = WORDS_OF[language]
    told = [gone.format(label=figure.label(language), value=figure.said(language)) for figure in lost]
    told += [no_figure.format(value=number) for number in _strange_numbers(text, drafted.words(language))]
    return _with(
        present,
        text,
        language,
        edited=tuple(sorted((*other, language))),
        departures=(*_kept(present, language), *told),
    )


def _with(
    paragraph: Paragraph, text: str, language: str, *, edited: tuple[str, ...], departures: tuple[str, ...]
) -> Paragraph:
    changed = replace(paragraph, zh=text) if language == "zh" else replace(paragraph, en=text)
    return replace(changed, edited=edited, departures=departures)


def _kept(paragraph: Paragraph, language: str) -> tuple[str, ...]:
    """Departures of the other language: this edit says nothing of them."""
    ours = WORDS_OF[language]
    ends = tuple(form.rsplit("}", 1)[1] for form in ours)
    return tuple(text for text in paragraph.departures if not text.endswith(ends))


def _bind(words: str, own: Sequence[Figure], language: str) -> tuple[str, list[Figure]]:
    """The words with printed figures turned into their keys, the longest first, and the figures not found."""
    lost: list[Figure] = []
    for figure in sorted(own, key=lambda one: -len(one.said(language))):
        found = re.search(_whole(figure.said(language)), words)
        if found is None:
            lost.append(figure)
        else:
            words = f"{words[: found.start()]}{{{figure.key}}}{words[found.end() :]}"
    return words, lost


def _whole(text: str) -> str:
    """A pattern of this text that never matches a part of a longer number."""
    before = r"(?<![\d.,])" if text[:1].isdigit() else ""
    after = r"(?!\d|[.,]\d)" if text[-1:].isdigit() else ""
    return before + re.escape(text) + after


def _strange_numbers(text: str, former: str) -> list[str]:
    """Numbers of the edited words that neither a figure nor the words before bear out."""
    allowed = set(NUMBER.findall(KEY.sub(" ", former)))
    return [number for number in NUMBER.findall(KEY.sub(" ", text)) if number not in allowed]
