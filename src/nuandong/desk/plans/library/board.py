"""Whether every city has a valid plan of each kind for the season, what is missing or ends too early, and who acts.

Clause: T-021 (each city has valid plans for the season).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from nuandong.desk.directory.models import Region
from nuandong.desk.outlook.seasons import season_bounds
from nuandong.desk.plans.models import PaperKind, PaperState, PlanPaper
from nuandong.gasday import gas_day_of, season_of
from nuandong.vocabulary import RegionKind


class Standing(StrEnum):
    """How a place stands with one kind of plan, what is worst at the front."""

    MISSING = "missing"
    ENDING = "ending"  # in force, but ends before the season does
    WAITING = "waiting"  # handed in; the level above decides
    FILED = "filed"  # not handed in yet
    VALID = "valid"


WHO_ACTS = {
    Standing.MISSING: "place",
    Standing.ENDING: "place",
    Standing.FILED: "place",
    Standing.WAITING: "above",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """One place and one kind of plan: the version in force or the newest one, and until when it holds."""

    region: Region
    kind: PaperKind
    standing: Standing
    paper: PlanPaper | None
    due: date

    @property
    def acts(self) -> str:
        """Who is to act: "place", "above", or nobody."""
        return WHO_ACTS.get(self.standing, "")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with its plans of every kind."""

    region: Region
    kept: tuple[Kept, ...]


def season_at(at: datetime) -> tuple[date, date]:
    """First and last day of the season that the desk works for."""
    day = gas_day_of(at)
    bounds = season_bounds(day)
    if bounds is not None and bounds[1] >= day:
        return bounds
    season = season_of(day)
    return season.first, season.last


def rows_for(account: Any, at: datetime) -> list[PlaceRow]:
    """The province and its cities as far as the account sees them, those with the worst standing first."""
    places = Region.objects.visible_to(account).exclude(kind=RegionKind.COUNTY).order_by("code")
    rows = rows_of(places, at)
    rank = list(Standing)
    return sorted(rows, key=lambda row: (min(rank.index(one.standing) for one in row.kept), row.region.code))


def rows_of(places: Iterable[Region], at: datetime) -> list[PlaceRow]:
    """Places in their order, each with its plans of every kind."""
    held = list(places)
    papers: dict[tuple[str, str], list[PlanPaper]] = {}
    rows = PlanPaper.objects.filter(region__in=[one.code for one in held]).defer("content", "text")
    for paper in rows.order_by("-number"):
        papers.setdefault((paper.region_id, paper.kind), []).append(paper)
    return [
        PlaceRow(place, tuple(_kept(place, kind, papers.get((place.code, kind), []), at) for kind in PaperKind))
        for place in held
    ]  # fmt: skip


def _kept(place: Region, kind: PaperKind, papers: list[PlanPaper], at: datetime) -> Kept:
    first, last = season_at(at)
    day = max(gas_day_of(at), first)
    approved = [one for one in papers if one.state == PaperState.APPROVED]
    holding = [one for one in approved if one.begins <= day <= one.ends]
    longest = max(holding, key=lambda one: one.ends, default=None)
    if longest is not None and _reach(approved, longest.ends) >= last:
        return Kept(place, kind, Standing.VALID, longest, longest.ends)
    due = first if longest is None else longest.ends
    for state, standing in ((PaperState.SUBMITTED, Standing.WAITING), (PaperState.FILED, Standing.FILED)):
        waiting = next((one for one in papers if one.state == state), None)
        if waiting is not None:
            return Kept(place, kind, standing, waiting, due)
    if longest is not None:
        return Kept(place, kind, Standing.ENDING, longest, due)
    return Kept(place, kind, Standing.MISSING, papers[0] if papers else None, due)


def _reach(approved: list[PlanPaper], until: date) -> date:
    """Until when approved versions hold without a day between them."""
    for paper in sorted(approved, key=lambda one: one.begins):
        if paper.begins <= until + timedelta(days=1):
            until = max(until, paper.ends)
    return until
