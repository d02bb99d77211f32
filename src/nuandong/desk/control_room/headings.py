"""The headings of the day's tables as statements, and the sums under them.

A heading says what the table shows, so that somebody who reads only headings still knows the day.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuandong.assess.picture import DayPicture
from nuandong.desk.control_room.cuts import CutTable
from nuandong.desk.control_room.part import in_scope
from nuandong.desk.control_room.rows import AlternativeRow, SourceRow, StoreRow, TierRow, ZoneRow
from nuandong.desk.control_room.shown import NOTHING
from nuandong.desk.frame.templatetags.figures import days, flow, percent


@dataclass(frozen=True, slots=True)
class Headings:
    """One statement for each table."""

    tiers: str
    cuts: str
    sources: str
    stores: str
    alternatives: str
    zones: str
    counties: str
    findings: str


@dataclass(frozen=True, slots=True)
class Sums:
    """The last line of the tables."""

    curtailable: float
    relief: float
    nominated: float
    delivered: float
    difference: float
    inventory: float
    working_capacity: float
    fill: float
    sendout: float
    sendout_max: float


def sums(*, tiers: tuple[TierRow, ...], sources: tuple[SourceRow, ...], stores: tuple[StoreRow, ...]) -> Sums:
    """Sums over the rows that are shown."""
    inventory, room = sum(row.inventory for row in stores), sum(row.working_capacity for row in stores)
    return Sums(
        curtailable=sum(row.curtailable for row in tiers),
        relief=sum(row.relief for row in tiers),
        nominated=sum(row.nominated for row in sources),
        delivered=sum(row.delivered for row in sources),
        difference=sum(row.difference for row in sources),
        inventory=inventory,
        working_capacity=room,
        fill=inventory / max(room, NOTHING),
        sendout=sum(row.sendout for row in stores),
        sendout_max=sum(row.sendout_max for row in stores),
    )


@dataclass(frozen=True, slots=True)
class Tables:
    """The day's tables, as the headings speak of them."""

    tiers: tuple[TierRow, ...]
    sources: tuple[SourceRow, ...]
    stores: tuple[StoreRow, ...]
    alternatives: tuple[AlternativeRow, ...]
    zones: tuple[ZoneRow, ...]
    cuts: CutTable


def headings(*, picture: DayPicture, tables: Tables, total: Sums) -> Headings:
    """Every table's statement; one that speaks of a part of the province says so."""
    return Headings(
        tiers=_tiers(tables, total),
        cuts=in_scope(picture, cuts_heading(tables.cuts)),
        sources=in_scope(picture, _sources(tables, total)),
        stores=in_scope(picture, _stores(tables, total)),
        alternatives=_alternatives(tables),
        zones=in_scope(picture, _zones(tables)),
        counties=in_scope(picture, _counties(picture)),
        findings=_findings(picture),
    )


def cuts_heading(cuts: CutTable) -> str:
    """How many use less, and that no household does."""
    if not cuts.total:
        return _("Nobody is asked to use less")
    facts = {"reduced": cuts.reduced, "stopped": cuts.stopped, "relief": flow(cuts.relief)}
    return _("%(reduced)s reduce, %(stopped)s stop: %(relief)s freed, no household among them") % facts


def _tiers(tables: Tables, total: Sums) -> str:
    if total.relief <= NOTHING:
        return _("No step of the cut order is used")
    used = sum(1 for row in tables.tiers if row.relief > NOTHING)
    facts = {
        "used": used,
        "count": len(tables.tiers),
        "share": percent(total.relief / max(total.curtailable, NOTHING)),
    }
    return _("%(used)s of %(count)s steps used, %(share)s of what could be cut") % facts


def _sources(tables: Tables, total: Sums) -> str:
    if not tables.sources:
        return _("No source is nominated")
    first = max(tables.sources, key=lambda row: row.delivered)
    facts = {"kind": first.name, "share": percent(first.share), "total": flow(total.delivered)}
    return _("%(total)s taken, %(share)s of it from: %(kind)s") % facts


def _stores(tables: Tables, total: Sums) -> str:
    if not tables.stores:
        return _("No store is registered")
    lasting = total.inventory / max(total.sendout_max, NOTHING)
    facts = {"fill": percent(total.fill), "days": days(lasting)}
    return _("Stores are %(fill)s full: %(days)s days at full send-out") % facts


def _alternatives(tables: Tables) -> str:
    used = sum(row.used for row in tables.alternatives)
    unused = sum(max(0.0, row.available - row.used) for row in tables.alternatives)
    facts = {"used": flow(used), "unused": flow(unused)}
    return _("Other measures give %(used)s; %(unused)s cannot be had in time or within powers") % facts


def _zones(tables: Tables) -> str:
    worst = max(tables.zones, key=lambda row: row.gap_share, default=None)
    if worst is None or worst.gap_share <= 0:
        return _("Every supply zone gets what it asks for")
    return _("%(zone)s misses most: %(share)s") % {"zone": worst.name, "share": percent(worst.gap_share)}


def _counties(picture: DayPicture) -> str:
    silent = int((~picture.counties.reported).sum())
    text = ngettext(
        "%(count)s counties; %(silent)s did not report",
        "%(count)s counties; %(silent)s did not report",
        silent,
    )
    return text % {"count": len(picture.counties.county), "silent": silent}


def _findings(picture: DayPicture) -> str:
    count = len(picture.findings)
    if not count:
        return _("Nothing to question")
    return ngettext(
        "%(count)s note travels with this result", "%(count)s notes travel with this result", count
    ) % {"count": count}
