"""What a person should look into, and what people found (T-093)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nuandong.desk.directory.models import ReportingUnit
from nuandong.desk.directory.roles import APPEAL_FINDING, FIND_INTEGRITY, SEE_DAY
from nuandong.desk.frame import clock
from nuandong.desk.reporting.findings_of_people import (
    FindingRefused,
    find_integrity,
    is_over,
    reply_to_finding,
)
from nuandong.desk.reporting.models import IntegrityFinding, IntegrityKind, ReplyKind
from nuandong.desk.reporting.previous import filed_versions, possible_day
from nuandong.desk.reporting.suspects import to_look_into, units_by_county
from nuandong.desk.reporting.templatetags.reporting_words import is_english
from nuandong.desk.reporting.views_board import _days, asked_day

may_see = permission_required(SEE_DAY, raise_exception=True)
may_find = permission_required(FIND_INTEGRITY, raise_exception=True)
may_reply = permission_required(APPEAL_FINDING, raise_exception=True)
RECENT = 50
LONGEST_NUMBER = 18


@require_GET
@may_see
def suspects(request: HttpRequest) -> HttpResponse:
    """What rules suspect on a gas day, and what people found lately."""
    return render(request, "reporting/suspects.html", _shown(request, asked_day(request)))


@require_POST
@may_find
def find(request: HttpRequest) -> HttpResponse:
    """Keep a finding about a unit's gas day; what was typed stays where it is refused."""
    named = request.POST.get("unit", "")
    number = int(named) if named.isascii() and named.isdecimal() and len(named) < LONGEST_NUMBER else 0
    unit = get_object_or_404(ReportingUnit.objects.visible_to(request.user), pk=number)
    kind, evidence = request.POST.get("kind", ""), request.POST.get("evidence", "")
    account: Any = request.user
    refusal = ""
    try:
        told = possible_day(request.POST.get("gas_day", ""))
        day = told or asked_day(request)
        if told is None:
            raise ValueError
        find_integrity(unit=unit, gas_day=day, kind=IntegrityKind(kind), evidence=evidence, by=account,
                       at=clock.now())  # fmt: skip
    except FindingRefused as refused:
        refusal = refused.reason_en if is_english() else refused.reason_zh
    except ValueError:
        refusal = _("Choose what was found, and name the gas day as 2023-12-20.")
    if refusal:
        typed = {"unit": unit, "kind": kind, "evidence": evidence, "refusal": refusal}
        return render(
            request, "reporting/suspects.html", {**_shown(request, day), "typed": typed}, status=400
        )
    messages.success(request, _("The finding is kept, with its evidence, in the ledger too."))
    return HttpResponseRedirect(f"{reverse('report-suspects')}?day={day.isoformat()}")


@require_POST
@may_reply
def reply(request: HttpRequest, finding: int) -> HttpResponse:
    """Appeal, uphold or withdraw."""
    kept = get_object_or_404(IntegrityFinding.objects.visible_to(request.user), pk=finding)
    account: Any = request.user
    try:
        reply_to_finding(finding=kept, kind=ReplyKind(request.POST.get("kind", "")),
                         words=request.POST.get("words", ""), by=account, at=clock.now())  # fmt: skip
        messages.success(request, _("Kept."))
    except FindingRefused as refused:
        messages.error(request, refused.reason_en if is_english() else refused.reason_zh)
    except ValueError:
        messages.error(request, _("Choose appeal, upheld or withdrawn."))
    return HttpResponseRedirect(f"{reverse('report-suspects')}?day={kept.report.gas_day.isoformat()}")


def _shown(request: HttpRequest, gas_day: date) -> dict[str, Any]:
    at, account = clock.now(), request.user
    found = to_look_into(gas_day=gas_day, at=at, account=account)
    units = units_by_county()
    filed = filed_versions(
        [units[one.county].code for one in found.false if one.county in units], gas_day, at
    )
    false = [
        {"suspect": one, "unit": units[one.county], "version": filed.get(units[one.county].code)}
        for one in found.false
        if one.county in units
    ]
    kept = IntegrityFinding.objects.visible_to(account).select_related("report__unit", "by")[:RECENT]
    may = account.has_perm(FIND_INTEGRITY)
    finders = ReportingUnit.objects.visible_to(account).due_on(gas_day) if may else ()
    return {
        "room": "report",
        "tab": "suspects",
        "found": found,
        "false": false,
        "findings": [(one, _may_decide(account, one), _may_appeal(account, one)) for one in kept],
        "may_find": may,
        "units": finders,
        "kinds": IntegrityKind.choices,
        **_days(gas_day),
    }


def _may_decide(account: Any, finding: IntegrityFinding) -> bool:
    return (
        account.has_perm(FIND_INTEGRITY) and is_over(account, finding.report.unit) and not _is_closed(finding)
    )


def _may_appeal(account: Any, finding: IntegrityFinding) -> bool:
    kinds = {one.kind for one in finding.replies.all()}
    own = ReportingUnit.objects.filed_by(account).filter(pk=finding.report.unit.pk).exists()
    return (
        account.has_perm(APPEAL_FINDING) and own and not is_over(account, finding.report.unit) and not kinds
    )


def _is_closed(finding: IntegrityFinding) -> bool:
    return any(one.kind in (ReplyKind.UPHELD, ReplyKind.WITHDRAWN) for one in finding.replies.all())
