"""Does the gas that the written files promise add up at every node and on every day?

A check that trusts nothing but the files: it reads them with the standard library and knows no solver and no other
module of ours. It can be run alone: `python -I -S recheck.py FOLDER`.

    node n, day t:   sum_in flow - sum_out flow + taken + sendout - injection - served = 0
    store k, day t:  inventory_begin + injection - sendout - boil_off - inventory_end = 0
                     inventory_end of a day = inventory_begin of the next
    arc a, day t:    -capacity_back <= flow <= capacity
    county c, first day: the lines of the cut list add up to the county's relief, to the whole m3 of each line

Flows in 10^4 m3/day, volumes in 10^4 m3, days of 24 hours. Stores also stand among the sources; what they send out is
counted once. Measures that bring gas are sources with the role `measure`.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

WHOLE_M3 = 1e-4  # 10^4 m3/day
TOLERANCE = 1e-6  # 10^4 m3/day: a hundredth of a cubic metre
NEEDED = ("nodes", "arcs", "sources", "stores", "counties")

Key = tuple[str, str]  # node, gas day
Row = dict[str, str]


@dataclass(frozen=True)
class Imbalance:
    """One equation that does not hold: which rule, where, on which gas day, and by how much."""

    rule: str  # node | store | stock_carried | capacity
    place: str
    gas_day: str
    amount: float


@dataclass(frozen=True)
class Recheck:
    """Outcome of a check: how many equations were tried and which of them fail."""

    nodes: int
    days: int
    equations: int
    worst: float
    failures: tuple[Imbalance, ...]

    @property
    def holds(self) -> bool:
        """Whether something was checked and nothing failed."""
        return self.equations > 0 and not self.failures


class UnreadableResults(Exception):
    """The folder does not hold readable results; the message says which file or column is at fault."""


def recheck_folder(folder: Path, *, tolerance: float = TOLERANCE) -> Recheck:
    """Check the results in a folder; raises `UnreadableResults` where a file or a column is missing."""
    tables = {stem: _read(folder / f"{stem}.csv") for stem in NEEDED}
    if (folder / "cuts.csv").exists():  # a season has none
        tables["cuts"] = _read(folder / "cuts.csv")
    try:
        return recheck_tables(tables, tolerance=tolerance)
    except (KeyError, ValueError) as trouble:
        raise UnreadableResults(f"{folder}: {type(trouble).__name__} {trouble}") from trouble


def recheck_tables(tables: dict[str, list[Row]], *, tolerance: float = TOLERANCE) -> Recheck:
    """Check tables as rows of texts."""
    days = sorted({row["gas_day"] for row in tables["counties"]})
    nodes = [row["node"] for row in tables["nodes"]]
    residuals = [
        *_node_residuals(tables, nodes, days),
        *_store_residuals(tables["stores"]),
        *_stock_residuals(tables["stores"]),
        *_capacity_residuals(tables["arcs"]),
        *_cut_residuals(tables, days[0] if days else ""),
    ]
    failures = tuple(residual for residual in residuals if not abs(residual.amount) <= tolerance)  # nan fails
    worst = max((abs(residual.amount) for residual in residuals), default=0.0)
    return Recheck(len(nodes), len(days), len(residuals), worst, failures)


def _node_residuals(tables: dict[str, list[Row]], nodes: list[str], days: list[str]) -> Iterator[Imbalance]:
    total: dict[Key, float] = defaultdict(float)
    for node, day, amount in _entries(tables):
        total[node, day] += amount
    known = {(node, day) for node in nodes for day in days}
    for node, day in sorted(known | set(total)):
        yield Imbalance("node", node, day, total[node, day])


def _entries(tables: dict[str, list[Row]]) -> Iterator[tuple[str, str, float]]:
    """Every amount that enters a node (positive) or leaves it (negative)."""
    for row in tables["arcs"]:
        yield row["from_node"], row["gas_day"], -float(row["flow"])
        yield row["to_node"], row["gas_day"], float(row["flow"])
    for row in tables["sources"]:
        if row["role"] != "store":
            yield row["node"], row["gas_day"], float(row["taken"])
    for row in tables["stores"]:
        yield row["node"], row["gas_day"], float(row["sendout"]) - float(row["injection"])
    for row in tables["counties"]:
        yield row["county"], row["gas_day"], -float(row["served"])


def _store_residuals(rows: Iterable[Row]) -> Iterator[Imbalance]:
    for row in rows:
        change = float(row["injection"]) - float(row["sendout"]) - float(row["boil_off"])
        amount = float(row["inventory_begin"]) + change - float(row["inventory_end"])
        yield Imbalance("store", row["store"], row["gas_day"], amount)


def _stock_residuals(rows: Iterable[Row]) -> Iterator[Imbalance]:
    evening: dict[str, float] = {}
    for row in sorted(rows, key=lambda row: (row["store"], row["gas_day"])):
        if row["store"] in evening:
            amount = float(row["inventory_begin"]) - evening[row["store"]]
            yield Imbalance("stock_carried", row["store"], row["gas_day"], amount)
        evening[row["store"]] = float(row["inventory_end"])


def _capacity_residuals(rows: Iterable[Row]) -> Iterator[Imbalance]:
    for row in rows:
        flow = float(row["flow"])
        beyond = max(0.0, flow - float(row["capacity"]), -flow - float(row["capacity_back"]))
        yield Imbalance("capacity", row["arc"], row["gas_day"], beyond)


def _cut_residuals(tables: dict[str, list[Row]], first_day: str) -> Iterator[Imbalance]:
    """By how much a county's lines miss its relief, beyond the rounding of each line to whole m3."""
    lines: dict[str, list[float]] = defaultdict(list)
    for row in tables.get("cuts", []):
        lines[row["county"]].append(float(row["relief"]))
    for row in tables["counties"]:
        if "cuts" in tables and row["gas_day"] == first_day:
            reliefs = lines[row["county"]]
            apart = sum(reliefs) - float(row["relief"])
            rounding = WHOLE_M3 * (len(reliefs) + 1)
            yield Imbalance("cuts", row["county"], first_day, apart if abs(apart) > rounding else 0.0)


def _read(path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError, csv.Error) as trouble:
        raise UnreadableResults(f"{path}: {trouble}") from trouble


def main(arguments: list[str]) -> int:
    """Check one folder from the command line: 0 where all holds, 1 where not, 2 where it cannot be read."""
    if len(arguments) != 1:
        sys.stderr.write("usage: recheck.py FOLDER\n")
        return 2
    try:
        outcome = recheck_folder(Path(arguments[0]))
    except UnreadableResults as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 2
    for failure in outcome.failures[:20]:
        sys.stdout.write(f"{failure.rule} {failure.place} {failure.gas_day}: {failure.amount:+.9g}\n")
    sys.stdout.write(
        f"{outcome.equations} equations, {len(outcome.failures)} fail, worst {outcome.worst:.3g}\n"
    )
    return 0 if outcome.holds else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
