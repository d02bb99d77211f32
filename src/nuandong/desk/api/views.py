"""The page on which an account gives out and revokes its own tokens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nuandong.desk.api.actions import LONGEST_LIFE_DAYS, TokenRefused, give_token, revoke_token
from nuandong.desk.api.models import ApiToken, TokenScope
from nuandong.desk.directory.roles import USE_TOKENS
from nuandong.desk.frame import clock
from nuandong.desk.reporting.templatetags.reporting_words import is_english

USUAL_DAYS = 90
LONGEST_NUMBER = 6

may_use = permission_required(USE_TOKENS, raise_exception=True)


@never_cache
@require_http_methods(["GET", "POST"])
@may_use
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens; a fresh one is shown once, on the answer to its making."""
    account: Any = request.user
    typed = {"name": "", "scope": TokenScope.READ.value, "days": str(USUAL_DAYS)}
    text, fault = "", ""
    if request.method == "POST":
        typed = {name: request.POST.get(name, "")[:200] for name in typed}
        days = typed["days"].strip()
        number = int(days) if days.isascii() and days.isdecimal() and len(days) < LONGEST_NUMBER else 0
        try:
            text = give_token(name=typed["name"], scope=TokenScope(typed["scope"]), days=number, by=account,
                              at=clock.now())[1]  # fmt: skip
        except TokenRefused as refused:
            fault = refused.reason_en if is_english() else refused.reason_zh
        except ValueError:
            fault = _("Choose what the token may do.")
    shown = {
        "room": "api",
        "text": text,
        "fault": fault,
        "typed": typed,
        "scopes": TokenScope.choices,
        "longest": LONGEST_LIFE_DAYS,
        "now": timezone.now(),
        "tokens": ApiToken.objects.filter(account=account),
    }
    return render(request, "api/tokens.html", shown, status=400 if fault else 200)


@require_POST
@may_use
def revoke(request: HttpRequest, token: int) -> HttpResponse:
    """End one of one's own tokens now."""
    account: Any = request.user
    kept = get_object_or_404(ApiToken, pk=token, account=account)
    revoke_token(token=kept, by=account, at=clock.now())
    messages.success(request, _("The token is revoked; whoever still uses it is refused from now on."))
    return HttpResponseRedirect(reverse("api-tokens"))
