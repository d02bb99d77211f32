"""A city's gas balance plan: measures with owners that must cover its gap week by week before it can be handed in.

Clause: T-023 (二(二)h).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models.people import Account, Organisation
from nuandong.desk.directory.models.places import Region
from nuandong.desk.directory.scope import scoped
from nuandong.desk.frame.fields import MeasuredField


class PlanState(models.TextChoices):
    """Where a balance plan stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Handed in")
    APPROVED = "approved", _("Approved")


class MeasureSort(models.TextChoices):
    """How a measure closes a gap."""

    LNG_AUCTION = "lng_auction", _("LNG bought at auction")
    SWAP = "swap", _("Swap with another place")
    TRANSFER = "transfer", _("Transfer")
    STORAGE = "storage", _("From storage")
    CUT = "cut", _("Others cut for households (压非保民)")
    SUBSTITUTION = "substitution", _("Another fuel")
    OTHER = "other", _("Other")


class BalancePlan(models.Model):
    """What a city lacks on the worst day of a period (10^4 m3/day), and how that is to be covered."""

    region = models.ForeignKey(Region, models.PROTECT, to_field="code", related_name="balance_plans")
    begins = models.DateField()
    ends = models.DateField()
    gap = MeasuredField("flow")
    state = models.CharField(max_length=20, choices=PlanState, default=PlanState.DRAFT)
    drafted_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    drafted_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    objects = scoped(region="region_id")

    class Meta:
        ordering = ("-begins", "id")
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="directory_plan_in_order"),
            models.CheckConstraint(condition=Q(gap__gte=0), name="directory_plan_gap_not_negative"),
        ]

    def __str__(self) -> str:
        return f"balance plan {self.pk} of {self.region_id}"


class PlanWeek(models.Model):
    """One week of a plan: the gap on its worst day (10^4 m3/day), and who told it.

    `told_by` names the season outlook ("season 12") or the run ("run 7") that gave the figure; empty where the city
    stated it.
    """

    plan = models.ForeignKey(BalancePlan, models.CASCADE, related_name="weeks")
    begins = models.DateField()
    ends = models.DateField()
    gap = MeasuredField("flow")
    told_by = models.CharField(max_length=40, blank=True)

    objects = scoped(region="plan__region_id")

    class Meta:
        ordering = ("begins",)
        constraints = [
            models.UniqueConstraint(fields=["plan", "begins"], name="directory_week_once_a_plan"),
            models.CheckConstraint(condition=Q(gap__gte=0), name="directory_week_gap_not_negative"),
        ]

    def __str__(self) -> str:
        return f"week of {self.begins} of {self.plan_id}"


class PlannedMeasure(models.Model):
    """One measure of a balance plan with its amount (10^4 m3/day) and the organisation that answers for it.

    It holds from `begins` to `ends`; without them, as long as the plan.
    """

    plan = models.ForeignKey(BalancePlan, models.CASCADE, related_name="measures")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=MeasureSort, default=MeasureSort.OTHER)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    amount = MeasuredField("flow")
    owner = models.ForeignKey(Organisation, models.PROTECT, to_field="code", related_name="measures")

    objects = scoped(region="plan__region_id")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="directory_measure_gives_something")
        ]

    def __str__(self) -> str:
        return f"measure {self.pk}"
