"""Pages of readings: which points were read, one point with all that was said of it, and how readings come in.

Clauses: T-042 (metered relief), T-001 (only what lies in one's scope).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.desk.directory.models import DeliveryPoint
from nuandong.desk.directory.roles import FILE_REPORT, SEE_DAY
from nuandong.desk.frame import clock
from nuandong.desk.frame.cells import csv_answer
from nuandong.desk.frame.templatetags.figures import is_chinese
from nuandong.desk.reporting.models.readings import Reading
from nuandong.desk.reporting.readings.actions import Filed, file_lines
from nuandong.desk.reporting.readings.board import (
    DayState,
    PointDay,
    PointRow,
    counts_of,
    days_of,
    is_by_user,
    last_ended_day,
    last_ends,
    rows_of,
)
from nuandong.desk.reporting.readings.forms import SOURCE, ReadingForm, SheetForm
from nuandong.desk.reporting.readings.sites import sites
from nuandong.desk.reporting.readings.workbook import MEDIA_TYPE, book_of
from nuandong.gasday import CHINA, begin_of, end_of

POINTS_A_PAGE, SPANS_SHOWN, LINES_SHOWN = 50, 60, 200

may_see = permission_required(SEE_DAY, raise_exception=True)
may_file = permission_required(FILE_REPORT, raise_exception=True)


@require_GET
@may_see
def board(request: HttpRequest) -> HttpResponse:
    """Every point in scope: how far the gas day that ended last was read, and the week of those on this page."""
    at = clock.now()
    gas_day = last_ended_day(at)
    codes = list(_points(request).values_list("code", flat=True))
    days = {code: day for code, (day,) in days_of(codes=codes, days=[gas_day], known_at=at).items()}
    show = request.GET.get("show", "")
    chosen = [code for code in codes if _is_shown(days[code], show)]
    page = Paginator(chosen, POINTS_A_PAGE).get_page(request.GET.get("page"))
    points = _points(request).filter(code__in=list(page))
    shown = {
        "room": "readings", "gas_day": gas_day, "at": at, "counts": counts_of(days.values()), "page": page,
        "rows": rows_of(points=list(points), gas_day=gas_day, known_at=at), "show": show,
        "q": request.GET.get("q", ""), "may_file": request.user.has_perm(FILE_REPORT),
    }  # fmt: skip
    return render(request, "reporting/readings.html", shown)


@require_GET
@may_see
def board_csv(request: HttpRequest) -> HttpResponse:
    """The same points as a table, figures in full."""
    at = clock.now()
    heading = ["point", "meter", "user", "county", "class", "load", "gas_day", "flow", "state", "quality", "covered",
               "filed_by_user", "known_at", "last_reading_ends"]  # fmt: skip
    points = list(_points(request))
    codes = [point.code for point in points]
    days = days_of(codes=codes, days=[last_ended_day(at)], known_at=at)
    ends = last_ends(codes=codes, known_at=at)
    cells = [_cells(PointRow(point, days[point.code], ends.get(point.code))) for point in points]
    return csv_answer("readings.csv", [heading, *cells])


@require_GET
@may_file
def template(request: HttpRequest) -> HttpResponse:
    """A sheet to fill in: every point in scope, the gas day that ended last, no volumes."""
    day, heading, rows = _to_fill_in(request)
    return csv_answer(f"readings-{day}.csv", [heading, *rows])


@require_GET
@may_file
def template_book(request: HttpRequest) -> HttpResponse:
    """The same sheet as a workbook."""
    day, heading, rows = _to_fill_in(request)
    response = HttpResponse(book_of(heading, rows, at=clock.now()), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="readings-{day}.xlsx"'
    return response


def _to_fill_in(request: HttpRequest) -> tuple[date, list[str], list[list[str]]]:
    day = last_ended_day(clock.now())
    first, last = f"{begin_of(day):%Y-%m-%d %H:%M}", f"{end_of(day):%Y-%m-%d %H:%M}"
    heading = ["point", "from", "to", "volume", "pressure", "quality"]
    if is_chinese():
        heading = ["计量点", "起", "止", "气量(万m³)", "压力(MPa)", "质量"]
    return day, heading, [[site.code, first, last, "", "", ""] for site in sites(request.user)]


@require_http_methods(["GET", "POST"])
@may_file
def sheet(request: HttpRequest) -> HttpResponse:
    """A sheet is sent, shown line by line with every fault, mended on the page, and filed as a whole."""
    at = clock.now()
    account: Any = request.user
    form = SheetForm(request.POST or None, request.FILES or None, by=account, at=at)
    if request.method == "POST" and form.is_valid() and form.checked is not None:
        if "file" in request.POST and not form.checked.findings.errors:
            filed = file_lines(lines=form.rows, by=account, at=at, source=SOURCE)
            if not filed.is_refused:
                messages.success(request, _filed_words(filed))
                return HttpResponseRedirect(reverse("readings"))
        form = _with_text(form, account, at)
    return render(
        request,
        "reporting/readings_sheet.html",
        {"room": "readings", "form": form, "at": at, **_preview(form)},
    )


@require_http_methods(["GET", "POST"])
@may_see
def point(request: HttpRequest, point: int) -> HttpResponse:
    """One point: what was said of it, corrections included, and the form of one more reading."""
    at = clock.now()
    account: Any = request.user
    found = get_object_or_404(
        DeliveryPoint.objects.visible_to(account).select_related("user", "county"), pk=point
    )
    may = account.has_perm(FILE_REPORT)
    day = last_ended_day(at)
    start = {"begins": f"{begin_of(day):%Y-%m-%d %H:%M}", "ends": f"{end_of(day):%Y-%m-%d %H:%M}"}
    form = ReadingForm(request.POST or None, point=found, by=account, at=at, initial=start)
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        if form.is_valid():
            filed = file_lines(lines=[form.line], by=account, at=at, source=SOURCE)
            messages.success(request, _filed_words(filed))
            return HttpResponseRedirect(reverse("readings-point", args=[found.pk]))
    readings = Reading.objects.visible_to(account).filter(delivery_point=found, known_at__lte=at)
    row = rows_of(points=[found], gas_day=day, known_at=at)[0]
    return render(
        request,
        "reporting/readings_point.html",
        {
            "room": "readings", "point": found, "row": row, "form": form, "may_file": may, "at": at,
            "readings": _with_versions(readings),
        },
    )  # fmt: skip


def _points(request: HttpRequest) -> QuerySet[DeliveryPoint]:
    points = (
        DeliveryPoint.objects.visible_to(request.user)
        .select_related("user", "county")
        .order_by("county_id", "id")
    )
    asked = request.GET.get("q", "").strip()[:80]
    if not asked:
        return points
    return points.filter(
        Q(code__icontains=asked) | Q(meter__icontains=asked) | Q(user__name_zh__icontains=asked)
        | Q(user__name_en__icontains=asked) | Q(county__name_zh__icontains=asked)
    )  # fmt: skip


def _is_shown(day: PointDay, show: str) -> bool:
    if show == "gaps":
        return day.state in (DayState.NONE, DayState.PART)
    if show == "suspect":
        return day.state is DayState.SUSPECT
    return show != "by_user" or is_by_user(day)


def _with_versions(readings: QuerySet[Reading]) -> list[tuple[Reading, bool]]:
    """Readings, newest span first, and whether each is the newest word of its source on its span."""
    seen: set[tuple[object, ...]] = set()
    shown = []
    for reading in readings.order_by("-from_at", "-known_at", "-id")[:SPANS_SHOWN]:
        key = reading.from_at, reading.to_at, reading.source, reading.filed_by_subject_of_cut
        shown.append((reading, key not in seen))
        seen.add(key)
    return shown


def _with_text(form: SheetForm, account: Any, at: Any) -> SheetForm:
    """The form once more with the sheet's text to mend, whether it came as a file or typed."""
    again = SheetForm(initial={"lines": form.text}, by=account, at=at)
    again.checked, again.text = form.checked, form.text
    return again


