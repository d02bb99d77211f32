"""The exact plan beside its floor: HiGHS's own run, one weighted program, and cold sequential solves."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np

from benchmarks.figures import Figure, FigureTable
from benchmarks.instances import province
from nuandong.balance import BalanceCase, solve_tiers
from nuandong.balance.program import DUAL_SIMPLEX, Program
from nuandong.balance.solve import rank_cost


@dataclass(frozen=True, slots=True)
class Timing:
    """CPU seconds of one instance: building, one weighted run, the exact plan without and with fair shares, and
    as many cold solves as there are ranks."""

    build: float
    weighted: float
    exact: float
    fair: float
    cold: float


def run(arguments: list[str]) -> FigureTable:
    """Measure three winters; `--quick` takes 30 days instead of 151."""
    days = 30 if "--quick" in arguments else 151
    table = FigureTable(f"balance, {days} gas days")
    for winter in ("mild", "cold", "extreme"):
        case = province(winter=winter, days=days)
        timing = _measure(case)
        table.add(Figure(f"{winter}: one weighted run of HiGHS", timing.weighted, "s CPU", note="the floor"))
        table.add(Figure(f"{winter}: building / weighted run", timing.build / timing.weighted, goal=0.05))
        table.add(Figure(f"{winter}: exact plan / weighted run", timing.exact / timing.weighted, goal=1.5))
        table.add(
            Figure(
                f"{winter}: cold sequential / exact plan", timing.cold / timing.exact, goal=8, at_least=True
            )
        )
        if not math.isnan(timing.fair):
            table.add(Figure(f"{winter}: exact and fair / weighted run", timing.fair / timing.weighted))
    return table


def _measure(case: BalanceCase) -> Timing:
    begin = time.process_time()
    program = Program(case)
    built = time.process_time()
    program.minimise(_weights(program), strategy=DUAL_SIMPLEX)
    weighted = time.process_time()
    plain = solve_tiers(case=case, is_fair=False)
    exact = time.process_time()
    fair = solve_tiers(case=case) if case.steps.count <= 31 else plain
    fair_done = time.process_time()
    cold = _cold_sequence(case, plain.rank_unserved)
    return Timing(
        build=built - begin,
        weighted=weighted - built,
        exact=exact - weighted,
        fair=(fair_done - exact) if fair is not plain else float("nan"),
        cold=cold,
    )


def _weights(program: Program) -> np.ndarray:
    ranks = program.case.ranks
    return np.asarray(sum(rank_cost(program, rank) * 3.0 ** (ranks - 1 - rank) for rank in range(ranks)))


def _cold_sequence(case: BalanceCase, volumes: np.ndarray) -> float:
    """One solve from nothing for each rank, earlier ranks held by closing what they settled; same volumes."""
    begin = time.process_time()
    settled = Program(case)
    for rank in range(case.ranks):
        program = Program(case)
        program.fix(settled.lower == settled.upper, settled.lower)
        cost = rank_cost(program, rank)
        least = program.minimise(cost, strategy=DUAL_SIMPLEX)
        if abs(least - float(volumes[rank])) > 1e-3 * max(1.0, float(volumes[rank])):
            raise AssertionError(f"rank {rank}: cold {least} against {volumes[rank]}")
        program.hold_face()
        settled = program
    return time.process_time() - begin
