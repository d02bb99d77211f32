"""Orders: who is to use less, move gas or release stock, by how much, from when, by whose word.

A draft may be edited line by line; from approval on, nothing of an order changes but its state.

Clauses: T-041 (notice), T-042 (order), T-043 (liquefaction plants), T-046 (waves), T-047 (transfers).
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Account, DeliveryPoint, GasUser, Organisation, Region
from nuandong.desk.directory.scope import ScopedQuerySet, scope_of, scoped
from nuandong.desk.frame.fields import MeasuredField
from nuandong.desk.outlook.models import Run


class OrderKind(models.TextChoices):
    """What an order asks for."""

    CURTAILMENT = "curtailment", _("Curtailment")
    PLANT_LIMIT = "plant_limit", _("Limit on liquefaction plants")
    TRANSFER = "transfer", _("Transfer")
    STORAGE_RELEASE = "storage_release", _("Release from storage")


CUTS = (OrderKind.CURTAILMENT, OrderKind.PLANT_LIMIT)  # kinds whose lines name delivery points


class OrderState(models.TextChoices):
    """Where an order stands."""

    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    ISSUED = "issued", _("Issued")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CLOSED = "closed", _("Closed")


BINDING = (OrderState.APPROVED, OrderState.ISSUED)  # states in which an order's lines count as ordered


class Orders(ScopedQuerySet):
    """Orders; one is seen by whoever sees any of its lines, and then those lines only."""

    def visible_to(self, account: Any) -> Orders:
        """Every order for those who see the province, else those issued that hold a line of the account's."""
        if scope_of(account).sees_all:
            return self
        lines = OrderLine.objects.visible_to(account).values("order")
        told = [OrderState.ISSUED, OrderState.WITHDRAWN, OrderState.CLOSED]
        return self.filter(pk__in=lines, state__in=told, issued_at__isnull=False)


class Order(models.Model):
    """One order of one gas day. `decided_at` is the instant for which its lines were computed; flows 10^4 m3/day."""

    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=OrderKind)
    gas_day = models.DateField(db_index=True)
    run = models.ForeignKey(Run, models.PROTECT, related_name="orders")
    wave = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=20, choices=OrderState, default=OrderState.DRAFT)
    decided_at = models.DateTimeField()
    level = models.CharField(max_length=40, blank=True)
    plan_code = models.CharField(max_length=80, blank=True)
    drafted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    edition = models.PositiveIntegerField(default=1)  # grows with every edit of a line
    editors = models.ManyToManyField(Account, related_name="+")
    examined_edition = models.PositiveIntegerField(default=0)  # the edition that the network was solved with
    examined_lines = models.CharField(max_length=80, blank=True)  # digest of the lines it was solved with
    examined_at = models.DateTimeField(null=True, blank=True)
    findings = models.JSONField(default=list)  # what the examination found
    alternatives_confirmed = models.BooleanField(default=False)
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_words = models.TextField(blank=True)

    objects = Orders.as_manager()

    class Meta:
        ordering = ("-gas_day", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("drafted_by")),
                name="dispatch_order_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "issued"]) | Q(approved_at__isnull=False),
                name="dispatch_order_approval_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_cut(self) -> bool:
        """Whether its lines take gas from users."""
        return self.kind in CUTS


class OrderLine(models.Model):
    """What one delivery point, store or transfer is ordered: flows in 10^4 m3/day as means over the gas day.

    `planned_relief` is what the line frees (of a transfer or a store: what it is to bring). `in_time` is the share of
    the gas day left when the line was computed, so that the flow goes down by planned_relief / in_time once it does.
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    place = models.PositiveIntegerField()  # in the order of the cut, 1 first
    subject = models.CharField(max_length=80)  # code of the delivery point, measure or store
    point = models.ForeignKey(DeliveryPoint, models.PROTECT, to_field="code", null=True, related_name="+")
    user = models.ForeignKey(GasUser, models.PROTECT, to_field="code", null=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, to_field="code", null=True, related_name="+"
    )
    county = models.ForeignKey(Region, models.PROTECT, to_field="code", null=True, related_name="+")
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    tier = models.CharField(max_length=80, blank=True)
    consumer_class = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=20, blank=True)  # reduce or stop
    load = MeasuredField("flow", default=0.0)
    safe_load = MeasuredField("flow", default=0.0)
    planned_relief = MeasuredField("flow")
    offered = MeasuredField("flow", default=0.0)  # of planned_relief, what the user offered of its own will
    spared = MeasuredField("flow", default=0.0)  # what offers took off this line
    in_time = MeasuredField("share", default=1.0)
    lead_hours = MeasuredField("hours", default=0.0)  # notice and ramp
    ramp_hours = MeasuredField("hours", default=0.0)
    notify_by = models.DateTimeField()
    effective_at = models.DateTimeField(null=True, blank=True)
    reason_zh = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    notice = models.ForeignKey("Notice", models.PROTECT, null=True, blank=True, related_name="lines")

    objects = scoped(region="county_id", organisation="organisation_id")

    class Meta:
        ordering = ("place", "id")
        constraints = [
            models.UniqueConstraint(fields=["order", "subject"], name="dispatch_subject_once_an_order"),
            models.CheckConstraint(condition=Q(planned_relief__gte=0), name="dispatch_relief_not_negative"),
        ]

    @property
    def asked_relief(self) -> float:
        """What the run asks of the point, before offers stood in for one another; what guards judge (T-031)."""
        return round(self.planned_relief - self.offered + self.spared, 4)

    @property
    def cut_rate(self) -> float:
        """By how much the flow goes down once the line is in effect, never below the safe load; 10^4 m3/day."""
        rate: float = self.planned_relief / max(self.in_time, 1e-6)
        return rate if self.point_id is None else min(rate, max(0.0, self.load - self.safe_load))

    @property
    def target(self) -> float:
        """The flow that the line lets through once it is in effect, 10^4 m3/day."""
        return self.load - self.cut_rate if self.point_id else self.cut_rate
