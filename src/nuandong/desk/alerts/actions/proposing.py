"""Propose levels after a run: one proposal a scope, once a run.

Clauses: T-040 (the machine proposes), T-070 (look-ahead), T-007 (livelihood override).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from nuandong.assess.picture import DayPicture
from nuandong.desk.alerts.grounds import changes_between, conditions_of, reasons_of
from nuandong.desk.alerts.levels import standing
from nuandong.desk.alerts.models import Proposal, ScopeKind
from nuandong.desk.alerts.standings import (
    Area,
    Areas,
    areas_before,
    areas_of,
    picture_of,
    run_before,
    standing_of,
)
from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.province import policy_book
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act
from nuandong.desk.outlook.models import Run, RunState
from nuandong.policy import NO_LEVEL, Level, PolicyBook
from nuandong.warning import LevelProposal, duration_rules, propose_level, step_down_rules

PROPOSE_LEVEL, LEVEL_PROPOSAL = "propose_level", "level_proposal"


@dataclass(frozen=True, slots=True)
class Found:
    """What the rule of levels said of an area, from which level, on which calls."""

    proposed: LevelProposal
    declared: Level
    calls: tuple[Level, ...]


def propose(*, run: Run, at: datetime) -> list[Proposal]:
    """Keep what a finished run proposes: for the province always, for a zone or city where there is anything to say.

    Doing it twice does nothing more. A run without a picture proposes nothing.
    """
    if run.state != RunState.DONE:
        return []
    with transaction.atomic():
        Run.objects.select_for_update().filter(pk=run.pk).first()  # two workers take turns
        there = list(Proposal.objects.filter(run=run))
        if there:
            return there
        picture, policy = picture_of(run), policy_book()
        earlier, before = run_before(run, at=at), areas_before(run, policy)
        changes = changes_between(None if earlier is None else picture_of(earlier), picture, policy)
        made = [
            proposal
            for area in areas_of(picture, policy)
            if (proposal := _proposal(area, run, picture, before, at)) is not None
        ]
        for proposal in made:
            proposal.changes = changes if proposal.scope_kind == ScopeKind.PROVINCE else []
            proposal.save()
            append(act=_told(proposal), at=at)
    return made


def _proposal(
    area: Area, run: Run, picture: DayPicture, before: Sequence[Areas], at: datetime
) -> Proposal | None:
    policy = policy_book()
    declared = declared_level(area.scope, run, at, policy)
    known = standing_of(area, picture, before, policy)
    proposed = propose_level(
        declared=declared,
        standing=known,
        duration=duration_rules(book=policy, day=run.gas_day),
        way_down=step_down_rules(book=policy, day=run.gas_day),
    )
    is_local = area.kind is not ScopeKind.PROVINCE
    if is_local and proposed.level == NO_LEVEL and declared == NO_LEVEL:
        return None
    return _record(area, run, picture, Found(proposed, declared, tuple(known.calls)), at)


def declared_level(scope: str, run: Run, at: datetime, policy: PolicyBook) -> Level:
    """The level in force for a scope on a run's gas day; one that the plan of that day no longer has counts as none."""
    declared = standing(gas_day=run.gas_day, at=at, scope=scope)
    levels = {level.key: level for level in policy.levels(day=run.gas_day)}
    return NO_LEVEL if declared is None else levels.get(declared.level, NO_LEVEL)


def _record(area: Area, run: Run, picture: DayPicture, found: Found, at: datetime) -> Proposal:
    proposed = found.proposed
    return Proposal(
        run=run,
        scope=area.scope,
        scope_kind=area.kind,
        scope_zh=area.name_zh,
        scope_en=area.name_en,
        gas_day=run.gas_day,
        level=proposed.level.key,
        standing_level=found.declared.key,
        called_level=proposed.called.key,
        way=proposed.way.value,
        plan_code=run.plan_code,
        policy_version=run.policy_version,
        demand=float(area.demand[0]),
        gap=float(area.gap[0]),
        gap_share=float(area.share[0]),
        livelihood_gap=float(area.livelihood_gap[0]),
        reasons=reasons_of(area, picture, proposed, found.calls, policy_book()),
        conditions=conditions_of(proposed),
        proposed_at=at,
        decide_by=picture.proposal.decide_by,
    )


def _told(proposal: Proposal) -> Act:
    facts = {
        "run": proposal.run_id,
        "scope": proposal.scope,
        "level": proposal.level,
        "standing_level": proposal.standing_level,
        "gap_share": proposal.gap_share,
        "livelihood_gap": proposal.livelihood_gap,
    }
    return Act(
        act=PROPOSE_LEVEL, actor=actor_of(None), subject_kind=LEVEL_PROPOSAL, subject_id=str(proposal.pk),
        facts=facts,
    )  # fmt: skip
