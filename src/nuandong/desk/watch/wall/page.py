"""What the wall shows: sites worst first with their alarms, how many were never read, and one site's last days.

Clause: T-068 (monitor wall).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator

from nuandong.desk.directory.models import Region
from nuandong.desk.directory.province import policy_book
from nuandong.desk.reporting.models import Reading, SiteReading
from nuandong.desk.reporting.models.sites import SiteKind
from nuandong.desk.reporting.readings.metered import newest
from nuandong.desk.reporting.readings.of_sites import newest_of_sites
from nuandong.desk.reporting.readings.record import flow_between
from nuandong.desk.reporting.readings.sites import Site, sites
from nuandong.desk.watch.models import SiteAlarm
from nuandong.desk.watch.wall.states import Watched, watched
from nuandong.gasday import gas_day_of
from nuandong.warning import FaultKind, watch_rules

SHOWS = ("alarms", "coal_to_gas", "gates", "points", "moved")
SITES_A_PAGE = 60
WIDTH, HEIGHT = 640.0, 120.0  # of a site's drawing, in its own units
GRAVEST = (FaultKind.PRESSURE, FaultKind.USE, FaultKind.SILENT)


@dataclass(frozen=True, slots=True)
class Tile:
    """A site on the wall with its open alarms."""

    row: Watched
    region: Region | None
    alarms: tuple[SiteAlarm, ...]

    @property
    def order(self) -> tuple[int, float, str]:
        """Low pressure first, then use, then silence; the worst of each at the top; quiet sites last."""
        if not self.alarms:
            return len(GRAVEST), 0.0, self.row.site.code
        worst = min(self.alarms, key=lambda one: GRAVEST.index(FaultKind(one.kind)))
        times = (
            2.0 - worst.found / worst.limit
            if worst.kind == FaultKind.PRESSURE
            else abs(worst.found) / worst.limit
        )
        return GRAVEST.index(FaultKind(worst.kind)), -times, self.row.site.code


@dataclass(frozen=True, slots=True)
class Mark:
    """One reading of a site as it is listed: flow in 10^4 m3/day, pressure in MPa gauge; unknown is None."""

    begins: datetime
    ends: datetime
    flow: float | None
    pressure: float | None
    source: str
    by_user: bool
    known_at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """A site's last days: its readings, newest first, and its pressures as a line from left to right."""

    marks: tuple[Mark, ...]
    line: str
    highest: float


def wall_rows(*, account: Any, at: datetime) -> list[Watched]:
    """Every site of an account's scope that was ever heard of."""
    return watched(sites=list(sites(account)), at=at)


def wall_page(*, account: Any, at: datetime, show: str, page: str | None) -> dict[str, Any]:
    """Everything on the wall."""
    every = list(sites(account))
    rows = watched(sites=every, at=at)
    alarms = (
        SiteAlarm.objects.visible_to(account).filter(cleared_at__isnull=True).select_related("owner__person")
    )
    open_ones: dict[tuple[str, str], list[SiteAlarm]] = defaultdict(list)
    for alarm in alarms:
        open_ones[alarm.key].append(alarm)
    places = {region.code: region for region in Region.objects.all()}
    tiles = [
        Tile(row, places.get(row.site.region or ""), tuple(open_ones.get(row.site.key, ()))) for row in rows
    ]
    chosen = sorted(_shown(tiles, show), key=lambda tile: tile.order)
    counts = Counter(str(alarm.kind) for alarm in alarms)
    pages = Paginator(chosen, SITES_A_PAGE).get_page(page)
    return {
        "room": "wall", "at": at, "day": gas_day_of(at), "show": show, "page": pages,
        "alarmed": [tile for tile in pages if tile.alarms], "quiet": [tile for tile in pages if not tile.alarms],
        "read": len(rows), "every": len(every), "alarm_count": sum(counts.values()), "counts": counts,
        "unowned": sum(alarm.owner_id is None for alarm in alarms),
        "rules": watch_rules(book=policy_book(), day=gas_day_of(at)),
        "coal_to_gas": sum(tile.row.is_coal_to_gas for tile in tiles),
    }  # fmt: skip


def _shown(tiles: list[Tile], show: str) -> list[Tile]:
    keep = {
        "alarms": lambda tile: bool(tile.alarms),
        "coal_to_gas": lambda tile: tile.row.is_coal_to_gas,
        "gates": lambda tile: tile.row.site.kind == SiteKind.GATE,
        "points": lambda tile: tile.row.site.kind == SiteKind.POINT,
        "moved": lambda tile: tile.row.site.kind in (SiteKind.STORE, SiteKind.TRANSFER),
    }.get(show)
    return tiles if keep is None else [tile for tile in tiles if keep(tile)]


def history_of(site: Site, *, at: datetime, days: int) -> History:
    """A site's readings of the last days and the line of its pressures."""
    since = at - timedelta(days=days)
    span = {"known_at__lte": at, "to_at__gte": since}
    marks: list[Mark] = []
    if site.kind == SiteKind.POINT:
        rows = newest(Reading.objects.filter(delivery_point__code=site.code, **span))
        marks += [_mark(one, one.amount, None) for one in rows]
    told = newest_of_sites(list(SiteReading.objects.filter(site_kind=site.kind, site=site.code, **span)))
    marks += [_mark(one, one.amount, one.pressure) for one in told]
    marks.sort(key=lambda one: (one.ends, one.known_at), reverse=True)
    pressures = sorted((one.ends, one.pressure) for one in marks if one.pressure is not None)
    highest = max((pressure for _ends, pressure in pressures), default=0.0)
    return History(tuple(marks), _line(pressures, since, at, highest), highest)


def _mark(one: Any, amount: float | None, pressure: float | None) -> Mark:
    flow = None if amount is None else flow_between(amount, one.from_at, one.to_at)
    return Mark(one.from_at, one.to_at, flow, pressure, one.source, one.filed_by_subject_of_cut, one.known_at)


def _line(pressures: Iterable[tuple[datetime, float]], since: datetime, at: datetime, highest: float) -> str:
    """Points of a polyline; nothing where fewer than two pressures are known."""
    whole = (at - since).total_seconds()
    points = [
        f"{WIDTH * max(0.0, (ends - since).total_seconds()) / whole:.1f},"
        f"{HEIGHT * (1 - pressure / highest if highest else 0.5):.1f}"
        for ends, pressure in pressures
    ]
    return " ".join(points) if len(points) > 1 else ""
