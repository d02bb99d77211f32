"""Signing in: name and password, then a code where the account has a second factor.

Between the two nobody is signed in: the session only knows whose password was right, for five minutes. Wrong codes
count towards the same lockout as wrong passwords, and five in a row lock the factor from every address.
"""

from __future__ import annotations

import time
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from nuandong.desk.directory.models import Account
from nuandong.desk.directory.sign_ins.checking import Verdict, check_code, has_factor
from nuandong.desk.directory.sign_ins.gate import BEGAN, HOW, PASSWORD
from nuandong.desk.frame import clock
from nuandong.desk.frame.views import locked_out

HALFWAY = "halfway"  # under which a session keeps whose password was right
HALFWAY_S = 300
BACKEND = "django.contrib.auth.backends.ModelBackend"
WORDS = {
    Verdict.WRONG: lambda: _(
        "This code does not fit. Type the six digits that the app shows now, or a recovery code."
    ),
    Verdict.USED: lambda: _("This code was used before. Wait for the app's next one."),
}


class SignInForm(AuthenticationForm):
    """Name and password; a password that was handed over works until its last day."""

    expired = False

    def confirm_login_allowed(self, user: Any) -> None:
        """Refuse accounts that are closed or locked, and one-time passwords past their day."""
        super().confirm_login_allowed(user)
        if user.one_time_until is not None and user.one_time_until < timezone.now():
            self.expired = True
            raise forms.ValidationError("expired")


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """Name and password; five failures of a name from one address lock it for a quarter of an hour."""

    template_name = "frame/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Come in, or go on to the second factor."""
        account: Any = form.get_user()
        if not has_factor(account):
            return enter(self.request, account, how=PASSWORD, to=self.get_success_url())
        self.request.session.cycle_key()
        self.request.session[HALFWAY] = {
            "account": account.pk, "password": account.get_session_auth_hash(), "to": self.get_success_url(),
            "until": time.time() + HALFWAY_S,
        }  # fmt: skip
        return redirect("second-step")


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The code of the app, or a recovery code."""
    account = _halfway(request)
    if account is None:
        messages.info(request, _("Begin with name and password."))
        return redirect("login")
    named = {"username": account.username}
    if not AxesProxyHandler.is_allowed(request, named):
        return locked_out(request)
    if request.method == "GET":
        return render(request, "directory/second_step.html")
    verdict = check_code(
        account=account, code=request.POST.get("code", ""), moment=timezone.now(), at=clock.now()
    )
    if verdict in (Verdict.CODE, Verdict.RECOVERY):
        return _come_in(request, account, verdict)
    if verdict is Verdict.LOCKED:
        return locked_out(request)
    AxesProxyHandler.user_login_failed(sender=second_step, credentials=named, request=request)
    return render(request, "directory/second_step.html", {"trouble": WORDS[verdict]()})


def enter(request: HttpRequest, account: Account, *, how: str, to: str) -> HttpResponse:
    """Sign somebody in under a fresh key, and remember how."""
    login(request, account, backend=BACKEND)
    request.session[HOW], request.session[BEGAN] = how, time.time()
    return HttpResponseRedirect(to)


def _come_in(request: HttpRequest, account: Account, verdict: Verdict) -> HttpResponse:
    to = request.session.pop(HALFWAY)["to"]
    answer = enter(request, account, how=verdict.value, to=to)
    if verdict is Verdict.RECOVERY:
        left = account.second_factor.recovery_codes.filter(used_at=None).count()
        messages.warning(
            request, _("That recovery code is used up; %(left)d are left. Make fresh ones.") % {"left": left}
        )
    return answer


def _halfway(request: HttpRequest) -> Account | None:
    """Whose password was right a moment ago, if it still is."""
    kept = request.session.get(HALFWAY)
    if kept is None or kept["until"] < time.time():
        request.session.pop(HALFWAY, None)
        return None
    account: Account | None = Account.objects.filter(pk=kept["account"], is_active=True).first()
    if account is None or not constant_time_compare(kept["password"], account.get_session_auth_hash()):
        return None
    return account
