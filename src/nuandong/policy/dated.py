"""Values that hold from a date on, each with its clause and how well it is known.

A rule is a list of dated values. It is never edited once it has begun: a change is a further entry, and
old days keep the old value. An entry may *carry* the value before it, where a plan was replaced and the
figures of its successor are not public: the figure stays, the evidence becomes weaker.

Clauses: T-040 (plan versions are data), T-098 (history is kept).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from nuandong.findings import AssuranceError
from nuandong.vocabulary import Evidence

T_co = TypeVar("T_co", covariant=True)

_STRENGTH = tuple(Evidence)  # from what the notice states down to what was generated


def weaker(*evidence: Evidence) -> Evidence:
    """The weakest of several grounds: a conclusion is as well known as the worst of its premises."""
    return max(evidence, key=_STRENGTH.index)


class PolicyNotInForce(AssuranceError):
    """A rule was asked for a day before its first value, or after its last one ended."""

    def __init__(self, rule: str, day: date, first: date, ended: date | None = None) -> None:
        self.rule, self.day, self.first, self.ended = rule, day, first, ended
        since = (
            f"the first begins on {first}" if ended is None else f"the last one before it ended on {ended}"
        )
        cure = "an earlier entry" if ended is None else "a later entry"
        super().__init__(
            f"{rule}: no value in force on {day}; {since}. "
            f"Add {cure} to the province's folder, or ask for {'a later' if ended is None else 'another'} day."
        )


class PolicySilent(AssuranceError):
    """A province's folder holds no value at all for a rule."""

    def __init__(self, rule: str, province: str) -> None:
        self.rule, self.province = rule, province
        super().__init__(
            f"{rule}: the policy of {province} holds no such rule. "
            f"Add a dated entry to the province's folder, or give it in the case's policy.toml."
        )


@dataclass(frozen=True, slots=True)
class DatedValue(Generic[T_co]):
    """One value of a rule: in force from `begins` until `ends` (both inside) or until the next one begins."""

    value: T_co
    begins: date
    clause: str
    evidence: Evidence
    key: str
    ends: date | None = None
    note_zh: str = ""
    note_en: str = ""
    clause_zh: str = ""

    @property
    def is_marked(self) -> bool:
        """Whether screens show 待核实 beside it."""
        return bool(self.evidence.mark_zh)


@dataclass(frozen=True, slots=True)
class DatedRule(Generic[T_co]):
    """All values of one rule, earliest first, without overlap."""

    key: str
    values: tuple[DatedValue[T_co], ...]

    def on(self, day: date) -> DatedValue[T_co]:
        """The value in force on a day; `PolicyNotInForce` where there is none."""
        begun = [entry for entry in self.values if entry.begins <= day]
        if not begun:
            raise PolicyNotInForce(self.key, day, self.values[0].begins)
        entry = begun[-1]
        if entry.ends is not None and entry.ends < day:
            raise PolicyNotInForce(self.key, day, self.values[0].begins, entry.ends)
        return entry

    def is_in_force(self, day: date) -> bool:
        """Whether the rule has a value on a day."""
        return any(v.begins <= day and (v.ends is None or day <= v.ends) for v in self.values)
