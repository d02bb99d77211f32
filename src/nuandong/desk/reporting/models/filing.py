"""What surrounds the filing of a report: drafts, workbooks that wait to be confirmed, signatures, reminders.

A draft and a waiting workbook are no reports: nothing counts them, nobody but their account sees them. A signature
belongs to one version; a later version leaves it where it is, and shows that it was superseded.

Clauses: T-095 (channels), T-072 (sign-off), T-004 (no day is forgotten).
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Account, ReportingUnit
from nuandong.desk.directory.scope import scoped
from nuandong.desk.reporting.models.reports import ReportVersion


class Draft(models.Model):
    """A form as it was typed and not yet filed; one an account, unit and gas day, and gone once it is filed."""

    unit = models.ForeignKey(ReportingUnit, models.CASCADE, to_field="code", related_name="drafts")
    gas_day = models.DateField()
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    cells: Any = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    objects = scoped(region="unit__region_id", organisation="unit__organisation_id")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["unit", "gas_day", "account"], name="reporting_one_draft")
        ]


class BookState(models.TextChoices):
    """Where a workbook that was handed in stands."""

    WAITING = "waiting", _("Waits to be confirmed")
    FILED = "filed", _("Filed")
    DROPPED = "dropped", _("Dropped")


class ReportBook(models.Model):
    """A workbook as it was read: every sheet that is a report, with its cells as text and where each stood.

    What was read stays, filed or not, so that nobody has to send it twice; the file itself is named by its digest.
    """

    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=80)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    sheets: Any = models.JSONField(default=list)
    faults: Any = models.JSONField(default=list)
    state = models.CharField(max_length=20, choices=BookState, default=BookState.WAITING)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)


class SignOff(models.Model):
    """The leader of a unit stands for one version of its report."""

    version = models.OneToOneField(ReportVersion, models.PROTECT, related_name="sign_off")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    objects = scoped(
        region="version__report__unit__region_id", organisation="version__report__unit__organisation_id"
    )

    class Meta:
        ordering = ("id",)


class ReminderKind(models.TextChoices):
    """Why a unit is reminded."""

    DUE_SOON = "due_soon", _("Due soon")
    OVERDUE = "overdue", _("Overdue")
    OMITTED = "omitted", _("Suspected omission")


class Reminder(models.Model):
    """A unit was reminded of the report of a gas day, once a kind."""

    unit = models.ForeignKey(ReportingUnit, models.PROTECT, to_field="code", related_name="reminders")
    gas_day = models.DateField(db_index=True)
    kind = models.CharField(max_length=20, choices=ReminderKind)
    at = models.DateTimeField()

    objects = scoped(region="unit__region_id", organisation="unit__organisation_id")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["unit", "gas_day", "kind"], name="reporting_reminded_once")
        ]
