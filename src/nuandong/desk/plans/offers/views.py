"""Pages of offers: the calendar, offers to answer, a company's own offer.

Clause: T-031.
"""

from __future__ import annotations

from datetime import timedelta
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
from nuandong.desk.directory.duty.views import named_month
from nuandong.desk.directory.lists.forms import DAY
from nuandong.desk.directory.models import DeliveryPoint
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import DECIDE_OFFER, OFFER_REDUCTION
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.directory.templatetags.directory import named
from nuandong.desk.frame import clock
from nuandong.desk.plans.models import Offer, OfferKind, OfferState
from nuandong.desk.plans.offers import actions
from nuandong.desk.plans.offers.board import calendar, month_of
from nuandong.gasday import gas_day_of

MOST_FLOW, MOST_HOURS, MOST_PRICE = 1e5, 720, 1000


class PointChoice(forms.ModelChoiceField):
    """A point of the company's own."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{named(obj.user)} · {obj.code} · {obj.load:.2f}"


class OfferForm(forms.Form):
    """What a company offers to leave unused."""

    point = PointChoice(label=gettext_lazy("Delivery point"), queryset=DeliveryPoint.objects.none(),
                        help_text=gettext_lazy("load in 10⁴ m³/d"))  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=OfferKind.choices)
    begins = forms.DateField(label=gettext_lazy("First gas day"), widget=forms.DateInput(DAY))
    ends = forms.DateField(label=gettext_lazy("Last gas day"), widget=forms.DateInput(DAY))
    amount = forms.FloatField(
        label=gettext_lazy("Less by"),
        min_value=0.0001,
        max_value=MOST_FLOW,
        help_text=gettext_lazy("10⁴ m³/d"),
    )
    notice_hours = forms.FloatField(
        label=gettext_lazy("Told before 08:00 by"), min_value=0, max_value=MOST_HOURS, initial=4,
        help_text=gettext_lazy("h"),
    )  # fmt: skip
    price = forms.DecimalField(
        label=gettext_lazy("Price"), min_value=0, max_value=MOST_PRICE, decimal_places=4, required=False,
        help_text=gettext_lazy("CNY/m³; empty: nothing is asked"),
    )  # fmt: skip
    words = forms.CharField(label=gettext_lazy("Words with it"), max_length=400, required=False)

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["point"]
        field.queryset = own_points(account)

    def clean(self) -> dict[str, Any]:
        """Days in order."""
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", _("The last day lies before the first."))
        return cleaned

    def sketch(self) -> actions.OfferSketch:
        """What is offered."""
        asked = self.cleaned_data
        return actions.OfferSketch(
            asked["begins"], asked["ends"], asked["amount"], asked["notice_hours"], asked["kind"], asked["price"],
            asked["words"],
        )  # fmt: skip


def own_points(account: Any) -> Any:
    """Points for which an account may offer."""
    codes = scope_of(account).organisations
    return DeliveryPoint.objects.filter(user__organisation__code__in=codes).select_related("user")


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The month's calendar, what waits for an answer, and every offer of the scope."""
    at = clock.now()
    month = named_month(request.GET.get("month", ""), gas_day_of(at))
    begins, ends = month_of(month)
    offers = Offer.objects.visible_to(request.user).select_related(
        "point__user", "point__county", "offered_by"
    )
    of_month = list(offers.open().filter(begins__lt=ends, ends__gte=begins))
    tomorrow = gas_day_of(at) + timedelta(days=1)
    waiting = list(offers.filter(state=OfferState.OFFERED))
    shown = {
        "room": "offers", "at": at, "day": tomorrow, "days": calendar(of_month, month), "month": begins,
        "blanks": range(begins.weekday()), "today": gas_day_of(at), "waiting": waiting,
        "earlier": (begins - timedelta(days=1)).strftime("%Y-%m"), "later": ends.strftime("%Y-%m"),
        "tomorrow": sum(one.amount for one in offers.standing(day=tomorrow, known_at=at)),
        "answered": offers.exclude(state=OfferState.OFFERED).order_by("-decided_at")[:40],
        "may_offer": request.user.has_perm(OFFER_REDUCTION) and own_points(request.user).exists(),
        "may_decide": request.user.has_perm(DECIDE_OFFER), "own": scope_of(request.user).organisations,
    }  # fmt: skip
    return render(request, "plans/offers.html", shown)


@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """A company offers."""
    if not request.user.has_perm(OFFER_REDUCTION):
        raise PermissionDenied
    tomorrow = gas_day_of(clock.now()) + timedelta(days=2)
    points = own_points(request.user)
    begun = {"begins": tomorrow, "ends": tomorrow, "point": points.first()}
    form = OfferForm(request.POST or None, account=request.user, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            actions.make_offer(point=form.cleaned_data["point"], sketch=form.sketch(), by=signed_in_account(request),
                               at=clock.now())  # fmt: skip
            return HttpResponseRedirect(reverse("offers"))
        except ActRefused as refused:
            form.add_error("amount", str(refused))
    return render(request, "plans/offer_form.html", {"room": "offers", "form": form})


def act(request: HttpRequest, offer: int, verb: str) -> HttpResponse:
    """Accept, refuse, take back."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    held = get_object_or_404(Offer.objects.visible_to(request.user), pk=offer)
    by, at, words = signed_in_account(request), clock.now(), request.POST.get("words", "")
    verbs: dict[str, Any] = {
        "accept": lambda: actions.accept_offer(offer=held, words=words, by=by, at=at),
        "refuse": lambda: actions.refuse_offer(offer=held, words=words, by=by, at=at),
        "take-back": lambda: actions.take_back_offer(offer=held, by=by, at=at),
    }
    done = {"accept": _("Accepted; it is used before anybody is cut."), "refuse": _("Declined."),
            "take-back": _("Taken back.")}  # fmt: skip
    if verb not in verbs:
        raise Http404
    return after(request, verbs[verb], done=done[verb], to=reverse("offers"))
