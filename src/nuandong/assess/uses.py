"""Who uses the gas of a day under the plan, and who misses how much: the sums behind every flow drawing.

What a plan cuts is known by step of the cut order, what protected users miss only in all. So protected classes stand
one by one where none of them is short, and steps one by one where nothing is missing but what was ordered; else they
stand together, because the picture does not tell whom it hits.

Clauses: T-008 (balance by source and use), T-017 (who gets what).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nuandong.assess.picture import DayPicture
from nuandong.units import Flow


class UseKind(StrEnum):
    """What stands on one line of the day's uses."""

    PROTECTED = "protected"  # all protected classes and losses
    PROTECTED_CLASS = "protected_class"
    OTHER_PROTECTED = "other_protected"  # classes too small for a line of their own, and losses
    OTHERS = "others"  # all steps of the cut order
    TIER = "tier"
    INJECTION = "injection"  # into stores


@dataclass(frozen=True, slots=True)
class Use:
    """One use: `key` is the consumer class or the tier where it is one alone; flows in 10^4 m3/day."""

    kind: UseKind
    asked: Flow
    missing: Flow = 0.0
    key: str = ""

    @property
    def served(self) -> Flow:
        """What it gets under the plan."""
        return max(0.0, self.asked - self.missing)

    @property
    def is_protected(self) -> bool:
        """Whether it stands in no step of the cut order and is no injection."""
        return self.kind in {UseKind.PROTECTED, UseKind.PROTECTED_CLASS, UseKind.OTHER_PROTECTED}


def protected_use(picture: DayPicture) -> Use:
    """All that no step of the cut order holds on the first gas day: protected classes, and losses."""
    asked = float(picture.province.demand[0] - picture.tiers.demand[:, 0].sum())
    return Use(UseKind.PROTECTED, asked, float(picture.counties.livelihood_gap[:, 0].sum()))


def day_uses(picture: DayPicture, *, smallest: Flow, nothing: Flow) -> tuple[Use, ...]:
    """Uses of the first gas day: protected ones, steps of the cut order, the last to be asked first, injection.

    A protected class has a line of its own if it asks for more than `smallest`; flows up to `nothing` count as none.
    """
    injected = float(picture.stores.injection[:, 0].sum())
    return (
        *_protected(picture, smallest, nothing),
        *_steps(picture, nothing),
        *([Use(UseKind.INJECTION, injected)] if injected > nothing else []),
    )


def _protected(picture: DayPicture, smallest: Flow, nothing: Flow) -> Iterator[Use]:
    """Classes in the order of their table and what is left, or all together."""
    whole, table = protected_use(picture), picture.classes
    large = [
        Use(UseKind.PROTECTED_CLASS, float(table.demand[row, 0]), key=name)
        for row, name in enumerate(table.consumer_class)
        if table.protected[row] and table.demand[row, 0] > smallest
    ]
    rest = whole.asked - sum(use.asked for use in large)
    if whole.missing > nothing or not large or rest < -nothing:
        yield whole
        return
    yield from large
    if rest > nothing:
        yield Use(UseKind.OTHER_PROTECTED, rest)


def _steps(picture: DayPicture, nothing: Flow) -> Iterator[Use]:
    """What is missing beyond orders follows from the counties, whose figures are not rounded."""
    table, counties = picture.tiers, picture.counties
    beyond = float((counties.unserved[:, 0] - counties.relief[:, 0] - counties.livelihood_gap[:, 0]).sum())
    if beyond > nothing:
        yield Use(UseKind.OTHERS, float(table.demand[:, 0].sum()), float(table.relief[:, 0].sum()) + beyond)
        return
    for row in reversed(range(len(table.tier))):
        asked = float(table.demand[row, 0])
        if asked > nothing:
            yield Use(UseKind.TIER, asked, float(table.relief[row, 0]), table.tier[row])
