"""Levels as the interface tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nuandong.desk.alerts.models import Declaration, Proposal
from nuandong.desk.alerts.playbook import StepRow, step_rows
from nuandong.desk.alerts.signs import who
from nuandong.desk.api.told.days import both, known


def proposal_told(one: Proposal) -> dict[str, Any]:
    """What a run proposes."""
    names = ("scope", "scope_kind", "gas_day", "level", "standing_level", "called_level", "way", "reasons",
             "conditions", "changes", "proposed_at", "decide_by")  # fmt: skip
    figures = ("demand", "gap", "gap_share", "livelihood_gap")
    return {
        "id": one.pk,
        "run": one.run_id,
        "name": both(one.scope_zh, one.scope_en),
        **{name: getattr(one, name) for name in names},
        **{name: known(getattr(one, name)) for name in figures},
    }


def declaration_told(one: Declaration) -> dict[str, Any]:
    """What people declare."""
    names = ("scope", "scope_kind", "gas_day", "level", "previous_level", "state", "office", "reason", "answer",
             "submitted_at", "declared_at", "plan_code", "policy_version")  # fmt: skip
    return {
        "id": one.pk,
        "name": both(one.scope_zh, one.scope_en),
        "proposal": one.proposal_id,
        "run": one.run_id,
        "submitted_by": who(one.submitted_by),
        "declared_by": who(one.declared_by) if one.declared_by else None,
        **{name: getattr(one, name) for name in names},
    }


def steps_told(declaration: Declaration, at: datetime) -> dict[str, Any]:
    """The playbook of a declared level."""
    rows = [_step_told(row) for row in step_rows(declaration, at=at)]
    return {"declaration": declaration.pk, "at": at, "rows": rows}


def _step_told(row: StepRow) -> dict[str, Any]:
    step, done = row.step, row.done
    return {
        "step": step.key,
        "text": both(step.zh, step.en),
        "owner": both(step.owner_zh, step.owner_en),
        "due_at": row.due_at,
        "is_overdue": row.is_overdue,
        "done_at": done.done_at if done else None,
        "done_by": who(done.done_by) if done else None,
        "is_set_aside": bool(done and done.is_set_aside),
        "note": done.note if done else "",
    }
