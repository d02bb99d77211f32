"""What people found about a report, with their evidence, and what its unit answered.

A rule only ever names a suspect. That a report was false or that something was concealed is found by a person, who
says by what evidence; the unit may appeal, and the office upholds or withdraws. Nothing of it is overwritten.

Clause: T-093 (late, omitted, false and concealed reports).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Account
from nuandong.desk.directory.scope import scoped
from nuandong.desk.reporting.models.reports import DailyReport


class IntegrityKind(models.TextChoices):
    """What a person can find. Late is no finding: the clock says it."""

    OMITTED = "omitted", _("Omitted (漏报)")
    FALSE = "false", _("False (谎报)")
    CONCEALED = "concealed", _("Concealed (瞒报)")


class IntegrityFinding(models.Model):
    """One person's finding about one unit's gas day; the report is made empty where none was filed."""

    report = models.ForeignKey(DailyReport, models.PROTECT, related_name="integrity_findings")
    kind = models.CharField(max_length=20, choices=IntegrityKind)
    evidence = models.TextField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = scoped(region="report__unit__region_id", organisation="report__unit__organisation_id")

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(condition=~Q(evidence=""), name="reporting_finding_has_evidence")
        ]


class ReplyKind(models.TextChoices):
    """What can follow a finding."""

    APPEAL = "appeal", _("Appeal")
    UPHELD = "upheld", _("Upheld")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class IntegrityReply(models.Model):
    """The unit's appeal, or the office's decision about it."""

    finding = models.ForeignKey(IntegrityFinding, models.PROTECT, related_name="replies")
    kind = models.CharField(max_length=20, choices=ReplyKind)
    words = models.TextField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = scoped(
        region="finding__report__unit__region_id", organisation="finding__report__unit__organisation_id"
    )

    class Meta:
        ordering = ("id",)
