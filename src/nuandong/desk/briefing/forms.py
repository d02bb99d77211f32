"""What people send in about briefs: which one to draft, and edited words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.desk.briefing.content import Paragraph, printed
from nuandong.desk.briefing.models import Brief, BriefKind, Openness
from nuandong.desk.directory.models import Region

LONGEST_WORDS, LONGEST_NOTE = 2000, 4000
CHARACTERS_A_ROW, MOST_ROWS = {"zh": 46, "en": 90}, 10
BRACES = _("Curly brackets cannot stand in a brief; please write round ones.")
EMPTY = _("A sentence cannot be empty. Write that nothing is to be told, and why.")


class DraftForm(forms.Form):
    """Which brief is to be drafted."""

    kind = forms.ChoiceField(choices=BriefKind.choices)
    region: Any = forms.ModelChoiceField(queryset=Region.objects.none(), to_field_name="code")
    gas_day = forms.DateField(required=False)
    about_kind = forms.ChoiceField(choices=[("", ""), ("incident", ""), ("declaration", "")], required=False)
    about_number = forms.IntegerField(required=False, min_value=1)

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A flash report names what it is about, the others their day."""
        told = super().clean() or {}
        if told.get("kind") == BriefKind.FLASH:
            if not told.get("about_kind") or not told.get("about_number"):
                self.add_error(
                    "about_number", _("Say which incident or declaration the flash report is about.")
                )
        elif not told.get("gas_day"):
            self.add_error("gas_day", _("Say which gas day the brief is of."))
        return told


class EditForm(forms.Form):
    """The words of a draft, one field a paragraph, in the language of the page."""

    note = forms.CharField(
        label=_("Notes"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 4})
    )
    openness = forms.ChoiceField(label=_("Who may read it"), choices=Openness.choices)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, brief: Brief, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.brief, self.language = brief, language
        told = brief.told
        for section in told.sections:
            for paragraph in section.paragraphs:
                words = printed(paragraph, told.figures, language)
                self.fields[field_name(paragraph)] = forms.CharField(
                    label=section.title(language),
                    initial=words,
                    max_length=LONGEST_WORDS,
                    required=True,
                    error_messages={"required": EMPTY},
                    widget=forms.Textarea(attrs={"rows": _rows(words, language)}),
                )

    def clean(self) -> dict[str, Any]:
        """Braces are how figures are bound; words cannot hold them."""
        told = super().clean() or {}
        for name, words in list(told.items()):
            if name.startswith("p-") and ("{" in words or "}" in words):
                self.add_error(name, BRACES)
        return told

    @property
    def rows(self) -> list[tuple[str, list[tuple[Any, Paragraph]]]]:
        """Fields by section with what is said of their paragraph."""
        return [
            (section.title(self.language), [(self[field_name(one)], one) for one in section.paragraphs])
            for section in self.brief.told.sections
            if section.paragraphs
        ]

    def words(self) -> Mapping[str, str]:
        """What was typed, by the key of its paragraph."""
        told = self.cleaned_data
        return {
            one.key: " ".join(told[field_name(one)].split("\n")).replace("\r", "").strip()
            for one in self.brief.told.paragraphs()
            if field_name(one) in told
        }


def _rows(words: str, language: str) -> int:
    """Lines that the words take in their field, and one to write on."""
    return min(MOST_ROWS, 2 + len(words) // CHARACTERS_A_ROW[language])


def field_name(paragraph: Paragraph) -> str:
    """The name of a paragraph's field."""
    return "p-" + paragraph.key.replace(".", "-")
