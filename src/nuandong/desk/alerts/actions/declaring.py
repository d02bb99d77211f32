"""Submit, approve and send back a level: two people, the second one in the office that policy names.

Clauses: T-040 (procedure of each level), T-098 (evidence of every act).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nuandong.desk.alerts.levels import standing
from nuandong.desk.alerts.models import Declaration, DeclarationState, Proposal, ScopeKind
from nuandong.desk.alerts.models.levels import PROVINCE
from nuandong.desk.alerts.offices import OFFICE_WORDS, holds_office, is_of_scope, office_rule
from nuandong.desk.alerts.refusals import ActRefused
from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.models import Account
from nuandong.desk.directory.province import policy_book
from nuandong.desk.directory.roles import DECLARE_LEVEL, SUBMIT_LEVEL
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act
from nuandong.policy import NO_LEVEL

SUBMIT, DECLARE, SEND_BACK, DECLARATION = "submit_level", "declare_level", "send_back_level", "declaration"


@dataclass(frozen=True, slots=True)
class Submission:
    """What is asked for: a level (`none` to end the response) of a scope from a gas day on, and why."""

    level: str
    gas_day: date
    reason: str = ""
    scope: str = PROVINCE
    proposal: Proposal | None = None


def submit(*, submission: Submission, by: Account, at: datetime) -> Declaration:
    """Ask for a level to be declared. Raises ActRefused."""
    kind, names = _scope_of(submission)
    _may_submit(submission, kind, by)
    with transaction.atomic():
        open_ones = Declaration.objects.select_for_update().filter(
            scope=submission.scope, state=DeclarationState.SUBMITTED
        )
        if open_ones.exists():
            raise ActRefused(_("A level for this area already waits for approval; have it answered first."))
        previous = standing(gas_day=submission.gas_day, at=at, scope=submission.scope)
        before = NO_LEVEL.key if previous is None else previous.level
        _says_something(submission, before)
        declaration = Declaration.objects.create(
            **_frame(submission, kind, names),
            previous_level=before,
            office=office_rule(
                level=submission.level, previous=before, kind=kind, gas_day=submission.gas_day
            ).value,
            reason=submission.reason.strip(),
            submitted_by=by,
            submitted_at=at,
        )
        append(act=_told(SUBMIT, declaration, by), at=at)
    return declaration


def approve(*, declaration: Declaration, by: Account, at: datetime, answer: str = "") -> Declaration:
    """Declare what was submitted, from now on and for its gas day. Raises ActRefused."""
    with transaction.atomic():
        waiting = _waiting(declaration)
        _may_decide(waiting, by)
        now = standing(gas_day=waiting.gas_day, at=at, scope=waiting.scope)
        if (NO_LEVEL.key if now is None else now.level) != waiting.previous_level:
            raise ActRefused(_("Another level was declared meanwhile; send this one back and submit anew."))
        waiting.state, waiting.declared_by, waiting.declared_at = DeclarationState.DECLARED, by, at
        waiting.answer = answer.strip()
        waiting.save()
        append(act=_told(DECLARE, waiting, by), at=at)
    return waiting


def send_back(*, declaration: Declaration, by: Account, at: datetime, answer: str) -> Declaration:
    """Not declared: it goes back with a reason. Raises ActRefused."""
    if not answer.strip():
        raise ActRefused(_("Say why it goes back."), field="answer")
    with transaction.atomic():
        waiting = _waiting(declaration)
        _may_decide(waiting, by)
        waiting.state, waiting.answer = DeclarationState.REFUSED, answer.strip()
        waiting.save()
        append(act=_told(SEND_BACK, waiting, by), at=at)
    return waiting


def _waiting(declaration: Declaration) -> Declaration:
    waiting = Declaration.objects.select_for_update().get(pk=declaration.pk)
    if waiting.state != DeclarationState.SUBMITTED:
        raise ActRefused(_("This was answered already."))
    return waiting


def _may_submit(submission: Submission, kind: str, by: Account) -> None:
    if not by.has_perm(SUBMIT_LEVEL) or not is_of_scope(by, kind=kind, scope=submission.scope):
        raise ActRefused(_("Only a duty officer of this area submits its level."))
    keys = {NO_LEVEL.key, *(level.key for level in policy_book().levels(day=submission.gas_day))}
    if submission.level not in keys:
        raise ActRefused(_("This is no level of the plan in force."), field="level")


def _may_decide(declaration: Declaration, by: Account) -> None:
    if declaration.submitted_by_id == by.pk:
        raise ActRefused(_("Whoever submitted a level cannot approve it; a second person must."))
    kind, scope = declaration.scope_kind, declaration.scope
    if not by.has_perm(DECLARE_LEVEL) or not holds_office(
        by, office=declaration.office, kind=kind, scope=scope
    ):
        who = OFFICE_WORDS[declaration.office]
        raise ActRefused(_("This level is approved by: %(office)s. You do not hold this office.")
                         % {"office": who})  # fmt: skip


def _says_something(submission: Submission, before: str) -> None:
    """A level as proposed needs no words; everything else does, and a level that stands is not declared again."""
    if submission.level == before:
        raise ActRefused(_("This level is already in force for that gas day."), field="level")
    proposed = submission.proposal.level if submission.proposal is not None else None
    if submission.level != proposed and not submission.reason.strip():
        raise ActRefused(_("The level differs from what is proposed: give the reason."), field="reason")


def _scope_of(submission: Submission) -> tuple[ScopeKind, tuple[str, str]]:
    if submission.proposal is not None:
        found = submission.proposal
        if found.scope != submission.scope:
            raise ActRefused(_("The proposal is of another area."))
        return ScopeKind(found.scope_kind), (found.scope_zh, found.scope_en)
    from nuandong.desk.alerts.scopes import scope_named

    named = scope_named(submission.scope)
    if named is None:
        raise ActRefused(_("There is no such area."), field="scope")
    return named.kind, (named.name_zh, named.name_en)


def _frame(submission: Submission, kind: ScopeKind, names: tuple[str, str]) -> dict[str, Any]:
    proposal, policy = submission.proposal, policy_book()
    return {
        "scope": submission.scope,
        "scope_kind": kind,
        "scope_zh": names[0],
        "scope_en": names[1],
        "gas_day": submission.gas_day,
        "level": submission.level,
        "plan_code": policy.plan(submission.gas_day).code,
        "policy_version": policy.version,
        "proposal": proposal,
        "run": None if proposal is None else proposal.run,
    }


def told_of(declaration: Declaration) -> dict[str, Any]:
    """What the ledger holds of a declaration; words of people stand there as a digest only."""
    return {
        "scope": declaration.scope,
        "gas_day": declaration.gas_day.isoformat(),
        "level": declaration.level,
        "previous_level": declaration.previous_level,
        "proposal": declaration.proposal_id,
        "office": declaration.office,
        "plan_code": declaration.plan_code,
        "policy_version": declaration.policy_version,
        "reason": digest(declaration.reason),
        "answer": digest(declaration.answer),
    }


def digest(words: str) -> str:
    """Digest of free text for the ledger, which holds none itself."""
    return "sha256:" + hashlib.sha256(words.encode()).hexdigest()


def _told(act: str, declaration: Declaration, by: Account) -> Act:
    return Act(
        act=act, actor=actor_of(by), subject_kind=DECLARATION, subject_id=str(declaration.pk),
        facts=told_of(declaration),
    )  # fmt: skip
