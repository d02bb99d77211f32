"""Random cases that strain the bounds: much boil-off, floors that rise and fall, steps of any length."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nuandong.balance import BalanceCase, Steps
from tests.balance.small import random_case


def harsh_case(seed: int, *, lossy: bool = True) -> BalanceCase:
    """A random case whose stores lose up to a third a day and must hold other stocks on every step.

    Floors may be out of reach: then there is no plan at all.
    """
    rng = np.random.default_rng([seed, 77])
    steps = int(rng.integers(1, 6))
    case = random_case(
        seed, nodes=int(rng.integers(2, 12)), steps=steps, ranks=int(rng.integers(1, 5)), lossy=lossy
    )
    tanks = case.tanks
    count = tanks.node.size
    share = rng.uniform(0, rng.choice([0.1, 0.4, 0.7]), (count, steps)) * (rng.random((count, steps)) < 0.5)
    injection = tanks.injection * rng.choice([0.0, 1.0, 4.0], (count, 1))
    return replace(
        case,
        steps=Steps(rng.choice([24.0, 12.0, 6.0, 1.0, 48.0], steps)),
        tanks=replace(
            tanks,
            least=np.round(tanks.capacity[:, None] * share, 2),
            boil_off=np.round(rng.uniform(0, 0.3, count), 3) if lossy else tanks.boil_off,
            injection=injection,
            opening=np.round(tanks.capacity * rng.uniform(0, 1, count), 2),
        ),
    )
