"""The gates of the watch: clearing an alarm, a site's own limit, a plant's day, a matter."""

from __future__ import annotations

import math
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Organisation, Region
from nuandong.desk.directory.templatetags.directory import named
from nuandong.desk.watch.bench.field import Field
from nuandong.desk.watch.models import MatterKind
from nuandong.units import Pressure

MOST_PRESSURE: Pressure = 20.0
KINDS = {
    "industry": (MatterKind.COKE_OVEN, MatterKind.GUIDING, MatterKind.OTHER),
    "housing": (MatterKind.CITY_GAS, MatterKind.GUIDING, MatterKind.OTHER),
    "resources": (MatterKind.PRODUCER, MatterKind.OTHER),
    "energy": (MatterKind.CLEAN_HEATING, MatterKind.OTHER),
}


class NumberField(forms.FloatField):
    """A finite number; thousands may be parted by commas."""

    def to_python(self, value: Any) -> Any:
        number: Any = super().to_python(str(value).replace(",", "").replace("，", "") if value else value)
        if number is not None and not math.isfinite(number):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return number


class ClearForm(forms.Form):
    """What was found and done about an alarm."""

    words = forms.CharField(label=_("What was found and done"), max_length=400)


class SiteMarkForm(forms.Form):
    """A site's own least pressure, and whether it feeds coal-to-gas villages."""

    least_pressure = NumberField(
        label=_("Least pressure of this site (MPa gauge; empty: the rule's)"), required=False, min_value=0,
        max_value=MOST_PRESSURE,
    )  # fmt: skip
    is_coal_to_gas = forms.BooleanField(label=_("Feeds villages that went from coal to gas"), required=False)
    reason = forms.CharField(label=_("Why, and by whose word"), max_length=200)


class PlantDayForm(forms.Form):
    """What a plant says of a gas day."""

    gas_day = forms.DateField(label=_("Gas day"), widget=forms.DateInput({"type": "date"}))
    feed = NumberField(label=_("Feed gas"), min_value=0)
    output_t = NumberField(label=_("Output of LNG"), min_value=0, max_value=100_000)
    stock_t = NumberField(label=_("LNG in stock"), min_value=0, max_value=1_000_000, required=False)
    note = forms.CharField(label=_("Note"), max_length=400, required=False)


class PlaceField(forms.ModelChoiceField):
    """A region by its name."""

    def label_from_instance(self, obj: Any) -> str:
        return named(obj)


class MatterForm(forms.Form):
    """A matter as it is begun, within one department's field."""

    kind = forms.ChoiceField(label=_("What it is about"))
    title = forms.CharField(label=_("In few words"), max_length=200)
    region = PlaceField(label=_("Where"), queryset=Region.objects.none(), to_field_name="code")
    organisation = PlaceField(
        label=_("Who is to do it"), queryset=Organisation.objects.none(), to_field_name="code", required=False
    )
    due = forms.DateField(label=_("Due"), widget=forms.DateInput({"type": "date"}))
    words = forms.CharField(
        label=_("More about it"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, field: Field, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = KINDS.get(field.duty.department, (MatterKind.OTHER,))
        kind: Any = self.fields["kind"]
        kind.choices = [(one.value, one.label) for one in kinds]
        places: Any = self.fields["region"]
        places.queryset = field.places().order_by("code")
        own = field.users().exclude(organisation=None).values("organisation")
        doers = Organisation.objects.filter(code__in=own) | Organisation.objects.filter(
            code__in=field.companies().values("code")
        )
        companies: Any = self.fields["organisation"]
        companies.queryset = doers.distinct().order_by("code")


class MatterWordsForm(forms.Form):
    """How a matter goes on, or what came of it."""

    words = forms.CharField(label=_("Words"), max_length=2000, widget=forms.Textarea({"rows": 3}))
