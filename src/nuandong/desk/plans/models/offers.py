"""Reductions that users offer of their own will, and maintenance that they shift into the cold (自愿减量、错峰检修).

Clause: T-031.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Account, DeliveryPoint
from nuandong.desk.directory.scope import ScopedQuerySet
from nuandong.desk.frame.fields import MeasuredField


class OfferKind(models.TextChoices):
    """What is offered."""

    REDUCTION = "reduction", _("Reduction")
    MAINTENANCE = "maintenance", _("Staggered maintenance")


class OfferState(models.TextChoices):
    """Where an offer stands."""

    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Agreed")
    REFUSED = "refused", _("Declined")
    TAKEN_BACK = "taken_back", _("Taken back")


class Offers(ScopedQuerySet):
    """Offers by day."""

    region_lookup = "point__county_id"
    organisation_lookup = "point__user__organisation_id"

    def open(self) -> Self:
        """Those that wait for an answer or were accepted."""
        return self.filter(state__in=(OfferState.OFFERED, OfferState.ACCEPTED))

    def standing(self, *, day: date, known_at: datetime) -> Self:
        """Accepted by `known_at` for a gas day."""
        accepted = self.filter(state=OfferState.ACCEPTED, decided_at__lte=known_at)
        return accepted.filter(begins__lte=day, ends__gte=day)


class Offer(models.Model):
    """What a user offers to leave unused at a point, every gas day from `begins` to `ends` (10^4 m3/day).

    `notice_hours` before 08:00 of the gas day the user must know that it is taken. `price` is CNY for each m3, NULL
    where nothing is asked.
    """

    point = models.ForeignKey(DeliveryPoint, models.PROTECT, to_field="code", related_name="offers")
    kind = models.CharField(max_length=20, choices=OfferKind, default=OfferKind.REDUCTION)
    begins = models.DateField(db_index=True)
    ends = models.DateField(db_index=True)
    amount = MeasuredField("flow")
    notice_hours = MeasuredField("hours", default=0.0)
    price = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    words = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=20, choices=OfferState, default=OfferState.OFFERED)
    offered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField()
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_words = models.CharField(max_length=400, blank=True)

    objects = Offers.as_manager()

    class Meta:
        ordering = ("begins", "id")
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="plans_offer_in_order"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="plans_offer_gives_something"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(state="taken_back") | ~Q(decided_by=F("offered_by")),
                name="plans_offer_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk} of {self.point_id}"
