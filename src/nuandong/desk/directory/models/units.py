"""Reporting units: who owes a daily report. They are not administrative divisions.

A county, a city, a department, a development zone, a company: each owes one report a gas day (rulings, 5;
clauses T-004 and T-095). In the sample there are about 430 of them.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models.people import Organisation
from nuandong.desk.directory.models.places import Region
from nuandong.desk.directory.scope import ScopedQuerySet, scope_of
from nuandong.desk.frame.fields import Named


class UnitKind(models.TextChoices):
    """Kinds of reporting unit; each has a deadline of its own in the policy."""

    COUNTY = "county", _("County")
    CITY = "city", _("City")
    DEPARTMENT = "department", _("Department")
    COMPANY = "company", _("Company")


class ReportingUnits(ScopedQuerySet):
    """Units, by the gas day on which they owe a report."""

    region_lookup = "region_id"
    organisation_lookup = "organisation_id"

    def filed_by(self, account: Any) -> Self:
        """Units that the account files for: its own organisation's, and governments in its region.

        A county sees the companies on its ground, but each company answers for its own report (T-093).
        """
        own = Q(organisation__isnull=True) | Q(organisation_id__in=scope_of(account).organisations)
        return self.filter(own).visible_to(account)

    def due_on(self, gas_day: date) -> ReportingUnits:
        """Units that owe a report for a gas day."""
        return self.filter(
            Q(begins__isnull=True) | Q(begins__lte=gas_day), Q(ends__isnull=True) | Q(ends__gte=gas_day)
        )


class ReportingUnit(Named):
    """One that owes a daily report from `begins` to `ends`."""

    kind = models.CharField(max_length=20, choices=UnitKind)
    region = models.ForeignKey(Region, models.PROTECT, to_field="code", related_name="reporting_units")
    organisation = models.ForeignKey(Organisation, models.PROTECT, to_field="code", null=True, blank=True)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    objects = ReportingUnits.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["region"], condition=Q(kind="county"), name="directory_one_unit_a_county"
            )
        ]
