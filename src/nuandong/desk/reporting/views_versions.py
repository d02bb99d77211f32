"""One filed version on a page: what it says beside the version before it, who filed it, who stands for it.

Clauses: T-072 (sign-off), T-093 (versions stay).
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nuandong.desk.directory.roles import FIND_INTEGRITY, SEE_DAY, SIGN_REPORT
from nuandong.desk.frame import clock
from nuandong.desk.reporting.fields import number_fields, report_fields
from nuandong.desk.reporting.findings_of_people import is_over
from nuandong.desk.reporting.models import IntegrityFinding, IntegrityKind, ReportFigure, ReportVersion
from nuandong.desk.reporting.previous import previous_figures, typed
from nuandong.desk.reporting.signing import SigningRefused, leads, newest_of, sign_report
from nuandong.desk.reporting.templatetags.reporting_words import is_english

may_see = permission_required(SEE_DAY, raise_exception=True)
may_sign = permission_required(SIGN_REPORT, raise_exception=True)


@require_GET
@may_see
def version(request: HttpRequest, version: int) -> HttpResponse:
    """A filed version, as it was filed."""
    kept = _version(request, version)
    return render(request, "reporting/version.html", _shown(request, kept))


@require_POST
@may_sign
def sign(request: HttpRequest, version: int) -> HttpResponse:
    """Stand for a version."""
    kept = _version(request, version)
    account: Any = request.user
    try:
        sign_report(version=kept, by=account, at=clock.now(), note=request.POST.get("note", ""))
        messages.success(request, _("Signed. A later version would have to be signed again."))
    except SigningRefused as refused:
        messages.error(request, refused.reason_en if is_english() else refused.reason_zh)
    return HttpResponseRedirect(reverse("report-version", args=[kept.pk]))


def _version(request: HttpRequest, number: int) -> ReportVersion:
    seen = ReportVersion.objects.visible_to(request.user)
    kept: ReportVersion = get_object_or_404(seen.select_related("report__unit", "sign_off"), pk=number)
    return kept


def _shown(request: HttpRequest, kept: ReportVersion) -> dict[str, Any]:
    unit, account = kept.report.unit, request.user
    before = previous_figures(unit, kept.report.gas_day, kept.filed_at)
    newest = newest_of(kept)
    others = ReportVersion.objects.filter(report=kept.report).select_related("sign_off").order_by("-number")
    found = IntegrityFinding.objects.visible_to(account).filter(report=kept.report)
    is_above = account.has_perm(FIND_INTEGRITY) and is_over(account, unit)  # type: ignore[arg-type]
    return {
        "room": "report",
        "tab": "",
        "version": kept,
        "unit": unit,
        "gas_day": kept.report.gas_day,
        "rows": _rows(kept, before),
        "answers": _answers(kept),
        "newest": newest,
        "is_newest": newest.pk == kept.pk,
        "others": others,
        "may_sign": leads(account, unit) and not hasattr(kept, "sign_off") and newest.pk == kept.pk,  # type: ignore[arg-type]
        "findings": found.prefetch_related("replies"),
        "kinds": IntegrityKind.choices,
        "is_above": is_above,
    }


def _rows(kept: ReportVersion, before: dict[str, float]) -> list[dict[str, Any]]:
    """Figures in the order of the dictionary, with the last report's beside."""
    figures = dict(
        ReportFigure.objects.filter(version=kept, amount__isnull=False).values_list("quantity", "amount")
    )
    rows = []
    for name in number_fields():
        amount = figures.get(name)
        if amount is None and name not in before:
            continue
        last = before.get(name)
        rows.append({
            "name": name,
            "now": None if amount is None else typed(name, amount),
            "before": None if last is None else typed(name, last),
            "share": (amount - last) / last if amount is not None and last else None,
        })  # fmt: skip
    return rows


def _answers(kept: ReportVersion) -> list[tuple[str, str]]:
    rows = ReportFigure.objects.filter(version=kept).exclude(words="").values_list("quantity", "words")
    return [(name, words) for name, words in rows if name in report_fields()]
