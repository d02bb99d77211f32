"""Gas users, their delivery points, and the dated lists of those who may be cut.

One user has many points, and one point may hold protected and curtailable load at once (a combined heat and
power plant), so a point carries a row per class of use (rulings, 13). A plan uses only points on a list in force
(rulings, 17).

Clauses: T-030, T-044, T-045 (user ledger and lists).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models.network import NetworkNode
from nuandong.desk.directory.models.people import Account, Organisation
from nuandong.desk.directory.models.places import Region
from nuandong.desk.directory.scope import ScopedQuerySet, scoped
from nuandong.desk.frame.fields import MeasuredField, Named, Sourced, WordField
from nuandong.vocabulary import ConsumerClass


class GasUser(Named, Sourced):
    """A user large enough to be named, or a group of small ones. `department` guides its trade (T-044)."""

    county = models.ForeignKey(Region, models.PROTECT, to_field="code", related_name="gas_users")
    department = models.CharField(max_length=80, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, to_field="code", null=True, blank=True)
    is_group = models.BooleanField(default=False)
    cumulative_hours = MeasuredField("hours", default=0.0)

    objects = scoped(region="county_id", organisation="organisation_id")

    class Meta:
        ordering = ("id",)


class DeliveryPoint(Sourced):
    """One class of use at a place where gas is handed over.

    `code` names the row, `meter` the place: the heat and the power of one plant are two rows of one meter. Loads in
    10^4 m3/day on a day of the reference temperature; `interruptible_days_left` is NULL where no contract limits.
    """

    code = models.CharField(max_length=80, unique=True)
    meter = models.CharField(max_length=80, blank=True, db_index=True)
    user = models.ForeignKey(GasUser, models.PROTECT, to_field="code", related_name="delivery_points")
    county = models.ForeignKey(Region, models.PROTECT, to_field="code", related_name="delivery_points")
    node = models.ForeignKey(NetworkNode, models.PROTECT, to_field="code", null=True, blank=True)
    consumer_class = WordField(ConsumerClass)
    load = MeasuredField("flow")
    safe_load = MeasuredField("flow", default=0.0)
    ramp_hours = MeasuredField("hours", default=0.0)
    notice_hours = MeasuredField("hours", default=0.0)
    is_interruptible = models.BooleanField(default=False)
    interruptible_days_left = MeasuredField("days", null=True, blank=True)
    is_dual_fuel = models.BooleanField(default=False)

    objects = scoped(region="county_id", organisation="user__organisation_id")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(safe_load__gte=0, load__gte=F("safe_load")),
                name="directory_safe_load_within_load",
            )
        ]

    def __str__(self) -> str:
        return self.code


class ListState(models.TextChoices):
    """Where a list stands between draft and force."""

    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class CurtailmentLists(ScopedQuerySet):
    """Lists, by the day and by what was known."""

    region_lookup = "region_id"

    def standing(self, *, known_at: datetime) -> Self:
        """Approved by an instant, and not withdrawn by then."""
        approved = self.filter(state__in=(ListState.APPROVED, ListState.WITHDRAWN), approved_at__lte=known_at)
        return approved.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=known_at))

    def in_force(self, *, day: date, known_at: datetime) -> Self:
        """Standing at `known_at`, and valid on `day`."""
        return self.standing(known_at=known_at).filter(begins__lte=day, ends__gte=day)


class CurtailmentList(models.Model):
    """A curtailable-user list (调峰用户清单), dated and approved; `department` guides those on it (T-044)."""

    code = models.CharField(max_length=80, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, to_field="code", related_name="curtailment_lists")
    begins = models.DateField()
    ends = models.DateField()
    state = models.CharField(max_length=20, choices=ListState, default=ListState.DRAFT)
    approved_by = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    department = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=400, blank=True)
    drafted_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    drafted_at = models.DateTimeField(null=True, blank=True)
    approving_account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = CurtailmentLists.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False),
                name="directory_approval_is_dated",
            ),
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="directory_list_in_order"),
        ]

    def __str__(self) -> str:
        return self.code


class ListedPoint(models.Model):
    """One delivery point on one list; an approved list keeps the loads that were approved (10^4 m3/day)."""

    curtailment_list = models.ForeignKey(
        CurtailmentList, models.CASCADE, to_field="code", related_name="entries"
    )
    point = models.ForeignKey(DeliveryPoint, models.PROTECT, to_field="code", related_name="listings")
    load = MeasuredField("flow", null=True, blank=True)
    safe_load = MeasuredField("flow", null=True, blank=True)
    notice_hours = MeasuredField("hours", null=True, blank=True)

    objects = scoped(region="point__county_id", organisation="point__user__organisation_id")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["curtailment_list", "point"], name="directory_listed_once")
        ]
