"""Verbs of a city's gas balance plan: draft, add and drop measures, hand in, approve.

Clause: T-023: a plan whose measures do not cover the gap cannot be handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.lists.asked import asked_of
from nuandong.desk.directory.lists.lint import SMALLEST, counties_below
from nuandong.desk.directory.models import (
    Account,
    BalancePlan,
    Organisation,
    PlannedMeasure,
    PlanState,
    Region,
)
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import APPROVE_LIST, DRAFT_LIST
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act

PLAN = "balance_plan"  # subject in the ledger


@dataclass(frozen=True, slots=True)
class PlanSketch:
    """A plan as it is begun: a city, its days, and its gap on the worst of them (10^4 m3/day)."""

    region: Region
    begins: date
    ends: date
    gap: float


def draft_plan(*, sketch: PlanSketch, by: Account, at: datetime) -> BalancePlan:
    """A plan without measures; its gap is never below what the newest run tells of the city. Raises ActRefused."""
    _require(by, DRAFT_LIST, sketch.region)
    if sketch.ends < sketch.begins:
        raise ActRefused(_("A plan ends on or after the day on which it begins."))
    told = gap_told(sketch.region)
    if told is not None and sketch.gap < told - SMALLEST:
        raise ActRefused(
            _("The newest run tells a gap of %(gap).1f 10⁴ m³/d for this city; a plan covers no less.")
            % {"gap": told}
        )
    with transaction.atomic():
        plan = BalancePlan.objects.create(
            region=sketch.region,
            begins=sketch.begins,
            ends=sketch.ends,
            gap=sketch.gap,
            drafted_by=by,
            drafted_at=at,
        )
        _tell("draft_balance_plan", plan, {"gap": sketch.gap}, by, at)
    return plan


def gap_told(region: Region) -> float | None:
    """The gap of a city by the newest run (10^4 m3/day); None where nothing was computed."""
    asked = asked_of(counties=counties_below(region))
    return None if asked is None else asked.gap


def covered(plan: BalancePlan) -> float:
    """Sum of the plan's measures (10^4 m3/day)."""
    return float(plan.measures.aggregate(all=Sum("amount"))["all"] or 0.0)


def add_measure(*, plan: BalancePlan, name: str, amount: float, owner: Organisation, by: Account, at: datetime,
                ) -> PlannedMeasure:  # fmt: skip
    """One more measure with its owner. Raises ActRefused."""
    with transaction.atomic():
        kept = _draft(plan, by)
        measure = PlannedMeasure.objects.create(plan=kept, name=name, amount=amount, owner=owner)
        _tell("add_measure", kept, {"measure": measure.pk, "amount": amount, "owner": owner.code}, by, at)
    return measure


def drop_measure(*, measure: PlannedMeasure, by: Account, at: datetime) -> None:
    """One measure fewer. Raises ActRefused."""
    with transaction.atomic():
        kept = _draft(measure.plan, by)
        pk = measure.pk
        measure.delete()
        _tell("drop_measure", kept, {"measure": pk}, by, at)


def submit_plan(*, plan: BalancePlan, by: Account, at: datetime) -> BalancePlan:
    """Hand a plan in. Raises ActRefused while its measures give less than its gap."""
    with transaction.atomic():
        kept = _draft(plan, by)
        missing = kept.gap - covered(kept)
        if missing > SMALLEST:
            raise ActRefused(
                _("Measures fall short of the gap by %(missing).1f 10⁴ m³/d; add measures before handing in.")
                % {"missing": missing}
            )
        kept.state, kept.submitted_by, kept.submitted_at = PlanState.SUBMITTED, by, at
        kept.save(update_fields=["state", "submitted_by", "submitted_at"])
        _tell("submit_balance_plan", kept, {"gap": kept.gap, "covered": covered(kept)}, by, at)
    return kept


def approve_plan(*, plan: BalancePlan, by: Account, at: datetime) -> BalancePlan:
    """Sign a plan that was handed in, as a second person. Raises ActRefused."""
    with transaction.atomic():
        kept = BalancePlan.objects.select_for_update().get(pk=plan.pk)
        _require(by, APPROVE_LIST, kept.region)
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


def _draft(plan: BalancePlan, by: Account) -> BalancePlan:
    kept = BalancePlan.objects.select_for_update().get(pk=plan.pk)
    _require(by, DRAFT_LIST, kept.region)
    if kept.state != PlanState.DRAFT:
        raise ActRefused(_("A plan that was handed in is never changed; draft a further one."))
    return kept


def _require(by: Account, right: str, region: Region) -> None:
    if not by.has_perm(right) or not Region.objects.visible_to(by).filter(pk=region.pk).exists():
        raise ActRefused(_("This account has no right to do that for this place."))


def _tell(verb: str, plan: BalancePlan, facts: dict[str, Any], by: Account, at: datetime) -> None:
    facts = {"region": plan.region_id, **facts}
    append(
        act=Act(act=verb, actor=actor_of(by), subject_kind=PLAN, subject_id=str(plan.pk), facts=facts), at=at
    )
