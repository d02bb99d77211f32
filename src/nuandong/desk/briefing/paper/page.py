"""The public version as one page that stands alone: no script, no address of the desk, prints on A4."""

from __future__ import annotations

from django.template.loader import render_to_string

from nuandong.desk.briefing.paper import layout
from nuandong.desk.briefing.paper.sheet import Sheet

MEDIA_TYPE = "text/html; charset=utf-8"


def page_of(sheet: Sheet) -> bytes:
    """The page's bytes."""
    return render_to_string("briefing/public_page.html", {"sheet": sheet, "layout": layout}).encode()
