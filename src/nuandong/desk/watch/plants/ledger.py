"""The ledger of liquefaction plants on a gas day: feed at the meter beside what was reported, output, limit, execution.

    allowed[n]  the share of its load that the level in force lets an order take (blue 20 %, yellow 50 %, then all)
    ordered[n]  planned relief / load by orders in force
    executed[n] metered relief / planned relief of its line

A plant comes first in the order of the cut: where others are cut while a plant could still give, that is said.

Clauses: T-043 (plants are limited when gas is tight), T-042 (at least 90 % at the meter).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from nuandong.desk.directory.models import DeliveryPoint
from nuandong.desk.directory.province import policy_book
from nuandong.desk.dispatch.models import Order, OrderKind, OrderLine, OrderState
from nuandong.desk.dispatch.relief import LineRelief, relief_of
from nuandong.desk.dispatch.standing import InForce, in_force, reached_from
from nuandong.desk.outlook.cases import policy_on
from nuandong.desk.reporting.readings.board import PointDay, days_of
from nuandong.desk.watch.models import PlantDay
from nuandong.policy import PolicySilent
from nuandong.units import CUBIC_METRE, M3_PER_UNIT, Flow, Share
from nuandong.vocabulary import ConsumerClass

TOLD = (OrderState.ISSUED, OrderState.CLOSED)


class Limited(StrEnum):
    """How a limit on a plant stands."""

    FREE = "free"
    ORDERED = "ordered"
    KEPT = "kept"
    BROKEN = "broken"


class Doubt(StrEnum):
    """What does not agree about a plant's day."""

    FEED = "feed"
    OUTPUT = "output"
    NOT_FIRST = "not_first"
    NOT_REPORTED = "not_reported"


@dataclass(frozen=True, slots=True)
class PlantRow:
    """One plant on one gas day; flows in 10^4 m3/day, tonnes of LNG, shares 0..1. Unknown is None."""

    point: DeliveryPoint
    load: Flow
    metered: PointDay
    told: PlantDay | None
    line: OrderLine | None
    relief: LineRelief | None
    allowed: Share
    limited: Limited
    doubts: tuple[Doubt, ...]

    @property
    def feed(self) -> Flow | None:
        """Feed at the meter."""
        return None if self.metered.metered is None else self.metered.metered.flow

    @property
    def told_feed(self) -> Flow | None:
        """Feed as reported."""
        return None if self.told is None else self.told.feed

    @property
    def output_t(self) -> float | None:
        """Output as reported."""
        return None if self.told is None else self.told.output_t

    @property
    def stock_t(self) -> float | None:
        """Stock as reported."""
        return None if self.told is None else self.told.stock_t

    @property
    def ordered(self) -> Share:
        """The share of its load that orders in force take."""
        return 0.0 if self.line is None or self.line.load <= 0 else self.line.planned_relief / self.line.load

    @property
    def executed(self) -> Share | None:
        """Metered relief over what was ordered; None where no meter tells."""
        return None if self.relief is None else self.relief.share

    @property
    def rank(self) -> tuple[int, int, str]:
        """Worst first: limits that are broken, doubts, then by county."""
        worst = [Limited.BROKEN, Limited.ORDERED, Limited.KEPT, Limited.FREE].index(self.limited)
        return (
            0 if self.limited is Limited.BROKEN else 1,
            -len(self.doubts),
            f"{worst}{self.point.county_id}",
        )


@dataclass(frozen=True, slots=True)
class PlantLedger:
    """Every plant of one's scope on a gas day, with the level whose powers hold."""

    gas_day: date
    rows: tuple[PlantRow, ...]
    level: str
    allowed: Share

    @property
    def feed(self) -> Flow:
        """What the meters say the plants took in, where they were read; 10^4 m3/day."""
        return sum(row.feed or 0.0 for row in self.rows)

    @property
    def output_t(self) -> float:
        """What the plants say they put out, tonnes."""
        return sum(row.output_t or 0.0 for row in self.rows)

    @property
    def broken(self) -> int:
        """How many limits are not kept."""
        return sum(row.limited is Limited.BROKEN for row in self.rows)


def plants(account: Any) -> Any:
    """Delivery points of liquefaction plants in an account's scope."""
    points = DeliveryPoint.objects.visible_to(account).filter(consumer_class=ConsumerClass.LNG_PLANT)
    return points.select_related("user", "county").order_by("county_id", "id")


