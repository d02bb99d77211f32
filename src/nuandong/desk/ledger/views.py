"""What an auditor sees of the ledger."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from nuandong.desk.frame import clock
from nuandong.desk.ledger.verify import Verdict, verify
from nuandong.desk.ledger.witnesses import Alteration

MOST_LISTED = 200


@require_GET
@never_cache
@vary_on_headers("Accept")
def verify_chain(request: HttpRequest) -> HttpResponse:
    """Check the chain and the records behind it now, as a page or as JSON. For those who may audit."""
    if not request.user.has_perm("ledger.audit"):
        raise PermissionDenied
    known_head = request.GET.get("head", "").strip()
    verdict = verify(known_head=known_head)
    if wants_json(request):
        return as_json(verdict)
    shown = {
        "room": "ledger",
        "verdict": verdict,
        "alterations": [_line(altered) for altered in verdict.alterations[:MOST_LISTED]],
        "unlisted": max(0, len(verdict.alterations) - MOST_LISTED),
        "known_head": known_head,
        "checked_at": clock.now(),
    }
    return render(request, "ledger/verify.html", shown)


def wants_json(request: HttpRequest) -> bool:
    """Whether the address or the Accept header asks for JSON; a browser asks for a page."""
    if "format" in request.GET:
        return request.GET["format"] == "json"
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def as_json(verdict: Verdict) -> JsonResponse:
    """The verdict for a programme; 409 where something does not hold."""
    told = {
        "holds": verdict.holds,
        "entries": verdict.entries,
        "head": verdict.head,
        "broken": None if verdict.broken is None else asdict(verdict.broken),
        "alterations": [asdict(altered) for altered in verdict.alterations],
    }
    return JsonResponse(told, status=200 if verdict.holds else 409, json_dumps_params={"ensure_ascii": False})


def _line(altered: Alteration) -> dict[str, Any]:
    kinds = {"report": _("Daily report"), "run": _("Run"), "study": _("Study")}
    is_english = (get_language() or "").startswith("en")
    return {
        "kind": kinds.get(altered.subject_kind, altered.subject_kind),
        "subject_id": altered.subject_id,
        "sequence": altered.sequence,
        "reason": altered.reason_en if is_english else altered.reason_zh,
    }
