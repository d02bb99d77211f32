"""Write the form that works without a network: one page with everything inside, the same for the same arguments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from nuandong.desk.reporting.books.template import FLAG, TemplateColumn
from nuandong.desk.reporting.checks import CHANGE_WITHOUT_NOTE, PER_CENT, shown_bounds
from nuandong.desk.reporting.fields import number_fields, report_fields, use_fields
from nuandong.desk.reporting.offline.package import FORM

STYLES = ("frame/tokens.css", "frame/frame.css", "reporting/report.css", "reporting/offline.css")
SCRIPTS = ("reporting/sums.js", "reporting/offline.js")


def write_form(*, columns: Sequence[TemplateColumn], gas_day: date, at: datetime) -> str:
    """The page for these units, in the reader's language; `gas_day` is what it proposes, a person may change it."""
    english = (get_language() or "").startswith("en")
    known = {
        "form": FORM,
        "gas_day": gas_day.isoformat(),
        "fields": [_field(name, english=english) for name in report_fields() if name != FLAG],
        "units": [
            {"code": one.unit, "name": one.name_en if english and one.name_en else one.name_zh,
             "asked": sorted(one.asked), "last": _last(one)}
            for one in columns
        ],
    }  # fmt: skip
    shown = {
        "known": known,
        "units": columns,
        "made_at": at,
        "gas_day": gas_day,
        "change": CHANGE_WITHOUT_NOTE,
        "styles": [_inside(name) for name in STYLES],
        "scripts": [_inside(name) for name in SCRIPTS],
    }
    return render_to_string("reporting/offline_form.html", shown)


def _field(name: str, *, english: bool) -> dict[str, Any]:
    entry = report_fields()[name]
    language = "en" if english else "zh"
    if name not in number_fields():
        return {"name": name, "label": entry.label(language=language), "group": "words"}
    lower, upper = shown_bounds(entry)
    return {
        "name": name,
        "label": entry.label(language=language),
        "unit": entry.unit_text(language=language),
        "lower": lower,
        "upper": upper,
        "group": "use" if name in use_fields() else "other",
    }


def _last(one: TemplateColumn) -> dict[str, float]:
    """The unit's last figures as they are typed: shares in per cent."""
    entries = number_fields()
    return {
        name: amount * PER_CENT if entries[name].unit.key == "share" else amount
        for name, amount in one.last.items()
        if name in entries
    }


def _inside(name: str) -> str:
    """The text of one of our own static files, to stand inside the page."""
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return mark_safe(Path(found).read_text(encoding="utf-8"))  # our own file
