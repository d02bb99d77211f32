"""What reporting asks of an account today: reports that are not filed yet (T-004, T-095)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.desk.directory.models import ReportingUnit
from nuandong.desk.directory.province import policy_book
from nuandong.desk.directory.roles import FILE_REPORT
from nuandong.desk.directory.templatetags.directory import named
from nuandong.desk.directory.workbench.owed import Owed
from nuandong.desk.reporting.deadlines import deadline_of
from nuandong.desk.reporting.models import ReportVersion
from nuandong.gasday import gas_day_of

SINGLY = 5  # more units than this are one line that leads to the board


def reports_owed(account: Any, at: datetime) -> Iterator[Owed]:
    """Reports of the gas day that ended last which this account files and which are not there."""
    if not account.has_perm(FILE_REPORT):
        return
    day = gas_day_of(at) - timedelta(days=1)
    units = list(ReportingUnit.objects.due_on(day).filed_by(account))
    there = (
        ReportVersion.objects.of_day(day).known_at(at).filter(report__unit__in=[one.code for one in units])
    )
    filed = set(there.values_list("report__unit_id", flat=True))
    open_units = [one for one in units if one.code not in filed]
    if len(open_units) > SINGLY:
        first = min(deadline_of(unit_kind=one.kind, gas_day=day, policy=policy_book()) for one in open_units)
        words = _("%(n)d daily reports are not filed") % {"n": len(open_units)}
        yield Owed(words, "", first, reverse("reports-owed"), "T-095")
        return
    for one in open_units:
        by = deadline_of(unit_kind=one.kind, gas_day=day, policy=policy_book())
        yield Owed(_("File the daily report"), named(one), by, reverse("report", args=[one.pk]), "T-095")
