"""What stands now: the proposal of each area for the gas day at hand, what waits for an answer, the level in force.

Clauses: T-040 (procedure of each level), T-042 (what is declared opens the powers of its level).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from nuandong.desk.alerts.levels import scopes_in_force, standing_by_scope
from nuandong.desk.alerts.models import Declaration, DeclarationState, Proposal
from nuandong.desk.alerts.models.levels import PROVINCE
from nuandong.desk.reporting.deadlines import planned_day
from nuandong.gasday import gas_day_of
from nuandong.policy import NO_LEVEL


def newest_proposals(*, account: Any, at: datetime) -> list[Proposal]:
    """The newest proposal of each area for this gas day or the next, as far as the account may see; province first."""
    days = (gas_day_of(at), planned_day(at))
    rows = Proposal.objects.visible_to(account).filter(gas_day__in=days, proposed_at__lte=at)
    newest: dict[str, Proposal] = {}
    last: tuple[Any, ...] | None = None
    rows = rows.select_related("run").defer("run__picture", "run__reasons")
    for proposal in rows.order_by("-gas_day", "-run__as_of", "-id"):
        last = last or (proposal.gas_day, proposal.run_id)
        if (
            proposal.gas_day,
            proposal.run_id,
        ) == last:  # areas of an earlier run have nothing to say any more
            newest.setdefault(proposal.scope, proposal)
    return sorted(newest.values(), key=lambda one: (one.scope != PROVINCE, one.scope))


def waiting(*, account: Any) -> list[Declaration]:
    """Levels that wait for approval, as far as the account may see; province first."""
    rows = Declaration.objects.visible_to(account).filter(state=DeclarationState.SUBMITTED)
    found = rows.select_related("submitted_by__person", "proposal")
    return sorted(found, key=lambda one: (one.scope != PROVINCE, one.scope))


def in_force(*, account: Any, at: datetime) -> list[Declaration]:
    """Declared levels that hold for the gas day at hand or the next, as far as the account may see; province first."""
    seen = Declaration.objects.visible_to(account).filter(state=DeclarationState.DECLARED)
    scopes = set(seen.order_by().values_list("scope", flat=True).distinct())
    return [one for one in scopes_in_force(gas_day=planned_day(at), at=at) if one.scope in scopes]


def unanswered(proposals: Sequence[Proposal], *, at: datetime) -> set[int]:
    """Keys of the proposals that ask for another level than stands, with nothing submitted for their area."""
    days = {one.gas_day for one in proposals}
    now = {day: standing_by_scope(gas_day=day, at=at) for day in days}
    answered = set(
        Declaration.objects.filter(proposal__in=[one.pk for one in proposals])
        .exclude(state=DeclarationState.REFUSED)
        .values_list("proposal_id", flat=True)
    )
    waits = set(Declaration.objects.filter(state=DeclarationState.SUBMITTED).values_list("scope", flat=True))
    return {
        one.pk
        for one in proposals
        if one.level != level_of(now[one.gas_day].get(one.scope))
        and one.pk not in answered
        and one.scope not in waits
    }


def level_of(declaration: Declaration | None) -> str:
    """The level that a declaration set, or the absence of any."""
    return NO_LEVEL.key if declaration is None else declaration.level
