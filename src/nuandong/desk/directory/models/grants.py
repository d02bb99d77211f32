"""Grants of a role: the system administrator drafts, the security administrator decides (三员分立).

Clauses: T-098 (roles separated), T-001 (scope).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models.people import Account, Membership, Organisation, Role
from nuandong.desk.directory.models.places import Region
from nuandong.desk.directory.scope import scoped


class GrantState(models.TextChoices):
    """Where a grant stands."""

    DRAFT = "draft", _("Awaiting the security administrator")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


class GrantRequest(models.Model):
    """A role for an account, drafted by one administrator and decided by the other; approved, it is a membership."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="grant_requests")
    role = models.CharField(max_length=40, choices=Role)
    region = models.ForeignKey(Region, models.PROTECT, to_field="code", null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, to_field="code", null=True, blank=True)
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=GrantState, default=GrantState.DRAFT)
    drafted_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    membership = models.OneToOneField(
        Membership, models.SET_NULL, null=True, blank=True, related_name="grant"
    )

    objects = scoped(region="region_id", organisation="organisation_id")

    class Meta:
        ordering = ("-drafted_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(region__isnull=False, organisation__isnull=True)
                | Q(region__isnull=True, organisation__isnull=False),
                name="directory_grant_of_one",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("drafted_by")),
                name="directory_grant_of_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"grant {self.pk}: {self.role}"
