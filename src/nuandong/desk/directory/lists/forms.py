"""The gates of lists and balance plans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.lists.actions import Sketch
from nuandong.desk.directory.lists.lint import counties_below
from nuandong.desk.directory.models import CurtailmentList, GasUser, Region
from nuandong.desk.directory.templatetags.directory import named
from nuandong.vocabulary import RegionKind

DAY = {"type": "date"}


class NamedField(forms.ModelChoiceField):
    """A record by its name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        return named(obj)


class DatedForm(forms.Form):
    """Something of a place, from a day to a day."""

    region = NamedField(label=_("Region"), queryset=Region.objects.none())
    begins = forms.DateField(label=_("First day"), widget=forms.DateInput(DAY))
    ends = forms.DateField(label=_("Last day"), widget=forms.DateInput(DAY))

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Region.objects.visible_to(account).exclude(kind=RegionKind.COUNTY)
        self._offer("region", places)

    def _offer(self, name: str, records: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = records

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", _("The last day lies before the first."))
        return cleaned


class ListForm(DatedForm):
    """A list to be drafted: whose users, guided by which department, taken over from which list."""

    department = forms.ChoiceField(label=_("Guided by"), required=False)
    copied = forms.ModelChoiceField(
        label=_("Begin with the points of"), required=False, queryset=CurtailmentList.objects.none(),
        empty_label=_("every point that an order may name"),
    )  # fmt: skip

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, account=account, **kwargs)
        names = (
            GasUser.objects.visible_to(account).exclude(department="").values_list("department", flat=True)
        )
        choices: Any = [("", _("all departments")), *((name, name) for name in sorted(set(names)))]
        field: Any = self.fields["department"]
        field.choices = choices
        self._offer("copied", CurtailmentList.objects.visible_to(account))

    def clean(self) -> dict[str, Any]:
        """A list is continued for its own place only."""
        cleaned = super().clean()
        copied, region = cleaned.get("copied"), cleaned.get("region")
        if copied and region and copied.region_id not in counties_below(region):
            self.add_error("copied", _("That list belongs to another place."))
        return cleaned

    def sketch(self) -> Sketch:
        """What was asked."""
        asked = self.cleaned_data
        return Sketch(asked["region"], asked["department"], asked["begins"], asked["ends"])
