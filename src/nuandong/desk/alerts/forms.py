"""Gates of this room: a level submitted, an answer to it, a step noted, an incident's account.

Every fault at once, beside its field; what was typed stays.

Clauses: T-040 (levels), T-069, T-096 (seven mandatory fields).
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.desk.alerts.actions.incidents import field_words
from nuandong.desk.alerts.models import IncidentKind
from nuandong.desk.alerts.models.incidents import MANDATORY, AccidentKind, AccidentSetting
from nuandong.desk.alerts.signs import level_choices
from nuandong.desk.directory.models import Organisation, Region
from nuandong.desk.directory.scope import scope_of
from nuandong.gasday import CHINA

LONGEST = 2000
LONGEST_LINE = 300
MOST = 10_000_000
INSTANT = "%Y-%m-%dT%H:%M"
BETWEEN = re.compile(r"[、,，;；\s]+")


def _text(label: Any, *, rows: int = 0) -> forms.CharField:
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, required=False, max_length=LONGEST if rows else LONGEST_LINE, widget=widget
    )


class LevelForm(forms.Form):
    """A level submitted for approval."""

    scope = forms.CharField(max_length=80, widget=forms.HiddenInput)
    proposal = forms.IntegerField(required=False, widget=forms.HiddenInput)
    level = forms.ChoiceField(label=_("Level"))
    gas_day = forms.DateField(
        label=_("From gas day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    reason = _text(_("Reason, needed where the level differs from the proposal"), rows=2)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = level_choices(day)  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """Approve a level or send it back."""

    verb = forms.ChoiceField(choices=[("approve", ""), ("send_back", "")])
    answer = forms.CharField(required=False, max_length=LONGEST)


class StepForm(forms.Form):
    """A step of the playbook noted as done or set aside."""

    verb = forms.ChoiceField(choices=[("finish", ""), ("set_aside", "")])
    step = forms.CharField(max_length=40)
    note = forms.CharField(required=False, max_length=LONGEST)


class InstantField(forms.DateTimeField):
    """Local time of China to the minute."""

    widget = forms.DateTimeInput({"type": "datetime-local"}, format=INSTANT)

    def to_python(self, value: Any) -> datetime | None:
        instant = super().to_python(value)
        return None if instant is None else instant.replace(tzinfo=CHINA)


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST)


class AccountForm(forms.Form):
    """The account of an incident: the seven fields, and what it has done in figures.

    `is_report` asks for all seven; without it, place is enough. `facts` holds what was read.
    """

    happened_at = InstantField(label=_("Time"), required=False)
    place = _text(_("Where it is"))
    source = _text(_("Source of the message"))
    supply_demand = _text(_("Supply and demand"), rows=2)
    affected = _text(_("What is affected"), rows=2)
    trend = _text(_("Trend"), rows=2)
    measures = _text(_("Measures taken so far"), rows=2)
    accident = forms.ChoiceField(
        label=_("Kind of accident"), choices=[("", "—"), *AccidentKind.choices], required=False
    )
    setting = forms.ChoiceField(
        label=_("Where the accident happened"), choices=[("", "—"), *AccidentSetting.choices], required=False
    )
    households = _count(_("Households without gas"))
    hours = forms.FloatField(label=_("Hours without gas"), required=False, min_value=0, max_value=10_000)
    villages = _text(_("Villages concerned, separated by 、"))
    dead = _count(_("Dead"))
    injured = _count(_("Injured"))

    def __init__(self, *args: Any, is_report: bool, at: datetime, of_kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_report, self.at, self.of_kind = is_report, at, of_kind

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in MANDATORY if self.is_report else ("place",):
            if name in self.fields and name not in self.errors and cleaned.get(name) in (None, ""):
                self.add_error(name, _("%(field)s: this is one of the seven fields of the report.")
                               % {"field": field_words(name)})  # fmt: skip
        self._clean_accident(cleaned)
        happened, found = cleaned.get("happened_at"), cleaned.get("found_at", self.at)
        if found is not None and found > self.at:
            self.add_error("found_at", _("It cannot have been found later than now."))
        if happened is not None and found is not None and happened > found:
            self.add_error("happened_at", _("It cannot have happened after it was found."))
        return cleaned

    def _clean_accident(self, cleaned: dict[str, Any]) -> None:
        """A written report of an accident says which kind and where; nothing else has a kind of accident."""
        if cleaned.get("kind", self.of_kind) != IncidentKind.ACCIDENT:
            cleaned["accident"] = cleaned["setting"] = ""
            return
        for name in ("accident", "setting") if self.is_report else ():
            if name not in self.errors and not cleaned.get(name):
                self.add_error(
                    name, _("%(field)s: a report of an accident needs it.") % {"field": field_words(name)}
                )

    def accident_fields(self) -> list[forms.BoundField]:
        """What is asked of an accident alone."""
        return [self[name] for name in ("accident", "setting")]

    def mandatory_fields(self) -> list[forms.BoundField]:
        """The seven fields in the plan's order."""
        return [self[name] for name in MANDATORY]

    def figure_fields(self) -> list[forms.BoundField]:
        """What it has done, in figures."""
        return [self[name] for name in ("households", "hours", "villages", "dead", "injured")]

    @property
    def facts(self) -> dict[str, Any]:
        """What was read, as the actions take it."""
        read = dict(self.cleaned_data)
        for name in ("households", "dead", "injured"):
            read[name] = read.get(name) or 0
        read["hours"] = read.get("hours") or 0.0
        names = BETWEEN.split(read.get("villages") or "")
        read["villages"] = sorted({name.strip() for name in names if name.strip()})
        return read


class IncidentForm(AccountForm):
    """An incident as it is found: where in the account's area, what, since when known."""

    region: Any = forms.ModelChoiceField(
        label=_("County or city"), queryset=Region.objects.none(), to_field_name="code"
    )
    kind = forms.ChoiceField(label=_("What happened"), choices=IncidentKind.choices)
    found_at = InstantField(label=_("Found at"))
    field_order = ("region", "kind", "found_at")

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        field: Any = self.fields["region"]
        field.queryset = places_of(account)
        field.label_from_instance = lambda region: region.name_zh

    @property
    def facts(self) -> dict[str, Any]:
        """What was read; a company's report is its own, whatever the county."""
        return {**super().facts, "organisation": company_of(self.account)}


class VerbForm(forms.Form):
    """What somebody does with an incident, in words; a further report may bring figures."""

    verb = forms.CharField(max_length=20)
    words = forms.CharField(required=False, max_length=LONGEST)
    households = _count("")
    hours = forms.FloatField(required=False, min_value=0, max_value=10_000)
    dead = _count("")
    injured = _count("")

    @property
    def facts(self) -> dict[str, Any]:
        """The figures that were given; the others stay as they are."""
        names = ("households", "hours", "dead", "injured")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name) is not None}


def places_of(account: Any) -> Any:
    """Where an account may report an incident: its regions, or where its company takes gas."""
    regions = Region.objects.exclude(kind="province")
    if company_of(account) is None:
        return regions.visible_to(account)
    return regions.filter(gas_users__organisation__code__in=scope_of(account).organisations).distinct()


def company_of(account: Any) -> Organisation | None:
    """The company that an account speaks for, where it speaks for no region."""
    scope = scope_of(account)
    if scope.sees_all or scope.regions:
        return None
    return Organisation.objects.filter(code__in=scope.organisations).first()
