"""What the pages of this room show, put together once; templates only arrange it.

Clauses: T-040 (levels), T-069 (incidents), T-098 (who did what).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from nuandong.desk.alerts.cards import cards_for, clock_words
from nuandong.desk.alerts.clocks import clocks_of_incident
from nuandong.desk.alerts.current import in_force, level_of, newest_proposals, unanswered, waiting
from nuandong.desk.alerts.forms import LevelForm
from nuandong.desk.alerts.levels import level_in_force, standing_by_scope
from nuandong.desk.alerts.models import Declaration, Incident, Proposal, ScopeKind
from nuandong.desk.alerts.models.incidents import OPEN_INCIDENTS
from nuandong.desk.alerts.models.levels import PROVINCE
from nuandong.desk.alerts.offices import OFFICE_WORDS, holds_office, is_of_scope
from nuandong.desk.alerts.playbook import StepRow, playbook_entry, step_rows
from nuandong.desk.alerts.signs import Sign, said, sign_of, spoken, who
from nuandong.desk.alerts.timeline import moments_here
from nuandong.desk.directory.province import policy_book
from nuandong.desk.directory.roles import DECLARE_LEVEL, REPORT_INCIDENT, SUBMIT_LEVEL, TICK_STEP
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.reporting.deadlines import planned_day
from nuandong.gasday import gas_day_of
from nuandong.policy import NO_LEVEL
from nuandong.warning import Way

MOMENTS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal with what may be done about it by the reader."""

    record: Proposal
    area: str
    sign: Sign
    standing: Sign
    reasons: list[dict[str, Any]]
    conditions: list[dict[str, Any]]
    changes: list[dict[str, Any]]
    is_unanswered: bool
    hours_left: float
    form: LevelForm | None
    is_local: bool
    is_own_city: bool

    @property
    def way_is_down(self) -> bool:
        """Whether it leads down."""
        return self.record.way == Way.LOWER


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A level that waits for approval."""

    record: Declaration
    area: str
    sign: Sign
    previous: Sign
    by: str
    office: Any
    may_decide: bool
    differs: bool


@dataclass(frozen=True, slots=True)
class DeclaredRow:
    """A level in force with its playbook."""

    record: Declaration
    area: str
    sign: Sign
    by: str
    submitted_by: str
    office: Any
    steps: list[StepRow]
    entry: Any
    may_tick: bool
    is_province: bool

    @property
    def done(self) -> int:
        """Steps noted."""
        return sum(row.done is not None for row in self.steps)

    @property
    def overdue(self) -> int:
        """Steps that should have been noted by now."""
        return sum(row.is_overdue for row in self.steps)


def alerts_page(
    *, account: Any, at: datetime, bound: Mapping[str, LevelForm] | None = None
) -> dict[str, Any]:
    """Everything of `/alerts/`; `bound` holds forms that were sent and refused, by area."""
    proposals = _proposal_rows(newest_proposals(account=account, at=at), account, at, bound or {})
    main = [row for row in proposals if not row.is_local or row.is_own_city]
    declared = [_declared_row(one, account, at) for one in in_force(account=account, at=at)]
    province = next((row for row in declared if row.is_province), None)
    plan = policy_book().plan(planned_day(at))
    return {
        "room": "alerts",
        "at": at,
        "gas_day": planned_day(at),
        "this_day": gas_day_of(at),
        "sign": sign_of(province.record.level if province else "none", planned_day(at)),
        "declared": province,
        "elsewhere": [row for row in declared if not row.is_province],
        "proposals": main,
        "areas": [row for row in proposals if row not in main],
        "is_answered": not any(row.is_unanswered for row in main),
        "run": proposals[0].record.run if proposals else None,
        "waiting": [_waiting_row(one, account) for one in waiting(account=account)],
        "cards": cards_for(account=account, at=at),
        "incidents": incident_rows(account=account, at=at),
        "moments": moments_here(gas_day=gas_day_of(at), account=account, until=at)[:MOMENTS_SHOWN],
        "plan": plan,
        "plan_name": said(plan.name_zh, plan.name_en),
        "may_report": account.has_perm(REPORT_INCIDENT),
    }


def _proposal_rows(
    found: list[Proposal], account: Any, at: datetime, bound: Mapping[str, LevelForm]
) -> list[ProposalRow]:
    """All of one gas day: what stands is asked once for all areas."""
    days = {one.gas_day for one in found}
    now = {day: standing_by_scope(gas_day=day, at=at) for day in days}
    still_open = unanswered(found, at=at)
    return [
        _proposal_row(
            one, account, at, bound, level_of(now[one.gas_day].get(one.scope)), one.pk in still_open
        )
        for one in found
    ]


def _proposal_row(
    one: Proposal, account: Any, at: datetime, bound: Mapping[str, LevelForm], now: str, is_open: bool
) -> ProposalRow:
    may = account.has_perm(SUBMIT_LEVEL) and is_of_scope(account, kind=one.scope_kind, scope=one.scope)
    first = {
        "scope": one.scope, "proposal": one.pk, "level": one.level, "gas_day": one.gas_day,
    }  # fmt: skip
    form = bound.get(one.scope) or LevelForm(day=one.gas_day, initial=first, prefix=one.scope)
    return ProposalRow(
        record=one,
        area=said(one.scope_zh, one.scope_en),
        sign=sign_of(one.level, one.gas_day),
        standing=sign_of(now, one.gas_day),
        reasons=spoken(one.reasons),
        conditions=spoken(one.conditions),
        changes=spoken(one.changes),
        is_unanswered=is_open,
        hours_left=(one.decide_by - at).total_seconds() / 3600,
        form=form if may else None,
        is_local=one.scope_kind != ScopeKind.PROVINCE,
        is_own_city=one.scope_kind == ScopeKind.CITY and not scope_of(account).sees_all,
    )


def _waiting_row(one: Declaration, account: Any) -> WaitingRow:
    may = account.has_perm(DECLARE_LEVEL) and one.submitted_by_id != account.pk
    return WaitingRow(
        record=one,
        area=said(one.scope_zh, one.scope_en),
        sign=sign_of(one.level, one.gas_day),
        previous=sign_of(one.previous_level, one.gas_day),
        by=who(one.submitted_by),
        office=OFFICE_WORDS[one.office],
        may_decide=may and holds_office(account, office=one.office, kind=one.scope_kind, scope=one.scope),
        differs=one.proposal is None or one.proposal.level != one.level,
    )


def _declared_row(one: Declaration, account: Any, at: datetime) -> DeclaredRow:
    may = account.has_perm(TICK_STEP) and is_of_scope(account, kind=one.scope_kind, scope=one.scope)
    return DeclaredRow(
        record=one,
        area=said(one.scope_zh, one.scope_en),
        sign=sign_of(one.level, one.gas_day),
        by=who(one.declared_by),
        submitted_by=who(one.submitted_by),
        office=OFFICE_WORDS[one.office],
        steps=step_rows(one, at=at),
        entry=playbook_entry(one),
        may_tick=may,
        is_province=one.scope_kind == ScopeKind.PROVINCE,
    )


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident in a list, with the clock that runs out next."""

    record: Incident
    place: str
    next_words: str
    next_due: datetime | None
    is_overdue: bool


