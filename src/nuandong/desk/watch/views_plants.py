"""Pages of liquefaction plants: the ledger of a gas day, one plant with its days and its form, exports.

Clause: T-043 (plants are limited when gas is tight).
"""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from xlsxwriter import Workbook

from nuandong.desk.directory.roles import FILE_REPORT, SEE_DAY
from nuandong.desk.directory.templatetags.directory import named
from nuandong.desk.frame import clock
from nuandong.desk.frame.cells import csv_answer
from nuandong.desk.reporting.readings.board import last_ended_day
from nuandong.desk.reporting.readings.workbook import MEDIA_TYPE
from nuandong.desk.watch.actions.plants import PlantReport, file_plant_day
from nuandong.desk.watch.forms import PlantDayForm
from nuandong.desk.watch.models import PlantDay
from nuandong.desk.watch.plants import ledger
from nuandong.desk.watch.plants.ledger import PlantLedger, PlantRow, ledger_of
from nuandong.gasday import gas_day_of

may_see = permission_required(SEE_DAY, raise_exception=True)
DAYS_SHOWN = 14


@require_GET
@may_see
def plants(request: HttpRequest) -> HttpResponse:
    """Every plant of one's scope on a gas day, limits that are not kept first."""
    at = clock.now()
    day = _day(request, at)
    shown = {
        "room": "wall", "at": at, "day": day, "ledger": _ledger(request, day, at), "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if day < gas_day_of(at) else None,
    }  # fmt: skip
    return render(request, "watch/plants.html", shown)


@require_GET
@may_see
def plants_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table, figures in full."""
    at = clock.now()
    day = _day(request, at)
    found = _ledger(request, day, at)
    return csv_answer(f"plants-{day}.csv", [_heading(), *(_cells(found, row) for row in found.rows)])


@require_GET
@may_see
def plants_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    at = clock.now()
    day = _day(request, at)
    found = _ledger(request, day, at)
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": at.replace(tzinfo=None, microsecond=0)})
    page = book.add_worksheet(day.isoformat())
    page.freeze_panes(1, 2)
    page.set_column(0, len(_heading()), 16)
    page.write_row(0, 0, _heading(), book.add_format({"bold": True, "bottom": 1}))
    for number, row in enumerate(found.rows, start=1):
        page.write_row(number, 0, ["" if cell is None else cell for cell in _cells(found, row)])
    book.close()
    response = HttpResponse(written.getvalue(), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="plants-{day}.xlsx"'
    return response


@require_http_methods(["GET", "POST"])
@may_see
def plant(request: HttpRequest, point: int) -> HttpResponse:
    """One plant: its last days, and the form of one more."""
    at = clock.now()
    account: Any = request.user
    found = get_object_or_404(ledger.plants(account), pk=point)
    may_file = account.has_perm(FILE_REPORT)
    form = PlantDayForm(request.POST or None, initial={"gas_day": last_ended_day(at)})
    if request.method == "POST":
        if not may_file:
            raise PermissionDenied
        if form.is_valid():
            report = PlantReport(**{**form.cleaned_data, "note": form.cleaned_data["note"] or ""})
            kept = _filed(form, found, report, account, at)
            if kept is not None:
                messages.success(request, _("Filed: %(feed)s × 10⁴ m³/d in, %(output)s t out.") % {
                    "feed": f"{kept.feed:g}", "output": f"{kept.output_t:g}"})  # fmt: skip
                return HttpResponseRedirect(reverse("plant", args=[found.pk]))
    days = [gas_day_of(at) - timedelta(days=back) for back in range(DAYS_SHOWN)]
    history = [(day, ledger_of(points=[found], gas_day=day, at=at).rows[0]) for day in days]
    shown = {
        "room": "wall", "at": at, "point": found, "form": form, "may_file": may_file, "history": history,
        "versions": PlantDay.objects.visible_to(account).filter(point=found).order_by("-known_at")[:DAYS_SHOWN],
    }  # fmt: skip
    return render(request, "watch/plant.html", shown)


def _filed(form: PlantDayForm, point: Any, report: PlantReport, by: Any, at: datetime) -> PlantDay | None:
    from nuandong.desk.watch.refusals import ActRefused

    try:
        return file_plant_day(point=point, report=report, by=by, at=at)
    except ActRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.words)
        return None


def _ledger(request: HttpRequest, day: date, at: datetime) -> PlantLedger:
    return ledger_of(points=list(ledger.plants(request.user)), gas_day=day, at=at)


def _day(request: HttpRequest, at: datetime) -> date:
    """The gas day that is asked for, never one that has not begun; the present one where none is."""
    try:
        asked = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return gas_day_of(at)
    return min(asked, gas_day_of(at))


def _heading() -> list[str]:
    return ["point", _("Plant"), _("County"), _("Load (10⁴ m³/d)"), _("Feed at the meter (10⁴ m³/d)"),
            _("Feed as reported (10⁴ m³/d)"), _("Output (t/d)"), _("Stock (t)"), _("Level in force"),
            _("Share that may be taken"), _("Share ordered"), _("Share executed"), _("Limit"), _("Doubts")]  # fmt: skip


def _cells(found: PlantLedger, row: PlantRow) -> list[Any]:
    told, metered = row.told, row.metered.metered
    return [
        row.point.code, named(row.point.user), named(row.point.county), row.load,
        None if metered is None else metered.flow, None if told is None else told.feed,
        None if told is None else told.output_t, None if told is None else told.stock_t, found.level, row.allowed,
        row.ordered, row.executed, row.limited.value, " ".join(doubt.value for doubt in row.doubts),
    ]  # fmt: skip
