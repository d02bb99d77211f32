"""What an auditor sees of the ledger."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nuandong.desk.ledger.verify import verify


@require_GET
@never_cache
def verify_chain(request: HttpRequest) -> JsonResponse:
    """Check the whole chain now: entries, head, first break. For those who may audit."""
    if not request.user.has_perm("ledger.audit"):
        raise PermissionDenied
    verdict = verify(known_head=request.GET.get("head", ""))
    broken = verdict.broken
    told = None if broken is None else {
        "sequence": broken.sequence, "reason_zh": broken.reason_zh, "reason_en": broken.reason_en,
    }  # fmt: skip
    return JsonResponse(
        {"holds": verdict.holds, "entries": verdict.entries, "head": verdict.head, "broken": told},
        status=200 if verdict.holds else 409,
    )