def _preview(form: SheetForm) -> dict[str, Any]:
    checked = form.checked
    if checked is None:
        return {}
    by_line: dict[int, list[Any]] = {}
    for finding in checked.findings:
        by_line.setdefault(finding.place.row or 0, []).append(finding)
    every: tuple[Any, ...] = (*checked.of_sites, *checked.rows)  # a volume stands before its pressure
    rows = {row.line: row for row in every}
    numbers = sorted(set(by_line) - {0} | set(rows), key=lambda number: (number not in by_line, number))
    fresh = [row for row in every if not row.is_known]
    return {
        "findings": checked.findings,
        "of_file": by_line.get(0, []),
        "preview": [(number, rows.get(number), by_line.get(number, [])) for number in numbers[:LINES_SHOWN]],
        "unlisted": max(0, len(numbers) - LINES_SHOWN),
        "fresh": len(fresh),
        "corrected": sum(row.before is not None for row in fresh),
        "known": len(every) - len(fresh),
        "can_file": bool(fresh) and not checked.findings.errors,
    }


def _filed_words(filed: Filed) -> str:
    count = len(filed.readings) + len(filed.of_sites)
    if not count:
        return _("Nothing new: all of it was on record already.")
    words = ngettext("%(count)d reading filed", "%(count)d readings filed", count) % {"count": count}
    if filed.corrected:
        words += _("; %(count)d of them correct what was on record") % {"count": filed.corrected}
    return words


def _cells(row: PointRow) -> list[Any]:
    point, told = row.point, row.today.metered
    return [
        point.code, point.meter, point.user_id, point.county_id, point.consumer_class, repr(point.load),
        row.today.gas_day.isoformat(), "" if told is None else repr(told.flow), row.today.state,
        "" if told is None else told.quality, "" if told is None else repr(told.covered),
        "" if told is None else str(told.filed_by_user).lower(),
        "" if told is None else told.known_at.astimezone(CHINA).isoformat(),
        "" if row.last_at is None else row.last_at.astimezone(CHINA).isoformat(),
    ]  # fmt: skip
