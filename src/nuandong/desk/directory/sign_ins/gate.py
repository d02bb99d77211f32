"""A sign-in ends after a shift, or when nobody is there; and one that is not whole leads to what it still needs.

Not whole is a sign-in with a password that somebody else knows, or with one factor where a role asks for two. Such a
sign-in sees the page that mends it and nothing else. Time here is the true one, whatever the desk's clock shows.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.desk.directory.sign_ins.required import must_have_factor

HOW, BEGAN, SEEN = "how", "began", "seen"  # what a sign-in keeps of itself
PASSWORD = "password"
SEEN_EVERY_S = 60  # how often presence is written down
UNATTENDED = {"news"}  # what an open page asks by itself: no sign of anybody
MENDING = {
    "own-password", "second-factor", "second-factor-confirm", "recovery-codes", "login", "second-step", "logout",
    "language", "health",
}  # fmt: skip


class SignInGate:
    """Middleware, between the one that knows who is signed in and the one that sends strangers away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session and _is_over(request):
            logout(request)
            messages.info(
                request, _("You were signed out because nobody was at this desk, or its shift was over.")
            )
        response = self.get_response(request)
        if SESSION_KEY in request.session and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"  # what one person may see stays in no cache
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Lead a sign-in that is not whole to what it still needs."""
        if SESSION_KEY not in request.session or not request.user.is_authenticated:
            return None
        if request.resolver_match is not None and request.resolver_match.url_name in MENDING:
            return None
        needed = _still_needed(request)
        return HttpResponseRedirect(reverse(needed)) if needed else None


def _is_over(request: HttpRequest) -> bool:
    present = time.time()
    began = request.session.setdefault(BEGAN, present)
    seen = request.session.get(SEEN, present)
    if present - began > settings.SESSION_COOKIE_AGE or present - seen > settings.IDLE_SECONDS:
        return True
    if SEEN not in request.session or (present - seen > SEEN_EVERY_S and not _is_unattended(request)):
        request.session[SEEN] = present
    return False


def _is_unattended(request: HttpRequest) -> bool:
    return request.path_info in {reverse(name) for name in UNATTENDED}


def _still_needed(request: HttpRequest) -> str:
    """The address that mends a sign-in; empty for one that is whole."""
    if getattr(request.user, "one_time_until", None) is not None:
        return "own-password"
    if request.session.get(HOW, PASSWORD) == PASSWORD and must_have_factor(request.user):
        return "second-factor"
    return ""
