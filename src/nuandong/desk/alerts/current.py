"""What stands now: the proposal of each area for the gas day at hand, what waits for an answer, the level in force.

Clauses: T-040 (procedure of each level), T-042 (what is declared opens the powers of its level).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from nuandong.desk.alerts.levels import standing
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
    declared = Declaration.objects.visible_to(account).filter(state=DeclarationState.DECLARED)
    scopes: Iterable[str] = sorted(set(declared.values_list("scope", flat=True)))
    newest = [standing(gas_day=planned_day(at), at=at, scope=scope) for scope in scopes]
    found = [one for one in newest if one is not None and one.level != NO_LEVEL.key]
    return sorted(found, key=lambda one: (one.scope != PROVINCE, one.scope))


def is_unanswered(proposal: Proposal, *, at: datetime) -> bool:
    """Whether a proposal asks for another level than stands, and nothing was submitted for its area."""
    now = standing(gas_day=proposal.gas_day, at=at, scope=proposal.scope)
    if proposal.level == (NO_LEVEL.key if now is None else now.level):
        return False
    answered = Declaration.objects.filter(proposal=proposal).exclude(state=DeclarationState.REFUSED)
    open_ones = Declaration.objects.filter(scope=proposal.scope, state=DeclarationState.SUBMITTED)
    return not (answered.exists() or open_ones.exists())
