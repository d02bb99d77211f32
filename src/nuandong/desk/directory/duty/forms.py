"""The gates of duty: a rota by turns, one watch of a draft, a hand-over note."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.duty.actions import Turns
from nuandong.desk.directory.models import Organisation, Person
from nuandong.gasday import CHINA

HOURS = (
    (12, _("12 hours (08:00 and 20:00)")),
    (24, _("24 hours (from 08:00)")),
    (8, _("8 hours (08, 16, 00)")),
)
FIRST_HOUR = time(8)


def people_of(organisation: Organisation) -> Any:
    """Those who may stand duty for an organisation: its people, and accounts that hold a role for it or its place."""
    roles = Q(account__memberships__organisation=organisation)
    if organisation.region_id:
        roles |= Q(account__memberships__region=organisation.region_id)
    return (
        Person.objects.filter(Q(organisation=organisation) | roles, erased_at__isnull=True).exclude(name="")
        .order_by("id").distinct()
    )  # fmt: skip


class PeopleField(forms.ModelMultipleChoiceField):
    """People by name and post."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} {obj.post}".strip()


class PersonField(forms.ModelChoiceField):
    """One of them."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} {obj.post}".strip()


class TurnsForm(forms.Form):
    """People take turns from a day on."""

    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput({"type": "date"}))
    days = forms.IntegerField(
        label=_("How many days"), min_value=1, max_value=62, initial=31, error_messages={
            "min_value": _("A rota spans 1 to 62 days."), "max_value": _("A rota spans 1 to 62 days.")})  # fmt: skip
    hours = forms.TypedChoiceField(label=_("Length of a watch"), coerce=int, choices=HOURS)
    people = PeopleField(
        label=_("Who takes turns, two a watch"), queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least two people to take turns.")},
    )  # fmt: skip

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        field.queryset = people_of(organisation)

    def clean_people(self) -> list[Person]:
        """One person cannot be two."""
        chosen = list(self.cleaned_data["people"])
        if len(chosen) < 2:
            raise forms.ValidationError(_("Choose at least two people to take turns."))
        return chosen

    def turns(self) -> Turns:
        """What was asked; watches begin with the gas day, at 08:00."""
        asked = self.cleaned_data
        begins_at = datetime.combine(asked["first_day"], FIRST_HOUR, CHINA)
        return Turns(begins_at, asked["days"], asked["hours"], asked["people"])


class WatchForm(forms.Form):
    """One person on one watch."""

    person = PersonField(label=_("Person"), queryset=Person.objects.none())
    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}))
    hour = forms.IntegerField(label=_("From hour"), min_value=0, max_value=23, initial=8)
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=24, initial=12)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = people_of(organisation)

    def span(self) -> tuple[datetime, datetime]:
        """From when to when."""
        begins = datetime.combine(self.cleaned_data["day"], time(self.cleaned_data["hour"]), CHINA)
        return begins, begins + timedelta(hours=self.cleaned_data["hours"])
