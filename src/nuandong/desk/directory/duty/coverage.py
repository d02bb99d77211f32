"""Whether a span of time is watched without a hole, and by enough people. Pure.

Clause: T-067 (24 h duty: no gap, at least two a watch).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Watch:
    """Somebody from one instant to another."""

    person: int
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Thin:
    """A span in which fewer people are on duty than the rule asks; `people` 0 is a hole."""

    begins: datetime
    ends: datetime
    people: int

    @property
    def is_hole(self) -> bool:
        """Whether nobody is there."""
        return self.people == 0


def thin_spans(*, begins: datetime, ends: datetime, watches: Iterable[Watch], people: int) -> list[Thin]:
    """Every span between two instants with fewer different people than asked; spans that touch are one."""
    kept = [one for one in watches if one.begins < ends and one.ends > begins]
    edges = {begins, ends}
    edges |= {min(max(edge, begins), ends) for one in kept for edge in (one.begins, one.ends)}
    found: list[Thin] = []
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        there = {one.person for one in kept if one.begins <= start and one.ends >= end}
        if len(there) >= people:
            continue
        if found and found[-1].ends == start and found[-1].people == len(there):
            found[-1] = Thin(found[-1].begins, end, len(there))
        else:
            found.append(Thin(start, end, len(there)))
    return found


def least_people(*, begins: datetime, ends: datetime, watches: Iterable[Watch]) -> int:
    """The fewest different people on duty at any moment between two instants."""
    kept = list(watches)
    thin = thin_spans(begins=begins, ends=ends, watches=kept, people=len(kept) + 1)
    return min((span.people for span in thin), default=0)
