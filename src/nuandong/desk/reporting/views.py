"""Filing pages: which reports are owed, and the form of one.

Clauses: T-004, T-095 (every unit, every gas day), T-001 (only one's own units).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.desk.directory.models import ReportingUnit
from nuandong.desk.directory.province import policy_book
from nuandong.desk.directory.roles import FILE_REPORT
from nuandong.desk.frame import clock
from nuandong.desk.reporting.actions import CheckedFiling, file_report
from nuandong.desk.reporting.checks import PER_CENT
from nuandong.desk.reporting.deadlines import deadline_of
from nuandong.desk.reporting.fields import asked_of, number_fields
from nuandong.desk.reporting.forms import ReportForm
from nuandong.desk.reporting.models import Channel, ReportFigure, ReportVersion
from nuandong.desk.reporting.usual import classes_of, usual_of
from nuandong.gasday import gas_day_of

UNITS_A_PAGE = 50

may_file = permission_required(FILE_REPORT, raise_exception=True)


@require_GET
@may_file
def owed(request: HttpRequest) -> HttpResponse:
    """The units that this account files for, and what each has filed for the gas day that ended last."""
    gas_day = last_ended_day(clock.now())
    units = ReportingUnit.objects.due_on(gas_day).filed_by(request.user)
    if units.count() == 1:
        return HttpResponseRedirect(reverse("report", args=[units.get().pk]))
    page = Paginator(units, UNITS_A_PAGE).get_page(request.GET.get("page"))
    filed = filed_versions([unit.code for unit in page], gas_day, clock.now())
    rows = [(unit, filed.get(unit.code)) for unit in page]
    return render(
        request, "reporting/owed.html", {"room": "report", "gas_day": gas_day, "rows": rows, "page": page}
    )


@require_http_methods(["GET", "POST"])
@may_file
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit's report: the form, and the version it becomes."""
    unit = get_object_or_404(ReportingUnit.objects.filed_by(request.user), pk=pk)
    at = clock.now()
    gas_day = last_ended_day(at)
    told_day = named_day(request.POST.get("gas_day", ""), otherwise=gas_day)
    form = ReportForm(
        request.POST or None,
        unit=unit.code,
        at=at,
        previous=previous_figures(unit, told_day, at),
        usual=usual_of(unit=unit, gas_day=told_day, at=at),
        asked=asked_of(unit.kind, classes_of(unit)),
        initial={"gas_day": gas_day, **filed_cells(unit, gas_day, at)},
    )
    if request.method == "POST" and form.is_valid() and form.filing is not None:
        version = file_report(
            checked=CheckedFiling(form.filing, form.findings, Channel.FORM, at), by=_account(request)
        )
        messages.success(request, _filed_words(version))
        return HttpResponseRedirect(reverse("report", args=[unit.pk]))
    return render(request, "reporting/report.html", _shown(unit, form, gas_day, at))


def named_day(text: str, *, otherwise: date) -> date:
    """The gas day that a form names; what it is held against belongs to that day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


def last_ended_day(at: datetime) -> date:
    """The gas day that ended last: the one to report on."""
    return gas_day_of(at) - timedelta(days=1)


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
    entries = number_fields()
    cells: dict[str, Any] = {"note": version.note, "nothing_to_report": version.is_nothing_to_report}
    for name, amount, words in version.figures.values_list("quantity", "amount", "words"):
        is_share = name in entries and entries[name].unit.key == "share"
        cells[name] = words if amount is None else round(amount * (PER_CENT if is_share else 1.0), 6)
    return cells


def _shown(unit: ReportingUnit, form: ReportForm, gas_day: date, at: datetime) -> dict[str, Any]:
    versions = ReportVersion.objects.filter(report__unit=unit, report__gas_day=gas_day).order_by("-number")
    deadline = deadline_of(unit_kind=unit.kind, gas_day=gas_day, policy=policy_book())
    return {
        "room": "report",
        "unit": unit,
        "form": form,
        "gas_day": gas_day,
        "deadline": deadline,
        "is_late": at > deadline,
        "versions": versions,
        "previous": {name: form.previous.get(name) for name in number_fields()} if form.previous else {},
    }


def _filed_words(version: ReportVersion) -> str:
    words = _("Filed as version %(number)d. The day's picture follows within about two minutes.")
    return words % {"number": version.number}


def _account(request: HttpRequest) -> Any:
    return request.user
