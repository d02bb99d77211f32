"""Verbs of a city's gas balance plan: draft, raise a week's gap, add and drop measures, hand in, approve.

Clause: T-023: a plan whose measures fall short of the gap of any week cannot be handed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nuandong.desk.directory.lists.lint import SMALLEST
from nuandong.desk.directory.models import (
    Account,
    BalancePlan,
    MeasureSort,
    Organisation,
    PlannedMeasure,
    PlanState,
    PlanWeek,
    Region,
)
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import APPROVE_LIST, DRAFT_LIST
from nuandong.desk.plans.balance.weeks import (
    CoveredWeek,
    Told,
    covered_weeks,
    gaps_told,
    weeks_between,
    weeks_of,
    worst,
)
from nuandong.desk.plans.rights import must_hold, tell

PLAN = "balance_plan"  # subject in the ledger
LONGEST_DAYS = 400


@dataclass(frozen=True, slots=True)
class PlanSketch:
    """A plan as it is begun: a place, its days, and the gap (10^4 m3/day) of weeks that no outlook tells."""

    region: Region
    begins: date
    ends: date
    gap: float | None = None


@dataclass(frozen=True, slots=True)
class MeasureSketch:
    """A measure as it is planned; without days it holds as long as the plan. Amount in 10^4 m3/day."""

    name: str
    amount: float
    owner: Organisation
    kind: str = MeasureSort.OTHER
    begins: date | None = None
    ends: date | None = None


def draft_plan(*, sketch: PlanSketch, by: Account, at: datetime) -> BalancePlan:
    """A plan without measures; no week's gap lies below what the outlook tells of the place. Raises ActRefused."""
    must_hold(by, DRAFT_LIST, sketch.region)
    if sketch.ends < sketch.begins:
        raise ActRefused(_("A plan ends on or after the day on which it begins."))
    if (sketch.ends - sketch.begins).days > LONGEST_DAYS:
        raise ActRefused(_("A plan covers one winter; choose fewer days."))
    weeks = _weeks(sketch, gaps_told(sketch.region))
    with transaction.atomic():
        plan = BalancePlan.objects.create(
            region=sketch.region, begins=sketch.begins, ends=sketch.ends, gap=max(week.gap for week in weeks),
            drafted_by=by, drafted_at=at,
        )  # fmt: skip
        for week in weeks:
            week.plan = plan
        PlanWeek.objects.bulk_create(weeks)
        told_by = sorted({week.told_by for week in weeks if week.told_by})
        _tell("draft_balance_plan", plan, {"gap": plan.gap, "weeks": len(weeks), "told_by": told_by}, by, at)
    return plan


def _weeks(sketch: PlanSketch, told: Told) -> list[PlanWeek]:
    largest = (
        worst(told, sketch.begins, sketch.ends) if told.is_season else max(told.by_day.values(), default=None)
    )
    if (
        sketch.gap is not None
        and largest is not None
        and sketch.gap < largest - SMALLEST
        and not told.is_season
    ):
        raise ActRefused(
            _("The newest run tells a gap of %(gap).1f 10⁴ m³/d for this city; a plan covers no less.")
            % {"gap": largest}
        )
    weeks = []
    for begins, ends in weeks_between(sketch.begins, sketch.ends):
        known = worst(told, begins, ends)
        if known is None and sketch.gap is None:
            raise ActRefused(
                _("No outlook tells the gap of the week from %(day)s. State the gap on the worst day.")
                % {"day": begins.isoformat()}
            )
        stated = 0.0 if told.is_season and known is not None else sketch.gap or 0.0
        gap = round(max(known or 0.0, stated), 4)
        told_by = told.source if known is not None and known >= stated else ""
        weeks.append(PlanWeek(begins=begins, ends=ends, gap=gap, told_by=told_by))
    return weeks


def raise_week(*, week: PlanWeek, gap: float, by: Account, at: datetime) -> PlanWeek:
    """Plan for more than the outlook tells of a week; never for less. Raises ActRefused."""
    with transaction.atomic():
        plan = _draft(week.plan, by)
        held = PlanWeek.objects.get(pk=week.pk)
        if gap < held.gap - SMALLEST:
            raise ActRefused(_("A week's gap is raised, never lowered; draft a further plan."))
        before, held.gap = held.gap, gap
        held.save(update_fields=["gap"])
        plan.gap = max(one.gap for one in weeks_of(plan))
        plan.save(update_fields=["gap"])
        facts = {"week": held.begins.isoformat(), "before": before, "gap": gap}
        _tell("raise_plan_week", plan, facts, by, at)
    return held


def covered(plan: BalancePlan) -> list[CoveredWeek]:
    """Every week with what the plan's measures give on its weakest day."""
    return covered_weeks(plan)


def add_measures(*, plan: BalancePlan, sketches: Sequence[MeasureSketch], by: Account, at: datetime,
                 ) -> list[PlannedMeasure]:  # fmt: skip
    """Further measures with their owners, all or none. Raises ActRefused."""
    with transaction.atomic():
        kept = _draft(plan, by)
        measures = [_measure(kept, sketch) for sketch in sketches]
        PlannedMeasure.objects.bulk_create(measures)
        _tell("add_measure", kept, {"measures": [_plain(one) for one in measures]}, by, at)
    return measures