def incident_rows(*, account: Any, at: datetime, every: bool = False) -> list[IncidentRow]:
    """Open incidents that the account may see; `every` brings those that are over as well."""
    seen = Incident.objects.visible_to(account).select_related("region")
    rows = seen if every else seen.filter(state__in=OPEN_INCIDENTS)
    return [_incident_row(one, at) for one in rows]


def _incident_row(one: Incident, at: datetime) -> IncidentRow:
    running = [clock for clock in clocks_of_incident(one) if clock.done_at is None]
    first = running[0] if running else None
    return IncidentRow(
        one, said(one.region.name_zh, one.region.name_en),
        clock_words(first.kind) if first else "", first.due_at if first else None,
        bool(first and first.is_overdue(at)),
    )  # fmt: skip


def level_strip(*, account: Any, gas_day: date, at: datetime) -> dict[str, Any]:
    """For other rooms' pages: the level declared for a gas day beside the one proposed; `alerts/level_strip.html` shows
    it as `strip`."""
    seen = Proposal.objects.visible_to(account).filter(gas_day=gas_day, scope=PROVINCE, proposed_at__lte=at)
    proposed = seen.order_by("-run__as_of", "-id").first()
    declared = level_in_force(gas_day=gas_day, at=at)
    level = declared.level if declared else NO_LEVEL.key
    return {
        "declared": declared,
        "declared_sign": sign_of(level, gas_day),
        "proposed_sign": None if proposed is None else sign_of(proposed.level, gas_day),
        "differs": proposed is not None and proposed.level != level,
        "waiting": any(one.scope == PROVINCE for one in waiting(account=account)),
        "count": len(cards_for(account=account, at=at)),
    }