def ledger_of(*, points: Sequence[DeliveryPoint], gas_day: date, at: datetime) -> PlantLedger:
    """These plants on a gas day as known at an instant."""
    codes = [point.code for point in points]
    metered = days_of(codes=codes, days=[gas_day], known_at=at)
    told, held = newest_days(codes=codes, gas_day=gas_day, at=at), _held(codes, gas_day, at)
    level = in_force(gas_day=gas_day, at=at)
    allowed = share_allowed(level, gas_day)
    others_cut = _are_others_cut(gas_day)
    rows = [
        _row(point, metered[point.code][0], told.get(point.code), held.get(point.code), allowed, others_cut)
        for point in points
    ]
    return PlantLedger(
        gas_day, tuple(sorted(rows, key=lambda row: row.rank)), "" if level is None else level.level, allowed
    )


def newest_days(*, codes: Sequence[str], gas_day: date, at: datetime) -> dict[str, PlantDay]:
    """The newest report of each plant on a gas day."""
    rows = PlantDay.objects.filter(point__code__in=codes, gas_day=gas_day, known_at__lte=at)
    return {one.point_id: one for one in rows.order_by("known_at", "id")}


def share_allowed(level: InForce | None, gas_day: date) -> Share:
    """The share of a plant's load that the level in force lets an order take; 0 without a level."""
    if level is None:
        return 0.0
    tiers = [
        tier for tier in policy_on(gas_day).tiers(day=gas_day) if ConsumerClass.LNG_PLANT in tier.classes
    ]
    return min(tiers[0].max_cut, level.powers.cut_limit(tiers[0].key)) if tiers else 0.0


def _row(
    point: DeliveryPoint, metered: PointDay, told: PlantDay | None, held: tuple[LineRelief, Share] | None,
    allowed: Share, others_cut: bool,
) -> PlantRow:  # fmt: skip
    relief, wanted = (None, 1.0) if held is None else held
    line = None if relief is None else relief.line
    limited = Limited.FREE if line is None else Limited.ORDERED
    if relief is not None and relief.share is not None:
        limited = Limited.KEPT if relief.share >= wanted else Limited.BROKEN
    ordered = 0.0 if line is None or line.load <= 0 else line.planned_relief / line.load
    could_give = (
        allowed - ordered > 1e-3 and (line.load if line else point.load) - point.safe_load > CUBIC_METRE
    )
    doubts = tuple(_doubts(metered, told, is_first_passed=others_cut and could_give and line is None))
    return PlantRow(
        point, line.load if line else point.load, metered, told, line, relief, allowed, limited, doubts
    )


def _doubts(metered: PointDay, told: PlantDay | None, *, is_first_passed: bool) -> list[Doubt]:
    found: list[Doubt] = [Doubt.NOT_FIRST] if is_first_passed else []
    if told is None:
        return [*found, Doubt.NOT_REPORTED]
    try:
        off = policy_book().number("plant.output_off_above", day=told.gas_day).value
        per_tonne = policy_book().number("lng.m3_per_t", day=told.gas_day).value / M3_PER_UNIT
    except PolicySilent:
        return found
    flow = None if metered.metered is None else metered.metered.flow
    if flow is not None and abs(told.feed - flow) > off * max(flow, told.feed):
        found.append(Doubt.FEED)
    if abs(told.output_t * per_tonne - told.feed) > off * max(told.output_t * per_tonne, told.feed):
        found.append(Doubt.OUTPUT)
    return found


def _held(codes: Sequence[str], gas_day: date, at: datetime) -> dict[str, tuple[LineRelief, Share]]:
    """Each plant's line of the orders that were told, with the share that must be seen of it."""
    orders = Order.objects.filter(kind=OrderKind.PLANT_LIMIT, gas_day=gas_day, state__in=TOLD)
    found: dict[str, tuple[LineRelief, Share]] = {}
    for order in orders.order_by("wave", "id"):
        lines = order.lines.filter(point__in=codes, notice__withdrawn_at__isnull=True)
        wanted = reached_from(order)
        waiting = lines.exclude(effective_at__lt=at).filter(planned_relief__gt=0)
        found |= {
            line.subject: (LineRelief(line, line.cut_rate, None, None, "", False, None), wanted)
            for line in waiting
        }
        found |= {row.line.subject: (row, wanted) for row in relief_of(order, at, lines).rows}
    return found


def _are_others_cut(gas_day: date) -> bool:
    return Order.objects.filter(kind=OrderKind.CURTAILMENT, gas_day=gas_day, state=OrderState.ISSUED).exists()
