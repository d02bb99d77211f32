"""Briefs as the interface tells them."""

from __future__ import annotations

from typing import Any

from nuandong.desk.alerts.signs import who
from nuandong.desk.api.told.days import both
from nuandong.desk.briefing.actions import seen_mark
from nuandong.desk.briefing.content import Content, Figure, Paragraph, Section, printed
from nuandong.desk.briefing.models import Brief
from nuandong.desk.briefing.paper.files import LANGUAGES, file_name, forms


def brief_told(brief: Brief) -> dict[str, Any]:
    """A brief in a list."""
    names = ("kind", "gas_day", "as_of", "state", "openness", "edition", "serial", "made_at", "signed_at")
    return {
        "id": brief.pk,
        "region": brief.region_id,
        "run": brief.run_id,
        "signed_by": who(brief.signed_by) if brief.signed_by else None,
        "supersedes": brief.supersedes_id,
        **{name: getattr(brief, name) for name in names},
    }


def text_told(brief: Brief) -> dict[str, Any]:
    """A brief as it reads, with its files."""
    told = brief.told
    return {
        **brief_told(brief),
        "note": brief.note,
        "seen": seen_mark(brief),
        "sections": [_section_told(section, told) for section in told.sections],
        "files": files_of(brief),
    }


def files_of(brief: Brief) -> list[str]:
    """Names of its files: of a signed one those that were kept, of a draft those that can be made."""
    if brief.is_signed:
        return list(brief.papers.order_by("pk").values_list("name", flat=True))
    return [
        file_name(form.ending, language, is_public=is_public)
        for is_public in ((False, True) if brief.is_public else (False,))
        for language in LANGUAGES
        for form in forms(is_public=is_public)
    ]


def _section_told(section: Section, told: Content) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": both(section.zh, section.en),
        "paragraphs": [_paragraph_told(one, told) for one in section.paragraphs],
        "figures": [_figure_told(one) for one in section.figures],
        "missing": both(section.missing_zh, section.missing_en),
    }


def _paragraph_told(one: Paragraph, told: Content) -> dict[str, Any]:
    words = (printed(one, told.figures, language) for language in LANGUAGES)
    return {"key": one.key, "words": both(*words), "edited": one.edited, "departures": one.departures}


def _figure_told(one: Figure) -> dict[str, Any]:
    return {
        "key": one.key,
        "label": both(one.label_zh, one.label_en),
        "printed": both(one.zh, one.en),
        "number": one.number,
        "source": both(one.source.zh, one.source.en),
        "address": one.source.address,
    }
