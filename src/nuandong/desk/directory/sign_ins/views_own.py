"""One's own pages: roles and sign-ins, password, second factor, recovery codes. Nobody else's ever show here.

Clause: T-098.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nuandong.desk.directory.acting import signed_in_account
from nuandong.desk.directory.models import Account, Membership, Role, SecondFactor
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.sign_ins import enrolling
from nuandong.desk.directory.sign_ins.checking import Verdict, has_factor
from nuandong.desk.directory.sign_ins.codes import address_for_app, secret_of
from nuandong.desk.directory.sign_ins.gate import HOW
from nuandong.desk.directory.sign_ins.own_forms import FirstCodeForm, OwnPasswordForm, PasswordAgainForm
from nuandong.desk.directory.sign_ins.required import must_have_factor
from nuandong.desk.directory.sign_ins.sessions import digest_of, end_all, end_one, follow_key, open_sign_ins
from nuandong.desk.directory.sign_ins.telling import changes_of, tell
from nuandong.desk.frame import clock


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """One's own roles, second factor, sign-ins, and what changed them of late."""
    account = signed_in_account(request)
    shown = {"room": "", "account": account, "memberships": memberships_of(account), "factor": _factor(account),
             "sign_ins": open_sign_ins(account), "present": _present(request),
             "is_required": must_have_factor(account),
             "changes": changes_of(account, at=clock.now())}  # fmt: skip
    return render(request, "directory/own_account.html", shown)


@require_POST
def end_own(request: HttpRequest, sign_in: str) -> HttpResponse:
    """End one of one's own sign-ins: a lost phone, a desk left open."""
    end_one(signed_in_account(request), sign_in)
    messages.success(request, _("That sign-in has ended."))
    return HttpResponseRedirect(reverse("own-account"))


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class OwnPassword(PasswordChangeView):
    """A new password of one's own; the present one is asked for."""

    template_name = "directory/own_password.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("own-account")

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep it; from now on nobody else knows it."""
        account, before = signed_in_account(self.request), _present(self.request)
        with transaction.atomic():
            answer = super().form_valid(form)
            follow_key(before, _present(self.request))
            Account.objects.filter(pk=account.pk).update(one_time_until=None)
            ended = end_all(account, but=_present(self.request))
            tell("change_password", account, {"ended": ended}, by=account, at=clock.now())
        messages.success(self.request, _("Your password is changed; your other sign-ins have ended."))
        return answer


@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app; with one, set up another while the present one goes on working."""
    account = signed_in_account(request)
    form = FirstCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = enrolling.confirm_factor(
                account=account, code=form.cleaned_data["code"], password=form.cleaned_data["password"],
                moment=timezone.now(), at=clock.now(), but=_present(request),
            )  # fmt: skip
        except ActRefused as refused:
            form.add_error(None, str(refused))
        else:
            request.session[HOW] = Verdict.CODE.value
            return render(request, "directory/recovery_codes.html", {"room": "", "codes": codes})
    seed = enrolling.pending_seed(account=account)
    shown = {"room": "", "form": form, "factor": _factor(account), "is_required": must_have_factor(account),
             "secret": _in_fours(secret_of(seed)),
             "picture": _picture(address_for_app(seed, username=account.username))}  # fmt: skip
    return render(request, "directory/second_factor.html", shown)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Fresh recovery codes, shown once."""
    account = signed_in_account(request)
    if not has_factor(account):
        return redirect("second-factor")
    form = PasswordAgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = enrolling.fresh_recovery_codes(
                account=account, password=form.cleaned_data["password"], at=clock.now()
            )
            return render(request, "directory/recovery_codes.html", {"room": "", "codes": codes})
        except ActRefused as refused:
            form.add_error("password", str(refused))
    shown = {"room": "", "form": form, "title": _("Fresh recovery codes"), "verb": _("Make ten fresh codes"),
             "note": _("Those of before open nothing any more.")}  # fmt: skip
    return render(request, "directory/own_form.html", shown)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def drop_factor(request: HttpRequest) -> HttpResponse:
    """Go back to the password alone, where no role asks for more."""
    account = signed_in_account(request)
    form = PasswordAgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enrolling.drop_factor(account=account, password=form.cleaned_data["password"], at=clock.now())
        except ActRefused as refused:
            form.add_error("password", str(refused))
        else:
            messages.success(request, _("You sign in by password alone again."))
            return HttpResponseRedirect(reverse("own-account"))
    shown = {"room": "", "form": form, "title": _("Sign in by password alone"), "verb": _("Drop the second factor"),
             "note": _("Whoever learns your password is then you.")}  # fmt: skip
    return render(request, "directory/own_form.html", shown)


def memberships_of(account: Account) -> list[tuple[Membership, Any]]:
    """Roles that an account holds today, with their words."""
    rows = account.memberships.in_force().select_related("region", "organisation")
    return [(row, Role(row.role).label) for row in rows]


def _factor(account: Account) -> dict[str, Any] | None:
    """Since when there is a second factor and how many recovery codes are left; None without one."""
    factor = SecondFactor.objects.filter(account=account).exclude(seed="").first()
    if factor is None:
        return None
    return {"since": factor.confirmed_at, "left": factor.recovery_codes.filter(used_at=None).count()}


def _present(request: HttpRequest) -> str:
    return digest_of(request.session.session_key or "")


def _in_fours(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def _picture(address: str) -> SafeString:
    """The address as a QR code: black on white in both themes, or no camera reads it."""
    import segno

    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(
        scale=4, border=3, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)  # drawn by us of our own address; nothing of it was typed
