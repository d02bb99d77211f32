"""What meters say that are no meters of a user: gates, stores' outlets, transfers; and pressure wherever it is read.

A site is named by its kind and the code that the records already give it: a delivery point, an arc of kind gate, a
store, a measure of kind transfer. A reading tells a volume, a least pressure, or both; none is ever changed.

Clauses: T-068 (pressure and flow), T-047 (transfers at the meter), T-062 (sent out of store).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Account, Organisation, Region
from nuandong.desk.directory.scope import scoped
from nuandong.desk.frame.fields import MeasuredField
from nuandong.desk.reporting.models.readings import ReadingQuality


class SiteKind(models.TextChoices):
    """What a meter hangs at."""

    POINT = "point", _("Delivery point")
    GATE = "gate", _("City gate")
    STORE = "store", _("Store")
    TRANSFER = "transfer", _("Transfer")


class SiteReading(models.Model):
    """Volume (10^4 m3) and least gauge pressure (MPa) at a site from one instant to another; unknown is NULL.

    `region` and `organisation` are where the site lay and whose it was when this was filed.
    """

    site_kind = models.CharField(max_length=20, choices=SiteKind)
    site = models.CharField(max_length=80)
    region = models.ForeignKey(Region, models.PROTECT, to_field="code", null=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, to_field="code", null=True, related_name="+"
    )
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    amount = MeasuredField("volume", null=True)
    pressure = MeasuredField("pressure", null=True)
    quality = models.CharField(max_length=20, choices=ReadingQuality, default=ReadingQuality.METERED)
    source = models.CharField(max_length=80)
    known_at = models.DateTimeField(db_index=True)
    filed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    filed_by_subject_of_cut = models.BooleanField(default=False)

    objects = scoped(region="region_id", organisation="organisation_id")

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["site_kind", "site", "to_at"], name="reporting_site_when")]
        constraints = [
            models.CheckConstraint(condition=Q(to_at__gt=F("from_at")), name="reporting_site_reading_lasts"),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | Q(pressure__isnull=False),
                name="reporting_site_reading_says",
            ),
            models.UniqueConstraint(
                fields=["site_kind", "site", "from_at", "to_at", "source", "known_at"],
                name="reporting_site_reading_once",
            ),
        ]
