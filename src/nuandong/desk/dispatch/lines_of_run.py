"""From a run's picture to lines of orders: named users, liquefaction plants, transfers, releases; and later waves.

What is drafted takes off what other orders of the gas day already hold, so that nobody is asked twice.

Clauses: T-042, T-043, T-045 (ordered list), T-046 (wave n+1 only where relief is too little), T-047.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.utils.translation import gettext as _

from nuandong.assess.picture import DayPicture
from nuandong.curtailment import PointLoads
from nuandong.curtailment.points import notify_by
from nuandong.desk.directory.models import DeliveryPoint, Facility
from nuandong.desk.dispatch.agreed import in_cities_order, offers_left, with_offers
from nuandong.desk.dispatch.models import Order, OrderKind, OrderLine
from nuandong.desk.dispatch.models.orders import BINDING
from nuandong.desk.dispatch.refusals import Refused
from nuandong.desk.dispatch.relief import relief_of
from nuandong.desk.dispatch.standing import Ground, ground_of, hours_rule, powers_of_level, reached_from
from nuandong.desk.outlook.models import Run
from nuandong.desk.outlook.pictures import whole_picture
from nuandong.desk.plans.precedence.order import in_force_by_county
from nuandong.desk.reporting.models import SupplyMeasure
from nuandong.units import CUBIC_METRE
from nuandong.vocabulary import ConsumerClass, MeasureKind

PLANT = ConsumerClass.LNG_PLANT.value


class WaveNotYet(Refused):
    """A further wave before its time, or where the waves before bring enough."""


def first_lines(run: Run, at: datetime) -> dict[OrderKind, list[OrderLine]]:
    """Unsaved lines of everything that a run asks for, by kind of order, without what is ordered already.

    Lines that users offered of their own will, as known at `at`, come first.
    """
    picture = whole_picture(run)
    plants, others = _cut_lines(run, picture, at)
    return {
        OrderKind.PLANT_LIMIT: plants,
        OrderKind.CURTAILMENT: others,
        OrderKind.TRANSFER: _transfers(run, picture),
        OrderKind.STORAGE_RELEASE: _releases(run, picture),
    }


def _cut_lines(run: Run, picture: DayPicture, at: datetime) -> tuple[list[OrderLine], list[OrderLine]]:
    """Lines of liquefaction plants, and of everybody else; an offer spares lines of the same order only."""
    powers = powers_of_level(gas_day=run.gas_day, level=picture.proposal.level)
    ground = ground_of(gas_day=run.gas_day, decided_at=run.as_of, powers=powers)
    asked = _asked_lines(run, picture, ground)
    standing = offers_left(gas_day=run.gas_day, at=at)
    further = _empty_lines([one.offer.point for one in standing], ground, {line.subject for line in asked})
    plants, others = (
        with_offers([line for line in asked if (line.consumer_class == PLANT) is is_plant], standing,
                    {code: line for code, line in further.items() if (line.consumer_class == PLANT) is is_plant})
        for is_plant in (True, False)
    )  # fmt: skip
    return plants, others


def _asked_lines(run: Run, picture: DayPicture, ground: Ground) -> list[OrderLine]:
    """What the run asks of each point, inside a step in the order of the point's own city, less what is ordered."""
    cuts, loads, held = picture.cuts, ground.loads, _held(run)
    precedence = in_force_by_county(day=run.gas_day, known_at=run.as_of)
    asked = in_cities_order(cuts=cuts, loads=loads, policy=ground.policy, precedence=precedence)
    number_at = {point: number for number, point in enumerate(loads.point)}
    row_at = {point: row for row, point in enumerate(cuts.point)}
    records = {one.code: one for one in DeliveryPoint.objects.filter(code__in=asked).select_related("user")}
    lines: list[OrderLine] = []
    for code, wanted in asked.items():
        relief = round(wanted - held[code], 4)
        if relief < CUBIC_METRE or code not in records or code not in number_at:
            continue
        row = row_at.get(code)
        place = cuts.order[row] if row is not None else len(cuts.point) + len(lines) + 1
        line = point_line(records[code], loads, number_at[code], place, relief)
        if row is not None:
            line.notify_by, line.state = cuts.notify_by[row], cuts.state[row]
            line.load, line.safe_load = float(cuts.load[row]), float(cuts.safe_load[row])
            line.reason_zh, line.reason_en = cuts.reason_zh[row], cuts.reason_en[row]
        if row is None or abs(wanted - float(cuts.relief[row])) >= CUBIC_METRE:
            line.state = state_for(line)
            line.reason_zh = f"按本市保供限供顺序 {wanted:.4f} 万m³/d；{line.reason_zh}".rstrip("；")
            line.reason_en = f"{wanted:.4f} 10^4 m3/day by the city's own order; {line.reason_en}".rstrip(
                "; "
            )
        lines.append(line)
    return lines


def _empty_lines(points: list[DeliveryPoint], ground: Ground, named: set[str]) -> dict[str, OrderLine]:
    """Lines that ask for nothing yet, for points that offer and that the run does not name."""
    loads = ground.loads
    number_at = {point: number for number, point in enumerate(loads.point) if loads.tier[number]}
    wanted = {one.code: one for one in points if one.code in number_at and one.code not in named}
    found = {}
    for code, point in wanted.items():
        found[code] = point_line(point, loads, number_at[code], 0, 0.0)
        found[code].in_time = 1.0  # told before the gas day begins, as the offer asks
    return found


def state_for(line: OrderLine) -> str:
    """Whether what a line asks stops its point or only reduces it."""
    whole = (line.load - line.safe_load) * line.in_time
    return "stop" if line.safe_load <= 0 and line.planned_relief > whole - CUBIC_METRE else "reduce"


def _held(run: Run) -> dict[str, float]:
    """Relief that orders of the gas day already hold, by point."""
    held: dict[str, float] = defaultdict(float)
    for line in OrderLine.objects.filter(order__gas_day=run.gas_day, order__state__in=BINDING):
        held[line.subject] += line.asked_relief
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
        OrderLine.objects.filter(
            order__gas_day=before.gas_day, order__state__in=BINDING, planned_relief__gt=0
        ).values_list("subject", flat=True)
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
