"""Edit the lines of a draft: every guard speaks at once, and nothing is kept while one is broken.

The guards take seconds over a province, so they are asked before the transaction, which then refuses where somebody
else was quicker.

Clauses: T-029 (protected first, whoever edits), T-042.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nuandong.desk.directory.models import Account, DeliveryPoint
from nuandong.desk.directory.roles import DRAFT_ORDER
from nuandong.desk.dispatch.actions.draft import ask_for_examination
from nuandong.desk.dispatch.actions.told import must_hold, taken, tell_of_order
from nuandong.desk.dispatch.lines_of_run import point_line
from nuandong.desk.dispatch.models import Order, OrderLine, OrderState
from nuandong.desk.dispatch.plans import guard_findings, state_of
from nuandong.desk.dispatch.refusals import Broken, NotInState, Refused
from nuandong.desk.dispatch.standing import ground_of, in_force, powers_of_level
from nuandong.policy import Powers

SAME = 1e-9  # reliefs closer than this are the same


class NoSuchPoint(Refused):
    """An edit names a delivery point that is not there."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        super().__init__(
            _("No such delivery point on a list of this gas day: %(names)s") % {"names": ", ".join(codes)}
        )


def edit_lines(
    *, order: Order, reliefs: Mapping[str, float], by: Account, at: datetime, edition: int | None = None
) -> Order:
    """Set the relief of points by code (0 takes a line out, a further point comes in), checked by every guard.

    `edition` is the one the editor saw: another one since then is refused. Raises NoRight, NotInState, Refused, and
    Broken with every fault at once; nothing is kept then.
    """
    must_hold(DRAFT_ORDER, by)
    seen = Order.objects.get(pk=order.pk)
    if seen.state != OrderState.DRAFT:
        raise NotInState(seen.number, seen.get_state_display())
    if edition is not None and edition != seen.edition:
        raise Refused(_("Somebody else edited this draft meanwhile. Reload the page and edit again."))
    lines, changed = _as_edited(seen, reliefs)
    if not changed:
        return seen
    own = [line for line in lines.values() if line.planned_relief > 0 or line.spared > 0]
    found = guard_findings(order=seen, powers=_powers_for_draft(seen, at), own=own)
    if found.errors:
        raise Broken(found)
    with transaction.atomic():
        held = taken(order, OrderState.DRAFT)
        if held.edition != seen.edition:
            raise Refused(_("Somebody else edited this draft meanwhile. Reload the page and edit again."))
        for subject in changed:
            lines[subject].save()
        held.edition += 1
        held.save(update_fields=["edition"])
        held.editors.add(by)
        ask_for_examination(held.gas_day, at)
        tell_of_order("edit_order", held, by, at, {"lines": changed, "edition": held.edition})
    return held


def _as_edited(
    order: Order, reliefs: Mapping[str, float]
) -> tuple[dict[str, OrderLine], dict[str, list[float]]]:
    """The order's lines as they would be, unsaved, and before and after of those that change."""
    lines = {line.subject: line for line in order.lines.all()}
    lines.update(_further_lines(order, [subject for subject in reliefs if subject not in lines]))
    changed = {}
    for subject, relief in reliefs.items():
        line = lines[subject]
        if line.pk is None or abs(line.planned_relief - relief) > SAME:
            if line.offered > 0:
                raise Refused(
                    _(
                        "%(name)s comes forward of its own will; discard the draft and draft again to leave it out."
                    )
                    % {"name": line.name_zh}
                )
            changed[subject] = [line.planned_relief, relief]
            line.planned_relief = relief
            line.state = state_of(line, relief) if order.is_cut else ""
    return lines, changed


def _further_lines(order: Order, codes: Sequence[str]) -> dict[str, OrderLine]:
    """Unsaved lines for points that the draft does not hold yet. Raises NoSuchPoint."""
    if not codes:
        return {}
    powers = powers_of_level(gas_day=order.gas_day, level=order.run.level)
    loads = ground_of(gas_day=order.gas_day, decided_at=order.decided_at, powers=powers).loads
    points = {
        point.code: point for point in DeliveryPoint.objects.filter(code__in=codes).select_related("user")
    }
    unknown = [code for code in codes if code not in points or code not in loads.point]
    if unknown or not order.is_cut:
        raise NoSuchPoint(unknown or codes)
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
    return declared.powers if declared else powers_of_level(gas_day=order.gas_day, level=order.run.level)
