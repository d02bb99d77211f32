"""The playbook of a declared level: its steps with owner and deadline, and what was done of them.

Deadlines count from the declaration. Steps are policy; who owns one and by when is judged until somebody publishes it.

Clause: T-040 (procedure of each level).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from nuandong.desk.alerts.models import Declaration, StepDone
from nuandong.desk.directory.province import policy_book
from nuandong.policy import NO_LEVEL, DatedValue, PlaybookStep, PolicySilent


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step as the page shows it."""

    step: PlaybookStep
    due_at: datetime
    done: StepDone | None
    is_overdue: bool

    @property
    def order(self) -> tuple[int, datetime]:
        """Overdue first, then what is open by its deadline, then what is done."""
        return (2 if self.done else 0 if self.is_overdue else 1), self.due_at


def playbook_entry(declaration: Declaration) -> DatedValue[tuple[PlaybookStep, ...]] | None:
    """The policy entry of a declared level's steps; None at the end of a response, or where the province has none."""
    if declaration.level == NO_LEVEL.key:
        return None
    try:
        return policy_book().playbook(level=declaration.level, day=declaration.gas_day)
    except PolicySilent:
        return None


def steps_of(declaration: Declaration) -> tuple[PlaybookStep, ...]:
    """The steps of a declared level."""
    entry = playbook_entry(declaration)
    return () if entry is None else entry.value


def step_rows(declaration: Declaration, *, at: datetime) -> list[StepRow]:
    """The steps of a declared level with what was done, overdue first."""
    done = {one.step: one for one in declaration.steps_done.select_related("done_by")}
    begins = declaration.declared_at
    if begins is None:
        return []
    rows = []
    for step in steps_of(declaration):
        due_at = begins + timedelta(hours=step.within_hours)
        rows.append(StepRow(step, due_at, done.get(step.key), step.key not in done and at > due_at))
    return sorted(rows, key=lambda row: row.order)
