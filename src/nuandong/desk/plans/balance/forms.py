"""The gates of balance plans: the plan as it is begun, one measure, a week's gap, a workbook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.lists.forms import DAY, DatedForm, NamedField
from nuandong.desk.directory.models import BalancePlan, MeasureSort, Organisation
from nuandong.desk.plans.balance.actions import MeasureSketch, PlanSketch

MOST = 1e5
FLOW = _("10⁴ m³/d")


class PlanForm(DatedForm):
    """A balance plan to be drafted."""

    gap = forms.FloatField(
        label=_("Gap on the worst day"), min_value=0, max_value=MOST, required=False,
        help_text=_("10⁴ m³/d; empty: as the season outlook tells each week"),
    )  # fmt: skip

    def sketch(self) -> PlanSketch:
        """What was asked."""
        asked = self.cleaned_data
        return PlanSketch(asked["region"], asked["begins"], asked["ends"], asked["gap"])


class MeasureForm(forms.Form):
    """One measure with its owner; without days it holds as long as the plan."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MeasureSort.choices)
    name = forms.CharField(label=_("Measure"), max_length=200)
    amount = forms.FloatField(
        label=_("Gives"), min_value=0.0001, max_value=MOST, help_text=FLOW,
        error_messages={"min_value": _("A measure gives more than nothing.")},
    )  # fmt: skip
    begins = forms.DateField(label=_("First day"), required=False, widget=forms.DateInput(DAY))
    ends = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput(DAY))
    owner = NamedField(label=_("Who answers for it"), queryset=Organisation.objects.none())

    def __init__(self, *args: Any, account: Any, plan: BalancePlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        field: Any = self.fields["owner"]
        field.queryset = Organisation.objects.visible_to(account)

    def clean(self) -> dict[str, Any]:
        """Its days lie in order, within the plan's."""
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("begins") or self.plan.begins, cleaned.get("ends") or self.plan.ends
        if ends < begins:
            self.add_error("ends", _("The last day lies before the first."))
        for name, day in (("begins", begins), ("ends", ends)):
            if not self.plan.begins <= day <= self.plan.ends and name not in self.errors:
                self.add_error(name, _("This day lies outside the plan."))
        return cleaned

    def sketch(self) -> MeasureSketch:
        """What was asked."""
        asked = self.cleaned_data
        return MeasureSketch(
            asked["name"], asked["amount"], asked["owner"], asked["kind"], asked["begins"], asked["ends"]
        )


class WeekForm(forms.Form):
    """A week's gap to be raised."""

    gap = forms.FloatField(label=_("Gap"), min_value=0, max_value=MOST, help_text=FLOW)


class BookForm(forms.Form):
    """A workbook of measures."""

    book = forms.FileField(label=_("Workbook (.xlsx)"))
