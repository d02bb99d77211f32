"""Matters that a department has in hand: what, who, by when, how it stands, and what came of it.

Clauses: T-075 (industry), T-076 (city gas), T-077 (producers), T-078 (clean heating).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Account, Organisation, Region
from nuandong.desk.directory.scope import scoped


class MatterKind(models.TextChoices):
    """What a matter is about."""

    GUIDING = "guiding", _("Guiding a cut")
    COKE_OVEN = "coke_oven", _("Coke-oven gas to the grid")
    CITY_GAS = "city_gas", _("City gas supply")
    PRODUCER = "producer", _("Link with a producer")
    CLEAN_HEATING = "clean_heating", _("Clean heating")
    OTHER = "other", _("Another matter")


class MatterState(models.TextChoices):
    """How a matter stands."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Matter(models.Model):
    """One matter of one department (`department` is a word of the notice's duties); `organisation` is to do it."""

    department = models.CharField(max_length=40, db_index=True)
    kind = models.CharField(max_length=20, choices=MatterKind)
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    region = models.ForeignKey(Region, models.PROTECT, to_field="code", related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, to_field="code", null=True, blank=True, related_name="+"
    )
    due = models.DateField()
    state = models.CharField(max_length=20, choices=MatterState, default=MatterState.OPEN)
    result = models.TextField(blank=True)
    opened_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(region="region_id", organisation="organisation_id")

    class Meta:
        ordering = ("due", "id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="closed") | (Q(closed_at__isnull=False) & ~Q(result="")),
                name="watch_matter_closed_with_result",
            )
        ]

    def __str__(self) -> str:
        return f"matter {self.pk}"


class MatterAct(models.TextChoices):
    """What an entry tells."""

    OPENED = "opened", _("Opened")
    NOTED = "noted", _("Noted")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Opened again")


class MatterEntry(models.Model):
    """One thing said or done in a matter; never changed."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="entries")
    act = models.CharField(max_length=20, choices=MatterAct)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    words = models.TextField()

    objects = scoped(region="matter__region_id", organisation="matter__organisation_id")

    class Meta:
        ordering = ("at", "id")
