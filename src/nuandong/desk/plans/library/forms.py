"""The gates of the library of plans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.lists.forms import DAY, DatedForm
from nuandong.desk.directory.models import CurtailmentList
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.plans.library.actions import PaperSketch, ReviewSketch
from nuandong.desk.plans.library.files import LARGEST, NO_FILE, PaperFile, checked_file
from nuandong.desk.plans.models import PaperKind, ReviewResult

LONGEST_TEXT = 200_000


class ListChoice(forms.ModelChoiceField):
    """A list by its days."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.region.name_zh} {obj.begins:%Y-%m-%d} – {obj.ends:%Y-%m-%d} {obj.department}"


class PaperForm(DatedForm):
    """A version to be filed: its words, its file or both."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PaperKind.choices)
    title = forms.CharField(label=_("Title"), max_length=200)
    issued_on = forms.DateField(label=_("Issued on"), widget=forms.DateInput(DAY))
    curtailment_list = ListChoice(
        label=_("Tiers of the list"), required=False, queryset=CurtailmentList.objects.none(),
        empty_label=_("none"),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Text"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 8})
    )
    file = forms.FileField(
        label=_("File"), required=False,
        help_text=_(".docx, .pdf or .txt, up to 4 MB; choose it again if this page comes back"),
    )  # fmt: skip

    field_order = (
        "kind",
        "region",
        "title",
        "issued_on",
        "begins",
        "ends",
        "curtailment_list",
        "text",
        "file",
    )

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, account=account, **kwargs)
        self._offer("curtailment_list", CurtailmentList.objects.visible_to(account).select_related("region"))
        self.checked: PaperFile = NO_FILE

    def clean_file(self) -> Any:
        """Known by what is in it."""
        held = self.cleaned_data.get("file")
        if held:
            try:
                self.checked = checked_file(name=held.name, content=held.read(LARGEST + 1))
            except ActRefused as refused:
                raise forms.ValidationError(str(refused)) from refused
        return held

    def clean(self) -> dict[str, Any]:
        """Something is filed, and the list is of the same place."""
        cleaned = super().clean()
        if not cleaned.get("text", "").strip() and not self.checked.content and "file" not in self.errors:
            self.add_error("text", _("Give the plan's text or its file."))
        region, chosen = cleaned.get("region"), cleaned.get("curtailment_list")
        if region and chosen and chosen.region_id != region.code:
            self.add_error("curtailment_list", _("That list belongs to another place."))
        return cleaned

    def sketch(self) -> PaperSketch:
        """What was filed."""
        asked = self.cleaned_data
        return PaperSketch(
            asked["region"], asked["kind"], asked["title"], asked["issued_on"], asked["begins"], asked["ends"],
            asked["text"], self.checked, asked["curtailment_list"],
        )  # fmt: skip


class ReviewForm(forms.Form):
    """What a review of fair competition found."""

    body = forms.CharField(label=_("Reviewed by"), max_length=200)
    reviewed_on = forms.DateField(label=_("Reviewed on"), widget=forms.DateInput(DAY))
    result = forms.ChoiceField(label=_("Result"), choices=ReviewResult.choices)
    words = forms.CharField(label=_("Its words"), required=False, max_length=400)

    def sketch(self) -> ReviewSketch:
        """What was found."""
        asked = self.cleaned_data
        return ReviewSketch(asked["body"], asked["reviewed_on"], asked["result"], asked["words"])
