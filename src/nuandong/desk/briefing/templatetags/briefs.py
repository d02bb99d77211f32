"""What templates of briefs need: a thing in the paper's own language, which need not be the page's."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.simple_tag
def said(thing: Any, language: str) -> str:
    """A cell, a figure or a source in a language."""
    return str(thing.said(language))


@register.simple_tag
def titled(thing: Any, language: str) -> str:
    """A table or a section in a language."""
    return str(thing.title(language))


@register.simple_tag
def headed(table: Any, language: str) -> tuple[tuple[str, bool], ...]:
    """The headings of a table in a language, and whether numbers stand below each."""
    heads = table.head_words(language)
    numbers = (any(row.cells[place].number is not None for row in table.rows) for place in range(len(heads)))
    return tuple(zip(heads, numbers, strict=True))
