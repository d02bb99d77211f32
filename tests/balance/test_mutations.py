"""A plan that somebody touched is refused exactly when it is no longer the plan: judged by an oracle that shares
nothing with the engine but the written problem."""

from __future__ import annotations

import copy
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from nuandong.balance import BalanceCase, solve_tiers
from nuandong.balance.certificate import residuals
from nuandong.balance.program import Program
from nuandong.balance.solve import purchase_cost
from nuandong.casefile.verify import Refused, verify_certificate
from tests.balance.slow_shares import slow_missing, slow_unserved
from tests.balance.small import random_case
from tests.balance.termed import with_terms
from tests.balance.test_certificate import Certificate, certified

TOLERANCE = 1e-6
SMALLEST = 1e-4  # every touch is at least a hundred tolerances

Plan = dict[str, list[list[float]]]
Touch = Callable[[Certificate, random.Random], None]


def amount(chance: random.Random) -> float:
    return chance.choice([-1, 1]) * chance.choice([SMALLEST, 1e-3, 1e-2, 0.1, 1.0])


def one_figure(key: str) -> Touch:
    """Change one figure of one kind."""

    def touch(certificate: Certificate, chance: random.Random) -> None:
        table = certificate["plan"][key]
        chance.choice(table)[chance.randrange(len(table[0]))] += amount(chance)

    return touch


def other_rank(certificate: Certificate, chance: random.Random) -> None:
    """One rank of a node gets what another loses in the same step."""
    node = certificate["demands"]["node"]
    first = chance.randrange(len(node))
    second = chance.choice([row for row, place in enumerate(node) if place == node[first]])
    step, more = chance.randrange(len(certificate["days"])), amount(chance)
    certificate["plan"]["unserved"][first][step] += more
    certificate["plan"]["unserved"][second][step] -= more


def neighbour(certificate: Certificate, chance: random.Random) -> None:
    """A node at one end of a pipe gets what the other end loses, in the same rank."""
    links, demands, plan = certificate["links"], certificate["demands"], certificate["plan"]
    link, step = chance.randrange(len(links["name"])), chance.randrange(len(certificate["days"]))
    more = amount(chance)
    ends = (links["tail"][link], links["head"][link])
    rows = [[row for row, node in enumerate(demands["node"]) if node == end] for end in ends]
    if not rows[0] or not rows[1]:
        return
    plan["unserved"][chance.choice(rows[0])][step] += more
    plan["unserved"][chance.choice(rows[1])][step] -= more
    plan["flow"][link][step] += more


def other_day(certificate: Certificate, chance: random.Random) -> None:
    """A store gives more in one step and less in the next; a row at its node is served accordingly."""
    tanks, demands, plan, days = (certificate[key] for key in ("tanks", "demands", "plan", "days"))
    tank = chance.randrange(len(tanks["name"]))
    rows = [row for row, node in enumerate(demands["node"]) if node == tanks["node"][tank]]
    if not rows or len(days) < 2:
        return
    step, more, row = chance.randrange(len(days) - 1), amount(chance), chance.choice(rows)
    kept = 1.0 - tanks["boil_off"][tank] * days[step + 1]
    later = more * days[step] * kept / days[step + 1]
    plan["withdrawal"][tank][step] += more
    plan["inventory"][tank][step] -= more * days[step]
    plan["withdrawal"][tank][step + 1] -= later
    plan["unserved"][row][step] -= more
    plan["unserved"][row][step + 1] += later


def other_source(certificate: Certificate, chance: random.Random) -> None:
    """One source gives what another at the same node no longer does."""
    node, plan = certificate["supplies"]["node"], certificate["plan"]
    first = chance.randrange(len(node))
    second = chance.choice([row for row, place in enumerate(node) if place == node[first]])
    step, more = chance.randrange(len(certificate["days"])), amount(chance)
    plan["take"][first][step] += more
    plan["take"][second][step] -= more


def less_taken(certificate: Certificate, chance: random.Random) -> None:
    """A source gives less and a row at its node is served less."""
    supplies, demands, plan = certificate["supplies"], certificate["demands"], certificate["plan"]
    supply, step, more = (
        chance.randrange(len(supplies["node"])),
        chance.randrange(len(certificate["days"])),
        amount(chance),
    )
    rows = [row for row, node in enumerate(demands["node"]) if node == supplies["node"][supply]]
    if rows:
        plan["take"][supply][step] -= more
        plan["unserved"][chance.choice(rows)][step] += more


OPERATORS: dict[str, Touch] = {
    "a-flow": one_figure("flow"),
    "a-take": one_figure("take"),
    "a-withdrawal": one_figure("withdrawal"),
    "an-injection": one_figure("injection"),
    "an-inventory": one_figure("inventory"),
    "another-rank": other_rank,
    "a-neighbour": neighbour,
    "another-day": other_day,
    "another-source": other_source,
    "less-taken": less_taken,
}


