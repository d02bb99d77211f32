"""The first page of briefs: where today's brief stands, what is still missing, what awaits a flash report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Any

from django.db.models import QuerySet

from nuandong.desk.briefing.compose.ground import address
from nuandong.desk.briefing.models import Brief, BriefKind, BriefState
from nuandong.desk.directory.models import Region
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.frame.rooms import is_built
from nuandong.desk.outlook.models import Run
from nuandong.vocabulary import RegionKind

EVENTS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """A brief that may be written now: its kind, region and day, and how far it is."""

    kind: BriefKind
    region: Region
    gas_day: date
    run: Run | None
    brief: Brief | None
    is_newer_run: bool  # the draft, or what was signed, rests on an earlier run than the newest

    @property
    def missing(self) -> tuple[Any, ...]:
        """Sections that have nothing to say yet."""
        return () if self.brief is None else self.brief.told.missing


@dataclass(frozen=True, slots=True)
class Event:
    """An incident or a declared level that a flash report may tell of."""

    kind: str
    number: int
    words: str
    at: datetime
    address: str
    brief: Brief | None


def own_regions(account: Any) -> QuerySet[Region]:
    """Regions whose briefs an account may write: the province for whoever sees it, else those it is a member of."""
    if scope_of(account).sees_all:
        return Region.objects.filter(kind=RegionKind.PROVINCE)
    held = account.memberships.in_force().filter(region__isnull=False).values("region_id")
    return Region.objects.filter(code__in=held).order_by("code")


def wanted(*, account: Any, gas_day: date | None) -> tuple[Wanted, ...]:
    """The daily and the weekly brief of each region of an account, on the newest run of a gas day."""
    run = newest_run(gas_day)
    if run is None:
        return ()
    return tuple(
        _wanted(kind, region, run)
        for region in own_regions(account)
        for kind in (BriefKind.DAILY, BriefKind.WEEKLY)
    )


def newest_run(gas_day: date | None) -> Run | None:
    """The newest run of a gas day, or of the day that was assessed last."""
    if gas_day is not None:
        return Run.objects.without_picture().newest(gas_day)
    return Run.objects.done().without_picture().order_by("-as_of", "-id").first()


def _wanted(kind: BriefKind, region: Region, run: Run) -> Wanted:
    briefs = Brief.objects.filter(kind=kind, region=region, gas_day=run.gas_day)
    present = (
        briefs.exclude(state=BriefState.DISCARDED).select_related("run", "region").order_by("-id").first()
    )
    stale = present is not None and present.run_id != run.pk
    return Wanted(kind, region, run.gas_day, run, present, stale)


def events(*, account: Any) -> tuple[Event, ...]:
    """The newest incidents and declared levels, in the account's scope, with their flash report where there is one."""
    if not is_built("nuandong.desk.alerts.models"):
        return ()
    models = import_module("nuandong.desk.alerts.models")
    found = [*_incidents(models, account), *_declarations(models, account)]
    return tuple(sorted(found, key=lambda event: event.at, reverse=True)[:EVENTS_SHOWN])


def _incidents(models: Any, account: Any) -> Iterator[Event]:
    rows = models.Incident.objects.visible_to(account).exclude(state="unfounded").order_by("-found_at")
    for incident in rows[:EVENTS_SHOWN]:
        words = f"{incident.get_kind_display()} · {incident.place}"
        yield Event("incident", incident.pk, words, incident.found_at, address("incident", incident.pk),
                    flash_of("incident", incident.pk, account))  # fmt: skip


def _declarations(models: Any, account: Any) -> Iterator[Event]:
    if not scope_of(account).sees_all:
        return
    rows = models.Declaration.objects.filter(state="declared").order_by("-declared_at")
    for declaration in rows[:EVENTS_SHOWN]:
        words = f"{declaration.scope_zh} · {declaration.level}"
        brief = flash_of("declaration", declaration.pk, account)
        place = address("alerts")
        yield Event("declaration", declaration.pk, words, declaration.declared_at, place, brief)


def flash_of(kind: str, number: int, account: Any) -> Brief | None:
    """The newest flash report about something, in the account's scope."""
    rows = Brief.objects.visible_to(account).filter(about_kind=kind, about_number=number)
    found: Brief | None = rows.exclude(state=BriefState.DISCARDED).order_by("-id").first()
    return found
