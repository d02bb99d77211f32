"""Verbs of the plants' ledger: a plant says what it took in and put out on a gas day.

Clause: T-043 (feed gas and output, day by day).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nuandong.desk.directory.models import Account, DeliveryPoint
from nuandong.desk.directory.roles import FILE_REPORT
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act
from nuandong.desk.watch.models import PlantDay
from nuandong.desk.watch.refusals import ActRefused
from nuandong.gasday import end_of
from nuandong.units import Flow
from nuandong.vocabulary import ConsumerClass

FILE_PLANT_DAY, PLANT_DAY = "file_plant_day", "plant_day"
MOST_TIMES = 3.0  # judged: no plant takes in more than three times its load


@dataclass(frozen=True, slots=True)
class PlantReport:
    """What a plant says of a gas day: feed in 10^4 m3/day, output and stock in tonnes."""

    gas_day: date
    feed: Flow
    output_t: float
    stock_t: float | None = None
    note: str = ""


def file_plant_day(*, point: DeliveryPoint, report: PlantReport, by: Account, at: datetime) -> PlantDay:
    """Keep what a plant says of a gas day that has ended; the same again keeps nothing more. Raises ActRefused."""
    if not by.has_perm(FILE_REPORT) or not DeliveryPoint.objects.visible_to(by).filter(pk=point.pk).exists():
        raise ActRefused(_("This plant is not yours to report for."))
    if point.consumer_class != ConsumerClass.LNG_PLANT:
        raise ActRefused(_("This is no liquefaction plant."))
    if end_of(report.gas_day) > at:
        raise ActRefused(_("The gas day has not ended yet; report it after 08:00."), field="gas_day")
    if report.feed > MOST_TIMES * max(point.load, 0.0):
        raise ActRefused(
            _("%(feed)s × 10⁴ m³/d is more than three times the plant's load of %(load)s; check the unit.")
            % {"feed": f"{report.feed:g}", "load": f"{point.load:g}"},
            field="feed",
        )
    with transaction.atomic():
        before = (
            PlantDay.objects.filter(point=point, gas_day=report.gas_day).order_by("known_at", "id").last()
        )
        if before is not None and _same(before, report):
            return before
        kept = PlantDay.objects.create(
            point=point, gas_day=report.gas_day, feed=report.feed, output_t=report.output_t,
            stock_t=report.stock_t, note=report.note.strip(), known_at=at, filed_by=by,
        )  # fmt: skip
        facts = {**told_of(kept), "before": None if before is None else told_of(before)}
        append(act=Act(FILE_PLANT_DAY, by.actor, PLANT_DAY, str(kept.pk), facts), at=at)
    return kept


def told_of(day: PlantDay) -> dict[str, object]:
    """What the ledger holds of a plant's day."""
    return {
        "point": day.point_id, "gas_day": day.gas_day.isoformat(), "feed": float(day.feed),
        "output_t": float(day.output_t), "stock_t": None if day.stock_t is None else float(day.stock_t),
    }  # fmt: skip


def _same(day: PlantDay, report: PlantReport) -> bool:
    said = (report.feed, report.output_t, report.stock_t, report.note.strip())
    return (day.feed, day.output_t, day.stock_t, day.note) == said
