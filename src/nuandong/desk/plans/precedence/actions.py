"""Verbs of a city's order: draft, hand in, approve by the level above, withdraw.

Clause: T-028.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nuandong.desk.directory.models import Account, PlanState, Region
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import APPROVE_LIST, DRAFT_LIST
from nuandong.desk.ledger.witnesses import Alteration, Told, Witness
from nuandong.desk.plans.models import Precedence
from nuandong.desk.plans.precedence.order import checked
from nuandong.desk.plans.rights import must_hold, must_stand_above, tell
from nuandong.vocabulary import RegionKind

PRECEDENCE = "precedence"  # subject in the ledger
DRAFT = "draft_precedence"


@dataclass(frozen=True, slots=True)
class OrderSketch:
    """An order as it is drafted: a city, its days, classes with who is limited first at the front, and why so."""

    region: Region
    begins: date
    ends: date
    limited: tuple[str, ...]
    reason: str = ""


def draft_precedence(*, sketch: OrderSketch, by: Account, at: datetime) -> Precedence:
    """A further version of a city's order, whole and within the province's groups. Raises ActRefused."""
    must_hold(by, DRAFT_LIST, sketch.region)
    if sketch.region.kind != RegionKind.CITY:
        raise ActRefused(_("A city settles its order; the province's stands in its policy."))
    if sketch.ends < sketch.begins:
        raise ActRefused(_("The last day lies before the first."))
    found = checked(sketch.limited, sketch.begins)
    if found.errors:
        raise ActRefused(_("The order breaks what holds for the whole province; mend what is marked."))
    if len(found.warnings) and not sketch.reason.strip():
        raise ActRefused(_("The order differs from the province's finer order; say why."))
    with transaction.atomic():
        drafted = Precedence.objects.create(
            region=sketch.region, begins=sketch.begins, ends=sketch.ends, limited=list(sketch.limited),
            reason=sketch.reason.strip(), drafted_by=by, drafted_at=at,
        )  # fmt: skip
        _tell(DRAFT, drafted, {"order": digest_of(drafted), "limited": drafted.limited}, by, at)
    return drafted


def submit_precedence(*, precedence: Precedence, by: Account, at: datetime) -> Precedence:
    """Hand an order in. Raises ActRefused."""
    with transaction.atomic():
        held = _taken(precedence, PlanState.DRAFT)
        must_hold(by, DRAFT_LIST, held.region)
        held.state, held.submitted_by, held.submitted_at = PlanState.SUBMITTED, by, at
        held.save(update_fields=["state", "submitted_by", "submitted_at"])
        _tell("submit_precedence", held, {}, by, at)
    return held


def approve_precedence(*, precedence: Precedence, by: Account, at: datetime) -> Precedence:
    """Put an order in force from its first day on; the province approves, another person. Raises ActRefused."""
    with transaction.atomic():
        held = _taken(precedence, PlanState.SUBMITTED)
        must_stand_above(by, APPROVE_LIST, held.region)
        if by.pk in (held.drafted_by_id, held.submitted_by_id):
            raise ActRefused(
                _("Whoever drafted or handed in an order does not approve it; ask a second person.")
            )
        if checked(held.limited, held.begins).errors:
            raise ActRefused(_("The order breaks what holds for the whole province; mend what is marked."))
        held.state, held.approved_by, held.approved_at = PlanState.APPROVED, by, at
        held.save(update_fields=["state", "approved_by", "approved_at"])
        _tell("approve_precedence", held, {"order": digest_of(held)}, by, at)
    return held


def withdraw_precedence(*, precedence: Precedence, by: Account, at: datetime) -> Precedence:
    """An order no longer counts from now on; the province's stands alone again. Raises ActRefused."""
    with transaction.atomic():
        held = _taken(precedence, PlanState.APPROVED)
        must_stand_above(by, APPROVE_LIST, held.region)
        if held.withdrawn_at is not None:
            raise ActRefused(_("This order is withdrawn already."))
        held.withdrawn_at = at
        held.save(update_fields=["withdrawn_at"])
        _tell("withdraw_precedence", held, {}, by, at)
    return held


def digest_of(precedence: Precedence) -> str:
    """Digest of what an order says."""
    plain = [
        precedence.region_id,
        precedence.begins.isoformat(),
        precedence.ends.isoformat(),
        precedence.limited,
    ]
    return "sha256:" + hashlib.sha256(json.dumps(plain).encode()).hexdigest()


def precedences() -> Witness:
    """The witness of cities' orders: a drafted one never changes."""
    return Witness(act=DRAFT, subject_kind=PRECEDENCE, compare=compare, subjects=subjects)


def subjects() -> Iterator[str]:
    """Every order that stands in the records."""
    return (str(pk) for pk in Precedence.objects.values_list("pk", flat=True).iterator())


def compare(told: Sequence[Told]) -> Iterator[Alteration]:
    """Orders that are gone, or whose classes or days are not what was told."""
    there = {str(one.pk): one for one in Precedence.objects.filter(pk__in=[one.subject_id for one in told])}
    for one in told:
        held = there.get(one.subject_id)
        if held is None:
            yield Alteration(PRECEDENCE, one.subject_id, one.sequence, "该保供限供顺序已不在库中：被删除",
                             "this order of a city is no longer there: it was deleted")  # fmt: skip
        elif digest_of(held) != one.facts.get("order"):
            yield Alteration(PRECEDENCE, one.subject_id, one.sequence, "保供限供顺序与登记时的摘要不符：被改动",
                             "the city's order is not what was drafted; it was changed")  # fmt: skip


def _taken(precedence: Precedence, state: PlanState) -> Precedence:
    held: Precedence = Precedence.objects.select_for_update().get(pk=precedence.pk)
    if held.state != state:
        raise ActRefused(
            _("This order is: %(state)s. That cannot be done with it any more.")
            % {"state": held.get_state_display()}
        )
    return held


def _tell(verb: str, told: Precedence, facts: dict[str, Any], by: Account, at: datetime) -> None:
    tell(verb, (PRECEDENCE, str(told.pk)), {"region": told.region_id, **facts}, by, at)
