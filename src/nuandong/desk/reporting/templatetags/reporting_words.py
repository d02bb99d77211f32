"""Names, states and durations as the pages of the daily report say them."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuandong.desk.directory.models import UnitKind
from nuandong.desk.reporting import words
from nuandong.desk.reporting.board import Escalation, FilingState
from nuandong.desk.reporting.fields import report_fields
from nuandong.desk.reporting.models import Channel

register = template.Library()
HOUR_S, MINUTE_S = 3600, 60


def is_english() -> bool:
    """Whether this page speaks English."""
    return (get_language() or "zh").startswith("en")


@register.filter
def named(place: Any) -> str:
    """The name of a unit or region in the reader's language."""
    return str(place.name_en if is_english() and place.name_en else place.name_zh)


@register.filter
def state_words(state: str) -> str:
    """A state of filing."""
    return words.state_words(FilingState(state))


@register.filter
def escalation_words(step: str) -> str:
    """What a report that is not there calls for."""
    return words.escalation_words(Escalation(step))


@register.filter
def kind_words(kind: str) -> str:
    """A kind of reporting unit."""
    return str(UnitKind(kind).label)


@register.filter
def channel_words(channel: str) -> str:
    """How a report came in."""
    return str(Channel(channel).label) if channel else ""


@register.filter
def figure_words(name: str) -> str:
    """A field of the report, or the sum of use."""
    if name == "use":
        return _("Use, all classes")
    entry = report_fields().get(name)
    return entry.label(language="en" if is_english() else "zh") if entry else name


@register.filter
def figure_unit(name: str) -> str:
    """Unit of a field of the report."""
    entry = report_fields().get(name)
    return entry.unit_text(language="en" if is_english() else "zh") if entry else ""


@register.filter
def duration(seconds: int) -> str:
    """Hours, minutes and seconds as on a clock."""
    seconds = max(0, int(seconds))
    return f"{seconds // HOUR_S}:{seconds % HOUR_S // MINUTE_S:02}:{seconds % MINUTE_S:02}"


@register.filter
def unlocalized(number: int | None) -> str:
    """A number for a machine, without separators."""
    return "" if number is None else str(int(number))


@register.filter
def unlocalized_number(number: float | None) -> str:
    """A figure for a machine, in full and without separators; nothing where there is none."""
    return "" if number is None else repr(float(number))
