"""Random edits of a plan: the network's verdict against cold solves of another solver, which share nothing with it.

The oracle puts load that the lines leave uncut above everything, solves rank after rank from nothing with scipy, and
asks whether anybody is shorter, or any tier gives more in all, than under the best plan found the same cold way.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nuandong.assess.day import Answers, Workings, day_answers
from nuandong.assess.explaining.subject import ordered_points
from nuandong.assess.hand_run import HandPlan, compared
from nuandong.assess.hand_words import network_findings
from nuandong.assess.loads import RankedRows
from nuandong.assess.problem import measured_problem
from nuandong.casefile import read_case
from nuandong.curtailment import PointLoads
from nuandong.units import FloatArray
from tests.balance.cold_solver import cold_rank_volumes

TINY = Path(__file__).parents[1] / "cases" / "tiny"
FAR = 0.01  # 10^4 m3/day: ten times what rounding may add up to


@pytest.fixture(scope="module")
def day() -> tuple[Answers, PointLoads]:
    answers = day_answers(case=read_case(TINY))
    return answers, ordered_points(answers.work)


def volumes(work: Workings, rows: RankedRows) -> FloatArray:
    return cold_rank_volumes(measured_problem(grounds=work.grounds, rows=rows, powers=work.powers))


def best_by_rank(work: Workings) -> FloatArray:
    return volumes(work, work.plan.rows)


def by_hand(work: Workings, given: FloatArray) -> tuple[float, FloatArray]:
    """What is missing of load that is left uncut, and the volume of each rank with the lines carried out."""
    rows = work.plan.rows
    orders = np.flatnonzero(rows.is_order)
    taken = given[rows.tier[orders], rows.county[orders]]
    quantity = rows.quantity.copy()
    uncut = np.zeros((orders.size, quantity.shape[1]))
    uncut[:, 0] = quantity[orders, 0] - taken
    quantity[orders, 0] = 0.0
    first = RankedRows(
        county=np.concatenate([rows.county[orders], rows.county]),
        rank=np.concatenate([np.zeros(orders.size, dtype=np.int64), rows.rank + 1]),
        tier=np.concatenate([rows.tier[orders], rows.tier]),
        is_order=np.concatenate([np.zeros(orders.size, dtype=np.bool_), rows.is_order]),
        is_protected=np.concatenate([np.zeros(orders.size, dtype=np.bool_), rows.is_protected]),
        quantity=np.concatenate([uncut, quantity]),
    )
    found = volumes(work, first)
    missing, rest = float(found[0]), found[1:].copy()
    for row, amount in zip(orders, taken, strict=True):
        rest[rows.rank[row]] += amount
    return missing, rest


def edited(day: tuple[Answers, PointLoads], seed: int) -> HandPlan:
    """One to three lines changed: scaled, dropped, or moved to another point of the lists."""
    answers, loads = day
    dice = np.random.default_rng(seed)
    cuts = answers.cuts
    relief = cuts.relief.copy()
    points = list(cuts.point)
    for _ in range(int(dice.integers(1, 4))):
        line = int(dice.integers(len(points)))
        act = int(dice.integers(4))
        if act == 0:
            relief[line] = np.round(relief[line] * dice.uniform(0.2, 1.0), 4)
        elif act == 1:
            relief[line] = 0.0
        elif act == 2:
            able = np.flatnonzero(loads.reducible[:, 0] > 0)
            points[line] = loads.point[int(dice.choice(able))]
        else:
            other = int(dice.integers(len(points)))
            amount = np.round(min(relief[line], dice.uniform(0.0, 0.6)), 4)
            relief[line], relief[other] = relief[line] - amount, relief[other] + amount
    return HandPlan(answers.work, replace(cuts, point=tuple(points), relief=relief), loads, {})


@pytest.mark.parametrize("seed", range(40))
def test_the_networks_verdict_on_random_edits_is_that_of_cold_solves(
    day: tuple[Answers, PointLoads], seed: int
) -> None:
    hand = edited(day, seed)
    found = compared(hand)
    work = hand.work
    missing, rest = by_hand(work, found.given)
    worse = np.round(rest - best_by_rank(work), 6)
    first = next((float(step) for step in worse if abs(step) > FAR), 0.0)
    is_refused = len(network_findings(found)) > 0
    if missing > FAR or first > FAR:
        assert is_refused
    elif missing < FAR / 10 and np.abs(worse).max() < FAR / 10:
        assert not is_refused


def test_the_edits_hold_plans_of_both_kinds(day: tuple[Answers, PointLoads]) -> None:
    verdicts = [len(network_findings(compared(edited(day, seed)))) > 0 for seed in range(40)]
    assert 3 <= sum(verdicts) <= 39
