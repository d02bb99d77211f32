"""The list of orders and one order, as the reader may see them.

Clauses: T-010 (checklist), T-041, T-042, T-045, T-046.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nuandong.desk.directory.roles import APPROVE_ORDER, DRAFT_ORDER, SEE_ORDERS
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.dispatch.actions.decide import restoration
from nuandong.desk.dispatch.duties import duties_of, own_notices
from nuandong.desk.dispatch.forms import LinesForm, WordsForm
from nuandong.desk.dispatch.models import Notice, Order, OrderLine, OrderState
from nuandong.desk.dispatch.pages import idle_rows, line_rows, notice_rows, open_cards, order_rows
from nuandong.desk.dispatch.plans import day_digest
from nuandong.desk.dispatch.relief import relief_of
from nuandong.desk.dispatch.standing import in_force, reached_from
from nuandong.desk.frame import clock
from nuandong.desk.frame.cells import csv_answer
from nuandong.desk.frame.templatetags.figures import is_chinese
from nuandong.desk.outlook.cases import policy_on
from nuandong.desk.outlook.models import Run
from nuandong.desk.outlook.pictures import picture_for
from nuandong.findings import Finding
from nuandong.gasday import gas_day_of

may_see = permission_required(SEE_ORDERS, raise_exception=True)
ORDERS_A_PAGE = 30


@require_GET
@may_see
def orders(request: HttpRequest) -> HttpResponse:
    """What is to be done now, then every order of the reader's scope; a company's own notices."""
    at, account = clock.now(), request.user
    seen = Order.objects.visible_to(account).select_related("run", "drafted_by", "approved_by")
    page = Paginator(seen, ORDERS_A_PAGE).get_page(request.GET.get("page"))
    sees_all = scope_of(account).sees_all
    run = run_to_draft(at) if sees_all and account.has_perm(DRAFT_ORDER) else None
    own = [] if sees_all else notice_rows(own_notices(account).order_by("-id")[:ORDERS_A_PAGE], at)
    return render(request, "dispatch/orders.html", {
        "room": "orders", "at": at, "duties": duties_of(account, at), "page": page, "run": run,
        "rows": order_rows(page, account, at), "own": own, "sees_all": sees_all,
    })  # fmt: skip


def run_to_draft(at: datetime) -> Run | None:
    """The newest run of today's or tomorrow's gas day: only these can be ordered (rulings, 8)."""
    runs = Run.objects.without_picture().done().filter(gas_day__gte=gas_day_of(at)).order_by("gas_day")
    days = runs.values_list("gas_day", flat=True).distinct()[:2]
    found = [run for day in days if (run := Run.objects.without_picture().newest(day)) is not None]
    drafted = set(
        Order.objects.filter(run__in=found).exclude(state=OrderState.CLOSED).values_list("run", flat=True)
    )
    return next((run for run in reversed(found) if run.pk not in drafted), None)


@require_GET
@may_see
def order(request: HttpRequest, order: int) -> HttpResponse:
    """One order: what to do with it, its lines, who answered, what the meters say, and why."""
    return order_page(request, found_order(request, order))


def found_order(request: HttpRequest, pk: int) -> Order:
    """An order in the reader's scope, or no page."""
    seen = Order.objects.visible_to(request.user).select_related(
        "run", "drafted_by", "approved_by", "issued_by", "ended_by"
    )
    found: Order = get_object_or_404(seen, pk=pk)
    return found


def order_page(
    request: HttpRequest,
    found: Order,
    *,
    refused: Sequence[Finding] = (),
    form: LinesForm | None = None,
    words_form: WordsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of an order, perhaps with what was refused and what was typed."""
    at, account = clock.now(), request.user
    sees_all = scope_of(account).sees_all
    rows = line_rows(found, account, at)
    lines = OrderLine.objects.visible_to(account).filter(order=found)
    relief = relief_of(found, at, lines) if found.issued_at else None
    shown: dict[str, Any] = {
        "room": "orders", "order": found, "at": at, "rows": rows,
        "planned": sum(row.line.planned_relief for row in rows),
        "voluntary": sum(row.line.offered for row in rows),
        "notices": notice_rows(Notice.objects.visible_to(account).filter(order=found), at), "relief": relief,
        "reached_from": reached_from(found), "cards": open_cards(account, order=found), "sees_all": sees_all,
        "refused": refused, "form": form, "words_form": words_form or WordsForm(),
        "level": level_words(found) if found.level else "",
    }  # fmt: skip
    if relief is not None:
        shown["enough"] = relief.total.share >= reached_from(found)
        shown["restoration"] = [row for line in restoration(found) for row in rows if row.line.pk == line.pk]
    if sees_all:
        shown |= _for_deciders(found, account, at)
    return render(request, "dispatch/order.html", shown, status=status)


def _for_deciders(found: Order, account: Any, at: datetime) -> dict[str, Any]:
    """The checklist before approval and what the reader may do."""
    own = found.drafted_by_id == account.pk or found.editors.filter(pk=account.pk).exists()
    declared = (
        in_force(gas_day=found.gas_day, at=at)
        if found.state in (OrderState.DRAFT, OrderState.APPROVED)
        else None
    )
    return {
        "idle": idle_rows(picture_for(found.run, account)) if found.state == OrderState.DRAFT else [],
        "may_draft": account.has_perm(DRAFT_ORDER),
        "may_approve": account.has_perm(APPROVE_ORDER),
        "is_own": own,
        "declared": declared,
        "declared_words": level_name(found.gas_day, declared.level) if declared else "",
        "examined": found.examined_edition == found.edition and found.examined_lines == day_digest(found),
    }


def level_words(found: Order) -> str:
    """The level by which an order was approved, in words."""
    return level_name(found.gas_day, found.level)


def level_name(gas_day: Any, key: str) -> str:
    """A level of the plan in force in words."""
    level = policy_on(gas_day).level(key, day=gas_day)
    return level.name_zh if is_chinese() else level.name_en


@require_GET
@may_see
def lines_csv(request: HttpRequest, order: int) -> HttpResponse:
    """Every line of the order in the reader's scope, figures in full."""
    found = found_order(request, order)
    lines: list[list[Any]] = [[
        _("Order no."), _("Position"), _("Code"), _("Name of addressee"), _("County code"), _("Step"),
        _("Class"), _("Load (10⁴ m³/d)"),
        _("Safe load (10⁴ m³/d)"), _("Ordered (10⁴ m³/d)"), _("Target (10⁴ m³/d)"), _("In effect from"), _("Notice"),
        _("Metered relief (10⁴ m³/d)"), _("Filed by the user itself"), _("Reason"),
    ]]  # fmt: skip
    for row in line_rows(found, request.user, clock.now()):
        line = row.line
        lines.append([
            found.number, line.place, line.subject, row.name, line.county_id or "",
            row.tier, row.class_words,
            repr(line.load), repr(line.safe_load), repr(line.planned_relief), repr(line.target),
            line.effective_at.isoformat() if line.effective_at else "", line.notice.code if line.notice else "",
            "" if row.metered is None else repr(row.metered), _("yes") if row.filed_by_user else "",
            row.reason,
        ])  # fmt: skip
    return csv_answer(f"{found.number}.csv", lines)
