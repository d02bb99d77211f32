"""The ledger of liquefaction plants: what each says it took in and put out on a gas day.

Clause: T-043 (plants are limited when gas is tight).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nuandong.desk.directory.models import Account, DeliveryPoint
from nuandong.desk.directory.scope import scoped
from nuandong.desk.frame.fields import MeasuredField


class PlantDay(models.Model):
    """What a plant reported of one gas day: feed gas in 10^4 m3/day, output and stock of LNG in tonnes.

    A later report of the same day takes the place of an earlier one; none is changed.
    """

    point = models.ForeignKey(DeliveryPoint, models.PROTECT, to_field="code", related_name="plant_days")
    gas_day = models.DateField(db_index=True)
    feed = MeasuredField("flow")
    output_t = models.FloatField()
    stock_t = models.FloatField(null=True, blank=True)
    note = models.CharField(max_length=400, blank=True)
    known_at = models.DateTimeField(db_index=True)
    filed_by = models.ForeignKey(Account, models.PROTECT, related_name="+")

    objects = scoped(region="point__county_id", organisation="point__user__organisation_id")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["point", "gas_day", "known_at"], name="watch_plant_day_once"),
            models.CheckConstraint(
                condition=Q(feed__gte=0, output_t__gte=0), name="watch_plant_day_not_negative"
            ),
        ]
