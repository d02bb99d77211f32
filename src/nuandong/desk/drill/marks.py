"""One line of the score: what was to be done by when, what was done, and where that stands written.

Clause: T-099 (drill score).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MINUTE_S = 60
HALF = 0.5


class Mark(StrEnum):
    """How a thing was done."""

    IN_TIME = "in_time"
    LATE = "late"
    MISSED = "missed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was to be done. `key` names what is measured, `subject` of what; the limit runs from `from_at`.

    `place` says from which record and ledger entry the line comes, so that everybody can look it up.
    """

    key: str
    subject_zh: str
    subject_en: str
    from_at: datetime
    due_at: datetime
    done_at: datetime | None
    mark: Mark
    weight: float
    place: str
    figures: tuple[tuple[str, float], ...] = ()

    @property
    def share(self) -> float | None:
        """What the line earns: all in time, half late, nothing where it was missed; None while it is open."""
        return {Mark.IN_TIME: 1.0, Mark.LATE: HALF, Mark.MISSED: 0.0, Mark.OPEN: None}[self.mark]

    @property
    def minutes(self) -> int | None:
        """Whole minutes from the beginning of its limit until it was done."""
        return (
            None if self.done_at is None else int((self.done_at - self.from_at).total_seconds() // MINUTE_S)
        )

    @property
    def limit_minutes(self) -> int:
        """Minutes that there were."""
        return int((self.due_at - self.from_at).total_seconds() // MINUTE_S)


@dataclass(frozen=True, slots=True)
class Score:
    """All lines of a play as known at an instant, and what they come to."""

    at: datetime
    lines: tuple[Line, ...]

    @property
    def decided(self) -> tuple[Line, ...]:
        """Lines that are not open any more."""
        return tuple(line for line in self.lines if line.share is not None)

    @property
    def share(self) -> float | None:
        """Earned part of what could be earned so far, by weight; None where nothing is decided yet."""
        possible = sum(line.weight for line in self.decided)
        if possible == 0:
            return None
        return sum(line.weight * (line.share or 0.0) for line in self.decided) / possible

    def count(self, mark: Mark) -> int:
        """How many lines bear a mark."""
        return sum(line.mark is mark for line in self.lines)


def mark_of(*, due_at: datetime, done_at: datetime | None, at: datetime) -> Mark:
    """In time until the limit itself, late after it; missed once the limit has passed with nothing done."""
    if done_at is not None and done_at <= at:
        return Mark.IN_TIME if done_at <= due_at else Mark.LATE
    return Mark.MISSED if at > due_at else Mark.OPEN


def minutes(number: int) -> timedelta:
    """A span of whole minutes."""
    return timedelta(minutes=number)
