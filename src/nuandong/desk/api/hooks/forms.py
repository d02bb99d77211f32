"""The gate of a wish to be told: every fault at once, beside its field."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.desk.api.hooks.actions import LONGEST_NAME, fault_of_address
from nuandong.desk.api.hooks.addresses import LONGEST_ADDRESS
from nuandong.desk.api.hooks.kinds import EventKind

HTTPS = "https://"


class SubscriptionForm(forms.Form):
    """Which system, where, of what."""

    name = forms.CharField(label=_("Name: which system is told"), max_length=LONGEST_NAME)
    address = forms.CharField(
        label=_("Its address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput({"inputmode": "url", "placeholder": HTTPS, "autocomplete": "off"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What it is told"),
        choices=EventKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of event.")},
    )

    def clean_address(self) -> str:
        """An address that the desk may call."""
        address: str = self.cleaned_data["address"]
        fault = fault_of_address(address)
        if fault:
            raise forms.ValidationError(fault, code="address")
        return address
