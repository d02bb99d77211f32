"""The life of what the worker computes, run or study: begun while it is open, told how far it is, stopped or failed.

Every step is one conditional change, so that of two workers only one begins, and what somebody cancelled stays
cancelled. What the ledger is told of a step, and how a cancelled record is called, is the caller's (`actions`).

Clauses: T-070 (rolling), T-098 (evidence of every run).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from nuandong.desk.outlook.models import OPEN_STATES, Computed, RunState
from nuandong.findings import AssuranceError

LONGEST_TROUBLE = 4000

Record = TypeVar("Record", bound=Computed)
Tell = Callable[[str, float], None]


def begin(computed: Computed, *, at: datetime) -> bool:
    """Mark what is open as running; False where it had ended. Either way it then stands as it is kept."""
    kept = type(computed)._default_manager.filter(pk=computed.pk, state__in=OPEN_STATES)
    begun = kept.update(state=RunState.RUNNING, started_at=at)
    computed.refresh_from_db()
    return bool(begun)


def stop(computed: Computed, *, at: datetime) -> bool:
    """Mark what is queued or running as cancelled; False where it had ended already."""
    kept = type(computed)._default_manager.filter(pk=computed.pk, state__in=OPEN_STATES)
    return bool(kept.update(state=RunState.CANCELLED, finished_at=at))


def fail(computed: Computed, trouble: Exception, *, at: datetime) -> None:
    """Keep why it could not be computed, unless it was cancelled meanwhile."""
    computed.state, computed.trouble = RunState.FAILED, str(trouble)[:LONGEST_TROUBLE]
    kept = type(computed)._default_manager.filter(pk=computed.pk, state=RunState.RUNNING)
    kept.update(state=computed.state, trouble=computed.trouble, finished_at=at)


def watch(computed: Record, cancelled: Callable[[Record], AssuranceError]) -> Tell:
    """Write down how far it is, and raise `cancelled` where it is no longer running."""

    def tell(stage: str, part: float) -> None:
        kept = type(computed)._default_manager.filter(pk=computed.pk, state=RunState.RUNNING)
        if not kept.update(progress=f"{stage} {part:.0%}"):
            raise cancelled(computed)

    return tell


def save_done(computed: Record, cancelled: Callable[[Record], AssuranceError]) -> None:
    """Save what was found, or raise `cancelled` where it is no longer running; inside the caller's transaction."""
    kept = type(computed)._default_manager.select_for_update()
    if not kept.filter(pk=computed.pk, state=RunState.RUNNING).exists():
        raise cancelled(computed)
    computed.save()
