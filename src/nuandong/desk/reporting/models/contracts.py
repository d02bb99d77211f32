"""Contracts at both links, what is nominated under them, other measures, and coal-to-gas batches.

A contract is a fact between two parties; its terms come in versions, each known from an instant on, because a
replay must see the terms as they stood. A nomination is never changed: a higher revision follows.

Clauses: T-016, T-020 (contracts at both links), T-035 (only certified batches with gas on count).
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import (
    Account,
    DeliveryPoint,
    Facility,
    NetworkNode,
    Organisation,
    Region,
)
from nuandong.desk.directory.scope import ScopedQuerySet, scoped
from nuandong.desk.frame.fields import MeasuredField, Sourced, WordField
from nuandong.vocabulary import MeasureKind

PRICE_DIGITS, PRICE_DECIMALS = 12, 6


class ContractLink(models.TextChoices):
    """Supplier to city gas, or city gas to user."""

    UPSTREAM = "upstream", _("Supplier to city gas")
    DOWNSTREAM = "downstream", _("City gas to user")


class Contract(models.Model):
    """Who buys what from where. `supply` is a source, or a store whose withdrawal is bought."""

    code = models.CharField(max_length=80, unique=True)
    party = models.ForeignKey(Organisation, models.PROTECT, to_field="code", related_name="contracts")
    link = models.CharField(max_length=20, choices=ContractLink)
    supply = models.ForeignKey(Facility, models.PROTECT, to_field="code", related_name="contracts")
    delivery_node = models.ForeignKey(NetworkNode, models.PROTECT, to_field="code", null=True, blank=True)
    delivery_point = models.ForeignKey(DeliveryPoint, models.PROTECT, to_field="code", null=True, blank=True)

    objects = scoped(region="delivery_node__region_id", organisation="party_id")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.code


class ContractTermsQuerySet(ScopedQuerySet):
    """Terms, as they were known at an instant."""

    region_lookup = "contract__delivery_node__region_id"
    organisation_lookup = "contract__party_id"

    def known(self, at: datetime) -> ContractTermsQuerySet:
        """Of each contract the newest terms known by `at`."""
        newest = (
            ContractTerms.objects.filter(contract=OuterRef("contract"), known_at__lte=at)
            .order_by("-known_at", "-id")
            .values("pk")[:1]
        )
        return self.filter(pk=Subquery(newest))


class ContractTerms(Sourced):
    """One version of a contract's terms. Flows in 10^4 m3/day, season volume in 10^4 m3, price in CNY/m3."""

    contract = models.ForeignKey(Contract, models.PROTECT, to_field="code", related_name="terms")
    daily_min = MeasuredField("flow", null=True, blank=True)
    daily_max = MeasuredField("flow")
    season_max = MeasuredField("volume", null=True, blank=True)
    livelihood_share = MeasuredField("share", null=True, blank=True)
    price = models.DecimalField(max_digits=PRICE_DIGITS, decimal_places=PRICE_DECIMALS, null=True, blank=True)
    begins = models.DateField()
    ends = models.DateField()
    known_at = models.DateTimeField(db_index=True)

    objects = ContractTermsQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["contract", "known_at"], name="reporting_terms_once"),
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="reporting_terms_in_order"),
        ]


class Nomination(models.Model):
    """Flow ordered under a contract for a gas day (10^4 m3/day); revisions count up."""

    contract = models.ForeignKey(Contract, models.PROTECT, to_field="code", related_name="nominations")
    gas_day = models.DateField(db_index=True)
    revision = models.PositiveIntegerField()
    filed_at = models.DateTimeField()
    flow = MeasuredField("flow")
    gas_kind = models.CharField(max_length=40, blank=True)
    filed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    objects = scoped(region="contract__delivery_node__region_id", organisation="contract__party_id")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "gas_day", "revision"], name="reporting_nomination_revised_once"
            ),
            models.CheckConstraint(condition=Q(flow__gte=0), name="reporting_nomination_not_negative"),
        ]


class SupplyMeasure(Sourced):
    """What can be done before anybody is cut: spot LNG, a swap, a transfer (10^4 m3/day at a node)."""

    code = models.CharField(max_length=80)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    kind = WordField(MeasureKind)
    node = models.ForeignKey(NetworkNode, models.PROTECT, to_field="code")
    flow = MeasuredField("flow")
    lead_hours = MeasuredField("hours", default=0.0)
    begins = models.DateField()
    ends = models.DateField()
    known_at = models.DateTimeField(db_index=True)

    objects = scoped(region="node__region_id")

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["code", "known_at"], name="reporting_measure_once")]


class ConversionBatch(Sourced):
    """A batch of coal-to-gas conversion; only certified batches with gas on count as protected use."""

    code = models.CharField(max_length=80)
    county = models.ForeignKey(Region, models.PROTECT, to_field="code", related_name="conversion_batches")
    households = MeasuredField("households")
    certified = models.BooleanField(default=False)
    gas_on_day = models.DateField(null=True, blank=True)
    peak_use_m3 = MeasuredField("peak_use_m3", null=True, blank=True)
    known_at = models.DateTimeField(db_index=True)

    objects = scoped(region="county_id")

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["code", "known_at"], name="reporting_batch_once")]
