"""The strip that tells a reader what has happened since the page was opened; a page asks for it now and then.

Asking costs one line of the database as long as nobody did anything: the ledger's head has not moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nuandong.desk.frame import clock
from nuandong.desk.frame.news import news_of
from nuandong.desk.ledger.models import Head

LONGEST_NUMBER = 18
PLACES = {  # kind → the page where it is seen
    "card": "orders",
    "objection": "orders",
    "incident": "incidents",
    "proposal": "alerts",
    "level": "alerts",
    "notice": "orders",
    "receipt": "orders",
    "run": "newest-day",
    "report": "report-board",
    "reading": "readings",
    "brief": "briefs",
}


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one kind of news and the address of its page."""

    words: str
    address: str


@require_GET
@never_cache
def news(request: HttpRequest) -> HttpResponse:
    """What has happened since `since`; 204 where the ledger still ends at `head`, 400 for what no page asks."""
    since, known = _instant(request.GET.get("since", "")), request.GET.get("head", "")
    if since is None or not known.isascii() or not known.isdecimal() or len(known) > LONGEST_NUMBER:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    head = head_now()
    if head == int(known):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    told = news_of(request.user, since, clock.now())
    lines = [Line(_words(kind, told[kind]), reverse(place)) for kind, place in PLACES.items() if kind in told]
    shown = {"lines": lines, "since": since, "ledger_head": head}
    response = render(request, "ledger/news.html", shown)
    if lines:
        response["HX-Trigger"] = "news"
    return response


def head_now() -> int:
    """The number of the ledger's last entry."""
    return Head.objects.values_list("sequence", flat=True).first() or 0


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if timezone.is_aware(found) else None


def _words(kind: str, count: int) -> str:
    told = {
        "card": ngettext("%(count)d card", "%(count)d cards", count),
        "objection": ngettext("%(count)d objection", "%(count)d objections", count),
        "incident": ngettext("%(count)d incident", "%(count)d incidents", count),
        "proposal": ngettext("%(count)d level proposed", "%(count)d levels proposed", count),
        "level": ngettext("%(count)d level declared", "%(count)d levels declared", count),
        "notice": ngettext("%(count)d notice issued", "%(count)d notices issued", count),
        "receipt": ngettext("%(count)d answer to a notice", "%(count)d answers to notices", count),
        "run": ngettext("%(count)d run computed", "%(count)d runs computed", count),
        "report": ngettext("%(count)d report filed", "%(count)d reports filed", count),
        "reading": ngettext("%(count)d reading", "%(count)d readings", count),
        "brief": ngettext("%(count)d brief signed", "%(count)d briefs signed", count),
    }
    return told[kind] % {"count": count}
