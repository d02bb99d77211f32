"""What is watched at a site beside its readings: its own limit, what the day's run expects, and alarms with owners.

Clause: T-068 (monitor wall).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Account, Organisation, Region
from nuandong.desk.directory.scope import scoped
from nuandong.desk.frame.fields import MeasuredField
from nuandong.desk.outlook.models import Run
from nuandong.desk.reporting.models.sites import SiteKind


class OfSite(models.Model):
    """A record about a site, with where the site lies and whose it is."""

    site_kind = models.CharField(max_length=20, choices=SiteKind)
    site = models.CharField(max_length=80)
    region = models.ForeignKey(Region, models.PROTECT, to_field="code", null=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, to_field="code", null=True, related_name="+"
    )

    class Meta:
        abstract = True
        ordering = ("id",)

    @property
    def key(self) -> tuple[str, str]:
        """How readings name the site."""
        return str(self.site_kind), self.site


class SiteMark(OfSite):
    """What somebody said of a site: its own least pressure (MPa gauge; NULL: the policy's), whether it feeds villages
    that went from coal to gas. A later mark takes the place of an earlier one; none is changed."""

    least_pressure = MeasuredField("pressure", null=True, blank=True)
    is_coal_to_gas = models.BooleanField(default=False)
    reason = models.CharField(max_length=200)
    set_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(db_index=True)

    objects = scoped(region="region_id", organisation="organisation_id")


class Expected(models.Model):
    """The flow of a site on a gas day as the newest run has it, before any order, 10^4 m3/day."""

    site_kind = models.CharField(max_length=20, choices=SiteKind)
    site = models.CharField(max_length=80)
    gas_day = models.DateField(db_index=True)
    flow = MeasuredField("flow")
    run = models.ForeignKey(Run, models.CASCADE, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["site_kind", "site", "gas_day"], name="watch_expected_once")
        ]


class AlarmKind(models.TextChoices):
    """What is wrong at a site."""

    PRESSURE = "pressure", _("Pressure too low")
    USE = "use", _("Use off its forecast")
    SILENT = "silent", _("Meter silent")


class SiteAlarm(OfSite):
    """One thing wrong at a site until it is gone or somebody clears it with a word.

    `found` and `limit` are in the kind's own unit: MPa, share, hours. `evidence_at` is the instant the reading told of,
    so that what a person cleared is not raised again upon the same reading.
    """

    kind = models.CharField(max_length=20, choices=AlarmKind)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    found = models.FloatField()
    limit = models.FloatField()
    evidence_at = models.DateTimeField()
    raised_at = models.DateTimeField(db_index=True)
    owner = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    owned_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=400, blank=True)

    objects = scoped(region="region_id", organisation="organisation_id")

    class Meta:
        ordering = ("-raised_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["site_kind", "site", "kind"], condition=Q(cleared_at__isnull=True),
                name="watch_alarm_open_once",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(owned_at__isnull=False), name="watch_owner_is_dated"
            ),
        ]  # fmt: skip
