"""Terms on which a user may be interrupted or turns to another fuel (可中断、可替代用户).

Clause: T-030.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Account, DeliveryPoint
from nuandong.desk.directory.scope import scoped
from nuandong.desk.frame.fields import MeasuredField, Sourced


class FlexKind(models.TextChoices):
    """Why the gas can be had back."""

    INTERRUPTIBLE = "interruptible", _("Interruptible contract")
    SUBSTITUTABLE = "substitutable", _("Another fuel in place of gas")


class AlternateFuel(models.TextChoices):
    """What is burnt instead."""

    NONE = "", _("none")
    LPG = "lpg", _("LPG")
    LNG = "lng", _("Own LNG tank")
    OIL = "oil", _("Fuel oil")
    COAL_GAS = "coal_gas", _("Coal or coke-oven gas")
    ELECTRICITY = "electricity", _("Electricity")
    BIOMASS = "biomass", _("Biomass")


class FlexTerms(Sourced):
    """One version of the terms of one delivery point; a later version replaces it from then on, and it stays.

    `amount` is what can be had back (10^4 m3/day), after `notice_hours` and, with another fuel, `switch_hours`; on at
    most `days` gas days from `begins` to `ends` (NULL: no limit). `compensation` is CNY for each m3 not delivered.
    """

    point = models.ForeignKey(DeliveryPoint, models.PROTECT, to_field="code", related_name="flex_terms")
    kind = models.CharField(max_length=20, choices=FlexKind)
    contract = models.CharField(max_length=120, blank=True)
    begins = models.DateField()
    ends = models.DateField()
    amount = MeasuredField("flow")
    days = models.PositiveIntegerField(null=True, blank=True)
    notice_hours = MeasuredField("hours")
    fuel = models.CharField(max_length=20, choices=AlternateFuel, blank=True, default=AlternateFuel.NONE)
    switch_hours = MeasuredField("hours", default=0.0)
    compensation = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    words = models.CharField(max_length=400, blank=True)
    recorded_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = scoped(region="point__county_id", organisation="point__user__organisation_id")

    class Meta:
        ordering = ("point", "-recorded_at", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="plans_terms_in_order"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="plans_terms_give_something"),
        ]

    def __str__(self) -> str:
        return f"terms of {self.point_id}"
