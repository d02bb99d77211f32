"""How names and states of the directory look: the name in the reader's language, a state as a word in a frame."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nuandong.desk.directory.contacts.board import Freshness
from nuandong.desk.frame.templatetags.figures import is_chinese

register = template.Library()


@register.filter
def named(record: Any) -> str:
    """The name of a record in the reader's language; Chinese where there is no other."""
    if record is None:
        return ""
    return str(record.name_zh if is_chinese() or not record.name_en else record.name_en)


@register.filter
def said(record: Any) -> str:
    """What a record says in the reader's language."""
    return str(record.zh if is_chinese() else record.en)


@register.filter
def freshness(state: Freshness) -> SafeString:
    """How far a contact can be relied on: a filled frame where nobody can be reached."""
    words = {
        Freshness.FRESH: _("confirmed"),
        Freshness.STALE: _("to be confirmed"),
        Freshness.MISSING: _("missing"),
    }
    return format_html('<span class="mark is-{}">{}</span>', state.value, words[state])
