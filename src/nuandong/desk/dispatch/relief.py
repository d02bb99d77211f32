"""Execution against the meter: what each line was to free, what the meter says, and whether it is enough.

    metered[l] = max(0, load[l] - flow at the meter since the line took effect)        (10^4 m3/day, as a rate)
    planned[l] = by how much the flow was to go down once in effect

A reading filed by the very user who is cut is marked, and so is a line without any reading: unknown is not zero.
A transfer or a store brings what its own meter says; of a store, what goes beyond the nominated withdrawal.

    metered[l] = max(0, flow at the meter - nominated[l])        nominated is 0 for a transfer

Clauses: T-042 (at least 90 % of what was ordered, or an alarm), T-047 (transfers, at least 95 %).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nuandong.desk.dispatch.models import Order, OrderKind, OrderLine
from nuandong.desk.frame.rooms import is_built
from nuandong.desk.outlook.pictures import whole_picture
from nuandong.desk.reporting.models import Reading, SiteKind, SiteReading
from nuandong.desk.reporting.readings.of_sites import newest_of_sites
from nuandong.gasday import end_of
from nuandong.units import Flow


@dataclass(frozen=True, slots=True)
class LineRelief:
    """One line against its meter; `metered` is None where no reading tells."""

    line: OrderLine
    planned: float
    metered: float | None
    flow: float | None
    quality: str
    filed_by_user: bool
    known_at: datetime | None

    @property
    def share(self) -> float | None:
        """Metered over planned."""
        return None if self.metered is None or self.planned <= 0 else self.metered / self.planned


@dataclass(frozen=True, slots=True)
class TotalRelief:
    """The sum over lines that have a reading; `planned` is theirs, `ordered` of all lines in effect."""

    ordered: float
    planned: float
    metered: float | None
    read: int
    lines: int
    by_users: int

    @property
    def share(self) -> float:
        """Metered over planned of the lines that were read; 0 where none was."""
        return 0.0 if self.metered is None or self.planned <= 0 else self.metered / self.planned


@dataclass(frozen=True, slots=True)
class OrderRelief:
    """An order against its meters as known at an instant."""

    rows: tuple[LineRelief, ...]
    total: TotalRelief


def relief_of(order: Order, at: datetime, lines: Any = None) -> OrderRelief:
    """Every line of an issued order that is in effect by `at`, held against its meter; of `lines` where given."""
    chosen = order.lines.all() if lines is None else lines
    in_effect = list(
        chosen.filter(effective_at__lt=at, planned_relief__gt=0, notice__withdrawn_at__isnull=True)
    )
    ends = min(at, end_of(order.gas_day))
    readings = _readings(in_effect, ends, at)
    nominated = _nominated(order) if order.kind == OrderKind.STORAGE_RELEASE and readings else {}
    rows = tuple(
        line_relief(line, ends, readings.get(line.subject, ()), nominated.get(line.subject, 0.0))
        for line in in_effect
    )
    read = [row for row in rows if row.metered is not None]
    total = TotalRelief(
        ordered=sum(row.planned for row in rows),
        planned=sum(row.planned for row in read),
        metered=sum(row.metered or 0.0 for row in read) if read else None,
        read=len(read),
        lines=len(rows),
        by_users=sum(row.filed_by_user for row in read),
    )
    return OrderRelief(rows, total)


def line_relief(
    line: OrderLine, ends: datetime, readings: Sequence[Any], nominated: Flow = 0.0
) -> LineRelief:
    """One line in effect against the readings of its point or site, from its effect to `ends`."""
    told, begins = None, line.effective_at
    if begins is not None and begins < ends:
        own = [reading for reading in readings if reading.from_at < ends and reading.to_at > begins]
        told = _metered(own, begins, ends) if own else None
    if told is None:
        return LineRelief(line, line.cut_rate, None, None, "", False, None)
    freed = max(0.0, line.load - told.flow if line.point_id else told.flow - nominated)
    return LineRelief(
        line, line.cut_rate, freed, told.flow, str(told.quality), told.filed_by_user, told.known_at
    )


def _metered(readings: Sequence[Any], begins: datetime, ends: datetime) -> Any:
    from nuandong.desk.reporting.readings.metered import metered, newest

    is_site = isinstance(readings[0], SiteReading)
    return metered(readings=readings if is_site else newest(readings), begins=begins, ends=ends)


def _nominated(order: Order) -> dict[str, Flow]:
    """What each store was to give anyway on the order's gas day, by the run that the order rests on."""
    stores = whole_picture(order.run).stores
    return {code: float(stores.nominated[row, 0]) for row, code in enumerate(stores.store)}


def _readings(lines: Sequence[OrderLine], ends: datetime, at: datetime) -> dict[str, list[Any]]:
    """Readings of all points and sites of lines in two questions, by subject, as known at an instant."""
    starts = [line.effective_at for line in lines if line.effective_at]
    if not starts or not is_built("nuandong.desk.reporting.readings.metered"):
        return {}
    found: dict[str, list[Any]] = {}
    span = {"from_at__lt": ends, "to_at__gt": min(starts), "known_at__lte": at}
    points = [line.point_id for line in lines if line.point_id]
    for reading in Reading.objects.filter(delivery_point__code__in=points, **span) if points else ():
        found.setdefault(reading.delivery_point_id, []).append(reading)
    others = [line.subject for line in lines if not line.point_id]
    kinds = (SiteKind.STORE, SiteKind.TRANSFER)
    at_sites = SiteReading.objects.filter(site__in=others, site_kind__in=kinds, amount__isnull=False, **span)
    for one in newest_of_sites(list(at_sites)) if others else ():
        found.setdefault(one.site, []).append(one)
    return found
