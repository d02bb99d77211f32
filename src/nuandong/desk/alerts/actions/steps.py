"""Finish a step of the playbook: done with a note, or set aside with the reason.

Clauses: T-040 (procedure of each level), T-098 (who did what, when).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nuandong.desk.alerts.actions.declaring import DECLARATION, digest
from nuandong.desk.alerts.levels import level_in_force
from nuandong.desk.alerts.models import Declaration, DeclarationState, StepDone
from nuandong.desk.alerts.offices import is_of_scope
from nuandong.desk.alerts.playbook import steps_of
from nuandong.desk.alerts.refusals import ActRefused
from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.models import Account
from nuandong.desk.directory.roles import TICK_STEP
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act

FINISH_STEP, SET_ASIDE_STEP = "finish_step", "set_aside_step"


def finish_step(*, declaration: Declaration, step: str, note: str, by: Account, at: datetime) -> StepDone:
    """A step is done; the note says by whom and how. Raises ActRefused."""
    return _keep(StepDone(declaration=declaration, step=step, note=note, done_by=by, done_at=at))


def set_aside_step(*, declaration: Declaration, step: str, note: str, by: Account, at: datetime) -> StepDone:
    """A step does not apply this time; the note says why. Raises ActRefused."""
    return _keep(
        StepDone(
            declaration=declaration, step=step, note=note, done_by=by, done_at=at, is_set_aside=True
        )
    )  # fmt: skip


def _keep(done: StepDone) -> StepDone:
    declaration = done.declaration
    if not done.note.strip():
        raise ActRefused(_("Note what was done and by whom."), field="note")
    if not done.done_by.has_perm(TICK_STEP) or not is_of_scope(
        done.done_by, kind=declaration.scope_kind, scope=declaration.scope
    ):
        raise ActRefused(_("Only those on duty for this area and its leaders note a step."))
    if declaration.state != DeclarationState.DECLARED or done.step not in {
        step.key for step in steps_of(declaration)
    }:
        raise ActRefused(_("This is no step of a declared level."))
    in_force = level_in_force(gas_day=declaration.gas_day, at=done.done_at, scope=declaration.scope)
    if in_force is None or in_force.pk != declaration.pk:
        raise ActRefused(_("Another level is in force by now; its steps stand on the page."))
    with transaction.atomic():
        Declaration.objects.select_for_update().get(pk=declaration.pk)
        if StepDone.objects.filter(declaration=declaration, step=done.step).exists():
            raise ActRefused(_("This step was noted already."))
        done.note = done.note.strip()
        done.save()
        append(act=_told(done), at=done.done_at)
    return done


def _told(done: StepDone) -> Act:
    return Act(
        act=SET_ASIDE_STEP if done.is_set_aside else FINISH_STEP,
        actor=actor_of(done.done_by),
        subject_kind=DECLARATION,
        subject_id=str(done.declaration_id),
        facts={"step": done.step, "note": digest(done.note)},
    )