def add_measure(*, plan: BalancePlan, sketch: MeasureSketch, by: Account, at: datetime) -> PlannedMeasure:
    """One more measure. Raises ActRefused."""
    return add_measures(plan=plan, sketches=[sketch], by=by, at=at)[0]


def replace_measures(*, plan: BalancePlan, sketches: Sequence[MeasureSketch], by: Account, at: datetime,
                     ) -> list[PlannedMeasure]:  # fmt: skip
    """The measures of a draft as a workbook gives them, in place of all that stood there. Raises ActRefused."""
    with transaction.atomic():
        kept = _draft(plan, by)
        before = [_plain(one) for one in kept.measures.all()]
        kept.measures.all().delete()
        measures = [_measure(kept, sketch) for sketch in sketches]
        PlannedMeasure.objects.bulk_create(measures)
        _tell(
            "replace_measures",
            kept,
            {"before": before, "measures": [_plain(one) for one in measures]},
            by,
            at,
        )
    return measures


def drop_measure(*, measure: PlannedMeasure, by: Account, at: datetime) -> None:
    """One measure fewer. Raises ActRefused."""
    with transaction.atomic():
        kept = _draft(measure.plan, by)
        facts = _plain(measure)
        measure.delete()
        _tell("drop_measure", kept, {"measure": facts}, by, at)


def submit_plan(*, plan: BalancePlan, by: Account, at: datetime) -> BalancePlan:
    """Hand a plan in. Raises ActRefused while its measures give less than the gap of any week, and names the weeks."""
    with transaction.atomic():
        kept = _draft(plan, by)
        weeks = covered(kept)
        short = [one for one in weeks if one.missing]
        if short:
            named = "; ".join(f"{one.week.begins:%Y-%m-%d}: −{one.missing:.2f}" for one in short)
            raise ActRefused(
                _(
                    "Measures fall short of the gap in %(count)d weeks (from, 10⁴ m³/d): %(weeks)s. Add measures first."
                )
                % {"count": len(short), "weeks": named}
            )
        kept.state, kept.submitted_by, kept.submitted_at = PlanState.SUBMITTED, by, at
        kept.save(update_fields=["state", "submitted_by", "submitted_at"])
        facts = {"weeks": [[one.week.begins.isoformat(), one.week.gap, round(one.covered, 4)] for one in weeks],
                 "measures": [_plain(one) for one in kept.measures.all()]}  # fmt: skip
        _tell("submit_balance_plan", kept, facts, by, at)
    return kept


def approve_plan(*, plan: BalancePlan, by: Account, at: datetime) -> BalancePlan:
    """Sign a plan that was handed in, as a second person. Raises ActRefused."""
    with transaction.atomic():
        kept = BalancePlan.objects.select_for_update().get(pk=plan.pk)
        must_hold(by, APPROVE_LIST, kept.region)
        if kept.state != PlanState.SUBMITTED:
            raise ActRefused(_("Only a plan that was handed in can be approved."))
        if by.pk in (kept.submitted_by_id, kept.drafted_by_id):
            raise ActRefused(
                _("Whoever drafted or handed in a plan does not approve it; ask a second person.")
            )
        kept.state, kept.approved_by, kept.approved_at = PlanState.APPROVED, by, at
        kept.save(update_fields=["state", "approved_by", "approved_at"])
        _tell("approve_balance_plan", kept, {}, by, at)
    return kept


def _measure(plan: BalancePlan, sketch: MeasureSketch) -> PlannedMeasure:
    begins, ends = sketch.begins or plan.begins, sketch.ends or plan.ends
    if not plan.begins <= begins <= ends <= plan.ends:
        raise ActRefused(
            _("A measure lies within the plan's days, %(first)s to %(last)s.")
            % {"first": plan.begins.isoformat(), "last": plan.ends.isoformat()}
        )
    return PlannedMeasure(
        plan=plan, name=sketch.name, kind=sketch.kind, begins=begins, ends=ends, amount=sketch.amount,
        owner=sketch.owner,
    )  # fmt: skip


def _plain(measure: PlannedMeasure) -> list[Any]:
    """A measure as the ledger tells it."""
    days = [day.isoformat() if day else "" for day in (measure.begins, measure.ends)]
    return [str(measure.kind), measure.name, measure.amount, *days, measure.owner_id]


def _draft(plan: BalancePlan, by: Account) -> BalancePlan:
    kept = BalancePlan.objects.select_for_update().get(pk=plan.pk)
    must_hold(by, DRAFT_LIST, kept.region)
    if kept.state != PlanState.DRAFT:
        raise ActRefused(_("A plan that was handed in is never changed; draft a further one."))
    return kept


def _tell(verb: str, plan: BalancePlan, facts: dict[str, Any], by: Account, at: datetime) -> None:
    tell(verb, (PLAN, str(plan.pk)), {"region": plan.region_id, **facts}, by, at)
