"""The one gate for incoming reports, whichever the channel: web form, workbook, interface, case folder.

Fields, bounds, labels and units derive from the data dictionary. What does not pass comes back as findings, all
at once; what passes is a `Filing`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nuandong.desk.reporting.checks import (
    FIRST_POSSIBLE,
    LAST_POSSIBLE,
    PER_CENT,
    Filing,
    cell_finding,
    check_filing,
    shown_bounds,
    suspicion,
)
from nuandong.desk.reporting.fields import number_fields, report_fields, text_fields, use_fields
from nuandong.desk.reporting.plausible import check_plausible
from nuandong.desk.reporting.usual import Usual
from nuandong.findings import Finding, Findings
from nuandong.quantities import Quantity

LONGEST_NOTE = 2000


class FigureField(forms.FloatField):
    """A number of the data dictionary; thousands may be separated, full-width digits are digits."""

    def __init__(self, name: str, entry: Quantity) -> None:
        self.entry, self.name = entry, name
        lower, upper = shown_bounds(entry)
        super().__init__(required=False, min_value=lower, max_value=upper)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off", "step": "any"})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(",", "").replace("，", "").replace(" ", "")
        return super().to_python(value)

    def clean(self, value: Any) -> float | None:
        """The figure in base units: what is typed in per cent becomes a share."""
        try:
            typed: float | None = super().clean(value)
            return typed / PER_CENT if typed is not None and self.entry.unit.key == "share" else typed
        except forms.ValidationError as wrong:
            finding = cell_finding(self.name, str(value), "bounds")
            raise forms.ValidationError(_said(finding), code=finding.code) from wrong


class ReportForm(forms.Form):
    """One unit's report of one gas day.

    Hand in `at`, `previous` (the unit's figures of its last report), `usual` (what it files on most days) and,
    where not every field is, what is `asked`; after `is_valid()`, `filing` holds the report and `findings` what was
    noticed, warnings included.
    """

    gas_day = forms.DateField(
        label=_("Gas day"),
        validators=[MinValueValidator(FIRST_POSSIBLE), MaxValueValidator(LAST_POSSIBLE)],
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, unit: str, at: datetime, previous: Mapping[str, float] | None = None,
                 asked: Iterable[str] | None = None, usual: Usual | None = None, **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.unit, self.at, self.previous, self.usual = unit, at, previous, usual
        self.filing: Filing | None = None
        self.findings = Findings()
        language = get_language() or "zh-hans"
        for name in report_fields() if asked is None else asked:
            entry = report_fields()[name]
            self.fields[name] = _field(name, entry)
            self.fields[name].label = entry.label(language=language)
            self.fields[name].help_text = entry.unit_text(language=language)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        figures = {name: cleaned[name] for name in number_fields() if _is_number(cleaned.get(name))}
        filing = Filing(
            unit=self.unit,
            gas_day=cleaned.get("gas_day", self.at.date()),
            figures=figures,
            answers={name: cleaned[name] for name in text_fields() if cleaned.get(name)},
            note=cleaned.get("note", ""),
            is_nothing_to_report=cleaned.get("nothing_to_report", False),
        )
        self.findings = self._cell_findings() + Findings(tuple(_suspicions(figures)))
        if not self.errors:  # a cell that could not be read would make the sums lie
            self.findings += check_filing(filing, at=self.at, previous=self._previous_of_asked())
        self.findings += self._implausible(filing)
        for finding in self.findings.errors:
            if finding.place.column not in self.errors:
                column = finding.place.column if finding.place.column in self.fields else None
                self.add_error(column, forms.ValidationError(_said(finding), finding.code))
        self.filing = None if self.errors else filing
        return cleaned

    def use_fields(self) -> list[forms.BoundField]:
        """The fields of use by class, for a table of their own."""
        return [self[name] for name in use_fields() if name in self.fields]

    def other_number_fields(self) -> list[forms.BoundField]:
        """Supply, storage, pressure and what else is measured."""
        return [self[name] for name in number_fields() if name in self.fields and name not in use_fields()]

    def text_answer_fields(self) -> list[forms.BoundField]:
        """Questions answered in words."""
        return [self[name] for name in text_fields() if name in self.fields]

    def _previous_of_asked(self) -> dict[str, float] | None:
        """Of the last report only what this form asks: a figure that came by another way in cannot be missing here."""
        if self.previous is None:
            return None
        return {name: amount for name, amount in self.previous.items() if name in self.fields}

    def _implausible(self, filing: Filing) -> Findings:
        """What the other checks have not named yet."""
        if self.usual is None:
            return Findings()
        filing = replace(filing, figures={**self._beyond_bounds(), **filing.figures})
        named = {(finding.code, finding.place.column) for finding in self.findings}
        found = check_plausible(filing, usual=self.usual, asked=self.fields, unread=self.errors)
        return Findings(
            tuple(finding for finding in found if (finding.code, finding.place.column) not in named)
        )

    def _beyond_bounds(self) -> dict[str, float]:
        """Numbers that are outside all bounds: most are slips of unit, and are told so with the usual value."""
        beyond = {}
        for name in self.errors:
            field = self.fields.get(name)
            if isinstance(field, FigureField):
                with suppress(forms.ValidationError):
                    beyond[name] = field.to_python(self.data.get(name, ""))
        return {name: amount for name, amount in beyond.items() if _is_number(amount)}

    def _cell_findings(self) -> Findings:
        return Findings(
            tuple(cell_finding(name, str(self.data.get(name, "")), "bounds")
                  for name in self.errors if name in number_fields())
        )  # fmt: skip


def _field(name: str, entry: Quantity) -> forms.Field:
    if name in number_fields():
        return FigureField(name, entry)
    if name in text_fields():
        return forms.CharField(required=False, max_length=LONGEST_NOTE)
    return forms.BooleanField(required=False)


def _is_number(value: Any) -> bool:
    return value is not None and math.isfinite(value)


def _suspicions(figures: Mapping[str, float]) -> list[Finding]:
    entries = number_fields()
    limits = {name: entries[name].suspect_above for name in figures}
    return [
        suspicion(name, amount) for name, amount in figures.items() if amount > (limits[name] or math.inf)
    ]


def _said(finding: Finding) -> str:
    language = get_language() or "zh-hans"
    return finding.wanted_zh if language.startswith("zh") else finding.wanted_en