@dataclass(frozen=True)
class Truth:
    """What the oracle knows of a case: its fair missing flows, solved from nothing, and the least cost."""

    case: BalanceCase
    unserved: np.ndarray
    volumes: np.ndarray
    cost: float
    unit_cost: np.ndarray

    def accepts(self, plan: Plan) -> bool:
        """Whether a plan is feasible, misses exactly what must be missing, and costs no more than it must."""
        figures = {key: np.array(table) for key, table in plan.items()}
        shown = type("Shown", (), {**figures, "unserved": figures["unserved"]})
        if not residuals(case=self.case, plan=shown).hold:  # type: ignore[arg-type]
            return False
        if np.abs(figures["unserved"] - self.unserved).max() > 2e-5:
            return False
        if np.abs(self._below(figures["inventory"]) - self.volumes).max() > 2e-5:
            return False
        return abs(self._cost(figures) - self.cost) <= TOLERANCE * (1.0 + abs(self.cost))

    def _below(self, inventory: np.ndarray) -> np.ndarray:
        """By how much stock falls short of its targets, (ranks,); of ranks of uses what the oracle found."""
        targets = self.case.targets
        short = np.maximum(targets.volume - inventory[targets.tank, targets.step], 0.0)
        missing = np.bincount(targets.rank, weights=short, minlength=self.case.ranks)
        return np.where(np.isin(np.arange(self.case.ranks), targets.rank), missing, self.volumes)

    def _firm(self, plan: dict[str, np.ndarray]) -> np.ndarray:
        """What of each total is paid in any case, and zeros for the columns behind it."""
        shown = type("Shown", (), plan)
        firm = np.minimum(self.case.volumes(shown), self.case.totals.least)  # type: ignore[arg-type]
        behind = self.case.totals.count + 2 * self.case.targets.count
        return np.append(firm, np.zeros(behind + self.case.curves.count * self.case.steps.count))

    def _cost(self, plan: dict[str, np.ndarray]) -> float:
        blocks = [np.maximum(plan["flow"], 0), np.maximum(-plan["flow"], 0)]
        blocks += [plan[key] for key in ("take", "withdrawal", "injection", "inventory", "unserved")]
        return float(
            self.unit_cost @ np.concatenate([*(block.ravel() for block in blocks), self._firm(plan)])
        )


def truth_of(case: BalanceCase) -> Truth:
    unit_cost = purchase_cost(Program(case))
    blank = Truth(case, *slow_missing(case), 0.0, unit_cost)
    plan = solve_tiers(case=case)
    names = ("flow", "take", "withdrawal", "injection", "inventory", "unserved")
    cost = blank._cost({name: getattr(plan, name) for name in names})
    return Truth(case, blank.unserved, blank.volumes, cost, unit_cost)


def outcomes(seeds: range, touches: int) -> Counter[tuple[str, bool, bool]]:
    """How often each operator met (oracle accepts, checker accepts)."""
    counted: Counter[tuple[str, bool, bool]] = Counter()
    for seed in seeds:
        plain = random_case(seed, nodes=6, steps=3, ranks=3)
        case = plain if seed % 3 else with_terms(plain, seed)
        certificate, truth, chance = certified(case), truth_of(case), random.Random(seed)
        assert truth.accepts(certificate["plan"]), seed
        for number in range(touches):
            name = list(OPERATORS)[number % len(OPERATORS)]
            touched = copy.deepcopy(certificate)
            OPERATORS[name](touched, chance)
            try:
                verify_certificate(touched)
                accepted = True
            except Refused:
                accepted = False
            counted[name, truth.accepts(touched["plan"]), accepted] += 1
    return counted


def check(counted: Counter[tuple[str, bool, bool]]) -> None:
    wrong = {key: count for key, count in counted.items() if key[1] != key[2]}
    assert wrong == {}
    assert {name for name, _, accepted in counted if not accepted} == set(OPERATORS)


def test_touched_plans_are_refused_exactly_when_the_oracle_refutes_them() -> None:
    check(outcomes(range(6), 40))


@pytest.mark.slow
def test_ten_thousand_touched_plans_are_judged_as_the_oracle_judges_them() -> None:
    counted = outcomes(range(1000, 1100), 100)
    assert sum(counted.values()) == 10_000
    check(counted)


@pytest.mark.parametrize("seed", range(10))
def test_fair_shares_equal_the_slow_independent_method(seed: int) -> None:
    case = random_case(seed, nodes=6, steps=3, ranks=3)
    assert solve_tiers(case=case).unserved == pytest.approx(slow_unserved(case), abs=1e-5)


@pytest.mark.parametrize("seed", range(6))
def test_fair_shares_with_terms_equal_the_slow_independent_method(seed: int) -> None:
    case = with_terms(random_case(seed, nodes=6, steps=3, ranks=3), seed)
    unserved, volumes = slow_missing(case)
    plan = solve_tiers(case=case)
    assert plan.unserved == pytest.approx(unserved, abs=2e-5)
    assert plan.rank_unserved == pytest.approx(volumes, abs=2e-5)
