"""Verbs of curtailable-user lists: draft, put on, take off, approve, withdraw.

A list is approved by a second person, never while a fault stands; the loads it was approved with are kept with it.

Clauses: T-044, T-045, T-028; rulings, 17.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.lists.compare import FIGURES
from nuandong.desk.directory.lists.lint import counties_below, linted, tier_of
from nuandong.desk.directory.lists.proof import digest_of_list
from nuandong.desk.directory.models import (
    Account,
    CurtailmentList,
    DeliveryPoint,
    ListedPoint,
    ListState,
    Region,
)
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import APPROVE_LIST, DRAFT_LIST
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act

LIST = "curtailment_list"  # subject in the ledger
SHORTEST_REASON = 6


@dataclass(frozen=True, slots=True)
class Sketch:
    """A list as it is begun: for which place, guided by which department, from when to when."""

    region: Region
    department: str
    begins: date
    ends: date


def draft_list(*, sketch: Sketch, by: Account, at: datetime, copied: CurtailmentList | None = None,
               ) -> CurtailmentList:  # fmt: skip
    """A draft with the points of an earlier list, else with every point of the place that an order may name and
    the department guides. Raises ActRefused."""
    _require(by, DRAFT_LIST, sketch.region)
    if sketch.ends < sketch.begins:
        raise ActRefused(_("A list ends on or after the day on which it begins."))
    with transaction.atomic():
        drafted = CurtailmentList.objects.create(
            code=f"list-{sketch.region.code}-{at:%Y%m%d%H%M%S%f}", region=sketch.region,
            department=sketch.department, begins=sketch.begins, ends=sketch.ends, drafted_by=by, drafted_at=at,
        )  # fmt: skip
        points = _points_of(copied) if copied is not None else _curtailable(drafted)
        ListedPoint.objects.bulk_create(
            ListedPoint(curtailment_list=drafted, point=point) for point in points
        )
        _tell("draft_list", drafted, {"points": drafted.entries.count()}, by, at)
    return drafted


def put_on_list(
    *, curtailment_list: CurtailmentList, point: DeliveryPoint, by: Account, at: datetime
) -> None:
    """One more point. Raises ActRefused."""
    with transaction.atomic():
        drafted = _draft(curtailment_list, by)
        if point.county_id not in counties_below(drafted.region):
            raise ActRefused(_("This point lies outside the list's place."))
        if drafted.entries.filter(point=point).exists():
            raise ActRefused(_("This point stands on the list already."))
        ListedPoint.objects.create(curtailment_list=drafted, point=point)
        _tell("put_on_list", drafted, {"point": point.code}, by, at)


def take_off_list(
    *, curtailment_list: CurtailmentList, point: DeliveryPoint, by: Account, at: datetime
) -> None:
    """One point fewer. Raises ActRefused."""
    with transaction.atomic():
        drafted = _draft(curtailment_list, by)
        if not drafted.entries.filter(point=point).delete()[0]:
            raise ActRefused(_("This point does not stand on the list."))
        _tell("take_off_list", drafted, {"point": point.code}, by, at)


def approve_list(*, curtailment_list: CurtailmentList, body: str, reason: str, by: Account, at: datetime,
                 ) -> CurtailmentList:  # fmt: skip
    """Put a list in force from its first day on; `body` is the authority that approves. Raises ActRefused."""
    with transaction.atomic():
        drafted = CurtailmentList.objects.select_for_update().get(pk=curtailment_list.pk)
        _require(by, APPROVE_LIST, drafted.region)
        if drafted.state != ListState.DRAFT:
            raise ActRefused(_("Only a draft can be approved."))
        if drafted.drafted_by_id == by.pk:
            raise ActRefused(_("Whoever drafted a list does not approve it; ask a second person."))
        if not body.strip():
            raise ActRefused(_("Say which authority approves the list."))
        examined = linted(curtailment_list=drafted, at=at)
        if len(examined.findings.errors):
            raise ActRefused(_("The list has faults that must be mended before it can be approved."))
        if examined.is_short and len(reason.strip()) < SHORTEST_REASON:
            raise ActRefused(_("The list frees less than is asked; say how the rest is to be covered."))
        _freeze(drafted)
        drafted.state, drafted.approving_account, drafted.approved_at = ListState.APPROVED, by, at
        drafted.approved_by, drafted.note = body.strip(), reason.strip()
        drafted.save()
        facts = {"points": drafted.entries.count(), "relief": round(examined.relief, 4),
                 "completeness": round(examined.completeness, 4), "begins": drafted.begins.isoformat(),
                 "run": examined.asked.run if examined.asked else None,
                 "digest": digest_of_list(drafted)}  # fmt: skip
        _tell("approve_list", drafted, facts, by, at)
    return drafted


def withdraw_list(*, curtailment_list: CurtailmentList, by: Account, at: datetime) -> CurtailmentList:
    """A list no longer counts from now on; what was computed before stays. Raises ActRefused."""
    with transaction.atomic():
        standing = CurtailmentList.objects.select_for_update().get(pk=curtailment_list.pk)
        _require(by, APPROVE_LIST, standing.region)
        if standing.state == ListState.WITHDRAWN:
            raise ActRefused(_("This list is withdrawn already."))
        standing.state, standing.withdrawn_at = ListState.WITHDRAWN, at
        standing.save(update_fields=["state", "withdrawn_at"])
        _tell("withdraw_list", standing, {}, by, at)
    return standing


def candidates(curtailment_list: CurtailmentList) -> Any:
    """Points of the list's place that do not stand on it."""
    listed = curtailment_list.entries.values_list("point_id", flat=True)
    return (
        DeliveryPoint.objects.filter(county__code__in=counties_below(curtailment_list.region))
        .exclude(code__in=listed).select_related("user")
    )  # fmt: skip


def _points_of(curtailment_list: CurtailmentList) -> list[DeliveryPoint]:
    return [entry.point for entry in curtailment_list.entries.select_related("point")]


def _curtailable(drafted: CurtailmentList) -> Iterable[DeliveryPoint]:
    points = candidates(drafted)
    if drafted.department:
        points = points.filter(user__department=drafted.department)
    return [point for point in points if tier_of(point, drafted) is not None]


def _freeze(drafted: CurtailmentList) -> None:
    entries = list(drafted.entries.select_related("point"))
    for entry in entries:
        for name in FIGURES:
            setattr(entry, name, getattr(entry.point, name))
    ListedPoint.objects.bulk_update(entries, FIGURES, batch_size=500)


def _draft(curtailment_list: CurtailmentList, by: Account) -> CurtailmentList:
    drafted = CurtailmentList.objects.select_for_update().get(pk=curtailment_list.pk)
    _require(by, DRAFT_LIST, drafted.region)
    if drafted.state != ListState.DRAFT:
        raise ActRefused(_("An approved list is never changed; draft a further one."))
    return drafted


def _require(by: Account, right: str, region: Region) -> None:
    if not by.has_perm(right) or not Region.objects.visible_to(by).filter(pk=region.pk).exists():
        raise ActRefused(_("This account has no right to do that for this place."))


def _tell(verb: str, told: CurtailmentList, facts: dict[str, Any], by: Account, at: datetime) -> None:
    append(act=Act(act=verb, actor=actor_of(by), subject_kind=LIST, subject_id=told.code, facts=facts), at=at)
