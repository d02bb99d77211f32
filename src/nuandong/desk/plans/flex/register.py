"""The register as it stands on a gas day: each point's terms in force, days left, and the curve of what can be had.

    available[h] = sum of amount over points whose notice and switch take at most h hours      (10^4 m3/day)

A point counts with what its terms give, never below its safe load, and not at all once its days are used up. A point
that the records call interruptible or dual-fuel and that has no terms yet counts by its record, and is marked so.
The clause's target: the sum reaches the design gap.

Clause: T-030 (available_flex ≥ design gap).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from nuandong.desk.directory.models import DeliveryPoint
from nuandong.desk.directory.province import policy_book
from nuandong.desk.plans.models import FlexKind, FlexTerms
from nuandong.units import CUBIC_METRE

STEPS_H = (1.0, 4.0, 8.0, 24.0, 72.0)
DaysCut = Callable[[Collection[str]], Mapping[str, Sequence[date]]]


@dataclass(frozen=True, slots=True)
class FlexRow:
    """One point: what can be had of it (10^4 m3/day), how soon (h), and on how many days still (None: no limit)."""

    point: DeliveryPoint
    kind: str
    terms: FlexTerms | None
    amount: float
    lead_hours: float
    days: int | None
    days_left: int | None

    @property
    def counts(self) -> float:
        """What counts of it today: nothing once its days are used up."""
        return 0.0 if self.days_left == 0 else self.amount


@dataclass(frozen=True, slots=True)
class CurveStep:
    """What can be had within some hours (10^4 m3/day), by why it can be had."""

    hours: float
    interruptible: float
    substitutable: float

    @property
    def total(self) -> float:
        """Both together."""
        return self.interruptible + self.substitutable


def _never_cut(points: Collection[str]) -> Mapping[str, Sequence[date]]:
    return {}


_days_cut: list[DaysCut] = [_never_cut]


def register_days_cut(source: DaysCut) -> None:
    """Let the room of orders tell on which gas days points were cut; the last one that registers is asked."""
    _days_cut[:] = [source]


def rows_for(account: Any, day: date) -> list[FlexRow]:
    """Every point of the account's scope that can be had back on a gas day, those to be had soonest first."""
    terms: dict[str, FlexTerms] = {}
    in_force = FlexTerms.objects.visible_to(account).filter(begins__lte=day, ends__gte=day)
    for one in in_force.order_by("-recorded_at", "-id"):
        terms.setdefault(one.point_id, one)
    known = Q(code__in=list(terms)) | Q(is_interruptible=True) | Q(is_dual_fuel=True)
    points = DeliveryPoint.objects.visible_to(account).filter(known).select_related("user", "county")
    shielded = {str(word) for word in policy_book().protected_classes(day=day)}
    cut = _days_cut[0](list(terms))
    rows = [
        _row(point, terms.get(point.code), cut.get(point.code, ()))
        for point in points if str(point.consumer_class) not in shielded
    ]  # fmt: skip
    return sorted(
        (row for row in rows if row.amount >= CUBIC_METRE), key=lambda row: (row.lead_hours, -row.amount)
    )


def curve(rows: Iterable[FlexRow], steps: Sequence[float] = STEPS_H) -> list[CurveStep]:
    """What can be had within each step; the last one holds everything, however long it takes."""
    held = list(rows)
    longest = max((row.lead_hours for row in held), default=0.0)
    found = []
    for hours in (*steps, *([longest] if longest > steps[-1] else [])):
        within = [row for row in held if row.lead_hours <= hours]
        by_kind = {
            kind: sum(row.counts for row in within if row.kind == kind) for kind in FlexKind.values
        }  # fmt: skip
        found.append(CurveStep(hours, by_kind[FlexKind.INTERRUPTIBLE], by_kind[FlexKind.SUBSTITUTABLE]))
    return found


def _row(point: DeliveryPoint, terms: FlexTerms | None, cut: Sequence[date]) -> FlexRow:
    most = max(0.0, point.load - point.safe_load)
    if terms is None:
        kind = FlexKind.INTERRUPTIBLE if point.is_interruptible else FlexKind.SUBSTITUTABLE
        left = point.interruptible_days_left
        days = None if left is None or kind == FlexKind.SUBSTITUTABLE else int(left)
        return FlexRow(point, kind, None, most, point.notice_hours + point.ramp_hours, days, days)
    used = sum(terms.begins <= day <= terms.ends for day in set(cut))
    days_left = None if terms.days is None else max(0, terms.days - used)
    lead = terms.notice_hours + (terms.switch_hours or 0.0)
    return FlexRow(point, terms.kind, terms, min(terms.amount, most), lead, terms.days, days_left)
