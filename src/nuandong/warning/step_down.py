"""Stepping down from a declared level, one level at a time and never in haste.

A level ends only when the gap has been clearly below its threshold for some days, the forecast stays
below it, and the stores can stand a return of the cold. The plan's own conditions are not public; the
figures are policy (`step_down.*`), all judged.

Clauses: T-040 (procedures of each level).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nuandong.policy import PolicyBook
from nuandong.policy.words import NO_LEVEL, Ladder, Level
from nuandong.units import Flow, Share
from nuandong.warning.level import whole_m3


@dataclass(frozen=True, slots=True)
class DayShares:
    """One gas day before measures: missing shares of the province and of its worst zone across cities.

    `livelihood_gap` in 10^4 m3/day.
    """

    province: Share
    worst_zone: Share = 0.0
    livelihood_gap: Flow = 0.0


@dataclass(frozen=True, slots=True)
class StoresToday:
    """All stores together this morning: share of working capacity, and whether they are being refilled."""

    fill: Share
    is_refilling: bool


@dataclass(frozen=True, slots=True)
class StepDownRules:
    """How long and how far below: margin (share), days looked back and ahead, fill of the stores (share)."""

    margin: Share
    past_days: int
    outlook_days: int
    fill_from: Share


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition for stepping down and whether it is met."""

    is_met: bool
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True)
class StepDown:
    """The level proposed after looking at the way down, with every condition, met or not."""

    level: Level
    conditions: tuple[Condition, ...]

    @property
    def is_proposed(self) -> bool:
        """Whether every condition is met."""
        return all(condition.is_met for condition in self.conditions)


def step_down_rules(*, book: PolicyBook, day: date) -> StepDownRules:
    """The rules of a policy on a day; `PolicySilent` where the province gives none."""
    return StepDownRules(
        margin=book.number("step_down.margin", day=day).value,
        past_days=int(book.number("step_down.past_days", day=day).value),
        outlook_days=int(book.number("step_down.outlook_days", day=day).value),
        fill_from=book.number("step_down.fill_from", day=day).value,
    )


def step_down(
    *,
    declared: Level,
    past: Sequence[DayShares],
    outlook: Sequence[DayShares],
    stores: StoresToday,
    ladders: tuple[Ladder, Ladder],
    rules: StepDownRules,
) -> StepDown:
    """The declared level, or the next milder one where all conditions are met.

    `past` ends with today, `outlook` begins with tomorrow; too few days count as a condition not met.
    `ladders` are the province's and the zones'. A level whose threshold is unknown on both is never left
    by the machine. Nothing here raises a level: that is `warning_level`.
    """
    if declared == NO_LEVEL:
        return StepDown(NO_LEVEL, ())
    margin, days, ahead = rules.margin, rules.past_days, rules.outlook_days
    recent, coming = past[-days:], outlook[:ahead]
    conditions = (
        Condition(
            len(recent) == days and all(_is_below(day, declared, ladders, margin) for day in recent),
            f"连续 {days} 个气日低于本级门槛 {margin * 100:.0f} 个百分点以上",
            f"{days} gas days in a row more than {margin * 100:.0f} point below the level's threshold",
        ),
        Condition(
            len(coming) == ahead and all(_is_below(day, declared, ladders, 0.0) for day in coming),
            f"未来 {ahead} 个气日预计低于本级门槛",
            f"the next {ahead} gas days are forecast below the level's threshold",
        ),
        Condition(
            stores.fill >= rules.fill_from or stores.is_refilling,
            f"储气率不低于 {rules.fill_from * 100:.0f}% 或正在补库",
            f"stores at least {rules.fill_from * 100:.0f}% full, or refilling",
        ),
    )
    met = all(condition.is_met for condition in conditions)
    return StepDown(_milder(declared, ladders[0]) if met else declared, conditions)


def _milder(level: Level, ladder: Ladder) -> Level:
    below = [other for other in ladder.levels if other < level]
    return max(below, key=lambda other: other.rank, default=NO_LEVEL)


def _is_below(day: DayShares, declared: Level, ladders: tuple[Ladder, Ladder], margin: Share) -> bool:
    if whole_m3(day.livelihood_gap) > 0 and declared == ladders[0].top:
        return False
    pairs = [(ladders[0], day.province), (ladders[1], day.worst_zone)]
    steps = [(step, share) for ladder, share in pairs if (step := ladder.step_of(declared)) is not None]
    if not steps:
        return False
    return all(_clears(share, step.threshold, margin) for step, share in steps)


def _clears(share: Share, threshold: Share, margin: Share) -> bool:
    """Whether a share lies below a threshold by more than the margin; nothing lies below zero but zero."""
    if threshold <= margin:
        return share == 0.0
    # Ten decimals: 0.10 - 0.01 must not come out a hair above 0.09.
    return share < round(threshold - margin, 10)
