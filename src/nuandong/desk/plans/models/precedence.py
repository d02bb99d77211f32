"""A city's own order of who is limited first and who is kept longest (保供、限供顺序).

Clause: T-028.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from nuandong.desk.directory.models import Account, PlanState, Region
from nuandong.desk.directory.scope import ScopedQuerySet


class Precedences(ScopedQuerySet):
    """Orders of cities, by the day and by what was known."""

    region_lookup = "region_id"

    def in_force(self, *, day: date, known_at: datetime) -> Self:
        """Approved by `known_at`, not withdrawn by then, and valid on `day`; the one approved last comes first."""
        approved = self.filter(approved_at__lte=known_at, begins__lte=day, ends__gte=day)
        standing = approved.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=known_at))
        return standing.order_by("region_id", "-approved_at", "-id")


class Precedence(models.Model):
    """One version of a city's order. `limited` holds consumer classes, who is limited first at the front; protected
    classes stand in no order: they are kept always."""

    region = models.ForeignKey(Region, models.PROTECT, to_field="code", related_name="precedences")
    begins = models.DateField()
    ends = models.DateField()
    limited = models.JSONField(default=list)
    reason = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=20, choices=PlanState, default=PlanState.DRAFT)
    drafted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = Precedences.as_manager()

    class Meta:
        ordering = ("region", "-begins", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="plans_precedence_in_order"),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False),
                name="plans_precedence_approval_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"order of {self.region_id} from {self.begins}"
