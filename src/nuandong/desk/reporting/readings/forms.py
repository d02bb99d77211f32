"""The forms of readings: a sheet that is sent or pasted, and one reading of one point. Both go through the one gate."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Account, DeliveryPoint
from nuandong.desk.reporting.models.readings import ReadingQuality
from nuandong.desk.reporting.readings.actions import check
from nuandong.desk.reporting.readings.checks import Checked
from nuandong.desk.reporting.readings.sheet import Line, read_sheet, text_of
from nuandong.desk.reporting.readings.words import fault
from nuandong.desk.reporting.readings.workbook import text_of_book
from nuandong.findings import Finding, Findings

SOURCE = "desk"  # readings that people file here, by sheet or form: one corrects the other
MOST_BYTES = 2_000_000
LONGEST_TEXT = 1_000_000


class SheetForm(forms.Form):
    """A CSV file or a workbook, or its text once it was sent; after `is_valid()`, `checked` says what would come of it.

    A sheet with faults is not an invalid form: the page shows them line by line, with the text to mend.
    """

    sheet = forms.FileField(
        label=_("CSV file or workbook"),
        required=False,
        widget=forms.FileInput({"accept": ".csv,.txt,.xlsx,text/csv"}),
    )
    lines = forms.CharField(
        label=_("Lines of the sheet"), required=False, max_length=LONGEST_TEXT, strip=False,
        widget=forms.Textarea({"rows": 12, "spellcheck": "false", "class": "sheet-lines"}),
    )  # fmt: skip

    def __init__(self, *args: Any, by: Account, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.at = by, at
        self.text = ""
        self.rows: tuple[Line, ...] = ()
        self.checked: Checked | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.get("sheet")
        if upload is not None and upload.size > MOST_BYTES:
            self.add_error("sheet", _("The file is larger than 2 MB; split it."))
            return cleaned
        text, refused = cleaned.get("lines", ""), None
        if upload is not None:
            content = upload.read()
            text, refused = text_of_book(content) if content[:2] == b"PK" else (text_of(content), None)
        if text is None or refused is not None:
            self.checked = Checked((), Findings((refused or fault("file.not_text"),)))
            return cleaned
        self.text = text
        self.rows, self.checked = checked_text(text, by=self.by, at=self.at)
        return cleaned


def checked_text(text: str, *, by: Account, at: datetime) -> tuple[tuple[Line, ...], Checked]:
    """The lines of a sheet's text, and what would come of filing them."""
    sheet = read_sheet(text)
    outcome = check(lines=sheet.lines, by=by, at=at, source=SOURCE)
    return sheet.lines, Checked(outcome.rows, sheet.findings + outcome.findings, outcome.of_sites)


class ReadingForm(forms.Form):
    """One reading of one point: a span, what flowed in it, and the least pressure in it."""

    begins = forms.CharField(label=_("From"), required=False, max_length=40)
    ends = forms.CharField(label=_("To"), required=False, max_length=40)
    volume = forms.CharField(label=_("Volume"), required=False, max_length=40)
    pressure = forms.CharField(label=_("Least pressure"), required=False, max_length=40)
    quality = forms.ChoiceField(label=_("Quality"), choices=ReadingQuality.choices, required=False)

    COLUMNS = {
        "from": "begins", "to": "ends", "volume": "volume", "pressure": "pressure", "quality": "quality",
    }  # fmt: skip

    def __init__(self, *args: Any, point: DeliveryPoint, by: Account, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.point, self.by, self.at = point, by, at
        self.remarks: tuple[Finding, ...] = ()
        for name in ("volume", "pressure"):
            self.fields[name].widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    @property
    def line(self) -> Line:
        """What was typed, as the line of a sheet."""
        cells = {column: self.cleaned_data.get(name, "") for column, name in self.COLUMNS.items()}
        return Line(2, {"point": self.point.code, **cells})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.cleaned_data = cleaned
        findings = check(lines=[self.line], by=self.by, at=self.at, source=SOURCE).findings
        for finding in findings.errors:
            self.add_error(self.COLUMNS.get(finding.place.column), said(finding))
        self.remarks = findings.warnings
        return cleaned


def said(finding: Finding) -> str:
    """A finding's cure in the reader's language."""
    chinese = (get_language() or "zh-hans").startswith("zh")
    return finding.wanted_zh if chinese else finding.wanted_en
