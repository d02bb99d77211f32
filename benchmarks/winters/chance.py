"""Chance for many worlds at once: parameters by world, with a little of their own for each station; noise by winter.

Every field has shape (worlds, stations, winters). Stations of a world share their noise in part, so that they
are cold together; all randomness comes from normal numbers, so that what is shared stays shared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

Field = np.ndarray
WARM_UP = 40  # days that a series runs before its winter begins


@dataclass(slots=True)
class Chance:
    """A seeded source for `worlds` x `stations` x `winters`; `shared` (worlds, 1, 1) is the stations' correlation."""

    rng: np.random.Generator
    worlds: int
    stations: int
    winters: int
    shared: Field

    @classmethod
    def seeded(cls, seed: list[int], worlds: int, stations: int, winters: int) -> Self:
        """A source from a seed; stations of a world share between two and nine tenths of their noise."""
        rng = np.random.default_rng(seed)
        shared = rng.uniform(0.2, 0.9, (worlds, 1, 1)).astype(np.float32)
        return cls(rng, worlds, stations, winters, shared)

    def between(self, low: float, high: float) -> Field:
        """A parameter of each world, uniform between two bounds; stations differ by a tenth of the range up or down."""
        span = high - low
        middle = self.rng.uniform(low, high, (self.worlds, 1, 1))
        own = self.rng.uniform(-0.1, 0.1, (self.worlds, self.stations, 1)) * span
        return np.clip(middle + (own if self.stations > 1 else 0.0), low, high).astype(np.float32)

    def noise(self) -> Field:
        """Standard normal numbers of one day, correlated between the stations of a world."""
        shape = (self.worlds, self.stations, self.winters)
        own = self.rng.standard_normal(shape, dtype=np.float32)
        if self.stations == 1:
            return own
        together = self.rng.standard_normal((self.worlds, 1, self.winters), dtype=np.float32)
        return np.sqrt(self.shared) * together + np.sqrt(1 - self.shared) * own

    def waiting(self) -> Field:
        """Exponential numbers of mean 1, correlated between stations."""
        return (self.noise() ** 2 + self.noise() ** 2) / 2


def chance_below(share: Field) -> Field:
    """The normal number below which a share of normal numbers lies, read from a table, exact to a thousandth."""
    return np.interp(share, _CUMULATIVE, _NORMAL).astype(np.float32)


_NORMAL = np.linspace(-4.5, 4.5, 4001)
_DENSITY = np.exp(-(_NORMAL**2) / 2)
_CUMULATIVE = np.cumsum(_DENSITY) / _DENSITY.sum()

Days = Iterator[Field]
Family = Callable[[Chance, int], Days]
