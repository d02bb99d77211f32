"""What is done with orders, by POST alone; each act answers with the order's page.

Clauses: T-042 (approval by a second person), T-046 (waves, withdrawal).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nuandong.desk.directory.roles import APPROVE_ORDER, DRAFT_ORDER
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.dispatch.actions import decide
from nuandong.desk.dispatch.actions import draft as drafting
from nuandong.desk.dispatch.actions.edit import edit_lines
from nuandong.desk.dispatch.forms import LinesForm, WordsForm
from nuandong.desk.dispatch.models import Order, OrderState
from nuandong.desk.dispatch.refusals import Broken, Refused
from nuandong.desk.dispatch.views import found_order, may_see, order_page, run_to_draft
from nuandong.desk.frame import clock
from nuandong.desk.frame.views import refused

may_draft = permission_required(DRAFT_ORDER, raise_exception=True)
may_approve = permission_required(APPROVE_ORDER, raise_exception=True)
REFUSED = 409  # the records are in another state than the act needs

Act = Callable[[HttpRequest, Order], HttpResponse]


def act_upon_order(act: Act) -> Callable[..., HttpResponse]:
    """A view that does one act; what is refused comes back on the order's page, in words."""

    @require_POST
    @may_see
    @wraps(act)
    def view(request: HttpRequest, order: int) -> HttpResponse:
        found = found_order(request, order)
        if not scope_of(request.user).sees_all:
            return refused(request)
        try:
            return act(request, found)
        except Broken as broken:
            return order_page(request, found, refused=list(broken.findings), status=REFUSED)
        except Refused as why:
            messages.error(request, str(why))
            return HttpResponseRedirect(reverse("order", args=[found.pk]))

    return view


@require_POST
@may_draft
def draft(request: HttpRequest) -> HttpResponse:
    """Orders from the newest run of today's or tomorrow's gas day."""
    if not scope_of(request.user).sees_all:
        return refused(request)
    at = clock.now()
    run = run_to_draft(at)
    try:
        if run is None:
            raise Refused(_("No run of today or tomorrow waits for a draft. Assess the day anew first."))
        made = drafting.draft_orders(run=run, by=_account(request), at=at)
    except Refused as why:
        messages.error(request, str(why))
        return HttpResponseRedirect(reverse("orders"))
    messages.success(request, _("Drafted: %(orders)s. The network is being solved with their lines.") % {
        "orders": ", ".join(order.number for order in made)})  # fmt: skip
    return HttpResponseRedirect(reverse("order", args=[made[-1].pk]) if len(made) == 1 else reverse("orders"))


@require_http_methods(["GET", "POST"])
@may_draft
def edit(request: HttpRequest, order: int) -> HttpResponse:
    """A draft's lines as a form; every guard speaks at once, and nothing is kept while one is broken."""
    found = found_order(request, order)
    if not scope_of(request.user).sees_all or found.state != OrderState.DRAFT:
        return refused(request)
    form = LinesForm(request.POST or None, order=found)
    broken: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            edit_lines(order=found, reliefs=form.reliefs(), by=_account(request), at=clock.now(),
                                edition=form.cleaned_data["edition"])  # fmt: skip
        except Broken as why:
            broken = list(why.findings)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Kept. The network is being solved with these lines."))
            return HttpResponseRedirect(reverse("order", args=[found.pk]))
    shown = {"room": "orders", "order": found, "form": form, "refused": broken, "at": clock.now()}
    return render(request, "dispatch/edit.html", shown, status=REFUSED if broken or form.errors else 200)


@act_upon_order
def examine(request: HttpRequest, found: Order) -> HttpResponse:
    """Have the network solved with the lines as they stand."""
    drafting.ask_for_examination(found.gas_day, clock.now())
    return _back(request, found, _("The network is being solved with these lines; reload in a minute."))


@act_upon_order
@may_approve
def approve(request: HttpRequest, found: Order) -> HttpResponse:
    """The second person approves."""
    decide.approve(
        order=found, by=_account(request), at=clock.now(), alternatives_read="alternatives" in request.POST
    )
    return _back(
        request,
        found,
        _("%(order)s is approved. Issue it now, so that those it binds have their lead time.")
        % {"order": found.number},
    )


@act_upon_order
def issue(request: HttpRequest, found: Order) -> HttpResponse:
    """Everybody is told."""
    issued = decide.issue(order=found, by=_account(request), at=clock.now())
    return _back(request, found, _("%(order)s is issued: %(count)d notices.") % {
        "order": found.number, "count": issued.notices.count()})  # fmt: skip


@act_upon_order
def discard(request: HttpRequest, found: Order) -> HttpResponse:
    """A draft is taken off the table."""
    drafting.discard(order=found, by=_account(request), at=clock.now())
    messages.success(request, _("%(order)s is off the table.") % {"order": found.number})
    return HttpResponseRedirect(reverse("orders"))


@act_upon_order
@may_approve
def withdraw(request: HttpRequest, found: Order) -> HttpResponse:
    """An order is taken back, with its reason."""
    form = WordsForm(request.POST)
    if not form.is_valid():
        return order_page(request, found, words_form=form, status=REFUSED)
    decide.withdraw(order=found, by=_account(request), at=clock.now(), words=form.cleaned_data["words"])
    return _back(
        request,
        found,
        _("%(order)s is withdrawn; everybody who was told is told so.") % {"order": found.number},
    )


@act_upon_order
def close(request: HttpRequest, found: Order) -> HttpResponse:
    """An order has been carried out; users come back."""
    form = WordsForm(request.POST)
    if not form.is_valid():
        return order_page(request, found, words_form=form, status=REFUSED)
    decide.close(order=found, by=_account(request), at=clock.now(), words=form.cleaned_data["words"])
    return _back(request, found, _("%(order)s is closed.") % {"order": found.number})


@act_upon_order
def wave(request: HttpRequest, found: Order) -> HttpResponse:
    """A further wave where relief is too little."""
    made = drafting.draft_wave(order=found, by=_account(request), at=clock.now())
    messages.success(
        request,
        _("Drafted: %(orders)s. The network is being solved with their lines.") % {"orders": made.number},
    )
    return HttpResponseRedirect(reverse("order", args=[made.pk]))


def _back(request: HttpRequest, found: Order, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("order", args=[found.pk]))


def _account(request: HttpRequest) -> Any:
    return request.user
