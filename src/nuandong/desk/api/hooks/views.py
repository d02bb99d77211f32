"""The pages of an account's own webhooks: who is told of what, what was sent, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nuandong.desk.api.hooks import actions
from nuandong.desk.api.hooks.delivering import TRIES
from nuandong.desk.api.hooks.forms import SubscriptionForm
from nuandong.desk.api.hooks.kinds import EventKind
from nuandong.desk.api.hooks.models import Event, EventState, Subscription
from nuandong.desk.directory.roles import USE_TOKENS
from nuandong.desk.frame import clock

EVENTS_A_PAGE = 50
NOT_SENT = (EventState.GIVEN_UP, EventState.DROPPED)

may_use = permission_required(USE_TOKENS, raise_exception=True)


@never_cache
@require_http_methods(["GET", "POST"])
@may_use
def hooks(request: HttpRequest) -> HttpResponse:
    """One's own subscriptions, and the form for another; its secret is shown once, on the answer."""
    account: Any = request.user
    form = SubscriptionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made, secret = actions.subscribe(**form.cleaned_data, by=account, at=clock.now())
        except actions.HookRefused as refused:
            form.add_error(refused.field or None, refused.reason)
        else:
            return _page_of(request, made, secret=secret)
    told = Count("events", filter=Q(events__state=EventState.DELIVERED))
    waiting = Count("events", filter=Q(events__state=EventState.WAITING))
    lost = Count("events", filter=Q(events__state=EventState.GIVEN_UP))
    rows = Subscription.objects.filter(account=account).annotate(well=told, waiting=waiting, lost=lost)
    shown = {"room": "api", "form": form, "rows": rows, "now": clock.now()}
    return render(request, "api/hooks.html", shown, status=400 if form.errors else 200)


@never_cache
@require_http_methods(["GET"])
@may_use
def hook(request: HttpRequest, hook: int) -> HttpResponse:
    """One subscription and its events, newest first."""
    return _page_of(request, _own(request, hook))


@never_cache
@require_POST
@may_use
def change_secret(request: HttpRequest, hook: int) -> HttpResponse:
    """Another secret, shown once."""
    account: Any = request.user
    kept = _own(request, hook)
    secret = actions.rotate_secret(subscription=kept, by=account, at=clock.now())
    return _page_of(request, _own(request, hook), secret=secret)


@require_POST
@may_use
def forget_secret(request: HttpRequest, hook: int) -> HttpResponse:
    """The earlier secret signs no longer."""
    return _done(request, hook, actions.forget_previous_secret, _("The earlier secret signs no longer."))


@require_POST
@may_use
def switch_off(request: HttpRequest, hook: int) -> HttpResponse:
    """Send nothing more."""
    return _done(request, hook, actions.switch_off, _("Switched off: nothing more is sent there."))


@require_POST
@may_use
def switch_on(request: HttpRequest, hook: int) -> HttpResponse:
    """Send again."""
    return _done(request, hook, actions.switch_on, _("Switched on: what happens from now on is told."))


@require_POST
@may_use
def send_trial(request: HttpRequest, hook: int) -> HttpResponse:
    """Try the address."""
    return _done(
        request, hook, actions.send_trial, _("A trial is on its way; its answer stands below in a moment.")
    )


@require_POST
@may_use
def send_again(request: HttpRequest, hook: int, event: int) -> HttpResponse:
    """Send one event once more."""
    account: Any = request.user
    one = get_object_or_404(
        Event.objects.select_related("subscription"), pk=event, subscription=_own(request, hook)
    )
    try:
        actions.send_again(event=one, by=account, at=clock.now())
    except actions.HookRefused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, _("It goes out once more."))
    return HttpResponseRedirect(reverse("hook", args=[hook]))


def _done(request: HttpRequest, number: int, verb: Callable[..., Any], words: str) -> HttpResponse:
    account: Any = request.user
    try:
        verb(subscription=_own(request, number), by=account, at=clock.now())
    except actions.HookRefused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, words)
    return HttpResponseRedirect(reverse("hook", args=[number]))


def _own(request: HttpRequest, number: int) -> Subscription:
    account: Any = request.user
    return get_object_or_404(Subscription, pk=number, account=account)


def _page_of(request: HttpRequest, kept: Subscription, *, secret: str = "") -> HttpResponse:
    words = dict(EventKind.choices)
    until = kept.previous_until
    page = Paginator(kept.events.all(), EVENTS_A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "room": "api",
        "hook": kept,
        "kinds": [words.get(kind, kind) for kind in kept.kinds],
        "events": page,
        "rows": [(event, words.get(event.kind, _("Trial")), event.state in NOT_SENT) for event in page],
        "secret": secret,
        "both_until": until if until is not None and until > timezone.now() and kept.previous_seed else None,
        "tries": TRIES,
        "now": clock.now(),
    }
    return render(request, "api/hook.html", shown)
