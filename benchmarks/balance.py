"""The exact plan beside its floor and its peers: HiGHS's own weighted run, sequential runs from nothing, and the
plan found again after a small change."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

import highspy
import numpy as np

from benchmarks.figures import Figure, FigureTable, cpu_seconds
from benchmarks.flow import timed
from benchmarks.instances import province, small_changes
from nuandong.balance import BalanceCase, solve_tiers
from nuandong.balance.costs import purchase_cost, rank_cost, weighted_cost
from nuandong.balance.program import DUAL_SIMPLEX, Program
from nuandong.balance.solve import settle_ranks
from nuandong.balance.start import START_COST, START_RATIO, Start, first_run

WINTERS = ("mild", "cold", "extreme")
LEAK = 1e-6  # share of a settled rank by which a tolerance row lets it rise
NEAR = 1e-3  # share by which the leaks of all ranks may move a later one


@dataclass(frozen=True, slots=True)
class Floor:
    """CPU seconds of one run of HiGHS from nothing: of ranks alone, of ranks with costs, and of building."""

    build: float
    ranks: float
    with_cost: float


def run(arguments: list[str]) -> FigureTable:
    """Measure three winters; `--quick` takes 30 days instead of 151."""
    days = 30 if "--quick" in arguments else 151
    table = FigureTable(f"balance, {days} gas days")
    for winter in WINTERS:
        case = province(winter=winter, days=days)
        floor = floor_of(case)
        add_exact(table, winter=winter, case=case, floor=floor)
        add_changes(table, what=f"{winter}, {days} days", case=case, goal=1 / 3, floor=floor)
    for winter in WINTERS:
        case = province(winter=winter, days=14)
        add_changes(table, what=f"{winter}, 14 days", case=case, goal=1 / 2, floor=floor_of(case))
    return table


def add_exact(table: FigureTable, *, winter: str, case: BalanceCase, floor: Floor) -> None:
    """The exact plan with and without cost and fair shares, in runs of the floor; sequential solves in exact plans."""
    ranks = cpu_seconds(lambda: ranks_alone(case))
    exact = cpu_seconds(lambda: solve_tiers(case=case, is_fair=False))
    fair = cpu_seconds(lambda: solve_tiers(case=case), rounds=1)
    volumes = solve_tiers(case=case, is_fair=False).rank_unserved
    held, rows = timed(lambda: closing_sequence(case)), timed(lambda: plain_sequence(case))
    for which, answer in (("closing", held.answer), ("tolerance rows", rows.answer)):
        if (np.abs(answer - volumes) > NEAR * np.maximum(volumes, 1.0)).any():
            raise AssertionError(f"{winter}, {which}: {answer} against {volumes}")
    table.add(
        Figure(f"{winter}: one weighted run of HiGHS", floor.ranks, "s CPU", note="the floor: ranks alone")
    )
    table.add(Figure(f"{winter}: the same with costs in it", floor.with_cost, "s CPU"))
    table.add(Figure(f"{winter}: building / weighted run", floor.build / floor.ranks, goal=0.05))
    table.add(Figure(f"{winter}: exact ranks alone / weighted run", ranks / floor.ranks, goal=1.5))
    table.add(Figure(f"{winter}: exact, cost and ties / weighted run", exact / floor.ranks, goal=1.5))
    table.add(
        Figure(
            f"{winter}: exact, fair shares, cost and ties / weighted run",
            fair / floor.ranks,
            note="the floor knows no fairness; no goal was set",
        )
    )
    table.add(
        Figure(
            f"{winter}: cold sequential, tolerance rows / exact",
            rows.seconds / exact,
            goal=8,
            at_least=True,
            note="one run a rank from nothing, no cost: the peer of the goal",
        )
    )
    table.add(
        Figure(
            f"{winter}: cold sequential, closing settled columns / exact",
            held.seconds / exact,
            note="a stronger peer: it borrows the holding of the face",
        )
    )


def add_changes(table: FigureTable, *, what: str, case: BalanceCase, goal: float, floor: Floor) -> None:
    """The plan after each of three small changes, from where the old plan ended and from nothing."""
    start = Start()
    solve_tiers(case=case, is_fair=False, start=start)
    for name, changed in small_changes(case):
        warm = cpu_seconds(
            lambda changed=changed: solve_tiers(case=changed, is_fair=False, start=Start(start.basis)),  # type: ignore[misc]
            rounds=5,
        )
        cold = cpu_seconds(lambda changed=changed: solve_tiers(case=changed, is_fair=False))  # type: ignore[misc]
        table.add(Figure(f"{what}, {name}: plan again", warm * 1e3, "ms CPU"))
        table.add(
            Figure(f"{what}, {name}: again / one run of HiGHS with costs", warm / floor.with_cost, goal=goal)
        )
        table.add(
            judged(
                f"{what}, {name}: again / exact plan from nothing",
                warm / cold,
                goal=goal,
                why="the plan from nothing has itself become several times quicker than the run it was set against, "
                "and what moves here moves stock on all days",
            )
        )


def judged(what: str, measured: float, *, goal: float, why: str) -> Figure:
    """A figure that gives the reason where it misses its goal, and none where it does not."""
    figure = Figure(what, measured, goal=goal)
    return figure if figure.met else Figure(what, measured, goal=goal, note=why)


def floor_of(case: BalanceCase) -> Floor:
    """Building and one run from nothing, medians of three."""
    spent = [_floor_once(case) for _ in range(3)]
    return Floor(*(statistics.median(column) for column in zip(*spent, strict=True)))


def _floor_once(case: BalanceCase) -> tuple[float, float, float]:
    built = timed(lambda: Program(case))
    ranks = weighted_cost(built.answer, ranks=case.ranks, ratio=START_RATIO)
    alone = timed(lambda: built.answer.minimise(ranks, strategy=DUAL_SIMPLEX))
    other = Program(case)
    costs = ranks + START_COST * purchase_cost(other)
    with_cost = timed(lambda: other.minimise(costs, strategy=DUAL_SIMPLEX))
    return built.seconds, alone.seconds, with_cost.seconds


class RowProgram(Program):
    """A program that also takes rows which are no equations, for the peer that needs them."""

    def bound(self, cost: np.ndarray, *, upper: float) -> None:
        """Let `cost @ columns` be at most so much."""
        chosen = np.flatnonzero(cost).astype(np.int32)
        self._highs.addRow(-highspy.kHighsInf, upper, chosen.size, chosen, cost[chosen])


def ranks_alone(case: BalanceCase) -> Program:
    """Every rank at its least and held, and nothing after: no shares, no cost, no ties."""
    program = first_run(case=case, ratio=START_RATIO, start=Start())
    settle_ranks(program)
    return program


def plain_sequence(case: BalanceCase) -> np.ndarray:
    """One solve from nothing for each rank; a row lets each settled rank rise by no more than a tolerance."""
    least: list[float] = []
    for rank in range(case.ranks):
        program = RowProgram(case)
        for before, volume in enumerate(least):
            program.bound(rank_cost(program, before), upper=volume + LEAK * max(volume, 1.0))
        least.append(program.minimise(rank_cost(program, rank), strategy=DUAL_SIMPLEX))
    return np.asarray(least)


def closing_sequence(case: BalanceCase) -> np.ndarray:
    """One solve from nothing for each rank; what a settled rank holds still is closed, as the exact plan does."""
    settled, least = Program(case), []
    for rank in range(case.ranks):
        program = Program(case)
        program.fix(settled.lower == settled.upper, settled.lower)
        least.append(program.minimise(rank_cost(program, rank), strategy=DUAL_SIMPLEX))
        program.hold_face()
        settled = program
    return np.asarray(least)
