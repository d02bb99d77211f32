"""Verbs of those on duty: hand over with a note, take over, call the roll and answer it.

No hand-over without a note, no take-over without it. A roll-call that is not answered in time is missed, by the
clock and not by anybody's judgement; two in a row leave a note that a person looks into.

Clauses: T-067 (hand-over note), T-088 (absence).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.duty.watch import COUNTS, watch_at
from nuandong.desk.directory.models import AbsenceNote, Account, DutyShift, Organisation, RollCall
from nuandong.desk.directory.notice import rule
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import CALL_ROLL, STAND_DUTY
from nuandong.desk.ledger.actions import append, put_letter
from nuandong.desk.ledger.chain import Act

SHORTEST_NOTE = 4  # characters: "无" tells the next watch nothing
CLOSE_ROLL_CALL = "close_roll_call"
DUTY, ROLL_CALL = "duty", "roll_call"  # subjects in the ledger


def hand_over(*, organisation: Organisation, note: str, by: Account, at: datetime) -> None:
    """Whoever is on duty writes what the next watch must know. Raises ActRefused."""
    note = note.strip()
    own = _own_watch(organisation, by, at)
    if len(note) < SHORTEST_NOTE:
        raise ActRefused(_("Write what the next watch must know: state, open matters, who waits for what."))
    with transaction.atomic():
        DutyShift.objects.filter(pk=own.pk).update(hand_over_note=note, noted_at=at)
        facts = {"begins_at": own.begins_at.isoformat(), "note": own.person.digest(note)}
        _tell("hand_over", DUTY, organisation.code, facts, by, at)


def take_over(*, organisation: Organisation, by: Account, at: datetime) -> DutyShift:
    """Whoever begins a watch takes over, once the watch before has left its note. Raises ActRefused."""
    own = _own_watch(organisation, by, at)
    if own.taken_over_at is not None:
        raise ActRefused(_("This watch is taken over already."))
    before = watch_before(own)
    if before and not any(shift.hand_over_note for shift in before):
        raise ActRefused(_("The watch before left no hand-over note; ask it for one, then take over."))
    with transaction.atomic():
        DutyShift.objects.filter(pk=own.pk).update(taken_over_at=at)
        _tell("take_over", DUTY, organisation.code, {"begins_at": own.begins_at.isoformat()}, by, at)
    own.taken_over_at = at
    return own


def watch_before(shift: DutyShift) -> list[DutyShift]:
    """The watch that ended when this one began, or overlaps its begin."""
    return list(
        DutyShift.objects.filter(
            COUNTS, organisation__code=shift.organisation_id, begins_at__lt=shift.begins_at,
            ends_at__gte=shift.begins_at,
        ).select_related("person")
    )  # fmt: skip


def call_roll(*, organisation: Organisation, by: Account, at: datetime) -> RollCall:
    """Call whoever is on duty; the rule says how many minutes they have. Raises ActRefused."""
    if not by.has_perm(CALL_ROLL):
        raise ActRefused(_("Roll-calls are held by duty officers and leaders."))
    if RollCall.objects.filter(
        organisation=organisation, answered_at__isnull=True, missed_at__isnull=True, answer_by__gt=at
    ).exists():
        raise ActRefused(_("A roll-call is open already; wait for its answer."))
    minutes = rule("roll_call_minutes", day=at.date()).value
    with transaction.atomic():
        call = RollCall.objects.create(
            organisation=organisation, called_at=at, called_by=by, answer_by=at + timedelta(minutes=minutes)
        )
        put_letter(
            key=f"{CLOSE_ROLL_CALL}:{call.pk}", errand=CLOSE_ROLL_CALL, facts={"roll_call": call.pk}, at=at,
            not_before=call.answer_by,
        )  # fmt: skip
        facts = {"organisation": organisation.code, "answer_by": call.answer_by.isoformat()}
        _tell("call_roll", ROLL_CALL, str(call.pk), facts, by, at)
    return call


def answer_roll(*, call: RollCall, by: Account, at: datetime) -> RollCall:
    """Somebody on duty answers in time. Raises ActRefused."""
    _own_watch(call.organisation, by, at)
    with transaction.atomic():
        call = RollCall.objects.select_for_update().get(pk=call.pk)
        if call.answered_at is not None:
            raise ActRefused(_("This roll-call is answered already."))
        if call.missed_at is not None or at > call.answer_by:
            raise ActRefused(_("The time to answer is over; the roll-call counts as missed."))
        call.answered_at, call.answered_by = at, by
        call.save(update_fields=["answered_at", "answered_by"])
        _tell("answer_roll", ROLL_CALL, str(call.pk), {"organisation": call.organisation_id}, by, at)
    return call


def close_roll_call(*, call: RollCall, at: datetime) -> AbsenceNote | None:
    """By the clock: an unanswered roll-call is missed; the second in a row leaves a note. Doing it twice is once."""
    with transaction.atomic():
        call = RollCall.objects.select_for_update().get(pk=call.pk)
        if call.answered_at is not None or call.missed_at is not None or at < call.answer_by:
            return None
        call.missed_at = at
        call.save(update_fields=["missed_at"])
        before = (
            RollCall.objects.filter(organisation__code=call.organisation_id)
            .filter(Q(called_at__lt=call.called_at) | Q(called_at=call.called_at, pk__lt=call.pk))
            .first()
        )
        note = None
        if before is not None and before.missed_at is not None and not hasattr(before, "absence_note"):
            note = AbsenceNote.objects.create(
                organisation=call.organisation, first_missed=before, second_missed=call, noted_at=at
            )
        facts: dict[str, Any] = {"organisation": call.organisation_id, "noted": note is not None}
        _tell("miss_roll", ROLL_CALL, str(call.pk), facts, None, at)
    return note


def _own_watch(organisation: Organisation, by: Account, at: datetime) -> DutyShift:
    if not by.has_perm(STAND_DUTY):
        raise ActRefused(_("This account does not stand duty."))
    for shift in watch_at(organisation=organisation, at=at):
        if by.person_id is not None and shift.person_id == by.person_id:
            return shift
    raise ActRefused(_("Only who is on duty now can do that; by the rota you are not."))


def _tell(
    verb: str, kind: str, subject: str, facts: dict[str, Any], by: Account | None, at: datetime
) -> None:
    append(act=Act(act=verb, actor=actor_of(by), subject_kind=kind, subject_id=subject, facts=facts), at=at)
