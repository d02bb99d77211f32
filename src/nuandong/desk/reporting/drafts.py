"""A form as it is typed, kept so that a closed window, a dead battery or an expired session loses nothing.

A draft is nobody's report: it is shown to its own account alone and goes once the report is filed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from nuandong.desk.directory.models import Account, ReportingUnit
from nuandong.desk.reporting.fields import report_fields
from nuandong.desk.reporting.models import Draft, ReportVersion

LONGEST_CELL = 2000


def keep_draft(
    *, unit: ReportingUnit, gas_day: date, cells: Mapping[str, str], by: Account, at: datetime
) -> Draft:
    """Keep what stands in the form now, in place of what stood there before."""
    names = {*report_fields(), "note"}
    kept = {
        name: str(text).replace("\0", "")[:LONGEST_CELL]
        for name, text in cells.items()
        if name in names and text
    }
    draft, _ = Draft.objects.update_or_create(
        unit=unit, gas_day=gas_day, account=by, defaults={"cells": kept, "saved_at": at}
    )
    return draft


def drop_draft(*, unit: ReportingUnit, gas_day: date, by: Account) -> None:
    """Forget a draft: its report was filed, or its author wants it gone."""
    Draft.objects.filter(unit=unit, gas_day=gas_day, account=by).delete()


def draft_of(
    *, unit: ReportingUnit, gas_day: date, by: Account, newest: ReportVersion | None
) -> Draft | None:
    """The account's draft of a day, unless a version was filed after it."""
    draft = Draft.objects.filter(unit=unit, gas_day=gas_day, account=by).first()
    if draft is None or (newest is not None and newest.filed_at >= draft.saved_at):
        return None
    return draft
