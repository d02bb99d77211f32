"""From a run's picture to lines of orders: named users, liquefaction plants, transfers, releases; and later waves.

What is drafted takes off what other orders of the gas day already hold, so that nobody is asked twice.

Clauses: T-042, T-043, T-045 (ordered list), T-046 (wave n+1 only where relief is too little), T-047.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.utils.translation import gettext as _

from nuandong.assess.picture import DayPicture
from nuandong.assess.plain import from_plain
from nuandong.curtailment import PointLoads
from nuandong.curtailment.points import notify_by
from nuandong.desk.directory.models import DeliveryPoint, Facility
from nuandong.desk.dispatch.models import Order, OrderKind, OrderLine
from nuandong.desk.dispatch.models.orders import BINDING
from nuandong.desk.dispatch.refusals import Refused
from nuandong.desk.dispatch.relief import relief_of
from nuandong.desk.dispatch.standing import ground_of, hours_rule, powers_of_level, reached_from
from nuandong.desk.outlook.models import Run
from nuandong.desk.reporting.models import SupplyMeasure
from nuandong.units import CUBIC_METRE
from nuandong.vocabulary import ConsumerClass, MeasureKind

PLANT = ConsumerClass.LNG_PLANT.value


class WaveNotYet(Refused):
    """A further wave before its time, or where the waves before bring enough."""


def first_lines(run: Run) -> dict[OrderKind, list[OrderLine]]:
    """Unsaved lines of everything that a run asks for, by kind of order, without what is ordered already."""
    picture = from_plain(run.picture or {})
    cuts = _cut_lines(run, picture)
    return {
        OrderKind.PLANT_LIMIT: [line for line in cuts if line.consumer_class == PLANT],
        OrderKind.CURTAILMENT: [line for line in cuts if line.consumer_class != PLANT],
        OrderKind.TRANSFER: _transfers(run, picture),
        OrderKind.STORAGE_RELEASE: _releases(run, picture),
    }


def _cut_lines(run: Run, picture: DayPicture) -> list[OrderLine]:
    cuts, held = picture.cuts, _held(run)
    powers = powers_of_level(gas_day=run.gas_day, level=picture.proposal.level)
    loads = ground_of(gas_day=run.gas_day, decided_at=run.as_of, powers=powers).loads
    at = {point: number for number, point in enumerate(loads.point)}
    records = {
        point.code: point
        for point in DeliveryPoint.objects.filter(code__in=cuts.point).select_related("user")
    }
    lines = []
    for row, code in enumerate(cuts.point):
        relief = round(float(cuts.relief[row]) - held[code], 4)
        if relief < CUBIC_METRE or code not in records or code not in at:
            continue
        line = point_line(records[code], loads, at[code], cuts.order[row], relief)
        line.notify_by, line.state = cuts.notify_by[row], cuts.state[row]
        line.load, line.safe_load = float(cuts.load[row]), float(cuts.safe_load[row])
        line.reason_zh, line.reason_en = cuts.reason_zh[row], cuts.reason_en[row]
        lines.append(line)
    return lines


def _held(run: Run) -> dict[str, float]:
    """Relief that orders of the gas day already hold, by point."""
    held: dict[str, float] = defaultdict(float)
    rows = OrderLine.objects.filter(order__gas_day=run.gas_day, order__state__in=BINDING)
    for subject, relief in rows.values_list("subject", "planned_relief"):
        held[subject] += relief
    return held


def point_line(point: DeliveryPoint, loads: PointLoads, number: int, place: int, relief: float) -> OrderLine:
    """A line for a point, with what its loads say of the first day."""
    return OrderLine(
        place=place,
        subject=point.code,
        point=point,
        user=point.user,
        organisation_id=point.user.organisation_id,
        county_id=point.county_id,
        name_zh=point.user.name_zh,
        name_en=point.user.name_en,
        tier=loads.tier[number],
        consumer_class=loads.consumer_class[number].value,
        state="reduce",
        load=float(loads.load[number, 0]),
        safe_load=float(loads.safe[number, 0]),
        planned_relief=relief,
        in_time=float(loads.in_time[number, 0]),
        lead_hours=float(loads.lead_hours[number]),
        ramp_hours=float(point.ramp_hours or 0.0),
        notify_by=notify_by(
            lead_hours=float(loads.lead_hours[number]), day=loads.days[0], decided_at=loads.decided_at
        ),
    )


def _transfers(run: Run, picture: DayPicture) -> list[OrderLine]:
    """What the plan takes of each transfer; ordered from the place where the gas enters."""
    rows, held = picture.alternatives, _held(run)
    found = []
    for row, code in enumerate(rows.measure):
        flow = round(float(rows.used[row]) - held[code], 4)
        if rows.kind[row] != MeasureKind.TRANSFER or flow < CUBIC_METRE:
            continue
        measure = (
            SupplyMeasure.objects.filter(code=code, known_at__lte=run.as_of).order_by("-known_at").first()
        )
        line = OrderLine(
            place=row + 1, subject=code, county_id=measure.node.region_id if measure else None,
            name_zh=rows.name_zh[row], name_en=rows.name_en[row], load=float(rows.available[row]),
            planned_relief=flow, lead_hours=float(rows.lead_hours[row]), reason_zh=rows.note_zh[row],
            reason_en=rows.note_en[row],
        )  # fmt: skip
        line.notify_by = notify_by(lead_hours=line.lead_hours, day=run.gas_day, decided_at=run.as_of)
        found.append(line)
    return found


def _releases(run: Run, picture: DayPicture) -> list[OrderLine]:
    """What the plan draws from each store beyond nominations."""
    stores, held = picture.stores, _held(run)
    facilities = {
        one.code: one for one in Facility.objects.filter(code__in=stores.store).select_related("node")
    }
    found = []
    for row, code in enumerate(stores.store):
        flow = round(float(stores.sendout[row, 0] - stores.nominated[row, 0]) - held[code], 4)
        if flow < CUBIC_METRE:
            continue
        facility = facilities.get(code)
        found.append(OrderLine(
            place=row + 1, subject=code, organisation_id=facility.operator_id if facility else None,
            county_id=facility.node.region_id if facility else None, name_zh=stores.name_zh[row],
            name_en=stores.name_en[row], load=float(stores.sendout_max[row]), planned_relief=flow,
            notify_by=notify_by(lead_hours=0.0, day=run.gas_day, decided_at=run.as_of),
        ))  # fmt: skip
    return found


def lines_of_wave(before: Order, at: datetime) -> list[OrderLine]:
    """Lines of the next wave: what is missing at the meter, asked of those who can still give, in the order of the cut.

    Raises WaveNotYet before the waiting time has passed, or where relief is enough.
    """
    missing = missing_after_waiting(before, at)
    powers = powers_of_level(gas_day=before.gas_day, level=before.level)
    loads = ground_of(gas_day=before.gas_day, decided_at=at, powers=powers).loads
    asked = set(
        OrderLine.objects.filter(order__gas_day=before.gas_day, order__state__in=BINDING).values_list(
            "subject", flat=True
        )
    )
    points = {
        point.code: point
        for point in DeliveryPoint.objects.filter(code__in=loads.point).select_related("user")
    }
    tiers = list(powers.may_order)
    able = sorted(
        (
            (tiers.index(loads.tier[number]), float(loads.cumulative_hours[number]), number)
            for number, code in enumerate(loads.point)
            if loads.tier[number] in tiers and code not in asked and loads.reducible[number, 0] >= CUBIC_METRE
        ),
    )
    lines: list[OrderLine] = []
    for _tier, _hours, number in able:
        if missing < CUBIC_METRE:
            break
        in_time = float(loads.in_time[number, 0])
        relief = round(min(missing * in_time, float(loads.reducible[number, 0])), 4)
        line = point_line(points[loads.point[number]], loads, number, len(lines) + 1, relief)
        line.reason_zh = f"第 {before.wave} 批（{before.number}）计量压减不足，按压减次序由下一户补足"
        line.reason_en = (
            f"wave {before.wave} ({before.number}) brought too little; next in the order of the cut"
        )
        lines.append(line)
        missing -= relief / in_time
    if not lines:
        raise WaveNotYet(
            _("Nobody else may be asked at this level. Assess the day anew, or raise the level.")
        )
    return lines


def missing_after_waiting(before: Order, at: datetime) -> float:
    """By how much flows should have gone down and did not, 10^4 m3/day. Raises WaveNotYet."""
    first = before.notices.filter(withdrawn_at__isnull=True).order_by("effective_at").first()
    due = None if first is None else first.effective_at + hours_rule("order.wave_hours", before.gas_day)
    if due is None or at < due:
        raise WaveNotYet(_("A further wave may be ordered only two hours after the one before takes effect."))
    total = relief_of(before, at).total
    if total.metered is None:
        raise WaveNotYet(_("No meter has been read yet; file readings first."))
    if total.share >= reached_from(before):
        raise WaveNotYet(_("The wave before brings what was ordered; nobody else need be asked."))
    return total.planned - total.metered
