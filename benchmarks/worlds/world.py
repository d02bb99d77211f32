"""One made utility: its history as a forecaster sees it, and beside it what only its maker knows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.worlds.climate import memory
from nuandong.demand.series import UseHistory
from nuandong.units import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """A history and its truth. `expected` (n, D) is use given weather and people; `noise` is what chance added.

    use = expected * (1 + slow + quick), where `slow` (n, D) has a memory of `memory` from day to day and
    `quick` (n, D) has none; both have mean 0. Where use was cut or a report is missing, `expected` still
    says what would have been used. For measured series `expected` is None: nobody knows.
    """

    name: str
    kind: str
    history: UseHistory
    expected: FloatArray | None = None
    slow: FloatArray | None = None
    memory: FloatArray | None = None

    def best(self, *, origins: tuple[int, ...], leads: tuple[int, ...]) -> FloatArray:
        """What a forecaster who knew everything but the future's chance would say, (n, origins, leads)."""
        if self.expected is None or self.slow is None or self.memory is None:
            raise ValueError(f"{self.name} is measured: its truth is not known")
        last, ahead = np.array(origins), np.array(leads)
        target = last[:, None] + ahead[None, :] - 1
        kept = self.memory[:, None, None] ** ahead
        return self.expected[:, target] * (1 + kept * self.slow[:, last - 1][:, :, None])


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """Chance on n units: standard deviations of its slow and quick part (n,), as shares of use, and the memory."""

    slow: FloatArray
    quick: FloatArray
    memory: FloatArray

    def drawn(self, days: int, *, seed: int) -> tuple[FloatArray, FloatArray]:
        """Seeded slow and quick parts, each (n, days)."""
        rng = np.random.default_rng(seed)
        slow = np.concatenate([memory(rng, (1, days), float(phi)) for phi in self.memory])
        quick = rng.standard_normal((self.slow.size, days))
        return self.slow[:, None] * slow, self.quick[:, None] * quick
