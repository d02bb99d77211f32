"""Pages of the register: how much can be had how soon, each point's terms, recording terms, the table.

Clause: T-030.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.desk.directory.acting import signed_in_account
from nuandong.desk.directory.lists.forms import DAY
from nuandong.desk.directory.models import DeliveryPoint
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import DRAFT_LIST
from nuandong.desk.directory.templatetags.directory import named
from nuandong.desk.frame import clock
from nuandong.desk.frame.cells import csv_answer
from nuandong.desk.plans.balance.weeks import gaps_told, words_of_source
from nuandong.desk.plans.flex.actions import TermsSketch, record_terms
from nuandong.desk.plans.flex.drawing import curve_drawing
from nuandong.desk.plans.flex.register import curve, rows_for
from nuandong.desk.plans.library.board import season_at
from nuandong.desk.plans.models import AlternateFuel, FlexKind
from nuandong.desk.plans.places import widest
from nuandong.gasday import gas_day_of

HEAD = ("point", "user", "county", "kind", "contract", "amount", "lead_hours", "days", "days_left", "fuel",
        "switch_hours", "compensation_cny_per_m3", "source")  # fmt: skip
MOST_FLOW, MOST_HOURS, MOST_DAYS, MOST_PRICE = 1e5, 720, 366, 1000


class PointChoice(forms.ModelChoiceField):
    """A point by its user's name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{named(obj.user)} · {obj.code}"


class TermsForm(forms.Form):
    """Terms of one point."""

    point = PointChoice(label=gettext_lazy("User"), queryset=DeliveryPoint.objects.none())
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=FlexKind.choices)
    contract = forms.CharField(label=gettext_lazy("Contract number"), max_length=120, required=False)
    begins = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(DAY))
    ends = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(DAY))
    amount = forms.FloatField(
        label=gettext_lazy("Can be had back"),
        min_value=0.0001,
        max_value=MOST_FLOW,
        help_text=gettext_lazy("10⁴ m³/d"),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days a season"), min_value=1, max_value=MOST_DAYS, required=False,
        help_text=gettext_lazy("empty: no limit"),
    )  # fmt: skip
    notice_hours = forms.FloatField(
        label=gettext_lazy("Told ahead"), min_value=0, max_value=MOST_HOURS, help_text=gettext_lazy("h")
    )
    fuel = forms.ChoiceField(
        label=gettext_lazy("Burnt instead"), choices=AlternateFuel.choices, required=False
    )
    switch_hours = forms.FloatField(
        label=gettext_lazy("Time to switch"), min_value=0, max_value=MOST_HOURS, required=False,
        help_text=gettext_lazy("h"),
    )  # fmt: skip
    compensation = forms.DecimalField(
        label=gettext_lazy("Compensation"), min_value=0, max_value=MOST_PRICE, decimal_places=4, required=False,
        help_text=gettext_lazy("CNY/m³; empty: none agreed"),
    )  # fmt: skip
    words = forms.CharField(label=gettext_lazy("Further terms"), max_length=400, required=False)

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["point"]
        field.queryset = DeliveryPoint.objects.visible_to(account).select_related("user")

    def clean(self) -> dict[str, Any]:
        """Days in order; another fuel is named."""
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", _("The last day lies before the first."))
        if cleaned.get("kind") == FlexKind.SUBSTITUTABLE and not cleaned.get("fuel"):
            self.add_error("fuel", _("Say which fuel takes the place of gas."))
        return cleaned

    def sketch(self) -> TermsSketch:
        """What was agreed."""
        asked = self.cleaned_data
        return TermsSketch(
            asked["kind"], asked["begins"], asked["ends"], asked["amount"], asked["notice_hours"], asked["days"],
            asked["contract"], asked["fuel"], asked["switch_hours"] or 0.0, asked["compensation"], asked["words"],
        )  # fmt: skip


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """How much can be had within how many hours, held against the design gap; and every point."""
    at = clock.now()
    day, place = gas_day_of(at), widest(request.user)
    rows = rows_for(request.user, day)
    steps = curve(rows)
    told = gaps_told(place) if place is not None else None
    gap = max(told.by_day.values(), default=None) if told is not None else None
    total = steps[-1].total if steps else 0.0
    shown = {
        "room": "plans", "at": at, "day": day, "place": place, "rows": rows, "steps": steps, "gap": gap,
        "told_by": words_of_source(told.source) if gap is not None and told else "", "total": total,
        "missing": None if gap is None else max(0.0, gap - total),
        "drawing": curve_drawing(rows, gap), "without_terms": sum(row.terms is None for row in rows),
        "may_record": request.user.has_perm(DRAFT_LIST) and place is not None,
    }  # fmt: skip
    return render(request, "plans/flexible.html", shown)


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Record terms."""
    if not request.user.has_perm(DRAFT_LIST):
        raise PermissionDenied
    first, last = season_at(clock.now())
    point = DeliveryPoint.objects.visible_to(request.user).filter(code=request.GET.get("point", "")).first()
    begun = {"begins": first, "ends": last, "point": point.pk if point else None}
    form = TermsForm(request.POST or None, account=request.user, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            record_terms(point=form.cleaned_data["point"], sketch=form.sketch(), by=signed_in_account(request),
                         at=clock.now())  # fmt: skip
            return HttpResponseRedirect(reverse("flexible"))
        except ActRefused as refused:
            form.add_error("amount", str(refused))
    return render(request, "plans/terms_form.html", {"room": "plans", "form": form})


@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """The register as CSV, figures in full."""
    lines: list[tuple[Any, ...]] = [HEAD]
    for row in rows_for(request.user, gas_day_of(clock.now())):
        terms = row.terms
        lines.append((
            row.point.code, row.point.user.name_zh, row.point.county_id, row.kind,
            terms.contract if terms else "", repr(row.amount), repr(row.lead_hours),
            "" if row.days is None else row.days, "" if row.days_left is None else row.days_left,
            terms.fuel if terms else "", repr(terms.switch_hours) if terms else "",
            "" if terms is None or terms.compensation is None else terms.compensation,
            "terms" if terms else "record",
        ))  # fmt: skip
    return csv_answer("flexible.csv", lines)
