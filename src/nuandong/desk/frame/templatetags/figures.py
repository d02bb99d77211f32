"""How figures, days and marks look on every page: the same decimals everywhere, and a dash for what is missing.

Flows are shown in 10^4 m3/day with one decimal (of single users two), volumes in 10^4 m3 with none, shares as percent
with one. Missing is never zero: it is a dash that says why.
"""

from __future__ import annotations

import math
from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuandong.gasday import CHINA
from nuandong.vocabulary import Evidence, label

register = template.Library()

WEEKDAYS_ZH = "一二三四五六日"


def is_chinese() -> bool:
    """Whether this page speaks Chinese."""
    return (get_language() or "zh").startswith("zh")


def is_missing(number: float | None) -> bool:
    """Whether there is no figure to show."""
    return number is None or (isinstance(number, float) and not math.isfinite(number))


def grouped(number: float | None, decimals: int) -> str | SafeString:
    """A number with thousands separated, or the dash."""
    if is_missing(number) or number is None:
        return format_html('<span class="missing" title="{}">—</span>', _("No figure is known for this."))
    text = f"{number:,.{decimals}f}"
    return text.lstrip("-").replace("-", "−") if float(text.replace(",", "")) == 0 else text.replace("-", "−")


@register.filter
def flow(number: float | None) -> str | SafeString:
    """A flow in 10^4 m3/day."""
    return grouped(number, 1)


@register.filter
def fine(number: float | None) -> str | SafeString:
    """A flow of one user in 10^4 m3/day, where one decimal would hide it."""
    return grouped(number, 2)


@register.filter
def change(number: float | None) -> str | SafeString:
    """A change of a flow in 10^4 m3/day, with its sign; none is said as such."""
    shown = grouped(number, 1)
    if isinstance(shown, SafeString) or number is None:
        return shown
    return f"+{shown}" if number > 0 and float(shown.replace(",", "")) else shown


@register.filter
def volume(number: float | None) -> str | SafeString:
    """A volume in 10^4 m3."""
    return grouped(number, 0)


@register.filter
def percent(share: float | None) -> str | SafeString:
    """A share 0..1 as percent."""
    shown = grouped(None if is_missing(share) or share is None else share * 100, 1)
    return shown if isinstance(shown, SafeString) else f"{shown} %"


@register.filter
def days(number: float | None) -> str | SafeString:
    """A number of days."""
    return grouped(number, 1)


@register.filter
def celsius(number: float | None) -> str | SafeString:
    """A temperature in degC."""
    return grouped(number, 1)


@register.filter
def day_name(day: date) -> str:
    """A date with its weekday, without the year."""
    if is_chinese():
        return f"{day.month}月{day.day}日 周{WEEKDAYS_ZH[day.weekday()]}"
    return f"{day:%a} {day.day} {day:%b}"


@register.filter
def full_day(day: date) -> str:
    """A date with its weekday and year."""
    if is_chinese():
        return f"{day.year}年{day.month}月{day.day}日 周{WEEKDAYS_ZH[day.weekday()]}"
    return f"{day:%A} {day.day} {day:%B %Y}"


@register.filter
def short_instant(instant: datetime) -> str:
    """Month, day, hour and minute, local time."""
    local = instant.astimezone(CHINA)
    if is_chinese():
        return f"{local.month}月{local.day}日 {local:%H:%M}"
    return f"{local.day} {local:%b %H:%M}"


@register.filter
def clock(instant: datetime) -> str:
    """Hour and minute, local time."""
    return f"{instant.astimezone(CHINA):%H:%M}"


@register.simple_tag
def mark(evidence: str) -> str | SafeString:
    """The small mark of a figure that is unverified, illustrative or generated; nothing for the others."""
    known = Evidence(evidence)
    language = "zh" if is_chinese() else "en"
    text = known.mark_zh if is_chinese() else known.mark_en
    if not text:
        return ""
    return format_html(
        '<span class="mark mark-{}" title="{}">{}</span>', known, label(known, language=language), text
    )
