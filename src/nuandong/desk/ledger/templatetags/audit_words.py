"""Acts of the ledger in words, for templates."""

from __future__ import annotations

from typing import Any

from django import template

from nuandong.desk.ledger.words import words_of

register = template.Library()


@register.filter
def act_words(act: str) -> Any:
    """An act in words."""
    return words_of(act)
