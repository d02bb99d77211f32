"""Filing pages: which reports are owed, and the form of one.

Clauses: T-004, T-095 (every unit, every gas day), T-001 (only one's own units).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nuandong.desk.directory.models import ReportingUnit
from nuandong.desk.directory.province import policy_book
from nuandong.desk.directory.roles import FILE_REPORT, SEE_DAY
from nuandong.desk.frame import clock
from nuandong.desk.reporting.actions import CheckedFiling, file_report
from nuandong.desk.reporting.deadlines import deadline_of
from nuandong.desk.reporting.drafts import draft_of, drop_draft, keep_draft
from nuandong.desk.reporting.fields import asked_of, use_fields
from nuandong.desk.reporting.forms import ReportForm
from nuandong.desk.reporting.models import Channel, Draft, Reminder, ReportVersion
from nuandong.desk.reporting.previous import (
    filed_cells,
    filed_versions,
    last_ended_day,
    possible_day,
    previous_figures,
    typed,
)
from nuandong.desk.reporting.usual import classes_of, usual_of

UNITS_A_PAGE = 50

may_file = permission_required(FILE_REPORT, raise_exception=True)


@require_GET
def owed(request: HttpRequest) -> HttpResponse:
    """The units that this account files for, and what each has filed for the gas day that ended last.

    Whoever files for nobody, and may see the day, is led to the board.
    """
    account = _account(request)
    if not account.has_perm(FILE_REPORT):
        if not account.has_perm(SEE_DAY):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("report-board"))
    gas_day = last_ended_day(clock.now())
    units = ReportingUnit.objects.due_on(gas_day).filed_by(account)
    if units.count() == 1:
        return HttpResponseRedirect(reverse("report", args=[units.get().pk]))
    page = Paginator(units, UNITS_A_PAGE).get_page(request.GET.get("page"))
    filed = filed_versions([unit.code for unit in page], gas_day, clock.now())
    rows = [(unit, filed.get(unit.code)) for unit in page]
    shown = {"room": "report", "tab": "owed", "gas_day": gas_day, "rows": rows, "page": page}
    return render(request, "reporting/owed.html", shown)


@require_http_methods(["GET", "POST"])
@may_file
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit's report: the form, and the version it becomes."""
    unit = get_object_or_404(ReportingUnit.objects.filed_by(request.user), pk=pk)
    at = clock.now()
    gas_day = last_ended_day(at)
    told_day = named_day(request.POST.get("gas_day", ""), otherwise=gas_day)
    newest = filed_versions([unit.code], gas_day, at).get(unit.code)
    draft = draft_of(unit=unit, gas_day=gas_day, by=_account(request), newest=newest)
    form = ReportForm(
        request.POST or None,
        unit=unit.code,
        at=at,
        previous=previous_figures(unit, told_day, at),
        usual=usual_of(unit=unit, gas_day=told_day, at=at),
        asked=asked_of(unit.kind, classes_of(unit)),
        initial={"gas_day": gas_day, **(draft.cells if draft else filed_cells(unit, gas_day, at))},
    )
    if request.method == "POST":
        if form.is_valid() and form.filing is not None:
            version = file_report(
                checked=CheckedFiling(form.filing, form.findings, Channel.FORM, at), by=_account(request)
            )
            drop_draft(unit=unit, gas_day=form.filing.gas_day, by=_account(request))
            messages.success(request, _filed_words(version))
            return HttpResponseRedirect(reverse("report", args=[unit.pk]))
        draft = keep_draft(
            unit=unit, gas_day=told_day, cells=_cells(request), by=_account(request), at=at
        )  # what was refused is not lost either
    return render(request, "reporting/report.html", _shown(unit, form, gas_day, at, draft))


@require_POST
@may_file
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the form as it stands, or forget it."""
    unit = get_object_or_404(ReportingUnit.objects.filed_by(request.user), pk=pk)
    at = clock.now()
    gas_day = named_day(request.POST.get("gas_day", ""), otherwise=last_ended_day(at))
    if request.POST.get("forget"):
        drop_draft(unit=unit, gas_day=gas_day, by=_account(request))
        return HttpResponseRedirect(reverse("report", args=[unit.pk]))
    kept = keep_draft(unit=unit, gas_day=gas_day, cells=_cells(request), by=_account(request), at=at)
    return render(request, "reporting/draft_kept.html", {"draft": kept})


def named_day(text: str, *, otherwise: date) -> date:
    """The gas day that a form names; what it is held against belongs to that day."""
    return possible_day(text) or otherwise


def _cells(request: HttpRequest) -> dict[str, str]:
    return {name: str(text) for name, text in request.POST.items()}


def _shown(
    unit: ReportingUnit, form: ReportForm, gas_day: date, at: datetime, draft: Draft | None
) -> dict[str, Any]:
    versions = ReportVersion.objects.filter(report__unit=unit, report__gas_day=gas_day).order_by("-number")
    deadline = deadline_of(unit_kind=unit.kind, gas_day=gas_day, policy=policy_book())
    before = form.previous or {}
    shown_before = {name: typed(name, amount) for name, amount in before.items()}
    total = sum(amount for name, amount in before.items() if name in use_fields())
    return {
        "room": "report",
        "tab": "owed",
        "unit": unit,
        "form": form,
        "uses": [(field, shown_before.get(field.name)) for field in form.use_fields()],
        "others": [(field, shown_before.get(field.name)) for field in form.other_number_fields()],
        "before_total": total if before else None,
        "gas_day": gas_day,
        "deadline": deadline,
        "seconds_left": int((deadline - at).total_seconds()),
        "is_late": at > deadline,
        "versions": versions.select_related("sign_off"),
        "draft": draft,
        "reminders": Reminder.objects.filter(unit=unit, gas_day=gas_day) if not versions else (),
    }


def _filed_words(version: ReportVersion) -> str:
    words = _("Filed as version %(number)d. The day's picture follows within about two minutes.")
    return words % {"number": version.number}


def _account(request: HttpRequest) -> Any:
    return request.user
