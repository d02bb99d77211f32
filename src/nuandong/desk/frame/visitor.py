"""Where a request comes from: what a lockout, a limit of calls and the list of sign-ins count by."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's address; behind the site's own https server that one says it, last, after what others claim."""
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    return str(told.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))
