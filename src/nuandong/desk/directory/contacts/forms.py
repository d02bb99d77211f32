"""The gate for contacts: every fault at once, beside its field."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.contacts.actions import Card

MOBILE = re.compile(r"1\d{10}")
PHONE = re.compile(r"[0-9+]{3,15}(-\d{1,6}){0,2}")
DIAL = {"inputmode": "tel", "autocomplete": "off"}


class CardForm(forms.Form):
    """Name, post and at least one number."""

    name = forms.CharField(
        label=_("Full name"), max_length=80, error_messages={"required": _("Write the full name.")}
    )
    post = forms.CharField(
        label=_("Post"), max_length=120, error_messages={"required": _("Write the post held, such as deputy mayor.")}
    )  # fmt: skip
    mobile = forms.CharField(label=_("Mobile"), max_length=40, required=False, widget=forms.TextInput(DIAL))
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(DIAL),
        help_text=_("with area code, such as 0351-0000000"),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail"), required=False, error_messages={"invalid": _("Write an address such as name@example.cn.")}
    )  # fmt: skip

    def clean_mobile(self) -> str:
        """Eleven digits beginning with 1; blanks and hyphens are dropped."""
        typed = re.sub(r"[\s-]", "", self.cleaned_data["mobile"]).removeprefix("+86")
        if typed and not MOBILE.fullmatch(typed):
            raise forms.ValidationError(_("A mobile number has 11 digits and begins with 1."))
        return typed

    def clean_phone(self) -> str:
        """Digits with area code and extension."""
        typed = re.sub(r"\s", "", self.cleaned_data["phone"])
        if typed and not PHONE.fullmatch(typed):
            raise forms.ValidationError(_("Write digits with the area code, such as 0351-0000000."))
        return typed

    def clean(self) -> dict[str, Any]:
        """Somebody without a number cannot be called at night."""
        cleaned = super().clean() or {}
        typed = (self.data.get("mobile", "").strip(), self.data.get("phone", "").strip())
        if not any(typed):
            self.add_error(
                "mobile", _("Give a mobile number or a telephone: somebody must be reached at night.")
            )
        return cleaned

    def card(self) -> Card:
        """What was typed, checked."""
        return Card(
            **{name: self.cleaned_data[name].strip() for name in ("name", "post", "mobile", "phone", "email")}
        )


class MemberForm(CardForm):
    """Somebody of a task force, with what the person does there."""

    task = forms.CharField(
        label=_("Task in the task force"), max_length=200,
        error_messages={"required": _("Write what the person does there.")}
    )  # fmt: skip
