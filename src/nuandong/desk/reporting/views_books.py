"""Pages of filing by workbook: take the template, hand it in, see every cell that is wrong, confirm.

Clause: T-095 (the daily channel by workbook).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nuandong.desk.directory.models import ReportingUnit
from nuandong.desk.directory.roles import FILE_REPORT
from nuandong.desk.frame import clock
from nuandong.desk.reporting.books.actions import (
    BookIsClosed,
    columns_of,
    drop_book,
    file_book,
    keep_book,
    to_file,
)
from nuandong.desk.reporting.books.checking import CheckedColumn, check_columns
from nuandong.desk.reporting.books.reading import LARGEST_FILE
from nuandong.desk.reporting.books.template import TemplateColumn, write_book
from nuandong.desk.reporting.fields import asked_of
from nuandong.desk.reporting.models import BookState, ReportBook
from nuandong.desk.reporting.offline.form import write_form
from nuandong.desk.reporting.previous import last_ended_day, previous_figures
from nuandong.desk.reporting.usual import classes_of
from nuandong.desk.reporting.views_board import asked_day
from nuandong.findings import Finding, Place, Severity

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RECENT = 10

may_file = permission_required(FILE_REPORT, raise_exception=True)


@require_http_methods(["GET", "POST"])
@may_file
def books(request: HttpRequest) -> HttpResponse:
    """The template, and the place to hand a filled one in."""
    fault = ""
    if request.method == "POST":
        handed = request.FILES.get("workbook")
        if handed is None:
            fault = _("No file was chosen. Choose the filled workbook first.")
        elif (handed.size or 0) > LARGEST_FILE:
            fault = _("The file is larger than 5 MB. Keep only the sheet of reports and hand it in again.")
        else:
            book = keep_book(
                file_name=str(handed.name).replace("\0", ""),
                content=handed.read(),
                by=_account(request),
                at=clock.now(),
            )
            return HttpResponseRedirect(reverse("report-book", args=[book.pk]))
    recent = ReportBook.objects.filter(account=_account(request))[:RECENT]
    gas_day = last_ended_day(clock.now())
    units = ReportingUnit.objects.due_on(gas_day).filed_by(request.user).count()
    return render(
        request,
        "reporting/books.html",
        {
            "room": "report",
            "tab": "books",
            "gas_day": gas_day,
            "recent": recent,
            "fault": fault,
            "units": units,
        },
        status=400 if fault else 200,
    )


@require_GET
@may_file
def template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in, for every unit that this account files for, or for one."""
    gas_day, at = asked_day(request), clock.now()
    units = ReportingUnit.objects.due_on(gas_day).filed_by(request.user).order_by("kind", "code")
    if request.GET.get("unit", "").isdecimal():
        units = units.filter(pk=int(request.GET["unit"][:18]))
    content = write_book(columns=[_column(unit, gas_day, at) for unit in units], gas_day=gas_day, at=at)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="daily-report-{gas_day}.xlsx"'
    return response


@require_GET
@may_file
def offline_form(request: HttpRequest) -> HttpResponse:
    """The form as one file, for a place without a network, for every unit that this account files for."""
    gas_day, at = asked_day(request), clock.now()
    units = ReportingUnit.objects.due_on(gas_day).filed_by(request.user).order_by("kind", "code")
    content = write_form(columns=[_column(unit, gas_day, at) for unit in units], gas_day=gas_day, at=at)
    response = HttpResponse(content, content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="daily-report-{gas_day}.html"'
    return response


@require_GET
@may_file
def book(request: HttpRequest, book: int) -> HttpResponse:
    """A workbook as it was read: what would be filed, and every fault with its cell."""
    kept = get_object_or_404(ReportBook, pk=book, account=_account(request))
    return render(request, "reporting/book.html", _shown(request, kept))


@require_POST
@may_file
def confirm(request: HttpRequest, book: int) -> HttpResponse:
    """File what passed the gate."""
    kept = get_object_or_404(ReportBook, pk=book, account=_account(request))
    try:
        versions = file_book(book=kept, by=_account(request), at=clock.now())
        messages.success(
            request, _("%(count)d reports were filed from this workbook.") % {"count": len(versions)}
        )
    except BookIsClosed:
        messages.error(request, _("This workbook was dealt with before; nothing was filed again."))
    return HttpResponseRedirect(reverse("report-book", args=[kept.pk]))


@require_POST
@may_file
def drop(request: HttpRequest, book: int) -> HttpResponse:
    """Put a workbook aside unfiled."""
    kept = get_object_or_404(ReportBook, pk=book, account=_account(request))
    try:
        drop_book(book=kept, by=_account(request), at=clock.now())
    except BookIsClosed:
        messages.error(request, _("This workbook was dealt with before; nothing was filed again."))
    return HttpResponseRedirect(reverse("report-books"))


def _shown(request: HttpRequest, kept: ReportBook) -> dict[str, Any]:
    is_open = kept.state == BookState.WAITING
    columns = check_columns(columns=columns_of(kept), account=request.user, at=clock.now())
    found = [*map(finding_of, kept.faults), *(one for column in columns for one in column.findings)]
    ready = to_file(columns)
    return {
        "room": "report",
        "tab": "books",
        "book": kept,
        "is_open": is_open,
        "rows": [_row(one) for one in columns],
        "errors": [one for one in found if one.severity is Severity.ERROR],
        "remarks": [one for one in found if one.severity is Severity.WARNING],
        "ready": len(ready),
        "unchanged": sum(one.is_unchanged for one in columns),
        "stopped": sum(one.checked is None and not one.is_empty for one in columns),
        "empty": sum(one.is_empty for one in columns),
    }


def _row(one: CheckedColumn) -> dict[str, Any]:
    filing = one.checked.filing if one.checked else None
    now = filing.total_use if filing else None
    before = one.previous_use
    return {
        "unit": one.unit,
        "code": one.column.unit,
        "name": one.column.name,
        "cell": one.column.place("unit"),
        "sheet": one.column.sheet,
        "gas_day": one.column.gas_day,
        "figures": len(filing.figures) if filing else None,
        "now": now,
        "before": before,
        "share": (now - before) / before if now is not None and before else None,
        "is_nil": bool(filing and filing.is_nothing_to_report),
        "is_unchanged": one.is_unchanged,
        "is_empty": one.is_empty,
        "faults": len(one.findings.errors),
    }


def finding_of(kept: dict[str, Any]) -> Finding:
    """A finding as it was kept."""
    place = Place(**kept["place"])
    return Finding(kept["code"], place, kept["value"], kept["wanted_zh"], kept["wanted_en"],
                   Severity(kept["severity"]))  # fmt: skip


def _column(unit: ReportingUnit, gas_day: date, at: datetime) -> TemplateColumn:
    return TemplateColumn(
        unit=unit.code,
        name_zh=unit.name_zh,
        name_en=unit.name_en,
        asked=frozenset(asked_of(unit.kind, classes_of(unit))),
        last=previous_figures(unit, gas_day, at),
    )


def _account(request: HttpRequest) -> Any:
    return request.user
