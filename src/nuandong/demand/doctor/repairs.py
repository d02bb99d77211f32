"""What can be offered for a stretch of days: a repair is a value that waits to be chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nuandong.demand.doctor.raw import Measure


class Act(StrEnum):
    """What a repair does with the days of its stretch."""

    FORGET = "forget"  # not known from now on (NaN); the fit bridges it
    RESCALE = "rescale"  # value * factor + offset
    MOVE = "move"  # values move `days_later` days within the stretch; what they leave is not known
    REPLACE = "replace"  # by `values`, one for each day


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in both languages."""

    zh: str
    en: str


FORGET = Words("按未知处理", "treat as not known")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days `first` to `last`, both inside, of one series."""

    measure: Measure
    series: str
    first: date
    last: date

    def forget(self, words: Words = FORGET) -> Repair:
        """The offer to treat the days as not known."""
        return Repair(self, Act.FORGET, words)

    def rescale(self, words: Words, *, factor: float = 1.0, offset: float = 0.0) -> Repair:
        """The offer to read value * factor + offset."""
        return Repair(self, Act.RESCALE, words, factor=factor, offset=offset)

    def move(self, words: Words, *, days_later: int) -> Repair:
        """The offer to move the values within the stretch."""
        return Repair(self, Act.MOVE, words, days_later=days_later)

    def replace(self, words: Words, values: Iterable[float]) -> Repair:
        """The offer of other values, one for each day."""
        return Repair(self, Act.REPLACE, words, values=tuple(float(value) for value in values))


@dataclass(frozen=True, slots=True)
class Repair:
    """One offered change of one stretch; `words` say what it does."""

    stretch: Stretch
    act: Act
    words: Words
    factor: float = 1.0
    offset: float = 0.0
    days_later: int = 0
    values: tuple[float, ...] = ()
