"""Incidents and everything that happened in them, entry by entry; nothing of it is ever changed.

The seven mandatory fields (plan of 2021) are time, place, source of the message, supply and demand, what is affected,
trend and measures taken. The incident's row holds the newest account of them; each entry keeps what was said then.

Clauses: T-069 (sudden events), T-096 (in time), T-009 (concentrated outages), T-087 (casualties).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Account, Organisation, Region
from nuandong.desk.directory.scope import scoped
from nuandong.warning import Gravity

MANDATORY = ("happened_at", "place", "source", "supply_demand", "affected", "trend", "measures")


class IncidentKind(models.TextChoices):
    """What happened."""

    OUTAGE = "outage", _("Gas cut off")
    SHORT = "short", _("Short supply or low pressure")
    ACCIDENT = "accident", _("Accident")
    UPSTREAM = "upstream", _("Upstream reduces or closes")
    FACILITY = "facility", _("Facility or pipe fails")
    OTHER = "other", _("Something else")


class AccidentKind(models.TextChoices):
    """What kind of accident it was."""

    LEAK = "leak", _("Leak")
    EXPLOSION = "explosion", _("Explosion")
    FIRE = "fire", _("Fire")
    POISONING = "poisoning", _("Poisoning by carbon monoxide or gas")
    THIRD_PARTY = "third_party", _("Pipe struck by digging or building")
    EQUIPMENT = "equipment", _("Failure of equipment")
    OTHER = "other_accident", _("Another accident")


class AccidentSetting(models.TextChoices):
    """Where it happened; what happens in a household is a household safety incident."""

    HOUSEHOLD = "household", _("In a household")
    SHOP = "shop", _("In a shop or restaurant")
    WORKS = "works", _("In a works")
    PIPE = "pipe", _("On a pipe")
    STATION = "station", _("In a station or store")
    TRANSPORT = "transport", _("In transport")
    OTHER = "elsewhere", _("Elsewhere")


class IncidentState(models.TextChoices):
    """Where an incident stands."""

    FOUND = "found", _("Found")
    REPORTED = "reported", _("Reported")
    VERIFIED = "verified", _("Verified")
    RESPONDING = "responding", _("Being handled")
    CLOSING = "closing", _("Closing awaits a second person")
    CLOSED = "closed", _("Closed")
    REVIEWED = "reviewed", _("Reviewed")
    UNFOUNDED = "unfounded", _("Not confirmed")


OPEN_INCIDENTS = (
    IncidentState.FOUND,
    IncidentState.REPORTED,
    IncidentState.VERIFIED,
    IncidentState.RESPONDING,
    IncidentState.CLOSING,
)


class Incident(models.Model):
    """One incident with the newest account of it; its clocks start when it was found."""

    region = models.ForeignKey(Region, models.PROTECT, to_field="code", related_name="incidents")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, to_field="code", null=True, blank=True, related_name="incidents"
    )
    kind = models.CharField(max_length=20, choices=IncidentKind)
    state = models.CharField(max_length=20, choices=IncidentState, default=IncidentState.FOUND)
    accident = models.CharField(max_length=20, choices=AccidentKind, blank=True)
    setting = models.CharField(max_length=20, choices=AccidentSetting, blank=True)
    gravity = models.CharField(max_length=20, default=Gravity.ORDINARY.value)
    found_at = models.DateTimeField(db_index=True)
    happened_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)
    supply_demand = models.TextField(blank=True)
    affected = models.TextField(blank=True)
    trend = models.TextField(blank=True)
    measures = models.TextField(blank=True)
    households = models.PositiveIntegerField(default=0)
    hours = models.FloatField(default=0.0)
    villages = models.JSONField(default=list, blank=True)
    dead = models.PositiveIntegerField(default=0)
    injured = models.PositiveIntegerField(default=0)
    is_concentrated = models.BooleanField(default=False)
    opened_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    objects = scoped(region="region_id", organisation="organisation_id")

    class Meta:
        ordering = ("-found_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(found_at__lte=models.F("opened_at")), name="alerts_found_before_opened"
            )
        ]

    def __str__(self) -> str:
        return f"incident {self.pk}"

    @property
    def is_household_accident(self) -> bool:
        """Whether it is a safety incident of a household."""
        return self.kind == IncidentKind.ACCIDENT and self.setting == AccidentSetting.HOUSEHOLD

    @property
    def casualties(self) -> int:
        """Dead and injured together."""
        return self.dead + self.injured


class IncidentAct(models.TextChoices):
    """What an entry of an incident tells."""

    FOUND = "found", _("Found")
    VOICED = "voiced", _("Told by voice")
    REPORTED = "reported", _("Reported in writing")
    VERIFIED = "verified", _("Verified")
    UNFOUNDED = "unfounded", _("Not confirmed")
    RESPONDED = "responded", _("Measure taken")
    FOLLOWED_UP = "followed_up", _("Further report")
    ESCALATED = "escalated", _("Escalated")
    OVERDUE = "overdue", _("Limit missed")
    CLOSING = "closing", _("Closing asked for")
    KEPT_OPEN = "kept_open", _("Kept open")
    CLOSED = "closed", _("Closed")
    REVIEWED = "reviewed", _("Reviewed")


class IncidentEntry(models.Model):
    """One thing that happened in an incident: who, when, in what words; `by` is empty for the desk itself."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="entries")
    act = models.CharField(max_length=20, choices=IncidentAct)
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField()
    facts = models.JSONField(default=dict, blank=True)

    objects = scoped(region="incident__region_id", organisation="incident__organisation_id")

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.incident_id} {self.act}"
