"""The gates of one's own password and second factor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.utils.translation import gettext_lazy as _


class OwnPasswordForm(PasswordChangeForm):
    """The present password, and a further one that differs from it."""

    def clean(self) -> dict[str, Any]:
        """A password that somebody handed over is not kept by typing it again."""
        cleaned: dict[str, Any] = super().clean() or {}
        typed = cleaned.get("new_password1")
        if typed and typed == cleaned.get("old_password"):
            self.add_error("new_password1", _("That is the present password; choose another."))
        return cleaned


class PasswordAgainForm(forms.Form):
    """The own password, asked for before anything that could lock its owner out."""

    password = forms.CharField(
        label=_("Your password"), strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )  # fmt: skip


class FirstCodeForm(PasswordAgainForm):
    """The first code of an app, and the own password."""

    field_order = ("code", "password")
    code = forms.CharField(
        label=_("One-time code"), max_length=12, help_text=_("the six digits that the app shows now"),
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )  # fmt: skip
