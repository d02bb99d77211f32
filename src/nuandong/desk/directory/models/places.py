"""Administrative regions and supply zones: two different maps of the same province."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from nuandong.desk.directory.scope import ScopedQuerySet, scoped
from nuandong.desk.frame.fields import MeasuredField, Named, Sourced, WordField
from nuandong.vocabulary import RegionKind


class Region(Named, Sourced):
    """A province, city or county by its GB/T 2260 code. Development zones are reporting units, not regions."""

    kind = WordField(RegionKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, to_field="code", null=True, blank=True, related_name="children"
    )
    population = MeasuredField("population", null=True, blank=True)
    lon = MeasuredField("longitude", null=True, blank=True)
    lat = MeasuredField("latitude", null=True, blank=True)
    weather_area = models.CharField(max_length=80, blank=True)

    objects = scoped(region="code")

    class Meta:
        ordering = ("id",)


class SupplyZones(ScopedQuerySet):
    """Zones; one is seen by whoever sees any of its regions."""

    region_lookup = "regions__code"

    def visible_to(self, account: Any) -> Self:
        """Only zones that hold a region of the account, each once."""
        return super().visible_to(account).distinct()


class SupplyZone(Named, Sourced):
    """An area that one pipe system feeds, whatever the administrative borders."""

    regions = models.ManyToManyField(Region, through="ZoneMembership", related_name="zones")

    objects = SupplyZones.as_manager()

    class Meta:
        ordering = ("id",)


class ZoneMembership(models.Model):
    """One region in one zone; a county may stand in several."""

    zone = models.ForeignKey(SupplyZone, models.CASCADE, to_field="code", related_name="memberships")
    region = models.ForeignKey(Region, models.PROTECT, to_field="code", related_name="zone_memberships")

    objects = scoped(region="region_id")

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["zone", "region"], name="directory_zone_region_once")]
