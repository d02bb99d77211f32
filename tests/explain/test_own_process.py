"""What explanations say, asked again by a program of its own: another process, another solver interface, its own
arithmetic for each change. Nothing is handed over but a seed and the answer in figures."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nuandong.assess.day import day_answers
from nuandong.assess.explain import explain
from nuandong.balance import BalanceCase, SolverFailure, solve_tiers
from nuandong.balance.reasons import (
    Bound,
    Change,
    ChangeKind,
    Condition,
    Goal,
    ImpossibleCase,
    conflicts,
    most_of,
    smallest_change,
)
from nuandong.casefile import read_case
from nuandong.findings import FaultyCase
from tests.balance.networks import random_network
from tests.balance.small import whole
from tests.casefile.spoil import add, copy_of_tiny

ROOT = Path(__file__).resolve().parents[2]
GRAIN = 0.01
SPARED = {
    True: 1e-3,
    False: 1e-5,
}  # the cold solver holds ranks by rows with slack of 1e-7; boil-off swells it
Question = dict[str, Any]

HELPED = """
import json, sys
import numpy as np
from nuandong.balance.reasons import Goal
from dataclasses import replace
from tests.balance.networks import random_network
from tests.explain.cold import most_missing

def grown(case, kind, at, step, amount):
    links, supplies, tanks, demands = case.links, case.supplies, case.tanks, case.demands
    if kind == "gas":
        limit = np.zeros((1, case.steps.count))
        limit[0, step] = amount
        return replace(case, supplies=replace(supplies, node=np.append(supplies.node, at),
                       limit=np.vstack([supplies.limit, limit]), cost=np.append(supplies.cost, 0.0)))
    table = {"link": links.capacity, "link_back": links.capacity_back, "supply": supplies.limit,
             "demand": demands.quantity, "sendout": tanks.sendout, "held_back": tanks.least}[kind].copy()
    table[at, step] += -amount if kind in ("demand", "held_back") else amount
    table = np.maximum(table, 0.0)
    return {
        "link": lambda: replace(case, links=replace(links, capacity=table)),
        "link_back": lambda: replace(case, links=replace(links, capacity_back=table)),
        "supply": lambda: replace(case, supplies=replace(supplies, limit=table)),
        "demand": lambda: replace(case, demands=replace(demands, quantity=table)),
        "sendout": lambda: replace(case, tanks=replace(tanks, sendout=table)),
        "held_back": lambda: replace(case, tanks=replace(tanks, least=table)),
    }[kind]()

for asked in json.load(sys.stdin):
    case = random_network(asked["seed"], lossy=asked["lossy"], largest=6)
    goal = Goal(asked["row"], asked["step"])
    place = asked["kind"], asked["at"], asked["step"]
    print(json.dumps([most_missing(grown(case, *place, amount), goal)
                      for amount in (asked["amount"], asked["amount"] - asked["grain"])]))
"""
REFUTED = """
import json, sys
import numpy as np
from nuandong.balance.reasons import Bound, Condition
from tests.balance.networks import random_network
from tests.explain.cold import can_hold

for asked in json.load(sys.stdin):
    case = random_network(asked["seed"], lossy=asked["lossy"], largest=6)
    wishes = [Condition(str(number), str(number), (Bound(figure, np.array([at]), np.array([step]), low, high),))
              for number, (figure, at, step, low, high) in enumerate(asked["wishes"])]
    members = [wishes[member] for member in asked["members"]]
    dropped = [tuple(one for one in members if one is not left) for left in members]
    print(json.dumps([can_hold(case, tuple(members)), *(can_hold(case, rest) for rest in dropped)]))
