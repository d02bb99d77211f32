"""The same weighted program by HiGHS direct, linopy, PyPSA and oemof: CPU time of building and solving, memory.

Each run is a process of its own, so that nobody is charged for what another has loaded; the objectives must agree.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec

from benchmarks.figures import Figure, FigureTable
from nuandong.balance.peers import PeerMissing

AGREES = 1e-6
WINTER = "cold"
OURS = "highs"
NEEDED = {"linopy": "linopy", "pypsa": "PyPSA", "oemof": "oemof.solph"}
NAMES = {
    "linopy": "linopy",
    "pypsa": "PyPSA at its leanest",
    "pypsa-optimize": "PyPSA, optimize()",
    "oemof": "oemof.solph",
}
NOTES = {"pypsa": "; model, solver and values only", "pypsa-optimize": "; as its users call it"}
GOALS = {"linopy": 1.0, "pypsa-optimize": 2.0, "oemof": 5.0}  # CPU time of the tool over ours, at least


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one tool found, in CPU seconds (median) and megabytes (most), and which version of it."""

    objective: float
    seconds: float
    megabytes: float
    version: str


def run(arguments: list[str]) -> FigureTable:
    """Measure one cold winter of a province's size; `--quick` takes 30 days instead of 151 and one round."""
    for module, tool in NEEDED.items():
        if find_spec(module) is None:
            raise PeerMissing(tool)
    is_quick = "--quick" in arguments
    days, rounds = (30, 1) if is_quick else (151, 3)
    table = FigureTable(f"peers, {days} gas days, one weighted program")
    ours = measured(OURS, days=days, rounds=rounds)
    table.add(Figure("HiGHS direct: building and solving", ours.seconds, "s CPU", note="ours"))
    table.add(Figure("HiGHS direct: most memory", ours.megabytes, "MB", note="ours"))
    for tool, name in NAMES.items():
        add_tool(table, ours, (tool, name), measured(tool, days=days, rounds=rounds))
    return table


def add_tool(table: FigureTable, ours: Outcome, tool: tuple[str, str], theirs: Outcome) -> None:
    """One tool beside ours; raises where the objectives differ."""
    apart = abs(theirs.objective - ours.objective) / max(abs(ours.objective), 1.0)
    if apart > AGREES:
        raise AssertionError(f"{tool[1]}: objective {theirs.objective} against {ours.objective}")
    ratio, goal = theirs.seconds / ours.seconds, GOALS.get(tool[0])
    note = f"(version {theirs.version}{NOTES.get(tool[0], '')})"
    table.add(Figure(f"{tool[1]} / HiGHS direct: time", ratio, goal=goal, at_least=True, note=note))
    share = ours.megabytes / theirs.megabytes
    limit = 0.5 if tool[0] == "pypsa-optimize" else None
    table.add(Figure(f"HiGHS direct / {tool[1]}: memory", share, goal=limit))


def measured(tool: str, *, days: int, rounds: int) -> Outcome:
    """What a tool found in some runs, each in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.peer_models", tool, WINTER, str(days)]
    found = []
    for _ in range(rounds):
        said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        found.append(json.loads(said.strip().splitlines()[-1]))
    return Outcome(
        objective=found[0]["objective"],
        seconds=statistics.median(each["seconds"] for each in found),
        megabytes=max(each["megabytes"] for each in found),
        version=found[0]["version"],
    )
