"""What cities settled and users offered, put into the lines of a draft: order inside a step, voluntary before ordered.

A city's order decides who of a county and step gives first; the step's sum stays what the run asks (T-028).

An accepted offer is used before anybody is cut, as far as its county is asked at all, because gas left in a county
serves that county wherever it came from. What it brings spares, in this order, the user's own cut and then the lines
that come last in the order of the cut. `offered` stands on the line that brings it, `spared` on the lines it spares:

    planned - offered + spared = what the run asks of the point

so that the guards judge the run's own plan, and nobody is out of turn because a neighbour came forward (T-031).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from nuandong.assess.picture import CutLines
from nuandong.curtailment import PointLoads, Precedence, shares_by_class
from nuandong.curtailment.shares import from_m3, to_m3
from nuandong.desk.dispatch.models import OrderLine
from nuandong.desk.dispatch.models.orders import BINDING
from nuandong.desk.plans.models import Offer
from nuandong.desk.plans.offers.actions import last_call
from nuandong.policy import PolicyBook
from nuandong.units import CUBIC_METRE


@dataclass(slots=True)
class Standing:
    """An accepted offer as far as it is not used yet on a gas day (10^4 m3/day)."""

    offer: Offer
    left: float


def in_cities_order(
    *, cuts: CutLines, loads: PointLoads, policy: PolicyBook, precedence: Precedence
) -> dict[str, float]:
    """Relief by point (10^4 m3/day): as the run gives it, but class by class where the county's city has an order."""
    asked = {point: float(relief) for point, relief in zip(cuts.point, cuts.relief, strict=True)}
    day = loads.days[0]
    tiers = {tier.key: tier for tier in policy.tiers(day=day)}
    keys = {key for key in zip(cuts.county, cuts.tier, strict=True) if key[0] in precedence}
    for county, key in sorted(keys):
        members = [
            n for n, at in enumerate(zip(loads.county, loads.tier, strict=True)) if at == (county, key)
        ]
        points = [loads.point[n] for n in members]
        need = sum(to_m3(cuts.relief[[row for row, point in enumerate(cuts.point) if point in points]]))
        shares = shares_by_class(
            tiers[key], need_m3=need, reducible_m3=to_m3(loads.reducible[members, 0]),
            ranks=[(float(loads.cumulative_hours[n]), loads.point[n]) for n in members],
            classes=[str(loads.consumer_class[n]) for n in members], order=precedence[county],
        )  # fmt: skip
        asked.update({point: from_m3(share) for point, share in zip(points, shares, strict=True)})
    return asked


def offers_left(*, gas_day: date, at: datetime) -> list[Standing]:
    """Accepted offers of a gas day whose user can still be told in time, less what orders in force use of them."""
    used = dict(
        OrderLine.objects.filter(order__gas_day=gas_day, order__state__in=BINDING, offered__gt=0)
        .values_list("subject").annotate(Sum("offered"))
    )  # fmt: skip
    found = []
    for offer in (
        Offer.objects.standing(day=gas_day, known_at=at).select_related("point__user").order_by("price", "id")
    ):
        taken = min(offer.amount, used.get(offer.point_id, 0.0))
        used[offer.point_id] = used.get(offer.point_id, 0.0) - taken
        if offer.amount - taken >= CUBIC_METRE and last_call(gas_day, offer.notice_hours) >= at:
            found.append(Standing(offer, offer.amount - taken))
    return found


def with_offers(
    lines: Sequence[OrderLine], standing: Sequence[Standing], further: Mapping[str, OrderLine]
) -> list[OrderLine]:
    """Lines with the voluntary ones first; `further` are empty lines for points that the run does not name."""
    held = {line.subject: line for line in lines}
    for one in standing:
        code = one.offer.point_id
        own = held.get(code) or further.get(code)
        county = [line for line in held.values() if own is not None and line.county_id == own.county_id]
        if own is None or not county:
            continue
        brought = _brought(own, county, one)
        if brought >= CUBIC_METRE:
            held[code] = own
            one.left -= brought
            _say(own, one.offer, brought)
    voluntary = [line for line in held.values() if line.offered > 0]
    ordered = [line for line in held.values() if line.offered <= 0]
    for place, line in enumerate([*voluntary, *ordered], start=1):
        line.place = place
    return [*voluntary, *ordered]


def _brought(own: OrderLine, county: Sequence[OrderLine], one: Standing) -> float:
    """Put what the offer brings on its line and take it off those it spares; how much that is (10^4 m3/day)."""
    first = round(min(one.left, own.planned_relief - own.offered), 4)
    own.offered, own.spared = round(own.offered + first, 4), round(own.spared + first, 4)
    brought, room = first, own.load - own.safe_load - own.planned_relief
    for line in sorted(county, key=lambda line: -line.place):
        part = round(min(one.left - brought, room, line.planned_relief - line.offered), 4)
        if line.subject == own.subject or part < CUBIC_METRE:
            continue
        line.planned_relief, line.spared = round(line.planned_relief - part, 4), round(line.spared + part, 4)
        own.planned_relief, own.offered = round(own.planned_relief + part, 4), round(own.offered + part, 4)
        brought, room = round(brought + part, 4), room - part
    return brought


def _say(line: OrderLine, offer: Offer, brought: float) -> None:
    zh_price, en_price = ("未要价", "no price asked") if offer.price is None else (
        f"报价 {offer.price} 元/m³", f"at CNY {offer.price}/m³")  # fmt: skip
    line.reason_zh = (
        f"自愿减量 {brought:.4f} 万m³/d（{zh_price}），先于强制压减使用；{line.reason_zh}"
    ).rstrip("；")
    line.reason_en = (
        f"offered of its own will: {brought:.4f} 10^4 m3/day ({en_price}), used before anybody is cut; {line.reason_en}"
    ).rstrip("; ")
