"""Daily reports: one a unit and gas day, with versions that are never overwritten.

What a report says is a row per figure, so that the field set may grow (dossier §7) without a column a figure.
Late is computed from the filing instant and the policy's deadline of that day and kept as it was judged then;
that a report was false is a finding of people, with evidence and appeal, and no column here.

Clauses: T-004, T-095 (daily report, nothing-to-report), T-093 (late, omitted), T-079 (company form).
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Account, Person, ReportingUnit
from nuandong.desk.directory.scope import ScopedQuerySet, scoped
from nuandong.desk.frame.fields import MeasuredField, WordField
from nuandong.vocabulary import ConsumerClass


class Channel(models.TextChoices):
    """How a report came in."""

    FORM = "form", _("Web form")
    XLSX = "xlsx", _("Workbook")
    OFFLINE = "offline", _("Offline form")
    API = "api", _("Interface")
    CASE = "case", _("Case folder")


class ReportQuality(models.TextChoices):
    """What the gate thought of a version. That a report is false is never said here: people find that."""

    ACCEPTED = "accepted", _("Accepted")
    WITH_REMARKS = "with_remarks", _("Accepted with remarks")


class DailyReport(models.Model):
    """What one unit owes for one gas day."""

    unit = models.ForeignKey(ReportingUnit, models.PROTECT, to_field="code", related_name="reports")
    gas_day = models.DateField(db_index=True)

    objects = scoped(region="unit__region_id", organisation="unit__organisation_id")

    class Meta:
        ordering = ("gas_day", "id")
        constraints = [models.UniqueConstraint(fields=["unit", "gas_day"], name="reporting_one_report_a_day")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.gas_day}"


class ReportVersions(ScopedQuerySet):
    """Versions, as they were known at an instant."""

    region_lookup = "report__unit__region_id"
    organisation_lookup = "report__unit__organisation_id"

    def known_at(self, at: datetime) -> ReportVersions:
        """The newest version of each report that was filed by `at`."""
        newest = (
            ReportVersion.objects.filter(report=OuterRef("report"), filed_at__lte=at)
            .order_by("-number")
            .values("pk")[:1]
        )
        return self.filter(pk=Subquery(newest))

    def of_day(self, gas_day: date) -> ReportVersions:
        """Versions of reports for one gas day. A total always names its day: there is no "latest day" here."""
        return self.filter(report__gas_day=gas_day)


class ReportVersion(models.Model):
    """One filing of a report; correcting it files another."""

    report = models.ForeignKey(DailyReport, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    filed_at = models.DateTimeField(db_index=True)
    filed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=20, choices=Channel)
    is_nothing_to_report = models.BooleanField(default=False)
    is_late = models.BooleanField(default=False)
    deadline_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    quality = models.CharField(max_length=20, choices=ReportQuality, default=ReportQuality.ACCEPTED)
    findings = models.JSONField(default=list, blank=True)

    objects = ReportVersions.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="reporting_version_numbered_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="reporting_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.report} v{self.number}"


class ReportFigure(models.Model):
    """One figure of a version, under its name in the data dictionary (`report.<quantity>`).

    `consumer_class` stands beside figures of use by class; text answers (measures taken, …) stand in `words`.
    """

    version = models.ForeignKey(ReportVersion, models.CASCADE, related_name="figures")
    quantity = models.CharField(max_length=60)
    consumer_class = WordField(ConsumerClass, null=True, blank=True)
    amount = MeasuredField("by_quantity", null=True, blank=True)
    words = models.TextField(blank=True)

    objects = scoped(
        region="version__report__unit__region_id", organisation="version__report__unit__organisation_id"
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["version", "quantity"], name="reporting_figure_once"),
        ]