"""


def asked_elsewhere(program: str, questions: list[Question]) -> list[list[Any]]:
    """The answers of a program in a process of its own, one line a question."""
    ran = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(questions), capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def networks(seeds: range) -> list[tuple[int, bool, BalanceCase]]:
    """Networks of every kind in which amounts are neither tiny nor huge, so that a grain means something."""
    found = []
    for seed in seeds:
        case = random_network(seed, lossy=bool(seed % 2), largest=6)
        if 1.0 < float(case.demands.quantity.max(initial=0.0)) < 100.0:
            found.append((seed, bool(seed % 2), case))
    return found


def counterfactuals(seeds: range) -> list[Question]:
    """One answer a network: a change of some kind somewhere, for a row that is short."""
    questions = []
    for seed, lossy, case in networks(seeds):
        rng = np.random.default_rng([seed, 6])
        try:
            short = np.argwhere(solve_tiers(case=case).unserved > 0.1)
        except (SolverFailure, FaultyCase):  # floors out of reach: nobody asks why
            continue
        sizes = {
            ChangeKind.GAS: case.nodes, ChangeKind.LINK: case.links.tail.size,
            ChangeKind.LINK_BACK: case.links.tail.size, ChangeKind.SUPPLY: case.supplies.node.size,
            ChangeKind.DEMAND: case.demands.node.size, ChangeKind.SENDOUT: case.tanks.node.size,
            ChangeKind.HELD_BACK: case.tanks.node.size,
        }  # fmt: skip
        kinds = [kind for kind, size in sizes.items() if size]
        kind = kinds[int(rng.integers(len(kinds)))]
        if not short.size:
            continue
        row, step = (int(figure) for figure in short[int(rng.integers(len(short)))])
        at = int(case.demands.node[row]) if kind is ChangeKind.GAS else int(rng.integers(sizes[kind]))
        change = Change(kind, at, (step,), 0.0)
        most = most_of(case=case, change=change, ample=200.0)
        if most <= GRAIN:
            continue
        answer = smallest_change(case=case, goal=Goal(row, step), change=change.of(most))
        assert answer.is_verified, seed
        questions.append({
            "seed": seed, "lossy": lossy, "row": row, "step": step, "kind": str(kind), "at": at,
            "amount": answer.change.amount, "grain": GRAIN, "enough": answer.is_enough, "left": answer.left,
        })  # fmt: skip
    return questions


def check_counterfactuals(questions: list[Question]) -> None:
    for asked, (with_change, less) in zip(questions, asked_elsewhere(HELPED, questions), strict=True):
        spared = SPARED[asked["lossy"]]
        if asked["enough"]:
            assert with_change <= spared, asked
            assert less > min(spared, max(1e-5, 100 * with_change)), asked
        else:
            assert with_change == pytest.approx(asked["left"], abs=2e-3), asked


def contradictions(seeds: range) -> list[Question]:
    """One set of wishes a network, of which some contradict."""
    questions = []
    for seed, lossy, case in networks(seeds):
        wishes = random_wishes(np.random.default_rng([seed, 7]), case)
        if not wishes:
            continue
        named = tuple(
            Condition(str(number), str(number), (Bound(figure, whole([at]), whole([step]), low, high),))
            for number, (figure, at, step, low, high) in enumerate(wishes)
        )
        try:
            found = conflicts(case=case, conditions=named)
        except ImpossibleCase:  # floors out of reach, whatever is wished for
            continue
        if not found.is_possible:
            questions.append({
                "seed": seed, "lossy": lossy, "wishes": wishes, "members": [int(one) for one in found.members],
            })  # fmt: skip
    return questions


def random_wishes(rng: np.random.Generator, case: BalanceCase) -> list[tuple[str, int, int, float, float]]:
    """Rows served whole, stock kept, pipes and sources left alone."""
    wishes = []
    for _ in range(10):
        step = int(rng.integers(case.steps.count))
        figure = str(rng.choice(["unserved", "unserved", "unserved", "inventory", "flow", "take"]))
        table = {"unserved": case.demands.quantity, "inventory": case.tanks.sendout, "flow": case.links.capacity,
                 "take": case.supplies.limit}[figure]  # fmt: skip
        if not table.shape[0]:
            continue
        at = int(rng.integers(table.shape[0]))
        low, high = (float(case.tanks.capacity[at]) * 0.6, 1e5) if figure == "inventory" else (0.0, 0.0)
        wishes.append((figure, at, step, low, high))
    return wishes


def check_contradictions(questions: list[Question]) -> None:
    for asked, (together, *dropped) in zip(questions, asked_elsewhere(REFUTED, questions), strict=True):
        assert not together, asked
        assert all(dropped), asked


def test_what_would_help_does_in_a_process_of_its_own() -> None:
    questions = counterfactuals(range(120))
    assert len(questions) >= 20
    assert {asked["enough"] for asked in questions} == {True, False}
    check_counterfactuals(questions)


def test_contradictions_are_irreducible_in_a_process_of_its_own() -> None:
    questions = contradictions(range(60))
    assert len(questions) >= 10
    assert max(len(asked["members"]) for asked in questions) >= 3
    check_contradictions(questions)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(4))
def test_a_thousand_networks_are_explained_and_asked_again_elsewhere(block: int) -> None:
    seeds = range(1000 + 250 * block, 1250 + 250 * block)
    check_counterfactuals(counterfactuals(seeds))
    check_contradictions(contradictions(seeds))


# ---- a whole day, from changed files ---------------------------------------------------------------------------


def cut_users(folder: Path, out: Path) -> set[str]:
    """Who is cut on the day of a case folder, by the command in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "nuandong", "plan", str(folder), "--out", str(out)],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    with (out / "cuts.csv").open(encoding="utf-8-sig", newline="") as opened:
        return {row["user"] for row in csv.DictReader(opened)}


@pytest.mark.slow
def test_a_well_of_the_size_that_is_said_to_spare_the_mill_spares_it_and_a_smaller_one_does_not(
    tmp_path: Path,
) -> None:
    """A further source with its contract is written into the files of the case; the level of the day stays."""
    case = read_case(ROOT / "tests" / "cases" / "tiny")
    found = explain(case=case, user="u-mill", answers=day_answers(case=case))
    [gas] = [one for one in found.would_help if one.kind == "gas"]
    assert gas.is_enough
    for amount, spared in ((gas.amount, True), (gas.amount - GRAIN, False)):
        folder = copy_of_tiny(tmp_path / f"{amount}")
        add(
            "sources",
            "well",
            "新井",
            "New well",
            "cbm",
            "煤层气",
            gas.ident,
            repr(amount),
            "35.5",
            "",
            "illustrative",
            "t",
        )(folder)
        add("contracts", "c-well", "新井公司", "upstream", "well", gas.ident, "0", repr(amount), "9999", "0.5", "1.75",
            "2023-11-01", "2024-03-31", "illustrative", "t")(folder)  # fmt: skip
        users = cut_users(folder, tmp_path / f"out {amount}")
        assert ("u-mill" not in users) is spared
        assert "u-lng" in users
