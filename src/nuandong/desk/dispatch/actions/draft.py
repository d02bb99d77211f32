"""Drafts: from a run's picture to the orders of its gas day; their lines edited and examined.

Clauses: T-010 (other measures first), T-042, T-043, T-046 (waves), T-047.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nuandong.desk.directory.models import Account
from nuandong.desk.directory.roles import DRAFT_ORDER
from nuandong.desk.dispatch.actions.told import must_hold, taken, tell_of_order
from nuandong.desk.dispatch.lines_of_run import first_lines, lines_of_wave
from nuandong.desk.dispatch.models import Order, OrderKind, OrderLine, OrderState
from nuandong.desk.dispatch.plans import (
    day_digest,
    digest_of_lines,
    network_findings,
    own_lines,
)
from nuandong.desk.dispatch.refusals import Refused
from nuandong.desk.ledger.actions import put_letter
from nuandong.desk.outlook.models import Run, RunState
from nuandong.findings import Findings

EXAMINE = "examine_order"
MARKS = {
    OrderKind.CURTAILMENT: "YJ",
    OrderKind.PLANT_LIMIT: "XC",
    OrderKind.TRANSFER: "DY",
    OrderKind.STORAGE_RELEASE: "CQ",
}


class NothingToOrder(Refused):
    """The run asks nothing of anybody, or all it asks is drafted or ordered."""

    def __init__(self, run: Run) -> None:
        self.run = run
        super().__init__(
            _("Run %(run)d asks for nothing that is not drafted or ordered yet.") % {"run": run.pk}
        )


def draft_orders(*, run: Run, by: Account, at: datetime) -> list[Order]:
    """Drafts of everything that a done run asks for, one order a kind. Raises NoRight, NothingToOrder."""
    must_hold(DRAFT_ORDER, by)
    if run.state != RunState.DONE:
        raise NothingToOrder(run)
    proposed = first_lines(
        run, at
    )  # takes seconds, so before the transaction; nobody else is kept from writing
    with transaction.atomic():
        Run.objects.select_for_update().get(pk=run.pk)
        lines = {kind: rows for kind, rows in proposed.items() if rows and not _stands(run, kind)}
        if not lines:
            raise NothingToOrder(run)
        orders = [_draft(run, kind, rows, by, at) for kind, rows in lines.items()]
        ask_for_examination(run.gas_day, at)
    return orders


def draft_wave(*, order: Order, by: Account, at: datetime) -> Order:
    """The next wave of a cut whose relief is too little after the waiting time. Raises NoRight, Refused."""
    must_hold(DRAFT_ORDER, by)
    rows = lines_of_wave(Order.objects.get(pk=order.pk), at)
    with transaction.atomic():
        before = taken(order, OrderState.ISSUED)
        wave = _draft(before.run, OrderKind(before.kind), rows, by, at, wave=before.wave + 1)
        ask_for_examination(wave.gas_day, at)
    return wave


def discard(*, order: Order, by: Account, at: datetime) -> None:
    """Take a draft off the table; it stays in the records. Raises NoRight, NotInState."""
    must_hold(DRAFT_ORDER, by)
    with transaction.atomic():
        held = taken(order, OrderState.DRAFT)
        held.state, held.ended_by, held.ended_at = OrderState.CLOSED, by, at
        held.save(update_fields=["state", "ended_by", "ended_at"])
        ask_for_examination(held.gas_day, at)
        tell_of_order("discard_order", held, by, at, {})


def examine(*, order: Order, edition: int, at: datetime) -> None:
    """Solve the network with the order's lines and keep what it says; an edition that passed is left alone."""
    held = Order.objects.get(pk=order.pk)
    if held.state != OrderState.DRAFT or held.edition != edition:
        return
    lines = day_digest(held)
    found = network_findings(order=held) if held.is_cut and held.wave == 1 else Findings()
    with transaction.atomic():
        held = Order.objects.select_for_update().get(pk=order.pk)
        if held.state != OrderState.DRAFT or held.edition != edition:
            return
        held.examined_edition, held.examined_at, held.examined_lines = edition, at, lines
        held.findings = [_plain(finding) for finding in found]
        held.save(update_fields=["examined_edition", "examined_at", "examined_lines", "findings"])
        tell_of_order(EXAMINE, held, None, at, {
            "edition": edition, "lines": lines, "errors": len(found.errors),
            "warnings": len(found.warnings)})  # fmt: skip


def _stands(run: Run, kind: str) -> bool:
    """Whether this run's order of a kind is drafted or in force already."""
    return Order.objects.filter(
        run=run, kind=kind, wave=1, state__in=[OrderState.DRAFT, OrderState.APPROVED, OrderState.ISSUED]
    ).exists()


def _draft(
    run: Run, kind: OrderKind, rows: list[OrderLine], by: Account, at: datetime, *, wave: int = 1
) -> Order:
    count = Order.objects.filter(kind=kind, gas_day=run.gas_day).count()
    order = Order.objects.create(
        number=f"{MARKS[kind]}-{run.gas_day:%Y%m%d}-{count + 1:02d}",
        kind=kind,
        gas_day=run.gas_day,
        run=run,
        wave=wave,
        decided_at=run.as_of if wave == 1 else at,
        drafted_by=by,
        drafted_at=at,
    )
    for row in rows:
        row.order = order
    OrderLine.objects.bulk_create(rows)
    facts: dict[str, Any] = {
        "run": run.pk,
        "kind": kind.value,
        "wave": wave,
        "lines": digest_of_lines(own_lines(order)),
    }
    tell_of_order("draft_order", order, by, at, facts)
    return order


def ask_for_examination(gas_day: date, at: datetime) -> None:
    """Have every draft of a cut of the gas day examined with the lines as they stand now; each state of them once."""
    for order in Order.objects.filter(gas_day=gas_day, state=OrderState.DRAFT):
        facts = {"order": order.pk, "edition": order.edition}
        key = f"{EXAMINE}:{order.pk}:{order.edition}:{day_digest(order)[7:23]}"
        put_letter(key=key, errand=EXAMINE, facts=facts, at=at)


def _plain(finding: Any) -> dict[str, Any]:
    return {
        "code": finding.code,
        "row": finding.place.row,
        "value": finding.value,
        "zh": finding.wanted_zh,
        "en": finding.wanted_en,
        "severity": finding.severity.value,
    }
