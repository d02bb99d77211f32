"""Pages of accounts: all of them, one with its roles and sign-ins, grants that wait.

Clause: T-098 (system, security and audit administrators apart).
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nuandong.desk.directory.acting import after, signed_in_account
from nuandong.desk.directory.models import Account, GrantRequest, GrantState, Membership
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import GRANT_ROLES, KEEP_ACCOUNTS
from nuandong.desk.directory.sign_ins import actions, enrolling, grants
from nuandong.desk.directory.sign_ins.apart import accounts_of
from nuandong.desk.directory.sign_ins.checking import has_factor
from nuandong.desk.directory.sign_ins.forms import AccountForm, GrantForm
from nuandong.desk.directory.sign_ins.sessions import open_sign_ins
from nuandong.desk.directory.sign_ins.views_own import memberships_of
from nuandong.desk.frame import clock

ACCOUNTS_A_PAGE = 50
ACTS = {
    "lock": (actions.lock_account, "locked"),
    "unlock": (actions.unlock_account, "unlocked"),
    "close": (actions.close_account, "closed"),
    "end-sign-ins": (actions.end_sessions, "ended"),
    "reset-second-factor": (enrolling.reset_factor, "reset"),
}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Accounts that this administrator keeps, and grants that wait for a decision."""
    _require_keeper(request)
    found = accounts_of(request.user).prefetch_related("memberships__region", "memberships__organisation")
    words = request.GET.get("q", "")
    if words:
        found = found.filter(username__icontains=words)
    shown = {
        "room": "accounts", "words": words, "page": Paginator(found, ACCOUNTS_A_PAGE).get_page(request.GET.get("page")),
        "waiting": GrantRequest.objects.visible_to(request.user).filter(state=GrantState.DRAFT)
        .select_related("account", "drafted_by", "region", "organisation"),
        "may_keep": request.user.has_perm(KEEP_ACCOUNTS), "may_grant": request.user.has_perm(GRANT_ROLES),
    }  # fmt: skip
    return render(request, "directory/accounts.html", shown)


@never_cache
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Open an account; its first password is shown once."""
    if not request.user.has_perm(KEEP_ACCOUNTS):
        raise PermissionDenied
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account, password = actions.create_account(
            username=form.cleaned_data["username"], person=form.cleaned_data["person"], post=form.cleaned_data["post"],
            by=signed_in_account(request), at=clock.now(),
        )  # fmt: skip
        return _once(request, account, password)
    shown = {"room": "accounts", "form": form, "title": _("Open an account"), "verb": _("Open"),
             "note": _("It has no role yet; draft a grant for it next."), "back": reverse("accounts")}  # fmt: skip
    return render(request, "directory/account_form.html", shown)


@require_GET
def one(request: HttpRequest, account: int) -> HttpResponse:
    """One account with its roles, grants and sign-ins."""
    _require_keeper(request)
    found = _kept(request, account)
    shown = {
        "room": "accounts", "account": found, "is_own": found.pk == request.user.pk,
        "memberships": memberships_of(found), "sign_ins": open_sign_ins(found),
        "has_factor": has_factor(found),
        "grants": GrantRequest.objects.visible_to(request.user).filter(account=found)
        .select_related("region", "organisation", "drafted_by", "decided_by"),
        "may_keep": request.user.has_perm(KEEP_ACCOUNTS), "may_grant": request.user.has_perm(GRANT_ROLES),
    }  # fmt: skip
    return render(request, "directory/account.html", shown)


@require_POST
def act(request: HttpRequest, account: int, verb: str) -> HttpResponse:
    """Lock, unlock, close, end sign-ins."""
    _require_keeper(request)
    found = _kept(request, account)
    if verb not in ACTS:
        raise PermissionDenied
    by, at = signed_in_account(request), clock.now()
    done = {"lock": _("Locked; its sign-ins have ended."), "unlock": _("Unlocked."), "close": _("Closed for good."),
            "end-sign-ins": _("Its sign-ins have ended."),
            "reset-second-factor": _("The second factor is gone; its owner is told and sets up another.")}  # fmt: skip
    return after(
        request, lambda: ACTS[verb][0](account=found, by=by, at=at), done=done[verb],
        to=reverse("account", args=[found.pk]),
    )  # fmt: skip


@never_cache
@require_POST
def set_password(request: HttpRequest, account: int) -> HttpResponse:
    """A fresh password, shown once."""
    _require_keeper(request)
    found = _kept(request, account)
    try:
        password = actions.set_password(account=found, by=signed_in_account(request), at=clock.now())
    except ActRefused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("account", args=[found.pk]))
    return _once(request, found, password)


@require_http_methods(["GET", "POST"])
def draft_grant(request: HttpRequest, account: int) -> HttpResponse:
    """Ask for a role."""
    if not request.user.has_perm(KEEP_ACCOUNTS):
        raise PermissionDenied
    found = _kept(request, account)
    form = GrantForm(request.POST or None, keeper=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            grants.draft_grant(account=found, wish=form.wish(), by=signed_in_account(request), at=clock.now())
            messages.success(request, _("Drafted; the security administrator decides."))
            return HttpResponseRedirect(reverse("account", args=[found.pk]))
        except ActRefused as refused:
            form.add_error(None, str(refused))
    shown = {"room": "accounts", "form": form, "title": _("A role for %(name)s") % {"name": found.username},
             "verb": _("Draft the grant"), "note": _("It holds once the security administrator approves it."),
             "back": reverse("account", args=[found.pk])}  # fmt: skip
    return render(request, "directory/account_form.html", shown)


@require_POST
def decide_grant(request: HttpRequest, grant: int, verb: str) -> HttpResponse:
    """Approve or refuse."""
    _require_keeper(request)
    found = get_object_or_404(GrantRequest.objects.visible_to(request.user), pk=grant)
    acts: dict[str, Any] = {"approve": grants.approve_grant, "refuse": grants.refuse_grant}
    if verb not in acts:
        raise PermissionDenied
    by, at = signed_in_account(request), clock.now()
    return after(
        request, lambda: acts[verb](grant=found, by=by, at=at), done=_("Decided."), to=reverse("accounts")
    )


@require_POST
def end_membership(request: HttpRequest, membership: int) -> HttpResponse:
    """A role ends."""
    _require_keeper(request)
    found = get_object_or_404(
        Membership.objects.visible_to(request.user).select_related("account"), pk=membership
    )
    by, at, to = signed_in_account(request), clock.now(), reverse("account", args=[found.account_id])
    return after(
        request,
        lambda: grants.end_membership(membership=found, by=by, at=at),
        done=_("The role has ended."),
        to=to,
    )


def _once(request: HttpRequest, account: Account, password: str) -> HttpResponse:
    shown = {"account": account, "password": password, "room": "accounts"}
    return render(request, "directory/password_once.html", shown)


def _kept(request: HttpRequest, pk: int) -> Account:
    found: Account = get_object_or_404(accounts_of(request.user), pk=pk)
    return found


def _require_keeper(request: HttpRequest) -> None:
    if not (request.user.has_perm(KEEP_ACCOUNTS) or request.user.has_perm(GRANT_ROLES)):
        raise PermissionDenied
