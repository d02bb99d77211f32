"""Small balance cases for tests, by hand and at random from a seed."""

from __future__ import annotations

import numpy as np

from nuandong.balance import BalanceCase, Demands, Links, Steps, Supplies, Tanks


def no_tanks(steps: int) -> Tanks:
    """A case without stores."""
    empty = np.zeros((0, steps))
    none = np.zeros(0)
    return Tanks(np.zeros(0, dtype=np.int64), none, none, empty, empty, empty, none, none)


def whole(values: list[int]) -> np.ndarray:
    return np.asarray(values, dtype=np.int64)


def line_case(*, capacity: float, supply: float, near: list[float], far: list[float]) -> BalanceCase:
    """Two nodes, gas at the first, one pipe to the second; one row a rank at each node, one gas day."""
    ranks = len(near)
    return BalanceCase(
        nodes=2,
        steps=Steps(np.array([24.0])),
        links=Links(whole([0]), whole([1]), np.array([[capacity]]), np.array([[0.0]]), np.array([0.001])),
        supplies=Supplies(whole([0]), np.array([[supply]]), np.array([2.0])),
        tanks=no_tanks(1),
        demands=Demands(
            node=whole([0] * ranks + [1] * ranks),
            rank=whole([*range(ranks), *range(ranks)]),
            quantity=np.array([*near, *far])[:, None],
        ),
    )


def tank_case(*, opening: float, boil_off: float, least: float, demand: list[float]) -> BalanceCase:
    """One node with a store and nothing else, one gas day a figure of `demand`, one rank."""
    steps = len(demand)
    return BalanceCase(
        nodes=1,
        steps=Steps(np.full(steps, 24.0)),
        links=Links(whole([]), whole([]), np.zeros((0, steps)), np.zeros((0, steps)), np.zeros(0)),
        supplies=Supplies(whole([]), np.zeros((0, steps)), np.zeros(0)),
        tanks=Tanks(
            node=whole([0]),
            opening=np.array([opening]),
            capacity=np.array([1000.0]),
            least=np.full((1, steps), least),
            sendout=np.full((1, steps), 500.0),
            injection=np.full((1, steps), 100.0),
            boil_off=np.array([boil_off]),
            cost=np.array([0.0]),
        ),
        demands=Demands(whole([0]), whole([0]), np.array([demand])),
    )


def random_case(
    seed: int, *, nodes: int = 12, steps: int = 4, ranks: int = 4, lossy: bool = True
) -> BalanceCase:
    """A connected random network with pipes both ways, stores, scarce gas, and every rank at most nodes."""
    rng = np.random.default_rng(seed)
    tail = [int(rng.integers(0, node)) for node in range(1, nodes)]
    head = list(range(1, nodes))
    for _ in range(nodes // 2):
        first, second = (int(end) for end in rng.choice(nodes, 2, replace=False))
        tail.append(first)
        head.append(second)
    links, tanks = len(tail), 3
    capacity = np.round(rng.uniform(0, 12, (links, steps)), 2)
    room = np.round(rng.uniform(5, 30, tanks), 2)
    rows = [(node, rank) for node in range(nodes) for rank in range(ranks) if rng.random() < 0.8]
    quantity = np.round(rng.uniform(0, 4, (len(rows), steps)), 2)
    return BalanceCase(
        nodes=nodes,
        steps=Steps(rng.choice([24.0, 12.0], steps)),
        links=Links(
            whole(tail),
            whole(head),
            capacity,
            capacity * (rng.random(links) < 0.4)[:, None],
            np.full(links, 0.001),
        ),
        supplies=Supplies(
            whole(list(rng.integers(0, nodes, 5))),
            np.round(rng.uniform(0, 14, (5, steps)), 2),
            rng.uniform(1, 4, 5),
        ),
        tanks=Tanks(
            node=whole(list(rng.integers(0, nodes, tanks))),
            opening=np.round(room * rng.uniform(0.3, 1.0, tanks), 2),
            capacity=room,
            least=np.repeat((room * 0.2)[:, None], steps, axis=1) * 0.5,
            sendout=np.repeat((room * 0.4)[:, None], steps, axis=1),
            injection=np.repeat((room * 0.2)[:, None], steps, axis=1),
            boil_off=np.full(tanks, 0.002 if lossy else 0.0),
            cost=np.full(tanks, 0.5),
        ),
        demands=Demands(whole([node for node, _ in rows]), whole([rank for _, rank in rows]), quantity),
    )
