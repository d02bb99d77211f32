"""A notice as its addressee sees and prints it, and what the addressee does; the list for the telephone.

Clause: T-041 (told in time, talked through).
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nuandong.desk.directory.roles import APPROVE_ORDER, DRAFT_ORDER
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.dispatch.actions import receive
from nuandong.desk.dispatch.actions.climb import person_of
from nuandong.desk.dispatch.forms import PhoneForm, WordsForm
from nuandong.desk.dispatch.models import Notice, Objection, OrderState, ReceiptKind
from nuandong.desk.dispatch.pages import line_rows, notice_rows, said
from nuandong.desk.dispatch.refusals import Refused
from nuandong.desk.dispatch.views import level_words, may_see
from nuandong.desk.dispatch.views_acts import REFUSED
from nuandong.desk.frame import clock
from nuandong.desk.frame.views import refused
from nuandong.gasday import end_of

may_decide = permission_required(APPROVE_ORDER, raise_exception=True)


@require_GET
@may_see
def notice(request: HttpRequest, notice: str) -> HttpResponse:
    """The notice; that its addressee opened it is kept as read."""
    found = _found(request, notice)
    receive.read(notice=found, by=_account(request), at=clock.now())
    return _page(request, found, WordsForm())


def _page(request: HttpRequest, found: Notice, form: WordsForm, *, status: int = 200) -> HttpResponse:
    at, account = clock.now(), _account(request)
    receipts = {receipt.kind: receipt for receipt in found.receipts.select_related("by")}
    rows = [row for row in line_rows(found.order, account, at) if row.line.notice_id == found.pk]
    return render(request, "dispatch/notice.html", {
        "room": "orders", "notice": found, "order": found.order, "at": at, "rows": rows, "form": form,
        "name": said(found.name_zh, found.name_en), "relief": sum(row.line.planned_relief for row in rows),
        "read": receipts.get(ReceiptKind.READ), "acknowledged": receipts.get(ReceiptKind.ACKNOWLEDGED),
        "back": receipts.get(ReceiptKind.WITHDRAWAL_ACKNOWLEDGED), "objections": found.objections.all(),
        "may_answer": receive.may_answer(found, account), "level": level_words(found.order),
        "may_decide": account.has_perm(APPROVE_ORDER) and scope_of(account).sees_all,
        "is_silent": ReceiptKind.ACKNOWLEDGED not in receipts and at > found.decide_by,
        "is_open": found.withdrawn_at is None and found.order.state == OrderState.ISSUED,
        "ends": end_of(found.order.gas_day), "deliveries": found.deliveries.order_by("id"),
        "sees_all": scope_of(account).sees_all,
    }, status=status)  # fmt: skip


@require_POST
@may_see
def acknowledge(request: HttpRequest, notice: str) -> HttpResponse:
    """The addressee will do it."""
    found = _found(request, notice)
    try:
        receive.acknowledge(notice=found, by=_account(request), at=clock.now())
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Acknowledged. Thank you."))
    return HttpResponseRedirect(reverse("notice", args=[found.code]))


@require_POST
@may_see
def object_to(request: HttpRequest, notice: str) -> HttpResponse:
    """The addressee says why not."""
    found, form = _found(request, notice), WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=REFUSED)
    try:
        receive.object_to(
            notice=found, by=_account(request), at=clock.now(), words=form.cleaned_data["words"]
        )
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(
            request, _("Your objection was kept and is before those who decide. Until then the notice holds.")
        )
    return HttpResponseRedirect(reverse("notice", args=[found.code]))


@require_POST
@may_decide
def answer(request: HttpRequest, objection: int) -> HttpResponse:
    """Those who approve decide upon an objection."""
    found = get_object_or_404(Objection.objects.visible_to(request.user), pk=objection)
    try:
        receive.answer_objection(
            objection=found, by=_account(request), at=clock.now(), words=request.POST.get("words", "")
        )
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Answered."))
    return HttpResponseRedirect(reverse("notice", args=[found.notice.code]))


@require_http_methods(["GET", "POST"])
@may_see
def telephone(request: HttpRequest) -> HttpResponse:
    """Whom to call, and the form for the code that they read out."""
    account, at = _account(request), clock.now()
    if not scope_of(account).sees_all or not (
        account.has_perm(DRAFT_ORDER) or account.has_perm(APPROVE_ORDER)
    ):
        return refused(request)
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = receive.acknowledge_by_code(by=account, at=at, **form.cleaned_data)
        except Refused as why:
            form.add_error("code", str(why))
        else:
            words = _("%(code)s, %(name)s: acknowledged by telephone.")
            messages.success(
                request, words % {"code": found.code, "name": said(found.name_zh, found.name_en)}
            )
            return HttpResponseRedirect(request.get_full_path())
    rows = [(row, person_of(row.notice, max(1, row.notice.climbed), at)) for row in _unanswered(request)]
    shown = {"room": "orders", "form": form, "rows": rows, "at": at}
    return render(request, "dispatch/telephone.html", shown, status=REFUSED if form.errors else 200)


def _unanswered(request: HttpRequest) -> Any:
    waiting = Notice.objects.visible_to(request.user).filter(
        withdrawn_at__isnull=True, order__state=OrderState.ISSUED
    )
    waiting = waiting.exclude(receipts__kind=ReceiptKind.ACKNOWLEDGED)
    if request.GET.get("order", "").isdecimal():
        waiting = waiting.filter(order=request.GET["order"])
    return notice_rows(waiting, clock.now())


def _found(request: HttpRequest, code: str) -> Notice:
    found: Notice = get_object_or_404(
        Notice.objects.visible_to(request.user).select_related("order__run"), code=code
    )
    return found


def _account(request: HttpRequest) -> Any:
    return request.user
