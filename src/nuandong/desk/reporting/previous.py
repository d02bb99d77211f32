"""What a unit reported before: its newest versions of a day, the figures of its last day, a version as it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from nuandong.desk.directory.models import ReportingUnit
from nuandong.desk.reporting.checks import FIRST_POSSIBLE, LAST_POSSIBLE, PER_CENT
from nuandong.desk.reporting.fields import number_fields
from nuandong.desk.reporting.models import ReportFigure, ReportVersion
from nuandong.gasday import gas_day_of

TYPED_DECIMALS = 6


def last_ended_day(at: datetime) -> date:
    """The gas day that ended last: the one to report on."""
    return gas_day_of(at) - timedelta(days=1)


def possible_day(text: str) -> date | None:
    """A gas day as it is written, 2023-12-20; None for anything else, and for years that are a slip of the pen."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if FIRST_POSSIBLE <= day <= LAST_POSSIBLE else None


def filed_versions(units: list[str], gas_day: date, at: datetime) -> Mapping[str, ReportVersion]:
    """The newest version of each unit's report of a day, as known at an instant."""
    versions = ReportVersion.objects.of_day(gas_day).known_at(at).filter(report__unit__in=units)
    return {version.report.unit_id: version for version in versions.select_related("report")}


def previous_figures(unit: ReportingUnit, gas_day: date, at: datetime) -> dict[str, float]:
    """Figures of the unit's last report before a gas day; empty where there is none."""
    last = (
        ReportVersion.objects.filter(report__unit=unit, report__gas_day__lt=gas_day)
        .known_at(at)
        .order_by("-report__gas_day")
        .first()
    )
    figures = ReportFigure.objects.filter(version=last).values_list("quantity", "amount")
    return {name: amount for name, amount in figures if amount is not None}


def filed_cells(unit: ReportingUnit, gas_day: date, at: datetime) -> dict[str, Any]:
    """What the newest version of a day's report says, as it is typed: a correction changes one figure of it."""
    version = filed_versions([unit.code], gas_day, at).get(unit.code)
    if version is None:
        return {}
    cells: dict[str, Any] = {"note": version.note, "nothing_to_report": version.is_nothing_to_report}
    for name, amount, words in version.figures.values_list("quantity", "amount", "words"):
        cells[name] = words if amount is None else typed(name, amount)
    return cells


def typed(name: str, amount: float) -> float:
    """A figure as a person types it: a share in per cent."""
    entries = number_fields()
    is_share = name in entries and entries[name].unit.key == "share"
    return round(amount * (PER_CENT if is_share else 1.0), TYPED_DECIMALS)
