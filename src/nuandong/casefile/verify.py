"""Accepts or refuses a written plan by arithmetic alone; the first broken line is named.

Trusts no solver and no other module of ours: the standard library is enough, `python -I -S verify.py FOLDER`.
It reads `certificate.json` (the problem, the plan, and one dual vector a stage) and checks, in this order:

    files     every file of `manifest.json` has its hash, and arcs.csv carries the flows of the certificate
    bounds    0 <= take <= limit, -capacity_back <= flow <= capacity, least <= inventory <= capacity, …
              volumes over a window <= most; withdrawal[t] <= empty_flow + slope inventory[t-1]
    balance   sum_in flow - sum_out flow + take + withdrawal - injection + unserved = quantity      (node, step)
              inventory[t] = (1 - boil_off days) inventory[t-1] + days (injection - withdrawal)     (store, step)
    rank g    the missing volume equals its dual bound  b y + sum_j min(rc_j l_j, rc_j u_j),  rc = cost - A'y:
              no plan that serves all earlier ranks as well can miss less
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
from pathlib import Path
from typing import Any

FORMAT = "nuandong-certificate-2"
TOLERANCE = 1e-6  # of flows and volumes: a hundredth of a cubic metre
DUAL_TOLERANCE = 1e-7  # a reduced cost below it counts as zero
LATER = 1e-6  # what a step later is cheaper: the tie-break between equal plans

Grid = list[list[float]]
Entry = list[tuple[int, float]]
Plain = dict[str, Any]


class Refused(Exception):
    """The plan does not hold: the message is the first broken line."""


class Problem:
    """The problem of a certificate as columns with bounds and costs, and rows as equations of columns."""

    def __init__(self, certificate: Plain) -> None:
        self.days: list[float] = certificate["days"]
        self.steps = len(self.days)
        self.tanks, self.demands = certificate["tanks"], certificate["demands"]
        self.target_rank: list[int] = certificate["targets"]["rank"]
        self.ranks = 1 + max(self.demands["rank"] + self.target_rank, default=-1)
        self.names: list[str] = []
        self.value: list[float] = []
        self.lower: list[float] = []
        self.upper: list[float] = []
        self.cost: list[float] = []
        self.first: dict[str, int] = {}
        self.below: list[int] = []
        self._flows(certificate["plan"], certificate["links"], certificate["supplies"])
        self.rows: list[tuple[str, Entry]] = []
        self.right: list[float] = []
        self._balances(certificate["nodes"], certificate["links"], certificate["supplies"])
        self._terms(certificate["totals"], certificate["targets"], certificate["curves"])

    def _flows(self, plan: dict[str, Grid], links: Plain, supplies: Plain) -> None:
        tanks, demands = self.tanks, self.demands
        full = [[room] * self.steps for room in tanks["capacity"]]
        idle = {**tanks, "cost": [0.0] * len(full)}
        free = {**demands, "cost": [0.0] * len(demands["name"])}
        forth = [[max(flow, 0.0) for flow in row] for row in plan["flow"]]
        back = [[max(-flow, 0.0) for flow in row] for row in plan["flow"]]
        self._grid("forward", links, forth, links["capacity"])
        self._grid("backward", links, back, links["capacity_back"])
        self._grid("take", supplies, plan["take"], supplies["limit"])
        self._grid("withdrawal", tanks, plan["withdrawal"], tanks["sendout"])
        self._grid("injection", idle, plan["injection"], tanks["injection"])
        self._grid("inventory", idle, plan["inventory"], full)
        pairs = zip(tanks["least"], tanks["capacity"], strict=True)
        self.lower[self.first["inventory"] :] = [min(low, room) for row, room in pairs for low in row]
        self._grid("unserved", free, plan["unserved"], demands["quantity"])

    def _grid(self, word: str, table: Plain, value: Grid, upper: Grid) -> None:
        """One column a row of a table and step; a step later is cheaper by a millionth."""
        self.first[word] = len(self.value)
        for name, figures, limits, unit in zip(table["name"], value, upper, table["cost"], strict=True):
            for step, (figure, limit, length) in enumerate(zip(figures, limits, self.days, strict=True)):
                cost = unit * length * (1.0 - LATER * step)
                self._column(f"{word} {name}, step {step}", figure, limit, cost)

    def _column(self, name: str, value: float, upper: float, cost: float) -> None:
        self.names.append(name)
        self.value.append(value)
        self.lower.append(0.0)
        self.upper.append(upper)
        self.cost.append(cost)

    def _at(self, word: str, row: int, step: int) -> int:
        return self.first[word] + row * self.steps + step

    def _balances(self, nodes: list[str], links: Plain, supplies: Plain) -> None:
        """What enters each node is used there; what lies in each store came from somewhere."""
        self.rows = [(f"node {name}, step {step}", []) for name in nodes for step in range(self.steps)]
        self.right = [0.0] * len(self.rows)
        for word, ends, sign in (
            ("forward", links["head"], 1.0), ("forward", links["tail"], -1.0), ("backward", links["tail"], 1.0),
            ("backward", links["head"], -1.0), ("take", supplies["node"], 1.0), ("withdrawal", self.tanks["node"], 1.0),
            ("injection", self.tanks["node"], -1.0), ("unserved", self.demands["node"], 1.0),
        ):  # fmt: skip
            for row, node in enumerate(ends):
                for step in range(self.steps):
                    self.rows[node * self.steps + step][1].append((self._at(word, row, step), sign))
        for node, quantity in zip(self.demands["node"], self.demands["quantity"], strict=True):
            for step, figure in enumerate(quantity):
                self.right[node * self.steps + step] += figure
        for tank, name in enumerate(self.tanks["name"]):
            for step, length in enumerate(self.days):
                stock, kept = self._at("inventory", tank, step), 1.0 - self.tanks["boil_off"][tank] * length
                entry = [(stock, 1.0), (self._at("injection", tank, step), -length)]
                entry += [(self._at("withdrawal", tank, step), length)] + [(stock - 1, -kept)] * min(step, 1)
                began = (step == 0) * self.tanks["opening"][tank]
                self._row(f"store {name}, step {step}", entry, kept * began)

    def _terms(self, totals: Plain, targets: Plain, curves: Plain) -> None:
        """Volumes over a window, stock against its target, send-out that falls with the stock."""
        entries: list[Entry] = [[] for _ in totals["first"]]
        keys = ("row", "kind", "member", "weight")
        for row, kind, member, weight in zip(*(totals[key] for key in keys), strict=True):
            for step in range(totals["first"][row], totals["first"][row] + totals["length"][row]):
                entries[row].append((self._at(kind, member, step), weight * self.days[step]))
        keys = ("name", "least", "most", "credit")
        for entry, name, least, most, credit in zip(entries, *(totals[key] for key in keys), strict=True):
            self._row(f"total {name}", entry, 0.0, (-1.0, least, -credit), (-1.0, most - least, 0.0))
        for tank, step, volume in zip(targets["tank"], targets["step"], targets["volume"], strict=True):
            stock, above = self._at("inventory", tank, step), max(self.tanks["capacity"][tank] - volume, 0.0)
            self.below.append(len(self.value))
            slacks = (1.0, volume, 0.0), (-1.0, above, 0.0)
            self._row(f"target of {self.names[stock]}", [(stock, 1.0)], volume, *slacks)
        for tank, flow, slope in zip(curves["tank"], curves["empty_flow"], curves["slope"], strict=True):
            for step in range(self.steps):
                out, stock = self._at("withdrawal", tank, step), self._at("inventory", tank, step)
                entry = [(out, 1.0)] + [(stock - 1, -slope)] * min(step, 1)
                room = (1.0, flow + slope * self.tanks["capacity"][tank], 0.0)
                began = (step == 0) * self.tanks["opening"][tank]
                self._row(f"curve of {self.names[out]}", entry, flow + slope * began, room)

    def _row(self, name: str, entry: Entry, right: float, *slacks: tuple[float, float, float]) -> None:
        """Add an equation; what is left of it goes to columns (weight, bound, cost), as much to each as it holds."""
        left = right - sum(weight * self.value[column] for column, weight in entry)
        for place, (weight, upper, cost) in enumerate(slacks, start=1):
            part = left / weight if place == len(slacks) else min(max(left / weight, 0.0), upper)
            entry.append((len(self.value), weight))
            self._column(f"{name}, part {place}", part, upper, cost)
            left -= weight * part
        self.rows.append((name, entry))
        self.right.append(right)

    def rank_cost(self, rank: int) -> list[float]:
        """Counts the missing volume of one rank: of uses, and of stock below its target."""
        cost = [0.0] * len(self.value)
        for row, place in enumerate(self.demands["rank"]):
            if place == rank:
                begin = self._at("unserved", row, 0)
                cost[begin : begin + self.steps] = self.days
        for column, place in zip(self.below, self.target_rank, strict=True):
            cost[column] = float(place == rank)
        return cost

    def hold(self, columns: list[int]) -> None:
        """Columns that are the same in every optimum stay where they are."""
        for column in columns:
            self.lower[column] = self.upper[column] = self.value[column]


def verify_certificate(certificate: Plain) -> str:
    """Check a certificate; returns a line that says what holds, raises `Refused` with the first broken line."""
    if certificate.get("format") != FORMAT:
        raise Refused(f"format: {certificate.get('format')!r} is not {FORMAT!r}")
    try:
        problem = Problem(certificate)
    except (KeyError, ValueError, TypeError, IndexError) as trouble:
        raise Refused(f"form: {type(trouble).__name__} {trouble}") from trouble
    _check_equations(problem)
    proofs = [*certificate["proofs"]]
    for rank in range(problem.ranks):
        _check_rank(problem, rank, proofs)
        if certificate["is_fair"]:
            _check_shares(problem, rank, proofs)
    if len(proofs) != 1 or proofs[0]["kind"] != "cost":
        raise Refused(f"proofs: {len(proofs)} left at the end, one of cost is wanted")
    bound, _ = _bound_of(problem, problem.cost, proofs[0]["row_dual"])
    _compare("cost", _dot(problem.cost, problem.value), bound)
    return f"balances, bounds, order, shares and cost of {len(problem.value)} figures hold"


def _check_equations(problem: Problem) -> None:
    columns = zip(problem.names, problem.value, problem.lower, problem.upper, strict=True)
    for name, figure, low, high in columns:
        if not low - TOLERANCE <= figure <= high + TOLERANCE:  # not-a-number fails too
            raise Refused(f"bounds: {name}: {figure!r} is outside {low!r} … {high!r}")
    for (name, entry), right in zip(problem.rows, problem.right, strict=True):
        over = sum(weight * problem.value[column] for column, weight in entry) - right
        if not abs(over) <= TOLERANCE:
            raise Refused(f"balance: {name}: {over:+.9g}")


def _check_rank(problem: Problem, rank: int, proofs: list[Plain]) -> None:
    cost = problem.rank_cost(rank)
    missing = _dot(cost, problem.value)
    is_proven = bool(proofs) and proofs[0]["kind"] == "rank" and proofs[0]["rank"] == rank
    if missing <= TOLERANCE:  # less than nothing cannot be missing
        del proofs[: int(is_proven)]
        problem.hold([column for column, unit in enumerate(cost) if unit > 0])
        return
    if not is_proven:
        raise Refused(f"rank {rank}: {missing:.6f} is missing and no proof says that it must be")
    dual = proofs.pop(0)["row_dual"]
    bound, reduced = _bound_of(problem, cost, dual)
    _compare(f"rank {rank}", missing, bound)
    problem.hold([column for column, price in enumerate(reduced) if abs(price) > DUAL_TOLERANCE])


def _check_shares(problem: Problem, rank: int, proofs: list[Plain]) -> None:
    """Each round proves the largest share still in the race; what carries a price leaves it."""
    stage, names = f"shares of rank {rank}", problem.demands["name"]
    quantity = [figure for row in problem.demands["quantity"] for figure in row]
    first, steps = problem.first["unserved"], problem.steps
    racing = {
        place for place, figure in enumerate(quantity)
        if figure > 0 and problem.demands["rank"][place // steps] == rank
        and problem.upper[first + place] > problem.lower[first + place]
    }  # fmt: skip
    while racing:
        largest = max(problem.value[first + place] / quantity[place] for place in racing)
        if largest <= TOLERANCE:
            break
        if not proofs or proofs[0]["kind"] != "share" or proofs[0]["rank"] != rank:
            raise Refused(f"{stage}: the largest share {largest:.9f} is not proven")
        proof = proofs.pop(0)
        price = dict(zip(proof["columns"], proof["share_dual"], strict=True))
        if not set(price) <= racing or any(not figure >= 0 for figure in price.values()):
            raise Refused(f"{stage}: a proof prices rows that are not in the race")
        cost = [0.0] * len(problem.value)
        for place, figure in price.items():
            cost[first + place] = figure
        slack = 1.0 - sum(figure * quantity[place] for place, figure in price.items())
        _compare(stage, largest, _bound_of(problem, cost, proof["row_dual"])[0] + min(0.0, slack))
        stuck = {place for place, figure in price.items() if figure > DUAL_TOLERANCE}
        for place in sorted(stuck):
            if not abs(problem.value[first + place] / quantity[place] - largest) <= TOLERANCE:
                raise Refused(f"{stage}: {names[place // steps]} is not at {largest}")
        problem.hold([first + place for place in stuck])
        racing -= stuck
    problem.hold([first + place for place in racing])


def _bound_of(problem: Problem, cost: list[float], dual: list[float]) -> tuple[float, list[float]]:
    """What no plan within the present bounds can go below, and the reduced cost of each column: cost - A'y."""
    reduced = [*cost]
    for price, (_, entry) in zip(dual, problem.rows, strict=True):
        for column, weight in entry:
            reduced[column] -= weight * price
    columns = zip(reduced, problem.lower, problem.upper, strict=True)
    least = sum(price * (low if price > 0 else high) for price, low, high in columns)
    return _dot(problem.right, dual) + least, reduced


def _compare(stage: str, reached: float, bound: float) -> None:
    if not abs(reached - bound) <= TOLERANCE * (1.0 + abs(reached)):
        raise Refused(f"{stage}: the plan reaches {reached!r}, its proof gives {bound!r}")


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
        flows = dict(zip(certificate["links"]["name"], certificate["plan"]["flow"], strict=True))
        with (folder / "arcs.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                step = certificate["gas_days"].index(row["gas_day"])
                if float(row["flow"]) != flows[row["arc"]][step]:
                    raise Refused(f"files: arcs.csv: {row['arc']} on {row['gas_day']} is not the plan's flow")
        return verify_certificate(certificate)
    except (OSError, KeyError, ValueError, TypeError, IndexError) as trouble:
        raise Refused(f"files: {type(trouble).__name__} {trouble}") from trouble


if __name__ == "__main__":
    try:
        sys.stdout.write(f"accepted: {verify_plan(Path(sys.argv[1]))}\n")
    except Refused as broken:
        sys.exit(f"refused: {broken}")
