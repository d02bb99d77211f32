"""What the newest run asks of the users of a place; the outlook, which stands above, hands it down.

A list is held against it: relief on the list per tier against relief that the run's plan wants there, and all relief
together against what the place lacks before any measure.

Clauses: T-039, T-044 (relief ≥ tier gap).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Asked:
    """Relief wanted by tier on a run's first gas day; the largest gap of its horizon before measures (10^4 m3/d)."""

    run: int
    gas_day: date
    by_tier: Mapping[str, float]
    gap: float


class Source(Protocol):
    """Tells what is asked of the counties of a place; None where there is no run."""

    def __call__(self, *, counties: frozenset[str]) -> Asked | None: ...


def _nothing_known(*, counties: frozenset[str]) -> Asked | None:
    return None


_sources: list[Source] = [_nothing_known]


def register(source: Source) -> None:
    """Let the outlook tell what its newest run asks; the last one that registers is asked."""
    _sources[:] = [source]


def asked_of(*, counties: frozenset[str]) -> Asked | None:
    """What the newest run asks of these counties."""
    return _sources[0](counties=counties)
