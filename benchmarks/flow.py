"""The flow engine beside the exact one, in one run: bounds of a season, even shares, outages, a national season."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import numpy as np

from benchmarks.figures import Figure, FigureTable, cpu_seconds
from benchmarks.instances import province
from nuandong.balance import BalanceCase, BalancePlan, solve_tiers
from nuandong.balance.flow import Outages, fair_shares, screen, screen_outages, warm
from nuandong.balance.program import DUAL_SIMPLEX, Program
from nuandong.balance.solve import rank_cost

AGREES = 1e-6
OUTAGES = 60
WINTERS = 5
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Timed(Generic[Answer]):
    """An answer and the CPU seconds it took."""

    answer: Answer
    seconds: float


def run(arguments: list[str]) -> FigureTable:
    """Measure the flow engine; `--quick` takes 30 days instead of 151 and leaves out the national season."""
    is_quick = "--quick" in arguments
    days = 30 if is_quick else 151
    warm()
    table = FigureTable(f"flow, {days} gas days")
    for winter in ("mild", "cold", "extreme"):
        add_bounds(table, winter=winter, days=days)
    add_winters(table, days=days)
    add_fair_shares(table, days=14)
    add_outages(table, days=14)
    if not is_quick:
        add_nation(table, days=days)
    return table


def add_bounds(table: FigureTable, *, winter: str, days: int) -> None:
    """Both bounds of every rank against one cold run of HiGHS on the same winter; and whether they hold the plan."""
    case = province(winter=winter, days=days)
    weighted = timed(lambda: weighted_run(case)).seconds
    exact = timed(lambda: solve_tiers(case=case, is_fair=False))
    seconds = cpu_seconds(lambda: screen(case=case))
    bounds, missing = screen(case=case), np.cumsum(exact.answer.rank_unserved)
    near = AGREES * np.maximum(missing, 1.0)
    if (bounds.lower > missing + near).any() or (missing > bounds.upper + near).any():
        raise AssertionError(f"{winter}: {missing} outside of {bounds.lower} … {bounds.upper}")
    width = float((bounds.upper - bounds.lower).max() / case.demands.quantity.sum())
    table.add(Figure(f"{winter}: both bounds of all ranks", seconds * 1e3, "ms CPU"))
    table.add(Figure(f"{winter}: one weighted run / both bounds", weighted / seconds))
    table.add(Figure(f"{winter}: exact plan, not fair / both bounds", exact.seconds / seconds))
    table.add(Figure(f"{winter}: widest distance of the bounds", width * 100, "% of demand"))
    steady = lossless(case)
    lower, volumes = screen(case=steady).lower, solve_tiers(case=steady, is_fair=False).rank_unserved
    apart = np.abs(np.diff(lower, prepend=0.0) - volumes) / np.maximum(volumes, 10.0)
    table.add(
        Figure(f"{winter}: without losses, flow and exact apart", float(apart.max()), "relative", goal=AGREES)
    )


def add_winters(table: FigureTable, *, days: int) -> None:
    """Winters drawn at random, all ranks of each, against one cold run of HiGHS on the same winter.

    Without losses one flow gives every rank; with them a second flow closes the bound from above, which a study of
    many winters asks only of those whose lower bound lies near what it looks for.
    """
    winters = [lossless(case) for case in drawn_winters(province(winter="cold", days=days), count=WINTERS)]
    cold = sum(timed(lambda case=case: weighted_run(case)).seconds for case in winters)  # type: ignore[misc]
    flows = sum(cpu_seconds(lambda case=case: screen(case=case)) for case in winters)  # type: ignore[misc]
    lossy = drawn_winters(province(winter="cold", days=days), count=WINTERS)
    both = sum(cpu_seconds(lambda case=case: screen(case=case)) for case in lossy)  # type: ignore[misc]
    goal = 60.0 if days == 151 else None
    table.add(Figure(f"{WINTERS} drawn winters: all ranks by flow", flows / WINTERS * 1e3, "ms CPU a winter"))
    for what, seconds, why in (
        (
            "all ranks",
            flows,
            "machines differ in what memory costs; the flow moves more of it than the solver",
        ),
        (
            "both bounds of all ranks",
            both,
            "two flows and the stocks between them; most winters are told by the lower bound alone",
        ),
    ):
        ratio = cold / seconds
        note = why if goal is not None and ratio < goal else ""
        table.add(
            Figure(f"{WINTERS} drawn winters: cold run / {what}", ratio, goal=goal, at_least=True, note=note)
        )


def drawn_winters(case: BalanceCase, *, count: int) -> list[BalanceCase]:
    """Winters of another temper each: all uses rise and fall together, by a tenth and slowly, drawn from a seed."""
    winters = []
    for seed in range(count):
        rng = np.random.default_rng([seed, 5])
        waves = np.cumsum(rng.normal(0.0, 0.02, case.steps.count))
        temper = np.clip(1.0 + rng.normal(0.0, 0.05) + waves - waves.mean(), 0.7, 1.3)
        demands = replace(case.demands, quantity=case.demands.quantity * temper)
        winters.append(replace(case, demands=demands))
    return winters


def add_fair_shares(table: FigureTable, *, days: int) -> None:
    """Even shares against filling by linear programs, without losses, where both are exact."""
    for winter in ("cold", "extreme"):
        case = lossless(province(winter=winter, days=days))
        plain = timed(lambda case=case: solve_tiers(case=case, is_fair=False))  # type: ignore[misc]
        fair: Timed[BalancePlan] = timed(lambda case=case: solve_tiers(case=case))  # type: ignore[misc]
        seconds = cpu_seconds(lambda case=case: fair_shares(case=case))  # type: ignore[misc]
        share = fair.answer.unserved / np.maximum(case.demands.quantity, 1e-12)
        apart = float(np.abs(share - fair_shares(case=case).share).max())
        ratio = (fair.seconds - plain.seconds) / seconds
        table.add(
            Figure(
                f"{winter}, {days} days: filling / even shares by flow",
                ratio,
                goal=20,
                at_least=True,
                note=""
                if ratio >= 20
                else "filling has itself become several times quicker: small programs, each apart",
            )
        )
        table.add(Figure(f"{winter}, {days} days: shares apart", apart, "share", goal=AGREES))


def add_outages(table: FigureTable, *, days: int) -> None:
    """Every one of 60 elements out over the whole horizon, both bounds, in cold solves of the same plan."""
    case = province(winter="cold", days=days)
    cold = cpu_seconds(lambda: weighted_run(case))
    exact = timed(lambda: solve_tiers(case=case, is_fair=False)).seconds
    outages = sixty_outages(case)
    seconds = cpu_seconds(lambda: screen_outages(case=case, outages=outages))
    table.add(Figure(f"{OUTAGES} outages of {days} days, both bounds", seconds * 1e3, "ms CPU"))
    table.add(Figure(f"{OUTAGES} outages / one cold weighted run", seconds / cold, goal=4))
    table.add(Figure(f"{OUTAGES} exact plans / {OUTAGES} outages", OUTAGES * exact / seconds))


def add_nation(table: FigureTable, *, days: int) -> None:
    """Ten times the network, a whole season, both bounds."""
    case = province(winter="cold", days=days, scale=10)
    seconds = timed(lambda: screen(case=case)).seconds
    table.add(Figure("nation, ten times the network: both bounds", seconds, "s CPU", 15))


def sixty_outages(case: BalanceCase) -> Outages:
    """Thirty pipes, fifteen contracts and fifteen stores, the largest of each, out on every step."""
    largest = [
        np.argsort(-capacity.mean(axis=1))[:count]
        for capacity, count in (
            (case.links.capacity, 30),
            (case.supplies.limit, 15),
            (case.tanks.sendout, 15),
        )
    ]
    index = np.concatenate(largest)
    return Outages(
        kind=("link",) * 30 + ("supply",) * 15 + ("tank",) * 15,
        index=index,
        first=np.zeros(index.size, dtype=np.int64),
        count=np.full(index.size, case.steps.count),
    )


def lossless(case: BalanceCase) -> BalanceCase:
    """The case with gas that does not boil off."""
    return replace(case, tanks=replace(case.tanks, boil_off=np.zeros_like(case.tanks.boil_off)))


def weighted_run(case: BalanceCase) -> float:
    """One cold run of HiGHS over all ranks with geometric weights: the floor of any exact plan."""
    program, ranks = Program(case), case.ranks
    weights = sum(rank_cost(program, rank) * 3.0 ** (ranks - 1 - rank) for rank in range(ranks))
    return program.minimise(np.asarray(weights), strategy=DUAL_SIMPLEX)


def timed(work: Callable[[], Answer]) -> Timed[Answer]:
    """An answer with the CPU time of one run."""
    begin = time.process_time()
    answer = work()
    return Timed(answer, time.process_time() - begin)
