"""The physical network as records: nodes, arcs, facilities; and who owns or leases which share of a facility.

Facility, share, lease and inventory are four things (rulings, 15): a city may own a third of a tank, lease
another tenth to a neighbour, and neither says how much gas lies in it tonight (that is `reporting`).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from nuandong.desk.directory.models.people import Organisation
from nuandong.desk.directory.models.places import Region
from nuandong.desk.directory.scope import scoped
from nuandong.desk.frame.fields import MeasuredField, Named, Sourced, WordField
from nuandong.vocabulary import ArcKind, NodeKind, SourceKind, StoreKind


class NetworkNode(Named, Sourced):
    """A point of the network; a county's node bears the county's code."""

    kind = WordField(NodeKind)
    region = models.ForeignKey(Region, models.PROTECT, to_field="code", null=True, blank=True)
    lon = MeasuredField("longitude", null=True, blank=True)
    lat = MeasuredField("latitude", null=True, blank=True)

    objects = scoped(region="region_id")

    class Meta:
        ordering = ("id",)


class NetworkArc(Named, Sourced):
    """A pipe, branch, compressor or regulator. Diameter, length and pressures may be unknown."""

    kind = WordField(ArcKind)
    from_node = models.ForeignKey(NetworkNode, models.PROTECT, to_field="code", related_name="arcs_out")
    to_node = models.ForeignKey(NetworkNode, models.PROTECT, to_field="code", related_name="arcs_in")
    segment = models.CharField(max_length=200, blank=True)
    capacity = MeasuredField("capacity")
    capacity_back = MeasuredField("capacity", default=0.0)
    length_km = MeasuredField("length_km", null=True, blank=True)
    diameter_mm = MeasuredField("diameter_mm", null=True, blank=True)
    pressure_min = MeasuredField("pressure", null=True, blank=True)
    pressure_max = MeasuredField("pressure", null=True, blank=True)
    in_service_from = models.DateField(null=True, blank=True)
    in_service_to = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Organisation, models.PROTECT, to_field="code", null=True, blank=True)

    objects = scoped(region="to_node__region_id", organisation="owner_id")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__gte=0, capacity_back__gte=0), name="directory_arc_capacity_not_negative"
            )
        ]


class ArcLimit(models.Model):
    """Days on which an arc carries only a share of its capacity, and when that became known."""

    arc = models.ForeignKey(NetworkArc, models.PROTECT, to_field="code", related_name="limits")
    begins = models.DateField()
    ends = models.DateField()
    share = MeasuredField("share")
    reason = models.CharField(max_length=200, blank=True)
    known_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="directory_limit_is_share"),
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="directory_limit_in_order"),
        ]


class FacilityKind(models.TextChoices):
    """What a facility is; sources and stores have a row of their own with what only they have."""

    SOURCE = "source"
    STORE = "store"
    GATE = "gate"
    PLANT = "plant"
    DEPOT = "depot"


class Facility(Named, Sourced):
    """Something built that gives, holds or hands over gas, at a node."""

    kind = models.CharField(max_length=20, choices=FacilityKind)
    node = models.ForeignKey(NetworkNode, models.PROTECT, to_field="code", related_name="facilities")
    operator = models.ForeignKey(Organisation, models.PROTECT, to_field="code", null=True, blank=True)
    in_service_from = models.DateField(null=True, blank=True)
    in_service_to = models.DateField(null=True, blank=True)

    objects = scoped(region="node__region_id", organisation="operator_id")

    class Meta:
        ordering = ("id",)


class SupplySource(models.Model):
    """What only a source has. `max_flow` in 10^4 m3/day of its own gas, heating value in MJ/m3."""

    facility = models.OneToOneField(Facility, models.CASCADE, to_field="code", related_name="source")
    kind = WordField(SourceKind)
    statistical_scope = models.CharField(max_length=80, blank=True)
    max_flow = MeasuredField("flow")
    heating_value_mj = MeasuredField("heating_value_mj")

    objects = scoped(region="facility__node__region_id", organisation="facility__operator_id")

    class Meta:
        ordering = ("id",)


class GasStore(models.Model):
    """What only a store has; volumes in 10^4 m3, flows in 10^4 m3/day, boil-off as a share a day."""

    facility = models.OneToOneField(Facility, models.CASCADE, to_field="code", related_name="store")
    kind = WordField(StoreKind)
    working_capacity = MeasuredField("volume")
    opening = MeasuredField("volume")
    reserve = MeasuredField("volume", default=0.0)
    sendout = MeasuredField("flow")
    injection = MeasuredField("flow", default=0.0)
    boil_off = MeasuredField("share", default=0.0)

    objects = scoped(region="facility__node__region_id", organisation="facility__operator_id")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(working_capacity__gte=0, reserve__gte=0), name="directory_store_not_negative"
            )
        ]


class FacilityClaim(models.Model):
    """A party's claim on a share of a facility for a time."""

    facility = models.ForeignKey(Facility, models.PROTECT, to_field="code", related_name="%(class)ss")
    party = models.ForeignKey(Organisation, models.PROTECT, to_field="code", related_name="%(class)ss")
    share = MeasuredField("share")
    begins = models.DateField()
    ends = models.DateField()
    known_at = models.DateTimeField(db_index=True)

    class Meta:
        abstract = True
        ordering = ("id",)


class FacilityShare(FacilityClaim):
    """Ownership."""

    objects = scoped(region="party__region_id", organisation="party_id")


class FacilityLease(FacilityClaim):
    """Use bought for a season; it counts for the tenant's duty, not for the owner's."""

    landlord = models.ForeignKey(
        Organisation, models.PROTECT, to_field="code", null=True, blank=True, related_name="leases_out"
    )

    objects = scoped(region="party__region_id", organisation="party_id")
