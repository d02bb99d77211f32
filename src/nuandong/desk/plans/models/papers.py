"""The library of demand-side and emergency plans (需求侧预案、应急预案): dated versions, none ever overwritten.

Clause: T-021.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Account, CurtailmentList, Region
from nuandong.desk.directory.scope import ScopedQuerySet, scoped


class PaperKind(models.TextChoices):
    """Which plan it is."""

    DEMAND_SIDE = "demand_side", _("Demand-side plan")
    EMERGENCY = "emergency", _("Emergency plan")


class PaperState(models.TextChoices):
    """Where a version stands."""

    FILED = "filed", _("On file")
    SUBMITTED = "submitted", _("Handed in")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Papers(ScopedQuerySet):
    """Versions of plans, by the day and by what was known."""

    region_lookup = "region_id"

    def in_force(self, *, day: date, known_at: datetime) -> Self:
        """Approved by `known_at`, not withdrawn by then, and valid on `day`."""
        approved = self.filter(approved_at__lte=known_at, begins__lte=day, ends__gte=day)
        return approved.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=known_at))


class PlanPaper(models.Model):
    """One version of a place's plan: its text or its file, from when to when it is valid, and its tiers.

    `tiers` are those of the place's list as they stood when the version was filed: key, points, relief
    (10^4 m3/day). Neither words nor file nor dates ever change; a further version follows.
    """

    region = models.ForeignKey(Region, models.PROTECT, to_field="code", related_name="plan_papers")
    kind = models.CharField(max_length=20, choices=PaperKind)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_kind = models.CharField(max_length=10, blank=True)
    content = models.BinaryField(blank=True, default=b"")
    sha256 = models.CharField(max_length=64)
    issued_on = models.DateField()
    begins = models.DateField()
    ends = models.DateField()
    curtailment_list = models.ForeignKey(
        CurtailmentList, models.PROTECT, to_field="code", null=True, blank=True, related_name="+"
    )
    tiers = models.JSONField(default=list)
    state = models.CharField(max_length=20, choices=PaperState, default=PaperState.FILED)
    filed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    filed_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    returned_words = models.CharField(max_length=400, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = Papers.as_manager()

    class Meta:
        ordering = ("region", "kind", "-number")
        constraints = [
            models.UniqueConstraint(fields=["region", "kind", "number"], name="plans_version_once"),
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="plans_paper_in_order"),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False), name="plans_approval_is_dated"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """How the ledger names it."""
        return f"{self.region_id}/{self.kind}/{self.number}"


class ReviewResult(models.TextChoices):
    """What a review of fair competition (公平竞争审查) found."""

    PASSED = "passed", _("No restraint of competition")
    EXCEPTED = "excepted", _("Restraint that the exceptions allow")
    FAILED = "failed", _("Restraint: must be changed")


class FairReview(models.Model):
    """One review of fair competition of one version: by whom, when, with what result. The last one counts."""

    paper = models.ForeignKey(PlanPaper, models.CASCADE, related_name="reviews")
    body = models.CharField(max_length=200)
    reviewed_on = models.DateField()
    result = models.CharField(max_length=20, choices=ReviewResult)
    words = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = scoped(region="paper__region_id")

    class Meta:
        ordering = ("id",)
