"""The gates of accounts and grants."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Account, Organisation, Region, Role
from nuandong.desk.directory.sign_ins.grants import Wish
from nuandong.desk.directory.templatetags.directory import named

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


class AccountForm(forms.Form):
    """A sign-in name, and who stands behind it."""

    username = forms.CharField(
        label=_("Sign-in name"), max_length=40, help_text=_("small letters, digits, . _ -; 3 to 40"),
        widget=forms.TextInput({"autocapitalize": "none", "autocomplete": "off"}),
    )  # fmt: skip
    person = forms.CharField(label=_("Full name"), max_length=80)
    post = forms.CharField(label=_("Post"), max_length=120)

    def clean_username(self) -> str:
        """Small letters and digits, not taken."""
        typed: str = self.cleaned_data["username"].strip()
        if not NAME.fullmatch(typed):
            raise forms.ValidationError(
                _("Use 3 to 40 small letters, digits, dots or hyphens, a letter or digit first.")
            )
        if Account.objects.filter(username=typed).exists():
            raise forms.ValidationError(_("This name is taken; choose another."))
        return typed


class NamedField(forms.ModelChoiceField):
    """A record by its name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        return named(obj)


class GrantForm(forms.Form):
    """A role, for a place or an organisation, and why."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    region = NamedField(label=_("Region"), queryset=Region.objects.none(), required=False)
    organisation = NamedField(
        label=_("or organisation"), queryset=Organisation.objects.none(), required=False
    )
    reason = forms.CharField(label=_("Why"), max_length=200, help_text=_("such as the paper that appoints"))

    def __init__(self, *args: Any, keeper: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["region"]
        places.queryset = Region.objects.visible_to(keeper)
        organisations: Any = self.fields["organisation"]
        organisations.queryset = Organisation.objects.visible_to(keeper)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned = super().clean() or {}
        if bool(cleaned.get("region")) is bool(cleaned.get("organisation")) and "region" not in self.errors:
            self.add_error(
                "region", _("A role is for a place or for an organisation: choose one of the two.")
            )
        return cleaned

    def wish(self) -> Wish:
        """What was asked."""
        asked = self.cleaned_data
        return Wish(Role(asked["role"]), asked["region"], asked["organisation"], asked["reason"])
