"""Verbs of the duty rota: draft, change, put in force, withdraw.

Nobody puts his own draft in force, and none with a hole or a watch of one.

Clause: T-067.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.contacts.scope import kept_by
from nuandong.desk.directory.duty.coverage import Thin, Watch, thin_spans
from nuandong.desk.directory.models import Account, DutyRota, DutyShift, Organisation, Person, RotaState
from nuandong.desk.directory.notice import rule
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import DRAFT_ROTA, ENFORCE_ROTA
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act

ROTA = "rota"  # subject in the ledger
LONGEST = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class Turns:
    """How a rota goes: from when, for how many days, watches of how many hours, and who takes turns."""

    begins_at: datetime
    days: int
    hours: int
    people: Sequence[Person]


def draft_rota(*, organisation: Organisation, turns: Turns, by: Account, at: datetime) -> DutyRota:
    """A rota in which the people take turns, as many a watch as the rule asks; the first of each watch leads it.

    Raises ActRefused.
    """
    _require(by, DRAFT_ROTA)
    if not kept_by(by).filter(pk=organisation.pk).exists():
        raise ActRefused(_("This account does not keep the rota of this organisation."))
    ends_at = turns.begins_at + timedelta(days=turns.days)
    if not timedelta(0) < ends_at - turns.begins_at <= LONGEST:
        raise ActRefused(_("A rota spans 1 to 62 days."))
    count = int(rule("watch_people", day=turns.begins_at.date()).value)
    with transaction.atomic():
        rota = DutyRota.objects.create(
            organisation=organisation,
            begins_at=turns.begins_at,
            ends_at=ends_at,
            drafted_by=by,
            drafted_at=at,
        )
        DutyShift.objects.bulk_create(_watches(rota, turns, count))
        _tell("draft_rota", rota, {"watches": rota.shifts.count()}, by, at)
    return rota


def put_on_watch(*, rota: DutyRota, person: Person, begins_at: datetime, ends_at: datetime, by: Account, at: datetime,
                 ) -> DutyShift:  # fmt: skip
    """One more person on a watch of a draft. Raises ActRefused."""
    if not begins_at < ends_at:
        raise ActRefused(_("A watch ends after it begins."))
    with transaction.atomic():
        _require_draft(rota, by)
        shift = DutyShift.objects.create(
            organisation=rota.organisation, rota=rota, person=person, begins_at=begins_at, ends_at=ends_at
        )
        _tell("put_on_watch", rota, {"begins_at": begins_at.isoformat()}, by, at)
    return shift


def take_off_watch(*, shift: DutyShift, by: Account, at: datetime) -> None:
    """Take one person off a watch of a draft. Raises ActRefused."""
    rota = shift.rota
    if rota is None:
        raise ActRefused(_("This watch stands without a rota; draft a rota that replaces it."))
    with transaction.atomic():
        _require_draft(rota, by)
        begins_at = shift.begins_at.isoformat()
        shift.delete()
        _tell("take_off_watch", rota, {"begins_at": begins_at}, by, at)


def put_in_force(*, rota: DutyRota, by: Account, at: datetime) -> DutyRota:
    """Let a draft hold. Raises ActRefused: own draft, holes, single watches, another rota in force at that time."""
    _require(by, ENFORCE_ROTA)
    with transaction.atomic():
        rota = DutyRota.objects.select_for_update().get(pk=rota.pk)
        _require_state(rota, RotaState.DRAFT)
        if rota.drafted_by_id == by.pk:
            raise ActRefused(_("Whoever drafted a rota does not put it in force; ask a second person."))
        thin = thin_of(rota)
        if thin:
            raise ActRefused(
                ngettext(
                    "%(n)d span has nobody or only one person on duty; mend it first.",
                    "%(n)d spans have nobody or only one person on duty; mend them first.",
                    len(thin),
                )
                % {"n": len(thin)}
            )
        if _beside(rota).exists():
            raise ActRefused(_("Another rota is in force at that time; withdraw it first."))
        rota.state, rota.put_in_force_by, rota.put_in_force_at = RotaState.IN_FORCE, by, at
        rota.save(update_fields=["state", "put_in_force_by", "put_in_force_at"])
        _tell("put_rota_in_force", rota, {"watches": rota.shifts.count()}, by, at)
    return rota


def withdraw_rota(*, rota: DutyRota, by: Account, at: datetime) -> DutyRota:
    """A rota no longer holds; its watches stay in the records. Raises ActRefused."""
    _require(by, ENFORCE_ROTA)
    with transaction.atomic():
        rota = DutyRota.objects.select_for_update().get(pk=rota.pk)
        if rota.state == RotaState.WITHDRAWN:
            raise ActRefused(_("This rota is withdrawn already."))
        rota.state = RotaState.WITHDRAWN
        rota.save(update_fields=["state"])
        _tell("withdraw_rota", rota, {}, by, at)
    return rota


def thin_of(rota: DutyRota) -> list[Thin]:
    """Holes and single watches of a rota, in order."""
    watches = [Watch(one.person_id, one.begins_at, one.ends_at) for one in rota.shifts.all()]
    count = int(rule("watch_people", day=rota.begins_at.date()).value)
    return thin_spans(begins=rota.begins_at, ends=rota.ends_at, watches=watches, people=count)


def _watches(rota: DutyRota, turns: Turns, count: int) -> list[DutyShift]:
    people, length = turns.people, timedelta(hours=turns.hours)
    if not people:
        raise ActRefused(_("Choose at least two people to take turns."))
    shifts, begins_at, turn = [], rota.begins_at, 0
    while begins_at < rota.ends_at:
        ends_at = min(begins_at + length, rota.ends_at)
        on = dict.fromkeys(people[(turn + place) % len(people)] for place in range(count))
        shifts += [
            DutyShift(
                organisation=rota.organisation, rota=rota, person=person, begins_at=begins_at, ends_at=ends_at,
                is_leading=place == 0,
            )
            for place, person in enumerate(on)
        ]  # fmt: skip
        begins_at, turn = ends_at, turn + count
    return shifts


def _beside(rota: DutyRota) -> Any:
    return DutyRota.objects.filter(
        organisation__code=rota.organisation_id, state=RotaState.IN_FORCE, begins_at__lt=rota.ends_at,
        ends_at__gt=rota.begins_at,
    )  # fmt: skip


def _require_draft(rota: DutyRota, by: Account) -> None:
    _require(by, DRAFT_ROTA)
    _require_state(DutyRota.objects.select_for_update().get(pk=rota.pk), RotaState.DRAFT)
    if not kept_by(by).filter(pk=rota.organisation.pk).exists():
        raise ActRefused(_("This account does not keep the rota of this organisation."))


def _require_state(rota: DutyRota, state: RotaState) -> None:
    if rota.state != state:
        raise ActRefused(_("Only a draft can be changed or put in force; draft a further one."))


def _require(by: Account, right: str) -> None:
    if not by.has_perm(right):
        raise ActRefused(_("This account has no right to do that. Ask the leader or the duty officer."))


def _tell(verb: str, rota: DutyRota, facts: dict[str, Any], by: Account, at: datetime) -> None:
    facts = {"organisation": rota.organisation_id, **facts}
    append(
        act=Act(act=verb, actor=actor_of(by), subject_kind=ROTA, subject_id=str(rota.pk), facts=facts), at=at
    )
