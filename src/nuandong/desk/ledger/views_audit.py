"""The audit report of a month, as page and as workbook; for auditors of the province.

Clause: T-098 (audit report).
"""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nuandong.desk.frame import clock
from nuandong.desk.ledger.audit import KEPT_DAYS, audit_month, month_of
from nuandong.desk.ledger.audit_book import MEDIA_TYPE, book_of
from nuandong.desk.ledger.views_entries import for_auditors

ROWS_SHOWN = 60


@require_GET
def report(request: HttpRequest) -> HttpResponse:
    """Who did what in a month; what one person did that takes two stands first."""
    for_auditors(request)
    at = clock.now()
    month = audit_month(month_of(request.GET.get("month", ""), at=at))
    shown = {
        "room": "ledger", "at": at, "month": month, "kept": month.kept_days(at), "kept_wanted": KEPT_DAYS,
        "acts": month.acts[:ROWS_SHOWN], "actors": month.actors[:ROWS_SHOWN], "pairs": month.pairs[:ROWS_SHOWN],
        "before": (month.first - timedelta(days=1)), "after": month.after if month.after <= at.date() else None,
    }  # fmt: skip
    return render(request, "ledger/audit.html", shown)


@require_GET
def report_book(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, every row of it."""
    for_auditors(request)
    at = clock.now()
    month = audit_month(month_of(request.GET.get("month", ""), at=at))
    response = HttpResponse(book_of(month, at=at), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="audit-{month.first:%Y-%m}.xlsx"'
    return response
