"""The bounds of the flow engine attacked: small networks full of stores, changed step by step towards a violation.

A climb takes a random case with much boil-off, changes a few of its figures at a time and keeps what brings the exact
plan nearer to its upper bound, or the lower bound nearer to the exact plan, as long as the two bounds stay apart. If
decision 0014 were wrong anywhere, a climb would cross.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nuandong.balance import BalanceCase, Demands, Links, SolverFailure, Steps, Supplies, Tanks, solve_tiers
from nuandong.balance.flow import screen
from nuandong.findings import FaultyCase

pytest.importorskip("numba")

APART = 0.5  # the bounds of all ranks stay so far apart, or the climb would end where nothing is lost
CROSSED = 2e-6
MOST = {"opening": 1.0, "boil_off": 0.6, "least": 0.95}
Figures = dict[str, np.ndarray]


class Attack:
    """One climb: figures that change, and what does not."""

    def __init__(self, seed: int, aim: str) -> None:
        self.rng, self.aim = np.random.default_rng([seed, 14]), aim
        rng = self.rng
        self.nodes, steps = int(rng.integers(1, 5)), int(rng.integers(2, 7))
        tanks, rows, self.ranks, sources = (
            int(rng.integers(*span)) for span in ((1, 4), (2, 8), (2, 5), (1, 4))
        )
        pipes = int(rng.integers(0, 2 * self.nodes)) if self.nodes > 1 else 0
        ends = np.array([rng.choice(self.nodes, 2, replace=False) for _ in range(pipes)], dtype=np.int64)
        self.ends = ends.reshape(pipes, 2)
        self.places = [rng.integers(0, self.nodes, count) for count in (sources, tanks, rows)]
        self.rank = rng.integers(0, self.ranks, rows)
        self.hours = rng.choice([24.0, 24.0, 12.0, 36.0], steps)
        self.figures: Figures = {
            "there": rng.uniform(0, 8, (pipes, steps)),
            "back": rng.uniform(0, 8, (pipes, steps)) * (rng.random((pipes, 1)) < 0.5),
            "limit": rng.uniform(0, 6, (sources, steps)) * (rng.random((sources, steps)) < 0.6),
            "opening": rng.uniform(0, 1, tanks),
            "capacity": rng.uniform(2, 20, tanks),
            "least": rng.uniform(0, 0.6, (tanks, steps)) * (rng.random((tanks, steps)) < 0.3),
            "sendout": rng.uniform(0, 10, (tanks, steps)),
            "injection": rng.uniform(0, 10, (tanks, steps)),
            "boil_off": rng.uniform(0.03, 0.5, tanks),
            "asked": rng.uniform(0, 6, (rows, steps)) * (rng.random((rows, steps)) < 0.7),
        }  # fmt: skip

    def case(self, figures: Figures) -> BalanceCase:
        sources, tanks, rows = self.places
        capacity, carriage = figures["capacity"], np.full(len(self.ends), 0.001)
        return BalanceCase(
            nodes=self.nodes,
            steps=Steps(self.hours),
            links=Links(self.ends[:, 0], self.ends[:, 1], figures["there"], figures["back"], carriage),
            supplies=Supplies(sources, figures["limit"], np.ones(sources.size)),
            tanks=Tanks(tanks, figures["opening"] * capacity, capacity, figures["least"] * capacity[:, None],
                        figures["sendout"], figures["injection"], figures["boil_off"], np.full(tanks.size, 0.5)),
            demands=Demands(rows, self.rank, figures["asked"]),
        )  # fmt: skip

    def changed(self) -> Figures:
        """A few figures nudged, doubled, emptied or drawn anew."""
        rng, figures = self.rng, {name: table.copy() for name, table in self.figures.items()}
        for _ in range(int(rng.integers(1, 4))):
            name = str(rng.choice([name for name, table in figures.items() if table.size]))
            table, least, most = figures[name], 0.1 if name == "capacity" else 0.0, MOST.get(name, 30.0)
            place, way = np.unravel_index(int(rng.integers(table.size)), table.shape), rng.random()
            nudged = table[place] * (1 + 0.5 * rng.normal()) + 0.1 * rng.normal()
            drawn = 0.0 if way < 0.2 else 2 * table[place] if way < 0.3 else nudged
            table[place] = np.clip(drawn if way < 0.9 else rng.uniform(least, most), least, most)
        figures["boil_off"] = np.maximum(figures["boil_off"], 0.03)
        return figures

    def score(self, figures: Figures) -> float | None:
        """How far the aim is crossed (below zero: not at all); none where a case does not count."""
        case = self.case(figures)
        try:
            missing = solve_tiers(case=case, is_fair=False).rank_unserved
        except (SolverFailure, FaultyCase):
            return None
        plain = screen(case=case)
        if not np.isfinite(plain.upper).all() or plain.upper[-1] - plain.lower[-1] < APART:
            return None
        if self.aim == "lower":
            return float((plain.lower - np.cumsum(missing))[missing.cumsum() > 1e-3].max(initial=-np.inf))
        if self.aim == "follower":
            return float((missing - screen(case=case, followers=2).rank_upper).max())
        asked = np.bincount(
            self.rank, (figures["asked"] * case.steps.days).sum(axis=1), minlength=missing.size
        )
        counts = (missing > 1e-3) & (missing < asked - 1e-3) & (missing.cumsum() - missing > 1e-3)
        return float(
            (missing - plain.rank_upper)[counts].max(initial=-np.inf)
        )  # a rank below one that is short

    def climb(self, tries: int) -> float:
        """The best score met."""
        best = self.score(self.figures)
        for _ in range(tries):
            figures = self.changed()
            found = self.score(figures)
            if found is not None and (best is None or found >= best):
                self.figures, best = figures, found
        return -np.inf if best is None else best


def attack(seeds: range, *, tries: int) -> dict[str, list[float]]:
    best: dict[str, list[float]] = {"upper": [], "lower": [], "follower": []}
    for seed in seeds:
        aim = list(best)[seed % 3]
        score = Attack(seed, aim).climb(tries)
        assert score <= CROSSED, (seed, aim)
        best[aim].append(score)
    return best


def test_climbs_towards_a_violation_end_before_it() -> None:
    attack(range(6), tries=40)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(3))
def test_many_climbs_reach_the_bounds_and_never_cross_them(block: int) -> None:
    """The attack is a real one: some climbs come to within a litre of a bound."""
    best = attack(range(100 + 60 * block, 160 + 60 * block), tries=100)
    for aim, scores in best.items():
        assert max(scores) > -1e-4, aim


def test_an_attack_on_a_wrong_bound_succeeds() -> None:
    """The same climb crosses a bound that charges no boil-off at all above."""
    crossed = 0
    for seed in range(0, 30, 3):
        climb = Attack(seed, "upper")
        case = climb.case(climb.figures)
        tight = replace(case, tanks=replace(case.tanks, boil_off=np.zeros(case.tanks.node.size)))
        try:
            missing = solve_tiers(case=case, is_fair=False).rank_unserved
        except (SolverFailure, FaultyCase):
            continue
        crossed += bool((missing.cumsum() > screen(case=tight).upper + CROSSED).any())
    assert crossed >= 3
