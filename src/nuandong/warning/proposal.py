"""The level to propose today, given the one that was declared: up at once, down slowly.

Up: what the coming gas days call for, if it lasts (`duration`). Down: one level, once every condition is met
(`step_down`). Between the two a declared level stands; that is the hysteresis.

Clauses: T-040 (start conditions and procedure of each level), T-070 (look-ahead).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nuandong.policy import PolicyBook
from nuandong.policy.words import NO_LEVEL, Ladder, Level
from nuandong.warning.duration import lasting_level
from nuandong.warning.step_down import Condition, DayShares, StepDownRules, StoresToday, step_down


class Way(StrEnum):
    """Where a proposal leads from what was declared."""

    RAISE = "raise"
    HOLD = "hold"
    LOWER = "lower"
    REST = "rest"  # nothing declared, nothing called for


@dataclass(frozen=True, slots=True)
class DurationRules:
    """How many gas days in a row call for a level, and how many days are looked at."""

    severe_from: Level
    severe_days: int
    mild_days: int
    outlook_days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one area: levels called for and shares of the coming days, shares of past days.

    `calls` and `outlook` begin with the next gas day, `past` ends with today; `ladders` are the two scales on which
    the area is measured (the province and its zones; twice the same for one zone or city).
    """

    calls: Sequence[Level]
    outlook: Sequence[DayShares]
    past: Sequence[DayShares]
    stores: StoresToday
    ladders: tuple[Ladder, Ladder]


@dataclass(frozen=True, slots=True)
class LevelProposal:
    """The level proposed, the way it leads, what the coming days call for, and the conditions of the way down."""

    level: Level
    way: Way
    called: Level
    conditions: tuple[Condition, ...] = ()


def duration_rules(*, book: PolicyBook, day: date) -> DurationRules:
    """The rules of a policy on a day; `PolicySilent` where the province gives none."""
    return DurationRules(
        severe_from=book.level(book.text("duration.severe_from", day=day).value, day=day),
        severe_days=int(book.number("duration.severe_days", day=day).value),
        mild_days=int(book.number("duration.mild_days", day=day).value),
        outlook_days=int(book.number("duration.outlook_days", day=day).value),
    )


def propose_level(
    *, declared: Level, standing: Standing, duration: DurationRules, way_down: StepDownRules
) -> LevelProposal:
    """The level to propose for the next gas day, and where it leads from the declared one."""
    called = lasting_level(
        calls=standing.calls[: duration.outlook_days],
        severe_from=duration.severe_from,
        severe_days=duration.severe_days,
        mild_days=duration.mild_days,
    )
    if called > declared:
        return LevelProposal(called, Way.RAISE, called)
    if declared == NO_LEVEL:
        return LevelProposal(NO_LEVEL, Way.REST, called)
    down = step_down(
        declared=declared,
        past=standing.past,
        outlook=standing.outlook,
        stores=standing.stores,
        ladders=standing.ladders,
        rules=way_down,
    )
    goes_down = down.is_proposed and called < declared
    return LevelProposal(
        down.level if goes_down else declared, Way.LOWER if goes_down else Way.HOLD, called, down.conditions
    )
