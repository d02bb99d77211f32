"""Readings: of delivery points, of stores, of the weather; each with when it became known.

A reading that was filed by the very user who is cut is marked, because relief is settled by it.

Clauses: T-042 (metered relief), T-055 (season-end settlement by facts), T-062 (stock).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Account, DeliveryPoint, Facility
from nuandong.desk.directory.scope import scoped
from nuandong.desk.frame.fields import MeasuredField, WordField
from nuandong.vocabulary import WeatherKind


class ReadingQuality(models.TextChoices):
    """How far a reading may be trusted."""

    METERED = "metered", _("Metered")
    ESTIMATED = "estimated", _("Estimated")
    SUSPECT = "suspect", _("Suspect")


class Reading(models.Model):
    """Volume (10^4 m3) through a delivery point from one instant to another."""

    delivery_point = models.ForeignKey(
        DeliveryPoint, models.PROTECT, to_field="code", related_name="readings"
    )
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    amount = MeasuredField("volume")
    quality = models.CharField(max_length=20, choices=ReadingQuality, default=ReadingQuality.METERED)
    source = models.CharField(max_length=80)
    known_at = models.DateTimeField(db_index=True)
    filed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    filed_by_subject_of_cut = models.BooleanField(default=False)

    objects = scoped(region="delivery_point__county_id", organisation="delivery_point__user__organisation_id")

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["delivery_point", "from_at"], name="reporting_reading_when")]
        constraints = [
            models.CheckConstraint(condition=Q(to_at__gt=F("from_at")), name="reporting_reading_lasts"),
            models.UniqueConstraint(
                fields=["delivery_point", "from_at", "to_at", "source", "known_at"],
                name="reporting_reading_once",
            ),
        ]


class InventoryReading(models.Model):
    """Gas in a store at the begin of a gas day (10^4 m3), and when that became known."""

    store = models.ForeignKey(Facility, models.PROTECT, to_field="code", related_name="inventory_readings")
    gas_day = models.DateField()
    inventory = MeasuredField("volume")
    known_at = models.DateTimeField(db_index=True)
    source = models.CharField(max_length=80, blank=True)

    objects = scoped(region="store__node__region_id", organisation="store__operator_id")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["store", "gas_day", "known_at"], name="reporting_inventory_once"),
            models.CheckConstraint(condition=Q(inventory__gte=0), name="reporting_inventory_not_negative"),
        ]


class WeatherValue(models.Model):
    """Mean temperature (degC) and wind (m/s) of a weather area on a gas day, of one kind and issue."""

    area = models.CharField(max_length=80)
    gas_day = models.DateField()
    kind = WordField(WeatherKind)
    issue_at = models.DateTimeField(db_index=True)
    mean_temperature = MeasuredField("temperature")
    mean_wind = MeasuredField("wind", null=True)
    reference = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["area", "gas_day", "kind", "issue_at"], name="reporting_weather_once"
            )
        ]
