"""How sure a coverage is that was found on days which are not independent: a block bootstrap.

Errors of neighbouring days, and of all units on one day, go together. So whole runs of days are drawn again, all
units with them, and the spread of the coverage over many such draws is its interval.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.units import FloatArray, Share

BLOCK = 14  # days
DRAWS = 999
CONFIDENCE: Share = 0.95


@dataclass(frozen=True, slots=True)
class CoverageInterval:
    """Share of days inside a band, with its 95 % interval and the count of unit-days that it rests on."""

    found: Share
    low: Share
    high: Share
    count: int

    def holds(self, nominal: Share) -> bool:
        """Whether the nominal share lies within the interval."""
        return self.low <= nominal <= self.high


def coverage_interval(
    *, inside: FloatArray, seed: int, block: int = BLOCK, draws: int = DRAWS
) -> CoverageInterval:
    """The interval of the mean of `inside` (units, days): 1, 0, or NaN where nothing is known."""
    known = ~np.isnan(inside)
    count = int(known.sum())
    if not count:
        nothing = float("nan")
        return CoverageInterval(nothing, nothing, nothing, 0)
    hits, asked = np.where(known, inside, 0.0).sum(axis=0), known.sum(axis=0).astype(np.float64)
    picked = drawn_days(days=inside.shape[1], seed=seed, block=block, draws=draws)
    total = asked[picked].sum(axis=1)
    shares = (hits[picked].sum(axis=1) / np.maximum(total, 1))[total > 0]
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(shares, [tail, 1 - tail])
    return CoverageInterval(float(hits.sum() / count), float(low), float(high), count)


def drawn_days(*, days: int, seed: int, block: int, draws: int) -> np.ndarray:
    """Rows of day numbers (draws, days), made of runs of `block` days that may pass the end and begin again."""
    rng = np.random.default_rng(seed)
    runs = -(-days // block)
    begin = rng.integers(0, days, (draws, runs))
    picked = (begin[:, :, None] + np.arange(min(block, days))[None, None, :]) % days
    return picked.reshape(draws, -1)[:, :days]
