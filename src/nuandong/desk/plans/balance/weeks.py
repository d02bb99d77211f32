"""Weeks of a plan: the gap that the outlook tells for each, and what the measures cover of it.

    gap[w]     = max over days d of w of what the place misses on d                     (10^4 m3/day)
    covered[w] = min over days d of w of the sum of measures that hold on d

The season outlook tells of a city what contracts and stores leave unserved there, of the province its gap before
measures. Where nobody computed a season, the newest run tells its days; every other week is as the city states it.

Clause: T-023.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from nuandong.desk.directory.lists.lint import SMALLEST, counties_below
from nuandong.desk.directory.models import BalancePlan, PlannedMeasure, PlanWeek, Region
from nuandong.desk.outlook.models import Run, RunState, Study, StudyKind
from nuandong.desk.outlook.pictures import whole_picture
from nuandong.desk.outlook.studies.answers import season_answer
from nuandong.desk.outlook.studies.season import SeasonAnswer
from nuandong.vocabulary import RegionKind

WEEK = 7


@dataclass(frozen=True, slots=True)
class Told:
    """Gaps by day (10^4 m3/day) of a place, and who told them; `is_season`: every day of the season is there."""

    by_day: Mapping[date, float]
    source: str
    is_season: bool


@dataclass(frozen=True, slots=True)
class CoveredWeek:
    """A week with what its measures give on its weakest day (10^4 m3/day), all and by kind of measure."""

    week: PlanWeek
    covered: float
    by_kind: Mapping[str, float]

    @property
    def told_words(self) -> str:
        """Who told the gap, for a page."""
        return words_of_source(self.week.told_by)

    @property
    def missing(self) -> float:
        """What is still to be found; 0 where the gap is covered to the cubic metre."""
        short = self.week.gap - self.covered
        return short if short > SMALLEST else 0.0


NOBODY = Told({}, "", is_season=False)


def gaps_told(region: Region) -> Told:
    """By the newest season outlook, else by the newest run; nothing where neither is there."""
    study = (
        Study.objects.filter(kind=StudyKind.SEASON, state=RunState.DONE)
        .defer("answer").order_by("-finished_at", "-id").first()
    )  # fmt: skip
    if study is not None:
        by_day = _of_season(_season(study.pk), region)
        if by_day:
            return Told(by_day, f"season {study.pk}", is_season=True)
    run = Run.objects.done().without_picture().order_by("-finished_at", "-id").first()
    return (
        NOBODY
        if run is None
        else Told(_of_run(run, counties_below(region)), f"run {run.pk}", is_season=False)
    )


@lru_cache(maxsize=4)
def _season(pk: int) -> SeasonAnswer:
    """A done study never changes, so it is read once."""
    return season_answer(Study.objects.get(pk=pk))


def _of_season(answer: SeasonAnswer, region: Region) -> dict[date, float]:
    if region.kind == RegionKind.PROVINCE:
        return {day: float(gap) for day, gap in zip(answer.days, answer.gap_before, strict=True)}
    if answer.county_unserved is None:
        return {}
    inside = counties_below(region)
    rows = [row for row, code in enumerate(answer.county) if code in inside]
    missed = answer.county_unserved[rows].sum(axis=0)
    return {day: float(gap) for day, gap in zip(answer.days, missed, strict=True)}


def _of_run(run: Run, counties: frozenset[str]) -> dict[date, float]:
    picture = whole_picture(run)
    rows = [row for row, code in enumerate(picture.counties.county) if code in counties]
    missed = picture.counties.shortfall[rows].sum(axis=0)
    return {day: float(gap) for day, gap in zip(picture.stamp.days, missed, strict=True)}


def weeks_between(begins: date, ends: date) -> list[tuple[date, date]]:
    """Weeks from the first day on, the last one as long as is left."""
    firsts = [begins + timedelta(days=step) for step in range(0, (ends - begins).days + 1, WEEK)]
    return [(first, min(first + timedelta(days=WEEK - 1), ends)) for first in firsts]


def days_of(begins: date, ends: date) -> list[date]:
    """Every day of a span."""
    return [begins + timedelta(days=step) for step in range((ends - begins).days + 1)]


def words_of_source(told_by: str) -> str:
    """Who told a gap: the season outlook, a run, or the city itself."""
    kind, _space, number = told_by.partition(" ")
    if not number:
        return _("stated by the city")
    words = _("season outlook %(number)s") if kind == "season" else _("run %(number)s")
    return words % {"number": number}


def worst(told: Told, begins: date, ends: date) -> float | None:
    """The largest gap told of a span; None where no day of it is told."""
    known = [told.by_day[day] for day in days_of(begins, ends) if day in told.by_day]
    return max(known, default=None)


def weeks_of(plan: BalancePlan) -> list[PlanWeek]:
    """The weeks of a plan; one from before weeks were kept counts as a single long one."""
    weeks = list(plan.weeks.all())
    return weeks or [PlanWeek(plan=plan, begins=plan.begins, ends=plan.ends, gap=plan.gap)]


def covered_weeks(plan: BalancePlan, measures: Sequence[PlannedMeasure] | None = None) -> list[CoveredWeek]:
    """Every week with what the measures give on its weakest day."""
    held = list(plan.measures.all()) if measures is None else list(measures)
    return [_covered(week, plan, held) for week in weeks_of(plan)]


def _covered(week: PlanWeek, plan: BalancePlan, measures: Sequence[PlannedMeasure]) -> CoveredWeek:
    by_kind: dict[str, float] = {}
    least: float | None = None
    for day in days_of(week.begins, week.ends):
        holding = [one for one in measures if (one.begins or plan.begins) <= day <= (one.ends or plan.ends)]
        total = sum(one.amount for one in holding)
        if least is None or total < least:
            least, by_kind = total, {}
            for one in holding:
                by_kind[one.kind] = by_kind.get(one.kind, 0.0) + one.amount
    return CoveredWeek(week, least or 0.0, by_kind)
