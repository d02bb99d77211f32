"""What the page of a county says: what it asks for, what reaches it by which pipe, who is cut, what it reported.

Clauses: T-004 (reports), T-042 (who is cut, and why).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from nuandong.assess.picture import DayPicture
from nuandong.desk.control_room.cuts import CutWish, cut_table
from nuandong.desk.control_room.pages import coverage
from nuandong.desk.control_room.rows import ZoneRow, zone_rows
from nuandong.desk.control_room.screens import levels_on
from nuandong.desk.control_room.shown import NOTHING, bar
from nuandong.desk.control_room.tongue import language, said
from nuandong.desk.directory.models import Region, UnitKind
from nuandong.desk.frame.templatetags.figures import flow, percent
from nuandong.desk.reporting.models import ReportFigure, ReportVersion
from nuandong.policy import PolicyBook
from nuandong.vocabulary import ArcKind, label

DAYS_OF_REPORTS = 7


@dataclass(frozen=True, slots=True)
class CountyDay:
    """A county on one gas day of the outlook; bars are parts of the largest demand."""

    day: date
    demand: float
    delivered: float
    shortfall: float
    share: float
    relief: float
    livelihood_gap: float
    delivered_bar: str
    shortfall_bar: str


@dataclass(frozen=True, slots=True)
class Feed:
    """An arc that leads into the county."""

    name: str
    kind: str
    flow: float
    capacity: float
    use: float
    use_bar: str
    is_full: bool


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report that the county filed, newest version."""

    day: date
    version: int
    filed_at: datetime
    is_late: bool
    quality: str
    use: float | None


@dataclass(frozen=True, slots=True)
class ClassLine:
    """Use of one class by the newest report."""

    name: str
    use: float
    share: float
    bar: str


def county_screen(
    *, picture: DayPicture, region: Region, policy: PolicyBook, account: Any, city_names: Mapping[str, str]
) -> dict[str, Any]:
    """Everything of a county's page but addresses."""
    row = picture.counties.county.index(region.code)
    outlook = tuple(_days(picture, row))
    levels = levels_on(policy, picture.stamp.gas_day)
    reports = _reports(region.code, picture.stamp.as_of, account)
    cuts = cut_table(picture=picture, wish=CutWish(county=region.code, all_lines=True))
    feeds = tuple(_feeds(picture, region.code))
    return {
        "room": "day",
        "why": _why(outlook[0], feeds),
        "code": region.code,
        "name": said(region.name_zh, region.name_en),
        "city": city_names.get(picture.counties.city[row], ""),
        "today": outlook[0],
        "title": _title(said(region.name_zh, region.name_en), outlook[0]),
        "reported": bool(picture.counties.reported[row]),
        "outlook": outlook,
        "feeds": feeds,
        "zones": _zones(picture, region, zone_rows(picture, levels)),
        "cuts": cuts,
        "reports": reports,
        "classes": tuple(_classes(region.code, picture.stamp.as_of, account)),
        "coverage": coverage(picture.stamp),
        "stamp": picture.stamp,
    }


def _title(name: str, today: CountyDay) -> str:
    if today.shortfall <= NOTHING:
        return _("%(name)s gets what it asks for") % {"name": name}
    facts = {"name": name, "missing": flow(today.shortfall), "share": percent(today.share)}
    return _("%(name)s misses %(missing)s before measures, %(share)s of its demand") % facts


def _why(today: CountyDay, feeds: tuple[Feed, ...]) -> str:
    """Where the gas is held back: in the county's own branches, or further up."""
    if today.shortfall <= NOTHING:
        return ""
    full = [feed.name for feed in feeds if feed.is_full]
    if not full:
        return _("Its branches have room: the gas is missing further up, in supply or in full pipes.")
    names = _(", ").join(full)
    if len(full) < len(feeds):
        return _("Full: %(pipes)s. Its other branches have room, so the gas is also missing further up.") % {
            "pipes": names
        }
    return _("Every branch into it is full: %(pipes)s.") % {"pipes": names}


def _days(picture: DayPicture, row: int) -> Iterator[CountyDay]:
    table = picture.counties
    largest = max(NOTHING, float(table.demand[row].max()))
    for step, day in enumerate(picture.stamp.days):
        demand, missing = float(table.demand[row, step]), float(table.shortfall[row, step])
        delivered = float(table.delivered[row, step])
        yield CountyDay(
            day, demand, delivered, missing, missing / max(demand, NOTHING), float(table.relief[row, step]),
            float(table.livelihood_gap[row, step]), bar(delivered / largest), bar(missing / largest),
        )  # fmt: skip


def _feeds(picture: DayPicture, code: str) -> Iterator[Feed]:
    table = picture.arcs
    for row, end in enumerate(table.to_node):
        if end != code:
            continue
        carried, room = float(table.flow[row, 0]), float(table.capacity[row, 0])
        use = min(1.0, abs(carried) / room) if room > NOTHING else 0.0
        yield Feed(
            said(table.name_zh[row], table.name_en[row]), label(ArcKind(table.kind[row]), language=language()),
            carried, room, use, bar(use), bool(table.binding[row, 0]),
        )  # fmt: skip


def _zones(picture: DayPicture, region: Region, rows: tuple[ZoneRow, ...]) -> tuple[ZoneRow, ...]:
    held = set(region.zones.values_list("code", flat=True))
    return tuple(row for row in rows if row.code in held)


def _reports(code: str, as_of: datetime, account: Any) -> tuple[ReportLine, ...]:
    versions = _known(code, as_of, account).filter(
        report__gas_day__gt=as_of.date() - timedelta(days=DAYS_OF_REPORTS + 1)
    )
    uses = versions.annotate(use=Sum("figures__amount", filter=Q(figures__consumer_class__isnull=False)))
    return tuple(
        ReportLine(
            version.report.gas_day,
            version.number,
            version.filed_at,
            version.is_late,
            version.get_quality_display(),
            version.use,
        )
        for version in uses.select_related("report").order_by("-report__gas_day")
    )


def _classes(code: str, as_of: datetime, account: Any) -> Iterator[ClassLine]:
    newest = _known(code, as_of, account).order_by("-report__gas_day").first()
    if newest is None:
        return
    figures = ReportFigure.objects.filter(version=newest, consumer_class__isnull=False, amount__gt=0)
    uses = sorted(((figure.consumer_class, figure.amount) for figure in figures), key=lambda pair: -pair[1])
    total = max(NOTHING, sum(use for _, use in uses))
    largest = max([NOTHING, *(use for _, use in uses)])
    for consumer_class, use in uses:
        yield ClassLine(label(consumer_class, language=language()), use, use / total, bar(use / largest))


def _known(code: str, as_of: datetime, account: Any) -> Any:
    own = ReportVersion.objects.visible_to(account)
    return ReportVersion.objects.known_at(as_of).filter(
        pk__in=own.values("pk"), report__unit__region_id=code, report__unit__kind=UnitKind.COUNTY
    )
