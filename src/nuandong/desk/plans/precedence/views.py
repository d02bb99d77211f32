"""Pages of cities' orders: all cities side by side, one order, the builder.

Clause: T-028.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.desk.directory.acting import after, signed_in_account
from nuandong.desk.directory.lists.forms import DatedForm
from nuandong.desk.directory.models import PlanState, Region
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import APPROVE_LIST, DRAFT_LIST
from nuandong.desk.frame import clock
from nuandong.desk.frame.templatetags.figures import is_chinese
from nuandong.desk.plans.library.board import season_at
from nuandong.desk.plans.models import Precedence
from nuandong.desk.plans.precedence import actions
from nuandong.desk.plans.precedence.matrix import matrix_for
from nuandong.desk.plans.precedence.order import checked, limitable, name_of, protected
from nuandong.gasday import gas_day_of
from nuandong.vocabulary import RegionKind

PLACE = "place-"


class OrderForm(DatedForm):
    """A city's order: a number for each class, 1 is limited first."""

    reason = forms.CharField(
        label=gettext_lazy("Why other than the province"), required=False, max_length=400
    )

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, account=account, **kwargs)
        cities = Region.objects.visible_to(account).filter(kind=RegionKind.CITY)
        self._offer("region", cities)
        self.classes = limitable(gas_day_of(clock.now()))
        for one in self.classes:
            name = name_of(one.word)[0 if is_chinese() else 1]
            group = one.group_zh if is_chinese() else one.group_en
            self.fields[PLACE + one.word] = forms.IntegerField(
                label=f"{name} · {group}", min_value=1, max_value=len(self.classes), initial=one.place
            )

    def clean(self) -> dict[str, Any]:
        """Each number once, within the province's groups; every fault beside its class."""
        cleaned = super().clean()
        places = {one.word: cleaned.get(PLACE + one.word) for one in self.classes}
        numbers = list(places.values())
        for word, number in places.items():
            if number is not None and numbers.count(number) > 1:
                self.add_error(PLACE + word, _("This place is given twice."))
        if not self.errors:
            found = checked(self.limited(), cleaned["begins"])
            for finding in found.errors:
                column = str(finding.place.column)
                self.add_error(PLACE + column, finding.wanted_zh if is_chinese() else finding.wanted_en)
            if len(found.warnings) and not cleaned.get("reason", "").strip():
                self.add_error("reason", _("The order differs from the province's finer order; say why."))
        return cleaned

    def limited(self) -> tuple[str, ...]:
        """Classes, who is limited first at the front."""
        return tuple(
            sorted((one.word for one in self.classes), key=lambda word: self.cleaned_data[PLACE + word])
        )

    def sketch(self) -> actions.OrderSketch:
        """What was asked."""
        asked = self.cleaned_data
        return actions.OrderSketch(
            asked["region"], asked["begins"], asked["ends"], self.limited(), asked["reason"]
        )


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Cities side by side, and every version."""
    at = clock.now()
    shown = {
        "room": "plans", "at": at, "day": gas_day_of(at), "matrix": matrix_for(request.user, at),
        "kept": [_name(word) for word in protected(gas_day_of(at))],
        "versions": Precedence.objects.visible_to(request.user).select_related("region"),
        "may_draft": request.user.has_perm(DRAFT_LIST),
    }  # fmt: skip
    return render(request, "plans/city_orders.html", shown)


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """Build an order."""
    if not request.user.has_perm(DRAFT_LIST):
        raise PermissionDenied
    first, last = season_at(clock.now())
    form = OrderForm(request.POST or None, account=request.user, initial={"begins": first, "ends": last})
    if request.method == "POST" and form.is_valid():
        try:
            drafted = actions.draft_precedence(
                sketch=form.sketch(), by=signed_in_account(request), at=clock.now()
            )
            return HttpResponseRedirect(reverse("city-order", args=[drafted.pk]))
        except ActRefused as refused:
            form.add_error(None, str(refused))
    shown = {
        "room": "plans", "form": form, "kept": [_name(word) for word in protected(gas_day_of(clock.now()))],
        "places": [field for field in form if field.name.startswith(PLACE)],
        "others": [field for field in form if not field.name.startswith(PLACE)],
    }  # fmt: skip
    return render(request, "plans/city_order_form.html", shown)


@require_GET
def one(request: HttpRequest, precedence: int) -> HttpResponse:
    """One order, with what it does otherwise than the province."""
    held = _visible(request, precedence)
    by_word = {row.word: row for row in limitable(held.begins)}
    shown = {
        "room": "plans", "order": held, "at": clock.now(), "found": checked(held.limited, held.begins),
        "kept": [_name(word) for word in protected(held.begins)],
        "rows": [{"name": _name(word), "group": by_word.get(word), "place": place}
                 for place, word in enumerate(held.limited, start=1)],
        "may_submit": held.state == PlanState.DRAFT and request.user.has_perm(DRAFT_LIST),
        "may_approve": held.state == PlanState.SUBMITTED and request.user.has_perm(APPROVE_LIST),
        "may_withdraw": held.state == PlanState.APPROVED and held.withdrawn_at is None
        and request.user.has_perm(APPROVE_LIST),
    }  # fmt: skip
    return render(request, "plans/city_order.html", shown)


def act(request: HttpRequest, precedence: int, verb: str) -> HttpResponse:
    """Hand in, approve, withdraw."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    held, by, at = _visible(request, precedence), signed_in_account(request), clock.now()
    verbs = {
        "submit": (actions.submit_precedence, _("Handed in.")),
        "approve": (actions.approve_precedence, _("Approved.")),
        "withdraw": (actions.withdraw_precedence, _("Withdrawn.")),
    }
    if verb not in verbs:
        raise Http404
    verb_of, done = verbs[verb]
    return after(request, lambda: verb_of(precedence=held, by=by, at=at), done=done,
                 to=reverse("city-order", args=[held.pk]))  # fmt: skip


def _name(word: str) -> str:
    return name_of(word)[0 if is_chinese() else 1]


def _visible(request: HttpRequest, pk: int) -> Precedence:
    found: Precedence = get_object_or_404(
        Precedence.objects.visible_to(request.user).select_related("region", "drafted_by", "approved_by"),
        pk=pk,
    )
    return found
