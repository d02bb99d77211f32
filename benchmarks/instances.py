"""Seeded balance cases of a province's size: 170 nodes, 220 pipes, 40 contracts, 60 stores, 54 trucking nodes,
ten classes, one winter. Three winters: mild (no gap), cold (two classes cut), extreme (the largest source lost
for twelve days, pipes at a third, low stocks: six classes cut)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from nuandong.balance import BalanceCase, Demands, Links, Steps, Supplies, Tanks

NODES, PIPES, CONTRACTS, STORES, TRUCKS, CLASSES, DEMAND_NODES = 170, 220, 40, 60, 54, 10, 91
SUPPLY_OF_PEAK = {"mild": 1.02, "cold": 0.80, "extreme": 0.72}
STOCK = {"mild": 0.9, "cold": 0.8, "extreme": 0.45}


def province(*, winter: str, days: int = 151, seed: int = 1, scale: int = 1) -> BalanceCase:
    """One instance; `scale` multiplies the network for a national size."""
    rng = np.random.default_rng([seed, scale])
    nodes, pipes = NODES * scale, PIPES * scale
    tail, head = _tree_and_rings(rng, nodes, pipes)
    demand_at = rng.choice(nodes, DEMAND_NODES * scale, replace=False)
    wave = _winter_shape(days)
    weight = rng.lognormal(0, 0.8, (demand_at.size, CLASSES)) * rng.uniform(0.4, 1.6, CLASSES)
    heats = np.linspace(1.0, 0.15, CLASSES)  # protected classes follow the weather, industry hardly
    shape = 1.0 + heats[:, None] * (wave - wave.mean())[None, :]
    quantity = (weight[:, :, None] * shape[None, :, :]).reshape(-1, days)
    quantity *= 4500.0 * scale / quantity.sum(axis=0).max()
    peak = float(quantity.sum(axis=0).max())
    capacity = rng.uniform(0.03, 0.3, pipes)[:, None] * peak / scale * np.ones((1, days))
    if winter == "extreme":
        capacity[rng.choice(pipes, 8 * scale, replace=False)] *= 0.35
    return BalanceCase(
        nodes=nodes,
        steps=Steps(np.full(days, 24.0)),
        links=Links(
            tail,
            head,
            capacity,
            capacity * (rng.random(pipes) < 0.3)[:, None],
            rng.uniform(0.001, 0.05, pipes),
        ),
        supplies=_supplies(rng, winter, nodes, peak, days, scale),
        tanks=_tanks(rng, winter, nodes, peak, days, scale),
        demands=Demands(np.repeat(demand_at, CLASSES), np.tile(np.arange(CLASSES), demand_at.size), quantity),
    )


def small_changes(case: BalanceCase) -> Iterator[tuple[str, BalanceCase]]:
    """Everyday changes: the largest use 5 % up, the fourth largest supply 10 % down, a middling pipe out."""
    demands, supplies, links = case.demands, case.supplies, case.links
    quantity = demands.quantity.copy()
    quantity[int(quantity.sum(axis=1).argmax())] *= 1.05
    yield "one use +5 %", replace(case, demands=replace(demands, quantity=quantity))
    limit = supplies.limit.copy()
    limit[np.argsort(-limit.mean(axis=1))[3]] *= 0.9
    yield "one supply -10 %", replace(case, supplies=replace(supplies, limit=limit))
    is_open = np.ones((links.tail.size, 1))
    is_open[np.argsort(-links.capacity.mean(axis=1))[30]] = 0.0
    out = replace(links, capacity=links.capacity * is_open, capacity_back=links.capacity_back * is_open)
    yield "one pipe out", replace(case, links=out)


def _tree_and_rings(rng: np.random.Generator, nodes: int, pipes: int) -> tuple[np.ndarray, np.ndarray]:
    tail = [int(rng.integers(max(0, node - 15), node)) for node in range(1, nodes)]
    head = list(range(1, nodes))
    while len(tail) < pipes:
        first, second = (int(end) for end in rng.choice(nodes, 2, replace=False))
        tail.append(first)
        head.append(second)
    return np.asarray(tail), np.asarray(head)


def _winter_shape(days: int) -> np.ndarray:
    at = np.linspace(0, 1, days)
    season = np.exp(-(((at - 0.5) / 0.33) ** 2))
    waves = sum(0.25 * np.exp(-(((at - centre) / 0.02) ** 2)) for centre in (0.32, 0.48, 0.61))
    return np.asarray(season + waves)


def _supplies(
    rng: np.random.Generator, winter: str, nodes: int, peak: float, days: int, scale: int
) -> Supplies:
    share = rng.dirichlet(np.full(CONTRACTS * scale, 1.5))
    limit = (share * SUPPLY_OF_PEAK[winter] * peak)[:, None] * np.ones((1, days))
    if winter == "extreme" and days > 40:
        limit[int(share.argmax()), days // 2 - 6 : days // 2 + 6] = 0.0
    trucks = rng.uniform(0.5, 3.0, TRUCKS * scale)[:, None] * np.ones((1, days))
    entries = rng.choice(nodes // 3, CONTRACTS * scale)
    return Supplies(
        node=np.concatenate([entries, rng.choice(nodes, TRUCKS * scale)]),
        limit=np.concatenate([limit, trucks]),
        cost=np.concatenate(
            [rng.uniform(1.3, 3.0, CONTRACTS * scale), rng.uniform(4.5, 7.0, TRUCKS * scale)]
        ),
    )


def _tanks(rng: np.random.Generator, winter: str, nodes: int, peak: float, days: int, scale: int) -> Tanks:
    count = STORES * scale
    room = rng.lognormal(0, 1.0, count)
    room *= 3.0 * peak / room.sum()
    full = np.ones((1, days))
    return Tanks(
        node=rng.choice(nodes, count),
        opening=room * STOCK[winter],
        capacity=room,
        least=(room * 0.1)[:, None] * full,
        sendout=(room * 0.08)[:, None] * full,
        injection=(room * 0.03)[:, None] * full,
        boil_off=np.where(rng.random(count) < 0.6, 0.001, 0.0),
        cost=np.full(count, 0.3),
    )
