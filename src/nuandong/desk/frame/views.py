"""Language switch, health, and the pages that say no."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nuandong import __version__
from nuandong.desk.frame import clock
from nuandong.desk.ledger.refusing import note_refusal


@login_not_required
@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Remember the wished language in a cookie and go back to the page."""
    wanted = request.POST.get("language", "")
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
    return response


@login_not_required
@require_GET
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Whether the desk can work: 200 when the database answers, 503 when not. Says nothing else to strangers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"state": "database does not answer", "version": __version__}, status=503)
    return JsonResponse({"state": "well", "version": __version__})


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """Too many failed sign-ins: say until when, and whom to ask."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "frame/locked_out.html", {"minutes": minutes}, status=429)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What the account may not do; nothing of the page is shown. An act that was tried is written down."""
    if request.method == "POST" and request.user.is_authenticated:
        route = request.resolver_match.route if request.resolver_match else ""
        note_refusal(actor=request.user.actor, route=route, path=request.path, at=clock.now())
    return render(request, "frame/refused.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page, or none that this account may see: the two look the same on purpose."""
    return render(request, "frame/not_found.html", status=404)
