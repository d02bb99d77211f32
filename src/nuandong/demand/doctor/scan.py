"""Spans of days over which another reading of the numbers explains them better than the one at hand.

Each day brings a gain: what the other reading explains, less what the present one does. A span is found where the
sum of gains from its first day to its last passes what chance could bring.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from nuandong.units import FloatArray

Reading = TypeVar("Reading")
FURTHEST = 8.0  # spreads; a single day has no more say than this, however far out it lies


@dataclass(frozen=True, slots=True)
class Span:
    """Days `first` to `last` (both inside) of row `row`, with the sum of their gains."""

    row: int
    first: int
    last: int
    gain: float

    @property
    def length(self) -> int:
        """How many days."""
        return self.last - self.first + 1

    @property
    def inside(self) -> slice:
        """Its days, as they are taken from (D,)."""
        return slice(self.first, self.last + 1)

    def overlaps(self, other: Span) -> bool:
        """Whether both hold a day of one row."""
        return self.row == other.row and self.first <= other.last and other.first <= self.last


def best_apart(found: Iterable[tuple[Span, Reading]]) -> list[tuple[Span, Reading]]:
    """Of spans that overlap the one that gains most, each with what it was read as; the greatest gain first."""
    kept: list[tuple[Span, Reading]] = []
    for span, reading in sorted(found, key=lambda pair: -pair[0].gain):
        if not any(span.overlaps(other) for other, _ in kept):
            kept.append((span, reading))
    return kept


def misfit(error: FloatArray) -> FloatArray:
    """Half the squared error in spreads, bounded; a day not known says nothing (NaN)."""
    bounded: FloatArray = np.minimum(np.abs(error), FURTHEST) ** 2 / 2
    return bounded


def spans_of_gain(gain: FloatArray, needed: float) -> list[Span]:
    """Spans of (n, D) whose gains sum to `needed` or more, each as long as it still gains; NaN counts 0."""
    gain = np.nan_to_num(gain)
    highest = best_gain(gain)
    return [
        span for row in np.flatnonzero(highest >= needed) for span in _row_spans(int(row), gain[row], needed)
    ]


def best_gain(gain: FloatArray) -> FloatArray:
    """The greatest sum of gains of any span in each row, (n,); NaN counts 0."""
    highest: FloatArray = _running(np.nan_to_num(gain)).max(axis=1, initial=0.0)
    return highest


def _running(gain: FloatArray) -> FloatArray:
    """Sum of gains since it last stood at 0, never below 0, (n, D)."""
    total = np.cumsum(gain, axis=1)
    start = np.concatenate([np.zeros((len(gain), 1)), total[:, :-1]], axis=1)
    lowest = np.minimum.accumulate(start, axis=1)
    since: FloatArray = np.maximum(total - lowest, 0.0)
    return since


def _row_spans(row: int, gain: FloatArray, needed: float) -> list[Span]:
    """The spans of one row: the best one, then the best of what is left on either side of it."""
    if not len(gain):
        return []
    running = _running(gain[None, :])[0]
    last = int(running.argmax())
    if running[last] < needed:
        return []
    behind = np.cumsum(gain[last::-1])
    first = last - int(behind.argmax())
    left = _row_spans(row, gain[:first], needed)
    right = _row_spans(row, gain[last + 1 :], needed)
    moved = [Span(row, one.first + last + 1, one.last + last + 1, one.gain) for one in right]
    return [*left, Span(row, first, last, float(running[last])), *moved]
