"""Drafts: from a run's picture to the orders of its gas day; their lines edited and examined.

Clauses: T-010 (other measures first), T-042, T-043, T-046 (waves), T-047.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nuandong.desk.directory.models import Account, DeliveryPoint
from nuandong.desk.directory.roles import DRAFT_ORDER
from nuandong.desk.dispatch.actions.told import must_hold, taken, tell_of_order
from nuandong.desk.dispatch.lines_of_run import first_lines, lines_of_wave, point_line
from nuandong.desk.dispatch.models import Order, OrderKind, OrderLine, OrderState
from nuandong.desk.dispatch.plans import (
    day_digest,
    digest_of_lines,
    guard_findings,
    network_findings,
    own_lines,
)
from nuandong.desk.dispatch.refusals import Broken, Refused
from nuandong.desk.dispatch.standing import ground_of, in_force, powers_of_level
from nuandong.desk.ledger.actions import put_letter
from nuandong.desk.outlook.models import Run, RunState
from nuandong.findings import Findings
from nuandong.policy import Powers

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


class NotEnoughSaid(Refused):
    """An edit names a line that is not there or a relief that is no number."""

    def __init__(self, subjects: Sequence[str]) -> None:
        self.subjects = tuple(subjects)
        super().__init__(
            _("No such delivery point on a list of this gas day: %(names)s") % {"names": ", ".join(subjects)}
        )


def draft_orders(*, run: Run, by: Account, at: datetime) -> list[Order]:
    """Drafts of everything that a done run asks for, one order a kind. Raises NoRight, NothingToOrder."""
    must_hold(DRAFT_ORDER, by)
    if run.state != RunState.DONE:
        raise NothingToOrder(run)
    with transaction.atomic():
        Run.objects.select_for_update().get(pk=run.pk)
        lines = {kind: rows for kind, rows in first_lines(run).items() if rows and not _stands(run, kind)}
        if not lines:
            raise NothingToOrder(run)
        orders = [_draft(run, kind, rows, by, at) for kind, rows in lines.items()]
        ask_for_examination(run.gas_day, at)
    return orders


def draft_wave(*, order: Order, by: Account, at: datetime) -> Order:
    """The next wave of a cut whose relief is too little after the waiting time. Raises NoRight, Refused."""
    must_hold(DRAFT_ORDER, by)
    with transaction.atomic():
        before = taken(order, OrderState.ISSUED)
        rows = lines_of_wave(before, at)
        wave = _draft(before.run, OrderKind(before.kind), rows, by, at, wave=before.wave + 1)
        ask_for_examination(wave.gas_day, at)
    return wave


def edit_lines(
    *, order: Order, reliefs: Mapping[str, float], by: Account, at: datetime, edition: int | None = None
) -> Order:
    """Set the relief of points by code (0 takes a line out, a further point comes in), checked by every guard.

    `edition` is the one the editor saw: another one since then is refused. Raises NoRight, NotInState, Refused, and
    Broken with every fault at once; nothing is kept then.
    """
    must_hold(DRAFT_ORDER, by)
    with transaction.atomic():
        held = taken(order, OrderState.DRAFT)
        if edition is not None and edition != held.edition:
            raise Refused(_("Somebody else edited this draft meanwhile. Reload the page and edit again."))
        lines = {line.subject: line for line in held.lines.all()}
        unknown = [subject for subject in reliefs if subject not in lines]
        lines.update(_further_lines(held, unknown))
        changed = {}
        for subject, relief in reliefs.items():
            line = lines[subject]
            if line.pk is None or abs(line.planned_relief - relief) > 1e-9:
                changed[subject] = [line.planned_relief, relief]
                line.planned_relief = relief
                line.save()
        if changed:
            found = guard_findings(order=held, powers=_powers_for_draft(held, at))
            if found.errors:
                raise Broken(found)
            held.edition += 1
            held.save(update_fields=["edition"])
            held.editors.add(by)
            ask_for_examination(held.gas_day, at)
            tell_of_order("edit_order", held, by, at, {"lines": changed, "edition": held.edition})
    return held


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


def _further_lines(order: Order, codes: Sequence[str]) -> dict[str, OrderLine]:
    """Unsaved lines for points that the draft does not hold yet. Raises NotEnoughSaid for codes that are none."""
    if not codes:
        return {}
    powers = powers_of_level(gas_day=order.gas_day, level=_proposed_level(order))
    loads = ground_of(gas_day=order.gas_day, decided_at=order.decided_at, powers=powers).loads
    points = {
        point.code: point for point in DeliveryPoint.objects.filter(code__in=codes).select_related("user")
    }
    unknown = [code for code in codes if code not in points or code not in loads.point]
    if unknown or not order.is_cut:
        raise NotEnoughSaid(unknown or codes)
    last = max((line.place for line in order.lines.all()), default=0)
    lines = {}
    for place, code in enumerate(codes, start=last + 1):
        line = point_line(points[code], loads, loads.point.index(code), place, 0.0)
        line.order, line.reason_zh, line.reason_en = order, "人工补入", "put in by hand"
        lines[code] = line
    return lines


def _powers_for_draft(order: Order, at: datetime) -> Powers:
    """Those of the level in force; of the one the run proposed, until one is."""
    declared = in_force(gas_day=order.gas_day, at=at)
    return (
        declared.powers if declared else powers_of_level(gas_day=order.gas_day, level=_proposed_level(order))
    )


def _proposed_level(order: Order) -> str:
    return order.level or order.run.level


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
