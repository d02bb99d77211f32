"""Accepts or refuses a written plan by arithmetic alone; the first broken line is named.

Trusts no solver and no other module of ours: the standard library is enough, `python -I -S verify.py FOLDER`.
It reads `certificate.json` (the problem, the plan, and one dual vector a stage) and checks, in this order:

    files     every file of `manifest.json` has its hash, and arcs.csv carries the flows of the certificate
    bounds    0 <= take <= limit, -capacity_back <= flow <= capacity, least <= inventory <= capacity, …
    balance   sum_in flow - sum_out flow + take + withdrawal - injection + unserved = quantity      (node, step)
              inventory[t] = (1 - boil_off days) inventory[t-1] + days (injection - withdrawal)     (store, step)
    rank g    the missing volume of rank g equals its dual bound  b y + sum_j min(rc_j l_j, rc_j u_j),
              rc = cost - A'y: no plan that serves all earlier ranks as well can miss less
    shares    in each round the largest share in the race equals its dual bound; rows with a dual price cannot
              go below it and leave the race
    cost      the cost equals its dual bound

After each stage every column whose reduced cost is not zero is held where it is, because it is the same in every
optimum; later stages are judged on what is left. Flows in 10^4 m3/day, volumes in 10^4 m3, cost in 10^4 CNY.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FORMAT = "nuandong-certificate-1"
TOLERANCE = 1e-6  # of flows and volumes: a hundredth of a cubic metre
DUAL_TOLERANCE = 1e-7  # a reduced cost below it counts as zero
ZERO_SHARE = 1e-9
LATER = 1e-6  # what a step later is cheaper: the tie-break between equal plans

Grid = list[list[float]]
Plain = dict[str, Any]


class Refused(Exception):
    """The plan does not hold: the message is the first broken line."""


class Problem:
    """The problem of a certificate as one list of columns with bounds, cost vectors and reduced costs."""

    def __init__(self, certificate: Plain) -> None:
        self.days: list[float] = certificate["days"]
        self.steps = len(self.days)
        self.nodes: list[str] = certificate["nodes"]
        self.links, self.supplies = certificate["links"], certificate["supplies"]
        self.tanks, self.demands = certificate["tanks"], certificate["demands"]
        self.plan: dict[str, Grid] = certificate["plan"]
        self.value = self._values()
        self.lower, self.upper = self._bounds()
        self.ranks = 1 + max(self.demands["rank"], default=-1)
        counts = [len(self.links["name"])] * 2 + [len(self.supplies["name"])] + [len(self.tanks["name"])] * 3
        self.first_unserved = sum(counts) * self.steps

    def _values(self) -> list[float]:
        plan = self.plan
        forth = [[max(flow, 0.0) for flow in row] for row in plan["flow"]]
        back = [[max(-flow, 0.0) for flow in row] for row in plan["flow"]]
        others = [plan[key] for key in ("take", "withdrawal", "injection", "inventory", "unserved")]
        return _flat([forth, back, *others])

    def _bounds(self) -> tuple[list[float], list[float]]:
        links, tanks = self.links, self.tanks
        full = [[room] * self.steps for room in tanks["capacity"]]
        flows = [links["capacity"], links["capacity_back"], self.supplies["limit"]]
        upper = _flat([*flows, tanks["sendout"], tanks["injection"], full, self.demands["quantity"]])
        before = (2 * len(links["name"]) + len(self.supplies["name"]) + 2 * len(tanks["name"])) * self.steps
        pairs = zip(tanks["least"], tanks["capacity"], strict=True)
        least = [min(low, room) for row, room in pairs for low in row]
        lower = [0.0] * before + least + [0.0] * (len(upper) - before - len(least))
        return lower, upper

    def names(self) -> Iterator[str]:
        """What each column is, in order, for the line that refuses."""
        parts = (("link", self.links), ("link back", self.links), ("supply", self.supplies), ("withdrawal", self.tanks),
                 ("injection", self.tanks), ("inventory", self.tanks), ("unserved", self.demands))  # fmt: skip
        for word, table in parts:
            for name in table["name"]:
                for step in range(self.steps):
                    yield f"{word} {name}, step {step}"

    def right(self) -> list[float]:
        """Right-hand sides: what each node asks for, then the opening stock of each store."""
        asked = [0.0] * (len(self.nodes) * self.steps)
        for node, quantity in zip(self.demands["node"], self.demands["quantity"], strict=True):
            for step, figure in enumerate(quantity):
                asked[node * self.steps + step] += figure
        stock = [0.0] * (len(self.tanks["name"]) * self.steps)
        for tank, opening in enumerate(self.tanks["opening"]):
            stock[tank * self.steps] = (1.0 - self.tanks["boil_off"][tank] * self.days[0]) * opening
        return asked + stock

    def priced(self, dual: list[float]) -> list[float]:
        """A'y: what the rows' prices make of each column."""
        steps, days = self.steps, self.days
        first_stock = len(self.nodes) * steps
        at = [[dual[node * steps + step] for step in range(steps)] for node in range(len(self.nodes))]
        stock = [dual[first_stock + tank * steps : first_stock + (tank + 1) * steps]
                 for tank in range(len(self.tanks["name"]))]  # fmt: skip
        pairs = list(zip(self.links["tail"], self.links["head"], strict=True))
        prices = [at[head][t] - at[tail][t] for tail, head in pairs for t in range(steps)]
        prices += [at[tail][t] - at[head][t] for tail, head in pairs for t in range(steps)]
        prices += [at[node][t] for node in self.supplies["node"] for t in range(steps)]
        places = list(enumerate(self.tanks["node"]))
        prices += [at[node][t] + days[t] * stock[tank][t] for tank, node in places for t in range(steps)]
        prices += [-at[node][t] - days[t] * stock[tank][t] for tank, node in places for t in range(steps)]
        for tank, _ in places:
            kept = [1.0 - self.tanks["boil_off"][tank] * length for length in days]
            after = [kept[t + 1] * stock[tank][t + 1] if t + 1 < steps else 0.0 for t in range(steps)]
            prices += [stock[tank][t] - after[t] for t in range(steps)]
        return prices + [at[node][t] for node in self.demands["node"] for t in range(steps)]

    def rank_cost(self, rank: int) -> list[float]:
        """Counts the missing volume of one rank."""
        rows = [self.days if place == rank else [0.0] * self.steps for place in self.demands["rank"]]
        return [0.0] * self.first_unserved + [figure for row in rows for figure in row]

    def purchase_cost(self) -> list[float]:
        """Cost of carriage, gas and withdrawal, in 10^4 CNY a unit."""
        idle, carriage = [0.0] * len(self.tanks["name"]), [*self.links["cost"], *self.links["cost"]]
        by_row = [*carriage, *self.supplies["cost"], *self.tanks["cost"], *idle, *idle]
        units = [length * (1.0 - LATER * step) for step, length in enumerate(self.days)]
        cost = [cost * unit for cost in by_row for unit in units]
        return cost + [0.0] * (len(self.value) - len(cost))

    def hold(self, columns: Iterator[int] | list[int]) -> None:
        """Columns that are the same in every optimum stay where they are."""
        for column in columns:
            self.lower[column] = self.upper[column] = self.value[column]


def verify_certificate(certificate: Plain) -> str:
    """Check a certificate; returns a line that says what holds, raises `Refused` with the first broken line."""
    if certificate.get("format") != FORMAT:
        raise Refused(f"format: {certificate.get('format')!r} is not {FORMAT!r}")
    problem = Problem(certificate)
    if not len(problem.value) == len(problem.lower) == len(problem.upper):
        raise Refused(f"plan: {len(problem.value)} figures for {len(problem.upper)} columns")
    _check_bounds(problem)
    _check_balance(problem)
    proofs = [*certificate["proofs"]]
    for rank in range(problem.ranks):
        _check_rank(problem, rank, proofs)
        if certificate["is_fair"]:
            _check_shares(problem, rank, proofs)
    if len(proofs) != 1 or proofs[0]["kind"] != "cost":
        raise Refused(f"proofs: {len(proofs)} left at the end, one of cost is wanted")
    cost = problem.purchase_cost()
    reduced = _reduced(problem, cost, proofs[0]["row_dual"])
    _compare("cost", _dot(cost, problem.value), _bound_of(problem, reduced, proofs[0]["row_dual"]))
    return f"balances, bounds, order, shares and cost of {len(problem.value)} figures hold"


def _check_bounds(problem: Problem) -> None:
    rows = zip(problem.names(), problem.value, problem.lower, problem.upper, strict=True)
    for name, figure, low, high in rows:
        if not low - TOLERANCE <= figure <= high + TOLERANCE:  # not-a-number fails too
            raise Refused(f"bounds: {name}: {figure!r} is outside {low!r} … {high!r}")


def _check_balance(problem: Problem) -> None:
    """What enters each node is used there; what lies in each store came from somewhere."""
    plan, steps, stores = problem.plan, problem.steps, problem.tanks["node"]
    left = [[0.0] * steps for _ in problem.nodes]
    _enter(left, problem.links["head"], plan["flow"], 1.0)
    _enter(left, problem.links["tail"], plan["flow"], -1.0)
    _enter(left, problem.supplies["node"], plan["take"], 1.0)
    _enter(left, stores, plan["withdrawal"], 1.0)
    _enter(left, stores, plan["injection"], -1.0)
    _enter(left, problem.demands["node"], plan["unserved"], 1.0)
    right = problem.right()
    for node, name in enumerate(problem.nodes):
        for step in range(steps):
            over = left[node][step] - right[node * steps + step]
            if not abs(over) <= TOLERANCE:
                raise Refused(f"balance: node {name}, step {step}: {over:+.9g}")
    for tank, name in enumerate(problem.tanks["name"]):
        stock = problem.tanks["opening"][tank]
        for step, length in enumerate(problem.days):
            change = plan["injection"][tank][step] - plan["withdrawal"][tank][step]
            stock = (1.0 - problem.tanks["boil_off"][tank] * length) * stock + length * change
            over = plan["inventory"][tank][step] - stock
            if not abs(over) <= TOLERANCE:
                raise Refused(f"balance: store {name}, step {step}: {over:+.9g}")
            stock = plan["inventory"][tank][step]


def _enter(left: Grid, nodes: list[int], lines: Grid, sign: float) -> None:
    for node, line in zip(nodes, lines, strict=True):
        left[node] = [total + sign * figure for total, figure in zip(left[node], line, strict=True)]


def _check_rank(problem: Problem, rank: int, proofs: list[Plain]) -> None:
    cost = problem.rank_cost(rank)
    columns = [column for column, unit in enumerate(cost) if unit > 0]
    missing = _dot(cost, problem.value)
    is_proven = bool(proofs) and proofs[0]["kind"] == "rank" and proofs[0]["rank"] == rank
    if missing <= TOLERANCE:  # less than nothing cannot be missing
        del proofs[: int(is_proven)]
        problem.hold(columns)
        return
    if not is_proven:
        raise Refused(f"rank {rank}: {missing:.6f} is missing and no proof says that it must be")
    dual = proofs.pop(0)["row_dual"]
    reduced = _reduced(problem, cost, dual)
    _compare(f"rank {rank}", missing, _bound_of(problem, reduced, dual))
    problem.hold([column for column, price in enumerate(reduced) if abs(price) > DUAL_TOLERANCE])


def _check_shares(problem: Problem, rank: int, proofs: list[Plain]) -> None:
    """Each round proves the largest share still in the race; what carries a price leaves it."""
    stage, names = f"shares of rank {rank}", problem.demands["name"]
    quantity = _flat([problem.demands["quantity"]])
    first, steps = problem.first_unserved, problem.steps
    racing = {
        place for place, figure in enumerate(quantity)
        if figure > 0 and problem.demands["rank"][place // steps] == rank
        and problem.upper[first + place] > problem.lower[first + place]
    }  # fmt: skip
    while racing:
        largest = max(problem.value[first + place] / quantity[place] for place in racing)
        if largest <= ZERO_SHARE * 1e3:
            break
        if not proofs or proofs[0]["kind"] != "share" or proofs[0]["rank"] != rank:
            raise Refused(f"{stage}: the largest share {largest:.9f} is not proven")
        proof = proofs.pop(0)
        price = dict(zip(proof["columns"], proof["share_dual"], strict=True))
        if not set(price) <= racing or any(not figure >= 0 for figure in price.values()):
            raise Refused(f"{stage}: a proof prices rows that are not in the race")
        reduced = _reduced(problem, [0.0] * len(problem.value), proof["row_dual"])
        for place, figure in price.items():
            reduced[first + place] += figure
        slack = 1.0 - sum(figure * quantity[place] for place, figure in price.items())
        _compare(stage, largest, _bound_of(problem, reduced, proof["row_dual"]) + min(0.0, slack))
        stuck = {place for place, figure in price.items() if figure > DUAL_TOLERANCE}
        if not stuck:
            raise Refused(f"{stage}: a proof holds nobody")
        for place in sorted(stuck):
            if not abs(problem.value[first + place] / quantity[place] - largest) <= TOLERANCE:
                raise Refused(f"{stage}: {names[place // steps]} is not at {largest}")
        problem.hold([first + place for place in stuck])
        racing -= stuck
    problem.hold([first + place for place in racing])


def _reduced(problem: Problem, cost: list[float], dual: list[float]) -> list[float]:
    return [unit - price for unit, price in zip(cost, problem.priced(dual), strict=True)]


def _bound_of(problem: Problem, reduced: list[float], dual: list[float]) -> float:
    """What no plan within the present bounds can go below."""
    columns = zip(reduced, problem.lower, problem.upper, strict=True)
    least = sum(price * (low if price > 0 else high) for price, low, high in columns)
    return _dot(problem.right(), dual) + least


def _compare(stage: str, reached: float, bound: float) -> None:
    if not abs(reached - bound) <= TOLERANCE * (1.0 + abs(reached)):
        raise Refused(f"{stage}: the plan reaches {reached!r}, its proof gives {bound!r}")


def _flat(blocks: list[Grid]) -> list[float]:
    return [figure for block in blocks for row in block for figure in row]


def _dot(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def verify_plan(folder: Path) -> str:
    """Check a folder of results; `Refused` names the first broken file or line."""
    try:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        for name, digest in sorted(manifest["files"].items()):
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
                raise Refused(f"files: {name} is not the file that was written")
        certificate = json.loads((folder / "certificate.json").read_bytes())
        outcome = verify_certificate(certificate)
        flows = dict(zip(certificate["links"]["name"], certificate["plan"]["flow"], strict=True))
        with (folder / "arcs.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                step = certificate["gas_days"].index(row["gas_day"])
                if float(row["flow"]) != flows[row["arc"]][step]:
                    raise Refused(f"files: arcs.csv: {row['arc']} on {row['gas_day']} is not the plan's flow")
    except (OSError, KeyError, ValueError, TypeError, IndexError) as trouble:
        raise Refused(f"files: {type(trouble).__name__} {trouble}") from trouble
    return outcome


if __name__ == "__main__":
    try:
        sys.stdout.write(f"accepted: {verify_plan(Path(sys.argv[1]))}\n")
    except Refused as broken:
        sys.exit(f"refused: {broken}")
