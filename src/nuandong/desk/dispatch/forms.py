"""The gate for what is typed about orders: every fault at once, beside its field, what was typed still there."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.desk.dispatch.models import Order, OrderLine

PREFIX = "relief-"
FINEST = 4  # decimals: whole cubic metres


class LinesForm(forms.Form):
    """The relief of every line of a draft, and one further point."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    point = forms.CharField(label=_("Code of a further delivery point"), required=False, max_length=80)
    point_relief = forms.FloatField(label=_("Relief"), required=False, min_value=0)

    def __init__(self, typed: Mapping[str, Any] | None = None, *, order: Order) -> None:
        super().__init__(typed, initial={"edition": order.edition})
        self.lines: list[OrderLine] = list(order.lines.select_related("county"))
        for line in self.lines:
            self.fields[f"{PREFIX}{line.subject}"] = forms.FloatField(
                label=line.name_zh, required=True, min_value=0, initial=round(line.planned_relief, FINEST),
                error_messages={"required": _("A number; 0 takes the line out.")},
                widget=forms.TextInput(attrs={"inputmode": "decimal", "aria-label": f"{line.name_zh} {line.subject}"}),
            )  # fmt: skip

    def rows(self) -> list[tuple[OrderLine, forms.BoundField]]:
        """Every line with its field."""
        return [(line, self[f"{PREFIX}{line.subject}"]) for line in self.lines]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name, amount in given.items():
            if isinstance(amount, float) and not math.isfinite(amount):
                self.add_error(name, _("A number; 0 takes the line out."))
        if given.get("point") and given.get("point_relief") is None:
            self.add_error("point_relief", _("Say how much this point is to give."))
        return given

    def reliefs(self) -> dict[str, float]:
        """What was typed, whole cubic metres, by code."""
        typed = {line.subject: self.cleaned_data[f"{PREFIX}{line.subject}"] for line in self.lines}
        if self.cleaned_data.get("point"):
            typed[self.cleaned_data["point"].strip()] = self.cleaned_data["point_relief"]
        return {subject: round(relief, FINEST) for subject, relief in typed.items()}


class WordsForm(forms.Form):
    """A reason in words."""

    words = forms.CharField(
        label=_("Reason"), min_length=4, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, in at least four characters.")},
    )  # fmt: skip


class PhoneForm(forms.Form):
    """A code that was read out on the telephone, and with whom one spoke."""

    code = forms.RegexField(
        r"^\s*\d{3}\s?\d{3}\s*$", label=_("Code on the notice"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("invalid", "required"), _("Six digits, as they stand on the notice.")),
    )  # fmt: skip
    words = forms.CharField(
        label=_("Spoken with"), max_length=400,
        error_messages={"required": _("Name and post of whom you spoke with.")},
    )  # fmt: skip
