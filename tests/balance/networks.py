"""Random networks of every kind from a seed: shapes, sizes, steps and ranks as wild as a province may bring them.

Trees, rings, meshes, lines, pieces cut off; parallel and two-way pipes, pipes out for a step; steps of unequal hours;
stores that open full or empty, that cannot be filled or drawn, that must hold more tomorrow; several rows of one node
and rank; amounts from 1e-3 to 1e4 in one case; whole numbers, which tie, and fractions, which do not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nuandong.balance import BalanceCase, Demands, Links, Steps, Supplies, Tanks

SMALLEST, LARGEST = 1e-3, 1e4
HOURS = (24.0, 24.0, 12.0, 6.0, 1.0, 48.0)
Pairs = list[tuple[int, int]]


@dataclass(frozen=True)
class Chance:
    """Draws amounts of one case: around one size, over several sizes, or whole numbers."""

    rng: np.random.Generator
    size: float
    spread: float
    is_whole: bool

    @classmethod
    def of(cls, rng: np.random.Generator) -> Chance:
        spread = float(rng.choice([0.0, 0.0, 1.0, 3.0]))
        size = float(10 ** rng.uniform(-2 + spread / 3, 3 - spread / 3))
        return cls(rng, size, spread, bool(rng.random() < 0.3))

    def amounts(self, *shape: int, most: float = 10.0, empty: float = 0.1) -> np.ndarray:
        """Amounts up to about `most` sizes; a part of them is zero."""
        if self.is_whole:
            drawn = self.rng.integers(0, int(most) + 1, shape).astype(np.float64)
        else:
            drawn = self.rng.uniform(0, most, shape)
            drawn = drawn * self.size * 10 ** self.rng.uniform(-self.spread, self.spread / 2, shape)
            drawn = np.where(drawn < SMALLEST, 0.0, np.minimum(drawn, LARGEST))
        return np.where(self.rng.random(shape) < empty, 0.0, drawn)


def tree(rng: np.random.Generator, nodes: int) -> Pairs:
    return [(int(rng.integers(0, node)), node) for node in range(1, nodes)]


def line(rng: np.random.Generator, nodes: int) -> Pairs:
    return [(node - 1, node) for node in range(1, nodes)]


def ring(rng: np.random.Generator, nodes: int) -> Pairs:
    return [(node, (node + 1) % nodes) for node in range(nodes)] if nodes > 1 else []


def mesh(rng: np.random.Generator, nodes: int) -> Pairs:
    more = [(int(rng.integers(nodes)), int(rng.integers(nodes))) for _ in range(nodes)]
    return tree(rng, nodes) + [(one, other) for one, other in more if one != other]


def pieces(rng: np.random.Generator, nodes: int) -> Pairs:
    """Two networks that nothing joins, and nodes that nothing leads to."""
    middle = int(rng.integers(1, nodes)) if nodes > 1 else 1
    first = [pair for pair in mesh(rng, middle) if rng.random() < 0.8]
    return first + [(middle + one, middle + other) for one, other in tree(rng, nodes - middle)]


def none(rng: np.random.Generator, nodes: int) -> Pairs:
    return []


SHAPES: tuple[Callable[[np.random.Generator, int], Pairs], ...] = (tree, line, ring, mesh, mesh, pieces, none)


def random_network(seed: int, *, lossy: bool, largest: int = 9) -> BalanceCase:
    """A case of any kind, not larger than some nodes; `lossy` stores lose up to a third a day."""
    rng = np.random.default_rng([seed, 2023])
    chance = Chance.of(rng)
    nodes, steps = int(rng.integers(1, largest + 1)), int(rng.integers(1, 6))
    hours = rng.choice(HOURS, steps) if rng.random() < 0.6 else np.full(steps, 24.0)
    return BalanceCase(
        nodes=nodes,
        steps=Steps(hours),
        links=_links(chance, nodes, steps),
        supplies=_supplies(chance, nodes, steps),
        tanks=_tanks(chance, nodes, hours / 24.0, lossy),
        demands=_demands(chance, nodes, steps),
    )


def _links(chance: Chance, nodes: int, steps: int) -> Links:
    rng = chance.rng
    pairs = SHAPES[int(rng.integers(len(SHAPES)))](rng, nodes)
    pairs = [pair if rng.random() < 0.5 else pair[::-1] for pair in pairs]
    if pairs and rng.random() < 0.3:
        pairs.append(pairs[0])  # a second pipe beside the first
    count = len(pairs)
    usual = chance.amounts(count, 1, most=15.0)
    capacity = usual * rng.choice([1.0, 1.0, 1.0, 0.5, 0.0], (count, steps))
    back = usual * rng.choice([0.0, 0.0, 1.0, 0.3], (count, 1)) * np.ones((1, steps))
    ends = np.asarray(pairs, dtype=np.int64).reshape(count, 2)
    return Links(ends[:, 0].copy(), ends[:, 1].copy(), capacity, back, np.full(count, 0.001))


def _supplies(chance: Chance, nodes: int, steps: int) -> Supplies:
    rng = chance.rng
    count = int(rng.integers(0, 6))
    limit = chance.amounts(count, 1, most=20.0) * rng.choice([1.0, 1.0, 0.4, 0.0], (count, steps))
    return Supplies(rng.integers(0, nodes, count), limit, np.round(rng.uniform(0, 4, count), 2))


def _tanks(chance: Chance, nodes: int, days: np.ndarray, lossy: bool) -> Tanks:
    rng, steps = chance.rng, days.size
    count = int(rng.integers(0, 4))
    capacity = chance.amounts(count, most=40.0)
    opening = capacity * rng.choice([0.0, 0.5, 0.9, 1.0], count)
    boil_off = rng.choice([0.0, 0.002, 0.05, 0.33], count) if lossy else np.zeros(count)
    kept = opening[:, None] * np.cumprod(1.0 - boil_off[:, None] * days, axis=1)
    least = kept * rng.choice([0.0, 0.0, 0.5, 0.999], (count, 1))  # within reach while nobody draws
    rising = (rng.random((count, 1)) < 0.1) * (rng.random((count, steps)) < 0.3)
    least = np.where(
        rising, np.minimum(capacity[:, None], opening[:, None] * 1.1), least
    )  # asks for injection
    sendout = capacity[:, None] * rng.choice([0.0, 0.2, 1.0, 5.0], (count, 1)) * np.ones((1, steps))
    injection = capacity[:, None] * rng.choice([0.0, 0.1, 1.0, 5.0], (count, 1)) * np.ones((1, steps))
    return Tanks(
        node=rng.integers(0, nodes, count),
        opening=opening,
        capacity=capacity,
        least=least,
        sendout=sendout * (rng.random((count, steps)) < 0.9),
        injection=injection * (rng.random((count, steps)) < 0.9),
        boil_off=boil_off,
        cost=np.full(count, 0.5),
    )


def _demands(chance: Chance, nodes: int, steps: int) -> Demands:
    rng = chance.rng
    ranks, count = int(rng.integers(1, 7)), int(rng.integers(1, 3 * nodes + 2))
    quantity = chance.amounts(count, steps, most=8.0)
    return Demands(rng.integers(0, nodes, count), rng.integers(0, ranks, count), quantity)
